"""The page of the city, a county or a cluster: how do we stand, and what must we do.

It ends with 「数字怎么来的」: every number with its formula and the records behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.model.demand import State
from generator.model.failures import missed
from generator.model.period import Period
from generator.model.record import Record
from generator.model.text import Text
from generator.render.charts.drawing import Figure
from generator.render.coverage import Coverage, coverage_years
from generator.render.duties import DutyList, Tally, outlook, tally
from generator.render.evaluations import (
    EvaluationLine,
    evaluations_of,
    grade_label,
    interval_words,
    stage_label,
)
from generator.render.explanations import (
    PeriodBlocks,
    Standing,
    explanations,
    metrics_of,
    standings,
    tabled,
)
from generator.render.figures import KeyFigure
from generator.render.filters import number
from generator.render.hazards import Hazards, by_urgency, item_link
from generator.render.mine import Mine, mine_of
from generator.render.page import Page, page
from generator.render.profile import Team, awards_of, cases_of, facts_of, gone, kicker, teams_of, unit_page
from generator.render.scorecard import (
    Metric,
    inspected,
    is_done_in,
    key_figures,
    last_done,
    metric_column,
    newest_period,
    rank_in_words,
    so_far,
    trend_of,
)
from generator.render.served import Served, engagements_at
from generator.render.site import Link, Site
from generator.render.tasks import SHOWN, TaskLine, Tasks, tasks_sentence
from generator.render.unit_loop import UnitLoop, unit_loop
from generator.render.works import Worked, Works

LOST_MOST = 5


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school in a unit's table."""

    link: Link
    area: str
    stage: str
    day: str
    grade: str
    conclusion: str
    rate: str
    findings: int
    late: int
    due: str
    visit: str
    rank: str


@dataclass(frozen=True, slots=True)
class LostItem:
    """An item that schools failed most in the newest quarter."""

    item: Link
    failed: int
    judged: int


@dataclass(frozen=True, slots=True)
class Promise:
    """What the five mechanisms demand of the unit this year, and how far it is."""

    demand: Link
    state: str
    state_label: str
    reason: str


@dataclass(frozen=True, slots=True)
class UnitContext:
    """A city, county or cluster."""

    kicker: str
    withdrawn: str
    sentence: str
    figures: tuple[KeyFigure, ...]
    mine: Mine
    hazards: UnitLoop | None
    trend: Figure | None
    metrics: tuple[Metric, ...]
    standings: tuple[Standing, ...]
    evaluations: tuple[EvaluationLine, ...]
    promises: tuple[Promise, ...]
    lost: tuple[LostItem, ...]
    lost_period: str
    below: tuple[SchoolLine, ...]
    units: tuple[Link, ...]
    cases: tuple[Link, ...]
    tasks_sentence: str
    tasks: tuple[TaskLine, ...]
    works: Worked
    engagements: tuple[Served, ...]
    teams: tuple[Team, ...]
    facts: tuple[tuple[str, str], ...]
    note: str
    explanations: tuple[PeriodBlocks, ...]


_URGENCY = (State.OPEN, State.PENDING, State.MET, State.EXEMPT)


@page
def units(site: Site) -> Iterator[Page]:
    """One page for the city, each county and each cluster."""
    registers = Hazards(site), DutyList(site), Tasks(site), Works(site)
    lines = {school.id: _school_line(site, school) for school in site.schools()}
    years = coverage_years(site)
    coverage = Coverage(site, years[0]) if years else None
    for record in site.organizations:
        if record.document.data["level"] != "school":
            context = _unit(site, record, registers, lines, coverage)
            yield unit_page(site, record, context, context.sentence)


def unit_sentence(site: Site, record: Record, due: Tally, ranked: tuple[str, str] | None) -> Text:
    """How a unit stands in its newest quarter and year, and what is due; right for none, one and many."""
    quarter, year = unit_state(site, record, ranked), year_state(site, record.id)
    about = Text(quarter.zh + year.zh, quarter.en + year.en)
    if not due.total:
        return about
    words = outlook(due)
    return Text(f"{about.zh}{words.zh}。", f"{about.en} {words.en[0].upper()}{words.en[1:]}.")


def unit_state(site: Site, record: Record, ranked: tuple[str, str] | None) -> Text:
    """How a unit stands in its newest quarter."""
    pool = [s for s in site.schools(record.id) if not s.is_withdrawn]
    if not pool:
        return Text("这里还没有录入学校。", "No school has been entered here yet.")
    period = newest_period(site, record.id)
    if period is None:
        return Text(
            f"{len(pool)} 所学校还没有完成过检查。",
            f"None of the {_schools(len(pool))} has been inspected yet.",
        )
    done = [v for s in pool for v in site.visits(s.id) if is_done_in(v, period)]
    failed = sum(1 for v in done if (c := site.results.conclusions.get(v.id)) and c.grade == "fail")
    visited, schools = inspected(site, record.id, period)
    until = so_far(site, period)
    zh = f"{period.label.zh}{until.zh}，{schools} 所学校中 {visited} 所受检"
    en = f"In {period.label.en}{until.en}, {visited} of {_schools(schools)} inspected"
    zh += f"，{len(done)} 次检查中 {failed} 次不合格" if failed else ("，检查全部合格" if done else "")
    en += f"; {failed or 'none'} of {len(done)} inspections failed" if done else ""
    if ranked:
        zh += f"；位次{ranked[0]}"
        en += f"; {ranked[1]}"
    return Text(f"{zh}。", f"{en}.")


