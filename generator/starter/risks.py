"""Risk points, stock-takings and hand-overs of waste of the invented schools that keep chemicals.

A school's quality decides how likely things go wrong and what it does about them. Some blemishes are meant:
schools that are late with this term's review or stock-taking, doubles that are not met, a ledger that does
not agree, a risk that was done away with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from .chance import stream
from .inspections import AS_OF
from .organizations import School, Tree
from .risk_texts import (
    CARRIERS,
    DIFFERENCES,
    PLACES,
    POINTS,
    STOCK,
    Hazard,
)

# The bureau's levels and terms, as an example: a risk is likelihood times severity.
LEVELS: tuple[dict[str, Any], ...] = (
    {"color": "red", "title": "重大风险", "from": 15},
    {"color": "orange", "title": "较大风险", "from": 9},
    {"color": "yellow", "title": "一般风险", "from": 4},
    {"color": "blue", "title": "低风险", "from": 1},
)
TERMS = (
    {"id": "spring", "title": "春季学期", "from": "02-16"},
    {"id": "autumn", "title": "秋季学期", "from": "09-01"},
)
REQUIRED = {"review_days": 45, "stocktaking_days": 45}

# First days of the terms on record, and of which schools are late in the newest.
_REVIEWS = (date(2024, 9, 2), date(2025, 2, 17), date(2025, 9, 1))
_STOCKTAKINGS = (("1", date(2025, 2, 17)), ("2", date(2025, 9, 1)))
_LATE_REVIEW, _LATE_STOCK = 11, 14  # every so many of the keepers
_DOUBLES = ("dual-custody", "dual-lock", "dual-ledger", "dual-issue", "dual-acceptance")
_HARDNESS = (0.10, 0.06, 0.16, 0.12, 0.05)  # how often each is not met where quality is middling


@dataclass(frozen=True, slots=True)
class Keeper:
    """A school that keeps chemicals, and its number among them."""

    school: School
    number: int

    def was_there(self, day: date) -> bool:
        """Is it open on *day*?"""
        at = day.isoformat()
        return self.school.opened <= at and (not self.school.closed or at < self.school.closed)


def keepers(city: Tree) -> tuple[Keeper, ...]:
    """The schools that keep chemicals, in the order of the tree."""
    found = [school for school in city.schools if school.hazchem]
    return tuple(Keeper(school, number) for number, school in enumerate(found))


def risk_points(city: Tree, seed: int) -> Iterator[dict[str, Any]]:
    """Two to four risk points of every keeper."""
    chance = stream(seed, "risk points")
    for keeper in keepers(city):
        fitting = [h for h in POINTS if not h.classes or set(h.classes) & set(keeper.school.hazchem)]
        least = min(len(fitting), 2)
        chosen = fitting[: chance.randint(least, min(len(fitting), 4))]
        place = chance.choice(PLACES)
        for number, hazard in enumerate(chosen, 1):
            record = _point(keeper, number, hazard, place, chance)
            if record:
                yield record


def _point(keeper: Keeper, number: int, hazard: Hazard, place: str, chance: Random) -> dict[str, Any] | None:
    school = keeper.school
    worse = chance.gauss(-school.quality, 0.5)
    likelihood = min(5, max(1, hazard.likelihood + (worse > 0.75) - (worse < -0.6)))
    product = likelihood * hazard.severity
    is_red = product >= LEVELS[0]["from"]
    reviews = tuple(_days(keeper, _REVIEWS, chance, number))
    if not reviews:
        return None
    record: dict[str, Any] = {
        "id": f"rp-{school.id}-{number:02}",
        "school": school.id,
        "title": hazard.title,
        "place": f"{place}{hazard.corner}",
        "process": hazard.process,
        "likelihood": likelihood,
        "severity": hazard.severity,
        "measures": hazard.measures,
    }
    if is_red or product >= LEVELS[1]["from"]:
        record["emergency"] = hazard.emergency
    record |= {
        "level": "school" if is_red else "office" if product >= LEVELS[1]["from"] else "post",
        "owner": "校长" if is_red else hazard.owner,
        "reviewed_on": list(reviews),
    }
    closed = _closed(keeper, number, reviews)
    return record | ({"closed_on": closed} if closed else {}) | {"sample": True}


def _days(keeper: Keeper, firsts: tuple[date, ...], chance: Random, number: int) -> Iterator[str]:
    """A day of review in each term, within some weeks of its first; a late school has none in the newest."""
    for first in firsts:
        day = first + timedelta(days=chance.randint(3, 40))
        is_late = first == firsts[-1] and keeper.number % _LATE_REVIEW == 7 and number > 1
        if keeper.was_there(day) and not is_late:
            yield day.isoformat()


def _closed(keeper: Keeper, number: int, reviews: tuple[str, ...]) -> str:
    """When a risk ended: with its school, or because what caused it was given up."""
    if keeper.school.closed:
        return keeper.school.closed
    if keeper.number % 9 == 4 and number == 3:
        return max("2025-11-20", reviews[-1])
    return ""


def chemicals(city: Tree, seed: int) -> Iterator[dict[str, Any]]:
    """A stock-taking of every keeper in each of the last two terms, but for those that are late."""
    chance = stream(seed, "stock-takings")
    for keeper in keepers(city):
        for number, first in _STOCKTAKINGS:
            day = first + timedelta(days=chance.randint(2, 42))
            is_late = number == "2" and keeper.number % _LATE_STOCK == 5
            record = _stocktaking(keeper, f"ch-2025-{number}-{keeper.school.id}", day, number, chance)
            if keeper.was_there(day) and not is_late:
                yield record


def _stocktaking(keeper: Keeper, id: str, day: date, number: str, chance: Random) -> dict[str, Any]:
    quality = keeper.school.quality + (0.25 if number == "2" else 0)
    factor = 2 ** (-1.5 * quality)
    doubles = [
        {"double": double, "met": chance.random() >= min(0.6, hard * factor)}
        for double, hard in zip(_DOUBLES, _HARDNESS, strict=True)
    ]
    agrees = chance.random() >= min(0.4, 0.07 * factor)
    note = chance.choice(DIFFERENCES)
    return (
        {
            "id": id,
            "school": keeper.school.id,
            "on": day.isoformat(),
            "classes": list(keeper.school.hazchem),
            "stock": [_amount(name, measure, most, chance) for name, measure, most in _kept(keeper)],
            "doubles": doubles,
            "ledger_agrees": agrees,
        }
        | ({} if agrees else {"ledger_note": note})
        | {"sample": True}
    )


def _kept(keeper: Keeper) -> Iterator[tuple[str, str, int]]:
    for name in keeper.school.hazchem:
        yield from STOCK[name]


def _amount(name: str, measure: str, most: int, chance: Random) -> dict[str, Any]:
    return {"name": name, "amount": Decimal(chance.randint(1, most)) / 2, "measure": measure}


def waste_transfers(city: Tree, seed: int) -> Iterator[dict[str, Any]]:
    """Hand-overs of the schools that do more than primary experiments: most of them once a year."""
    chance = stream(seed, "waste")
    serial = {2024: 0, 2025: 0}
    for keeper in keepers(city):
        for year in serial:
            share = 0.8 + 0.25 * keeper.school.quality + (0.08 if year == 2025 else 0)
            day = date(year, *chance.choice(((6, 24), (7, 2), (11, 18), (11, 27))))
            gone = chance.random() < share and keeper.was_there(day) and keeper.school.hazchem != ("general",)
            amount = Decimal(chance.randint(4, 80)) / 2
            if gone and day <= AS_OF:
                serial[year] += 1
                yield _transfer(keeper, day, serial[year], amount)


def _transfer(keeper: Keeper, day: date, serial: int, amount: Decimal) -> dict[str, Any]:
    carrier, licence, until = CARRIERS[keeper.school.county % len(CARRIERS)]
    return {
        "id": f"wt-{day.year}-{keeper.school.id}",
        "school": keeper.school.id,
        "on": day.isoformat(),
        "manifest": f"SL-{day.year}-{serial:06}",
        "carrier": carrier,
        "licence": licence,
        "licence_to": until,
        "amount": amount,
        "sample": True,
    }
