"""Horizontal bars for counts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from .drawing import bar, drawing, text

LEFT, RIGHT = Decimal(20), Decimal(88)
ROW = 26


def bars(id: str, title: str, description: str, rows: Sequence[tuple[str, int]]) -> Markup:
    """One bar for each label, in the given order, its count written at the end; empty for no rows."""
    if not rows:
        return Markup("")
    most = max(max(count for _, count in rows), 1)
    parts: list[str] = []
    for place, (label, count) in enumerate(rows):
        y = ROW * place + 4
        width = (RIGHT - LEFT) * count / most
        parts.append(text(LEFT, y + 14, label, "", "end", dx=-10))
        parts.append(bar(LEFT, y, width, ROW - 8, "c-bar"))
        parts.append(text(LEFT + width, y + 14, str(count), "c-strong", dx=8))
    return drawing(id, ROW * len(rows) + 8, title, description, parts)
