"""Nominations of three years: whom the counties recommend, what came of it, and what is still open.

Two years are decided and praised: schools of the counties graded excellent, with nothing open against them.
In 2024 one came beyond the places of its county and one from a county that was only good, so that a refusal
can be seen. For 2025 the counties have just recommended: grades are not final, and some were not vetted yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from .awards import (
    CHEMICAL_PERSON_MERITS,
    CHEMICAL_UNIT_MERITS,
    MANAGER,
    OTHER_POSTS,
    PERSON_MERITS,
    POSTS,
    UNIT_MERITS,
    Merits,
)
from .chance import stream
from .hazards import Loop
from .inspections import Inspection
from .names import person_names
from .organizations import School, Tree

Data = dict[str, Any]
SHARES: list[dict[str, Any]] = [
    {"kind": "advanced_unit", "group": "rural", "at_least": 40},
    {"kind": "advanced_individual", "group": "manager", "at_most": 20},
]
OVERDUE_DAYS = 30
# Year -> first day of recommending, day of the vetting, day of the decision; "" for what is still to come.
DAYS = {
    2023: ("2024-01-24", "2024-02-20", "2024-02-22"),
    2024: ("2025-01-20", "2025-02-14", "2025-02-18"),
    2025: ("2025-12-02", "2025-12-09", ""),
}
OFFICE = "驻市教育和体育局纪检监察组"


def places(schools: int) -> int:
    """How many units, and how many persons, a county with so many schools may recommend."""
    return min(5, -(-schools // 4))


def terms(city: Tree) -> Data:
    """What the sample's methods say of praise: conditions, places of each county, shares."""
    counts: dict[int, int] = defaultdict(int)
    for school in city.schools:
        counts[school.county] += 1
    return {
        "county_grades": ["excellent"],
        "overdue_days": OVERDUE_DAYS,
        "merit_max": 100,
        "quotas": [
            {"by": name, "units": places(counts[index]), "persons": places(counts[index])}
            for index, name in enumerate(city.counties)
        ],
        "shares": SHARES,
    }


def likely_best(city: Tree) -> Mapping[int, tuple[str, ...]]:
    """Year -> the county that is likely to be graded excellent: the best equipped."""
    return dict.fromkeys((2023, 2024), city.counties[:1])


@dataclass(slots=True)
class _Writer:
    """Makes the records, so that no merit is told twice of a school and no name given twice."""

    city: Tree
    chance: Random
    persons: Iterator[str]
    units: Merits
    individuals: Merits
    orders: dict[tuple[int, int, str], int] = field(default_factory=lambda: defaultdict(int))
    serials: dict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))

    def record(
        self,
        year: int,
        school: School,
        kind: str,
        result: str,
        *,
        why: str = "",
        act: str = "",
        manages: bool = False,
    ) -> Data:
        """One nomination; *result* is its status, or ``unvetted`` for one that waits for its vetting."""
        begun, vetted, decided = DAYS[year]
        self.orders[year, school.county, kind] += 1
        self.serials[year, school.county] += 1
        county = self.city.counties[school.county]
        data: Data = {
            "id": f"n-{year}-{county}-{self.serials[year, school.county]:02}",
            "year": year,
            "kind": kind,
            "unit": school.id,
        }
        merits = self.units
        if kind == "advanced_individual":
            merits = self.individuals
            data |= {"person": next(self.persons), "office": MANAGER if manages else self._office(school)}
        if groups := ["rural"] * self.is_rural(school) + ["manager"] * manages:
            data["groups"] = groups
        on = date.fromisoformat(begun) + timedelta(days=school.county % 3)
        order = self.orders[year, school.county, kind]
        data["recommended"] = {"by": county, "on": on.isoformat(), "order": order}
        data["merit"] = merits.next(school)
        if act:
            data["act"] = act
        if result != "unvetted":
            data["vetting"] = {"on": vetted, "by": OFFICE, "outcome": "clear"}
        data["status"] = "recommended" if result == "unvetted" else result
        if result in ("accepted", "declined"):
            data["decision"] = {"on": decided} | ({"reason": why} if why else {})
        return data | {"sample": True}

    def _office(self, school: School) -> str:
        return self.chance.choice(POSTS.get(school.stage, OTHER_POSTS))

    def is_rural(self, school: School) -> bool:
        """Beyond the first two fifths of its county's schools, which lie in the county seat."""
        mine = [s.id for s in self.city.by_county[school.county]]
        return 5 * (mine.index(school.id) + 1) > 2 * len(mine)


def nominations(
    city: Tree,
    seen: Sequence[Inspection],
    loop: Loop,
    best: Mapping[int, Collection[str]],
    seed: int,
) -> tuple[dict[str, Any], ...]:
    """All nominations, year by year and county by county, units before persons.

    best: year -> the counties that were graded excellent, from which alone somebody is praised.
    """
    chance = stream(seed, "nominations")
    writer = _Writer(
        city,
        chance,
        iter(person_names(560, stream(seed, "awards' names"))),
        Merits(UNIT_MERITS, CHEMICAL_UNIT_MERITS, chance),
        Merits(PERSON_MERITS, CHEMICAL_PERSON_MERITS, chance),
    )
    found: list[Data] = []
    for year in DAYS:
        fit = _fit(city, [i for i in seen if i.year == year], loop, year)
        if year == 2025:
            burdened = _burdened(loop, DAYS[year][1])
            found.extend(_recommended(writer, fit, burdened))
        else:
            found.extend(_decided(writer, fit, year, [city.counties.index(c) for c in best.get(year, ())]))
    return tuple(found)


