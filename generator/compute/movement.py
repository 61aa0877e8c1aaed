"""How the ranks of two years came apart: changed rules, a unit's own changed facts, changed facts of others.

Last year's facts are judged by this year's rules first; what that moves is the part of the rules. From there
two orders lead to this year's ranks: the unit changes first and the others follow, or the others change first
and the unit follows. Either order is fair, so each part is the mean of the two, and the parts add up to the
change of the printed rank exactly.

Items are matched by their ids. Facts that fit the item of this year are scored by it; where they do not, or
only a score was written down, the score is carried over in proportion to the points. An item that only this
year's list has is left out of the year before, and the rest counts as if it were the whole.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from generator.model.evaluation import Entry, Evaluation, ItemScore, ItemState, YearEvaluation
from generator.model.instrument import Case, Instrument, Item
from generator.model.movement import Movement, Recast
from generator.model.number import round_half_up
from generator.model.scoring import points_of

Peers = Mapping[str, Sequence[Decimal]]  # item scored by rank -> the values of all units, ascending


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What one unit's total is made of under this year's rules.

    scores: item -> points, sum: of them; by_rank: item -> value, for items whose points depend on the other
    units. left_out: points that are taken out of the whole. waiting: items that are not scored yet and count
    nothing so far. carried: see ``Recast``.
    """

    scores: Mapping[str, Decimal]
    sum: Decimal
    by_rank: Mapping[str, Decimal]
    left_out: Decimal
    extra: Decimal
    waiting: frozenset[str]
    carried: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _World:
    """All units with the facts of one year, judged by this year's rules.

    peers: item scored by rank -> values of all units; held: those of the ranked ones, with whose they are and
        how many are ahead.
    down: the totals with the sign turned, ascending.
    """

    sheets: Mapping[str, _Sheet]
    peers: Peers
    held: Mapping[str, Sequence[tuple[Decimal, str, int]]]
    totals: Mapping[str, Decimal]
    down: Sequence[Decimal]


def recast_of(old: Instrument, before: YearEvaluation, new: Instrument, after: YearEvaluation) -> Recast:
    """The year before under the rules of this year, and what moved every unit that is ranked in both."""
    table = _Table(old, before, new, after)
    both = [one.unit for one in after.evaluations if one.rank is not None and one.unit in table.then]
    return Recast(
        year=before.year,
        is_same=before.version == after.version and _are_same(old, new),
        added=tuple(i.id for i in new.items if i.id not in table.items),
        dropped=tuple(name for name in table.items if name not in {i.id for i in new.items}),
        carried=tuple(i.id for i in new.items if any(i.id in s.carried for s in table.then.values())),
        movements=MappingProxyType({unit: table.movement(unit) for unit in both}),
    )


