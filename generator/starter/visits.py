"""One visit: a result for every item, findings with their deadlines, sentences for the school."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from .checklists import Checklist, Item
from .findings import (
    CHEMICALS,
    DEMANDS,
    DIGITAL_PLACES,
    LOCATED,
    MODES,
    NOT_APPLICABLE,
    NOT_CHECKED,
    OTHER_ROOMS,
    PLACES,
    ROOMS,
    SPOKEN,
    STOCK_MAJOR,
    STRENGTHS,
    VERDICTS,
    WEAK,
    WORDINGS,
)
from .hazard_texts import NO_HAZARD
from .organizations import School

# How often an item is not fully met in an ordinary school at the beginning; the rest is easy.
HARD = {
    "hc-03": 0.22, "hc-04": 0.24, "hc-10": 0.18, "hc-13": 0.20, "hc-14": 0.14, "hc-20": 0.18, "hc-21": 0.16,
    "hc-22": 0.12, "hc-23": 0.26, "hc-24": 0.22, "hc-25": 0.24, "hc-26": 0.20, "hc-28": 0.24, "hc-29": 0.14,
    "hc-31": 0.20, "hc-16": 0.14, "hc-12": 0.16, "hc-27": 0.14,
    "dt-02": 0.22, "dt-03": 0.24, "dt-05": 0.22, "dt-06": 0.26, "dt-08": 0.32, "dt-10": 0.32, "dt-11": 0.34,
    "dt-12": 0.30, "dt-15": 0.20, "dt-17": 0.22, "dt-18": 0.20, "dt-19": 0.24,
}  # fmt: skip
EASY = 0.08
FATAL = 0.008

# What an item gives that was met in part: by its scoring rule one of a few levels, else whole or half points.
LEVELS: dict[str, tuple[float, ...]] = {
    "hc-01": (0.5,), "hc-03": (0.5,), "hc-22": (0.7, 0.7, 0.7, 0.4), "hc-31": (0.5,),
    "dt-02": (0.5, 0.5, 0.25), "dt-04": (0.5,), "dt-10": (0.5, 0.5, 0.2), "dt-11": (0.5,),
    "dt-12": (4 / 6, 4 / 6, 2 / 6), "dt-18": (0.5,), "dt-19": (0.5,),
}  # fmt: skip
WHOLE = frozenset({"hc-06", "hc-09", "hc-12", "hc-14", "hc-20", "hc-21", "hc-27", "hc-29", "dt-15"})

# How often a school fails an item again that it was told of: most of what is mended stays mended.
RELAPSE = 0.35

# How often an item that can be met in part is not met at all.
HOPELESS = 0.14

# The months of term that a visitor looks back on, by the month of the visit.
EARLIER = {3: (11, 12), 4: (3,), 5: (3, 4), 6: (4, 5), 9: (5, 6), 10: (9,), 11: (9, 10), 12: (10, 11)}

# School -> item -> wordings that the school has read about the item before.
Seen = dict[str, dict[str, set[str]]]


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one item; *score* where it was met in part, *reason* where it was not looked at."""

    item: Item
    result: str
    score: Decimal | int | None = None
    reason: str = ""

    @property
    def obtained(self) -> Decimal:
        """The points that it gives, not counting what does not apply."""
        if self.result == "met":
            return Decimal(self.item.points)
        return Decimal(self.score or 0)

    @property
    def lost(self) -> bool:
        """Was looked at and did not get all points."""
        return self.result in ("partly", "unmet")


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visit brought.

    obtained, applicable: points by the checklist's own rule for what does not apply.
    grade: the conclusion by the method of the sample.
    """

    results: tuple[Result, ...]
    findings: tuple[dict[str, Any], ...]
    obtained: Decimal
    applicable: Decimal
    grade: str
    strengths: str
    summary: str

    @property
    def has_major(self) -> bool:
        """A major hazard was found."""
        return any(f["grade"] == "major" for f in self.findings)


def visit(
    checklist: Checklist,
    school: School,
    day: date,
    mode: str,
    strain: float,
    chance: Random,
    again: Random | None,
    seen: Seen,
) -> Visit:
    """Draw one visit.

    strain: multiplies every chance of a failure. again: says which failures come back, None: all.
    seen: keeps a school's wordings apart.
    """
    told = frozenset(seen.get(school.id, ()))
    drawn = tuple(_result(item, school, day, strain, chance) for item in checklist.items)
    found = _findings(drawn, school, day, chance, seen)
    results = tuple(_mended(result, told, again) for result in drawn)
    findings = tuple(_left(found, results))
    obtained, applicable = score(results, checklist.not_applicable)
    grade = conclusion(results, obtained, applicable)
    return Visit(
        results,
        findings,
        obtained,
        applicable,
        grade,
        _strengths(checklist, results, school, chance),
        _summary(checklist, results, mode, grade, findings, chance),
    )


def _mended(result: Result, told: Set[str], again: Random | None) -> Result:
    """What a school was told of and failed altogether is met after all, as a rule: what is mended lasts."""
    failed = result.result == "unmet" and result.item.id in told and not result.item.is_fatal
    return Result(result.item, "met") if again and failed and again.random() >= RELAPSE else result


def _left(findings: Iterable[dict[str, Any]], results: Sequence[Result]) -> Iterator[dict[str, Any]]:
    """The findings on what is still lost, numbered anew."""
    lost = {r.item.id for r in results if r.lost}
    kept = (row for row in findings if row["item"] in lost)
    for number, row in enumerate(kept, start=1):
        yield row | {"id": f"f-{number:02}"}


def score(results: tuple[Result, ...], not_applicable: str) -> tuple[Decimal, Decimal]:
    """(obtained, applicable) points: what was not checked counts in neither."""
    obtained = applicable = Decimal(0)
    for result in results:
        if result.result == "not_checked" or (
            result.result == "not_applicable" and not_applicable == "rescale"
        ):
            continue
        applicable += result.item.points
        obtained += result.item.points if result.result == "not_applicable" else result.obtained
    return obtained, applicable


def conclusion(results: tuple[Result, ...], obtained: Decimal, applicable: Decimal) -> str:
    """The grade by the sample's method: 90, 80, 65, and any unmet red or veto item fails."""
    if any(r.result == "unmet" and r.item.is_fatal for r in results):
        return "fail"
    bands = (("excellent", 90), ("good", 80), ("pass", 65))
    return next((grade for grade, least in bands if obtained * 100 >= least * applicable), "fail")


