"""Key figures: the numbers that a page opens with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.model.text import Text

from .duties import SOON, DutyLine, ahead, late
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


def due_figure(site: Site, duties: Iterable[DutyLine], path: str) -> KeyFigure:
    """What is late, then how much is due soon and how much of that is major; *path*: where it is listed."""
    known = tuple(duties)
    overdue, soon = len(late(known)), ahead(known, SOON)
    major = sum(line.major for line in soon)
    note = Text(f"今后 {SOON} 天到期 {len(soon)} 项", f"{len(soon)} due in {SOON} days")
    if major:
        note = Text(f"{note.zh}，其中重大隐患 {major} 项", f"{note.en}, {major} major")
    return KeyFigure(
        str(overdue),
        site.say(Text("项", "")),
        site.say(Text("逾期", "Late")),
        path,
        "",
        site.say(note),
        "alarm" if overdue else "",
    )
