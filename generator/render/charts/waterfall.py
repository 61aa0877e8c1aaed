"""A waterfall: from full marks down to the score, one step for each loss, up again for a bonus.

Small losses of a hundred points would not be seen on an axis from nought, so it begins where it must; the
first and the last bar are broken there, and whoever shows it says where it begins (``first_of``).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from .drawing import bar, drawing, line, scale, text

LEFT, RIGHT = Decimal(38), Decimal(90)
BREAK = Decimal(1)  # where a bar that does not begin at nought is broken, beside its left end
ROW = 26


def waterfall(
    id: str,
    title: str,
    description: str,
    start: tuple[str, Decimal],
    steps: Sequence[tuple[str, Decimal]],
    end: tuple[str, Decimal],
) -> Markup:
    """Steps are signed; *end* is what they leave of *start*. Labels stand left, amounts beside the bars."""
    levels = _levels(start, steps)
    low, high, _ = scale([*levels, end[1]])

    def across(value: Decimal) -> Decimal:
        return LEFT + (value - low) / (high - low) * (RIGHT - LEFT)

    rows: list[tuple[str, Decimal, Decimal, str, str]] = [
        (start[0], low, start[1], "c-bar-2", f"{start[1]:f}")
    ]
    for (label, amount), before, after in zip(steps, levels, levels[1:], strict=False):
        style = "c-loss" if amount < 0 else "c-gain"
        rows.append((label, min(before, after), max(before, after), style, f"{amount:+f}".replace("-", "−")))
    rows.append((end[0], low, end[1], "c-bar", f"{end[1]:f}"))
    parts: list[str] = []
    labels: list[str] = []
    for place, (label, left, right, style, words) in enumerate(rows):
        y = ROW * place + 4
        labels.append(text(0, y + 14, label))
        parts.append(bar(across(left), y, max(across(right) - across(left), Decimal("0.3")), ROW - 8, style))
        parts.append(text(across(right), y + 14, words, "c-strong", dx=8))
        if low and place in (0, len(rows) - 1):
            parts.append(bar(LEFT + BREAK, y - 2, BREAK / 2, ROW - 4, "c-break"))
        if place + 1 < len(rows):
            edge = levels[min(place, len(levels) - 1)]
            parts.append(line(across(edge), y + ROW - 8, across(edge), y + ROW, "c-grid"))
    height = ROW * len(rows) + 8
    # A drawing within the drawing cuts off what is too long for its column; the table beside has it whole.
    column = f'<svg width="{LEFT - 1}%" height="{height}">{"".join(labels)}</svg>'
    return drawing(id, height, title, description, [column, *parts])


def first_of(
    start: tuple[str, Decimal], steps: Sequence[tuple[str, Decimal]], end: tuple[str, Decimal]
) -> Decimal:
    """Where the axis begins."""
    return scale([*_levels(start, steps), end[1]])[0]


def _levels(start: tuple[str, Decimal], steps: Sequence[tuple[str, Decimal]]) -> list[Decimal]:
    levels = [start[1]]
    for _, amount in steps:
        levels.append(levels[-1] + amount)
    return levels
