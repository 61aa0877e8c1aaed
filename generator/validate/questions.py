"""Questions about a snapshot that more than one family of rules asks.

Dates are compared as they are written: the schema admits ``YYYY-MM-DD`` only, so text order is time order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from generator.model.record import Record
from generator.model.service import Service, follow_ups, services
from generator.model.snapshot import Snapshot
from generator.model.standing import NOTHING, required_of
from generator.model.text import Text
from generator.model.text import name_key as name_key

Data = Mapping[str, Any]
VISITED = ("done", "draft")  # an inspection that took place, whether or not it is written down in full
FIRST_YEAR = 2000  # no record of a year is older


def in_force(snapshot: Snapshot, kind: str) -> Iterator[tuple[Record, Data]]:
    """The records of a kind that are not withdrawn, each with its plain data (read only)."""
    for record in snapshot.kinds.get(kind, {}).values():
        data = record.document.data
        if "withdrawn" not in data:
            yield record, data


def line_above(snapshot: Snapshot, unit: str) -> tuple[Record, ...]:
    """The organization and those above it, nearest first; stops where a parent is unknown or comes again."""
    line: dict[str, Record] = {}
    at: str | None = unit
    while at and at not in line:
        record = snapshot.get("organizations", at)
        if record is None:
            break
        line[at] = record
        at = record.document.data.get("parent")
    return tuple(line.values())


def visit_day(inspection: Data) -> str:
    """The day of an inspection as it stands: when it was done, else when it is planned, else ""."""
    day = inspection.get("date" if inspection["status"] in VISITED else "planned_on")
    return str(day or "")


def years_over(snapshot: Snapshot) -> tuple[int, ...]:
    """The years that are over and in which some method was in force."""
    years: set[int] = set()
    for _, data in in_force(snapshot, "methods"):
        first, last = (int(data["valid"][end][:4]) for end in ("from", "to"))
        years.update(range(max(first, FIRST_YEAR), min(last + 1, snapshot.as_of.year)))
    return tuple(sorted(years))


def days_after(day: str, days: int) -> str:
    """The day that many days later; the last of all days where there is none so late."""
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except OverflowError:
        return date.max.isoformat()


def near(word: str, candidates: Iterable[str]) -> Text:
    """「；相近的有…」 for a hint, or an empty-looking phrase where nothing is near."""
    found = get_close_matches(word, candidates, 2, 0.75)
    if not found:
        return NOTHING_NEAR
    zh, en = "、".join(f"「{f}」" for f in found), ", ".join(found)
    return Text(f"；相近的有{zh}", f"; did you mean {en}?")


# A Text is never empty in Chinese, so "nothing" is the full stop that ends the hint.
NOTHING_NEAR = Text("。", ".")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The items of a checklist. ids: in order, repeated ones included; items: id -> the item's data."""

    ids: tuple[str, ...]
    items: Mapping[str, Data]


@lru_cache(maxsize=64)
def sheet_of(checklist: Record) -> Sheet:
    """The items of *checklist*; remembered, since hundreds of inspections use one checklist."""
    rows = [item for section in checklist.document.data["sections"] for item in section["items"]]
    return Sheet(tuple(row["id"] for row in rows), MappingProxyType({row["id"]: row for row in rows}))


class Visit(NamedTuple):
    """An inspection with the checklist that it answers.

    is_complete: every item is answered, once and in order, so that items need not be looked for.
    unmet, scored: the results that are unmet, and those with a score, each with its index.
    """

    record: Record
    data: Data
    sheet: Sheet
    is_complete: bool
    unmet: tuple[tuple[int, Data], ...]
    scored: tuple[tuple[int, Data], ...]


def visits(snapshot: Snapshot) -> tuple[Visit, ...]:
    """Inspections that were done, with a known checklist for inspections of their topic.

    Those that name an unknown or wrong checklist are left out: they are reported for that alone.
    """
    return snapshot.once(_done)


def lacks(snapshot: Snapshot, *kinds: str) -> bool:
    """Is a record of one of *kinds* set aside? Then nobody knows what it would have said."""
    return any(key.partition("/")[0] in kinds for key in snapshot.set_aside)


def hazards_asked(snapshot: Snapshot, visit: Visit) -> Data:
    """What the method of its day asks about what a visit found; empty for visits before it asked."""
    asked = required_of(snapshot, "hazards", visit.data["date"], visit.record)
    return asked if asked and visit.data["date"] >= asked.get("since", "") else NOTHING


def failed(visit: Visit) -> Iterator[tuple[int, Data]]:
    """The results of a visit that are not or only partly met, each with its index."""
    yield from visit.unmet
    yield from ((i, row) for i, row in visit.scored if row["result"] == "partly")


def drafts(snapshot: Snapshot) -> tuple[Visit, ...]:
    """The same of inspections that are still being written down: what is missing may be missing."""
    return snapshot.once(_drafted)


def served(snapshot: Snapshot) -> tuple[Service, ...]:
    """Every service of every expert; remembered, since many rules look at all of them."""
    return snapshot.once(_served)


def judged(snapshot: Snapshot) -> tuple[Service, ...]:
    """The same with everybody who followed up a hazard: all whose conduct is asked about."""
    return (*served(snapshot), *snapshot.once(_followed_up))


def _followed_up(snapshot: Snapshot) -> tuple[Service, ...]:
    return tuple(follow_ups(snapshot))


def _served(snapshot: Snapshot) -> tuple[Service, ...]:
    return tuple(services(snapshot))


def _done(snapshot: Snapshot) -> tuple[Visit, ...]:
    return _visits(snapshot, "done")


def _drafted(snapshot: Snapshot) -> tuple[Visit, ...]:
    return _visits(snapshot, "draft")


def _visits(snapshot: Snapshot, status: str) -> tuple[Visit, ...]:
    checklists = snapshot.kinds.get("checklists", {})
    found = []
    for record, data in in_force(snapshot, "inspections"):
        checklist = checklists.get(data["checklist"])
        if data["status"] == status and checklist and fits(checklist.document.data, data):
            sheet, rows = sheet_of(checklist), data.get("results") or ()
            is_complete = tuple([row["item"] for row in rows]) == sheet.ids
            # Most items are met, so the rest is looked at only once more.
            other = [(i, row) for i, row in enumerate(rows) if row["result"] != "met"]
            unmet = tuple([pair for pair in other if pair[1]["result"] == "unmet"])
            scored = tuple([pair for pair in other if "score" in pair[1]])
            found.append(Visit(record, data, sheet, is_complete, unmet, scored))
    return tuple(found)


def fits(checklist: Data, inspection: Data) -> bool:
    """Is the checklist one for inspections of this topic?"""
    return bool(checklist["kind"] == "inspection" and checklist.get("topic") == inspection["topic"])
