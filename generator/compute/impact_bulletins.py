"""Issued bulletins whose figures a change contradicts: printed, before, after, and which record does it."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace
from datetime import date

from generator.model.bulletin import Content, Difference
from generator.model.impact import Contradiction, Side
from generator.model.record import Record

from .bulletin import content_for
from .bulletins import SOURCES


def contradictions(base: Side, head: Side, changed: Set[str]) -> Iterator[Contradiction]:
    """Figures and cells of issued bulletins that come out otherwise than before the change."""
    for name, recount in head.results.bulletins.items():
        known = base.results.bulletins.get(name)
        old = {_place(d): d for d in known.differences} if known else {}
        new = {_place(d): d for d in recount.differences}
        places = [p for p in dict.fromkeys((*new, *old)) if _comes_to(old, p) != _comes_to(new, p)]
        record = head.snapshot.get("bulletins", name)
        if not places or record is None or known is None:
            continue
        contents = [_content(side, record) for side in (base, head)]
        data = record.document.data
        for place in places:
            one = new.get(place) or old[place]
            yield Contradiction(
                bulletin=name,
                number=data["issued"]["number"],
                title=data["title"],
                place=one.place,
                printed=one.printed,
                before=old[place].recomputed if place in old else one.printed,
                after=new[place].recomputed if place in new else one.printed,
                because=_because(one, contents, changed),
            )


def _place(one: Difference) -> tuple[str, str]:
    return one.figure, one.place


def _comes_to(found: dict[tuple[str, str], Difference], place: tuple[str, str]) -> str | None:
    return found[place].recomputed if place in found else None


def _content(side: Side, record: Record) -> Content:
    data = record.document.data
    kind = side.snapshot.get("bulletin-kinds", data["bulletin_kind"])
    then = replace(side.snapshot, as_of=date.fromisoformat(data["issued"]["as_of"]))
    return content_for(data, kind.document.data, then, side.results, SOURCES) if kind else Content("")


def _because(one: Difference, contents: list[Content], changed: Set[str]) -> tuple[str, ...]:
    """Changed records among the grounds of a figure or of a table, on either side."""
    rests: set[str] = set(one.because)
    for found in contents:
        thing = found.figures.get(one.figure) if one.figure else None
        sheets = [s for s in found.sheets.values() if one.place.startswith(f"{s.title}·")]
        grounds = thing.grounds if thing else [g for sheet in sheets for g in sheet.grounds]
        rests |= {key for g in grounds if g in found.grounds for key in found.grounds[g].records}
    return tuple(sorted(rests & changed))