def _decided(
    writer: _Writer, fit: Mapping[int, list[School]], year: int, best: Iterable[int]
) -> Iterator[Data]:
    """A year that is over: those praised, of the *best* counties, and in 2024 two that were not."""
    counties = sorted(best)
    units = _with_rural([s for county in counties for s in _best(writer, fit, county)], writer)
    for school in units:
        yield writer.record(year, school, "advanced_unit", "accepted")
    chosen = [s for county in counties for s in _some(writer, fit, county)]
    for number, school in enumerate(chosen):
        manages = number == 0 and len(chosen) >= 5
        yield writer.record(year, school, "advanced_individual", "accepted", manages=manages)
    if year == 2024:
        yield from _refused(writer, fit, units, counties)


def _refused(
    writer: _Writer, fit: Mapping[int, list[School]], units: Sequence[School], best: Sequence[int]
) -> Iterator[Data]:
    """One beyond the places of the first of the *best* counties, and one from a county beside them."""
    for county in best[:1]:
        left = [s for s in fit[county] if s not in units]
        taken = sum(s.county == county for s in units)
        if left and taken == places(len(writer.city.by_county[county])):
            yield writer.record(2024, left[0], "advanced_unit", "declined", why="超出推荐单位的名额")
    other = next((c for c in (2, 3, 1) if c not in best and fit[c]), None)
    if other is not None:
        yield writer.record(
            2024,
            fit[other][0],
            "advanced_unit",
            "declined",
            why="所在县（区）年度评价等次不是优秀，不符合条件",
        )


def _recommended(
    writer: _Writer, fit: Mapping[int, list[School]], burdened: Collection[str]
) -> Iterator[Data]:
    """The year that runs: of the first five counties each has recommended a few, the last ones unvetted.

    The youngest county has overlooked what is open against one of its schools.
    """
    for county in range(5):
        there = [s for s in writer.city.by_county[county] if not s.closed]
        schools = fit[county] or there
        if county == 4:
            overlooked = [s for s in there if s.id in burdened][:1]
            schools = overlooked + [s for s in schools if s not in overlooked]
        if not schools:
            continue
        for number, school in enumerate(schools[:2]):
            result = "unvetted" if county > 2 and number else "recommended"
            act = "2025年全市实验操作竞赛承办" if county == 1 and not number else ""
            yield writer.record(2025, school, "advanced_unit", result, act=act)
        yield writer.record(
            2025, schools[-1], "advanced_individual", "unvetted" if county > 1 else "recommended"
        )


def _best(writer: _Writer, fit: Mapping[int, list[School]], county: int) -> list[School]:
    """As many of a county as it has places, half of them rural where there are any."""
    most = places(len(writer.city.by_county[county]))
    rural = [s for s in fit[county] if writer.is_rural(s)][: -(-most // 2)]
    others = [s for s in fit[county] if s not in rural][: most - len(rural)]
    return [s for s in fit[county] if s in rural or s in others]


def _some(writer: _Writer, fit: Mapping[int, list[School]], county: int) -> list[School]:
    """Schools of a county from which somebody is praised, as many as it has places."""
    most = places(len(writer.city.by_county[county]))
    return writer.chance.sample(fit[county], min(most, len(fit[county])))


def _with_rural(schools: list[School], writer: _Writer) -> list[School]:
    """*schools* without the last ones in town, as long as too few are rural."""
    kept = list(schools)
    while kept and sum(map(writer.is_rural, kept)) * 100 < SHARES[0]["at_least"] * len(kept):
        kept.remove(next(s for s in reversed(kept) if not writer.is_rural(s)))
    return kept


def _fit(city: Tree, visits: Iterable[Inspection], loop: Loop, year: int) -> Mapping[int, list[School]]:
    """County -> its schools with nothing against them, the best first.

    In a year with visits: those that were visited, never failed and had nothing major.
    """
    obtained: dict[str, Decimal] = defaultdict(Decimal)
    applicable: dict[str, Decimal] = defaultdict(Decimal)
    barred = _burdened(loop, DAYS[year][2] or DAYS[year][1])
    for inspection in visits:
        if visited := inspection.visited:
            obtained[inspection.school.id] += visited.obtained
            applicable[inspection.school.id] += visited.applicable
            if visited.has_major or visited.grade == "fail":
                barred.add(inspection.school.id)
    scores = {
        s.id: obtained[s.id] / applicable[s.id] if applicable[s.id] else Decimal(str(round(s.quality, 6)))
        for s in city.schools
        if s.id in applicable or year == 2023
    }
    fit = [
        s for s in city.schools
        if s.id in scores and s.id not in barred and not s.closed and s.opened < f"{year}-01-01"
    ]  # fmt: skip
    found: dict[int, list[School]] = defaultdict(list)
    for school in sorted(fit, key=lambda s: (-scores[s.id], s.id)):
        found[school.county].append(school)
    return found


def _burdened(loop: Loop, day: str) -> set[str]:
    """Schools with a major hazard open on *day*, or one that is long overdue."""
    closed: dict[str, bool] = {}
    for event in sorted(loop.follow_ups, key=lambda e: (e["on"], e["id"])):
        if event["on"] <= day and event["kind"] in ("accepted", "relapsed"):
            closed[event["hazard"]] = event["kind"] == "accepted"
    late = (date.fromisoformat(day) - timedelta(days=OVERDUE_DAYS)).isoformat()
    return {
        data["school"]
        for data in loop.hazards
        if data["registered_on"] <= day
        and not closed.get(data["id"])
        and "withdrawn" not in data
        and (data["grade"] == "major" or data["due"] < late)
    }
