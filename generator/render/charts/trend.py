"""A line over time for one to three measures on a common scale."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from markupsafe import Markup

from generator.model.number import trimmed

from .drawing import dot, drawing, line, scale, text, thinned

LEFT, RIGHT = Decimal(11), Decimal(90)
FIRST = Decimal(16)  # the first point; its label keeps clear of the axis on a phone
TOP, BOTTOM = 66, 226


def trend(
    id: str,
    title: str,
    description: str,
    periods: Sequence[str],
    series: Sequence[tuple[str, Sequence[Decimal | None]]],
    ceiling: Decimal | None = None,
) -> Markup:
    """One line for each series; no value is a gap, never a zero. Empty without any value."""
    values = [v for _, points in series for v in points if v is not None]
    if not values:
        return Markup("")
    low, high, step = scale(values, ceiling)

    def across(place: int) -> Decimal:
        return FIRST + (RIGHT - FIRST) * place / max(len(periods) - 1, 1) if len(periods) > 1 else Decimal(50)

    def up(value: Decimal) -> float:
        return float(BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP))

    parts: list[str] = []
    tick = low
    while tick <= high:
        parts.append(line(LEFT - 2, up(tick), RIGHT + 2, up(tick), "c-grid"))
        parts.append(text(LEFT - 3, up(tick) + 4, trimmed(tick), "c-muted", "end"))
        tick += step
    for place, label in enumerate(periods):
        classes = f"c-muted{thinned(place, len(periods))}"
        parts.append(text(across(place), BOTTOM + 36, label, classes, "middle"))
    for number, (name, points) in enumerate(series, 1):
        parts.extend(_series(number, points, across, up))
        parts.append(dot(LEFT, 20 * number - 10, 5, f"f{number}"))
        parts.append(text(LEFT, 20 * number - 6, name, "c-muted", dx=10))
    for place in range(len(periods)):
        found = sorted((v for _, points in series if (v := points[place]) is not None), reverse=True)
        parts.extend(text(across(place), at, f"{v:f}", "c-value", "middle") for v, at in _labels(found, up))
    return drawing(id, BOTTOM + 46, title, description, parts)


def _series(
    number: int,
    points: Sequence[Decimal | None],
    across: Callable[[int], Decimal],
    up: Callable[[Decimal], float],
) -> list[str]:
    parts = []
    for place, value in enumerate(points):
        before = points[place - 1] if place else None
        if value is not None and before is not None:
            parts.append(line(across(place - 1), up(before), across(place), up(value), f"c-line s{number}"))
    for place, value in enumerate(points):
        if value is not None:
            parts.append(dot(across(place), up(value), 4, f"f{number}"))
    return parts


def _labels(falling: Sequence[Decimal], up: Callable[[Decimal], float]) -> Iterator[tuple[Decimal, float]]:
    """Each value of a period with its height: the highest above its dot, the others below theirs.

    By value, not by series: where two lines cross, labels on fixed sides would meet between them.
    """
    for place, value in enumerate(falling):
        yield value, up(value) + (19 if place else -9)
