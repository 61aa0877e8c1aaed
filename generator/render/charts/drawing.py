"""The parts that every figure is drawn with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with its sentence, and its numbers as a table to fold out: heads first."""

    svg: Markup
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def drawing(id: str, height: int, title: str, description: str, parts: Iterable[str]) -> Markup:
    """The whole figure, *height* pixels high, as wide as its place; *parts* are SVG."""
    head = f'<svg role="img" aria-labelledby="{id}-t {id}-d" height="{height}" style="height:{height}px">'
    names = f'<title id="{id}-t">{escape(title)}</title><desc id="{id}-d">{escape(description)}</desc>'
    return Markup(f"{head}{names}{''.join(parts)}</svg>")  # noqa: S704 - every part escapes what it was given


def text(
    x: Decimal | float, y: float, words: str, classes: str = "", anchor: str = "start", dx: int = 0
) -> str:
    """Words at *x* per cent, moved by *dx* pixels."""
    place = f'x="{_short(x)}%" y="{y}" dx="{dx}" text-anchor="{anchor}" class="{classes}"'
    return f"<text {place}>{escape(words)}</text>"


def thinned(place: int, count: int) -> str:
    """A class for every second of many labels, counted from the last: a phone leaves them out."""
    return " c-thin" if count > 4 and (count - place) % 2 == 0 else ""


def line(x1: Decimal | float, y1: float, x2: Decimal | float, y2: float, classes: str) -> str:
    """A straight line; places across in per cent."""
    return f'<line x1="{_short(x1)}%" y1="{y1}" x2="{_short(x2)}%" y2="{y2}" class="{classes}"/>'


def dot(x: Decimal | float, y: float, radius: int, classes: str) -> str:
    """A filled circle at *x* per cent."""
    return f'<circle cx="{_short(x)}%" cy="{y}" r="{radius}" class="{classes}"/>'


def bar(x: Decimal, y: float, width: Decimal, height: int, classes: str) -> str:
    """A horizontal bar; place and width in per cent."""
    return f'<rect x="{x}%" y="{y}" width="{_short(width)}%" height="{height}" rx="2" class="{classes}"/>'


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
        low = min(low, high - step)  # every value at the ceiling still needs an axis
    return low, high, step


_STEPS = tuple(Decimal(m) * 10**e for e in range(6) for m in ("0.5", "1", "2"))


def _short(value: Decimal | float) -> str:
    return f"{float(value):.2f}".rstrip("0").rstrip(".")
