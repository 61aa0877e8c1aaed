"""The loop of a snapshot, on small cities made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from generator.compute.loop import loop_of
from generator.model.hazard import State, lives
from generator.model.loop import last_closing
from generator.model.period import Period
from tests.support.snapshots import (
    WITHDRAWN,
    city,
    county,
    hazard,
    inspection,
    schemas_without,
    school,
    snapshot_of,
)

TREE = (city(), county("c1"), county("c2"), school("s1", "c1"), school("s2", "c2"))
CLOSED = (("started", "2025-01-12"), ("done", "2025-02-01"), ("accepted", "2025-02-05"))


def test_every_hazard_has_its_life_its_school_and_its_county() -> None:
    loop = loop_of(snapshot_of(*TREE, *hazard("h1", "s1", "2025-01-10", "2025-02-10", *CLOSED, item="a")))
    (one,) = loop
    assert (one.school, one.county, one.item) == ("s1", "c1", "a")
    assert (one.life.state, one.life.closed_on, one.age) == (State.CLOSED, "2025-02-05", 26)
    assert one.overdue == 0
    assert one.evidence == ("hazards/h1", "rectifications/h1-0", "rectifications/h1-1", "follow-ups/h1-2")


def test_an_open_hazard_grows_older_until_the_day_of_looking() -> None:
    loop = loop_of(snapshot_of(*TREE, *hazard("h1", "s1", "2025-12-01", "2025-12-11")))
    assert (loop.hazards["h1"].age, loop.hazards["h1"].overdue) == (30, 20)
    assert [h.id for h in loop.overdue] == ["h1"]
    earlier = loop_of(replace(snapshot_of(*TREE, *hazard("h1", "s1", "2025-12-01", "2025-12-11")),
                              as_of=date(2025, 12, 9)))  # fmt: skip
    assert (earlier.hazards["h1"].age, earlier.hazards["h1"].overdue) == (8, 0)


def test_a_hazard_that_came_back_is_as_old_as_its_return() -> None:
    """Otherwise the months in which it was in order would count as months of work."""
    back = (*CLOSED, ("relapsed", "2025-12-21", "2025-12-30"))
    one = loop_of(snapshot_of(*TREE, *hazard("h1", "s1", "2025-01-10", "2025-02-10", *back))).hazards["h1"]
    assert (one.age, one.overdue, one.life.relapses) == (10, 1, 1)
    assert last_closing(one.life) == "2025-02-05"


def test_indexes_hold_every_hazard_in_order_of_registration() -> None:
    visit = inspection("i1", "s1", "2024-Q4")
    found = {"inspection": "i1", "finding": "f0", "item": "a"}
    loop = loop_of(
        snapshot_of(
            *TREE, visit, *hazard("h2", "s1", "2025-01-03", "2025-02-10", **found),
            *hazard("h1", "s1", "2025-03-03", "2025-04-10", item="a", origin="self_check", relapse_of="h2"),
            *hazard("h3", "s2", "2025-02-03", "2025-04-10", topic="digital"),
        )
    )  # fmt: skip
    assert list(loop.hazards) == ["h2", "h3", "h1"]
    assert [h.id for h in loop.schools["s1"]] == ["h2", "h1"]
    assert [h.id for h in loop.counties["c2"]] == ["h3"]
    assert {k: [h.id for h in v] for k, v in loop.items.items()} == {("hazchem", "a"): ["h2", "h1"]}
    assert {k: [h.id for h in v] for k, v in loop.inspections.items()} == {"i1": ["h2"]}
    assert (loop.hazards["h2"].round, loop.hazards["h3"].round) == (Period(2024, 4), Period(2025, 1))
    assert loop.hazards["h2"].returned_as == ("h1",)


def test_what_is_withdrawn_or_still_to_come_does_not_count() -> None:
    """Neither a withdrawn hazard, nor one registered after the day, nor a withdrawn event."""
    made = hazard("h1", "s1", "2025-01-10", "2025-02-10", *CLOSED)
    kind, accepted = made[-1]
    loop = loop_of(
        snapshot_of(
            *TREE, *made[:-1], (kind, accepted | WITHDRAWN), *hazard("h2", "s1", **WITHDRAWN),
            *hazard("h3", "s1", "2026-01-05", "2026-02-05"),
        )
    )  # fmt: skip
    assert list(loop.hazards) == ["h1"]
    assert loop.hazards["h1"].life.state is State.AWAITING


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2025, 1, 9), None),
        (date(2025, 1, 10), State.REGISTERED),
        (date(2025, 2, 1), State.AWAITING),
        (date(2025, 2, 5), State.CLOSED),
        (date(2025, 12, 20), State.CLOSED),
        (date(2025, 12, 21), State.RECTIFYING),
    ],
)
def test_an_earlier_day_is_judged_by_what_had_happened_then(day: date, state: State | None) -> None:
    back = (*CLOSED, ("relapsed", "2025-12-21", "2025-12-30"))
    one = loop_of(snapshot_of(*TREE, *hazard("h1", "s1", "2025-01-10", "2025-02-10", *back))).hazards["h1"]
    found = one.on(day)
    assert (found.state if found else None) is state


def test_it_is_judged_once_for_a_snapshot_and_again_for_another_day() -> None:
    snapshot = snapshot_of(*TREE, *hazard("h1", "s1"))
    assert loop_of(snapshot) is loop_of(snapshot)
    assert loop_of(replace(snapshot, as_of=date(2025, 1, 5))).hazards == {}


def test_an_old_revision_and_an_empty_bureau_have_no_hazards() -> None:
    assert len(loop_of(snapshot_of(schemas=schemas_without("hazards")))) == 0
    assert len(loop_of(snapshot_of())) == 0


def test_rules_and_numbers_rest_on_one_judgement() -> None:
    """Not one that is equal: the same, so that they cannot come apart."""
    snapshot = snapshot_of(*TREE, *hazard("h1", "s1", "2025-01-10", "2025-02-10", *CLOSED))
    assert loop_of(snapshot).hazards["h1"].life is snapshot.once(lives)["h1"]
