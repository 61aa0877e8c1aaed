"""Rankings: who is compared with whom, and how the printed measures become ranks.

The total is the weighted mean of printed measures, rounded half-up to the method's decimals; ranks are made
from that printed total: 1, 2, 2, 4. Nothing is filled in: a unit without a measure that counts is not
ranked, and says why. A method cannot weigh a metric of which less is better, since more of it would raise
the total.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

import numpy as np
import pandas as pd

from generator.model.number import scaled, trimmed
from generator.model.period import Period
from generator.model.results import Ranking, RankingRow
from generator.model.text import Text

from .cells import SCHOOL, Cells, Flags, Ints
from .ledger import Entry, Ledger, RowMeasures
from .method import Method, Weighing, method_on

COVERAGE = "share-inspected"

NO_METHOD = Text("没有适用于本期的评定办法", "No method was valid for the period")
NO_WEIGHTS = Text("评定办法没有规定这项评价结果的权重", "The method gives this ranking no weights")
UNKNOWN_METRIC = Text("评定办法用了未知的指标「{metric}」", "The method weighs an unknown metric, {metric}")
NOT_FOR_LEVEL = Text("「{metric}」不适用于这一级单位", "{metric} does not apply to units of this level")
LESS_IS_BETTER = Text(
    "「{metric}」越低越好，不能按权重相加", "Of {metric} less is better, so it cannot be weighed and added"
)
TOO_FEW = Text(
    "受检学校占比 {share}%，低于办法规定的 {minimum}%",
    "{share}% of the schools were inspected, fewer than the {minimum}% that the method asks for",
)


@dataclass(frozen=True, slots=True)
class RankingKind:
    """A family of rankings, one for each period.

    title: with ``{period}``. level: of the units compared. columns: metrics shown, in order; one that the
    method weighs beside them is shown after them.
    """

    name: str
    title: Text
    level: str
    columns: tuple[str, ...]


RANKINGS: tuple[RankingKind, ...] = (
    RankingKind(
        "counties",
        Text("{period}县（区）评价结果", "Counties, {period}"),
        "county",
        ("inspection-pass-rate", "mean-item-score", "share-inspected", "findings-per-school", "awards"),
    ),
    RankingKind(
        "schools",
        Text("{period}学校评价结果", "Schools, {period}"),
        SCHOOL,
        ("inspection-pass-rate", "mean-item-score", "findings-per-school", "awards"),
    ),
)


def rankings_of(
    cells: Cells,
    ledger: Ledger,
    methods: Sequence[Method],
    kinds: Sequence[RankingKind] = RANKINGS,
    only: Set[str] | None = None,
) -> tuple[Ranking, ...]:
    """Every ranking of every period, in order of period, then of the registry.

    only: ids of those that are asked for, where not all are; they know no ranks of the period before.
    """
    ranks: dict[tuple[str, Period], dict[str, int]] = {}
    found: list[Ranking] = []
    for period in cells.frames.periods:
        for kind in kinds:
            if only is not None and f"{kind.name}-{period.slug}" not in only:
                continue
            before = ranks.get((kind.name, period.previous), {})
            ranking = _ranking(kind, period, cells, ledger, methods, before)
            ranks[kind.name, period] = {row.subject: row.rank for row in ranking.rows if row.rank is not None}
            found.append(ranking)
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class _Standing:
    """The units of one ranking, in administrative order: their cells, and what they came to.

    totals: whole numbers of 10^-decimals, meaningless where not has_total. reasons: why not ranked, by row.
    """

    cells: Ints
    totals: Ints
    has_total: Flags
    reasons: Mapping[int, Text]


def _ranking(
    kind: RankingKind,
    period: Period,
    cells: Cells,
    ledger: Ledger,
    methods: Sequence[Method],
    previous: Mapping[str, int],
) -> Ranking:
    method = method_on(methods, period.start)
    weighing = method.rankings.get(kind.name) if method else None
    weights = dict.fromkeys(kind.columns, Decimal(0)) | dict(weighing.weights if weighing else {})
    known = tuple(m for m in weights if m in ledger.entries)
    units = _units(kind.level, period, cells)
    if method is None or weighing is None:
        standing = _nobody(units, NO_METHOD if method is None else NO_WEIGHTS)
        decimals = 0
    else:
        standing = _standing(units, weighing, ledger, kind.level)
        decimals = weighing.decimals
    shown = tuple(m for m in known if kind.level in ledger.entries[m].metric.levels)
    return Ranking(
        name=kind.name,
        id=f"{kind.name}-{period.slug}",
        title=kind.title.format(period=period.label),
        period=period,
        method=method.id if method else "",
        weights=MappingProxyType({m: weights[m] for m in known}),
        decimals=decimals,
        rows=tuple(_rows(standing, decimals, shown, ledger, period, previous)),
    )


def _units(level: str, period: Period, cells: Cells) -> Ints:
    """The cells of the eligible units of a level in a period, in administrative order."""
    width = len(cells.frames.periods)
    found = np.flatnonzero(cells.of_level(level))
    found = found[found % width == cells.frames.periods.index(period)]
    ordered: Ints = found[np.argsort(cells.position[found // width])]
    return ordered


def _nobody(units: Ints, reason: Text) -> _Standing:
    return _Standing(
        units,
        np.zeros(len(units), dtype=np.int64),
        np.zeros(len(units), dtype=bool),
        dict.fromkeys(range(len(units)), reason),
    )


def _standing(units: Ints, weighing: Weighing, ledger: Ledger, level: str) -> _Standing:
    counted = {metric: weight for metric, weight in weighing.weights.items() if weight > 0}
    refusal = _refusal(counted, ledger, level)
    if refusal:
        return _nobody(units, refusal)
    entries = [ledger.entries[metric] for metric in counted]
    has_total = np.all([entry.gap[units] < 0 for entry in entries], axis=0)
    totals = _totals(units, entries, list(counted.values()), weighing.decimals)
    reasons: dict[int, Text] = {}
    coverage = ledger.entries.get(COVERAGE)
    minimum = weighing.minimum_coverage
    # Only units with a gap, or with a coverage to look at, can have a reason.
    doubtful = ~has_total if coverage is None else ~has_total | coverage.applies[units]
    for row in np.flatnonzero(doubtful).tolist():
        reason = _reason(int(units[row]), entries, coverage, minimum)
        if reason:
            reasons[row] = reason
    return _Standing(units, totals, has_total, reasons)


def _refusal(counted: Mapping[str, Decimal], ledger: Ledger, level: str) -> Text | None:
    """Why nobody can be ranked by these weights, or None."""
    if not counted:
        return NO_WEIGHTS
    for metric in counted:
        entry = ledger.entries.get(metric)
        if entry is None:
            return UNKNOWN_METRIC.format(metric=metric)
        if level not in entry.metric.levels:
            return NOT_FOR_LEVEL.format(metric=entry.metric.info.title)
        if entry.metric.info.better == "lower":
            return LESS_IS_BETTER.format(metric=entry.metric.info.title)
    return None


def _totals(units: Ints, entries: Sequence[Entry], weights: Sequence[Decimal], decimals: int) -> Ints:
    """Σ weight × printed measure / Σ weights, half-up to *decimals*, in whole numbers throughout."""
    finest = max(entry.metric.info.decimals for entry in entries)
    # Weights as whole numbers: 0.4 and 0.35 become 40 and 35.
    digits = max(0, *(-int(w.as_tuple().exponent) for w in weights)) if weights else 0
    whole = [int(w.scaleb(digits)) for w in weights]
    above = np.zeros(len(units), dtype=np.int64)
    for entry, weight in zip(entries, whole, strict=True):
        above += entry.printed[units] * (weight * 10 ** (finest - entry.metric.info.decimals))
    below = sum(whole) * 10**finest
    totals: Ints = (2 * above * 10**decimals + below) // (2 * below)
    return totals


def _reason(cell: int, entries: Sequence[Entry], coverage: Entry | None, minimum: Decimal) -> Text | None:
    """Why one unit is not ranked, the plainest reason first, or None."""
    covers = coverage is not None and bool(coverage.applies[cell])
    for entry in (coverage, *entries) if coverage is not None and covers else entries:
        gap = entry.gap_at(cell)
        if gap is not None:
            return gap.reason
    if coverage is not None and covers:
        share = coverage.value(cell)
        if share is not None and share < minimum:
            return TOO_FEW.format(share=share, minimum=trimmed(minimum))
    return None


def _rows(
    standing: _Standing,
    decimals: int,
    metrics: tuple[str, ...],
    ledger: Ledger,
    period: Period,
    previous: Mapping[str, int],
) -> Iterator[RankingRow]:
    """The rows, by rank, then in administrative order; the unranked last."""
    width = len(ledger.periods)
    is_ranked = np.array([row not in standing.reasons for row in range(len(standing.cells))], dtype=bool)
    ranked = pd.Series(standing.totals).where(is_ranked)
    ranks = ranked.rank(method="min", ascending=False).fillna(0).astype("int64").tolist()
    tied = (ranked.duplicated(keep=False) & is_ranked).tolist()
    rows = (standing.cells // width).tolist()
    for row in np.lexsort((np.array(ranks), ~is_ranked)).tolist():
        subject = ledger.subjects[rows[row]]
        yield RankingRow(
            subject=subject,
            rank=ranks[row] or None,
            total=scaled(int(standing.totals[row]), decimals) if standing.has_total[row] else None,
            tied=tied[row],
            reason=standing.reasons.get(row),
            previous=previous.get(subject),
            measures=RowMeasures(ledger, metrics, subject, period),
        )
