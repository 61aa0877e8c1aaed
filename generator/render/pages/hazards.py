"""The register of hazards, and a page for each: what was found, what has happened since, and who said so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from generator.model.hazard import DONE, EVENTS, Event, State, Step, days_late, may_follow
from generator.model.loop import Hazard
from generator.model.record import Record
from generator.model.text import Text
from generator.render import wording
from generator.render.hazards import (
    HazardLine,
    Hazards,
    StateCount,
    hazard_line,
    item_link,
    loop_sentence,
    state_counts,
    state_mark,
)
from generator.render.marks import Mark
from generator.render.page import Page, PageMaker, page
from generator.render.site import Link, Site

SECTION = Text("隐患台账", "Hazards")
RECENT = 90  # days for which the register shows what was closed; the pages of the years have the rest
STANDS = {
    State.REGISTERED: Text("还没有着手整改", "not begun"),
    State.RECTIFYING: Text("正在整改", "being put right"),
    State.AWAITING: Text("已报请验收", "reported, awaiting acceptance"),
    State.CLOSED: Text("已销号", "closed"),
}
REMEDY = ("measures", "responsible", "funds", "deadline", "plan")


@dataclass(frozen=True, slots=True)
class RegisterContext:
    """What is open, late ones first, and what was closed in the last *recent* days.

    year: 0 on the register of today; else *lines* are all of the year, and *closed* is empty.
    """

    year: int
    sentence: str
    states: tuple[StateCount, ...]
    late: int
    lines: tuple[HazardLine, ...]
    closed: tuple[HazardLine, ...]
    recent: int
    years: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class EventLine:
    """Something that happened. *after*: the state that it led to, None where it does not count.

    who: experts or the school's post. evidence: titles, with an address where it is public.
    ignored: why it does not count, "" where it does. late: how late a report came, "" in time.
    """

    id: str
    day: str
    side: str
    kind: str
    after: Mark | None
    who: tuple[Link, ...]
    how: str
    text: str
    until: str
    evidence: tuple[Link, ...]
    ignored: str
    late: str


@dataclass(frozen=True, slots=True)
class HazardContext:
    """One hazard. *next_steps*: what may follow in its state, by whom."""

    sentence: str
    withdrawn: str
    line: HazardLine
    text: str
    origin: str
    found_by: Link | None
    remedy: tuple[tuple[str, str], ...]
    events: tuple[EventLine, ...]
    next_steps: tuple[tuple[str, str], ...]
    related: tuple[HazardLine, ...]
    related_sentence: str
    due_at_first: str
    note: str


@page
def hazards(site: Site) -> Iterator[Page]:
    """The register as of today, and one page for all hazards of a year."""
    if "hazards" not in site.snapshot.schemas:
        return
    lines, loop = Hazards(site), site.results.loop
    by_year: dict[int, list[Hazard]] = defaultdict(list)
    for one in loop:
        by_year[int(one.registered_on[:4])].append(one)
    years = tuple(Link(f"{year}", f"hazards/{year}/") for year in sorted(by_year, reverse=True))
    since = (site.as_of - timedelta(days=RECENT)).isoformat()
    closed = lines.of(h for h in loop if not h.life.is_open and h.life.closed_on >= since)
    yield _register(site, "hazards/", (lines.of(loop.open), closed), tuple(loop), years)
    for year, found in by_year.items():
        yield _register(site, f"hazards/{year}/", (lines.of(found), ()), found, years, year)


def _register(
    site: Site,
    path: str,
    lines: tuple[tuple[HazardLine, ...], tuple[HazardLine, ...]],
    all_: Sequence[Hazard],
    years: tuple[Link, ...],
    year: int = 0,
) -> Page:
    about = loop_sentence(all_)
    sentence = site.say(Text(f"{year}年{about.zh}", f"{year}: {about.en}") if year else about)
    return Page(
        path,
        RegisterContext(
            year=year,
            sentence=sentence,
            states=state_counts(site, all_),
            late=sum(1 for h in all_ if h.overdue),
            lines=lines[0],
            closed=lines[1],
            recent=RECENT,
            years=tuple(one for one in years if one.path != path),
        ),
        title=site.say(Text(f"{year}年隐患台账", f"Hazards of {year}")) if year else "",
        trail=(Link(site.say(SECTION), "hazards/"),) if year else (),
        evidence=tuple(h.record.key for h in all_),
        description=sentence,
        shell="hazards/record/" if year else None,
    )


@page(template="hazard", many=True)
def hazard_pages(site: Site) -> Iterator[PageMaker]:
    """One page for each hazard, withdrawn ones included, with everything that happened to it."""
    if "hazards" not in site.snapshot.schemas:
        return
    events: dict[str, list[Record]] = defaultdict(list)
    for kind in EVENTS:
        for record in site.snapshot.of(kind):
            events[record.document.data["hazard"]].append(record)
    for record in site.snapshot.of("hazards"):
        yield partial(_hazard_page, site, record, events[record.id])


def _hazard_page(site: Site, record: Record, events: Sequence[Record]) -> Page:
    one = site.results.loop.hazards.get(record.id)
    context = _living(site, one) if one else _withdrawn(site, record)
    return Page(
        site.path(record),
        context,
        title=_title(site, record),
        trail=(Link(site.say(SECTION), "hazards/"),),
        records=(record.key, *(e.key for e in events)),
        description=context.sentence,
    )


def _title(site: Site, record: Record) -> str:
    named = site.short(record["school"]) if site.names_school(record) else ""
    return " · ".join(words for words in (site.title(record), named) if words)


def _living(site: Site, one: Hazard) -> HazardContext:
    data, line = site.public(one.record), hazard_line(site, one)
    related = _related(site, one)
    first = str(data.get("due", ""))
    return HazardContext(
        sentence=site.say(hazard_sentence(one)),
        withdrawn="",
        line=line,
        text=data["text"],
        origin=site.label("hazards", "origin", one.origin),
        found_by=_found_by(site, one.record),
        remedy=_remedy(site, data),
        events=tuple(_events(site, one)),
        next_steps=tuple(_next_steps(site, one)),
        related=tuple(hazard_line(site, h) for h in related),
        related_sentence=site.say(related_sentence(len(related))),
        due_at_first=first if first != one.life.due else "",
        note=data.get("note", ""),
    )


def _withdrawn(site: Site, record: Record) -> HazardContext:
    """A hazard that counts nowhere: what was written of it, and why it was withdrawn."""
    data = site.public(record)
    why = wording.withdrawal(data) or Text("")
    county = site.county_of(data["school"])
    item = item_link(site, data["topic"], data["item"]) if "item" in data else Link("")
    named = site.organization(data["school"]) if site.names_school(record) else Link("–")
    return HazardContext(
        sentence=site.say(Text("这条隐患已撤回。", "This hazard was withdrawn.")),
        withdrawn=site.say(why),
        line=HazardLine(
            link=Link(data["text"], site.path(record)),
            school=named,
            county=site.short(county.id) if county else "",
            county_id=county.id if county else "",
            topic=site.label("hazards", "topic", data["topic"]),
            item=item,
            grade=Mark(data["grade"], site.label("hazards", "grade", data["grade"])),
            state=Mark("dropped", site.say(Text("已撤回", "withdrawn"))),
            flags=(),
            registered=data["registered_on"],
            due=data["due"],
            days=0,
            closed="",
        ),
        text=data["text"],
        origin=site.label("hazards", "origin", data["origin"]),
        found_by=_found_by(site, record),
        remedy=_remedy(site, data),
        events=(),
        next_steps=(),
        related=(),
        related_sentence="",
        due_at_first="",
        note=data.get("note", ""),
    )


def _found_by(site: Site, record: Record) -> Link | None:
    inspection = record.get("inspection")
    if not inspection:
        return None
    link = site.link(f"inspections/{inspection}")
    if not site.names_school(record):
        return Link(site.say(Text("不点名的督查", "a round that names no schools")))
    visit = site.get("inspections", inspection) or {}
    is_there = record.get("finding") in [finding["id"] for finding in visit.get("findings", ())]
    return Link(link.text, f"{link.path}#{record['finding']}" if link.path and is_there else link.path)


def _remedy(site: Site, data: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The five commitments, title and words."""
    found = data.get("remedy", {})
    return tuple((site.field_title("hazards", f"remedy.{k}"), found[k]) for k in REMEDY if k in found)


