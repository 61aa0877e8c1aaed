"""The life of a hazard: what has happened to it, and what follows from that.

A hazard has no field for its state. The inspected side says what it has done (``rectifications``), the
inspecting side what it has found (``follow-ups``), each in files of its own; the state is what these events
make of it. Which event may follow in which state stands in ``MOVES``, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple

from .record import Record
from .snapshot import Snapshot
from .text import Text


class State(Enum):
    """Where a hazard stands. Being late, extended, relapsed or listed comes beside it."""

    __hash__ = object.__hash__  # a member is one object; Enum's own takes a step of Python for every event

    REGISTERED = Text("登记", "registered")
    RECTIFYING = Text("整改中", "being rectified")
    AWAITING = Text("待验收", "awaiting acceptance")
    CLOSED = Text("已销号", "closed")


OPEN = (State.REGISTERED, State.RECTIFYING, State.AWAITING)

# The kinds of record that say what happened to a hazard: of the inspected side, of the inspecting side.
EVENTS = ("rectifications", "follow-ups")

# Event kinds of the inspected side and of the inspecting side, as the schemas spell them.
STARTED, DONE, EXTENSION = "started", "done", "extension"
ACCEPTED, REFUSED, GRANTED, DENIED = "accepted", "refused", "extension_granted", "extension_refused"
RELAPSED, CONFIRMED, LISTED, DELISTED = "relapsed", "confirmed", "listed", "delisted"

# (state, event) -> the state after it. What is not here is not allowed.
MOVES: Mapping[tuple[State, str], State] = MappingProxyType(
    {
        (State.REGISTERED, STARTED): State.RECTIFYING,
        (State.REGISTERED, DONE): State.AWAITING,
        (State.REGISTERED, EXTENSION): State.REGISTERED,
        (State.REGISTERED, GRANTED): State.REGISTERED,
        (State.REGISTERED, DENIED): State.REGISTERED,
        (State.REGISTERED, LISTED): State.REGISTERED,
        (State.REGISTERED, DELISTED): State.REGISTERED,
        (State.RECTIFYING, DONE): State.AWAITING,
        (State.RECTIFYING, EXTENSION): State.RECTIFYING,
        (State.RECTIFYING, GRANTED): State.RECTIFYING,
        (State.RECTIFYING, DENIED): State.RECTIFYING,
        (State.RECTIFYING, LISTED): State.RECTIFYING,
        (State.RECTIFYING, DELISTED): State.RECTIFYING,
        (State.AWAITING, ACCEPTED): State.CLOSED,
        (State.AWAITING, REFUSED): State.RECTIFYING,
        (State.AWAITING, LISTED): State.AWAITING,
        (State.AWAITING, DELISTED): State.AWAITING,
        (State.CLOSED, CONFIRMED): State.CLOSED,
        (State.CLOSED, RELAPSED): State.RECTIFYING,
    }
)


def allowed(state: State) -> tuple[str, ...]:
    """The kinds of events that may follow in *state*, in the order of the table."""
    return tuple(kind for before, kind in MOVES if before is state)


class Event(NamedTuple):
    """One thing that happened. kind: as above; until: the new last day that an event sets, "" for none."""

    record: Record
    kind: str
    on: str
    until: str = ""

    @property
    def is_inspecting(self) -> bool:
        """Does it come from the side that inspects?"""
        return self.record.kind == "follow-ups"


class Fault(Enum):
    """Why an event does not count."""

    MOVE = Text("这一步在当前状态下不允许", "not allowed in this state")
    EARLY = Text("早于登记日期", "before the hazard was registered")
    UNASKED = Text("没有待答复的延期申请", "no extension was asked for")
    UNLISTED = Text("没有挂牌督办", "it is not listed")
    TWICE = Text("已经挂牌督办", "it is listed already")


# Kind of record -> the events that it may hold: what the school does, and what those who inspect decide.
SIDES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "rectifications": (STARTED, DONE, EXTENSION),
        "follow-ups": (ACCEPTED, REFUSED, GRANTED, DENIED, CONFIRMED, RELAPSED, LISTED, DELISTED),
    }
)


class Step(NamedTuple):
    """An event that counted, and the state that it led to. due: the last day in force when it came."""

    event: Event
    after: State
    due: str


class Missed(NamedTuple):
    """An event that does not count: the state in which it came, why, and what might have come instead."""

    event: Event
    state: State
    fault: Fault
    possible: tuple[str, ...]


def days_late(step: Step) -> int:
    """How many days an event came after the last day that was in force then; 0 in time."""
    return _late(step.due, step.event.on)


@dataclass(frozen=True, slots=True)
class Life:
    """What became of one hazard up to a day.

    due: the last day, as extended. late: days beyond it on that day while it was open (0 in time), or days
    between it and the report that was accepted, once closed. reported_on: of the report that was accepted
    or awaits acceptance, "" for none. closed_on: "" while open. relapses: how often it came back.
    faults: events that do not count. Closing ends a listing and a request.
    """

    state: State
    due: str
    late: int
    reported_on: str
    closed_on: str
    relapses: int
    is_extended: bool
    is_listed: bool
    awaits_extension: bool
    steps: tuple[Step, ...]
    faults: tuple[Missed, ...]

    @property
    def is_open(self) -> bool:
        """Has it still to be put right or accepted?"""
        return self.state is not State.CLOSED

    @property
    def is_overdue(self) -> bool:
        """Is it open, unreported and beyond its last day?"""
        return self.is_open and self.late > 0


def may_follow(lived: Life, kinds: Iterable[str]) -> tuple[str, ...]:
    """Those of *kinds* that may follow now, in their order."""
    possible = _possible(lived.state, lived.awaits_extension, lived.is_listed)
    return tuple(kind for kind in kinds if kind in possible)


def _possible(state: State, asked: bool, listed: bool) -> tuple[str, ...]:
    """The kinds of events that may follow, in the order of the table."""
    needs = {GRANTED: asked, DENIED: asked, DELISTED: listed, LISTED: not listed}
    return tuple(kind for kind in allowed(state) if needs.get(kind, True))


def events_of(
    rectifications: Iterable[Record], follow_ups: Iterable[Record]
) -> Mapping[str, tuple[Event, ...]]:
    """Hazard id -> its events by day; on one day the inspected side's come first, then by id.

    Withdrawn records are left out by the caller. An event whose kind, day or hazard an old revision has no
    field for is none.
    """
    found: dict[str, list[tuple[str, int, int, str, Event]]] = {}
    for side, records in enumerate((rectifications, follow_ups)):
        for record in records:
            data, name = record.document.data, record.id
            if not {"hazard", "kind", "on"} <= data.keys():
                continue
            event = Event(record, data["kind"], data["on"], data.get("until", ""))
            found.setdefault(data["hazard"], []).append((event.on, side, len(name), name, event))
    for events in found.values():
        events.sort()  # ids differ, so no two events are ever compared
    return {hazard: tuple(row[-1] for row in events) for hazard, events in found.items()}


def histories(snapshot: Snapshot) -> Mapping[str, tuple[Event, ...]]:
    """Hazard id -> its events that are not withdrawn, in order; for ``snapshot.once``."""
    return events_of(snapshot.active("rectifications"), snapshot.active("follow-ups"))


def lives(snapshot: Snapshot) -> Mapping[str, Life]:
    """Id -> life as of the snapshot's day, of every hazard that is not withdrawn; for ``snapshot.once``.

    The one judgement: rules, numbers, duties and pages all rest on it. Old revisions may lack a field.
    """
    events = snapshot.once(histories)
    today = snapshot.as_of.isoformat()
    found = {}
    for record in snapshot.active("hazards"):
        data = record.document.data
        begun, due = data.get("registered_on", today), data.get("due", "")
        found[record.id] = life(begun, due, events.get(record.id, ()), snapshot.as_of)
    return MappingProxyType(found)


def life(registered_on: str, due: str, events: Sequence[Event], as_of: date) -> Life:
    """What *events*, in order, make of a hazard; those after *as_of* have not happened yet."""
    state, last, today = State.REGISTERED, due, as_of.isoformat()
    reported = closed = ""
    relapses = 0
    extended = listed = asked = False
    steps: list[Step] = []
    faults: list[Missed] = []
    for event in events:
        if event.on > today:
            continue
        fault = _fault(state, event, registered_on, asked, listed)
        if fault is not None:
            faults.append(Missed(event, state, fault, _possible(state, asked, listed)))
            continue
        kind = event.kind
        state = MOVES[state, kind]
        steps.append(Step(event, state, last))
        if kind == DONE:
            reported = event.on
        elif kind == ACCEPTED:
            closed, asked, listed = event.on, False, False
        elif kind == REFUSED:
            reported = ""
        elif kind == EXTENSION:
            asked = True
        elif kind in (GRANTED, DENIED):
            asked = False
            if kind == GRANTED and event.until > last:
                last, extended = event.until, True
        elif kind == RELAPSED:
            relapses += 1
            reported = closed = ""
            last, extended = event.until or last, False
        elif kind in (LISTED, DELISTED):
            listed = kind == LISTED
    late = _late(last, reported or today)
    return Life(
        state, last, late, reported, closed, relapses, extended, listed, asked, tuple(steps), tuple(faults)
    )


def _fault(state: State, event: Event, registered_on: str, asked: bool, listed: bool) -> Fault | None:
    kind = event.kind
    if event.on < registered_on:
        return Fault.EARLY
    if (state, kind) not in MOVES:
        return Fault.MOVE
    if not asked and kind in (GRANTED, DENIED):
        return Fault.UNASKED
    if kind == DELISTED and not listed:
        return Fault.UNLISTED
    return Fault.TWICE if listed and kind == LISTED else None


def _late(due: str, day: str) -> int:
    """Days that *day* lies beyond *due*; 0 in time or without a last day."""
    if not due or day <= due:
        return 0
    return (date.fromisoformat(day) - date.fromisoformat(due)).days
