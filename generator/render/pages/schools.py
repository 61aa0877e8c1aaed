"""The page of a school: is it safe, and what is open.

It ends with 「数字怎么来的」: every number with its formula and the records behind it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from generator.model.record import Record
from generator.model.text import Text
from generator.render.charts.drawing import Figure
from generator.render.demonstrations import school_events
from generator.render.duties import DutyLine, DutyList, ahead, late
from generator.render.explanations import PeriodBlocks, Standing, explanations, metrics_of, standings, tabled
from generator.render.figures import KeyFigure
from generator.render.filters import day, number
from generator.render.hazards import HazardLine, Hazards, StateCount, loop_sentence, state_counts
from generator.render.mine import Mine, mine_of
from generator.render.page import Page, PageMaker, page
from generator.render.profile import Team, awards_of, cases_of, facts_of, gone, kicker, teams_of, unit_page
from generator.render.risks import Risks, SchoolRisks
from generator.render.scorecard import Metric, key_figures, last_done, metric_column, trend_of
from generator.render.served import Served, engagements_at
from generator.render.site import Link, Site, visit_order
from generator.render.tasks import TaskLine, Tasks, tasks_sentence


@dataclass(frozen=True, slots=True)
class SectionLine:
    """How the items of one checklist section were answered, in the schema's order of answers."""

    title: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """The newest inspection of one topic, by section."""

    link: Link
    topic: str
    day: str
    heads: tuple[str, ...]
    sections: tuple[SectionLine, ...]
    strengths: str


@dataclass(frozen=True, slots=True)
class SchoolLoop:
    """The hazards of a school that may be named with it: open ones, the latest first, and closed ones."""

    sentence: str
    states: tuple[StateCount, ...]
    late: int
    open: tuple[HazardLine, ...]
    closed: tuple[HazardLine, ...]


@dataclass(frozen=True, slots=True)
class SchoolContext:
    """A school. *strengths*: what its newest visit found that it does well, "" where nothing is said."""

    kicker: str
    withdrawn: str
    sentence: str
    strengths: str
    figures: tuple[KeyFigure, ...]
    mine: Mine
    hazards: SchoolLoop | None
    risks: SchoolRisks
    answers: tuple[Answers, ...]
    timeline: tuple[tuple[str, str, str, Link, str], ...]
    trend: Figure | None
    metrics: tuple[Metric, ...]
    standings: tuple[Standing, ...]
    cases: tuple[Link, ...]
    tasks_sentence: str
    tasks: tuple[TaskLine, ...]
    engagements: tuple[Served, ...]
    teams: tuple[Team, ...]
    facts: tuple[tuple[str, str], ...]
    note: str
    explanations: tuple[PeriodBlocks, ...]


@page(many=True)
def schools(site: Site) -> Iterator[PageMaker]:
    """One page for each school."""
    hazards, duties, tasks, risks = Hazards(site), DutyList(site), Tasks(site), Risks(site)
    for record in site.schools():
        yield partial(_school_page, site, record, hazards, duties, tasks, risks)


def _school_page(
    site: Site, record: Record, hazards: Hazards, duties: DutyList, tasks: Tasks, risks: Risks
) -> Page:
    context = _school(site, record, hazards, duties, tasks, risks)
    return unit_page(site, record, context, context.sentence)


def school_sentence(site: Site, record: Record, owed: Sequence[DutyLine]) -> Text:
    """What the last inspection concluded and what is due; grammatical for none, one and many."""
    done = [v for v in site.named_visits(record.id) if v.document.data["status"] == "done"]
    if not done:
        return _with_duties("这所学校还没有完成过检查", "This school has not been inspected yet", owed)
    last = done[0]
    data, conclusion = site.public(last), site.results.conclusions.get(last.id)
    topic = site.label("inspections", "topic", data["topic"])
    zh = f"最近一次检查在{day(data['date'])}（{topic}）"
    en = f"Last inspected on {day(data['date'], 'en')} ({topic})"
    if conclusion and conclusion.grade:
        grade = site.label("methods", "grades[].grade", conclusion.grade)
        zh += f"，结论为{grade}，得分率 {number(conclusion.rate)}%"
        en += f": {grade}, {number(conclusion.rate)}%"
    return _with_duties(zh, en, owed)


def _with_duties(zh: str, en: str, owed: Sequence[DutyLine]) -> Text:
    """A sentence's beginning with what is late and due at its end."""
    due, overdue = ahead(owed), len(late(owed))
    if not owed:
        return Text(f"{zh}；没有待办的事项。", f"{en}; nothing is due.")
    if overdue:
        zh += f"；逾期 {overdue} 项"
        en += f"; {overdue} late"
    if due:
        zh += f"；有 {len(due)} 项待办，最近一项 {day(due[0].due)}到期"
        en += f"; {len(due)} still to be done, the next by {day(due[0].due, 'en')}"
    return Text(f"{zh}。", f"{en}.")


