"""The list of a year and the method that judges it, as values: sections, items, their parameters, caps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from .record import Record
from .snapshot import Snapshot
from .standing import method_on

ITEM_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Level:
    """One level of an item; at_least is None where a person names the level."""

    id: str
    points: Decimal
    at_least: Decimal | None


@dataclass(frozen=True, slots=True)
class Item:
    """One item with what its points are computed from.

    deductions: id of a case -> points lost each time. each: points for one (count). levels: best first.
    metric: id of the metric that gives the facts by itself, "" where they are typed.
    cases: id of a case that costs points -> id of the metric that says how often it occurred.
    """

    id: str
    section: str
    text: str
    points: Decimal
    method: str
    decimals: int = ITEM_DECIMALS
    needs_evidence: bool = False
    deductions: Mapping[str, Decimal] = default(default_factory=lambda: MappingProxyType({}))
    levels: tuple[Level, ...] = ()
    each: Decimal | None = None
    at_least: Decimal | None = None
    by_rank: tuple[Decimal, ...] = ()
    better: str = "higher"
    metric: str = ""
    cases: Mapping[str, str] = default(default_factory=lambda: MappingProxyType({}))

    @property
    def metrics(self) -> tuple[str, ...]:
        """Ids of all metrics that the item takes numbers from."""
        return tuple(dict.fromkeys((*((self.metric,) if self.metric else ()), *self.cases.values())))


@dataclass(frozen=True, slots=True)
class Case:
    """A bonus or a deduction: points each, and the cap of the case (None for none)."""

    id: str
    text: str
    each: Decimal
    most: Decimal | None


@dataclass(frozen=True, slots=True)
class Veto:
    """What decides or limits a grade. effect: ``force_grade``, ``cap_grade`` or ``downgrade``."""

    id: str
    text: str
    effect: str
    grade: str


@dataclass(frozen=True, slots=True)
class RobustnessSettings:
    """How weights are varied: by how many per cent, how they are drawn, how often, from which seed."""

    percent: Decimal
    distribution: str
    draws: int
    seed: int


@dataclass(frozen=True, slots=True)
class Instrument:
    """One list under one method.

    bands: (grade, lower bound), best first; empty without a method. quota: of the best grade, None for none.
    tie_break: (what, id) in the order in which equal totals are told apart for the quota.
    titles: words of sections and items by their ids, as the list has them.
    """

    checklist: str
    method: str
    version: int
    year: int
    sections: tuple[str, ...]
    items: tuple[Item, ...]
    is_rescaled: bool
    bonus: tuple[Case, ...]
    bonus_cap: Decimal
    deduction: tuple[Case, ...]
    deduction_cap: Decimal
    vetoes: tuple[Veto, ...]
    bands: tuple[tuple[str, Decimal], ...]
    decimals: int
    minimum_coverage: Decimal
    quota: int | None
    tie_break: tuple[tuple[str, str], ...]
    robustness: RobustnessSettings | None
    titles: Mapping[str, str] = default(default_factory=lambda: MappingProxyType({}))

    @property
    def points(self) -> Decimal:
        """Full marks of all items."""
        return sum((item.points for item in self.items), Decimal(0))

    def points_in(self, section: str) -> Decimal:
        """Full marks of one section."""
        return sum((item.points for item in self.items if item.section == section), Decimal(0))


def instruments(snapshot: Snapshot) -> tuple[Instrument, ...]:
    """The lists for annual evaluations that are not withdrawn, by year; each under the method of its year.

    The method is the one in force on the last day of the year, which is when a year is looked back on.
    """
    lists = [r for r in snapshot.active("checklists") if r.document.data.get("kind") == "evaluation"]
    found = (_instrument(one, method_on(snapshot, f"{one.document.data['year']}-12-31")) for one in lists)
    return tuple(sorted(found, key=lambda i: (i.year, i.checklist)))


def _instrument(checklist: Record, method: Record | None) -> Instrument:
    data = checklist.document.data
    rules: Mapping[str, Any] = method.document.data if method else {}
    chosen: Mapping[str, Any] = rules.get("evaluation", {})
    bands = ((b["grade"], Decimal(b["from"])) for b in rules.get("grades", ()))
    bonus, deduction = data.get("bonus", {}), data.get("deduction", {})
    return Instrument(
        checklist=checklist.id,
        method=method.id if method else "",
        version=rules.get("version", 0),
        year=data["year"],
        sections=tuple(section["id"] for section in data["sections"]),
        items=tuple(
            item_of(item, section["id"]) for section in data["sections"] for item in section["items"]
        ),
        is_rescaled=data.get("not_applicable") == "rescale",
        bonus=tuple(_case(case) for case in bonus.get("items", ())),
        bonus_cap=Decimal(bonus.get("max", 0)),
        deduction=tuple(_case(case) for case in deduction.get("items", ())),
        deduction_cap=Decimal(deduction.get("max", 0)),
        vetoes=tuple(
            Veto(v["id"], v["text"], v["effect"], v.get("grade", "")) for v in data.get("vetoes", ())
        ),
        bands=tuple(sorted(bands, key=lambda band: band[1], reverse=True)),
        decimals=chosen.get("decimals", 2),
        minimum_coverage=Decimal(chosen.get("minimum_coverage", 0)),
        quota=chosen.get("excellent_quota"),
        tie_break=tuple((t["by"], t.get("id", "")) for t in chosen.get("tie_break", ())),
        robustness=_settings(chosen.get("robustness")),
        titles=MappingProxyType(dict(_titles(data["sections"]))),
    )


def _titles(sections: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for section in sections:
        yield section["id"], section.get("title", section["id"])
        for item in section["items"]:
            yield item["id"], f"{item['id']} {item['text']}"


def item_of(data: Mapping[str, Any], section: str) -> Item:
    """One item of a list as its record states it."""
    scoring: Mapping[str, Any] = data.get("scoring", {})
    return Item(
        id=data["id"],
        section=section,
        text=data["text"],
        points=Decimal(data["points"]),
        method=data["method"],
        decimals=scoring.get("decimals", ITEM_DECIMALS),
        needs_evidence=data.get("evidence_required", False),
        deductions=MappingProxyType({d["id"]: Decimal(d["points"]) for d in scoring.get("deductions", ())}),
        levels=tuple(
            Level(row["id"], Decimal(row["points"]), _decimal(row.get("at_least")))
            for row in scoring.get("levels", ())
        ),
        each=_decimal(scoring.get("each")),
        at_least=_decimal(scoring.get("at_least")),
        by_rank=tuple(Decimal(points) for points in scoring.get("by_rank", ())),
        better=scoring.get("better", "higher"),
        metric=scoring.get("metric", ""),
        cases=MappingProxyType(
            {d["id"]: d["metric"] for d in scoring.get("deductions", ()) if "metric" in d}
        ),
    )


def _case(data: Mapping[str, Any]) -> Case:
    return Case(data["id"], data["text"], Decimal(data["each"]), _decimal(data.get("max")))


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def _settings(data: Mapping[str, Any] | None) -> RobustnessSettings | None:
    if not data:
        return None
    percent = Decimal(data["weights_percent"])
    return RobustnessSettings(percent, data["distribution"], data["draws"], data["seed"])
