"""Questions about a snapshot that more than one family of rules asks.

Dates are compared as they are written: the schema admits ``YYYY-MM-DD`` only, so text order is time order.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.text import Text

Data = Mapping[str, Any]


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
    day = inspection.get("date") if inspection["status"] == "done" else inspection.get("planned_on")
    return str(day or "")


def name_key(name: str) -> str:
    """What two writings of one name have in common: width, case and blanks do not count."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


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


def inspected(snapshot: Snapshot, *statuses: str) -> Iterator[tuple[Record, Data, Sheet]]:
    """Inspections in one of the *statuses* whose checklist is known and for inspections, with its items.

    Records that name an unknown or wrong checklist are left out: they are reported for that alone.
    """
    for record, data in in_force(snapshot, "inspections"):
        if data["status"] in statuses:
            checklist = snapshot.get("checklists", data["checklist"])
            if checklist and fits(checklist.document.data, data):
                yield record, data, sheet_of(checklist)


def fits(checklist: Data, inspection: Data) -> bool:
    """Is the checklist one for inspections of this topic?"""
    return bool(checklist["kind"] == "inspection" and checklist.get("topic") == inspection["topic"])
