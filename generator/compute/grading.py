"""From totals to grades and ranks: bands, vetoes, ranks from printed totals, the quota of the best grade."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from generator.model.evaluation import Effect, Evaluation
from generator.model.instrument import Instrument
from generator.model.text import Text

from .method import GRADES, WORST


def band_of(instrument: Instrument, total: Decimal | None) -> str | None:
    """The grade of a printed total; below every band the worst one. None without a total or a method."""
    if total is None or not instrument.bands:
        return None
    return next((grade for grade, bound in instrument.bands if total >= bound), WORST)


def effects_of(
    instrument: Instrument, band: str | None, events: Iterable[Mapping[str, Any]]
) -> Iterator[Effect]:
    """What vetoes do to the grade: first those that force it, then the others in the record's order."""
    if band is None:
        return
    known = {veto.id: veto for veto in instrument.vetoes}
    found = [(known[event["veto"]], event) for event in events if event["veto"] in known]
    grade = band
    for veto, event in sorted(found, key=lambda pair: pair[0].effect != "force_grade"):
        after = _after(veto.effect, veto.grade, grade)
        yield Effect(veto.id, grade, after, Text(f"{veto.text}（{event['text']}）", event["text"]))
        grade = after


def _after(effect: str, named: str, grade: str) -> str:
    if effect == "downgrade":
        return GRADES[min(GRADES.index(grade) + 1, len(GRADES) - 1)]
    if named not in GRADES:
        return grade
    return named if effect == "force_grade" else max(grade, named, key=GRADES.index)


def ranked(instrument: Instrument, found: Iterable[Evaluation]) -> tuple[Evaluation, ...]:
    """Ranks by printed totals; who is not ranked has a reason, neither rank nor grade, and stands last."""
    marked = [_marked(one, _not_ranked(instrument, one)) for one in found]
    totals = Counter(one.total for one in marked if one.reason is None and one.total is not None)
    below = sorted(-total for total in totals.elements())
    placed = [
        replace(one, rank=1 + bisect_left(below, -one.total), tied=totals[one.total] > 1)
        for one in marked
        if one.reason is None and one.total is not None
    ]
    unranked = (one for one in marked if one.reason is not None)
    return (*sorted(placed, key=lambda one: one.rank or 0), *unranked)


def _marked(one: Evaluation, reason: Text | None) -> Evaluation:
    return one if reason is None else replace(one, reason=reason, grade=None)


def _not_ranked(instrument: Instrument, one: Evaluation) -> Text | None:
    if one.status == "projection":
        return Text("还没有评价记录，以下只是按已有数据的推算", "No evaluation yet; this is a projection")
    if one.total is None:
        return Text("还没有一项得分", "No item is scored yet")
    if one.coverage < instrument.minimum_coverage:
        return Text(
            f"已评分值占 {one.coverage}%，低于排位次所需的 {instrument.minimum_coverage}%",
            f"{one.coverage}% of the points are decided; {instrument.minimum_coverage}% are required",
        )
    if one.status == "self":
        return Text("自评得分还没有核查，不与已核查的排在一起", "The self score has not been verified yet")
    return None


def with_quota(instrument: Instrument, found: Sequence[Evaluation]) -> tuple[Evaluation, ...]:
    """The best grade for no more units than its quota, in rank order; who stays equal shares the loss."""
    if instrument.quota is None or not instrument.bands:
        return tuple(found)
    best, next_best = GRADES[0], GRADES[1]
    asking = [one for one in found if one.grade == best and one.rank is not None]
    if len(asking) <= instrument.quota:
        return tuple(found)
    keys = {one.unit: _order(instrument, one) for one in asking}
    kept = {
        one.unit
        for one in asking
        if sum(1 for key in keys.values() if key <= keys[one.unit]) <= instrument.quota
    }
    return tuple(
        replace(one, grade=next_best, effects=(*one.effects, _effect(instrument, one.unit, keys, kept)))
        if one.unit in keys and one.unit not in kept
        else one
        for one in found
    )


def _effect(
    instrument: Instrument, unit: str, keys: Mapping[str, tuple[Decimal, ...]], kept: Iterable[str]
) -> Effect:
    """That a unit is outside the quota, and what the units inside have before it."""
    own, last = keys[unit], max((keys[name] for name in kept), default=None)
    ahead = sum(key < own for key in keys.values())
    zh, en = f"优秀名额 {instrument.quota} 个", f"a quota of {instrument.quota}"
    if ahead < (instrument.quota or 0):
        zh += "，有单位与其总分相同，同分规则也分不出先后，名额放不下，都不占名额"
        en += ", and units that nothing tells apart do not all fit in"
    elif last is None or own[0] != last[0]:
        zh += f"，位次在前的已有 {ahead} 个单位"
        en += f", with {ahead} units before it"
    else:
        place = next(n for n, (one, other) in enumerate(zip(own, last, strict=True)) if one != other)
        by, name = instrument.tie_break[place - 1]
        title = instrument.titles.get(name, name)
        is_less = by == "fewest_deductions"
        zh += "，与名额内的末位总分相同，按同分规则再比" + (
            "减分，减分较多" if is_less else f"“{title}”，得分较低"
        )
        en += "; its total equals the last one's inside, which has " + (
            "less deducted" if is_less else f"more on {title}"
        )
    return Effect("quota", GRADES[0], GRADES[1], Text(zh, en))


def _order(instrument: Instrument, one: Evaluation) -> tuple[Decimal, ...]:
    """Sorts units for the quota, best first: total, then the method's tie-break."""
    keys = [-(one.total or Decimal(0))]
    for by, name in instrument.tie_break:
        if by == "section":
            section = one.section(name)
            keys.append(-(section.score if section else Decimal(0)))
        elif by == "item":
            item = one.item(name)
            keys.append(-((item.score if item else None) or Decimal(0)))
        else:
            keys.append(one.deduction)
    return tuple(keys)
