"""Ranks with their intervals: a dot where a unit stands, a bar where it might stand."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from .drawing import dot, drawing, line, text

LEFT, RIGHT = Decimal(26), Decimal(94)
ROW = 30


def intervals(
    id: str, title: str, description: str, rows: Sequence[tuple[str, int, tuple[int, int]]]
) -> Markup:
    """(label, rank, (best, worst)), in the given order, on a common scale of ranks; empty for no rows."""
    if not rows:
        return Markup("")
    last = max(max(rank, high) for _, rank, (_, high) in rows)
    height = ROW * len(rows) + 34

    def across(rank: int) -> Decimal:
        return LEFT + (RIGHT - LEFT) * (rank - 1) / max(last - 1, 1)

    step = max(1, last // 12)
    parts: list[str] = []
    for tick in range(1, last + 1, step):
        parts.append(line(across(tick), 4, across(tick), height - 26, "c-grid"))
        parts.append(text(across(tick), height - 8, str(tick), "c-muted", "middle"))
    for place, (label, rank, (low, high)) in enumerate(rows):
        y = ROW * place + 20
        parts.append(text(0, y + 4, label))
        parts.append(line(across(low), y, across(high), y, "c-range"))
        parts.append(dot(across(rank), y, 7, "c-dot"))
    return drawing(id, height, title, description, parts)
