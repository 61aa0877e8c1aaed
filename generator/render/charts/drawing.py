"""The parts that every figure is drawn with."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from markupsafe import Markup


def drawing(id: str, height: int, title: str, description: str, parts: Iterable[Markup]) -> Markup:
    """The whole figure, *height* pixels high, as wide as its place."""
    return Markup(
        '<svg role="img" aria-labelledby="{0}-t {0}-d" height="{1}" style="height:{1}px">'
        '<title id="{0}-t">{2}</title><desc id="{0}-d">{3}</desc>{4}</svg>'
    ).format(id, height, title, description, Markup("").join(parts))


def text(
    x: Decimal | float, y: float, words: str, classes: str = "", anchor: str = "start", dx: int = 0
) -> Markup:
    """Words at *x* per cent, moved by *dx* pixels."""
    return Markup('<text x="{}%" y="{}" dx="{}" text-anchor="{}" class="{}">{}</text>').format(
        _short(x), y, dx, anchor, classes, words
    )


def line(x1: Decimal | float, y1: float, x2: Decimal | float, y2: float, classes: str) -> Markup:
    """A straight line; places across in per cent."""
    return Markup('<line x1="{}%" y1="{}" x2="{}%" y2="{}" class="{}"/>').format(
        _short(x1), y1, _short(x2), y2, classes
    )


def dot(x: Decimal | float, y: float, radius: int, classes: str) -> Markup:
    """A filled circle at *x* per cent."""
    return Markup('<circle cx="{}%" cy="{}" r="{}" class="{}"/>').format(_short(x), y, radius, classes)


def scale(values: Iterable[Decimal], ceiling: Decimal | None = None) -> tuple[Decimal, Decimal, Decimal]:
    """Least, greatest and step of an axis with four to eight round steps around *values*."""
    found = list(values)
    low, high = min(found), max(found)
    spread = max(high - low, Decimal(1))
    step = next(s for s in _STEPS if spread / s <= 5)
    low = (low / step).to_integral_value(ROUND_FLOOR) * step
    high = (high / step).to_integral_value(ROUND_CEILING) * step
    if low == high:
        high += step
    if ceiling is not None and high > ceiling:
        high = ceiling
    return low, high, step


_STEPS = tuple(Decimal(m) * 10**e for e in range(6) for m in ("0.5", "1", "2"))


def _short(value: Decimal | float) -> str:
    return f"{float(value):.2f}".rstrip("0").rstrip(".")