def hazard_sentence(one: Hazard) -> Text:
    """What it is and how it stands on the day of looking."""
    grade = Text("重大隐患", "Major hazard") if one.is_major else Text("一般隐患", "Hazard")
    state, life = STANDS[one.life.state], one.life
    zh, en = f"{grade.zh}，{state.zh}", f"{grade.en}: {state.en}"
    if not life.is_open:
        closed = wording.on(life.closed_on)
        if life.late:
            zh, en = f"{grade.zh}，逾期销号", f"{grade.en}: closed late"
        zh, en = f"{zh}（{closed.zh}）", f"{en} on {closed.en}"
        if life.late:
            zh, en = (
                f"{zh}，报验晚于期限 {life.late} 天",
                f"{en}, reported {life.late} days after its last day",
            )
        else:
            zh, en = f"{zh}，按期完成", f"{en}, in time"
    elif one.overdue:
        zh, en = f"{zh}，已逾期 {one.overdue} 天", f"{en}, {one.overdue} days late"
    else:
        last = wording.on(life.due)
        zh, en = f"{zh}，整改期限{last.zh}", f"{en}, due by {last.en}"
    if life.relapses:
        zh, en = f"{zh}；销号后反弹 {life.relapses} 次", f"{en}; came back {life.relapses} times"
    if life.is_listed:
        zh, en = f"{zh}；挂牌督办", f"{en}; listed for supervision"
    return Text(f"{zh}。", f"{en}.")


