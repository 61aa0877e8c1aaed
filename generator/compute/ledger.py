"""All measures of a snapshot, kept as columns and made into ``Measure`` values when asked for.

A city of 2,500 schools has 125,000 measures, of which a page needs a few; made all at once, with the
records behind each, they would take longer than everything else together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from generator.model.number import scaled, trimmed
from generator.model.period import Period
from generator.model.results import Measure, Operand
from generator.model.schema import Schema
from generator.model.text import Text

from .cells import Cells, Flags, Ints
from .conclusions import Concluded
from .metric import Gap, Metric, Part, Trails

NO_FIELD = Text("这一版本的记录没有字段「{field}」", "The records of this revision have no field {field}")
NO_KIND = Text("这一版本没有「{kind}」类记录", "This revision has no records of the kind {kind}")


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One metric in every cell, as it is printed.

    parts, bases: those of the metric's column. applies: cells that have a measure.
    printed: whole numbers of 10^-decimals, 0 where missing.
    gaps: those of the column, or one for a field that is missing. gap: which of them holds, -1 where none.
    """

    metric: Metric
    parts: tuple[Part, ...]
    bases: Trails
    applies: Flags
    printed: Ints
    gaps: tuple[Gap, ...]
    gap: NDArray[np.int8]

    def measure(self, cell: int, subject: str, period: Period) -> Measure:
        """The measure of one cell."""
        gap = self.gap_at(cell)
        if gap is not None and gap.is_undefined:
            return Measure(self.metric.id, subject, period, None, gap.reason, (), ())
        operands = tuple(_operand(part, cell) for part in self.parts)
        bases = [key for trail in self.bases for key in trail.at(cell)]
        return Measure(
            metric=self.metric.id,
            subject=subject,
            period=period,
            value=self.value(cell),
            reason=gap.reason if gap else None,
            operands=operands,
            evidence=tuple(sorted({*bases, *(key for o in operands for key in o.evidence)})),
        )

    def gap_at(self, cell: int) -> Gap | None:
        """Why one cell has no value, or None where it has one."""
        gap = int(self.gap[cell])
        return self.gaps[gap] if gap >= 0 else None

    def value(self, cell: int) -> Decimal | None:
        """The printed value of one cell."""
        return scaled(int(self.printed[cell]), self.metric.info.decimals) if self.gap[cell] < 0 else None


class Ledger(Mapping[tuple[str, str, Period], Measure]):
    """(metric, subject, period) -> measure, read-only; a measure is the same object every time."""

    def __init__(self, cells: Cells, entries: Sequence[Entry]) -> None:
        """*entries* in the order of the registry."""
        self.entries = {entry.metric.id: entry for entry in entries}
        self.subjects: list[str] = cells.frames.organizations["id"].tolist()
        self.periods = cells.frames.periods
        self._subject_rows = {subject: row for row, subject in enumerate(self.subjects)}
        self._period_rows = {period: row for row, period in enumerate(self.periods)}
        self._made: dict[tuple[str, str, Period], Measure] = {}

    def __getitem__(self, key: tuple[str, str, Period]) -> Measure:
        if key not in self._made:
            metric, subject, period = key
            entry = self.entries[metric]
            cell = self._subject_rows[subject] * len(self.periods) + self._period_rows[period]
            if not entry.applies[cell]:
                raise KeyError(key)
            # The key's own parts may be equal but other objects; the measure shares one of each.
            self._made[key] = entry.measure(cell, self.subjects[cell // len(self.periods)], period)
        return self._made[key]

    def __iter__(self) -> Iterator[tuple[str, str, Period]]:
        for entry in self.entries.values():
            for cell in np.flatnonzero(entry.applies).tolist():
                subject, period = divmod(cell, len(self.periods))
                yield entry.metric.id, self.subjects[subject], self.periods[period]

    def __len__(self) -> int:
        return sum(int(entry.applies.sum()) for entry in self.entries.values())


class RowMeasures(Mapping[str, Measure]):
    """metric -> measure of one subject in one period, for the metrics that apply, in a ranking's order."""

    __slots__ = ("_ledger", "_metrics", "_period", "_subject")

    def __init__(self, ledger: Ledger, metrics: tuple[str, ...], subject: str, period: Period) -> None:
        """*metrics*: those that apply to the subject."""
        self._ledger = ledger
        self._metrics = metrics
        self._subject = subject
        self._period = period

    def __getitem__(self, metric: str) -> Measure:
        if metric not in self._metrics:
            raise KeyError(metric)
        return self._ledger[metric, self._subject, self._period]

    def __iter__(self) -> Iterator[str]:
        return iter(self._metrics)

    def __len__(self) -> int:
        return len(self._metrics)


def ledger_of(
    cells: Cells, concluded: Concluded, metrics: Sequence[Metric], schemas: Mapping[str, Schema]
) -> Ledger:
    """Every metric in every cell, rounded half-up to its decimals."""
    return Ledger(cells, [_entry(metric, cells, concluded, schemas) for metric in metrics])


def _entry(metric: Metric, cells: Cells, concluded: Concluded, schemas: Mapping[str, Schema]) -> Entry:
    applies = cells.of_level(*metric.levels)
    lacking = next((reason for need in metric.needs if (reason := _lacking(need, schemas))), None)
    if lacking:
        gaps = (Gap(lacking, applies, is_undefined=True),)
        nothing = np.zeros(cells.size, dtype=np.int64)
        return Entry(metric, (), (), applies, nothing, gaps, np.zeros(cells.size, dtype=np.int8))
    column = metric.column(cells, concluded)
    gap = np.full(cells.size, -1, dtype=np.int8)
    for number, found in reversed(list(enumerate(column.gaps))):
        gap[found.where] = number
    is_valued = gap < 0
    if (column.denominator[is_valued & applies] <= 0).any():
        raise ValueError(f"{metric.id}: divides by zero where no gap is stated")
    below = np.where(column.denominator > 0, column.denominator, 1)
    # Half-up by whole numbers; every amount that we count is 0 or more.
    doubled = 2 * column.numerator * 10**metric.info.decimals
    printed = np.where(is_valued, (doubled + below) // (2 * below), 0)
    return Entry(metric, column.parts, column.bases, applies, printed, column.gaps, gap)


def _lacking(need: str, schemas: Mapping[str, Schema]) -> Text | None:
    kind, _, field = need.partition(".")
    if kind not in schemas:
        return NO_KIND.format(kind=kind)
    if not any(f.path == field for f in schemas[kind].walk()):
        return NO_FIELD.format(field=need)
    return None


def _operand(part: Part, cell: int) -> Operand:
    keys = {key for trail in part.trails for key in trail.at(cell)}
    value = Decimal(trimmed(scaled(int(part.amounts[cell]), part.decimals)))
    return Operand(part.name, value, tuple(sorted(keys)))
