"""Axes of charts: every set of values has one, whatever it is."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from generator.render.charts.drawing import scale, thinned
from generator.render.charts.trend import trend

D = Decimal


@pytest.mark.parametrize(
    ("values", "ceiling", "axis"),
    [
        (["100", "100"], "100", ("99.5", "100", "0.5")),  # all at the ceiling
        (["100"], None, ("100", "100.5", "0.5")),
        (["0"], "100", ("0", "0.5", "0.5")),
        (["97.2", "99.1"], "100", ("97", "99.5", "0.5")),
        (["12", "88"], "100", ("0", "100", "20")),
    ],
)
def test_an_axis_holds_its_values_and_has_a_length(
    values: list[str], ceiling: str | None, axis: object
) -> None:
    """A year in which everybody reached 100 % divided by nothing."""
    low, high, step = scale([D(v) for v in values], D(ceiling) if ceiling else None)
    assert (low, high, step) == tuple(map(D, axis))
    assert low < high
    assert all(low <= D(v) <= high for v in values)


def test_a_line_of_hundreds_is_drawn() -> None:
    drawn = trend("t", "甲", "乙", ["1", "2"], [("合格率", [D(100), D(100)])], D(100))
    assert drawn.count("<circle") == 3


def test_labels_of_crossing_lines_keep_apart() -> None:
    """The lower line was labelled above its dots even where it lay below the other, so two labels met."""
    crossing = [("合格率", [D("96.7"), D("86.7")]), ("得分率", [D("91.2"), D("91.5")])]
    drawn = trend("t", "甲", "乙", ["1", "2"], crossing, D(100))
    heights = {w: float(y) for y, w in re.findall(r'y="([0-9.]+)"[^>]*c-value">([0-9.]+)<', drawn)}
    assert heights["96.7"] + 28 < heights["91.2"]
    assert heights["91.5"] + 28 < heights["86.7"]


def test_a_phone_leaves_out_every_second_label_of_many() -> None:
    """Six quarters under a bump chart ran into each other at 390 px; the newest always stays."""
    assert [bool(thinned(n, 6)) for n in range(6)] == [True, False, True, False, True, False]
    assert not any(thinned(n, 4) for n in range(4))