# --- what happened ------------------------------------------------------------------------------------------


def _events(site: Site, one: Hazard) -> Iterator[EventLine]:
    """Everything in order of time: what counted with the state after it, what does not with the reason."""
    steps: Mapping[str, Step] = {step.event.record.key: step for step in one.life.steps}
    faults = {missed.event.record.key: missed.fault.value for missed in one.life.faults}
    ahead = Text("日期在本站数据截止日之后，还不计入", "lies after the day of looking; not counted yet")
    for event in one.events:
        step = steps.get(event.record.key)
        why = Text("") if step else faults.get(event.record.key, ahead)
        yield _event(site, event, step, site.say(why))


def _event(site: Site, event: Event, step: Step | None, ignored: str) -> EventLine:
    data = site.public(event.record)
    by = data["by"]
    inspecting = event.is_inspecting
    side = Text("检查方", "inspecting side") if inspecting else Text("学校", "school")
    return EventLine(
        id=event.record.id,
        day=event.on,
        side=site.say(side),
        kind=site.label(event.record.kind, "kind", event.kind),
        after=state_mark(site, step.after) if step else None,
        who=tuple(site.expert(e) for e in by) if inspecting else (Link(by),),
        how=site.label("follow-ups", "look", data.get("look")) if inspecting else "",
        text=data["text"],
        until=event.until,
        evidence=tuple(Link(e["title"], e.get("url", "")) for e in data.get("evidence", ())),
        ignored=ignored,
        late=site.say(_lateness(step)) if step and step.event.kind == DONE and days_late(step) else "",
    )


def _lateness(step: Step) -> Text:
    days = days_late(step)
    return Text(f"晚于期限 {days} 天", f"{days} days after the last day")


def _next_steps(site: Site, one: Hazard) -> Iterator[tuple[str, str]]:
    """What may follow now: whose move it is, and what it may say."""
    kinds = {kind: may_follow(one.life, site.labels(kind, "kind")) for kind in EVENTS}
    sides = {EVENTS[0]: Text("学校", "The school"), EVENTS[1]: Text("检查方", "The inspecting side")}
    for kind, allowed in kinds.items():
        if allowed:
            yield site.say(sides[kind]), "、".join(site.label(kind, "kind", event) for event in allowed)


def _related(site: Site, one: Hazard) -> list[Hazard]:
    """Other hazards of the same school on the same item, the newest first."""
    if not site.names_school(one.record):
        return []
    found = site.results.loop.schools.get(one.school, ())
    linked = {one.relapse_of, *one.returned_as}
    same = [h for h in found if h.id != one.id and ((h.item and h.item == one.item) or h.id in linked)]
    return sorted(same, key=lambda h: (h.registered_on, h.id), reverse=True)


def related_sentence(count: int) -> Text:
    """How often the item was a hazard at this school besides."""
    if not count:
        return Text("这所学校在同一项目上没有其他隐患。", "No other hazard on this item at this school.")
    return Text(
        f"这所学校在同一项目上另有 {count} 处隐患。",
        f"{count} other hazard{'' if count == 1 else 's'} on this item at this school.",
    )
