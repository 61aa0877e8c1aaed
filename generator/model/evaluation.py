"""The annual evaluation: what a unit scored item by item, its total, grade and rank, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from .text import Text

if TYPE_CHECKING:
    from .movement import Recast


class ItemState(Enum):
    """How far one item is. Missing is neither zero nor skipped: each state is shown as itself."""

    SCORED = Text("已评分", "scored")
    EXEMPT = Text("不适用", "not applicable")
    PENDING = Text("尚未评分", "not yet")
    UNPROVEN = Text("无佐证", "no evidence")


Origin = Literal["metric", "facts", "verified", "self", "appeal", "none"]


@dataclass(frozen=True, slots=True)
class Facts:
    """The numbers from which an item's points are computed; None and empty where the item has none.

    failures: id of a case that costs points -> how often it occurred.
    """

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    count: Decimal | None = None
    level: str = ""
    met: bool | None = None
    failures: Mapping[str, int] | None = None

    @property
    def is_empty(self) -> bool:
        """Is there nothing to compute from?"""
        numbers = (self.numerator, self.value, self.count, self.met, self.failures)
        return not self.level and all(one is None for one in numbers)


NO_FACTS = Facts()


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One item of one unit.

    points: full marks. score: None while it is pending, and where it is not applicable and left out.
    self_score, stated: as typed by the unit and by the verifiers; None where not typed.
    origin: where *score* comes from: a metric, typed facts, the verified or the self score, an appeal.
    facts: what was computed from. measured: what a metric counted, also where an officer overrode it.
    reason: of a difference, a loss, an override; "" where nothing is said.
    appeal: id of the appeal that is open on the item, or that changed it, "" where there is none.
    evidence: keys of the records behind it, sorted.
    """

    item: str
    section: str
    points: Decimal
    state: ItemState
    score: Decimal | None
    self_score: Decimal | None = None
    stated: Decimal | None = None
    origin: Origin = "none"
    facts: Facts = NO_FACTS
    measured: Facts | None = None
    reason: str = ""
    override: str = ""
    appeal: str = ""
    is_appealed: bool = False
    evidence: tuple[str, ...] = ()

    @property
    def loss(self) -> Decimal | None:
        """Full marks less the score; None where there is no score."""
        return None if self.score is None else self.points - self.score


@dataclass(frozen=True, slots=True)
class SectionScore:
    """One section: full marks, sum of the scores of its items (pending ones count nothing yet)."""

    section: str
    points: Decimal
    score: Decimal


@dataclass(frozen=True, slots=True)
class Entry:
    """A bonus or a deduction: which case, how often, points after its own cap, the record it rests on."""

    entry: str
    count: int
    points: Decimal
    record: str
    text: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What changed a grade. cause: id of a veto, or ``quota``; text: what happened."""

    cause: str
    before: str
    after: str
    text: Text


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One unit's evaluation of one year.

    record: id, "" for a projection from what the system has counted so far.
    status: stage of the record (``self`` … ``final``), ``projection`` without one.
    base: sum of the item scores, rescaled where the list says so. bonus, deduction: after their caps.
    total: base + bonus - deduction, rounded; None where no item has a score.
    coverage: share (%) of the list's points that are decided.
    band: the grade that the total gives; grade: after vetoes and quota; None without a total or a method,
        the grade also where the unit is not ranked.
    rank: 1, 2, 2, 4 by printed totals; None with *reason* where the unit is not ranked.
    """

    record: str
    unit: str
    year: int
    status: str
    items: tuple[ItemScore, ...]
    sections: tuple[SectionScore, ...]
    base: Decimal
    bonus: Decimal
    deduction: Decimal
    bonuses: tuple[Entry, ...]
    deductions: tuple[Entry, ...]
    total: Decimal | None
    coverage: Decimal
    band: str | None
    grade: str | None
    effects: tuple[Effect, ...] = ()
    rank: int | None = None
    tied: bool = False
    reason: Text | None = None
    evidence: tuple[str, ...] = ()

    @property
    def is_final(self) -> bool:
        """May the result be used, or is it provisional?"""
        return self.status == "final"

    @property
    def is_appealed(self) -> bool:
        """Is an appeal still open on any item?"""
        return any(item.is_appealed for item in self.items)

    def item(self, item: str) -> ItemScore | None:
        """The score of one item, or None where the list has no such item."""
        return next((one for one in self.items if one.item == item), None)

    def section(self, section: str) -> SectionScore | None:
        """The score of one section, or None where the list has no such section."""
        return next((one for one in self.sections if one.section == section), None)


@dataclass(frozen=True, slots=True)
class Robustness:
    """How certain the order of one year is, from the method's settings.

    intervals: unit -> (5 %, 95 %) of its rank over all draws of weights.
    pairs: (unit, the next one by rank) -> share (%) of draws in which the first stands before the second.
    stable: share (%) of all pairs whose order is the same in every draw.
    without: section -> unit -> rank when that section is left out.
    by_self: unit -> rank by self score; empty where somebody gave none. by_geometric: by geometric mean.
    near: unit -> (grade, points above (+) or below (-) its edge) where that is within one point.
    decisive: (unit, next unit) -> item, ``bonus`` or ``deduction`` that tells most between the two.
    saturated: items on which everybody has full marks; costly: items by points lost, most first.
    """

    draws: int
    intervals: Mapping[str, tuple[int, int]]
    pairs: Mapping[tuple[str, str], Decimal]
    stable: Decimal
    without: Mapping[str, Mapping[str, int]]
    by_self: Mapping[str, int]
    by_geometric: Mapping[str, int]
    near: Mapping[str, tuple[str, Decimal]]
    decisive: Mapping[tuple[str, str], str]
    saturated: tuple[str, ...]
    costly: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class YearEvaluation:
    """All units of one year under one list and one method.

    checklist, method: ids of the records, method "" where none is valid. version: of the method.
    evaluations: by rank, ties and the unranked in administrative order, unranked last.
    sections: (id, full marks) in the list's order.
    recast: the year before by the rules of this one; None where nobody is ranked in one of the two.
    """

    year: int
    checklist: str
    method: str
    version: int
    sections: tuple[tuple[str, Decimal], ...]
    evaluations: tuple[Evaluation, ...]
    robustness: Robustness | None = None
    by_unit: Mapping[str, Evaluation] = field(default_factory=lambda: MappingProxyType({}))
    recast: Recast | None = None

    @property
    def follows(self) -> bool:
        """May its ranks be joined to those of the year before: one version of the method, the same rules?"""
        return self.recast is not None and self.recast.is_same