def year_state(site: Site, unit: str) -> Text:
    """Total, grade and rank of the newest annual evaluation in which the unit has a rank; else nothing."""
    for year in reversed(site.results.evaluations):
        one = year.by_unit.get(unit)
        if one is None or one.rank is None:
            continue
        grade = grade_label(site, one.grade)
        stage = "" if one.is_final else stage_label(site, one)
        low_high = interval_words(year.robustness.intervals.get(unit) if year.robustness else None)
        zh = f"{year.year}年度考核 {one.total:f} 分，{grade}，第 {one.rank} 位"
        en = f" Evaluation {year.year}: {one.total:f} points, {grade}, rank {one.rank}"
        if low_high and low_high != str(one.rank):
            zh, en = f"{zh}（权重变动时 {low_high}）", f"{en} ({low_high} under other weights)"
        return Text(f"{zh}{f'（{stage}）' if stage else ''}。", f"{en}{f' ({stage})' if stage else ''}.")
    return Text("")


def _promises(site: Site, unit: str, coverage: Coverage) -> Iterator[Promise]:
    """What is demanded of the unit; what it still owes stands first."""
    for info, one in sorted(coverage.of_unit(unit), key=lambda row: _URGENCY.index(row[1].state)):
        link = Link(site.say(info.words), f"{coverage.path}#{info.id}")
        yield Promise(link, one.state.name.lower(), site.say(one.state.value), site.say(one.reason))


def _unit(
    site: Site,
    record: Record,
    registers: tuple[Hazards, DutyList, Tasks, Works],
    lines: Mapping[str, SchoolLine],
    coverage: Coverage | None,
) -> UnitContext:
    hazards, duties, tasks, works = registers
    data = site.public(record)
    pool = site.schools(record.id)
    owed, mine = duties.of(record.id), tasks.below(record)
    metrics = metrics_of(site, record.id)
    columns = tabled(site, metrics)
    period = newest_period(site, record.id)
    lost_period = period.label if period else Text("", "")
    return UnitContext(
        kicker=kicker(site, record),
        withdrawn=gone(site, record),
        sentence=site.say(unit_sentence(site, record, tally(owed), rank_in_words(site, record.id))),
        figures=tuple(key_figures(site, record.id, metrics)),
        mine=mine_of(site, record, duties, awards_of(site, (record, *pool))),
        hazards=unit_loop(site, record, hazards),
        trend=trend_of(site, record.id, metrics),
        metrics=tuple(metric_column(site, info) for info in columns),
        standings=standings(site, record.id, columns),
        evaluations=evaluations_of(site, record.id),
        promises=tuple(_promises(site, record.id, coverage)) if coverage else (),
        lost=tuple(_lost(site, pool, period)) if period else (),
        lost_period=site.say(lost_period),
        below=tuple(lines[s.id] for s in pool),
        units=tuple(
            site.organization(c.id) for c in site.children(record.id) if c.document.data["level"] != "school"
        ),
        cases=cases_of(site, record),
        tasks_sentence=site.say(tasks_sentence(mine)),
        tasks=mine[:SHOWN],
        works=works.of(record.id),
        engagements=engagements_at(site, (record, *pool)),
        teams=teams_of(site, record),
        facts=tuple(facts_of(site, record)),
        note=str(data.get("note", "")),
        explanations=explanations(site, record.id),
    )


def _lost(site: Site, pool: Iterable[Record], period: Period) -> Iterator[LostItem]:
    done = (v for school in pool for v in site.visits(school.id) if is_done_in(v, period))
    for item, failed, judged in missed(done)[:LOST_MOST]:
        yield LostItem(item_link(site, *item), failed, judged)


def _school_line(site: Site, school: Record) -> SchoolLine:
    data = site.public(school)
    above = site.ancestors(school.id)
    last = last_done(site, school.id)
    conclusion = site.results.conclusions.get(last.id) if last else None
    open_ = by_urgency(h for h in site.results.loop.schools.get(school.id, ()) if h.life.is_open)
    named = [h for h in open_ if site.names_school(h.record)]
    ranked = [row.rank for r, row in site.places(school.id) if r.period == newest_period(site, school.id)]
    return SchoolLine(
        link=site.organization(school.id),
        area=site.short(above[-1].id) if above else "",
        stage=site.label("organizations", "stage", data.get("stage")),
        day=site.public(last)["date"] if last else "",
        grade=(conclusion.grade or "") if conclusion else "",
        conclusion=site.label("methods", "grades[].grade", conclusion.grade) if conclusion else "",
        rate=number(conclusion.rate) if conclusion else "",
        findings=len(named),
        late=sum(1 for h in named if h.overdue),
        due=named[0].life.due if named else "",
        visit=site.path(last) if last else "",
        rank=str(ranked[-1] or "") if ranked else "",
    )


def _schools(count: int) -> str:
    return f"{count} school{'' if count == 1 else 's'}"
