"""Where units stood and stand, in every ranking of every period and in the annual evaluations alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.model.impact import Move, Standing, Tie, evaluation_board
from generator.model.results import Results
from generator.model.text import Text

from .attribution import Place


@dataclass(frozen=True, slots=True)
class Board:
    """One ranking. standings: unit -> where it stands, in its order. year: of an evaluation, else 0."""

    id: str
    title: Text
    standings: Mapping[str, Standing]
    year: int = 0


def boards_of(results: Results, renamed: Mapping[str, str]) -> dict[str, Board]:
    """Every ranking and every annual evaluation of *results*, by id, in order of time.

    renamed: old id of a unit -> the one that it has now, under which it stands here.
    """
    boards = [
        Board(
            r.id,
            r.title,
            {renamed.get(w.subject, w.subject): Standing(w.rank, w.total, w.tied, w.reason) for w in r.rows},
        )
        for r in results.rankings
    ]
    for year in results.evaluations:
        found = {
            renamed.get(e.unit, e.unit): Standing(e.rank, e.total, e.tied, e.reason, e.grade or "")
            for e in year.evaluations
        }
        title = Text(f"{year.year}年年度评价", f"Annual evaluation {year.year}")
        boards.append(Board(evaluation_board(year.year), title, found, year.year))
    return {board.id: board for board in boards}


def moves_between(before: Mapping[str, Board], after: Mapping[str, Board]) -> Iterator[Move]:
    """Every unit whose rank, total or grade is another one; by ranking, then by the rank that it has now."""
    for name in dict.fromkeys((*after, *before)):
        old, new = before.get(name), after.get(name)
        found = [
            Move(name, (new or old).title, unit, one, other)  # type: ignore[union-attr] # one of them is there
            for unit, one, other in _pairs(old, new)
            if _differs(one, other)
        ]
        yield from sorted(found, key=lambda m: (m.after.place if m.after else 1_000_001, m.unit))


def _pairs(old: Board | None, new: Board | None) -> Iterator[tuple[str, Standing | None, Standing | None]]:
    one, other = old.standings if old else {}, new.standings if new else {}
    for unit in dict.fromkeys((*other, *one)):
        yield unit, one.get(unit), other.get(unit)


def _differs(one: Standing | None, other: Standing | None) -> bool:
    """Is a published number another one? A unit that is listed without rank and total has none."""
    return _numbers(one) != _numbers(other)


def _numbers(standing: Standing | None) -> tuple[object, ...]:
    return (standing.rank, standing.total, standing.grade) if standing else (None, None, "")


def ties_between(before: Mapping[str, Board], after: Mapping[str, Board]) -> Iterator[Tie]:
    """Ties made and broken; one that gained or lost a unit is broken, and another one made."""
    for name in dict.fromkeys((*after, *before)):
        old, new = before.get(name), after.get(name)
        board = new or old
        were, are = _tied(old), _tied(new)
        for units in sorted(were.keys() ^ are.keys(), key=lambda u: (were.get(u, are.get(u, 0)), u)):
            is_made = units in are
            yield Tie(name, board.title, (are if is_made else were)[units], units, is_made)  # type: ignore[union-attr]


def _tied(board: Board | None) -> dict[tuple[str, ...], int]:
    """Units that share a rank -> the rank."""
    shared: dict[int, list[str]] = defaultdict(list)
    for unit, one in board.standings.items() if board else ():
        if one.rank is not None:
            shared[one.rank].append(unit)
    return {tuple(sorted(units)): rank for rank, units in shared.items() if len(units) > 1}


def ranks_in(boards: Mapping[str, Board]) -> dict[Place, int | None]:
    """(ranking, unit) -> rank, of all of them."""
    return {(b.id, unit): one.rank for b in boards.values() for unit, one in b.standings.items()}
