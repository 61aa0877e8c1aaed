"""Formatting only: numbers, dates and addresses as readers see them. Nothing here computes a figure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from generator.model.period import Period
from generator.model.text import Language

MINUS = "−"
MISSING = "–"


def number(value: Decimal | int | None, decimals: int | None = None) -> str:
    """Digits with a real minus sign, padded to *decimals*; ``–`` for no value."""
    if value is None:
        return MISSING
    exact = Decimal(value)  # an int formats itself with six decimals
    text = format(exact, "f") if decimals is None else format(exact, f".{decimals}f")
    return text.replace("-", MINUS)


def signed(value: Decimal | int, decimals: int | None = None) -> str:
    """A change with its sign: ``+1.5``, ``−2``, ``±0``."""
    if value == 0:
        return "±0"
    return ("+" if value > 0 else "") + number(value, decimals)


@lru_cache(maxsize=1 << 12)
def day(value: date | str | None, language: Language = "zh") -> str:
    """A date as people write it: 2025年12月3日, or 3 Dec 2025."""
    if value is None:
        return MISSING
    when = date.fromisoformat(value) if isinstance(value, str) else value
    if language == "en":
        return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"
    return f"{when.year}年{when.month}月{when.day}日"


def short_day(value: date | str | None) -> str:
    """A date for narrow columns: 2025-12-03."""
    return MISSING if value is None else str(value)


def short_period(period: Period) -> str:
    """A period for the axis of a figure: 2025Q4, or 2025."""
    return str(period).replace("-", "")


def host(address: str) -> str:
    """The host that an ``https:`` address leads to, for showing beside a link."""
    return address.removeprefix("https://").split("/", 1)[0]


def join_names(names: Any, language: Language = "zh") -> str:
    """「甲、乙、丙」 or “A, B, C”."""
    return ("、" if language == "zh" else ", ").join(str(n) for n in names)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
