"""The table of schools that keep chemicals: where each stood at the end of every period.

What a unit keeps stands in its own record without dates, so a school counts by what its record says now, in
all periods at whose end it was there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from generator.model.period import Period
from generator.model.record import Record
from generator.model.risk import Term, due_in, is_open, keeps_chemicals, term_on
from generator.model.snapshot import Snapshot
from generator.model.standing import exists_on

from .contract import NOWHERE, Contract

QUARTERS = 4  # how many quarters back a visit for chemicals counts, that of the period's end included

# One row per school that keeps chemicals and period at whose end it is still there. Everything is as of the
# last day of the period, or of as_of.
KEEPERS = Contract(
    "keepers",
    {
        "organization": "int64",
        "period": "int64",  # row of Frames.periods
        "has_stock": "bool",  # a stock-taking is on record, and something was kept at the newest
        "met": "int64",  # doubles met at the newest stock-taking, the ledger's agreement included
        "asked": "int64",  # doubles answered there, and one for the ledger
        "has_all": "bool",  # every double was met
        "is_listed": "bool",  # has risk points, all reviewed this term, or the last one while it is not due
        "has_terms": "bool",  # the bureau says when terms begin
        "is_seen": "bool",  # inspected for chemicals in the four quarters
        "is_known": "bool",  # inspections are on record since the first of these
    },
    ("organization", "period"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Keepers:
    """The table, and what is behind each row: the stock-taking, the risk points, the visits."""

    frame: pd.DataFrame
    stock: Sequence[tuple[str, ...]]
    points: Sequence[tuple[str, ...]]
    visits: Sequence[tuple[str, ...]]


class _Row(NamedTuple):
    """One row, in the order of ``KEEPERS``."""

    organization: int
    period: int
    has_stock: bool
    met: int
    asked: int
    has_all: bool
    is_listed: bool
    has_terms: bool
    is_seen: bool
    is_known: bool


@dataclass(frozen=True, slots=True)
class _World:
    """The records by school; stock-takings and visits in order of their days."""

    stock: Mapping[str, list[Record]]
    points: Mapping[str, list[Record]]
    visits: Mapping[str, list[tuple[int, str]]]
    first_quarter: int


def keepers_of(snapshot: Snapshot, rows: Mapping[str, int], periods: Sequence[Period]) -> Keepers:
    """Every school that keeps chemicals in every period; *rows*: of the organizations."""
    world = _world(snapshot)
    schools = [r for r in snapshot.active("organizations") if keeps_chemicals(r)]
    found, stock, points, visits = [], [], [], []
    for number, period in enumerate(periods):
        if period.start > snapshot.as_of:
            continue
        day = min(period.end, snapshot.as_of).isoformat()
        terms = tuple(_terms(snapshot, day))
        for school in schools:
            if not exists_on(school, day):
                continue
            last = _last(world.stock.get(school.id, []), day)
            own = [p for p in world.points.get(school.id, []) if _is_there(p, day)]
            seen = _seen(world.visits.get(school.id, []), _last_quarter(period))
            is_known = _last_quarter(period) - QUARTERS + 1 >= world.first_quarter
            place = (rows.get(school.id, NOWHERE), number)
            is_listed = _is_listed(own, terms, day)
            kept, met, asked, has_all = _stock(last)
            found.append(
                _Row(*place, kept, met, asked, has_all, is_listed, bool(terms), bool(seen), is_known)
            )
            stock.append((last.key,) if last else ())
            points.append(tuple(p.key for p in own))
            visits.append(tuple(f"inspections/{name}" for name in seen))
    columns = zip(*found, strict=True) if found else [()] * len(KEEPERS.columns)
    frame = KEEPERS.frame(**dict(zip(KEEPERS.columns, map(list, columns), strict=True)))
    return Keepers(frame, stock, points, visits)


def _world(snapshot: Snapshot) -> _World:
    stock, points, visits = defaultdict(list), defaultdict(list), defaultdict(list)
    first = date.max.year * QUARTERS
    for record in snapshot.active("chemicals"):
        stock[record.document.data.get("school", "")].append(record)
    for record in snapshot.active("risk-points"):
        points[record.document.data.get("school", "")].append(record)
    for record in snapshot.active("inspections"):
        data = record.document.data
        if data.get("status") == "done" and "period" in data:
            at = _last_quarter(Period.parse(data["period"]))
            first = min(first, at)
            if data.get("topic") == "hazchem":
                visits[data.get("organization", "")].append((at, record.id))
    for records in stock.values():
        records.sort(key=lambda r: (r.document.data.get("on", ""), r.id))
    for seen in visits.values():
        seen.sort()
    return _World(stock, points, visits, first)


def _last_quarter(period: Period) -> int:
    """The running number of a quarter, of a year its fourth."""
    return period.year * QUARTERS + (period.quarter or QUARTERS)


def _last(records: Sequence[Record], day: str) -> Record | None:
    """The newest stock-taking on *day*."""
    found = bisect_right([r.document.data.get("on", "") for r in records], day)
    return records[found - 1] if found else None


def _stock(last: Record | None) -> tuple[bool, int, int, bool]:
    data: Mapping[str, Any] = last.document.data if last else {}
    if not data.get("classes"):
        return False, 0, 0, False
    doubles = [bool(row.get("met")) for row in data.get("doubles") or ()]
    met = sum(doubles) + bool(data.get("ledger_agrees"))
    return True, met, len(doubles) + 1, bool(doubles) and all(doubles)


def _is_there(point: Record, day: str) -> bool:
    """Was the risk point listed by *day*, and still open?"""
    first = min(point.document.data.get("reviewed_on") or ["9999"])
    return first <= day and is_open(point, day)


def _terms(snapshot: Snapshot, day: str) -> Iterator[Term]:
    """The term of *day*; the one before it too, while the review of this term is not due."""
    term = term_on(snapshot, day)
    if term is None:
        return
    yield term
    if day < due_in(snapshot, term, "review_days"):
        before = term_on(snapshot, date.fromordinal(date.fromisoformat(term.first).toordinal() - 1))
        if before:
            yield before


def _is_listed(points: Sequence[Record], terms: Sequence[Term], day: str) -> bool:
    spans = [(term.first, min(term.last, day)) for term in terms]

    def is_current(point: Record) -> bool:
        days = point.document.data.get("reviewed_on") or ()
        return any(first <= d <= last for d in days for first, last in spans)

    return bool(points) and all(is_current(p) for p in points)


def _seen(visits: Sequence[tuple[int, str]], last: int) -> list[str]:
    return [name for at, name in visits if last - QUARTERS < at <= last]
