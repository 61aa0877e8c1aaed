"""Exact rounding: every printed figure is rounded here, half-up, and never passes through a float."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

Exact = Decimal | Fraction | int


def round_half_up(value: Exact, decimals: int) -> Decimal:
    """*value* with exactly *decimals* digits after the point; a half goes away from zero (四舍五入).

    ValueError for a negative number of decimals, and for a Decimal that is not finite.
    """
    if decimals < 0:
        raise ValueError(f"decimals: {decimals}")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError(f"not a number that can be rounded: {value}")
    top, bottom = value.as_integer_ratio()
    digits = (2 * abs(top) * 10**decimals + bottom) // (2 * bottom)
    return scaled(-digits if top < 0 else digits, decimals)


@lru_cache(maxsize=1 << 16)
def scaled(units: int, decimals: int) -> Decimal:
    """The Decimal of *units* × 10^-*decimals*, with all its decimals: (1250, 2) is 12.50."""
    # Written out and read, because arithmetic on Decimals rounds to the context's precision.
    return Decimal(f"{units}E-{decimals}")


def mean(values: Iterable[Exact]) -> Fraction:
    """The exact arithmetic mean; ValueError where there is nothing to average."""
    exact = [Fraction(v) for v in values]
    if not exact:
        raise ValueError("mean of nothing")
    return sum(exact, Fraction(0)) / len(exact)


def trimmed(value: Decimal) -> str:
    """The digits of *value* without trailing zeros after the point, never in exponent form: 12.50 is 12.5."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def fen(value: Decimal | int) -> int:
    """An amount in yuan as a whole number of fen."""
    return int(round_half_up(value * 100, 0))


def yuan(value: Decimal | int) -> str:
    """An amount of money as people read it, exact to the fen: 480,000.00."""
    return f"{round_half_up(value, 2):,f}"
