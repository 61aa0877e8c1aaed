"""Why a rank is not that of the year before: the unit's own part, that of the others, that of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Movement:
    """One unit that has a rank in both years.

    before, after: its ranks as printed. recast: its rank by this year's rules and last year's facts.
    rules, own, others: places gained (+) or lost (-) by changed rules, by its own changed facts and by those
        of other units; they add up to before - after exactly. Halves come of the mean of two orders.
    total_before, total_after: totals as printed. total_recast: last year's facts by this year's rules.
    items: (item, points gained) of its own facts, under this year's rules, greatest first; noughts left out,
        and an item that is not scored yet has nothing so far.
    extra: what bonus and deduction gained, likewise.
    """

    before: int
    recast: int
    after: int
    rules: Decimal
    own: Decimal
    others: Decimal
    total_before: Decimal
    total_recast: Decimal
    total_after: Decimal
    items: tuple[tuple[str, Decimal], ...]
    extra: Decimal

    @property
    def gained(self) -> int:
        """Places gained since the year before; negative where places were lost."""
        return self.before - self.after


@dataclass(frozen=True, slots=True)
class Recast:
    """The year before, judged anew by this year's rules.

    year: the year before. is_same: were both years judged by one version and by the same rules, so that
        their ranks may be joined as they are?
    added: items that only this year's list has; dropped: those that only last year's had.
    carried: items of which last year's score was carried over in proportion, since its facts do not fit the
        item of this year (or only a score was written down).
    movements: unit -> its movement, for those with a rank in both years.
    """

    year: int
    is_same: bool
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    carried: tuple[str, ...]
    movements: Mapping[str, Movement]