def _school(
    site: Site, record: Record, hazards: Hazards, duties: DutyList, tasks: Tasks, risks: Risks
) -> SchoolContext:
    data = site.public(record)
    owed = duties.of(record.id)
    mine = tasks.of((record,))
    metrics = metrics_of(site, record.id)
    columns = tabled(site, metrics)
    answers = tuple(_answers(site, record.id))
    return SchoolContext(
        kicker=kicker(site, record),
        withdrawn=gone(site, record),
        sentence=site.say(school_sentence(site, record, owed)),
        strengths=max(answers, key=lambda one: one.day).strengths if answers else "",
        figures=(
            *_last_conclusion(site, record.id),
            *key_figures(site, record.id, metrics),
        ),
        mine=mine_of(site, record, duties, awards_of(site, (record,))),
        hazards=_hazards(site, record, hazards),
        risks=risks.of_school(record.id),
        answers=answers,
        timeline=tuple(_timeline(site, record)),
        trend=trend_of(site, record.id, metrics),
        metrics=tuple(metric_column(site, info) for info in columns),
        standings=standings(site, record.id, columns),
        cases=cases_of(site, record),
        tasks_sentence=site.say(tasks_sentence(mine)),
        tasks=mine,
        engagements=engagements_at(site, (record,)),
        teams=teams_of(site, record),
        facts=tuple(facts_of(site, record)),
        note=str(data.get("note", "")),
        explanations=explanations(site, record.id),
    )


def _hazards(site: Site, school: Record, lines: Hazards) -> SchoolLoop | None:
    found = [h for h in site.results.loop.schools.get(school.id, ()) if site.names_school(h.record)]
    if not found:
        return None
    return SchoolLoop(
        sentence=site.say(loop_sentence(found)),
        states=state_counts(site, found),
        late=sum(1 for h in found if h.overdue),
        open=lines.of(h for h in found if h.life.is_open),
        closed=lines.of(h for h in found if not h.life.is_open),
    )


def _last_conclusion(site: Site, school: str) -> Iterator[KeyFigure]:
    last = last_done(site, school)
    conclusion = site.results.conclusions.get(last.id) if last else None
    if last and conclusion and conclusion.grade:
        yield KeyFigure(
            site.label("methods", "grades[].grade", conclusion.grade),
            "",
            site.say(Text("最近一次检查的结论", "Last conclusion")),
            site.path(last),
            "",
            site.say(Text(f"得分率 {number(conclusion.rate)}%", f"{number(conclusion.rate)}% of points")),
            "",
        )


def _answers(site: Site, school: str) -> Iterator[Answers]:
    newest: dict[str, Record] = {}
    for visit in site.named_visits(school):
        if visit.document.data["status"] == "done":
            newest.setdefault(visit.document.data["topic"], visit)
    labels = dict(site.labels("inspections", "results[].result"))
    labels.pop("pending", None)  # drafts only, and no draft is published
    for topic in site.labels("inspections", "topic"):
        if topic not in newest:
            continue
        visit = newest[topic]
        data = site.public(visit)
        checklist = site.get("checklists", data["checklist"])
        answered = {r["item"]: r["result"] for r in data["results"]}
        sections = tuple(
            SectionLine(section["title"], tuple(counts[answer] for answer in labels))
            for section in (checklist or {}).get("sections", ())
            if (counts := Counter(answered[i["id"]] for i in section["items"] if i["id"] in answered))
        )
        yield Answers(
            link=site.link(visit.key),
            topic=site.label("inspections", "topic", topic),
            day=data["date"],
            heads=tuple(labels.values()),
            sections=sections,
            strengths=str(data.get("strengths", "")),
        )


def _timeline(site: Site, school: Record) -> Iterator[tuple[str, str, str, Link, str]]:
    """Everything that happened, newest first: (date, kind of mark, word, link, text)."""
    events: list[tuple[str, str, str, Link, str]] = []
    for visit in sorted(site.named_visits(school.id), key=visit_order):
        data = site.public(visit)
        conclusion = site.results.conclusions.get(visit.id)
        kind, word = data["status"], site.label("inspections", "status", data["status"])
        text = ""
        if conclusion and conclusion.grade:
            kind, word = conclusion.grade, site.label("methods", "grades[].grade", conclusion.grade)
            open_, found = len(data.get("findings", ())), number(conclusion.rate)
            noted = (
                Text(f"，登记问题 {open_} 项", f", {open_} findings")
                if open_
                else Text("，没有问题", ", no findings")
            )
            text = site.say(Text(f"得分率 {found}%{noted.zh}", f"{found}%{noted.en}"))
        elif "cancelled" in data:
            text = str(data["cancelled"]["reason"])
        when = data.get("date") or data.get("cancelled", {}).get("date") or data.get("planned_on") or ""
        name = Link(site.label("inspections", "topic", data["topic"]), site.path(visit))
        if when:
            events.append((when, kind, word, name, text))
    for award in site.snapshot.active("awards"):
        data = site.public(award)
        if data["unit"] == school.id:
            who = " ".join(
                w for w in (site.label("awards", "kind", data["kind"]), str(data.get("person", ""))) if w
            )
            word = site.say(Text("表扬", "Award"))
            events.append(
                (
                    data["notice"]["issued_on"],
                    "award",
                    word,
                    Link(who, site.path(award)),
                    data["notice"]["number"],
                )
            )
    events += school_events(site, school.id)
    for field, label in (("opened", Text("开办", "Opened")), ("closed", Text("停办", "Closed"))):
        if school.get(field):
            events.append((school[field], "done", site.say(label), Link(""), ""))
    yield from sorted(events, key=lambda e: e[0], reverse=True)
