"""Key figures: the numbers that a page opens with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.model.text import Text

from .findings import SOON, FindingLine
from .site import Site


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number that matters, with its change against the quarter before in words."""

    value: str
    unit: str
    label: str
    path: str
    change: str
    note: str
    tone: str


def due_figure(site: Site, soon: Sequence[FindingLine], path: str) -> KeyFigure:
    """How many rectifications are due soon, and how many of them are major; *path*: where they are listed."""
    major = sum(1 for f in soon if f.is_major)
    return KeyFigure(
        str(len(soon)),
        site.say(Text("项", "")),
        site.say(Text(f"今后 {SOON} 天到期的整改", f"Due in {SOON} days")),
        path,
        "",
        site.say(Text(f"其中重大 {major} 项", f"{major} of them major")) if soon else "",
        "alarm" if major else "",
    )
