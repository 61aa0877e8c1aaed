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
    """How much is due soon, how much of it is major, and what is late; *path*: where it is listed."""
    known = tuple(duties)
    soon, overdue = ahead(known, SOON), len(late(known))
    major = sum(line.major for line in soon)
    notes = [Text(f"另有逾期 {overdue} 项", f"{overdue} late")] if overdue else []
    if major:
        notes.append(Text(f"重大隐患 {major} 项", f"{major} major"))
    note = Text("，".join(n.zh for n in notes), ", ".join(n.en for n in notes))
    return KeyFigure(
        str(len(soon)),
        site.say(Text("项", "")),
        site.say(Text(f"今后 {SOON} 天到期", f"Due in {SOON} days")),
        path,
        "",
        site.say(note),
        "alarm" if major or overdue else "",
    )
