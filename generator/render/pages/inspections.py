"""Inspections: all visits at a glance, and one page for each of them.

There may be tens of thousands of visits; ``answers.py`` says what is shared between their pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any

from generator.model.failures import FAILED
from generator.model.loop import Hazard
from generator.model.period import Period
from generator.model.record import Record
from generator.model.results import Conclusion
from generator.model.text import Text
from generator.render import wording
from generator.render.answers import FailedItem, Layout, SectionRows
from generator.render.page import Page, PageMaker, page
from generator.render.site import Link, Round, Site

Data = Mapping[str, Any]

# Above this, the table of all visits would be slow on a phone: older visits are found through their rounds.
LONGEST_TABLE = 600
RECENT_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class InspectionContext:
    """One visit. Dates are ISO; numbers are as printed, "" where there is none."""

    sentence: str
    status: str
    withdrawn: str
    school: Link
    county: Link | None
    round: Link
    topic: str
    mode: str
    day: str
    is_planned_day: bool
    grade: str
    conclusion: str
    obtained: str
    applicable: str
    rate: str
    team: tuple[tuple[str, Link], ...]
    draw: Link | None
    difference: str
    checklist: Link
    cited: str
    is_cited_as_is: bool
    counts: tuple[tuple[str, str, int], ...]
    findings: int
    major: int
    failed: tuple[FailedItem, ...]
    sections: tuple[SectionRows, ...]
    strengths: str
    summary: str
    note: str
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round in the list of rounds."""

    link: Link
    period: str
    topic: str
    done: int
    failed: int
    findings: int
    open: int


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit in the table of visits; "" where there is no result yet."""

    link: Link
    day: str
    county: str
    period: str
    topic: str
    mode: str
    status: str
    grade: str
    conclusion: str
    rate: str
    findings: str


@dataclass(frozen=True, slots=True)
class IndexContext:
    """The newest rounds and visits. *left_out*: how many older visits only their rounds list."""

    sentence: str
    rounds: tuple[RoundLine, ...]
    visits: tuple[VisitLine, ...]
    left_out: int
    total: int


class Desk:
    """What the pages of many visits ask for again and again, each thing looked up once."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.layouts = {c.id: Layout(site, c) for c in site.snapshot.of("checklists")}
        self.link = cache(site.organization)
        self.expert = cache(site.expert)
        self.county = cache(self._county)
        self.round = cache(self._round)

    def _county(self, school: str) -> Link | None:
        found = self._site.county_of(school)
        return self._site.organization(found.id) if found else None

    def _round(self, code: str, topic: str) -> Link:
        period = Period.parse(code)
        return Link(self._site.say(period.label), Round(period, topic, ()).path)

    def neighbour(self, record: Record | None) -> Link | None:
        """A link to a visit of the same school, by quarter and topic; none to one that names no school."""
        if record is None or self._site.is_unnamed(record):
            return None
        data = record.document.data
        period = self.round(data["period"], data["topic"]).text
        topic = self._site.label("inspections", "topic", data["topic"])
        return Link(f"{period} · {topic}", self._site.path(record))


@page
def inspections(site: Site) -> Iterator[Page]:
    """The newest rounds and visits."""
    records = sorted(site.snapshot.of("inspections"), key=_when, reverse=True)
    visits = tuple(_visit_line(site, record) for record in records[:LONGEST_TABLE])
    yield Page(
        "inspections/",
        IndexContext(
            sentence=site.say(index_sentence(site)),
            rounds=tuple(_round_line(site, one) for one in site.rounds[:RECENT_ROUNDS]),
            visits=visits,
            left_out=len(records) - len(visits),
            total=len(records),
        ),
    )


@page(template="inspection", many=True)
def inspection_pages(site: Site) -> Iterator[PageMaker]:
    """One page for each visit, withdrawn ones included."""
    desk = Desk(site)
    trail = (Link(site.say(Text("督查记录", "Inspections")), "inspections/"),)
    by_school: dict[str, list[Record]] = defaultdict(list)
    for record in site.snapshot.of("inspections"):
        by_school[record.document.data["organization"]].append(record)
    for records in by_school.values():
        records.sort(key=_when)
        for place, record in enumerate(records):
            before = records[place - 1] if place else None
            after = records[place + 1] if place + 1 < len(records) else None
            yield partial(inspection_page, site, record, desk, trail, before, after)


