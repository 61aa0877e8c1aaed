"""Demonstration schools: whether a designation was valid on a day, how far an application got, its cycle.

A record of the kind ``demonstrations`` is one school's application, from applying to leaving. Fields are read
optionally, since an old revision's schema may lack them; days are ISO text, so text order is time order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from typing import Any

from .record import Record
from .snapshot import Snapshot
from .standing import NOTHING, county_of, exists_on
from .text import Text

Data = Mapping[str, Any]


class Stage(Enum):
    """How far an application has got."""

    APPLIED = Text("已申报", "applied")
    RECOMMENDED = Text("已推荐", "recommended")
    SURVEYED = Text("已调研", "surveyed")
    DECLINED = Text("未认定", "declined")
    CULTIVATED = Text("列入培育", "cultivated")
    VALID = Text("认定有效", "designated")
    RENEWED = Text("复评通过", "renewed")
    EXPIRED = Text("到期未复评", "expired, not renewed")
    ENDED = Text("到期退出", "ended")
    WITHDRAWN = Text("已退出", "withdrawn")


def stage_on(data: Data, day: date | str) -> Stage:
    """How far the application had got by *day*, by the steps that its record holds."""
    at = str(day)
    if data.get("withdrawal", NOTHING).get("on", "9999") <= at:
        return Stage.WITHDRAWN
    decided = data.get("designation", NOTHING)
    if decided.get("on", "9999") > at:
        steps = (("survey", Stage.SURVEYED), ("recommendation", Stage.RECOMMENDED))
        return next(
            (s for name, s in steps if data.get(name, NOTHING).get("on", "9999") <= at), Stage.APPLIED
        )
    if decided.get("result") != "designated":
        return Stage.CULTIVATED if decided.get("result") == "cultivated" else Stage.DECLINED
    renewal = data.get("renewal", NOTHING)
    if any(first <= at <= last for first, last in spans(data)):
        return Stage.RENEWED if renewal and renewal.get("on", "9999") <= at else Stage.VALID
    return Stage.ENDED if renewal.get("result") == "ended" else Stage.EXPIRED


def spans(data: Data) -> Iterator[tuple[str, str]]:
    """First and last day of each span that the designation was given for; withdrawal is not looked at."""
    decided, renewal = data.get("designation", NOTHING), data.get("renewal", NOTHING)
    if decided.get("result") == "designated":
        yield decided.get("on", "9999"), decided.get("valid_to", "")
        if renewal.get("result") == "renewed":
            yield renewal.get("on", "9999"), renewal.get("valid_to", "")


def last_day(data: Data) -> str:
    """The last day that the designation was given for, renewed or not; "" where it was never given."""
    return max((last for _, last in spans(data)), default="")


def is_valid_on(record: Record, day: date | str) -> bool:
    """Was the school a designated demonstration school by this record on *day*?"""
    data, at = record.document.data, str(day)
    if record.is_withdrawn or data.get("withdrawal", NOTHING).get("on", "9999") <= at:
        return False
    return any(first <= at <= last for first, last in spans(data))


def valid_designation(snapshot: Snapshot, school: str, day: date | str) -> Record | None:
    """The record by which *school* was a demonstration school on *day*; None where it was none.

    Looks through all records; whoever asks of many schools groups them first.
    """
    for record in snapshot.active("demonstrations"):
        if record.document.data.get("school") == school and is_valid_on(record, day):
            return record
    return None


def cycle_of(year: int, asked: Data) -> tuple[int, int] | None:
    """First and last year of the cycle of *year*, by what a method asks; None where it asks nothing."""
    start, length = asked.get("cycle_from"), asked.get("cycle_years")
    if start is None or not length:
        return None
    first = year - (year - int(start)) % int(length)
    return first, first + int(length) - 1


def free_schools(snapshot: Snapshot, years: Iterable[int]) -> Counter[tuple[str, int]]:
    """(county, year) -> schools that were there all year, did not apply and were no demonstration school."""
    wanted = tuple(years)
    taken: dict[str, set[int]] = defaultdict(set)
    for record in snapshot.active("demonstrations") if wanted else ():
        data = record.document.data
        held = taken[data.get("school", "")]
        held.add(data.get("year", 0))
        held.update(y for y in wanted if any(is_valid_on(record, f"{y}-{d}") for d in ("01-01", "12-31")))
    free: Counter[tuple[str, int]] = Counter()
    for school in snapshot.of("organizations") if wanted else ():
        if school.document.data.get("level") == "school" and (county := county_of(snapshot, school.id)):
            for year in wanted:
                is_there = exists_on(school, f"{year}-01-01") and exists_on(school, f"{year}-12-31")
                free[county.id, year] += is_there and year not in taken[school.id]
    return free
