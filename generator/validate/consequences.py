"""One mistake gets one answer: what is found only because of another fault is not told beside it.

A reference to nothing, an end before its beginning, a day that has not come: with such a value a dozen rules
find something, and a person would read eleven sentences about the twelfth. They are told once the cause is
put right, if they are still true then; the cause itself is always told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from generator.model.diagnostic import Diagnostic, FieldPath, Severity
from generator.model.location import Location
from generator.model.record import Record
from generator.model.snapshot import Snapshot

CAUSES = frozenset({"REF001", "REF005", "DAT001", "DAT005", "CHK003"})
"""Faults that one value shows: an id of nothing or of itself, swapped dates, a day to come, no such item."""


@dataclass(frozen=True, slots=True)
class _Cause:
    """places: the value and all that it is a part of. value: as a message would repeat it."""

    fault: Diagnostic
    places: frozenset[Location]
    value: str


def without_consequences(snapshot: Snapshot, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """What was *found*, without what follows from a cause among it, in the same order."""
    everything = tuple(found)
    causes: dict[str, list[_Cause]] = defaultdict(list)
    for fault in everything:
        record = snapshot.find(fault.record or "")
        if fault.code in CAUSES and fault.severity is Severity.ERROR and record:
            causes[record.path].append(_cause(fault, record))
    if not causes:
        return everything
    return tuple(d for d in everything if d.code in CAUSES or not _follows(d, causes))


def _cause(fault: Diagnostic, record: Record) -> _Cause:
    path = fault.field
    around = frozenset(record.locate(*path[:n]) for n in range(1, len(path) + 1))
    return _Cause(fault, around, str(_value(record.document.data, path)))


def _value(data: object, path: FieldPath) -> object:
    for key in path:
        data = data[key]  # type: ignore[index] # the fault was found there
    return data


def _follows(one: Diagnostic, causes: dict[str, list[_Cause]]) -> bool:
    """Is *one* about the value of a cause: at its place, in its file by its words, or in related places?"""
    here = causes.get(one.location.path, ())
    if any(one.location == c.fault.location or c.value in one.params.values() for c in here):
        return True
    return any(place in c.places for place in one.related for c in causes.get(place.path, ()))
