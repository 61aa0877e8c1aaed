"""The stages of an annual evaluation: which comes next, and by when, as the method of the year says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from .snapshot import Snapshot
from .standing import method_on
from .text import Text

STEPS = ("self", "verified", "feedback", "final")
# Status -> how many of the days must be there; the others lie ahead.
REACHED: Mapping[str, int] = {
    "self": 1,
    "verified": 2,
    "feedback": 3,
    "statement": 3,
    "review": 3,
    "final": 4,
}
STEP_TITLES: Mapping[str, Text] = {
    "self": Text("自评", "self-assessment"),
    "verified": Text("核查", "verification"),
    "feedback": Text("反馈", "feedback"),
    "final": Text("终定", "final result"),
}


def next_step(status: str) -> str:
    """What comes after a status; the self-assessment where there is no record yet, "" after the last."""
    reached = REACHED.get(status, 0)
    return STEPS[reached] if reached < len(STEPS) else ""


def schedule_of(snapshot: Snapshot, year: int) -> Mapping[str, Any]:
    """What the method of the year says of days; empty where it says nothing."""
    method = method_on(snapshot, f"{year}-12-31")
    found: Mapping[str, Any] = method.document.data.get("evaluation", {}) if method else {}
    schedule: Mapping[str, Any] = found.get("schedule", {})
    return schedule


def last_days(schedule: Mapping[str, Any], year: int) -> Mapping[str, str]:
    """Step -> its last day (ISO); one earlier in the calendar than the step before is of the next year."""
    found: dict[str, str] = {}
    before = ""
    for step in STEPS:
        if step in schedule:
            if schedule[step] < before:
                year += 1
            before = schedule[step]
            found[step] = _day(year, before)
    return found


def days_after(day: str, count: int) -> str:
    """The ISO day so many days later."""
    return (date.fromisoformat(day) + timedelta(days=count)).isoformat()


def _day(year: int, month_day: str) -> str:
    """A day of the month that the year lacks (29 February) is the month's last."""
    month, day = int(month_day[:2]), int(month_day[3:])
    while True:
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            day -= 1
