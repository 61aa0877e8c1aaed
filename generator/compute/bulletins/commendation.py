"""The year's praise: who is named, in lists of units and of persons, as the awards say it.

Before the awards are entered, which the notice itself allows, the accepted nominations say it. An award that
was withdrawn later than the day of looking was still in force then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.compute.bulletin import NOTHING, Scope, source
from generator.model.bulletin import Content, Figure, Ground, Sheet, content
from generator.model.commendation import PERSON, UNIT, accepted, competing
from generator.model.consent import name_is_public
from generator.model.official import PERSON as PERSON_COLUMN
from generator.model.record import Record
from generator.model.results import Results
from generator.model.snapshot import Snapshot
from generator.model.standing import county_of, method_on, unit_name

CITY = "市直属"
UNNAMED = "（未公开）"
_GROUND = ("praised",)


@source("commendation", version=1, sentences=("decision", "spread"), tables=("units", "persons"))
def commendation(snapshot: Snapshot, results: Results, scope: Scope) -> Content:  # noqa: ARG001 - shape of a source
    """Everybody who is praised for the year; counts, two sentences and the two lists."""
    found = praised(snapshot, scope.period.year)
    method = method_on(snapshot, f"{scope.period.year}-12-31")
    bases = (method.key,) if method and found.is_any else ()
    figures = {f.id: f for f in _figures(snapshot, found)}
    records = dict.fromkeys((*(r.key for r in found.all), *_units(snapshot, found), *bases))
    return content(
        figures.values(),
        _sheets(snapshot, found),
        (Ground("praised", "表扬对象及其单位", tuple(records)),),
        _sentences(figures, found),
        bases,
    )


@dataclass(frozen=True, slots=True)
class Praised:
    """Awards or accepted nominations of a year, in administrative order of their units."""

    units: tuple[Record, ...]
    persons: tuple[Record, ...]

    @property
    def all(self) -> tuple[Record, ...]:
        """Units, then persons."""
        return (*self.units, *self.persons)

    @property
    def is_any(self) -> bool:
        """Is anybody praised?"""
        return bool(self.units or self.persons)


def praised(snapshot: Snapshot, year: int) -> Praised:
    """Who is praised for *year*: its awards, else the nominations that were accepted."""
    entered = [r for r in snapshot.of("awards") if r.document.data.get("year") == year]
    day = snapshot.as_of.isoformat()
    held = [r for r in entered if r.document.data.get("withdrawn", {}).get("date", "9999") > day]
    if not entered:
        groups = snapshot.once(competing)
        held = [r for kind in (UNIT, PERSON) for r in accepted(groups.get((year, kind), ()))]
    place = {r.id: n for n, r in enumerate(_in_order(snapshot))}
    held.sort(key=lambda r: (place.get(r.document.data["unit"], len(place)), r.id))
    kinds = [tuple(r for r in held if r.document.data["kind"] == kind) for kind in (UNIT, PERSON)]
    return Praised(*kinds)


def _in_order(snapshot: Snapshot) -> list[Record]:
    """Units county by county, each in its own order."""

    def key(record: Record) -> tuple[int, str, int, str]:
        county, data = county_of(snapshot, record.id), record.document.data
        above = (county.document.data.get("order", 0), county.id) if county else (0, "")
        return (*above, data.get("order", 0), record.id)

    return sorted(snapshot.of("organizations"), key=key)


def _units(snapshot: Snapshot, found: Praised) -> Iterator[str]:
    """The units whose names are printed, with their counties."""
    for record in found.all:
        unit = record.document.data["unit"]
        yield f"organizations/{unit}"
        if county := county_of(snapshot, unit):
            yield county.key


def _county(snapshot: Snapshot, unit: str) -> str:
    county = county_of(snapshot, unit)
    return str(county.document.data["name"]) if county else CITY


def _figures(snapshot: Snapshot, found: Praised) -> Iterator[Figure]:
    counties = dict.fromkeys(_county(snapshot, r.document.data["unit"]) for r in found.all)
    yield Figure("units", "先进单位数", str(len(found.units)), _GROUND)
    yield Figure("persons", "先进个人数", str(len(found.persons)), _GROUND)
    yield Figure("counties", "受表扬的单位和个人所在的县（区）", "、".join(counties) or NOTHING, _GROUND)


def _sentences(figures: Mapping[str, Figure], found: Praised) -> dict[str, str]:
    if not found.is_any:
        none = "本年度没有表扬先进单位和先进个人。"
        return {"decision": none, "spread": none}
    named = ["{fig:units}个先进单位"] * bool(found.units) + ["{fig:persons}名先进个人"] * bool(found.persons)
    several = "分别来自" if "、" in figures["counties"].value else "来自"
    return {
        "decision": "经县（区）推荐、条件审查、廉政审查、集体研究和公示，"
        f"现对{'、'.join(named)}予以通报表扬（名单见附件）。",
        "spread": f"受到表扬的单位和个人{several}{{fig:counties}}。",
    }


def _sheets(snapshot: Snapshot, found: Praised) -> Iterator[Sheet]:
    rows = tuple(
        (unit_name(snapshot, data["unit"]), _county(snapshot, data["unit"]))
        for r in found.units
        if (data := r.document.data)
    )
    yield Sheet("units", "先进单位名单", ("单位", "县（区）"), rows, _GROUND)
    people = tuple(_person(snapshot, r) for r in found.persons)
    yield Sheet("persons", "先进个人名单", (PERSON_COLUMN, "单位", "岗位"), people, _GROUND)


def _person(snapshot: Snapshot, record: Record) -> tuple[str, str, str]:
    """Name, unit and post; of whoever did not agree to be named, the unit alone."""
    data = record.document.data
    unit = unit_name(snapshot, data["unit"])
    if not name_is_public(record, snapshot.as_of):
        return UNNAMED, unit, NOTHING
    return data["person"], unit, data.get("post") or data.get("office", NOTHING)
