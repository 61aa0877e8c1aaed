"""Years as the mechanisms count them: cycles of years, and the day by which a year is judged."""

from __future__ import annotations

from datetime import date


def cycle_start(year: int, first: int, years: int) -> int:
    """The first year of the cycle that *year* lies in; cycles have *years* years, counted from *first*."""
    return year - (year - first) % years


def day_of_judgement(year: int, as_of: date) -> str:
    """The last day of *year*, or *as_of* before that: what holds then is what the year is judged by."""
    return min(date(year, 12, 31), as_of).isoformat()
