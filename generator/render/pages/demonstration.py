"""One school's story as a demonstration school: how it came in, what it shows, what has happened since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from generator.model.designation import cycle_of, is_valid_on, last_day, spans
from generator.model.record import Record
from generator.model.standing import NOTHING, requirement
from generator.model.text import Text
from generator.render import wording
from generator.render.demonstrations import (
    KIND,
    due_duties,
    in_order,
    stage_mark,
    total_marks,
    unanswered,
)
from generator.render.filters import day
from generator.render.marks import Mark
from generator.render.page import Page, PageMaker, page
from generator.render.public import Public
from generator.render.site import Link, Site

# One event of the story: day, kind of mark, word, link, text.
Event = tuple[str, str, str, Link, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way. *state*: ``done``, ``next``, ``open`` or ``off`` (it goes no further)."""

    title: str
    state: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One aspect of the survey; *share*: per cent of full marks, for the bar."""

    aspect: str
    score: str
    full: str
    share: str


@dataclass(frozen=True, slots=True)
class Survey:
    """The joint survey: who went, what they gave, what they wrote."""

    on: str
    team: tuple[tuple[Link, str], ...]
    rows: tuple[MarkRow, ...]
    score: str
    full: str
    opinion: str


@dataclass(frozen=True, slots=True)
class DemonstrationContext:
    """One application. *left*: when and why it is no demonstration school any more, "" where it is.

    *unanswered*: inspections that need an answer.
    *duties*: what is owed, each with its day and the days left; *others*: the school's other applications.
    """

    sentence: str
    withdrawn: str
    left: str
    unanswered: tuple[Link, ...]
    mark: Mark
    steps: tuple[Step, ...]
    duties: tuple[tuple[str, str, int], ...]
    school: Link
    county: Link
    year: int
    cycle: str
    form: str
    way: str
    theme: str
    shows: str
    plaque: str
    notice: Link | None
    until: str
    recommendation: str
    survey: Survey | None
    events: tuple[Event, ...]
    shown_at: tuple[Link, ...]
    others: tuple[Link, ...]
    note: str
    previous: Link | None
    next: Link | None


@page(many=True)
def demonstration_pages(site: Site) -> Iterator[PageMaker]:
    """One page for each application."""
    records = in_order(site)
    duties: dict[str, list[tuple[str, str, int]]] = {}
    for duty in due_duties(site):
        line = (site.say(duty.title), duty.due.isoformat(), duty.days(site.as_of))
        duties.setdefault(duty.record, []).append(line)
    for place, record in enumerate(records):
        before = records[place - 1] if place else None
        after = records[place + 1] if place + 1 < len(records) else None
        yield partial(_page, site, record, tuple(duties.get(record.key, ())), before, after)


def _page(
    site: Site,
    record: Record,
    duties: tuple[tuple[str, str, int], ...],
    before: Record | None,
    after: Record | None,
) -> Page:
    data = site.public(record)
    withdrawn = wording.withdrawal(data)
    sentence = site.say(story_sentence(site, record))
    decided = data.get("designation", NOTHING)
    context = DemonstrationContext(
        sentence=sentence,
        withdrawn=site.say(withdrawn) if withdrawn else "",
        left=site.say(left) if (left := _left(data)) else "",
        unanswered=tuple(visit for asked, visit in unanswered(site) if asked is record),
        mark=stage_mark(site, record),
        steps=tuple(_steps(site, record)) if not record.is_withdrawn else (),
        duties=duties,
        school=site.organization(data["school"]),
        county=site.organization(data["county"]),
        year=data["year"],
        cycle=_cycle(site, data["year"]),
        form=site.label(KIND, "form", data["form"]),
        way=site.label(KIND, "way", data["way"]),
        theme=data["theme"],
        shows=data.get("shows", ""),
        plaque=decided.get("plaque", ""),
        notice=site.document(decided["document"]) if "document" in decided else None,
        until=last_day(data),
        recommendation=data.get("recommendation", NOTHING).get("opinion", ""),
        survey=_survey(site, data) if "survey" in data else None,
        events=tuple(_events(site, record)),
        shown_at=tuple(_shown_at(site, record)),
        others=tuple(_others(site, record)),
        note=data.get("note", ""),
        previous=site.link(before.key) if before else None,
        next=site.link(after.key) if after else None,
    )
    return Page(
        f"demonstrations/{record.id}/",
        context,
        title=site.title(record),
        trail=(Link(site.say(Text("示范校", "Demonstration schools")), "demonstrations/"),),
        records=(record.key,),
        evidence=(f"organizations/{data['school']}", f"organizations/{data['county']}"),
        description=sentence,
    )


def story_sentence(site: Site, record: Record) -> Text:
    """Who applied with what, what the survey gave, and what the city decided, as one sentence."""
    data = site.public(record)
    school, year, theme = site.short(data["school"]), data["year"], data["theme"]
    named = data["way"] == "named"
    zh = f"{school} {year} 年以“{theme}”{'被点名申报' if named else '自愿申报'}市级示范校"
    en = f"{school} {'was named' if named else 'applied'} in {year} with “{theme}”"
    if record.is_withdrawn:
        return Text(f"{zh}，这条申报已撤回。", f"{en}; the application is withdrawn.")
    marks = total_marks(data)
    if marks:
        score, full = map(wording.plain, marks)
        zh, en = f"{zh}，联合调研得 {score} 分（满分 {full} 分）", f"{en}, had {score} of {full} marks"
    decided = data.get("designation")
    if not decided:
        waits = (
            Text("等待认定", "the decision is to come")
            if marks
            else Text("等待联合调研", "the survey is to come")
        )
        return Text(f"{zh}，{waits.zh}。", f"{en}; {waits.en}.")
    on = wording.on(decided["on"])
    zh, en = f"{zh}，{on.zh}", f"{en} and on {on.en} was"
    if decided["result"] != "designated":
        word = site.label(KIND, "designation.result", decided["result"])
        return Text(f"{zh}{word}。", f"{en} {word.lower()}.")
    until = wording.on(last_day(data))
    if is_valid_on(record, site.as_of):
        return Text(f"{zh}认定，有效期至{until.zh}。", f"{en} designated, valid to {until.en}.")
    return Text(f"{zh}认定，现在已不是示范校。", f"{en} designated; it is no demonstration school any more.")


def _left(data: Public) -> Text | None:
    """When and why the school is no demonstration school any more; None where it is, or never was."""
    renewal, withdrawal = data.get("renewal", NOTHING), data.get("withdrawal")
    if withdrawal:
        on, why = wording.on(withdrawal["on"]), wording.ended(withdrawal["reason"])
        return Text(f"{on.zh}起退出市级示范校：{why}。", f"It left on {on.en}: {why}.")
    if renewal.get("result") == "ended":
        on, why = wording.on(last_day(data)), wording.ended(renewal["reason"])
        return Text(f"{on.zh}到期后退出市级示范校：{why}。", f"It ended on {on.en}: {why}.")
    return None


def _cycle(site: Site, year: int) -> str:
    asked = requirement(site.snapshot, KIND, f"{year}-12-31") or requirement(site.snapshot, KIND, site.as_of)
    cycle = cycle_of(year, asked)
    return f"{cycle[0]}—{cycle[1]}" if cycle else ""


def _steps(site: Site, record: Record) -> Iterator[Step]:
    """The way from applying to renewal, as far as this application can go."""
    data = site.public(record)
    decided = data.get("designation", NOTHING)
    is_over = bool(decided) and decided["result"] != "designated"
    marks = total_marks(data)
    rows: list[tuple[Text, str, str]] = [
        (Text("申报", "Applied"), data["applied_on"], site.label(KIND, "way", data["way"])),
        (Text("县（区）推荐", "Recommended"), data.get("recommendation", NOTHING).get("on", ""), ""),
        (
            Text("联合调研", "Surveyed"),
            data.get("survey", NOTHING).get("on", ""),
            site.say(Text(f"{wording.plain(marks[0])} 分", f"{wording.plain(marks[0])} marks"))
            if marks
            else "",
        ),
        (
            Text("认定", "Decided"),
            decided.get("on", ""),
            site.label(KIND, "designation.result", decided.get("result")),
        ),
    ]
    if not is_over:
        rows += _later_steps(site, data)
    waits = next((i for i, (_, when, _) in enumerate(rows) if not when), len(rows))
    last = max((i for i, (_, when, _) in enumerate(rows) if when), default=0)
    for place, (title, when, text) in enumerate(rows):
        state = "done" if when else "next" if place == waits and place > last else "open"
        if is_over and place == len(rows) - 1:
            state = "off"
        yield Step(site.say(title), state, when, text)


def _later_steps(site: Site, data: Public) -> Iterator[tuple[Text, str, str]]:
    """Yearly checks, then renewal or what ended it early."""
    checks, renewal = data.get("checks", ()), data.get("renewal", NOTHING)
    told = ""
    if checks:
        latest = max(checks, key=lambda c: c["on"])
        result = site.label(KIND, "checks[].result", latest["result"])
        told = site.say(Text(f"{latest['year']} 年{result}", f"{latest['year']}: {result}"))
    yield Text("年检", "Checked"), max((c["on"] for c in checks), default=""), told
    if "withdrawal" in data:
        yield Text("退出", "Left"), data["withdrawal"]["on"], ""
        return
    told, due = site.label(KIND, "renewal.result", renewal.get("result")), last_day(data)
    if due and not renewal:
        told = site.say(Text(f"{day(due, 'zh')}到期", f"due {day(due, 'en')}"))
    yield Text("复评", "Renewed"), renewal.get("on", ""), told


def _survey(site: Site, data: Public) -> Survey:
    survey = data["survey"]
    marks = total_marks(data) or (Decimal(0), Decimal(0))
    return Survey(
        on=survey["on"],
        team=tuple(
            (site.expert(m["expert"]), site.label(KIND, "survey.team[].role", m["role"]))
            for m in survey["team"]
        ),
        rows=tuple(
            MarkRow(
                m["aspect"],
                wording.plain(m["score"]),
                wording.plain(m["full"]),
                str(min(Decimal(100), round(Decimal(m["score"]) * 100 / m["full"], 1)) if m["full"] else 0),
            )
            for m in survey["marks"]
        ),
        score=wording.plain(marks[0]),
        full=wording.plain(marks[1]),
        opinion=survey.get("opinion", ""),
    )


def _events(site: Site, record: Record) -> list[Event]:
    """Everything that happened, newest first: the steps, the checks, inspections while it was designated."""
    data = site.public(record)
    found = [*_step_events(site, data), *_visit_events(site, data)]
    return sorted(found, key=lambda event: event[0], reverse=True)


def _step_events(site: Site, data: Public) -> Iterator[Event]:
    def event(when: str, kind: str, word: Text, text: str, link: Link | None = None) -> Event:
        return (when, kind, site.say(word), link or Link(""), text)

    yield event(data["applied_on"], "applied", Text("申报", "Applied"), site.label(KIND, "way", data["way"]))
    if step := data.get("recommendation"):
        yield event(step["on"], "recommended", Text("推荐", "Recommended"), step["opinion"])
    if step := data.get("survey"):
        score, full = map(wording.plain, total_marks(data) or (Decimal(0), Decimal(0)))
        told = site.say(Text(f"{score} 分（满分 {full} 分）", f"{score} of {full} marks"))
        yield event(step["on"], "surveyed", Text("联合调研", "Surveyed"), told)
    if step := data.get("designation"):
        kind = {"designated": "valid"}.get(step["result"], step["result"])
        word = Text(site.label(KIND, "designation.result", step["result"]))
        notice = site.document(step["document"]) if "document" in step else None
        yield event(step["on"], kind, word, step.get("reason", ""), notice)
    for check in data.get("checks", ()):
        word = Text(f"{check['year']} 年年检", f"Check of {check['year']}")
        result = site.label(KIND, "checks[].result", check["result"])
        told = "，".join(w for w in (result, wording.ended(check.get("opinion", ""))) if w)
        yield event(check["on"], "checked", word, told)
    for kept in data.get("kept", ()):
        link = site.link(f"inspections/{kept['inspection']}")
        yield event(kept["on"], "kept", Text("保留认定", "Kept"), kept["reason"], link)
    if step := data.get("renewal"):
        kind = "renewed" if step["result"] == "renewed" else "ended"
        word = Text(site.label(KIND, "renewal.result", step["result"]))
        notice = site.document(step["document"]) if "document" in step else None
        yield event(step["on"], kind, word, step.get("reason", ""), notice)
    if step := data.get("withdrawal"):
        notice = site.document(step["document"]) if "document" in step else None
        yield event(step["on"], "ended", Text("退出", "Left"), step["reason"], notice)


def _visit_events(site: Site, data: Public) -> Iterator[Event]:
    """Inspections of the school while it was designated."""
    valid = tuple(spans(data))
    end = data.get("withdrawal", NOTHING).get("on", "9999")
    for visit in site.named_visits(data["school"]):
        seen = site.public(visit)
        when = seen.get("date", "")
        if seen["status"] != "done" or not any(a <= when <= b and when <= end for a, b in valid):
            continue
        link = Link(site.label("inspections", "topic", seen["topic"]), site.path(visit))
        yield (when, *_outcome(site, visit, seen), link, "")


def _outcome(site: Site, visit: Record, seen: Public) -> tuple[str, str]:
    """Kind and word of the mark of an inspection: 重大隐患 before its grade."""
    if any(finding["grade"] == "major" for finding in seen.get("findings", ())):
        return "major", site.label("inspections", "findings[].grade", "major")
    conclusion = site.results.conclusions.get(visit.id)
    if conclusion and conclusion.grade:
        return conclusion.grade, site.label("methods", "grades[].grade", conclusion.grade)
    return "done", site.label("inspections", "status", "done")


def _shown_at(site: Site, record: Record) -> Iterator[Link]:
    """The meetings that visited the school while it was designated, and the cases that came out of it."""
    data = site.public(record)
    for other in site.referrers(f"organizations/{data['school']}"):
        visited = {site_["school"] for site_ in other.document.data.get("sites", ())}
        dates = other.document.data.get("dates", NOTHING)
        if (
            other.kind == "meetings"
            and data["school"] in visited
            and is_valid_on(record, dates.get("from", ""))
        ):
            yield site.link(other.key)
    for other in site.referrers(record.key):
        if other.kind != "meetings":
            yield site.link(other.key)


def _others(site: Site, record: Record) -> Iterator[Link]:
    school = record.document.data["school"]
    for other in site.referrers(f"organizations/{school}"):
        if other.kind == KIND and other is not record and other.document.data["school"] == school:
            yield site.link(other.key)
