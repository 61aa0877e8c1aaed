"""Which teams a unit had on a day, and who answers for a task, worked by hand."""

from __future__ import annotations

import pytest

from generator.model.tasks import in_charge, is_due, is_late, percent_of, was_in_time
from generator.model.teams import missing_on, teams_on
from tests.support.snapshots import WITHDRAWN, city, school, snapshot_of

UNIT = {
    "teams": [
        {"kind": "technical", "lead": "甲", "to": "2024-12-31"},
        {"kind": "technical", "lead": "乙", "from": "2025-01-01", "to": "2025-06-30"},
        {"kind": "management", "lead": "丙"},
    ]
}


@pytest.mark.parametrize(
    ("day", "leads", "missing"),
    [
        ("2024-12-31", ["丙", "甲"], ("experts",)),
        ("2025-01-01", ["丙", "乙"], ("experts",)),
        ("2025-06-30", ["丙", "乙"], ("experts",)),
        ("2025-07-01", ["丙"], ("experts", "technical")),
    ],
)
def test_both_days_of_a_team_are_its_own(day: str, leads: list[str], missing: tuple[str, ...]) -> None:
    """In the order of the three kinds, whatever the order of the record."""
    assert [t["lead"] for t in teams_on(UNIT, day).values()] == leads
    assert missing_on(UNIT, day) == missing


def test_a_unit_without_teams_lacks_all_three() -> None:
    assert missing_on({}, "2025-01-01") == ("management", "experts", "technical")


@pytest.mark.parametrize(
    ("task", "late", "due", "in_time"),
    [
        ({"status": "running", "deadline": "2025-12-30"}, True, True, False),
        ({"status": "running", "deadline": "2025-12-31"}, False, False, False),
        ({"status": "done", "deadline": "2025-12-30", "settled_on": "2025-12-30"}, False, True, True),
        ({"status": "done", "deadline": "2025-12-29", "settled_on": "2025-12-30"}, False, True, False),
        ({"status": "dropped", "deadline": "2025-12-29", "settled_on": "2025-12-01"}, False, False, False),
        ({}, False, False, False),
    ],
)
def test_late_due_and_in_time_on_the_last_of_december(
    task: dict[str, str], late: bool, due: bool, in_time: bool
) -> None:
    """The last day itself is in time; what was dropped is neither due nor late."""
    assert (is_late(task, "2025-12-31"), is_due(task, "2025-12-31"), was_in_time(task)) == (
        late,
        due,
        in_time,
    )


@pytest.mark.parametrize(
    ("life", "settled", "answers"),
    [
        ({}, "", True),
        ({"opened": "2025-03-02"}, "", False),
        ({"closed": "2025-08-31"}, "", False),
        ({"closed": "2025-08-31"}, "2025-08-30", True),
        ({"closed": "2026-08-31"}, "", True),
        (WITHDRAWN, "", False),
    ],
)
def test_a_unit_answers_from_the_first_day_until_the_task_is_settled(
    life: dict[str, str], settled: str, answers: bool
) -> None:
    """Looked at from 31 December 2025; the task began on 1 March."""
    snapshot = snapshot_of(city(), school("s", "city", **life))
    task = {"unit": "s", "start": "2025-03-01", **({"settled_on": settled} if settled else {})}
    assert (in_charge(snapshot, task) is not None) == answers


def test_a_task_of_nobody_or_of_an_unknown_unit_has_nobody() -> None:
    snapshot = snapshot_of(city())
    assert in_charge(snapshot, {"start": "2025-03-01"}) is None
    assert in_charge(snapshot, {"unit": "x", "start": "2025-03-01"}) is None


def test_the_last_report_counts() -> None:
    assert percent_of({"progress": [{"percent": 60}, {"percent": 50}]}) == 50
    assert percent_of({}) == 0
