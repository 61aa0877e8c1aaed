"""A dot plot: one line for each unit, its value as a dot on a common scale."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from generator.model.number import trimmed

from .drawing import dot, drawing, line, scale, text

LEFT, RIGHT = Decimal(34), Decimal(82)
ROW = 28


def dots(
    id: str, title: str, description: str, rows: Sequence[tuple[str, Decimal]], unit: str = ""
) -> Markup:
    """Labels on the left in the given order, values written beside the dots; empty for no rows."""
    if not rows:
        return Markup("")
    low, high, step = scale([v for _, v in rows])
    height = ROW * len(rows) + 34

    def across(value: Decimal) -> Decimal:
        return LEFT + (value - low) / (high - low) * (RIGHT - LEFT)

    parts: list[str] = []
    tick = low
    while tick <= high:
        parts.append(line(across(tick), 4, across(tick), height - 26, "c-grid"))
        parts.append(text(across(tick), height - 8, f"{trimmed(tick)}{unit}", "c-muted", "middle"))
        tick += step
    for place, (label, value) in enumerate(rows):
        y = ROW * place + 20
        parts.append(text(0, y + 4, label))
        parts.append(line(LEFT, y, across(value), y, "c-grid"))
        parts.append(dot(across(value), y, 6, "c-dot"))
        parts.append(text(across(value), y + 4, f"{value:f}", "c-strong", dx=11))
    return drawing(id, height, title, description, parts)