def _result(item: Item, school: School, day: date, strain: float, chance: Random) -> Result:
    if reason := _not_applicable(item, school, day):
        return Result(item, "not_applicable", reason=reason)
    draw = chance.random()
    if item.id in NOT_CHECKED and draw > 0.992:
        return Result(item, "not_checked", reason=NOT_CHECKED[item.id])
    if item.is_fatal and not item.has_parts:
        return Result(item, "unmet" if draw < FATAL * strain else "met")
    if draw >= min(0.75, HARD.get(item.id, EASY) * strain):
        return Result(item, "met")
    # A stock that does not agree is a matter of common reagents nearly always.
    share = HOPELESS if not item.is_fatal else 0.05 if "explosive_precursor" in school.hazchem else 0
    if not item.has_parts or chance.random() < share:
        return Result(item, "unmet")
    return _partly(item, chance)


def _partly(item: Item, chance: Random) -> Result:
    """A score between nothing and all, as the item's scoring rule allows; seldom the least."""
    if item.id in LEVELS:
        halves = round(2 * item.points * chance.choice(LEVELS[item.id]))
    else:
        unit = 2 if item.id in WHOLE else 1
        steps = 2 * item.points // unit - 1
        halves = unit * max(chance.randint(1, steps), chance.randint(1, steps), chance.randint(1, steps))
    return Result(item, "partly", halves // 2 if halves % 2 == 0 else Decimal(halves) / 2)


def _not_applicable(item: Item, school: School, day: date) -> str:
    """Why an item does not apply to a school, "" where it does."""
    absent = {
        "hc-07": "drug_precursor" not in school.hazchem,
        "hc-08": "explosive_precursor" not in school.hazchem,
        "hc-26": school.hazchem == ("general",) and school.stage == "primary",
        "hc-29": school.opened >= "2024" and (day - date.fromisoformat(school.opened)).days < 365,
        "dt-10": school.stage == "special",
        "dt-12": school.stage in ("vocational", "special"),
    }
    return NOT_APPLICABLE[item.id] if absent.get(item.id) else ""


def _findings(
    results: tuple[Result, ...], school: School, day: date, chance: Random, seen: Seen
) -> list[dict[str, Any]]:
    """One finding for every item that lost points, in the order of the items."""
    rows: list[dict[str, Any]] = []
    for result in results:
        if not result.lost:
            continue
        item = result.item
        major = item.is_major and result.result == "unmet"
        row: dict[str, Any] = {
            "id": f"f-{len(rows) + 1:02}",
            "item": item.id,
            "grade": "major" if major else "general",
            "text": _wording(item, result, school, day, chance, seen),
            "due": (day + timedelta(days=_days(item, result))).isoformat(),
        }
        if item.section in LOCATED and chance.random() < 0.7:
            row["place"] = chance.choice(PLACES if item.id.startswith("hc") else DIGITAL_PLACES)
        if result.result == "partly":
            row["no_hazard"] = NO_HAZARD[(day.toordinal() + len(rows)) % len(NO_HAZARD)]
        rows.append(row)
    return rows


def _days(item: Item, result: Result) -> int:
    """Days to rectify; a red item that was met in part is a matter of two weeks, not of a month."""
    return 15 if item.is_fatal and result.result == "partly" else item.days


def _wording(item: Item, result: Result, school: School, day: date, chance: Random, seen: Seen) -> str:
    """What was found, in words that the same school has not read about this item before."""
    used = seen.setdefault(school.id, {}).setdefault(item.id, set())
    wordings = STOCK_MAJOR if item.id == "hc-22" and result.result == "unmet" else WORDINGS[item.id]
    fresh = [w for w in wordings if w not in used] or wordings
    wording = chance.choice(fresh)
    used.add(wording)
    return wording.format(
        room=chance.choice(ROOMS.get(school.stage, OTHER_ROOMS)),
        chemical=chance.choice(CHEMICALS),
        n=chance.randint(2, 5),
        month=chance.choice(EARLIER[day.month]),
    )


def _strengths(checklist: Checklist, results: tuple[Result, ...], school: School, chance: Random) -> str:
    """One or two sentences on sections without a fault; "" where there is none."""
    faulty = {r.item.section for r in results if r.lost}
    sound = [section for section, _ in checklist.sections if section not in faulty]
    chosen = chance.sample(sound, min(len(sound), chance.choice((1, 2, 2))))
    room = chance.choice(ROOMS.get(school.stage, OTHER_ROOMS))
    return "".join(chance.choice(STRENGTHS[section]).format(room=room) for section in chosen)


def _summary(
    checklist: Checklist,
    results: tuple[Result, ...],
    mode: str,
    grade: str,
    findings: tuple[dict[str, Any], ...],
    chance: Random,
) -> str:
    """How it was done, what it comes to, where points were lost, and what is asked for."""
    verdict = chance.choice(VERDICTS[grade])
    lost = {
        SPOKEN.get(section, title): sum(
            r.item.points - r.obtained for r in results if r.lost and r.item.section == section
        )
        for section, title in checklist.sections
    }
    worst = max(lost, key=lambda title: lost[title])
    weak = WEAK["minor" if grade in ("excellent", "good") else "grave"]
    where = f"{chance.choice(weak).format(section=worst)}。" if lost[worst] else ""
    tone = "grave" if grade == "fail" else "minor" if findings else "clean"
    return f"{chance.choice(MODES[mode])}。{verdict}。{where}{chance.choice(DEMANDS[tone])}。"
