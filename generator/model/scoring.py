"""How the points of one item come from its facts: one small function for each method of scoring.

All arithmetic is exact (``Fraction``); the item's decimals are applied once, half-up, by ``points_of``. A
function never gives more than the item's points nor less than nothing. Source of the methods: rules of
evaluation that bureaus have printed (扣完为止, 达到…得10分, 从高到低分别得10、8、6、4分).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from .evaluation import Facts
from .instrument import Item
from .number import round_half_up

# The values of the other units of the year, for scoring by rank; the item; its facts -> points, or None
# where the facts are not those that the method needs, or the item does not apply (nothing to divide by).
Scoring = Callable[[Item, Facts, Sequence[Decimal]], Fraction | None]


def points_of(item: Item, facts: Facts, peers: Sequence[Decimal] = ()) -> Decimal | None:
    """The points that *facts* give, rounded half-up to the item's decimals.

    peers: the values of all units that are ranked with this one, its own included.
    None where the facts are incomplete, and where a ratio has nothing to divide by.
    """
    method = METHODS.get(item.method)
    found = method(item, facts, peers) if method else None
    if found is None:
        return None
    if facts.failures and item.method != "deduct":
        less = (each * facts.failures.get(case, 0) for case, each in item.deductions.items())
        found -= Fraction(sum(less, Decimal(0)))
    return round_half_up(_within(found, item.points), item.decimals)


def _within(found: Fraction, most: Decimal) -> Fraction | Decimal:
    """*found*, but not below nothing nor above *most*; in whole numbers, since this is asked 40,000 times."""
    if found.numerator <= 0:
        return Decimal(0)
    top, bottom = most.as_integer_ratio()
    return most if found.numerator * bottom > top * found.denominator else found


def _compliance(item: Item, facts: Facts, _peers: Sequence[Decimal]) -> Fraction | None:
    """Full points where it is met, none where it is not."""
    return None if facts.met is None else Fraction(item.points) if facts.met else Fraction(0)


def _deduct(item: Item, facts: Facts, _peers: Sequence[Decimal]) -> Fraction | None:
    """Full points less each case as often as it occurred, down to nothing (扣完为止)."""
    if facts.failures is None:
        return None
    lost = sum(
        (Fraction(item.deductions.get(case, 0)) * n for case, n in facts.failures.items()), Fraction(0)
    )
    return Fraction(item.points) - lost


def _ratio(item: Item, facts: Facts, _peers: Sequence[Decimal]) -> Fraction | None:
    """Numerator / denominator × points; None where there is nothing to divide by."""
    if facts.numerator is None or not facts.denominator:
        return None
    ratios = (n.as_integer_ratio() for n in (facts.numerator, facts.denominator, item.points))
    (over, a), (under, b), (points, c) = ratios
    return Fraction(over * b * points, a * under * c)


def _level(item: Item, facts: Facts, _peers: Sequence[Decimal]) -> Fraction | None:
    """The points of the level that is named, else of the best one whose lower bound the value reaches."""
    if facts.level:
        return next((Fraction(level.points) for level in item.levels if level.id == facts.level), None)
    value = facts.value if facts.value is not None else _share(facts)
    bounds = [level for level in item.levels if level.at_least is not None]
    if value is None or not bounds:
        return None
    reached = (Fraction(b.points) for b in bounds if b.at_least is not None and value >= b.at_least)
    return max(reached, default=Fraction(0))


def _count(item: Item, facts: Facts, _peers: Sequence[Decimal]) -> Fraction | None:
    """Points for each, up to the item's points."""
    if facts.count is None or item.each is None:
        return None
    return Fraction(facts.count) * Fraction(item.each)


def _threshold(item: Item, facts: Facts, peers: Sequence[Decimal]) -> Fraction | None:
    """Full points from the threshold on, else none; with levels, as they say."""
    if item.levels:
        return _level(item, facts, peers)
    value = facts.value if facts.value is not None else _share(facts)
    if value is None or item.at_least is None:
        return None
    return Fraction(item.points) if value >= item.at_least else Fraction(0)


def _rank(item: Item, facts: Facts, peers: Sequence[Decimal]) -> Fraction | None:
    """Points of the rank among the units of the year; equal values share a rank and its points."""
    if facts.value is None or not item.by_rank:
        return None
    own = facts.value
    place = sum(v < own if item.better == "lower" else v > own for v in peers)
    return Fraction(item.by_rank[min(place, len(item.by_rank) - 1)])


def _share(facts: Facts) -> Fraction | None:
    """A ratio in per cent, where a level or a threshold is judged by one."""
    if facts.numerator is None or not facts.denominator:
        return None
    return Fraction(facts.numerator) / Fraction(facts.denominator) * 100


METHODS: Mapping[str, Scoring] = MappingProxyType(
    {
        "compliance": _compliance,
        "deduct": _deduct,
        "ratio": _ratio,
        "level": _level,
        "count": _count,
        "threshold": _threshold,
        "rank": _rank,
    }
)
