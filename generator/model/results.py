"""What compute gives: every number with its definition, its operands and the records that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Literal, NamedTuple

from .bulletin import Recount
from .demand import DemandInfo, Fulfilment
from .duty import Duty
from .evaluation import YearEvaluation
from .loop import Loop
from .period import Period
from .text import Text


@dataclass(frozen=True, slots=True)
class MetricInfo:
    """A metric's definition as readers see it.

    id, version: a published version is frozen; a changed meaning is a new version beside the old.
    better: which direction is good; ``neutral`` for plain counts.
    decimals: printed decimals; values are rounded half-up to them when they leave compute.
    formula: one line with the operands' names; population, missing: who is counted, what None means.
    is_scored: whether an item of the annual evaluation may take its facts from it.
    """

    id: str
    version: int
    title: Text
    unit: str
    decimals: int
    better: Literal["higher", "lower", "neutral"]
    formula: Text
    population: Text
    missing: Text
    is_scored: bool = True


@dataclass(frozen=True, slots=True)
class Operand:
    """One named number of a formula, as it was for one subject: ("合格", 12, records)."""

    name: Text
    value: Decimal
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """The value of a metric for one subject in one period.

    subject: organization id. value: rounded to the metric's decimals, or None with *reason*.
    operands: what was put into the formula, in its order.
    evidence: keys (``kind/id``) of all records that the value, or its absence, rests on, sorted.
    """

    metric: str
    subject: str
    period: Period
    value: Decimal | None
    reason: Text | None
    operands: tuple[Operand, ...]
    evidence: tuple[str, ...]


class Conclusion(NamedTuple):
    """What one inspection that is done came to; a tuple, as thousands are made.

    inspection, method: ids; method is "" where none was valid when the inspection's quarter began.
    obtained, applicable: points, exact. rate: obtained / applicable in %, printed with two decimals;
        None where no item counted. grade: decided from the printed rate and the red failures; None
        without a method, or where no item counted.
    red_failures: ids of the unmet red or veto items, in the checklist's order.
    """

    inspection: str
    obtained: Decimal
    applicable: Decimal
    rate: Decimal | None
    grade: str | None
    red_failures: tuple[str, ...]
    method: str


class RankingRow(NamedTuple):
    """One subject in a ranking; a tuple, as thousands are made.

    rank: 1, 2, 2, 4 by printed totals; None where not ranked, with *reason*.
    total: the weighted total as printed; None where not ranked for want of a measure.
    tied: shares its rank. previous: its rank in the period before, None where it had none.
    measures: metric id -> measure, in the ranking's order of columns, shown ones included.
    """

    subject: str
    rank: int | None
    total: Decimal | None
    tied: bool
    reason: Text | None
    previous: int | None
    measures: Mapping[str, Measure]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The order of one group of units in one period.

    name: the family (``counties``, ``schools``); id: with the period, for addresses (``counties-2025-q4``).
    method: id of the method record that gave weights and minimum coverage, "" where none was valid.
    weights: metric id -> weight; a metric that is shown but does not count has weight 0.
    rows: by rank, ties and the unranked in administrative order; unranked last.
    """

    name: str
    id: str
    title: Text
    period: Period
    method: str
    weights: Mapping[str, Decimal]
    decimals: int
    rows: tuple[RankingRow, ...]

    @property
    def ranked(self) -> tuple[RankingRow, ...]:
        """The rows that have a rank."""
        return tuple(row for row in self.rows if row.rank is not None)

    @property
    def unranked(self) -> tuple[RankingRow, ...]:
        """The rows without a rank, each with its reason."""
        return tuple(row for row in self.rows if row.rank is None)


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that was computed from one snapshot.

    periods: the quarters with records and their years, in order of time.
    measures: (metric, subject, period) -> measure; every eligible subject has one for every metric
        and period, with a reason where there is no value.
    rankings: in order of period, then of the registry.
    conclusions: inspection id -> conclusion, for every inspection that is done and not withdrawn.
    evaluations: the annual evaluations, oldest first.
    loop: every hazard with what has become of it.
    duties: what is still to be done, by day, late ones included.
    demands: id -> what the five mechanisms demand, in the order of the bureau's text.
    fulfilments: the state of every demand for every unit concerned, by year, demand and unit.
    bulletins: id of an issued bulletin -> what it comes to when it is looked at again.
        These four are empty where only numbers were asked for.
    """

    metrics: Mapping[str, MetricInfo]
    periods: tuple[Period, ...]
    measures: Mapping[tuple[str, str, Period], Measure]
    rankings: tuple[Ranking, ...]
    conclusions: Mapping[str, Conclusion] = default(default_factory=lambda: MappingProxyType({}))
    evaluations: tuple[YearEvaluation, ...] = ()
    loop: Loop = default(default_factory=lambda: Loop(date.min))
    duties: tuple[Duty, ...] = ()
    demands: Mapping[str, DemandInfo] = default(default_factory=lambda: MappingProxyType({}))
    fulfilments: tuple[Fulfilment, ...] = ()
    bulletins: Mapping[str, Recount] = default(default_factory=lambda: MappingProxyType({}))

    def measure(self, metric: str, subject: str, period: Period) -> Measure | None:
        """One measure, or None where the metric does not apply to the subject."""
        return self.measures.get((metric, subject, period))

    def of_subject(self, subject: str) -> Iterator[Measure]:
        """All measures of a subject, by period, then in the order of the metrics."""
        for period in self.periods:
            for metric in self.metrics:
                found = self.measures.get((metric, subject, period))
                if found:
                    yield found

    def ranking(self, name: str, period: Period) -> Ranking | None:
        """One ranking, or None where there is none for the period."""
        return next((r for r in self.rankings if r.name == name and r.period == period), None)
