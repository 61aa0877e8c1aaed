"""What a change does to everything that is published: two states compared, and the cause of each moved rank.

Both states are computed by the same, present program, so a change of the program itself is not seen here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from types import MappingProxyType

from generator.model.change import Change, RecordChange
from generator.model.diagnostic import Diagnostic, Severity
from generator.model.impact import Cause, Impact, MeasureMove, Move, Side, evaluation_board
from generator.model.results import Results
from generator.model.snapshot import Snapshot

from .assess import ranked_only
from .attribution import Place, Trials, attributed
from .impact_boards import boards_of, moves_between, ranks_in, ties_between
from .impact_bulletins import altered, contradictions
from .impact_measures import measure_moves
from .impact_pages import pages_of
from .impact_records import name_of, record_shifts
from .impact_states import (
    conclusion_moves,
    demand_moves,
    duty_moves,
    hazard_moves,
    near_moves,
    robustness_moves,
)
from .method import WORST
from .rankings import COVERAGE

Variant = Callable[[frozenset[str], frozenset[str]], Snapshot]
"""The older state with only these records as they are in the newer one, for these rankings."""

# Records of these kinds decide who is compared and by what; a number does not name all of them.
FRAME = ("organizations", "methods", "checklists", "bureau")


def impact_of(base: Side, head: Side, change: Change, variant: Variant) -> Impact:
    """Everything that *change* makes otherwise."""
    keys = {key for one in change.records for key in _keys(one)}
    renamed = _renamed(change)
    before, after = (boards_of(side.results, renamed) for side in (base, head))
    measures = tuple(measure_moves(base.results, head.results, keys, renamed))
    moves = tuple(_resting(moves_between(before, after), base, head, measures, keys))
    trials = Trials(_trial(moves, variant, renamed))
    moves = tuple(_explained(moves, change, trials))
    old, new = _problems(base), _problems(head)
    pages = pages_of(base), pages_of(head)
    unnamed = _unnamed(base) | _unnamed(head)
    found = Impact(
        base=base.snapshot.revision,
        head=head.snapshot.revision,
        as_of=head.snapshot.as_of,
        files=tuple(f.path for f in change.files if not f.path.startswith("records/")),
        records=tuple(record_shifts(change, base.snapshot, head.snapshot, unnamed)),
        problems_new=tuple(d for key, d in new.items() if key not in old),
        problems_gone=tuple(d for key, d in old.items() if key not in new),
        errors=sum(d.severity is Severity.ERROR for d in head.diagnostics),
        moves=moves,
        ties=tuple(ties_between(before, after)),
        measures=measures,
        grades=tuple(conclusion_moves(base, head)),
        near=tuple(near_moves(base, head, keys)),
        robustness=tuple(robustness_moves(base, head)),
        hazards=tuple(hazard_moves(base, head, keys)),
        demands=tuple(demand_moves(base, head)),
        duties=tuple(duty_moves(base, head)),
        contradictions=tuple(contradictions(base, head, change, keys)),
        altered=tuple(altered(base, change)),
        pages_new=tuple(sorted(pages[1] - pages[0])),
        pages_gone=tuple(sorted(pages[0] - pages[1])),
        labels=MappingProxyType(dict(head.snapshot.labels("methods", "grades[].grade"))),
        trials=trials.made,
    )
    return replace(found, names=MappingProxyType(dict(sorted(_names(found, base, head, unnamed)))))


def _keys(one: RecordChange) -> Iterator[str]:
    """Its key now and, where it was renamed, before."""
    yield one.key
    if one.before and one.what == "renamed":
        yield one.old_key


def _problems(side: Side) -> dict[tuple[object, ...], Diagnostic]:
    return {d.key: d for d in sorted(side.diagnostics, key=lambda d: d.order)}


# --- causes -------------------------------------------------------------------------------------------------


def _resting(
    moves: Iterable[Move], base: Side, head: Side, measures: Sequence[MeasureMove], keys: Set[str]
) -> Iterator[Move]:
    """Each move with the changed records that the unit's own total rests on."""
    sums = _weighed(base.results) | _weighed(head.results)
    own: dict[Place, set[str]] = {}
    for one in measures:
        for board in sums.get((one.metric.id, str(one.period)), ()):
            own.setdefault((board, one.unit), set()).update(one.because)
    for side in (base, head):
        for year in side.results.evaluations:
            for e in year.evaluations:
                own.setdefault((evaluation_board(year.year), e.unit), set()).update(keys & set(e.evidence))
    rules = {**_rules(base.results), **_rules(head.results)}
    for move in moves:
        rests = own.get((move.board, move.unit)) or rules.get(move.board, set()) & keys
        yield replace(move, because=tuple(sorted(rests)))


