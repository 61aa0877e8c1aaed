"""A page for each meeting: what was shown, said and studied, what it asked for and what came out of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from generator.model.record import Record
from generator.model.standing import Data
from generator.model.text import Text
from generator.render import wording
from generator.render.agenda import (
    FollowLine,
    ProblemLine,
    days_of,
    follow_lines,
    meeting_mark,
    meeting_order,
    problem_line,
)
from generator.render.marks import Mark
from generator.render.page import Page, PageMaker, page
from generator.render.site import Link, Site

DEMONSTRATION = Text("示范校", "Demonstration school")
MEETINGS, GUARANTEE = Text("现场推进会", "On-site meetings"), Text("服务保障", "Guarantee")


@dataclass(frozen=True, slots=True)
class SiteLine:
    """One school that was visited. *demonstration*: by which it was a demonstration school then."""

    school: Link
    county: str
    demonstration: Link | None
    shown: str


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One item of the agenda; *unit*: who spoke."""

    form: str
    title: str
    unit: Link | None


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One material; *url* is "" where it is not public."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class MeetingContext:
    """One meeting. *cases*: what other records say came out of it."""

    sentence: str
    withdrawn: str
    mark: Mark
    kind: str
    year: int
    unit: Link
    host: Link | None
    theme: str
    when: str
    document: Link | None
    source: str
    reason: str
    sites: tuple[SiteLine, ...]
    agenda: tuple[AgendaLine, ...]
    problems: tuple[ProblemLine, ...]
    cases: tuple[Link, ...]
    materials: tuple[MaterialLine, ...]
    follow_ups: tuple[FollowLine, ...]
    note: str
    previous: Link | None
    next: Link | None


@page(many=True)
def meeting_pages(site: Site) -> Iterator[PageMaker]:
    """One page for each meeting; beside it stand those of the same kind and unit."""
    groups: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in sorted(site.snapshot.of("meetings"), key=meeting_order):
        groups[record["kind"], record["unit"]].append(record)
    for records in groups.values():
        for place, record in enumerate(records):
            before = records[place - 1] if place else None
            after = records[place + 1] if place + 1 < len(records) else None
            yield partial(_meeting_page, site, record, before, after)


def _meeting_page(site: Site, record: Record, before: Record | None, after: Record | None) -> Page:
    data = site.public(record)
    withdrawn = wording.withdrawal(data)
    sentence = site.say(meeting_sentence(site, record))
    behind = site.referrers(record.key)
    problems = [r for r in behind if r.kind == "problems" and not r.is_withdrawn]
    cases = [r for r in behind if r.kind == "cases" and not r.is_withdrawn]
    context = MeetingContext(
        sentence=sentence,
        withdrawn=site.say(withdrawn) if withdrawn else "",
        mark=meeting_mark(site, data),
        kind=site.label("meetings", "kind", data["kind"]),
        year=data["year"],
        unit=site.organization(data["unit"]),
        host=site.organization(data["host"]) if "host" in data else None,
        theme=data.get("theme", ""),
        when=days_of(site, data),
        document=site.document(data["document"]) if "document" in data else None,
        source=data.get("source", ""),
        reason=data.get("reason", ""),
        sites=tuple(_sites(site, data)),
        agenda=tuple(_agenda(site, data)),
        problems=tuple(problem_line(site, r) for r in problems),
        cases=tuple(site.link(r.key) for r in cases),
        materials=tuple(MaterialLine(m["title"], m.get("url", "")) for m in data.get("materials", ())),
        follow_ups=tuple(follow_lines(site, record)),
        note=data.get("note", ""),
        previous=site.link(before.key) if before else None,
        next=site.link(after.key) if after else None,
    )
    in_guarantee = data["kind"] == "problem_session"
    above = GUARANTEE if in_guarantee else MEETINGS
    return Page(
        site.path(record),
        context,
        title=site.title(record),
        trail=(Link(site.say(above), "guarantee/" if in_guarantee else "meetings/"),),
        records=(record.key,),
        evidence=tuple(r.key for r in (*problems, *cases)),
        description=sentence,
    )


def _sites(site: Site, data: Data) -> Iterator[SiteLine]:
    for row in data.get("sites", ()):
        county = site.county_of(row["school"])
        name = site.short(county.id) if county else ""
        shown = f"demonstrations/{row['demonstration']}" if "demonstration" in row else ""
        link = Link(site.say(DEMONSTRATION), site.link(shown).path) if shown else None
        yield SiteLine(site.organization(row["school"]), name, link, row["shown"])


def _agenda(site: Site, data: Data) -> Iterator[AgendaLine]:
    for row in data.get("agenda", ()):
        unit = site.organization(row["unit"]) if "unit" in row else None
        yield AgendaLine(site.label("meetings", "agenda[].form", row["form"]), row.get("title", ""), unit)


def meeting_sentence(site: Site, record: Record) -> Text:
    """When and where it was held on what, or is planned, or why it was not held."""
    data = site.public(record)
    if data["status"] == "not_held":
        unit, reason = site.short(data["unit"]), wording.ended(data["reason"])
        return Text(
            f"{unit} {data['year']} 年没有召开这次会议：{reason}。", f"Not held in {data['year']}: {reason}."
        )
    parts = (_place(site, data), *_content(site, record))
    return Text("，".join(p.zh for p in parts) + "。", ", ".join(p.en for p in parts) + ".")


def _place(site: Site, data: Data) -> Text:
    when = days_of(site, data)
    host = site.short(data["host"]) if "host" in data else site.short(data["unit"])
    is_held = data["status"] == "held"
    zh = f"{'' if is_held else '计划'}{when}在{host}召开"
    en = f"{'Held' if is_held else 'Planned'} {when} in {host}" if when else f"Planned in {host}"
    return Text(zh, en)


def _content(site: Site, record: Record) -> Iterator[Text]:
    """Theme, schools visited and problems studied, as far as there are any."""
    data = site.public(record)
    theme, shown = data.get("theme", ""), len(data.get("sites", ()))
    if theme:
        yield Text(f"主题是“{theme}”", f"on “{theme}”")
    if shown:
        yield Text(f"参观 {shown} 所学校", f"{wording.some(shown, 'school')} visited")
    studied = sum(r.kind == "problems" and not r.is_withdrawn for r in site.referrers(record.key))
    if studied:
        yield Text(f"研究 {studied} 项突出问题", f"{wording.some(studied, 'problem')} studied")
