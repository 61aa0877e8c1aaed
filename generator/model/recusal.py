"""From which units an expert is to be kept away, by the rules of recusal that a draw has taken up."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from .record import Record
from .snapshot import Snapshot
from .standing import county_of, requirement, years_after

OWN_UNIT, INTERESTS, DECLARATIONS, FORMER_UNITS, SAME_COUNTY = (
    "own_unit", "interests", "declarations", "former_units", "same_county",
)  # fmt: skip

# What nobody may leave out: the rules of conduct (CON001, CON002, CON009, CON010) hold for every visit.
ALWAYS = (OWN_UNIT, INTERESTS, DECLARATIONS, FORMER_UNITS)


class Time(NamedTuple):
    """When: the day of the plan, and the first and last day of the visits."""

    planned: str
    first: str
    last: str


def kept_from(snapshot: Snapshot, expert: Record, time: Time, rules: Collection[str]) -> frozenset[str]:
    """The ids of units: schools, clusters and counties; it holds for everything below them."""
    found = {unit for rule in rules if rule in _GROUNDS for unit in _GROUNDS[rule](snapshot, expert, time)}
    return frozenset(found)


def _own_unit(snapshot: Snapshot, expert: Record, _: Time) -> Iterator[str]:
    yield from _near(snapshot, expert.document.data.get("unit", ""))


def _interests(_: Snapshot, expert: Record, time: Time) -> Iterator[str]:
    for interest in expert.document.data.get("interests") or ():
        if interest.get("until", "9999") >= time.first:
            yield interest["organization"]


def _declarations(_: Snapshot, expert: Record, time: Time) -> Iterator[str]:
    made = [one for one in expert.document.data.get("declarations") or () if one["on"] <= time.planned]
    if made:
        yield from max(made, key=lambda one: one["on"])["units"]


def _former_units(snapshot: Snapshot, expert: Record, time: Time) -> Iterator[str]:
    years = requirement(snapshot, "experts", time.first).get("recusal_years", 0)
    for former in expert.document.data.get("former_units") or ():
        if years_after(former["until"], years) >= time.first:
            yield from _near(snapshot, former["organization"])


def _same_county(snapshot: Snapshot, expert: Record, _: Time) -> Iterator[str]:
    county = county_of(snapshot, expert.document.data.get("unit", ""))
    if county:
        yield county.id


def _near(snapshot: Snapshot, unit: str) -> Iterator[str]:
    """The unit where it is a school or a cluster; who works for a county or the city judges below it."""
    record = snapshot.get("organizations", unit)
    if record and record.document.data.get("level") in ("school", "cluster"):
        yield unit


_Ground = Callable[[Snapshot, Record, Time], Iterator[str]]
_GROUNDS: Mapping[str, _Ground] = MappingProxyType(
    {
        OWN_UNIT: _own_unit,
        INTERESTS: _interests,
        DECLARATIONS: _declarations,
        FORMER_UNITS: _former_units,
        SAME_COUNTY: _same_county,
    }
)
