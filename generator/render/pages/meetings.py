"""On-site meetings as a timeline of themes, cycle by cycle, and the special meetings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.designation import cycle_of
from generator.model.record import Record
from generator.model.standing import day_of_judgement, requirement
from generator.model.text import Text
from generator.render import wording
from generator.render.agenda import (
    FollowLine,
    MeetingLine,
    days_of,
    follow_lines,
    meeting_line,
    meeting_mark,
    meeting_order,
)
from generator.render.marks import Mark
from generator.render.page import Page, page
from generator.render.site import Link, Site


@dataclass(frozen=True, slots=True)
class Theme:
    """One year's on-site meeting as a step of its cycle.

    step: 1 for the first year of the cycle. link: None for a year without any record.
    schools: how many were visited. reason: why it was not held.
    """

    year: int
    step: int
    mark: Mark
    link: Link | None
    theme: str
    host: Link | None
    when: str
    schools: int
    reason: str


@dataclass(frozen=True, slots=True)
class Cycle:
    """The years of one cycle, in order of time."""

    title: str
    sentence: str
    themes: tuple[Theme, ...]


@dataclass(frozen=True, slots=True)
class MeetingsContext:
    """All on-site meetings, newest cycle first; what they asked for; the special meetings."""

    sentence: str
    cycles: tuple[Cycle, ...]
    follow_sentence: str
    follow_ups: tuple[FollowLine, ...]
    special_sentence: str
    special: tuple[MeetingLine, ...]
    sessions: int


@page
def meetings(site: Site) -> Iterator[Page]:
    """The timeline of themes."""
    of_city = on_site(site)
    records = [r for r in site.snapshot.active("meetings") if r["kind"] != "problem_session"]
    lines = [line for r in records for line in follow_lines(site, r)]
    follow_ups = _open_first(lines)
    special = [meeting_line(site, r) for r in records if r["kind"] == "special"]
    sentence = site.say(index_sentence(site, of_city))
    context = MeetingsContext(
        sentence=sentence,
        cycles=tuple(_cycles(site, of_city)),
        follow_sentence=site.say(follow_sentence(follow_ups)),
        follow_ups=follow_ups,
        special_sentence=site.say(special_sentence(special)),
        special=tuple(sorted(special, key=lambda m: m.sort, reverse=True)),
        sessions=sum(r["kind"] == "problem_session" for r in site.snapshot.active("meetings")),
    )
    yield Page(
        "meetings/",
        context,
        evidence=tuple(r.key for r in records),
        description=sentence,
    )


def _open_first(lines: list[FollowLine]) -> tuple[FollowLine, ...]:
    """What is still open by its days, then what is done, the newest first."""
    todo = sorted((f for f in lines if not f.done), key=lambda f: f.sort)
    done = sorted((f for f in lines if f.done), key=lambda f: f.sort, reverse=True)
    return (*todo, *done)


def on_site(site: Site) -> list[Record]:
    """The city's own on-site meetings that count, in order of time."""
    city = site.bureau.get("city")
    found = (r for r in site.snapshot.active("meetings") if r["kind"] == "on_site" and r["unit"] == city)
    return sorted(found, key=meeting_order)


def _cycles(site: Site, records: list[Record]) -> Iterator[Cycle]:
    """Cycles with their years, newest first; a year without a record stands there as such."""
    if not records:
        return
    by_year: dict[int, Record] = {}
    for record in records:
        by_year.setdefault(record["year"], record)
    first, last = min(by_year), max(*by_year, site.as_of.year)
    asked = requirement(site.snapshot, "meetings", day_of_judgement(last, site.as_of))
    cycles: dict[tuple[int, int], list[int]] = defaultdict(list)
    for year in range(first, last + 1):
        cycles[cycle_of(year, asked) or (first, last)].append(year)
    for (start, end), years in sorted(cycles.items(), reverse=True):
        found = [by_year[y] for y in years if y in by_year]
        yield Cycle(
            site.say(Text(f"{start}—{end} 年", f"{start}–{end}")),
            site.say(cycle_sentence(found, is_over=end < site.as_of.year)),
            tuple(_theme(site, y, y - start + 1, by_year.get(y)) for y in years),
        )


