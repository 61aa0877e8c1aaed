"""A small panel of upright columns: how many in each period, and which part of them is meant."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from .drawing import bar, drawing, text

TOP, BOTTOM, HEIGHT = 18, 84, 104


def columns(
    id: str, title: str, description: str, rows: Sequence[tuple[str, int, int]], most: int = 0
) -> Markup:
    """One column for each (label, total, part); the part stands dark in front of the total.

    most: the count that a full column stands for, so that panels side by side share a scale; by default the
    greatest total. The total is written above; the first and the last label below. Empty for no rows.
    """
    if not rows:
        return Markup("")
    ceiling = max(most, *(total for _, total, _ in rows), 1)
    step = Decimal(100) / len(rows)
    width = step * 7 / 10
    parts: list[str] = []
    for place, (label, total, part) in enumerate(rows):
        x = step * place + (step - width) / 2
        for count, classes in ((total, "c-bar-2"), (part, "c-bar")):
            height = round((BOTTOM - TOP) * count / ceiling)
            if height:
                parts.append(bar(_short(x), BOTTOM - height, width, height, classes))
        top = BOTTOM - round((BOTTOM - TOP) * total / ceiling) - 4
        parts.append(text(step * place + step / 2, top, str(total), "c-muted", "middle"))
        if place == 0:
            parts.append(text(0, HEIGHT - 4, label, "c-muted"))
        elif place == len(rows) - 1:
            parts.append(text(100, HEIGHT - 4, label, "c-muted", "end"))
    return drawing(id, HEIGHT, title, description, parts)


def _short(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"))
