"""Why a number is what it is, in words: the same sentences in the terminal and on the pages.

Pure functions over results. What they print is what was computed: operands as they were counted, measures
and totals as they were rounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from .number import trimmed
from .period import Period
from .results import Measure, MetricInfo, Ranking, RankingRow, Results
from .text import Language, Text


@dataclass(frozen=True, slots=True)
class Place:
    """A unit's row in one ranking. total: how its total came about, or why it has none."""

    ranking: Ranking
    row: RankingRow
    total: Text


@dataclass(frozen=True, slots=True)
class Explained:
    """A measure with its definition and the formula that this unit's numbers are put into."""

    info: MetricInfo
    measure: Measure
    formula: Text


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that was computed for a unit in one period, and where that placed it."""

    period: Period
    measures: tuple[Explained, ...]
    places: tuple[Place, ...]


def value_text(value: Decimal, info: MetricInfo) -> Text:
    """A printed value with its unit: 91.7%, 1.40 项; English readers get the unit only where it is %."""
    digits = format(value, "f")
    return Text(f"{digits}%", f"{digits}%") if info.unit == "%" else Text(f"{digits} {info.unit}", digits)


def formula_text(measure: Measure, info: MetricInfo) -> Text:
    """The formula with this unit's numbers: 合格 11 ÷ 完成 12 × 100 = 91.7%.

    Without a value, the operands and the reason: 合格 0 ÷ 完成 0 × 100：本期没有完成的检查.
    """
    zh, en = _filled(measure, info, "zh"), _filled(measure, info, "en")
    if measure.value is not None:
        value = value_text(measure.value, info)
        return Text(f"{zh} = {value.zh}", f"{en} = {value.to('en')}")
    reason = measure.reason or Text("没有数值", "no value")
    return Text(f"{zh}：{reason.zh}", f"{en}: {reason.to('en')}")


def total_text(row: RankingRow, ranking: Ranking, metrics: Mapping[str, MetricInfo]) -> Text:
    """How a total came about: (检查合格率 91.7 × 60 + 项目平均得分率 88.25 × 40) ÷ 100 = 90.32.

    For a unit that is not ranked the reason stands instead, or after the total where there is one.
    """
    reason = row.reason or Text("没有总分", "no total")
    if row.total is None:
        return reason
    sums = tuple(_sum(row, ranking, metrics, language) for language in ("zh", "en"))
    return Text(*sums) if row.rank else Text(f"{sums[0]}；{reason.zh}", f"{sums[1]}; {reason.to('en')}")


def accounts(results: Results, subject: str, period: Period | None = None) -> Iterator[Account]:
    """The accounts of a unit, for one period or for all in order of time; nothing where it has no measure."""
    for each in results.periods if period is None else (period,):
        measures = tuple(
            Explained(info, found, formula_text(found, info))
            for info in results.metrics.values()
            if (found := results.measure(info.id, subject, each))
        )
        if measures:
            yield Account(each, measures, tuple(_places(results, subject, each)))


def _places(results: Results, subject: str, period: Period) -> Iterator[Place]:
    for ranking in results.rankings:
        if ranking.period == period:
            for row in ranking.rows:
                if row.subject == subject:
                    yield Place(ranking, row, total_text(row, ranking, results.metrics))


def _filled(measure: Measure, info: MetricInfo, language: Language) -> str:
    """The formula with each operand's name followed by its number."""
    formula = info.formula.to(language)
    numbers = {o.name.to(language): trimmed(o.value) for o in measure.operands}
    if not numbers:
        return formula
    # Longest first, so that "schools" does not take the place of "inspected schools".
    names = "|".join(re.escape(name) for name in sorted(numbers, key=len, reverse=True))
    return re.sub(names, lambda match: f"{match[0]} {numbers[match[0]]}", formula)


def _sum(row: RankingRow, ranking: Ranking, metrics: Mapping[str, MetricInfo], language: Language) -> str:
    counted = {m: w for m, w in ranking.weights.items() if w > 0}
    terms = " + ".join(
        f"{metrics[m].title.to(language)} {row.measures[m].value:f} × {trimmed(w)}"
        for m, w in counted.items()
    )
    return f"({terms}) ÷ {trimmed(sum(counted.values(), Decimal(0)))} = {row.total:f}"
