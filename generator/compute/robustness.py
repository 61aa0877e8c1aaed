"""How certain the order of a year is: what other weights, another mean, one section less would make of it.

Weights of sections are what people argue about, so they are varied: each draw gives every section another
weight, all weights together staying what they were, and ranks the units anew by totals rounded as printed.
The draws come from the method's seed alone (PCG64), so the same records give the same intervals. Floats are
used here and nowhere else: no printed score rests on them.
Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), sensitivity analysis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from generator.model.evaluation import Evaluation, Robustness
from generator.model.instrument import Instrument, RobustnessSettings
from generator.model.number import round_half_up

Floats = NDArray[np.float64]
Ranks = NDArray[np.int64]
LOW, HIGH = 0.05, 0.95
NEAR = Decimal(1)  # points: what one step of a usual item is worth


def robustness_of(instrument: Instrument, ranked: Sequence[Evaluation]) -> Robustness | None:
    """Of the units that have a rank, in its order; None without settings or with fewer than two units."""
    units = [one for one in ranked if one.rank is not None]
    settings = instrument.robustness
    if settings is None or len(units) < 2:
        return None
    shares, weights, extra = _matrix(instrument, units)
    drawn = _ranks(_drawn_weights(settings, weights) @ shares.T + extra, instrument.decimals)
    names = [one.unit for one in units]
    return Robustness(
        draws=settings.draws,
        intervals=_intervals(names, drawn),
        pairs=_pairs(names, drawn),
        stable=_stable(drawn),
        without=_without(instrument, names, shares, weights, extra),
        by_self=_by_self(units),
        by_geometric=_by_geometric(names, shares, weights),
        near=_near(instrument, units),
        decisive=_decisive(units),
        saturated=tuple(i.id for i in instrument.items if _is_full(i.id, units)),
        costly=_costly(instrument, units),
    )


def _matrix(instrument: Instrument, units: Sequence[Evaluation]) -> tuple[Floats, Floats, Floats]:
    """Shares of full marks (units × sections), weights of sections, bonus less deduction of each unit."""
    sections = [(name, points) for name in instrument.sections if (points := instrument.points_in(name))]
    shares = [
        [float(found.score / points) if (found := one.section(name)) else 0.0 for name, points in sections]
        for one in units
    ]
    weights = np.array([float(points) for _, points in sections])
    return np.array(shares), weights, np.array([float(one.bonus - one.deduction) for one in units])


def _drawn_weights(settings: RobustnessSettings, weights: Floats) -> Floats:
    """Draws × sections; every row adds up to what the weights add up to.

    uniform: each weight times a number between 1 - p and 1 + p, then scaled to the old sum. dirichlet:
    around the weights, so concentrated that a section of average weight varies by p (standard deviation).
    """
    chance = np.random.Generator(np.random.PCG64(settings.seed))
    spread, total = float(settings.percent) / 100, weights.sum()
    shape = (settings.draws, len(weights))
    if spread == 0:
        return np.broadcast_to(weights, shape).copy()
    if settings.distribution == "dirichlet":
        concentration = (len(weights) - 1) / spread**2 - 1
        around = max(concentration, 1.0) * weights / total
        centred: Floats = chance.dirichlet(around, settings.draws) * total
        return centred
    drawn = weights * (1 + spread * (2 * chance.random(shape) - 1))
    scaled: Floats = drawn * (total / drawn.sum(axis=1, keepdims=True))
    return scaled


def _ranks(totals: Floats, decimals: int) -> Ranks:
    """Ranks of every row, 1, 2, 2, 4 by totals rounded as they would be printed."""
    printed = np.floor(totals * 10**decimals + 0.5 + 1e-9).astype(np.int64)
    ordered = np.sort(-printed, axis=1)
    return np.array([1 + np.searchsorted(up, -row) for up, row in zip(ordered, printed, strict=True)])


def _intervals(names: Sequence[str], drawn: Ranks) -> Mapping[str, tuple[int, int]]:
    low, high = np.quantile(drawn, [LOW, HIGH], axis=0, method="inverted_cdf")
    found = {n: (int(a), int(b)) for n, a, b in zip(names, low.tolist(), high.tolist(), strict=True)}
    return MappingProxyType(found)


def _pairs(names: Sequence[str], drawn: Ranks) -> Mapping[tuple[str, str], Decimal]:
    """Each unit and the next one -> share (%) of draws in which the first stands before the second."""
    ahead = (drawn[:, :-1] < drawn[:, 1:]).sum(axis=0).tolist()
    shares = (round_half_up(Decimal(n * 100) / len(drawn), 1) for n in ahead)
    return MappingProxyType(dict(zip(pairwise(names), shares, strict=True)))


def _stable(drawn: Ranks) -> Decimal:
    """The share (%) of all pairs whose order is the same in every draw."""
    count = drawn.shape[1]
    same = 0
    for unit in range(count - 1):
        signs = np.sign(drawn[:, unit + 1 :] - drawn[:, [unit]])
        same += int((signs == signs[0]).all(axis=0).sum())
    return round_half_up(Decimal(same * 200) / (count * (count - 1)), 1)


def _without(
    instrument: Instrument, names: Sequence[str], shares: Floats, weights: Floats, extra: Floats
) -> Mapping[str, Mapping[str, int]]:
    sections = [name for name in instrument.sections if instrument.points_in(name)]
    found = {}
    for place, section in enumerate(sections):
        kept = np.delete(weights, place)
        total = np.delete(shares, place, axis=1) @ kept * (weights.sum() / kept.sum() if len(kept) else 0)
        found[section] = _named(names, _ranks((total + extra)[None, :], instrument.decimals)[0])
    return MappingProxyType(found)


def _named(names: Sequence[str], ranks: Ranks) -> Mapping[str, int]:
    return MappingProxyType(dict(zip(names, ranks.tolist(), strict=True)))


def _by_self(units: Sequence[Evaluation]) -> Mapping[str, int]:
    """Ranks by what the units gave themselves; empty where one of them left out an item that counts."""
    totals = {}
    for one in units:
        counted = [i for i in one.items if i.score is not None]
        if any(i.self_score is None for i in counted):
            return MappingProxyType({})
        own = sum((i.self_score for i in counted if i.self_score is not None), Decimal(0))
        totals[one.unit] = own + one.bonus - one.deduction
    return MappingProxyType({u: 1 + sum(other > t for other in totals.values()) for u, t in totals.items()})


def _by_geometric(names: Sequence[str], shares: Floats, weights: Floats) -> Mapping[str, int]:
    """Ranks by the weighted geometric mean of the shares, by which no section makes up for another."""
    with np.errstate(divide="ignore"):
        means = np.exp(np.log(shares) @ (weights / weights.sum()))
    return _named(names, _ranks(means[None, :], 6)[0])


def _near(instrument: Instrument, units: Sequence[Evaluation]) -> Mapping[str, tuple[str, Decimal]]:
    """Unit -> the grade whose edge is nearest, and how far above (+) or below (-) it the total lies."""
    found = {}
    for one in units:
        edges = [(abs(one.total - bound), grade, one.total - bound)
                 for grade, bound in instrument.bands if one.total is not None and bound > 0]  # fmt: skip
        if edges and min(edges)[0] <= NEAR:
            _, grade, distance = min(edges)
            found[one.unit] = (grade, distance)
    return MappingProxyType(found)


def _decisive(units: Sequence[Evaluation]) -> Mapping[tuple[str, str], str]:
    """Each unit and the next one with a lower total -> the item (or bonus, deduction) that tells most."""
    found = {}
    for one, other in pairwise(units):
        if one.total == other.total:
            continue
        gains = {i.item: (i.score or Decimal(0)) - (j.score or Decimal(0))
                 for i, j in zip(one.items, other.items, strict=True)}  # fmt: skip
        gains["bonus"] = one.bonus - other.bonus
        gains["deduction"] = other.deduction - one.deduction
        found[one.unit, other.unit] = max(gains, key=lambda item: gains[item])
    return MappingProxyType(found)


def _is_full(item: str, units: Sequence[Evaluation]) -> bool:
    return all((found := one.item(item)) is not None and found.loss == 0 for one in units)


def _costly(instrument: Instrument, units: Sequence[Evaluation]) -> tuple[tuple[str, Decimal], ...]:
    lost = {item.id: Decimal(0) for item in instrument.items}
    for one in units:
        for score in one.items:
            lost[score.item] += score.loss or Decimal(0)
    order = {item: n for n, item in enumerate(lost)}
    ranked = sorted(lost.items(), key=lambda row: (-row[1], order[row[0]]))
    return tuple((item, points) for item, points in ranked if points > 0)