def inspection_page(
    site: Site,
    record: Record,
    desk: Desk,
    trail: tuple[Link, ...],
    before: Record | None,
    after: Record | None,
) -> Page:
    """The page of one visit; *before* and *after* are the same school's neighbours in time."""
    data = site.public(record)
    layout = desk.layouts.get(data["checklist"])
    results, findings = data.get("results", ()), data.get("findings", ())
    sections = layout.sections(results) if layout and results else ()
    conclusion = site.results.conclusions.get(record.id)
    period, topic = data["period"], data["topic"]
    unnamed = site.is_unnamed(record)
    sentence = site.say(visit_sentence(site, data, site.visited(record).text, conclusion))
    context = InspectionContext(
        sentence=sentence,
        status=data["status"],
        withdrawn=_said(site, wording.withdrawal(data)),
        school=site.visited(record),
        county=desk.county(data["organization"]),
        round=desk.round(period, topic),
        topic=site.label("inspections", "topic", topic),
        mode=site.label("inspections", "mode", data["mode"]),
        day=data.get("date") or data.get("planned_on") or "",
        is_planned_day="date" not in data,
        grade=conclusion.grade or "" if conclusion else "",
        conclusion=site.label("methods", "grades[].grade", conclusion.grade) if conclusion else "",
        obtained=wording.plain(conclusion.obtained) if conclusion else "",
        applicable=wording.plain(conclusion.applicable) if conclusion else "",
        rate=str(conclusion.rate) if conclusion and conclusion.rate is not None else "",
        team=tuple(
            (site.label("inspections", "team[].role", m["role"]), desk.expert(m["expert"]))
            for m in (() if unnamed else data["team"])  # the team was drawn for the school, which is public
        ),
        draw=site.link(f"draws/{data['draw']}") if "draw" in data else None,
        difference=data.get("draw_difference", ""),
        checklist=layout.link if layout else Link(data["checklist"]),
        cited=data.get("checklist_digest", "")[:12],
        is_cited_as_is=layout is not None and layout.digest == data.get("checklist_digest"),
        counts=_counts(site, sections),
        findings=len(findings),
        major=[finding["grade"] for finding in findings].count("major"),
        failed=layout.failed(sections, findings, _registered(site, record)) if layout else (),
        sections=sections,
        strengths=data.get("strengths", ""),
        summary=data.get("summary", ""),
        note=data.get("note", ""),
        previous=None if unnamed else desk.neighbour(before),
        next=None if unnamed else desk.neighbour(after),
    )
    return Page(
        f"inspections/{record.id}/",
        context,
        title=site.title(record),
        trail=trail,
        records=(record.key,),
        evidence=(f"organizations/{data['organization']}", f"checklists/{data['checklist']}"),
        method=conclusion.method if conclusion else "",
        description=sentence,
    )


def _registered(site: Site, record: Record) -> Mapping[str, Hazard]:
    """Finding -> the hazard that it was registered as."""
    return {h.finding: h for h in site.results.loop.inspections.get(record.id, ())}


def _said(site: Site, text: Text | None) -> str:
    return site.say(text) if text else ""


def _when(record: Record) -> tuple[str, str]:
    data = record.document.data
    return (data.get("date") or data.get("planned_on") or data["period"], record.id)


def _counts(site: Site, sections: Sequence[SectionRows]) -> tuple[tuple[str, str, int], ...]:
    """(state, label, how many items), for states that occur, in the schema's order."""
    states = [row.state for section in sections for row in section.rows]
    labels = site.labels("inspections", "results[].result")
    return tuple((s, label, states.count(s)) for s, label in labels.items() if s in states)


def visit_sentence(site: Site, data: Data, school: str, conclusion: Conclusion | None) -> Text:
    """What a visit found, or why it found nothing yet."""
    topic = site.label("inspections", "topic", data["topic"])
    mode = site.label("inspections", "mode", data["mode"])
    zh, en = f"{topic}{mode}", f"{topic}, {mode}".lower()
    if data["status"] == "cancelled":
        when, reason = wording.on(data["cancelled"]["date"]), wording.ended(data["cancelled"]["reason"])
        return Text(
            f"原定对{school}的{zh}已于{when.zh}取消，原因：{reason}。",
            f"The inspection of {school} ({en}) was cancelled on {when.en}: {reason}.",
        )
    if data["status"] == "planned":
        return _planned_sentence(site, data["planned_on"], school, zh, en)
    when = wording.on(data["date"])
    head = Text(f"{when.zh}对{school}开展{zh}，", f"{school} was inspected on {when.en} ({en}): ")
    grade = (
        site.label("methods", "grades[].grade", conclusion.grade) if conclusion and conclusion.grade else ""
    )
    points = points_sentence(conclusion, grade)
    found = findings_sentence(data.get("results", ()), data.get("findings", ()))
    return Text(f"{head.zh}{points.zh}{found.zh}", f"{head.en}{points.en} {found.en}")


def _planned_sentence(site: Site, planned_on: str, school: str, zh: str, en: str) -> Text:
    when = wording.on(planned_on)
    late = (site.as_of - date.fromisoformat(planned_on)).days
    if late > 0:
        return Text(
            f"计划于{when.zh}对{school}开展{zh}，已超过计划日期 {late} 天，尚未登记结果。",
            f"{school} was to be inspected on {when.en} ({en}), {wording.some(late, 'day')} ago; no result.",
        )
    return Text(
        f"计划于{when.zh}对{school}开展{zh}，尚未进行，没有结果。",
        f"{school} is to be inspected on {when.en} ({en}); no result yet.",
    )


