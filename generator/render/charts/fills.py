"""Bars of which a part is filled: money spent of money planned, projects done of projects there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from .drawing import bar, drawing, text

ROW = 46
HEIGHT = 13


@dataclass(frozen=True, slots=True)
class Fill:
    """One bar. whole: its length; part: how far it is filled, which may be further; words: at its right."""

    label: str
    whole: Decimal
    part: Decimal
    words: str


def fills(id: str, title: str, description: str, rows: Sequence[Fill]) -> Markup:
    """The bars in the given order on one scale, each below its label and words; empty for no rows.

    Words stand above the bars and not beside them, so that nothing collides on a phone.
    """
    if not rows:
        return Markup("")
    most = max(*(r.whole for r in rows), *(r.part for r in rows), Decimal(1))
    parts: list[str] = []
    for place, row in enumerate(rows):
        y = ROW * place
        parts.append(text(0, y + 15, row.label))
        parts.append(text(100, y + 15, row.words, "c-muted", "end"))
        parts.append(bar(Decimal(0), y + 22, 100 * row.whole / most, HEIGHT, "c-bar-2"))
        parts.append(bar(Decimal(0), y + 22, 100 * row.part / most, HEIGHT, "c-bar"))
    return drawing(id, ROW * len(rows), title, description, parts)
