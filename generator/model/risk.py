"""Risks as the bureau grades them, and the terms in which they are reviewed.

A risk is likelihood times severity; which product has which colour, and when a term begins, stands in the
bureau's record and nowhere in code. A colour is always computed, never written down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from .record import Record
from .snapshot import Snapshot
from .standing import exists_on, requirement

Data = Mapping[str, Any]
SCHEMES: Mapping[str, tuple[str, ...]] = {
    "four": ("red", "orange", "yellow", "blue"),
    "three": ("red", "yellow", "blue"),
}
STEPS = range(1, 6)  # of likelihood and of severity


@dataclass(frozen=True, slots=True)
class Level:
    """One colour of the bureau's scheme. least: the product of likelihood and severity it begins at."""

    colour: str
    title: str
    least: int


@dataclass(frozen=True, slots=True)
class Term:
    """One term of one year. first, last: ISO days; last is the day before the next term begins."""

    id: str
    title: str
    year: int
    first: str
    last: str

    @property
    def name(self) -> str:
        """2025年秋季学期."""
        return f"{self.year}年{self.title}"


def levels(snapshot: Snapshot) -> tuple[Level, ...]:
    """The bureau's levels, highest first; none where it has not said which."""
    data = snapshot.bureau.document.data if snapshot.bureau else {}
    found = [Level(row["color"], row["title"], row["from"]) for row in data.get("risk_levels") or ()]
    return tuple(sorted(found, key=lambda level: -level.least))


def level_of(graded: tuple[Level, ...], likelihood: int, severity: int) -> Level | None:
    """The level of a risk; None where the bureau has no level for it."""
    return next((level for level in graded if likelihood * severity >= level.least), None)


def risk_level(graded: tuple[Level, ...], point: Data) -> Level | None:
    """The level of a risk point."""
    return level_of(graded, point.get("likelihood", 0), point.get("severity", 0))


def terms(snapshot: Snapshot, year: int) -> tuple[Term, ...]:
    """The terms that begin in *year*, in order."""
    data = snapshot.bureau.document.data if snapshot.bureau else {}
    rows = sorted(data.get("terms") or (), key=lambda row: str(row["from"]))
    firsts = [f"{year}-{row['from']}" for row in rows]
    if rows:
        firsts.append(f"{year + 1}-{rows[0]['from']}")
    return tuple(
        Term(row["id"], row["title"], year, first, _day_before(after))
        for row, first, after in zip(rows, firsts, firsts[1:], strict=False)
    )


def term_on(snapshot: Snapshot, day: date | str) -> Term | None:
    """The term that *day* belongs to; None where the bureau names no terms."""
    at = str(day)
    near = (t for year in (int(at[:4]), int(at[:4]) - 1) for t in terms(snapshot, year))
    return next((t for t in near if t.first <= at <= t.last), None)


def due_in(snapshot: Snapshot, term: Term, what: str) -> str:
    """The last day of a term's ``review_days`` or ``stocktaking_days``; "" where the method asks nothing."""
    days = requirement(snapshot, "risk", term.first).get(what)
    return (date.fromisoformat(term.first) + timedelta(days=days)).isoformat() if days else ""


def keeps_chemicals(school: Record) -> bool:
    """Does the school say that it keeps hazardous chemicals?"""
    data = school.document.data
    return data.get("level") == "school" and bool(data.get("keeps", {}).get("hazchem"))


def keepers(snapshot: Snapshot, day: date | str) -> Iterator[Record]:
    """The schools that exist on *day* and keep hazardous chemicals, in order of their ids."""
    for record in snapshot.of("organizations"):
        if keeps_chemicals(record) and exists_on(record, day):
            yield record


def is_open(point: Record, day: date | str) -> bool:
    """Does the risk point still exist on *day*?"""
    return not point.is_withdrawn and str(point.document.data.get("closed_on", "9999")) > str(day)


def is_reviewed(point: Data, term: Term) -> bool:
    """Was the risk point reviewed within the term?"""
    return any(term.first <= day <= term.last for day in point.get("reviewed_on") or ())


def latest_stocktaking(snapshot: Snapshot) -> Mapping[str, Record]:
    """School -> its newest stock-taking up to the day of looking that is not withdrawn."""
    found: dict[str, Record] = {}
    today = snapshot.as_of.isoformat()
    for record in snapshot.active("chemicals"):
        school = record.document.data.get("school", "")
        if _key(record)[0] > today:
            continue
        if school not in found or _key(found[school]) < _key(record):
            found[school] = record
    return found


def _key(record: Record) -> tuple[str, str]:
    return str(record.document.data.get("on", "")), record.id


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
