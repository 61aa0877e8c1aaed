"""What is due, soonest first: days set for rectification, announced visits, terms of experts that end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from generator.model.text import Text
from generator.render.findings import FindingLine, Findings
from generator.render.page import Page, page
from generator.render.site import Link, Site, is_secret

# (anchor, title, first and last day counted from the day the state is looked at from)
SPANS = (
    ("week", Text("7 天内到期", "Due within 7 days"), 0, 7),
    ("month", Text("8 至 30 天到期", "Due in 8 to 30 days"), 8, 30),
    ("later", Text("30 天以后到期", "Due later"), 31, 365),
    ("passed", Text("近 30 天期限已到，整改结果尚未纳入记录", "Passed in the last 30 days"), -30, -1),
)
TERM_DAYS = 90


@dataclass(frozen=True, slots=True)
class Span:
    """Findings whose day lies in one span of time. *sentence* opens the section, also where it is empty."""

    anchor: str
    title: str
    sentence: str
    lines: tuple[FindingLine, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """An announced visit that is planned. *days*: left until then, negative where it is overdue."""

    on: str
    days: int
    link: Link
    county: str


@dataclass(frozen=True, slots=True)
class Term:
    """The last day of an expert's term in a pool."""

    until: str
    days: int
    expert: Link
    pool: str


@dataclass(frozen=True, slots=True)
class DeadlinesContext:
    """Everything with a day. *terms*: of experts who may be named, ending within *term_days*."""

    sentence: str
    spans: tuple[Span, ...]
    visits: tuple[Visit, ...]
    terms: tuple[Term, ...]
    term_days: int


@page
def deadlines(site: Site) -> Iterator[Page]:
    """The page of what is due."""
    found = Findings(site).of(s for s in site.schools() if not s.is_withdrawn)
    visits = tuple(sorted(_visits(site), key=lambda v: (v.on, v.link.path)))
    terms = tuple(sorted(_terms(site), key=lambda t: (t.until, t.expert.path, t.pool)))
    sentence = site.say(deadlines_sentence(found, visits))
    spans = tuple(_span(site, found, *span) for span in SPANS)
    context = DeadlinesContext(sentence, spans, visits, terms, TERM_DAYS)
    yield Page("deadlines/", context, description=sentence)


def deadlines_sentence(found: Iterable[FindingLine], visits: Iterable[Visit]) -> Text:
    """What the next 30 days ask for, in one sentence; grammatical for none, one and many."""
    soon = [f for f in found if 0 <= f.days <= 30]
    major = sum(f.is_major for f in soon)
    planned = sum(v.days >= 0 for v in visits)
    overdue = sum(v.days < 0 for v in visits)
    zh = f"今后 30 天有 {len(soon)} 项整改到期" if soon else "今后 30 天没有整改到期"
    if soon:
        zh += f"，其中重大隐患 {major} 项" if major else "，没有重大隐患"
    zh += f"；已公布的检查 {planned} 次" if planned else "；没有已公布的检查"
    zh += f"，另有 {overdue} 次过了计划日期还没有记录结果。" if overdue else "。"
    en = f"In the next 30 days {len(soon) or 'no'} rectification{'' if len(soon) == 1 else 's'} fall due"
    en += f", {major or 'none'} of them major; {planned or 'no'} announced visit{'' if planned == 1 else 's'}"
    en += f", {overdue} overdue." if overdue else "."
    return Text(zh, en)


def _span(site: Site, found: Iterable[FindingLine], anchor: str, title: Text, first: int, last: int) -> Span:
    lines = tuple(f for f in found if first <= f.days <= last)
    schools = len({line.school.path for line in lines})
    sentence = (
        Text(f"{len(lines)} 项，涉及 {schools} 所学校。", f"{len(lines)} at {schools} schools.")
        if lines
        else Text("没有。", "None.")
    )
    return Span(anchor, site.say(title), site.say(sentence), lines)


def _visits(site: Site) -> Iterator[Visit]:
    for record in site.snapshot.active("inspections"):
        data = record.document.data
        if data["status"] == "planned" and not is_secret(record):
            county = site.county_of(data["organization"])
            days = (date.fromisoformat(data["planned_on"]) - site.as_of).days
            name = site.short(county.id) if county else ""
            yield Visit(data["planned_on"], days, site.link(record.key), name)


def _terms(site: Site) -> Iterator[Term]:
    for record in site.snapshot.active("experts"):
        if not site.is_published(record):
            continue
        for pool in record.document.data.get("pools", ()):
            days = (date.fromisoformat(pool["term"]["to"]) - site.as_of).days
            if 0 <= days <= TERM_DAYS:
                word = site.label("experts", "pools[].pool", pool["pool"])
                yield Term(pool["term"]["to"], days, site.link(record.key), word)
