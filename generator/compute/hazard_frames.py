"""The table of hazards: where each stood at the end of every period and every quarter that it matters in.

A period is judged on its last day, or on the day of looking while it runs: what is put right later does not
brighten a quarter that is over, and a quarter that was fine stays fine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import pandas as pd

from generator.model.hazard import ACCEPTED, CONFIRMED, RELAPSED, Life
from generator.model.loop import INSPECTION, Hazard, Loop, last_closing, opened_on, was_due, was_in_time
from generator.model.period import Period
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.standing import method_on

from .contract import NOWHERE, Contract

RELAPSE_DAYS = 365  # how far the rate of relapses looks back where the method does not say
UNSAID: Mapping[str, Any] = {}

# One row per hazard and period, or quarter of a year that is one, in which it was registered, open, due or
# closed, or closed within the days of a relapse before its end. All is as of the day that it is judged on.
STANDS = Contract(
    "stands",
    {
        "organization": "int64",
        "period": "int64",  # row of Frames.periods, NOWHERE for a quarter without an inspection
        "year": "int64",  # of a quarter: the row of its year, NOWHERE for a year
        "quarter": "int64",  # 1 to 4, 0 for a year
        "is_self_found": "bool",  # by the school itself
        "favour": "str",  # key of the method that counts it where it helps; "" unless found by itself
        "is_inspected": "bool",  # found by an inspection
        "is_unannounced": "bool",  # found by one that nobody announced
        "is_chemical": "bool",
        "is_major": "bool",
        "is_registered": "bool",  # in the period
        "is_open": "bool",
        "overdue": "int64",  # days beyond its last day while it is open
        "is_due": "bool",  # its last day lies in the period and is over, or it was reported before that
        "is_in_time": "bool",  # reported by its last day
        "is_closed": "bool",  # in the period
        "days": "int64",  # from registration, or from its last relapse, to that closing
        "was_closed": "bool",  # within the days of a relapse, or back within them
        "came_back": "bool",  # within the days of a relapse
        "look": "str",  # key of the method by which a second look was due in the period; "" for none
        "is_looked": "bool",  # and there was one
    },
    (),
)


@dataclass(frozen=True, slots=True, eq=False)
class Behind:
    """The records behind every row of the table, put together when asked for."""

    rows: Sequence[tuple[Hazard, Life, tuple[str, ...]]]

    def __getitem__(self, row: int) -> tuple[str, ...]:
        hazard, lived, returned = self.rows[row]
        visit = (f"inspections/{hazard.inspection}",) if hazard.inspection else ()
        return (hazard.record.key, *visit, *(s.event.record.key for s in lived.steps), *returned)


class _Row(NamedTuple):
    """One row, in the order of ``STANDS``."""

    organization: int
    period: int
    year: int
    quarter: int
    is_self_found: bool
    favour: str
    is_inspected: bool
    is_unannounced: bool
    is_chemical: bool
    is_major: bool
    is_registered: bool
    is_open: bool
    overdue: int
    is_due: bool
    is_in_time: bool
    is_closed: bool
    days: int
    was_closed: bool
    came_back: bool
    look: str
    is_looked: bool

    @property
    def matters(self) -> bool:
        """Does anything that is counted in the period rest on it?"""
        flags = (self.is_registered, self.is_open, self.is_due, self.is_closed, self.was_closed, self.look)
        return any(flags)


@dataclass(frozen=True, slots=True)
class _Span:
    """A period: the rows to count in, its first and last day, the day that it is judged on, its method.

    asks: what the method in force on that day asks of hazards.
    """

    row: int
    year: int
    quarter: int
    first: str
    last: str
    day: date
    until: str
    relapse_since: str
    method: Record | None
    asks: Mapping[str, Any]
    today: str

    def is_over(self, day: str, *, unless: bool) -> bool:
        """Does *day* lie in the period, and is it over, *unless* it no longer matters whether it is?"""
        return self.first <= day <= self.last and (day < self.today or unless)


@dataclass(frozen=True, slots=True, eq=False)
class Stands:
    """The table and the records behind each of its rows."""

    frame: pd.DataFrame
    behind: Behind


def stands_of(snapshot: Snapshot, loop: Loop, rows: Mapping[str, int], periods: Sequence[Period]) -> Stands:
    """Every hazard in every period and in all quarters of its years; *rows*: of the organizations."""
    found = list(_rows(snapshot, loop, rows, _spans(snapshot, periods)))
    columns = zip(*(row for row, _ in found), strict=True) if found else [()] * len(STANDS.columns)
    named = dict(zip(STANDS.columns, map(list, columns), strict=True))
    return Stands(STANDS.frame(**named), Behind([behind for _, behind in found]))


def _rows(
    snapshot: Snapshot, loop: Loop, rows: Mapping[str, int], spans: Sequence[_Span]
) -> Iterator[tuple[_Row, tuple[Hazard, Life, tuple[str, ...]]]]:
    hidden = {r.id for r in snapshot.of("inspections") if r.document.data.get("mode") == "unannounced"}
    for hazard in loop:
        organization = rows.get(hazard.school, NOWHERE)
        is_unannounced = hazard.inspection in hidden
        for span in spans:
            lived = hazard.on(span.day) if hazard.registered_on <= span.until else None
            if lived is not None:
                returned = _returned(hazard, loop, span)
                row = _row(organization, is_unannounced, hazard, lived, span, returned)
                if row.matters:
                    yield row, (hazard, lived, returned)


def _spans(snapshot: Snapshot, periods: Sequence[Period]) -> list[_Span]:
    """The years among *periods* and all their quarters, as far as they have begun."""
    places = {period: row for row, period in enumerate(periods)}
    every = (Period(p.year, quarter) for p in periods if not p.quarter for quarter in (1, 2, 3, 4, 0))
    return [_span(snapshot, places, period) for period in every if period.start <= snapshot.as_of]


def _span(snapshot: Snapshot, places: Mapping[Period, int], period: Period) -> _Span:
    day = min(period.end, snapshot.as_of)
    method = method_on(snapshot, day)
    asks = _asked_of_hazards(method)
    back = asks.get("relapse_days", RELAPSE_DAYS)
    return _Span(
        row=places.get(period, NOWHERE),
        year=places[Period(period.year)] if period.quarter else NOWHERE,
        quarter=period.quarter,
        first=period.start.isoformat(),
        last=period.end.isoformat(),
        day=day,
        until=day.isoformat(),
        relapse_since=(day - timedelta(back)).isoformat(),
        method=method,
        asks=asks,
        today=snapshot.as_of.isoformat(),
    )


def _asked_of_hazards(method: Record | None) -> Mapping[str, Any]:
    data = method.document.data if method else UNSAID
    found: Mapping[str, Any] = data.get("requirements", UNSAID).get("hazards", UNSAID)
    return found


def _returned(hazard: Hazard, loop: Loop, span: _Span) -> tuple[str, ...]:
    """Keys of the hazards as which it came back in those days, but for what the school found by itself."""
    if not hazard.returned_as:
        return ()
    later = (loop.hazards[name] for name in hazard.returned_as)
    return tuple(
        one.record.key
        for one in later
        if span.relapse_since < one.registered_on <= span.until and not one.is_self_found
    )


def _row(
    organization: int,
    is_unannounced: bool,
    hazard: Hazard,
    lived: Life,
    span: _Span,
    returned: tuple[str, ...],
) -> _Row:
    recent = [s.event.kind for s in lived.steps if s.event.on > span.relapse_since]
    came_back = bool(returned) or RELAPSED in recent
    is_closed = lived.closed_on >= span.first  # "" while it is open
    look, is_looked = _look(hazard, lived, span)
    return _Row(
        organization=organization,
        period=span.row,
        year=span.year,
        quarter=span.quarter,
        is_self_found=hazard.is_self_found,
        favour=_favour(hazard, span),
        is_inspected=hazard.origin == INSPECTION,
        is_unannounced=is_unannounced,
        is_chemical=hazard.topic == "hazchem",
        is_major=hazard.is_major,
        is_registered=hazard.registered_on >= span.first,
        is_open=lived.is_open,
        overdue=lived.late if lived.is_open else 0,
        is_due=was_due(lived, span.first, span.last, span.today),
        is_in_time=was_in_time(lived),
        is_closed=is_closed,
        days=_days(opened_on(hazard.registered_on, lived), lived.closed_on) if is_closed else 0,
        was_closed=came_back or ACCEPTED in recent,
        came_back=came_back,
        look=look,
        is_looked=is_looked,
    )


def _favour(hazard: Hazard, span: _Span) -> str:
    is_favoured = hazard.is_self_found and span.asks.get("self_found") == "favour"
    return span.method.key if is_favoured and span.method else ""


def _look(hazard: Hazard, lived: Life, span: _Span) -> tuple[str, bool]:
    """Which method asks for a second look by a day of the period, and whether there was one."""
    asked = span.asks.get("second_look", UNSAID)
    if span.method is None or hazard.grade not in asked.get("grades", ()):
        return "", False
    closing = last_closing(lived)
    if not closing:
        return "", False
    due = (date.fromisoformat(closing) + timedelta(asked["days"])).isoformat()
    looks = (s.event for s in lived.steps if s.event.kind in (CONFIRMED, RELAPSED))
    is_looked = any(event.on >= closing for event in looks)
    return span.method.key if span.is_over(due, unless=is_looked) else "", is_looked


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
