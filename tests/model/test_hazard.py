"""The life of a hazard: every sequence of up to five events, and the rules one by one."""

from __future__ import annotations

from datetime import date
from itertools import product

from generator.model.document import Document
from generator.model.hazard import MOVES, OPEN, Event, Fault, Life, State, events_of, life
from generator.model.record import Record

OURS = ("started", "done", "extension")
THEIRS = (
    "accepted",
    "refused",
    "extension_granted",
    "extension_refused",
    "relapsed",
    "confirmed",
    "listed",
    "delisted",
)
AS_OF = date(2025, 12, 31)


def event(kind: str, on: str, until: str = "") -> Event:
    side = "rectifications" if kind in OURS else "follow-ups"
    record = Record(side, f"{kind}-{on}", Document(f"records/{side}/x.yml", {}))
    return Event(record, kind, on, until)


def lived(*events: Event, due: str = "2025-03-31", as_of: date = AS_OF) -> Life:
    return life("2025-03-01", due, events, as_of)


def test_no_sequence_loses_a_hazard_or_lets_its_own_side_close_it() -> None:
    """All 11 + 11² + … + 11⁴ sequences: one state always, every event counts or has its fault."""
    kinds = (*OURS, *THEIRS)
    for length in range(1, 5):
        for chosen in product(kinds, repeat=length):
            events = [event(kind, f"2025-03-{n + 2:02}") for n, kind in enumerate(chosen)]
            found = lived(*events)
            assert len(found.steps) + len(found.faults) == length
            assert found.state is (found.steps[-1].after if found.steps else State.REGISTERED)
            assert found.is_open is (found.state in OPEN)
            for step in found.steps:
                if step.after is State.CLOSED:
                    assert step.event.is_inspecting


def test_every_state_is_reached_and_only_acceptance_closes() -> None:
    assert set(MOVES.values()) == set(State)
    closing = {
        kind
        for (before, kind), after in MOVES.items()
        if after is State.CLOSED and before is not State.CLOSED
    }
    assert closing == {"accepted"}


def test_the_usual_way_in_time() -> None:
    found = lived(
        event("started", "2025-03-05"), event("done", "2025-03-20"), event("accepted", "2025-04-02")
    )
    assert (found.state, found.late, found.reported_on, found.closed_on) == (
        State.CLOSED, 0, "2025-03-20", "2025-04-02"
    )  # fmt: skip


def test_what_counts_is_the_report_and_not_when_it_was_looked_at() -> None:
    """Reported five days late; while it is open and unreported, days run on to the day of looking."""
    late = lived(event("done", "2025-04-05"), event("accepted", "2025-04-06"))
    assert late.late == 5
    assert lived(as_of=date(2025, 4, 10)).late == 10
    assert lived(as_of=date(2025, 4, 10)).is_overdue


def test_an_extension_counts_once_granted_and_only_if_asked_for() -> None:
    asked = event("extension", "2025-03-20", "2025-04-30")
    granted = event("extension_granted", "2025-03-25", "2025-04-30")
    found = lived(asked, granted, as_of=date(2025, 4, 15))
    assert (found.due, found.late, found.is_extended) == ("2025-04-30", 0, True)
    assert lived(asked, as_of=date(2025, 4, 15)).awaits_extension
    assert [missed.fault for missed in lived(granted).faults] == [Fault.UNASKED]


def test_a_relapse_reopens_with_a_new_last_day() -> None:
    closed = (event("done", "2025-03-10"), event("accepted", "2025-03-12"))
    found = lived(*closed, event("relapsed", "2025-06-01", "2025-06-20"), as_of=date(2025, 6, 25))
    assert (found.state, found.relapses, found.due, found.late) == (State.RECTIFYING, 1, "2025-06-20", 5)
    assert lived(*closed, event("confirmed", "2025-06-01")).state is State.CLOSED


def test_what_is_not_allowed_is_said_and_changes_nothing() -> None:
    found = lived(
        event("accepted", "2025-03-10"), event("listed", "2025-03-11"), event("listed", "2025-03-12")
    )
    assert [(missed.state, missed.fault) for missed in found.faults] == [
        (State.REGISTERED, Fault.MOVE), (State.REGISTERED, Fault.TWICE)
    ]  # fmt: skip
    assert found.is_listed
    assert [one.fault for one in lived(event("done", "2025-02-28")).faults] == [Fault.EARLY]


def test_what_lies_ahead_has_not_happened() -> None:
    assert lived(event("done", "2025-03-20"), as_of=date(2025, 3, 19)).state is State.REGISTERED


def test_events_of_one_day_begin_with_the_inspected_side() -> None:
    def record(kind: str, id: str, what: str) -> Record:
        data = {"hazard": "h", "kind": what, "on": "2025-03-20"}
        return Record(kind, id, Document(f"records/{kind}/{id}.yml", data))

    found = events_of([record("rectifications", "z", "done")], [record("follow-ups", "a", "accepted")])
    assert [e.kind for e in found["h"]] == ["done", "accepted"]


def test_what_could_have_come_instead_depends_on_what_was_asked_and_listed() -> None:
    """A way out that is closed as well would send people in circles."""
    early = event("accepted", "2025-03-10")
    plain, asked = lived(early), lived(event("extension", "2025-03-05", "2025-04-30"), early)
    assert plain.faults[0].possible == ("started", "done", "extension", "listed")
    assert asked.faults[0].possible == (
        "started", "done", "extension", "extension_granted", "extension_refused", "listed",
    )  # fmt: skip