def _theme(site: Site, year: int, step: int, record: Record | None) -> Theme:
    if record is None:
        mark = Mark("exempt", site.say(Text("没有登记", "Nothing on record")))
        return Theme(year, step, mark, None, "", None, "", 0, "")
    data = site.public(record)
    return Theme(
        year=year,
        step=step,
        mark=meeting_mark(site, data),
        link=site.link(record.key),
        theme=data.get("theme", ""),
        host=site.organization(data["host"]) if "host" in data else None,
        when=days_of(site, data),
        schools=len(data.get("sites", ())),
        reason=data.get("reason", ""),
    )


def index_sentence(site: Site, records: list[Record]) -> Text:
    """The newest meeting that was held, and the next one that is planned."""
    held = [r for r in records if r["status"] == "held"]
    planned = [r for r in records if r["status"] == "planned"]
    if not held and not planned:
        return Text("还没有现场推进会的记录。", "No on-site meeting is on record yet.")
    zh, en = [], []
    if held:
        where, theme = _where(site, held[-1]), _named(held[-1])
        when = days_of(site, site.public(held[-1]))
        zh.append(f"最近一次现场推进会于{when}在{where.zh}召开{theme.zh}")
        en.append(f"The last on-site meeting was held on {when} in {where.en}{theme.en}")
    if planned:
        where, theme = _where(site, planned[0]), _named(planned[0])
        when = days_of(site, site.public(planned[0])) or str(planned[0]["year"])
        zh.append(f"下一次计划于{when}在{where.zh}召开{theme.zh}")
        en.append(f"the next is planned for {when} in {where.en}{theme.en}")
    return Text("；".join(zh) + "。", "; ".join(en) + ".")


def _where(site: Site, record: Record) -> Text:
    host = site.short(record["host"]) if "host" in record else ""
    return Text(host or "承办地未定的地方", host or "a place not yet known")


def _named(record: Record) -> Text:
    theme = record.get("theme", "")
    return (
        Text(f"，主题是“{theme}”", f" on “{theme}”")
        if theme
        else Text("，主题没有登记", ", theme not on record")
    )


def cycle_sentence(records: list[Record], *, is_over: bool) -> Text:
    """How many of the cycle were held, and whether a theme or a host comes twice."""
    held = [r for r in records if r["status"] == "held"]
    used = [r for r in records if r["status"] != "not_held"]
    if not held:
        return Text("没有召开。", "None held.") if is_over else Text("还没有召开。", "None held yet.")
    twice = [
        word
        for field, word in (("theme", Text("主题", "themes")), ("host", Text("承办地", "hosts")))
        if len(values := [r[field] for r in used if field in r]) > len(set(values))
    ]
    zh = "、".join(w.zh for w in twice)
    en = wording.both(w.en for w in twice)
    tail = Text(f"{zh}有重复", f"{en} repeated") if twice else Text("主题和承办地没有重复", "none repeated")
    return Text(f"召开 {len(held)} 次，{tail.zh}。", f"{len(held)} held, {tail.en}.")


def follow_sentence(lines: tuple[FollowLine, ...]) -> Text:
    """How many things the meetings asked for, and how many are done or late."""
    if not lines:
        return Text("会上没有布置需要跟踪的事项。", "The meetings asked for nothing that is tracked.")
    done = sum(bool(f.done) for f in lines)
    late = sum(f.mark.kind == "overdue" for f in lines)
    zh = f"会上布置 {len(lines)} 件，已落实 {done} 件"
    en = f"{done} of {wording.some(len(lines), 'follow-up')} done"
    return (
        Text(f"{zh}，逾期 {late} 件。", f"{en}, {late} late.")
        if late
        else Text(f"{zh}，没有逾期。", f"{en}, none late.")
    )


def special_sentence(lines: list[MeetingLine]) -> Text:
    """How many special meetings of how many units."""
    if not lines:
        return Text("还没有登记专题会议。", "No special meeting is on record.")
    units = len({m.unit.path for m in lines})
    return Text(f"{units} 个单位登记了 {len(lines)} 次。", f"{len(lines)} of {wording.some(units, 'unit')}.")