def points_sentence(conclusion: Conclusion | None, grade: str) -> Text:
    """The conclusion with its points and their base, or why there is none."""
    if conclusion is None or (conclusion.rate is None and not grade):
        return Text("没有可计分的项目，未作结论。", "no conclusion, since no item counted.")
    points, full = wording.plain(conclusion.obtained), wording.plain(conclusion.applicable)
    zh, en = f"得 {points} 分（应得 {full} 分）", f"{points} of {full} points"
    if conclusion.rate is not None:
        zh, en = f"{zh}，得分率 {conclusion.rate}%", f"{en} ({conclusion.rate}%)"
    if not grade:
        return Text(
            f"{zh}；当时没有适用的评价办法，未作结论。",
            f"{en}; no method was in force then, so no conclusion.",
        )
    red = len(conclusion.red_failures)
    if red:
        zh += f"，有 {red} 个红色风险或一票否决项不符合"
        en += f", {wording.some(red, 'red or veto item')} not met"
    return Text(f"结论为{grade}：{zh}。", f"{grade.lower()}, {en}.")


def findings_sentence(results: Iterable[Data], findings: Iterable[Data]) -> Text:
    """How many items were not met of those judged, and what was found."""
    states = [answer["result"] for answer in results]
    failed = sum(state in FAILED for state in states)
    judged = failed + states.count("met")
    if not judged:
        zh, en = "没有可判断的项目", "No item could be judged"
    elif failed:
        zh = f"查看 {judged} 项，{failed} 项不符合或部分符合"
        en = f"{failed} of {wording.some(judged, 'item')} not or only partly met"
    else:
        zh = f"查看 {judged} 项，全部符合"
        en = f"all {judged} items met" if judged > 1 else "the one item met"
    rows = list(findings)
    if not rows:
        return Text(f"{zh}；没有登记问题。", f"{en[:1].upper()}{en[1:]}; no finding.")
    major = sum(row["grade"] == "major" for row in rows)
    first = wording.on(min(row["due"] for row in rows))
    return Text(
        f"{zh}；发现问题 {len(rows)} 项（重大 {major} 项），最早的整改期限是{first.zh}。",
        f"{en[:1].upper()}{en[1:]}; {len(rows)} found ({major} major), due from {first.en}.",
    )


def index_sentence(site: Site) -> Text:
    """How many visits there are, since when, and how the newest round stands."""
    valid = site.snapshot.active("inspections")
    done = [r for r in valid if r.document.data["status"] == "done"]
    if not valid:
        return Text("还没有督查记录。", "There is no inspection on record yet.")
    waiting = sum(r.document.data["status"] == "planned" for r in valid)
    tail = Text(f"；另有 {waiting} 次已安排", f"; {waiting} more planned") if waiting else Text("")
    if not done:
        return Text(f"还没有完成的督查{tail.zh}。", f"No inspection is finished{tail.en}.")
    first, last = (wording.on(f(r.document.data["date"] for r in done)) for f in (min, max))
    schools = len({r.document.data["organization"] for r in done})
    failed = sum(c.grade == "fail" for r in done if (c := site.results.conclusions.get(r.id)))
    return Text(
        f"{first.zh}至{last.zh}，完成督查 {len(done)} 次，"
        f"覆盖 {schools} 所学校，其中 {failed} 次结论为不合格{tail.zh}。",
        f"{wording.some(len(done), 'inspection')} of {wording.some(schools, 'school')} "
        f"from {first.en} to {last.en}, {failed or 'none'} of them failed{tail.en}.",
    )


def _round_line(site: Site, one: Round) -> RoundLine:
    valid = [r for r in one.inspections if not r.is_withdrawn]
    done = [r for r in valid if r.document.data["status"] == "done"]
    topic = site.label("inspections", "topic", one.topic)
    period = site.say(one.period.label)
    return RoundLine(
        link=Link(f"{period} · {topic}", one.path),
        period=period,
        topic=topic,
        done=len(done),
        failed=sum(c.grade == "fail" for r in done if (c := site.results.conclusions.get(r.id))),
        findings=sum(len(r.document.data.get("findings", ())) for r in done),
        open=sum(r.document.data["status"] == "planned" for r in valid),
    )


def _visit_line(site: Site, record: Record) -> VisitLine:
    data = record.document.data
    conclusion = site.results.conclusions.get(record.id)
    county = site.county_of(data["organization"])
    return VisitLine(
        link=Link(site.visited(record).text, site.path(record)),
        day=data.get("date") or data.get("planned_on") or "",
        county=site.short(county.id) if county else "",
        period=site.say(Period.parse(data["period"]).label),
        topic=site.label("inspections", "topic", data["topic"]),
        mode=site.label("inspections", "mode", data["mode"]),
        status="withdrawn" if record.is_withdrawn else data["status"],
        grade=conclusion.grade or "" if conclusion else "",
        conclusion=site.label("methods", "grades[].grade", conclusion.grade) if conclusion else "",
        rate=str(conclusion.rate) if conclusion and conclusion.rate is not None else "",
        findings=str(len(data.get("findings", ()))) if data["status"] == "done" else "",
    )
