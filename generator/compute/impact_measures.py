"""Every number that is another one, found by columns: a city has a hundred thousand of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

import numpy as np

from generator.model.impact import MeasureMove
from generator.model.period import Period
from generator.model.results import Measure, Results

from .cells import Ints
from .ledger import Ledger

Key = tuple[str, str, Period]


def measure_moves(
    base: Results, head: Results, changed: Set[str], renamed: Mapping[str, str]
) -> Iterator[MeasureMove]:
    """By metric, period and unit; what has no value on either side has not moved.

    renamed: old id of a unit -> the one that it has now.
    """
    was = {new: old for old, new in renamed.items()}
    for key in moved(base.measures, head.measures, renamed):
        metric, unit, period = key
        before = base.measures.get((metric, was.get(unit, unit), period))
        after = head.measures.get(key)
        yield MeasureMove(
            metric=head.metrics[metric],
            unit=unit,
            period=period,
            before=before.value if before else None,
            after=after.value if after else None,
            because=tuple(sorted(_rests_on(before, after) & changed or {f"organizations/{unit}"} & changed)),
        )


def _rests_on(*measures: Measure | None) -> set[str]:
    return {key for measure in measures if measure for key in measure.evidence}


def moved(
    before: Mapping[Key, Measure], after: Mapping[Key, Measure], renamed: Mapping[str, str]
) -> list[Key]:
    """The measures with another value, by metric, period and unit; both sides as ``assess`` made them."""
    if not isinstance(before, Ledger) or not isinstance(after, Ledger):
        raise TypeError("measures that assess did not make")
    subjects = sorted({*(renamed.get(s, s) for s in before.subjects), *after.subjects})
    periods = sorted({*before.periods, *after.periods}, key=lambda p: p.order)
    found: list[Key] = []
    for metric in after.entries:
        one, other = (_values(ledger, metric, subjects, periods, renamed) for ledger in (before, after))
        places = np.flatnonzero((one != other).T.ravel()).tolist()
        found += [
            (metric, subjects[subject], periods[period])
            for period, subject in (divmod(place, len(subjects)) for place in places)
        ]
    return found


def _values(
    ledger: Ledger,
    metric: str,
    subjects: Sequence[str],
    periods: Sequence[Period],
    renamed: Mapping[str, str],
) -> Ints:
    """Subjects × periods: whole numbers as printed, -1 where there is no value."""
    values = np.full((len(subjects), len(periods)), -1, dtype=np.int64)
    entry = ledger.entries.get(metric)
    if entry is None or not ledger.periods:
        return values
    shape = (len(ledger.subjects), len(ledger.periods))
    own = np.where(entry.applies & (entry.gap < 0), entry.printed, -1).reshape(shape)
    own_subjects = np.array([renamed.get(s, s) for s in ledger.subjects], dtype=object)
    rows = np.searchsorted(np.array(subjects, dtype=object), own_subjects)
    columns = np.array([periods.index(period) for period in ledger.periods], dtype=np.int64)
    values[rows[:, None], columns[None, :]] = own
    return values
