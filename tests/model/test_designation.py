"""Whether a designation was valid on a day, how far an application had got, and which schools were free."""

from __future__ import annotations

from typing import Any

import pytest

from generator.model.designation import (
    Stage,
    cycle_of,
    free_schools,
    is_valid_on,
    last_day,
    stage_on,
    valid_designation,
)
from generator.model.record import Record
from tests.support.snapshots import WITHDRAWN, Made, city, county, school, snapshot_of

STEPS = {
    "applied_on": "2023-03-01",
    "recommendation": {"on": "2023-03-20"},
    "survey": {"on": "2023-05-10"},
    "designation": {"result": "designated", "on": "2023-06-01", "valid_to": "2026-05-31"},
}
RENEWED = {"result": "renewed", "on": "2026-05-20", "valid_to": "2029-05-31"}
LEFT = {"on": "2025-02-01"}


def application(id: str = "d", school: str = "s", year: int = 2023, **more: Any) -> Made:
    return "demonstrations", {"id": id, "year": year, "county": "c", "school": school, **STEPS, **more}


def record(**more: Any) -> Record:
    return snapshot_of(application(**more)).of("demonstrations")[0]


@pytest.mark.parametrize(
    ("day", "more", "valid"),
    [
        ("2023-05-31", {}, False),
        ("2023-06-01", {}, True),
        ("2026-05-31", {}, True),
        ("2026-06-01", {}, False),
        ("2026-06-01", {"renewal": RENEWED}, True),
        ("2029-06-01", {"renewal": RENEWED}, False),
        ("2026-06-01", {"renewal": {"result": "ended", "on": "2026-05-20"}}, False),
        ("2025-01-31", {"withdrawal": LEFT}, True),
        ("2025-02-01", {"withdrawal": LEFT}, False),
        ("2024-01-01", {"designation": {"result": "cultivated", "on": "2023-06-01"}}, False),
        ("2024-01-01", WITHDRAWN, False),
    ],
)
def test_validity_has_a_first_and_a_last_day(day: str, more: dict[str, Any], valid: bool) -> None:
    """Both days count; leaving ends it on its own day, and renewal goes on where it ended."""
    assert is_valid_on(record(**more), day) is valid


@pytest.mark.parametrize(
    ("day", "more", "stage"),
    [
        ("2023-03-01", {}, Stage.APPLIED),
        ("2023-03-20", {}, Stage.RECOMMENDED),
        ("2023-05-10", {}, Stage.SURVEYED),
        ("2023-06-01", {}, Stage.VALID),
        ("2023-06-01", {"designation": {"result": "cultivated", "on": "2023-06-01"}}, Stage.CULTIVATED),
        ("2023-06-01", {"designation": {"result": "declined", "on": "2023-06-01"}}, Stage.DECLINED),
        ("2026-05-20", {"renewal": RENEWED}, Stage.RENEWED),
        ("2026-05-19", {"renewal": RENEWED}, Stage.VALID),
        ("2026-06-01", {}, Stage.EXPIRED),
        ("2026-06-01", {"renewal": {"result": "ended", "on": "2026-05-20"}}, Stage.ENDED),
        ("2025-02-01", {"withdrawal": LEFT}, Stage.WITHDRAWN),
    ],
)
def test_stage_is_the_last_step_that_was_taken_by_the_day(
    day: str, more: dict[str, Any], stage: Stage
) -> None:
    """A page of an old year shows what held then."""
    assert stage_on(record(**more).document.data, day) is stage


def test_an_application_of_an_old_revision_may_lack_everything() -> None:
    """A schema of that time may have had no such fields."""
    bare = snapshot_of(("demonstrations", {"id": "d"})).of("demonstrations")[0]
    assert not is_valid_on(bare, "2024-01-01")
    assert stage_on(bare.document.data, "2024-01-01") is Stage.APPLIED
    assert last_day(bare.document.data) == ""


def test_last_day_counts_the_renewal() -> None:
    assert last_day(record(renewal=RENEWED).document.data) == "2029-05-31"


def test_a_meeting_can_ask_whether_the_school_it_visited_was_one() -> None:
    """Of two records of a school the one that holds on the day is found."""
    old = application("a")
    new = application("b", designation={"result": "designated", "on": "2027-06-01", "valid_to": "2030-05-31"})
    snapshot = snapshot_of(old, new)
    assert [r.id if (r := valid_designation(snapshot, "s", day)) else None for day in (
        "2024-01-01", "2026-12-31", "2028-01-01",
    )] == ["a", None, "b"]  # fmt: skip
    assert valid_designation(snapshot, "other", "2024-01-01") is None


@pytest.mark.parametrize(
    ("year", "cycle"),
    [(2023, (2023, 2025)), (2025, (2023, 2025)), (2026, (2026, 2028)), (2022, (2020, 2022))],
)
def test_cycles_follow_each_other_from_the_first(year: int, cycle: tuple[int, int]) -> None:
    """2023 begins one, so 2022 ends the one before."""
    assert cycle_of(year, {"cycle_from": 2023, "cycle_years": 3}) == cycle
    assert cycle_of(year, {}) is None


def test_free_schools_are_those_whose_turn_may_come() -> None:
    """Of five schools one applied, one is designated, one opened in the year; two are left."""
    snapshot = snapshot_of(
        city(), county("c"), *(school(s, "c") for s in ("s", "t", "u", "v")),
        school("new", "c", opened="2024-09-01"),
        application("a", "s"), application("b", "t", 2024, designation={"result": "declined"}),
    )  # fmt: skip
    assert free_schools(snapshot, (2024,)) == {("c", 2024): 2}
    assert free_schools(snapshot, ()) == {}
