"""A year or a quarter of a year: what every figure is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .text import Text

_DAY = re.compile(r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}")


def is_day(text: str) -> bool:
    """Is *text* a day that exists, written ``2025-04-18``, from 1900 to 2199?

    9999-12-31 for "without an end" is none: deadlines are counted on from days, and after it there are none.
    """
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar year (*quarter* is 0) or one of its quarters (1 to 4).

    Prints and parses as ``2025`` or ``2025-Q4``. Ordered by time, a year after its own quarters.
    """

    year: int
    quarter: int = 0

    @classmethod
    def parse(cls, code: str) -> Period:
        """``2025`` or ``2025-Q4``; ValueError for anything else."""
        match = re.fullmatch(r"([0-9]{4})(?:-Q([1-4]))?", code)
        if not match:
            raise ValueError(code)
        return cls(int(match[1]), int(match[2] or 0))

    @classmethod
    def quarter_of(cls, day: date) -> Period:
        """The quarter that *day* lies in."""
        return cls(day.year, (day.month + 2) // 3)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.quarter}" if self.quarter else str(self.year)

    def __lt__(self, other: Period) -> bool:
        return self.order < other.order

    @property
    def order(self) -> tuple[int, int]:
        """Sort key: by year, quarters first, then the year as a whole."""
        return (self.year, self.quarter or 5)

    @property
    def label(self) -> Text:
        """For readers, such as 2025年第4季度 or Q4 2025."""
        if self.quarter:
            return Text(f"{self.year}年第{self.quarter}季度", f"Q{self.quarter} {self.year}")
        return Text(f"{self.year}年", str(self.year))

    @property
    def slug(self) -> str:
        """Lower-case form for addresses: ``2025-q4``."""
        return str(self).lower()

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year, 3 * self.quarter - 2 if self.quarter else 1, 1)

    @property
    def end(self) -> date:
        """The last day."""
        is_last = self.quarter in (0, 4)
        return (Period(self.year + 1) if is_last else Period(self.year, self.quarter + 1)).start - timedelta(
            1
        )

    @property
    def previous(self) -> Period:
        """The period before of the same length."""
        if self.quarter > 1:
            return Period(self.year, self.quarter - 1)
        return Period(self.year - 1, 4 if self.quarter else 0)

    def covers(self, other: Period) -> bool:
        """Is *other* this period, or a quarter of this year?"""
        return self == other or (not self.quarter and self.year == other.year)


def with_years(quarters: Iterable[Period]) -> tuple[Period, ...]:
    """The given quarters and the years they lie in, in order of time."""
    found = set(quarters)
    return tuple(sorted(found | {Period(q.year) for q in found}))
