"""Where every hazard of a snapshot stands by the day of looking, with its school, county, item and round.

What has become of each is judged once, by ``model.hazard.lives``; rules read the same. Linear in hazards
and events. No pandas here: a check asks for what is late without paying for tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar

from generator.model.hazard import Event, Life, histories, lives
from generator.model.loop import Hazard, Loop, opened_on
from generator.model.period import Period
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.standing import county_of

K = TypeVar("K", bound=Hashable)


def loop_of(snapshot: Snapshot) -> Loop:
    """Every hazard of *snapshot* with its life as of the snapshot's day; the same object every time."""
    return snapshot.once(_judge)


def _judge(snapshot: Snapshot) -> Loop:
    if "hazards" not in snapshot.schemas:  # an old revision
        return Loop(snapshot.as_of)
    today = snapshot.as_of.isoformat()
    known, events = snapshot.once(lives), snapshot.once(histories)
    counties: dict[str, str] = {}
    rounds = {r.id: r.document.data.get("period", "") for r in snapshot.of("inspections")}
    found = []
    for record in snapshot.active("hazards"):
        data = record.document.data
        school = data.get("school", "")
        if school not in counties:
            county = county_of(snapshot, school)
            counties[school] = county.id if county else ""
        if data.get("registered_on", today) <= today:
            lived = known[record.id], events.get(record.id, ())
            found.append(_hazard(record, lived, counties[school], rounds, snapshot.as_of))
    return _loop(snapshot.as_of, _linked(found))


def _hazard(
    record: Record,
    known: tuple[Life, tuple[Event, ...]],
    county: str,
    rounds: Mapping[str, str],
    as_of: date,
) -> Hazard:
    data = record.document.data
    registered_on = data.get("registered_on", as_of.isoformat())
    lived, events = known
    begun = opened_on(registered_on, lived)
    inspection = data.get("inspection", "")
    return Hazard(
        record=record,
        events=events,
        life=lived,
        school=data.get("school", ""),
        county=county,
        registered_on=registered_on,
        origin=data.get("origin", ""),
        topic=data.get("topic", ""),
        item=data.get("item", ""),
        grade=data.get("grade", ""),
        inspection=inspection,
        finding=data.get("finding", ""),
        round=_round(rounds.get(inspection, ""), registered_on),
        age=(_day(lived.closed_on) if lived.closed_on else as_of.toordinal()) - _day(begun),
        relapse_of=data.get("relapse_of", ""),
    )


@lru_cache(maxsize=1 << 12)  # thousands of hazards share a few hundred days
def _day(day: str) -> int:
    return date.fromisoformat(day).toordinal()


@lru_cache(maxsize=1 << 12)
def _round(period: str, registered_on: str) -> Period:
    return Period.parse(period) if period else Period.quarter_of(date.fromisoformat(registered_on))


def _linked(hazards: Iterable[Hazard]) -> list[Hazard]:
    """The hazards in order, each with those that came back after it."""
    chosen = sorted(hazards, key=lambda h: (h.registered_on, h.id))
    returned: dict[str, list[str]] = defaultdict(list)
    for one in chosen:
        if one.relapse_of:
            returned[one.relapse_of].append(one.id)
    return [replace(h, returned_as=tuple(returned[h.id])) if h.id in returned else h for h in chosen]


def _loop(as_of: date, hazards: list[Hazard]) -> Loop:
    return Loop(
        as_of,
        MappingProxyType({one.id: one for one in hazards}),
        schools=_grouped(hazards, lambda h: h.school),
        counties=_grouped(hazards, lambda h: h.county),
        inspections=_grouped(hazards, lambda h: h.inspection),
        items=_grouped((h for h in hazards if h.item), lambda h: (h.topic, h.item)),
    )


def _grouped(hazards: Iterable[Hazard], key: Callable[[Hazard], K]) -> Mapping[K, tuple[Hazard, ...]]:
    found: dict[K, list[Hazard]] = defaultdict(list)
    for one in hazards:
        name = key(one)
        if name:
            found[name].append(one)
    return MappingProxyType({name: tuple(group) for name, group in found.items()})
