"""What the number of an item rests on: the unit's papers, and records, those that cost points first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.model.evaluation import ItemScore
from generator.model.period import Period
from generator.model.results import Measure
from generator.render.site import EVENTS, Link, Site

SHOWN = 6  # records that are named at once; the others are folded
# Events follow their hazard; who did no work is nobody's business to point at, the number says enough.
NOT_POINTED_AT = (*EVENTS, "experts", "methods")


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that the unit brought. record: what it is here, None for none; url: "" for none."""

    title: str
    record: Link | None
    url: str


@dataclass(frozen=True, slots=True)
class Behind:
    """What an item rests on. short: records that were asked and do not count; shown, folded: all others."""

    papers: tuple[Paper, ...] = ()
    short: tuple[Link, ...] = ()
    shown: tuple[Link, ...] = ()
    folded: tuple[Link, ...] = ()


def behind(
    site: Site, unit: str, year: int, item: Mapping[str, Any], score: ItemScore, row: Mapping[str, Any]
) -> Behind:
    """Of one item of a unit; *item* as the list has it, *row* as the evaluation has it. Every record once."""
    papers = tuple(_papers(site, row))
    named = {e["record"] for e in row.get("evidence", ()) if "record" in e}
    short = tuple(k for k in _short(site, unit, year, item) if k in score.evidence and k not in named)
    keys = sorted(score.evidence, key=lambda key: key.partition("/")[0] in EVENTS)
    rest = [site.link(key) for key in keys if key not in named and key not in short]
    return Behind(papers, tuple(map(site.link, short)), tuple(rest[:SHOWN]), tuple(rest[SHOWN:]))


def _papers(site: Site, row: Mapping[str, Any]) -> Iterator[Paper]:
    for one in row.get("evidence", ()):
        yield Paper(one["title"], site.link(one["record"]) if "record" in one else None, one.get("url", ""))


def _short(site: Site, unit: str, year: int, item: Mapping[str, Any]) -> Iterable[str]:
    """Keys counted below the line of a ratio and not above it, and those of cases that cost points."""
    scoring = item.get("scoring", {})
    found: set[str] = set()
    if "metric" in scoring and item["method"] in ("ratio", "level"):
        measure = _measure(site, scoring["metric"], unit, year)
        if measure and len(measure.operands) == 2:
            over, under = measure.operands
            found.update(set(under.evidence) - set(over.evidence))
    for case in scoring.get("deductions", ()):
        measure = _measure(site, case["metric"], unit, year) if "metric" in case else None
        found.update(measure.operands[0].evidence if measure and measure.operands else ())
    return sorted(key for key in found if key.partition("/")[0] not in NOT_POINTED_AT)


def _measure(site: Site, metric: str, unit: str, year: int) -> Measure | None:
    return site.results.measure(metric, unit, Period(year))
