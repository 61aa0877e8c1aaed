"""What the hazards of the sample say of a county's year, as the metrics of the annual list count it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.model.document import Document
from generator.model.hazard import Event, Life, events_of, life
from generator.model.loop import was_due, was_in_time
from generator.model.period import Period
from generator.model.record import Record

from .hazards import Loop
from .inspections import AS_OF, Inspection
from .organizations import Tree

Share = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """A county's year. chemical, unannounced: put right in time, and due. overdue: chemical ones, still open.

    checked, late: quarters with hazards that schools found by themselves, and with reports that came late.
    """

    chemical: Share
    unannounced: Share
    overdue: int
    checked: int
    late: int


class Hazards:
    """The loop of the sample, by county."""

    def __init__(self, city: Tree, loop: Loop, seen: Iterable[Inspection]) -> None:
        county = {school.id: school for school in city.schools}
        self._events = events_of(
            _records("rectifications", loop.rectifications), _records("follow-ups", loop.follow_ups)
        )
        self._hidden = {one.id for one in seen if one.data["mode"] == "unannounced"}
        self._hazards: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
        self._closed = {school.id: school.closed for school in city.schools}
        for hazard in loop.hazards:
            if "withdrawn" not in hazard:
                self._hazards[county[hazard["school"]].county].append(hazard)

    def tally(self, county: int, year: int) -> Tally:
        """One county in one year, as of its last day or of the day of the sample."""
        rows = list(self._lives(county, Period(year), Period(year)))
        chemical = [(h, one) for h, one in rows if h["topic"] == "hazchem"]
        unannounced = [(h, one) for h, one in rows if h.get("inspection") in self._hidden]
        quarters = [
            (q, list(self._lives(county, q, Period(year)))) for q in (Period(year, n) for n in (1, 2, 3, 4))
        ]
        return Tally(
            _in_time(chemical, Period(year)),
            _in_time(unannounced, Period(year)),
            sum(one.is_overdue and h["origin"] != "self_check" for h, one in chemical),
            sum(any(_is_own(h, quarter) for h, _ in lives) for quarter, lives in quarters),
            sum(_is_late(lives, quarter) for quarter, lives in quarters),
        )

    def _lives(
        self, county: int, period: Period, counted_in: Period
    ) -> Iterator[tuple[Mapping[str, Any], Life]]:
        day = min(period.end, AS_OF)
        for hazard in self._hazards[county]:
            closed = self._closed[hazard["school"]]
            is_there = not closed or closed >= counted_in.start.isoformat()
            if is_there and hazard["registered_on"] <= day.isoformat():
                events: tuple[Event, ...] = self._events.get(hazard["id"], ())
                yield hazard, life(hazard["registered_on"], hazard["due"], events, day)


def _records(kind: str, rows: Iterable[dict[str, Any]]) -> list[Record]:
    return [Record(kind, row["id"], Document("", row)) for row in rows]


def _in_time(rows: Iterable[tuple[Mapping[str, Any], Life]], period: Period) -> Share:
    """In time and due; what a school found by itself counts where it helps."""
    first, last, today = (day.isoformat() for day in (period.start, period.end, AS_OF))
    due = [
        was_in_time(one)
        for hazard, one in rows
        if was_due(one, first, last, today) and (was_in_time(one) or hazard["origin"] != "self_check")
    ]
    return sum(due), len(due)


def _is_own(hazard: Mapping[str, Any], quarter: Period) -> bool:
    begun = date.fromisoformat(hazard["registered_on"])
    return hazard["origin"] == "self_check" and Period.quarter_of(begun) == quarter


def _is_late(rows: Iterable[tuple[Mapping[str, Any], Life]], quarter: Period) -> bool:
    done, due = _in_time(((h, one) for h, one in rows if h["origin"] == "inspection"), quarter)
    return done < due
