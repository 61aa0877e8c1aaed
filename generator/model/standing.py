"""What held on a day: which units existed, which method was in force and what it required of whom.

A record of an old year is judged by what held then, so every question here names its day. Days are ISO
text or dates; the schemas admit ``YYYY-MM-DD`` only, so text order is time order.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from .record import Record
from .snapshot import Snapshot

Data = Mapping[str, Any]
NOTHING: Data = MappingProxyType({})


def exists_on(organization: Record, day: date | str) -> bool:
    """Did the unit exist on *day*: opened by then, not yet closed, not withdrawn?"""
    data, at = organization.document.data, str(day)
    return not organization.is_withdrawn and data.get("opened", "") <= at < data.get("closed", "9999")


def existed_in(organization: Record, year: int) -> bool:
    """Did the unit exist on any day of *year*?"""
    data = organization.document.data
    is_there = data.get("opened", "") <= f"{year}-12-31" and data.get("closed", "9999") > f"{year}-01-01"
    return not organization.is_withdrawn and is_there


def units_on(snapshot: Snapshot, day: date | str, *levels: str) -> Iterator[Record]:
    """The units that existed on *day*, of these levels where some are given, in order of their ids."""
    for record in snapshot.of("organizations"):
        if (not levels or record.document.data.get("level") in levels) and exists_on(record, day):
            yield record


def county_of(snapshot: Snapshot, unit: str) -> Record | None:
    """The county that a unit is in, or is itself; None for the city and for what is unknown."""
    at: str | None = unit
    for _ in range(10):  # a circle in the tree is reported elsewhere
        record = snapshot.get("organizations", at) if at else None
        if record is None or record.document.data.get("level") == "county":
            return record
        at = record.document.data.get("parent")
    return None


def unit_name(snapshot: Snapshot, unit: str, *, short: bool = False) -> str:
    """What a unit is called, by its short name where it has one and that is asked for; its id if unknown."""
    record = snapshot.get("organizations", unit)
    if record is None:
        return unit
    data = record.document.data
    return str((short and data.get("short_name")) or data["name"])


def own_city_id(snapshot: Snapshot) -> str:
    """The id of the city that the bureau says is its own; "" where no bureau is described."""
    bureau = snapshot.bureau
    return str(bureau.document.data.get("city", "")) if bureau else ""


def own_city(snapshot: Snapshot) -> Record | None:
    """The bureau's own city; None where no bureau is described, or its city is not on record."""
    return snapshot.get("organizations", own_city_id(snapshot))


def day_of_judgement(year: int, as_of: date) -> str:
    """The last day of *year*, or *as_of* before that: what holds then is what the year is judged by."""
    return min(date(year, 12, 31), as_of).isoformat()


def below(snapshot: Snapshot, unit: str) -> frozenset[str]:
    """The ids of a unit and of everything below it, whatever their state; of it alone where it is unknown."""
    children: dict[str, list[str]] = {}
    for record in snapshot.of("organizations"):
        children.setdefault(record.document.data.get("parent", ""), []).append(record.id)
    found, ahead = {unit}, [unit]
    while ahead:
        new = [child for child in children.get(ahead.pop(), ()) if child not in found]
        found.update(new)
        ahead.extend(new)
    return frozenset(found)


def method_on(snapshot: Snapshot, day: date | str) -> Record | None:
    """The method in force on *day*, the latest where periods overlap; None where there is none."""
    known, at = snapshot.once(_methods_by_day), str(day)
    if at not in known:
        known[at] = _method_on(snapshot, at)
    return known[at]


def _methods_by_day(_: Snapshot) -> dict[str, Record | None]:
    """Day -> its method, filled in as days are asked for: each event and each visit asks for its own."""
    return {}


def _method_on(snapshot: Snapshot, at: str) -> Record | None:
    found = []
    for record in snapshot.active("methods"):
        data = record.document.data  # read optionally: an old revision's method may lack a field
        valid = data.get("valid", NOTHING)
        if valid.get("from", "") <= at <= valid.get("to", "9999"):
            found.append((valid.get("from", ""), data.get("version", 0), record.id, record))
    return max(found, key=lambda row: row[:3])[3] if found else None


def requirement(snapshot: Snapshot, name: str, day: date | str) -> Data:
    """What the method in force on *day* requires under ``requirements.<name>``; empty where nothing is."""
    method = method_on(snapshot, day)
    found: Data = method.document.data.get("requirements", {}).get(name, NOTHING) if method else NOTHING
    return found


def required_of(snapshot: Snapshot, name: str, day: date | str, record: Record) -> Data:
    """What the method in force on *day* requires of *record*; a sample method asks nothing of a real one."""
    method = method_on(snapshot, day)
    is_asked = method is not None and (record.is_sample or not method.is_sample)
    return requirement(snapshot, name, day) if is_asked else NOTHING


def units_asked(snapshot: Snapshot, name: str, day: date | str) -> tuple[Record, ...]:
    """The units of the ``levels`` that the method in force on *day* asks for ``requirements.<name>``.

    A sample method asks nothing of a real unit.
    """
    levels = requirement(snapshot, name, day).get("levels", ())
    method = method_on(snapshot, day)
    if method is None or not levels:
        return ()
    return tuple(u for u in units_on(snapshot, day, *levels) if u.is_sample or not method.is_sample)


def last_day(snapshot: Snapshot, name: str, year: int) -> str:
    """The day of *year* by which ``requirements.<name>`` is to be done: its ``by``, else the year's end."""
    by: str = requirement(snapshot, name, f"{year}-12-31").get("by", "12-31")
    month = int(by[:2])
    day = min(int(by[3:]), monthrange(year, month)[1])  # 02-30 is written, the last of February is meant
    return f"{year}-{month:02}-{day:02}"


def years_after(day: str, years: int) -> str:
    """The same day *years* later; 29 February becomes 1 March where the year has none."""
    later = f"{int(day[:4]) + years:04}{day[4:]}"
    try:
        date.fromisoformat(later)
    except ValueError:
        return f"{later[:4]}-03-01"
    return later
