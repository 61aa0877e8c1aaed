"""Bars of which a part is filled."""

from __future__ import annotations

import re
from decimal import Decimal

from generator.render.charts.fills import Fill, fills


def widths(svg: str) -> list[str]:
    return re.findall(r'<rect [^>]*width="([^"]+)%"', svg)


def test_bars_share_one_scale_and_a_part_may_be_longer_than_its_whole() -> None:
    """More spent than planned is what a reader must see, so it is not cut off."""
    svg = fills(
        "x",
        "题",
        "说明",
        [Fill("甲", Decimal(50), Decimal(100), "一"), Fill("乙", Decimal(25), Decimal(0), "二")],
    )
    assert widths(str(svg)) == ["50", "100", "25", "0"]


def test_words_are_escaped_and_nothing_gives_nothing() -> None:
    assert "<b>" not in fills("x", "<b>", "<b>", [Fill("<b>", Decimal(1), Decimal(1), "<b>")])
    assert fills("x", "题", "说明", []) == ""


def test_all_nothing_is_drawn_without_dividing_by_it() -> None:
    svg = fills("x", "题", "说明", [Fill("甲", Decimal(0), Decimal(0), "0")])
    assert widths(str(svg)) == ["0", "0"]
