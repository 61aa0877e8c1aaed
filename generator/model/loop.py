"""The closed loop as it stands on a day: every hazard with its life, and where to find it.

Judged once for a snapshot (``compute.loop``); metrics, duties, demands and pages all read this, so that no
two of them can differ about what is closed, late or back again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from .hazard import ACCEPTED, RELAPSED, Event, Life, life
from .period import Period
from .record import Record

SELF_CHECK, INSPECTION, REPORT = "self_check", "inspection", "report"


@dataclass(frozen=True, slots=True)
class Hazard:
    """One hazard that is not withdrawn and was registered by the day of looking.

    events: in order, those after the day of looking included. life: as of that day.
    county: id, "" where the school's is unknown. item, inspection, finding: "" where there is none.
    round: the quarter of the inspection that found it, else that of its registration.
    age: days from its registration, or from its last relapse, to its closing or to the day of looking.
    relapse_of: id of the hazard that it is the return of, "" for none. returned_as: those that name it so.
    """

    record: Record
    events: tuple[Event, ...]
    life: Life
    school: str
    county: str
    registered_on: str
    origin: str
    topic: str
    item: str
    grade: str
    inspection: str
    finding: str
    round: Period
    age: int
    relapse_of: str
    returned_as: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The hazard's id."""
        return self.record.id

    @property
    def is_major(self) -> bool:
        """Is it of grade major?"""
        return self.grade == "major"

    @property
    def is_self_found(self) -> bool:
        """Did the school find it by itself?"""
        return self.origin == SELF_CHECK

    @property
    def overdue(self) -> int:
        """Days beyond its last day while it is open; 0 once closed, or in time."""
        return self.life.late if self.life.is_open else 0

    @property
    def evidence(self) -> tuple[str, ...]:
        """Keys of its record and of the events that have happened, in their order."""
        return (self.record.key, *(step.event.record.key for step in self.life.steps))

    def on(self, day: date) -> Life | None:
        """Its life as of *day*; None before its registration.

        Days after the day of looking are no different from it, but for events entered ahead.
        """
        text = day.isoformat()
        if self.registered_on > text:
            return None
        if not self.life.is_open and self.events[-1].on <= text:
            return self.life  # nothing more has happened, and nothing runs on
        return life(self.registered_on, self.record.document.data.get("due", ""), self.events, day)


def was_due(one: Life, first: str, last: str, today: str) -> bool:
    """Does its last day lie from *first* to *last*, and is it over, or was it reported before that?"""
    return first <= one.due <= last and (one.due < today or bool(one.reported_on))


def was_in_time(one: Life) -> bool:
    """Was it reported by its last day, if only by a report that still awaits acceptance?"""
    return "" < one.reported_on <= one.due


def opened_on(registered_on: str, one: Life) -> str:
    """The day from which its time counts: of its registration, or of its last relapse."""
    again = [s.event.on for s in one.steps if s.event.kind == RELAPSED] if one.relapses else []
    return again[-1] if again else registered_on


def last_closing(one: Life) -> str:
    """The day on which it was last accepted, though it may have come back since; "" for never."""
    found = [step.event.on for step in one.steps if step.event.kind == ACCEPTED]
    return found[-1] if found else ""


Index = Mapping[str, tuple[Hazard, ...]]


def _nothing() -> Mapping[Any, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Loop:
    """All hazards as of a day, in order of registration, then of id; every index keeps that order.

    items: (topic, item of the checklist) -> hazards; those without an item are in none.
    """

    as_of: date
    hazards: Mapping[str, Hazard] = field(default_factory=_nothing)
    schools: Index = field(default_factory=_nothing)
    counties: Index = field(default_factory=_nothing)
    inspections: Index = field(default_factory=_nothing)
    items: Mapping[tuple[str, str], tuple[Hazard, ...]] = field(default_factory=_nothing)

    def __iter__(self) -> Iterator[Hazard]:
        return iter(self.hazards.values())

    def __len__(self) -> int:
        return len(self.hazards)

    @property
    def open(self) -> tuple[Hazard, ...]:
        """Those still to be put right or accepted."""
        return tuple(h for h in self if h.life.is_open)

    @property
    def overdue(self) -> tuple[Hazard, ...]:
        """Those open beyond their last day, the latest first."""
        late = (h for h in self if h.overdue)
        return tuple(sorted(late, key=lambda h: (-h.overdue, h.id)))
