"""What is otherwise beside ranks: grades, edges of grades, ranges of ranks, hazards, demands and duties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from decimal import Decimal

from generator.model.evaluation import Robustness, YearEvaluation
from generator.model.impact import DemandMove, DutyMove, Side, StateMove
from generator.model.loop import Hazard
from generator.model.number import trimmed
from generator.model.text import Text

NONE = Text("无", "none")


def conclusion_moves(base: Side, head: Side) -> Iterator[StateMove]:
    """Inspections whose grade is another one, those that are new or gone left out: they say it themselves."""
    title = Text("督查结论", "conclusion")
    labels = head.snapshot.labels("methods", "grades[].grade")
    for name, new in head.results.conclusions.items():
        old = base.results.conclusions.get(name)
        if old and old.grade != new.grade:
            before, after = (labels.get(g, Text(g)) if g else NONE for g in (old.grade, new.grade))
            yield StateMove(f"inspections/{name}", title, before, after, (f"inspections/{name}",))


def near_moves(base: Side, head: Side, changed: Set[str]) -> Iterator[StateMove]:
    """Units of which the total came close to the edge of a grade, or to another distance from it."""
    labels = head.snapshot.labels("methods", "grades[].grade")
    for old, new in _years(base, head):
        before, after = _near(old), _near(new)
        for unit in sorted(after):
            if after[unit] != before.get(unit):
                grade = labels.get(after[unit][0], Text(after[unit][0]))
                title = Text(
                    f"{new.year}年年度评价离「{grade.zh}」的界线", f"{new.year}: edge of {grade.to('en')}"
                )
                is_same = unit in before and before[unit][0] == after[unit][0]
                was = _distance(before[unit][1]) if is_same else Text("1 分以外", "more than 1 point")
                rests = changed & set(new.by_unit[unit].evidence)
                yield StateMove(unit, title, was, _distance(after[unit][1]), tuple(sorted(rests)))


def _years(base: Side, head: Side) -> Iterator[tuple[YearEvaluation | None, YearEvaluation]]:
    known = {year.year: year for year in base.results.evaluations}
    for year in head.results.evaluations:
        yield known.get(year.year), year


def _near(year: YearEvaluation | None) -> Mapping[str, tuple[str, Decimal]]:
    return year.robustness.near if year and year.robustness else {}


def _distance(points: Decimal) -> Text:
    shown = trimmed(abs(points))
    if points == 0:
        return Text("正在界线上", "at the edge")
    return (
        Text(f"高 {shown} 分", f"{shown} above") if points > 0 else Text(f"低 {shown} 分", f"{shown} below")
    )


def robustness_moves(base: Side, head: Side) -> Iterator[StateMove]:
    """Ranges of ranks, and the share of pairs whose order holds, that are other ones."""
    for old, new in _years(base, head):
        one, other = old.robustness if old else None, new.robustness
        if one is None or other is None:
            continue
        name = Text(f"{new.year}年年度评价", f"{new.year}")
        if one.stable != other.stable:
            title = Text(f"{name.zh}：次序不随权重变化的比例", f"{name.en}: share of stable pairs")
            yield StateMove("", title, Text(f"{one.stable:f}%"), Text(f"{other.stable:f}%"))
        title = Text(f"{name.zh}：位次区间", f"{name.en}: range of rank")
        for unit in sorted(one.intervals.keys() & other.intervals.keys()):
            if one.intervals[unit] != other.intervals[unit]:
                yield StateMove(unit, title, _range(one, unit), _range(other, unit))


def _range(found: Robustness, unit: str) -> Text:
    low, high = found.intervals[unit]
    return Text(f"{low}–{high}" if low != high else f"{low}")


def hazard_moves(base: Side, head: Side, changed: Set[str]) -> Iterator[StateMove]:
    """Hazards whose state or lateness is otherwise; also those that came, are withdrawn or gone."""
    old, new = base.results.loop.hazards, head.results.loop.hazards
    title = Text("隐患状态", "state of the hazard")
    for name in sorted(old.keys() | new.keys()):
        before, after = _hazard(old.get(name)), _hazard(new.get(name))
        if before != after:
            rests = {key for one in (old.get(name), new.get(name)) if one for key in one.evidence}
            yield StateMove(f"hazards/{name}", title, before, after, tuple(sorted(rests & changed)))


def _hazard(one: Hazard | None) -> Text:
    if one is None:
        return Text("未登记", "not on record")
    state = one.life.state.value
    if not one.overdue:
        return state
    return Text(f"{state.zh}，逾期 {one.overdue} 天", f"{state.to('en')}, {one.overdue} days late")


def demand_moves(base: Side, head: Side) -> Iterator[DemandMove]:
    """Demands whose state is another one, by year, in the order of the bureau's text."""
    old, new = ({(f.demand, f.unit, f.year): f for f in s.results.fulfilments} for s in (base, head))
    for key in dict.fromkeys((*new, *old)):
        before, after = old.get(key), new.get(key)
        if (before and before.state) != (after and after.state):
            name, unit, year = key
            info = head.results.demands.get(name) or base.results.demands[name]
            yield DemandMove(info, unit, year, before, after)


def duty_moves(base: Side, head: Side) -> Iterator[DutyMove]:
    """What is no longer to be done, and what is now, by day."""
    old, new = (
        {(d.kind, d.unit, d.due, d.record, d.field): d for d in s.results.duties} for s in (base, head)
    )
    day = head.snapshot.as_of
    changed = [(key, old.get(key), new.get(key)) for key in old.keys() ^ new.keys()]
    for key, before, after in sorted(
        changed, key=lambda c: (c[0][2], c[0][1], c[0][0], c[0][3], str(c[0][4]))
    ):
        duty = after or before
        if duty:
            yield DutyMove(duty, after is not None, key[2] < day)
