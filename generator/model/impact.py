"""What a change does: which records, problems, numbers, ranks and states are otherwise than before, and why.

Made from two states that were read, checked and computed alike (``compute.impact``). It holds what readers of
a comment may see: internal fields are counted and not shown, and of kinds that are public as counts alone
there is nothing but the kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from .change import Kind
from .demand import DemandInfo, Fulfilment
from .diagnostic import Diagnostic
from .duty import Duty
from .period import Period
from .results import MetricInfo, Results
from .snapshot import Revision, Snapshot
from .text import Text


@dataclass(frozen=True, slots=True)
class Side:
    """One of two states. diagnostics: all of them; snapshot, results: of what may be published."""

    snapshot: Snapshot
    results: Results
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class FieldShift:
    """One value that a reader may see. title: of the field, with those above it; "" for an absent value."""

    title: Text
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RecordShift:
    """One record that is not what it was.

    key: ``kind/id``, as it is now. was: its key before, where that is another one. title: of the kind.
    name: of the record, "" where it has none that may be shown.
    fields: in the order of the file. hidden, unknown: how many further values are internal, and how many
        stand in fields that the schema does not know.
    is_draft: neither published nor counted on either side. reason: why it was withdrawn.
    is_unread: the file is there, but cannot be read now; a problem says why.
    """

    key: str
    what: Kind
    title: Text
    name: str
    path: str
    fields: tuple[FieldShift, ...] = ()
    hidden: int = 0
    unknown: int = 0
    was: str = ""
    reason: str = ""
    is_draft: bool = False
    is_unread: bool = False


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a rank is another one.

    records: keys of changed records; () where a changed schema or method of counting did it by itself.
    how: ``alone``: these and no fewer give it this rank by themselves; ``near``: they do, but a smaller set
        was not ruled out; ``needed``: without any of them the rank would be another one, but they are not
        enough; ``evidence``: it rests on them, nothing was tried.
    others: further sets of as many records that do the same, each by itself.
    """

    records: tuple[str, ...]
    how: str
    others: tuple[tuple[str, ...], ...] = ()


class Standing(NamedTuple):
    """Where a unit stands in a ranking. rank: None with *reason*; grade: "" where the ranking gives none."""

    rank: int | None
    total: Decimal | None
    tied: bool
    reason: Text | None = None
    grade: str = ""

    @property
    def place(self) -> int:
        """For sorting: the rank, or a number behind all ranks."""
        return self.rank if self.rank is not None else 1_000_000


_EVALUATIONS = "evaluations-"


def evaluation_board(year: int) -> str:
    """The id under which an annual evaluation stands among the rankings."""
    return f"{_EVALUATIONS}{year}"


def is_evaluation(board: str) -> bool:
    """Is it an annual evaluation?"""
    return board.startswith(_EVALUATIONS)


@dataclass(frozen=True, slots=True)
class Move:
    """A unit whose rank, total or grade in a ranking is another one.

    board: id of the ranking, such as ``counties-2025-q4`` or ``evaluations-2025``; title: its name.
    before, after: None where the ranking does not list the unit, or was not there.
    cause: of another rank; None where the rank is the same. because: changed records that its own total
        rests on.
    """

    board: str
    title: Text
    unit: str
    before: Standing | None
    after: Standing | None
    cause: Cause | None = None
    because: tuple[str, ...] = ()

    @property
    def is_rank(self) -> bool:
        """Is the rank another one, or does it have one on one side alone?"""
        return _rank(self.before) != _rank(self.after)

    @property
    def is_entry(self) -> bool:
        """Has it a rank now, and had none?"""
        return _rank(self.before) is None and _rank(self.after) is not None

    @property
    def is_exit(self) -> bool:
        """Had it a rank, and has none now?"""
        return _rank(self.before) is not None and _rank(self.after) is None

    @property
    def is_passive(self) -> bool:
        """Is its own total the same, so that the rank is another one because others moved?"""
        one, other = self.before, self.after
        return bool(self.is_rank and one and other and one.total == other.total and _both_ranked(one, other))

    @property
    def is_grade(self) -> bool:
        """Is the grade another one?"""
        return (self.before.grade if self.before else "") != (self.after.grade if self.after else "")


