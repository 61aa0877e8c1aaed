"""A bump chart: how ranks moved from period to period."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from .drawing import dot, drawing, line, text, thinned

LEFT, RIGHT = Decimal(9), Decimal(66)
ROW = 34
COLOURS = 5


def bump(
    id: str,
    title: str,
    description: str,
    periods: Sequence[str],
    units: Sequence[tuple[str, Sequence[int | None]]],
    joined: Sequence[bool] = (),
) -> Markup:
    """One line for each unit, in the given order; no rank, no dot. Empty for one period.

    joined: for each period, whether it may be compared with the one before; where it may not, no line is
    drawn and a dashed upright stands between the two. Empty: all may.
    """
    ranks = [r for _, points in units for r in points if r is not None]
    if len(periods) < 2 or not ranks:
        return Markup("")

    def across(place: int) -> Decimal:
        return LEFT + (RIGHT - LEFT) * place / (len(periods) - 1)

    def down(rank: int) -> int:
        return 22 + ROW * (rank - 1)

    bottom = down(max(ranks))
    parts = [
        text(across(n), bottom + 40, label, f"c-muted{thinned(n, len(periods))}", "middle")
        for n, label in enumerate(periods)
    ]
    broken = {n for n, is_joined in enumerate(joined) if n and not is_joined}
    for n in sorted(broken):
        middle = (across(n - 1) + across(n)) / 2
        parts.append(line(middle, 6, middle, bottom + 16, "c-pace"))
    shared: dict[int, list[str]] = {}
    for number, (name, points) in enumerate(units):
        colour = number % COLOURS + 1
        for place in range(1, len(points)):
            before, now = points[place - 1], points[place]
            if before is not None and now is not None and place not in broken:
                parts.append(
                    line(across(place - 1), down(before), across(place), down(now), f"c-line s{colour}")
                )
        for place, rank in enumerate(points):
            if rank is not None:
                parts.append(dot(across(place), down(rank), 12, f"f{colour}"))
                parts.append(text(across(place), down(rank) + 4, str(rank), "c-in", "middle"))
        last = points[-1]
        if last is not None:
            shared.setdefault(last, []).append(name)
    for rank, names in shared.items():
        parts.append(text(across(len(periods) - 1), down(rank) + 5, "、".join(names), dx=20))
    return drawing(id, bottom + 52, title, description, parts)