class _Table:
    """Last year's and this year's facts of all ranked units, both judged by this year's rules."""

    def __init__(
        self, old: Instrument, before: YearEvaluation, new: Instrument, after: YearEvaluation
    ) -> None:
        self._before, self._after, self._new = before, after, new
        self.items = {item.id: item for item in old.items}
        self._by_rank = {item.id: item for item in new.items if item.method == "rank"}
        self._whole = new.points
        self.then = {e.unit: _recast(e, self.items, new) for e in _ranked(before)}
        now = {e.unit: _sheet(e, new) for e in _ranked(after)}
        self._past, self._present = self._world(self.then, before), self._world(now, after)

    def _world(self, sheets: Mapping[str, _Sheet], year: YearEvaluation) -> _World:
        peers = _peers(year, self._by_rank)
        totals = {unit: self._total(sheet, peers) for unit, sheet in sheets.items()}
        held = {
            name: sorted(
                (value, unit, _ahead(item, value, peers[name]))
                for unit, sheet in sheets.items()
                if (value := sheet.by_rank.get(name)) is not None
            )
            for name, item in self._by_rank.items()
        }
        return _World(sheets, peers, held, totals, sorted(-total for total in totals.values()))

    def movement(self, unit: str) -> Movement:
        one, other = self._before.by_unit[unit], self._after.by_unit[unit]
        start, end = one.rank or 0, other.rank or 0
        recast = _place(self._past.down, self._past.totals[unit])
        own_first, others_first = self._own_first(unit), self._others_first(unit)
        return Movement(
            before=start,
            recast=recast,
            after=end,
            rules=Decimal(start - recast),
            own=Decimal(recast - own_first + others_first - end) / 2,
            others=Decimal(own_first - end + recast - others_first) / 2,
            total_before=one.total or Decimal(0),
            total_recast=self._past.totals[unit],
            total_after=other.total or Decimal(0),
            items=self._gained(unit),
            extra=self._present.sheets[unit].extra - self.then[unit].extra,
        )

    def _own_first(self, unit: str) -> int:
        """The unit's rank once its own facts are this year's, those of the others still last year's."""
        peers = self._exchanged(self._past.peers, unit, self._before, self._after)
        return self._mixed(unit, self._past, self._present.sheets[unit], peers)

    def _others_first(self, unit: str) -> int:
        """The unit's rank once the others' facts are this year's, its own still last year's."""
        peers = self._exchanged(self._present.peers, unit, self._after, self._before)
        return self._mixed(unit, self._present, self._past.sheets[unit], peers)

    def _mixed(self, unit: str, world: _World, sheet: _Sheet, peers: Peers) -> int:
        """The rank of a unit that comes into *world* with another year's facts; *peers*: as it is then."""
        total = self._total(sheet, peers)
        # Its own total there is not somebody else's.
        place = _place(world.down, total) - (world.totals[unit] > total)
        for other in self._moved(unit, world, peers):
            found = self._total(world.sheets[other], peers)
            place += (found > total) - (world.totals[other] > total)
        return place

    def _moved(self, unit: str, world: _World, peers: Peers) -> Iterable[str]:
        """The other units whose place by rank is another than in *world*: it passes them, or they pass it."""
        return {
            other
            for name, item in self._by_rank.items()
            for value, other, ahead in self._between(unit, name, world)
            if other != unit and _ahead(item, value, peers[name]) != ahead
        }

    def _between(self, unit: str, item: str, world: _World) -> Sequence[tuple[Decimal, str, int]]:
        """Who lies between a unit's values of both years; everybody where it has none in one of them."""
        values = [_value(year.by_unit.get(unit), item) for year in (self._before, self._after)]
        known = sorted(v for v in values if v is not None)
        held = world.held[item]
        if len(known) < 2:
            return held if known else ()
        first = bisect_left(held, known[0], key=lambda row: row[0])
        return held[first : bisect_right(held, known[1], key=lambda row: row[0])]

    def _exchanged(self, peers: Peers, unit: str, here: YearEvaluation, there: YearEvaluation) -> Peers:
        """The values of all units, that of *unit* being the one of the other year."""
        found = {}
        for item, values in peers.items():
            own, other = _value(here.by_unit.get(unit), item), _value(there.by_unit.get(unit), item)
            kept = list(values)
            if own is not None:
                kept.remove(own)
            found[item] = sorted(kept if other is None else [*kept, other])
        return found

    def _gained(self, unit: str) -> tuple[tuple[str, Decimal], ...]:
        then, now = self._past.sheets[unit], self._present.sheets[unit]
        gains = []
        for item in self._new.items:
            first = _score(item, then, self._past.peers)
            second = _score(item, now, self._present.peers)
            if first is not None and second is not None and first != second:
                gains.append((item.id, second - first))
        order = {item.id: n for n, item in enumerate(self._new.items)}
        return tuple(sorted(gains, key=lambda row: (-abs(row[1]), order[row[0]])))

    def _total(self, sheet: _Sheet, peers: Peers) -> Decimal:
        scores = sheet.sum
        for name, value in sheet.by_rank.items():
            scores += _among(self._by_rank[name], value, peers.get(name, ()))
        if sheet.left_out and sheet.left_out != self._whole:
            share = Fraction(self._whole) / Fraction(self._whole - sheet.left_out)
            scores = round_half_up(Fraction(scores) * share, self._new.decimals)
        return round_half_up(max(scores + sheet.extra, Decimal(0)), self._new.decimals)


def _ranked(year: YearEvaluation) -> Iterable[Evaluation]:
    return (one for one in year.evaluations if one.rank is not None)


def _place(down: Sequence[Decimal], total: Decimal) -> int:
    """1 and as many as stand above; *down*: the totals with the sign turned, ascending."""
    return 1 + bisect_left(down, -total)


def _value(one: Evaluation | None, item: str) -> Decimal | None:
    found = one.item(item) if one else None
    return found.facts.value if found else None


def _peers(year: YearEvaluation, items: Iterable[str]) -> Peers:
    """The values of all units of a year, ranked or not, as the scores of the year saw them."""
    return {
        item: sorted(v for one in year.evaluations if (v := _value(one, item)) is not None) for item in items
    }


def _sheet(one: Evaluation, new: Instrument) -> _Sheet:
    """This year's scores as they are."""
    scores, by_rank, left_out = {}, {}, Decimal(0)
    known = {score.item: score for score in one.items}
    for item in new.items:
        score = known[item.id]
        if _is_of_peers(item, score):
            by_rank[item.id] = score.facts.value or Decimal(0)
        elif score.score is not None:
            scores[item.id] = score.score
        elif score.state is ItemState.EXEMPT:
            left_out += item.points
    extra, waiting = one.bonus - one.deduction, _waiting(one)
    return _Sheet(scores, sum(scores.values(), Decimal(0)), by_rank, left_out, extra, waiting)