def _rank(standing: Standing | None) -> int | None:
    return standing.rank if standing else None


def _both_ranked(one: Standing, other: Standing) -> bool:
    return one.rank is not None and other.rank is not None


@dataclass(frozen=True, slots=True)
class Tie:
    """Units that share a rank now and did not (*is_made*), or did and do not any more."""

    board: str
    title: Text
    rank: int
    units: tuple[str, ...]
    is_made: bool


@dataclass(frozen=True, slots=True)
class MeasureMove:
    """A number that is another one; None where there is none. because: changed records that it rests on."""

    metric: MetricInfo
    unit: str
    period: Period
    before: Decimal | None
    after: Decimal | None
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StateMove:
    """Something other than a number that is otherwise: a grade, a hazard's state, the range of a rank.

    subject: key of a record or id of a unit. title: what about it; before, after: in words.
    """

    subject: str
    title: Text
    before: Text
    after: Text
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DemandMove:
    """A demand whose state for a unit in a year is another one; None where it was, or is, not asked of it."""

    info: DemandInfo
    unit: str
    year: int
    before: Fulfilment | None
    after: Fulfilment | None


@dataclass(frozen=True, slots=True)
class DutyMove:
    """Something to be done that came or went. is_late: its day is over, so it was missed, or done late."""

    duty: Duty
    is_new: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A figure or cell of an issued bulletin that comes out otherwise after the change than before it.

    bulletin: id. place: what it is, for readers. before, after: as worked out again from each state.
    because: changed records that it rests on.
    """

    bulletin: str
    number: str
    title: str
    place: str
    printed: str
    before: str
    after: str
    because: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Does it differ from what is printed now? Else the change brings it back to that."""
        return self.after != self.printed


@dataclass(frozen=True, slots=True)
class Impact:
    """Everything that is otherwise after a change.

    as_of: the day that both states were looked at from (the newer one's where each pins its own).
    files: paths of changed files outside ``records/``. errors: of the newer state; with any, the numbers are
        those of the records that could be read.
    ranks: of every ranking of every period and of the annual evaluations, best place first within each.
    near: units whose total comes close to the edge of a grade, or closer than before.
    altered: numbers of issued bulletins that the change itself rewrites or takes away.
    hazards, grades, robustness: what they were and are. pages: addresses below the site's first page.
    names: key of a record or id of a unit -> how people call it. labels: the same of grades.
    trials: how often the numbers were computed again to find causes.
    """

    base: Revision
    head: Revision
    as_of: date
    files: tuple[str, ...] = ()
    records: tuple[RecordShift, ...] = ()
    problems_new: tuple[Diagnostic, ...] = ()
    problems_gone: tuple[Diagnostic, ...] = ()
    errors: int = 0
    moves: tuple[Move, ...] = ()
    ties: tuple[Tie, ...] = ()
    measures: tuple[MeasureMove, ...] = ()
    grades: tuple[StateMove, ...] = ()
    near: tuple[StateMove, ...] = ()
    robustness: tuple[StateMove, ...] = ()
    hazards: tuple[StateMove, ...] = ()
    demands: tuple[DemandMove, ...] = ()
    duties: tuple[DutyMove, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    altered: tuple[str, ...] = ()
    pages_new: tuple[str, ...] = ()
    pages_gone: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    labels: Mapping[str, Text] = field(default_factory=lambda: MappingProxyType({}))
    trials: int = 0

    @property
    def rank_moves(self) -> tuple[Move, ...]:
        """The moves in which the rank is another one."""
        return tuple(move for move in self.moves if move.is_rank)

    @property
    def moves_results(self) -> bool:
        """Is any published number another one?"""
        return any((self.moves, self.measures, self.grades, self.contradictions, self.altered, self.ties))


@dataclass(frozen=True, slots=True)
class PagePair:
    """A page of the built site that differs. path: below both sites. before, after: is it there?"""

    path: str
    before: bool
    after: bool
