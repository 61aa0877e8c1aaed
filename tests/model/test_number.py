"""Rounding is exact and half-up, because ranks are made from what is printed."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.number import mean, round_half_up, scaled, trimmed


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (Decimal("19.995"), 2, "20.00"),  # the float 19.995 would give 19.99
        (Decimal("79.995"), 2, "80.00"),
        (Decimal("79.9949999"), 2, "79.99"),
        (Decimal("2.5"), 0, "3"),  # not to the even neighbour
        (Decimal("3.5"), 0, "4"),
        (Decimal("-2.5"), 0, "-3"),
        (Decimal("-0.4"), 0, "0"),  # and never "-0"
        (Fraction(2, 3), 4, "0.6667"),
        (Fraction(1, 8), 2, "0.13"),
        (7, 2, "7.00"),
        (Decimal("1E+3"), 1, "1000.0"),
    ],
)
def test_half_goes_up(value: Decimal | Fraction | int, decimals: int, printed: str) -> None:
    assert str(round_half_up(value, decimals)) == printed


def test_narrow_decimal_context_changes_nothing() -> None:
    """A caller's precision must not round a second time."""
    with localcontext(prec=3):
        assert str(round_half_up(Fraction(1234567, 10), 2)) == "123456.70"
        assert str(scaled(1234567, 2)) == "12345.67"


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(0, 6))
def test_rounded_value_is_within_half_a_unit(value: Fraction, decimals: int) -> None:
    assert abs(Fraction(round_half_up(value, decimals)) - value) <= Fraction(1, 2 * 10**decimals)


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_number_is_refused(value: Decimal) -> None:
    with pytest.raises(ValueError, match="rounded"):
        round_half_up(value, 1)


def test_negative_decimals_are_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        round_half_up(1, -1)


def test_mean_is_exact() -> None:
    assert mean([Decimal("0.1"), Decimal("0.2"), 1]) == Fraction(13, 30)


def test_mean_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        mean([])


@pytest.mark.parametrize(
    ("value", "text"), [("12.50", "12.5"), ("12.00", "12"), ("120", "120"), ("1E+3", "1000"), ("0.000", "0")]
)
def test_trailing_zeros_are_dropped(value: str, text: str) -> None:
    assert trimmed(Decimal(value)) == text