def _rules(results: Results) -> dict[str, set[str]]:
    """Ranking -> the records that say how it is made."""
    found = {ranking.id: {f"methods/{ranking.method}"} for ranking in results.rankings}
    for year in results.evaluations:
        found[evaluation_board(year.year)] = {f"methods/{year.method}", f"checklists/{year.checklist}"}
    return found


def _weighed(results: Results) -> dict[tuple[str, str], tuple[str, ...]]:
    """(metric, period) -> the rankings in which it counts."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for ranking in results.rankings:
        for metric, weight in ranking.weights.items():
            if weight or metric == COVERAGE:
                key = (metric, str(ranking.period))
                found[key] = (*found.get(key, ()), ranking.id)
    return found


def _renamed(change: Change) -> dict[str, str]:
    """Old id -> new id of every unit that has another one."""
    ids = {
        one.old_key.partition("/")[2]: one.key.partition("/")[2]
        for one in change.records
        if one.kind == "organizations" and one.what == "renamed"
    }
    return {old: new for old, new in ids.items() if old != new}


def _trial(
    moves: Sequence[Move], variant: Variant, renamed: Mapping[str, str]
) -> Callable[[frozenset[str]], Mapping[Place, int | None]]:
    """Ranks with only some records changed, in the rankings that moved."""
    boards = frozenset(move.board for move in moves if move.is_rank)

    def ranks(keys: frozenset[str]) -> Mapping[Place, int | None]:
        return ranks_in(boards_of(ranked_only(variant(keys, boards), boards), renamed))

    return ranks


def _explained(moves: Sequence[Move], change: Change, trials: Trials) -> Iterator[Move]:
    now = {(m.board, m.unit): m.after.rank if m.after else None for m in moves if m.is_rank}
    every = [one.key for one in change.records]
    is_framed = any(f.path.startswith("schemas/") for f in change.files)
    causes = _causes(every, _candidates(every, moves), now, trials, is_framed=is_framed) if now else {}
    for move in moves:
        cause = causes.get((move.board, move.unit))
        if move.is_rank and cause is None:
            cause = Cause(move.because, "evidence")
        yield replace(move, cause=cause) if move.is_rank else move


def _candidates(every: Sequence[str], moves: Sequence[Move]) -> list[str]:
    """The changed records that a moved total rests on, and those that decide who is compared and by what."""
    rested = {key for move in moves for key in move.because}
    return [key for key in every if key in rested or key.partition("/")[0] in FRAME]


def _causes(
    every: list[str], some: list[str], now: Mapping[Place, int | None], trials: Trials, *, is_framed: bool
) -> dict[Place, Cause]:
    """Causes among the records that numbers name; among all where those do not tell the whole."""
    found: dict[Place, Cause] = {}
    if is_framed:
        found = {place: Cause((), "alone") for place, rank in now.items() if trials.gives((), place, rank)}
    left = {place: rank for place, rank in now.items() if place not in found}
    if some != every and (not some or not all(trials.gives(some, p, r) for p, r in left.items())):
        some = every
    return found | attributed(some, left, trials)


# --- names --------------------------------------------------------------------------------------------------


def _unnamed(side: Side) -> set[str]:
    """Visits that a school failed, some of which are published without its name."""
    return {f"inspections/{name}" for name, one in side.results.conclusions.items() if one.grade == WORST}


def _names(found: Impact, base: Side, head: Side, unnamed: Set[str]) -> Iterator[tuple[str, str]]:
    """What people call every unit and record that the impact names."""
    units = {m.unit for m in found.moves} | {m.unit for m in found.measures} | {m.unit for m in found.demands}
    units |= {unit for tie in found.ties for unit in tie.units} | {d.duty.unit for d in found.duties}
    units |= {s.subject for s in (*found.near, *found.robustness) if s.subject}
    for unit in units:
        for side in (head, base):
            record = side.snapshot.get("organizations", unit)
            if record:
                yield unit, str(record.document.data.get("name", unit))
                break
    yield from ((one.key, one.name) for one in found.records if one.name)
    told = {one.key for one in found.records} | unnamed
    for key in {s.subject for s in (*found.hazards, *found.grades)} - told:
        record = head.snapshot.find(key) or base.snapshot.find(key)
        if record and (
            name := name_of(key, record.document, head.snapshot, head.snapshot.schemas[record.kind])
        ):
            yield key, name
