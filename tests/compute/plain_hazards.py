"""The metrics on hazards once more in plain loops, written from their definitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from generator.model.period import Period
from generator.model.snapshot import Snapshot
from tests.support.memory import remembered

Data = Mapping[str, Any]
Answer = tuple[Fraction | int, Fraction | int]  # over, under

DECIMALS = {
    "hazards-in-time": 1,
    "hazards-closed": 1,
    "days-to-close": 1,
    "open-major-hazards": 0,
    "overdue-hazards": 0,
    "relapse-rate": 1,
    "second-looks": 1,
    "hazchem-hazards-in-time": 1,
    "overdue-hazchem-hazards": 0,
    "unannounced-in-time": 1,
    "self-check-quarters": 0,
    "late-report-quarters": 0,
}
OF_AREAS = {"self-check-quarters", "late-report-quarters"}
LOWER_IS_BETTER = {
    "days-to-close", "open-major-hazards", "overdue-hazards", "overdue-hazchem-hazards", "relapse-rate",
    "late-report-quarters",
}  # fmt: skip


@dataclass
class Story:
    """What has become of one hazard by a day."""

    data: Data
    due: str
    is_open: bool = True
    is_rectifying: bool = False
    reported: str = ""
    closings: list[str] = field(default_factory=list)
    returns: list[str] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)

    @property
    def is_in_time(self) -> bool:
        return bool(self.reported) and self.reported <= self.due

    def days_late(self, day: str) -> int:
        last = self.reported or day
        return max(0, (date.fromisoformat(last) - date.fromisoformat(self.due)).days) if self.is_open else 0


def told(hazard: Data, events: list[Data], day: str) -> Story:
    """The story up to *day*; an event that may not follow there is passed over."""
    story = Story(hazard, hazard["due"])
    is_asked = False
    for event in events:
        kind, on = event["kind"], event["on"]
        if on > day or on < hazard["registered_on"]:
            continue
        is_waiting = story.is_open and bool(story.reported)
        if not story.is_open:
            if kind in ("confirmed", "relapsed"):
                story.looks.append(on)
            if kind == "relapsed":
                story.returns.append(on)
                story.is_open, story.is_rectifying, story.reported = True, True, ""
                story.due = event.get("until") or story.due
        elif kind == "started" and not is_waiting and not story.is_rectifying:
            story.is_rectifying = True
        elif kind == "done" and not is_waiting:
            story.reported = on
        elif kind == "refused" and is_waiting:
            story.reported, story.is_rectifying = "", True
        elif kind == "accepted" and is_waiting:
            story.is_open = False
            story.closings.append(on)
        elif kind == "extension" and not is_waiting:
            is_asked = True
        elif kind in ("extension_granted", "extension_refused") and not is_waiting and is_asked:
            is_asked = False
            if kind == "extension_granted":
                story.due = max(story.due, event["until"])
    return story


class PlainHazards:
    """The hazards of a snapshot; *reaches* says whether a school counts for a unit in a period."""

    def __init__(
        self,
        snapshot: Snapshot,
        method: Callable[[date], Data | None],
        reaches: Callable[[str, str, Period], bool],
    ) -> None:
        self.as_of = snapshot.as_of
        self.method = method
        self.reaches = reaches
        ours, theirs = snapshot.active("rectifications"), snapshot.active("follow-ups")
        events = sorted(
            [(r["on"], side, r.id, r.document.data) for side, rs in enumerate((ours, theirs)) for r in rs],
            key=lambda e: e[:3],
        )
        self.hazards = [
            (r.document.data, [e for *_, e in events if e["hazard"] == r.id])
            for r in snapshot.active("hazards")
            if r["registered_on"] <= self.as_of.isoformat()
        ]
        self.modes = {r.id: r.document.data.get("mode") for r in snapshot.of("inspections")}

    @remembered
    def told(self, place: int, day: str) -> Story:
        return told(*self.hazards[place], day)

    @remembered
    def stories(self, unit: str, period: Period, counted_in: Period | None = None) -> list[Story]:
        day = min(period.end, self.as_of).isoformat()
        return [
            self.told(place, day)
            for place, (data, _) in enumerate(self.hazards)
            if data["registered_on"] <= day and self.reaches(data["school"], unit, counted_in or period)
        ]

    def asks(self, period: Period) -> Data:
        method = self.method(min(period.end, self.as_of))
        found: Data = method.get("requirements", {}).get("hazards", {}) if method else {}
        return found

    def measure(self, metric: str, unit: str, period: Period, is_inspected: bool) -> Answer:
        """Over and under; (0, 0) for no value."""
        if period.start > self.as_of:
            return 0, 1 if is_inspected and metric in ("open-major-hazards", "overdue-hazards") else 0
        every = self.stories(unit, period)
        others = [s for s in every if s.data["origin"] != "self_check"]
        counts_own = self.asks(period).get("self_found") == "favour"
        own = [s for s in every if s.data["origin"] == "self_check" and counts_own]
        first, last = period.start.isoformat(), period.end.isoformat()
        day = min(period.end, self.as_of)
        closed = [s for s in others if not s.is_open and s.closings[-1] >= first]
        register = [s for s in others if s.is_open] + closed
        match metric:
            case "hazards-in-time":
                return self.in_time(others + own, period)
            case "hazchem-hazards-in-time":
                return self.in_time([s for s in others + own if s.data["topic"] == "hazchem"], period)
            case "unannounced-in-time":
                modes = ((s, self.modes.get(s.data.get("inspection"))) for s in others + own)
                return self.in_time([s for s, mode in modes if mode == "unannounced"], period)
            case "hazards-closed":
                helped = [s for s in own if not s.is_open and s.closings[-1] >= first]
                return 100 * len(closed + helped), len(register + helped)
            case "days-to-close":
                days = sorted(
                    (date.fromisoformat(s.closings[-1]) - date.fromisoformat(begun)).days
                    for s in closed
                    for begun in [(s.returns or [s.data["registered_on"]])[-1]]
                )
                middle = days[(len(days) - 1) // 2 : len(days) // 2 + 1]
                return Fraction(sum(middle), len(middle) or 1), len(days) and 1
            case "open-major-hazards":
                majors = [s for s in every if s.is_open and s.data["grade"] == "major"]
                known = [s for s in every if s.is_open or s.closings[-1] >= first]
                return len(majors), 1 if known or is_inspected else 0
            case "overdue-hazards" | "overdue-hazchem-hazards":
                if metric == "overdue-hazchem-hazards":
                    register = [s for s in register if s.data["topic"] == "hazchem"]
                late = [s for s in register if s.days_late(day.isoformat())]
                return len(late), 1 if register or is_inspected else 0
            case "relapse-rate":
                since = (day - timedelta(self.asks(period).get("relapse_days", 365))).isoformat()
                back = [s for s in others if self.came_back(s, since, day.isoformat())]
                shut = [s for s in others if s in back or any(c > since for c in s.closings)]
                return 100 * len(back), len(shut)
            case "second-looks":
                asked = self.asks(period).get("second_look", {"days": 0, "grades": ()})
                looked = []
                for s in others:
                    if s.closings and s.data["grade"] in asked["grades"]:
                        due = (date.fromisoformat(s.closings[-1]) + timedelta(asked["days"])).isoformat()
                        is_looked = any(look >= s.closings[-1] for look in s.looks)
                        if first <= due <= last and (due < self.as_of.isoformat() or is_looked):
                            looked.append(is_looked)
                return 100 * sum(looked), len(looked)
        raise AssertionError(metric)

    def of_year(self, metric: str, unit: str, period: Period) -> Answer:
        """The two that count quarters; *period* is a year."""
        if period.quarter:
            return 0, 0
        quarters = [Period(period.year, q) for q in (1, 2, 3, 4)]
        if metric == "self-check-quarters":
            found = [
                q for q in quarters
                if any(
                    s.data["origin"] == "self_check" and s.data["registered_on"] >= q.start.isoformat()
                    for s in self.stories(unit, q, period)
                )
            ]  # fmt: skip
            return len(found), 1
        dues = [
            self.in_time([s for s in self.stories(unit, q, period) if s.data["origin"] == "inspection"], q)
            for q in quarters
        ]
        return sum(over < 100 * under for over, under in dues), 1

    def in_time(self, stories: list[Story], period: Period) -> Answer:
        first, last, today = (d.isoformat() for d in (period.start, period.end, self.as_of))
        due = [
            s for s in stories
            if first <= s.due <= last and (s.due < today or s.reported)
            and (s.is_in_time or s.data["origin"] != "self_check")
        ]  # fmt: skip
        return 100 * sum(s.is_in_time for s in due), len(due)

    def came_back(self, story: Story, since: str, until: str) -> bool:
        return any(since < on <= until for on in [*story.returns, *self.again(story.data["id"])])

    @remembered
    def again(self, name: str) -> list[str]:
        """The days on which others registered it once more."""
        return [
            data["registered_on"]
            for data, _ in self.hazards
            if data.get("relapse_of") == name and data["origin"] != "self_check"
        ]
