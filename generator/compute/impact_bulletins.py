"""Issued bulletins whose figures a change contradicts: printed, before, after, and which record does it."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace
from datetime import date

from generator.model.bulletin import LATER, Content, Difference
from generator.model.change import Change
from generator.model.impact import Contradiction, Side
from generator.model.record import Record

from .bulletin import compared, content_of, scope_of
from .bulletins import SOURCES


def contradictions(base: Side, head: Side, change: Change, changed: Set[str]) -> Iterator[Contradiction]:
    """Figures and cells of issued bulletins that come out otherwise than before the change.

    Each is worked out from both states; what differed before the change already is not said again.
    """
    for record in head.snapshot.of("bulletins"):
        data = record.document.data
        if "issued" not in data or base.snapshot.get("bulletins", record.id) is None:
            continue
        if not _is_concerned(record, head, change):
            continue
        contents = [_content(side, record) for side in (base, head)]
        if _prints(contents[0]) == _prints(contents[1]):
            continue
        old, new = ({(d.figure, d.place): d for d in compared(data, found)} for found in contents)
        for place in dict.fromkeys((*new, *old)):
            one = new.get(place) or old[place]
            before, after = (side[place].recomputed if place in side else one.printed for side in (old, new))
            if before != after:
                yield Contradiction(
                    bulletin=record.id,
                    number=data["issued"]["number"],
                    title=data["title"],
                    place=one.place,
                    printed=one.printed,
                    before=before,
                    after=after,
                    because=_because(one, contents, changed),
                )


def altered(base: Side, change: Change) -> Iterator[str]:
    """Numbers of issued bulletins that the change rewrites or takes away; later marks on them are free."""
    for one in change.records:
        record = base.snapshot.find(one.old_key) if one.kind == "bulletins" else None
        issued = record.document.data.get("issued") if record else None
        if issued and (one.after is None or any(f.path[0] not in LATER for f in one.fields)):
            yield issued["number"]


def _is_concerned(record: Record, side: Side, change: Change) -> bool:
    """May any changed record have a part in what the bulletin says?"""
    data = record.document.data
    kind = side.snapshot.get("bulletin-kinds", data["bulletin_kind"])
    source = next((s for s in SOURCES if kind and s.id == kind.document.data["source"]), None)
    if kind is None or source is None:
        return True
    scope = scope_of(data, kind.document.data)
    changes = ((one.kind, document) for one in change.records for document in (one.before, one.after))
    return any(document and source.concerns(scope, name, document.data) for name, document in changes)


def _prints(found: Content) -> object:
    """All that a bulletin could take from it, without what it rests on."""
    figures = {name: figure.value for name, figure in found.figures.items()}
    return figures, {name: (sheet.columns, sheet.rows) for name, sheet in found.sheets.items()}


def _content(side: Side, record: Record) -> Content:
    data = record.document.data
    then = replace(side.snapshot, as_of=date.fromisoformat(data["issued"]["as_of"]))
    return content_of(data, then, side.results, SOURCES)


def _because(one: Difference, contents: list[Content], changed: Set[str]) -> tuple[str, ...]:
    """Changed records among the grounds of a figure or of a table, on either side."""
    rests: set[str] = set()
    for found in contents:
        thing = found.figures.get(one.figure) if one.figure else None
        sheets = [s for s in found.sheets.values() if one.place.startswith(f"{s.title}·")]
        grounds = thing.grounds if thing else [g for sheet in sheets for g in sheet.grounds]
        rests |= {key for g in grounds if g in found.grounds for key in found.grounds[g].records}
    return tuple(sorted(rests & changed))
