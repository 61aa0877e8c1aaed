"""How far something had come on each day it was reported, against the even pace to its deadline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from markupsafe import Markup

from .drawing import dot, drawing, line, text

LEFT, RIGHT = Decimal(8), Decimal(94)
TOP, BOTTOM = 34, 190


def progress(
    id: str,
    title: str,
    description: str,
    start: date,
    deadline: date,
    reports: Sequence[tuple[date, int]],
    words: tuple[str, str, str],
    as_of: date | None = None,
) -> Markup:
    """A line through the reports (day, per cent) over the even pace from *start* to *deadline*.

    words: for the line of reports, for the even pace, and for the deadline. as_of: drawn as a line where
    something is still to come. Empty where the span holds no day.
    """
    last = max([deadline, *(day for day, _ in reports), *([as_of] if as_of else ())])
    if last <= start:
        return Markup("")

    def across(day: date) -> Decimal:
        return LEFT + (RIGHT - LEFT) * Decimal((day - start).days) / Decimal((last - start).days)

    def up(percent: int) -> float:
        return float(BOTTOM - percent * (BOTTOM - TOP) / 100)

    parts: list[str] = []
    for tick in (0, 25, 50, 75, 100):
        parts.append(line(LEFT, up(tick), RIGHT, up(tick), "c-grid"))
        parts.append(text(LEFT, up(tick) + 4, f"{tick}", "c-muted", "end", dx=-8))
    parts.append(line(across(start), up(0), across(deadline), up(100), "c-pace"))
    parts.append(line(across(deadline), TOP - 6, across(deadline), BOTTOM, "c-until"))
    parts.append(text(across(start), BOTTOM + 20, _short(start), "c-muted", "start"))
    at = "middle" if across(deadline) < 85 else "end"
    parts.append(text(across(deadline), BOTTOM + 20, f"{words[2]} {_short(deadline)}", "c-muted", at))
    if as_of and as_of > start:
        parts.append(line(across(as_of), TOP - 6, across(as_of), BOTTOM, "c-today"))
    points = [(start, 0), *reports]
    for (day, percent), (after, then) in pairwise(points):
        parts.append(line(across(day), up(percent), across(after), up(then), "c-line s1"))
    for day, percent in reports:
        parts.append(dot(across(day), up(percent), 4, "f1"))
        # Above the line where it ends, else below it, where the even pace seldom runs.
        place = (up(percent) - 9, "end", 0) if percent == 100 else (up(percent) + 17, "start", 4)
        parts.append(text(across(day), place[0], f"{percent}", "", place[1], dx=place[2]))
    parts.append(dot(LEFT, 10, 5, "f1"))
    parts.append(text(LEFT, 14, words[0], "c-muted", dx=10))
    parts.append(line(LEFT + 30, 10, LEFT + 35, 10, "c-pace"))
    parts.append(text(LEFT + 35, 14, words[1], "c-muted", dx=8))
    return drawing(id, BOTTOM + 30, title, description, parts)


def _short(day: date) -> str:
    return f"{day.month}-{day.day:02}"