def _waiting(one: Evaluation) -> frozenset[str]:
    return frozenset(score.item for score in one.items if score.state is ItemState.PENDING)


def _recast(one: Evaluation, old: Mapping[str, Item], new: Instrument) -> _Sheet:
    """Last year's facts by the items of this year."""
    scores, by_rank, left_out, carried = {}, {}, Decimal(0), set()
    known = {score.item: score for score in one.items}
    for item in new.items:
        was, score = old.get(item.id), known.get(item.id)
        if was is None or score is None or (score.state is ItemState.EXEMPT and new.is_rescaled):
            left_out += item.points
        elif score.state is ItemState.EXEMPT:
            scores[item.id] = item.points
        elif _is_of_peers(item, score):
            by_rank[item.id] = score.facts.value or Decimal(0)
        elif (found := _by_facts(was, item, score)) is not None:
            scores[item.id] = found
        elif score.score is not None:
            scores[item.id] = _in_proportion(was, item, score.score)
            carried.add(item.id)
    bonus = _given(new.bonus, new.bonus_cap, one.bonuses)
    deduction = _given(new.deduction, new.deduction_cap, one.deductions)
    whole = sum(scores.values(), Decimal(0))
    return _Sheet(scores, whole, by_rank, left_out, bonus - deduction, _waiting(one), frozenset(carried))


def _is_of_peers(item: Item, score: ItemScore) -> bool:
    """Do the points come from the place among the values of all units?"""
    is_computed = score.origin in ("facts", "metric") and score.facts.value is not None
    return item.method == "rank" and not item.deductions and is_computed


def _by_facts(was: Item, item: Item, score: ItemScore) -> Decimal | None:
    """The score where the item judges as before, else what its facts give now; None where they give none."""
    if score.score is None or score.state is ItemState.UNPROVEN or _judges(was) == _judges(item):
        return score.score
    is_computed = score.origin in ("facts", "metric") and item.method != "rank"
    return points_of(item, score.facts) if is_computed else None


def _in_proportion(was: Item, item: Item, score: Decimal) -> Decimal:
    share = Fraction(score) / Fraction(was.points) if was.points else Fraction(0)
    return round_half_up(share * Fraction(item.points), item.decimals)


def _given(cases: Sequence[Case], cap: Decimal, entries: Iterable[Entry]) -> Decimal:
    """Points of last year's entries by this year's cases; a case that is no longer there gives nothing."""
    counts: dict[str, int] = {}
    for entry in entries:
        counts[entry.entry] = counts.get(entry.entry, 0) + entry.count
    points = Decimal(0)
    for case in cases:
        amount = case.each * counts.get(case.id, 0)
        points += amount if case.most is None else min(amount, case.most)
    return min(points, cap)


def _score(item: Item, sheet: _Sheet, peers: Peers) -> Decimal | None:
    if item.id in sheet.by_rank:
        return _among(item, sheet.by_rank[item.id], peers.get(item.id, ()))
    return Decimal(0) if item.id in sheet.waiting else sheet.scores.get(item.id)


def _among(item: Item, value: Decimal, values: Sequence[Decimal]) -> Decimal:
    """The points of a place among *values*, ascending; equal values share a place."""
    return round_half_up(item.by_rank[_ahead(item, value, values)], item.decimals)


def _ahead(item: Item, value: Decimal, values: Sequence[Decimal]) -> int:
    """How many of *values*, ascending, are better; no more than the item has points for."""
    is_low = item.better == "lower"
    ahead = bisect_left(values, value) if is_low else len(values) - bisect_right(values, value)
    return min(ahead, len(item.by_rank) - 1)


def _judges(item: Item) -> tuple[object, ...]:
    """What decides an item's points; its words and the source of its facts are none of it."""
    return (
        item.points, item.method, item.decimals, item.deductions, item.levels, item.each, item.at_least,
        item.by_rank, item.better,
    )  # fmt: skip


def _are_same(old: Instrument, new: Instrument) -> bool:
    """Would both lists give every unit the same total?"""
    return _rules(old) == _rules(new)


def _rules(one: Instrument) -> tuple[object, ...]:
    return (
        {item.id: _judges(item) for item in one.items},
        one.is_rescaled,
        one.decimals,
        one.bonus_cap,
        one.deduction_cap,
        *({case.id: (case.each, case.most) for case in cases} for cases in (one.bonus, one.deduction)),
    )
