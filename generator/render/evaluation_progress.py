"""How far an evaluation that is not final has come: what it may still become, what is next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from generator.model.evaluation import Evaluation, ItemState, Origin, YearEvaluation
from generator.model.instrument import instruments
from generator.model.number import round_half_up, trimmed
from generator.model.stages import STEP_TITLES, days_after, last_days, next_step, schedule_of
from generator.model.standing import method_on
from generator.model.text import Text

from .duties import DutyLine, DutyList, ahead, late
from .evaluations import grade_label
from .filters import day
from .site import Site

MOST_DUTIES = 8
_SOURCES: tuple[tuple[Origin, Text], ...] = (
    ("metric", Text("系统自动取数", "counted by the system")),
    ("facts", Text("按核定的事实", "from verified facts")),
    ("verified", Text("核查评分", "scored by the verifiers")),
    ("appeal", Text("复核改定", "changed by an appeal")),
    ("self", Text("只有自评", "self-assessed only")),
)


@dataclass(frozen=True, slots=True)
class ProgressBlock:
    """One running evaluation.

    counts: (what, how many items). projection: least and most that the total can still become.
    steps: (stage, "done", "next" or "ahead", what is said of its day).
    late, due: what the unit owes, not what the units below it do.
    """

    sentence: str
    counts: tuple[tuple[str, str], ...]
    projection: str
    steps: tuple[tuple[str, str, str], ...]
    next: str
    late: tuple[DutyLine, ...]
    due: tuple[DutyLine, ...]


def progress_of(site: Site, year: YearEvaluation, one: Evaluation, duties: DutyList) -> ProgressBlock | None:
    """None once the result is final."""
    if one.is_final:
        return None
    own = tuple(line for line in duties.of(one.unit) if line.unit == site.organization(one.unit))
    return ProgressBlock(
        sentence=site.say(_sentence(one)),
        counts=tuple((site.say(name), str(count)) for name, count in _counts(one)),
        projection=site.say(_projection(site, year, one)),
        steps=tuple(_steps(site, one)),
        next=site.say(_next(site, one)),
        late=late(own)[:MOST_DUTIES],
        due=ahead(own)[:MOST_DUTIES],
    )


def _counts(one: Evaluation) -> Iterator[tuple[Text, int]]:
    origins = Counter(item.origin for item in one.items if item.state is ItemState.SCORED)
    for origin, name in _SOURCES:
        if origins[origin]:
            yield name, origins[origin]
    states = Counter(item.state for item in one.items)
    for state in (ItemState.EXEMPT, ItemState.UNPROVEN, ItemState.PENDING):
        if states[state]:
            yield state.value, states[state]


def _sentence(one: Evaluation) -> Text:
    decided = [item for item in one.items if item.state is not ItemState.PENDING]
    points = sum((item.points for item in decided), Decimal(0))
    whole = sum((item.points for item in one.items), Decimal(0))
    return Text(
        f"{len(one.items)} 项中 {len(decided)} 项已能算出，占 {trimmed(whole)} 分中的 {trimmed(points)} 分。",
        f"{len(decided)} of {len(one.items)} items can be computed, {trimmed(points)} of {trimmed(whole)} "
        "points.",
    )


def _projection(site: Site, year: YearEvaluation, one: Evaluation) -> Text:
    """The least and the most that is still possible, should nothing that is decided change."""
    waiting = sum((item.points for item in one.items if item.state is ItemState.PENDING), Decimal(0))
    decimals = -int(one.total.as_tuple().exponent) if one.total is not None else 0
    least = one.total if one.total is not None else Decimal(0)
    most = round_half_up(
        max(_base(one, waiting) + Fraction(one.bonus - one.deduction), Fraction(0)), decimals
    )
    as_of = day(site.as_of.isoformat(), site.language)
    if not waiting:
        return Text(
            f"推算（截至 {as_of}）：如果不再变动，总分是 {least:f} 分。",
            f"Projection as of {as_of}: if nothing changes, the total is {least:f}.",
        )
    grades = tuple(grade_label(site, g) for total in (least, most) if (g := _band(site, year, total)))
    zh = f"（{grades[0]}至{grades[1]}）" if len(set(grades)) == 2 else f"（{grades[0]}）" if grades else ""
    en = f" ({' to '.join(dict.fromkeys(grades))})" if grades else ""
    return Text(
        f"推算（截至 {as_of}）：已定的不变，其余 {trimmed(waiting)} 分都不得是 {least:f} 分，"
        f"都得到是 {most:f} 分{zh}，没有计否决情形和优秀名额。",
        f"Projection as of {as_of}: with none of the other {trimmed(waiting)} points {least:f}, with all of "
        f"them {most:f}{en}; vetoes and the quota are not counted.",
    )


def _base(one: Evaluation, more: Decimal) -> Fraction:
    """The sum of the scores and *more*; where items are left out, as if the rest were the whole."""
    scores = sum((item.score for item in one.items if item.score is not None), more)
    whole = sum((item.points for item in one.items), Decimal(0))
    exempt = (i for i in one.items if i.state is ItemState.EXEMPT and i.score is None)
    counted = whole - sum((item.points for item in exempt), Decimal(0))
    return Fraction(scores) * Fraction(whole) / Fraction(counted) if counted else Fraction(scores)


def _band(site: Site, year: YearEvaluation, total: Decimal) -> str:
    """The grade that a total gives by the method of the year; "" without one."""
    bands = next((i.bands for i in instruments(site.snapshot) if i.checklist == year.checklist), ())
    return next((grade for grade, bound in bands if total >= bound), "")


def _steps(site: Site, one: Evaluation) -> Iterator[tuple[str, str, str]]:
    """Every stage with the day on which it was done, or else its last day, where a method says one."""
    record = site.get("evaluations", one.record) if one.record else None
    done = record.get("dates", {}) if record else {}
    due = last_days(_schedule(site, one), one.year)
    following = next_step(one.status if one.record else "")
    for step, title in STEP_TITLES.items():
        if step in done:
            words = Text(f"{day(done[step])} 完成", f"done {day(done[step], 'en')}")
        elif step in due:
            words = Text(f"最晚 {day(due[step])}", f"by {day(due[step], 'en')}")
        else:
            words = Text("还没有", "to come")
        state = "done" if step in done else "next" if step == following else "ahead"
        yield site.say(title), state, site.say(words)


def _schedule(site: Site, one: Evaluation) -> Mapping[str, Any]:
    """The days that the method of the year sets; a sample method sets none for a real unit."""
    unit = site.snapshot.get("organizations", one.unit)
    method = method_on(site.snapshot, f"{one.year}-12-31")
    is_illustration = method is not None and method.is_sample and unit is not None and not unit.is_sample
    return {} if is_illustration else schedule_of(site.snapshot, one.year)


def _next(site: Site, one: Evaluation) -> Text:
    """The next stage and its last day, and until when a county that was told may reply."""
    status = one.status if one.record else ""
    step, schedule = next_step(status), _schedule(site, one)
    due = last_days(schedule, one.year).get(step, "")
    words = STEP_TITLES[step]
    zh, en = f"下一步：{words.zh}", f"Next: {words.to('en')}"
    if due:
        left = (date.fromisoformat(due) - site.as_of).days
        when = day(due, site.language)
        zh += f"，最晚 {when}（{f'还有 {left} 天' if left >= 0 else f'已过 {-left} 天'}）"
        en += f", by {when} ({left} days left)" if left >= 0 else f", was due {when} ({-left} days ago)"
    record = site.get("evaluations", one.record) if one.record else None
    told = record.get("dates", {}).get("feedback", "") if record else ""
    if told and "reply_days" in schedule:
        until = day(days_after(told, schedule["reply_days"]), site.language)
        zh += f"；申辩和申请复核到 {until} 为止"
        en += f"; statements and appeals until {until}"
    return Text(f"{zh}。", f"{en}.")
