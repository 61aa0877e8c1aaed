"""Interviews: how many, why in a word, and whether what was promised was kept; nothing about whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from generator.model.record import Record
from generator.model.standing import Data
from generator.model.text import Text
from generator.render import wording
from generator.render.filters import day
from generator.render.interviews import InterviewYear, interview_years, interviews_sentence
from generator.render.marks import Mark
from generator.render.page import Page, PageMaker, page
from generator.render.site import Link, Site

GUARANTEE, INTERVIEWS = Text("服务保障", "Guarantee"), Text("约谈", "Interviews")


@dataclass(frozen=True, slots=True)
class InterviewLine:
    """One interview in the list. *sort*: its day, to sort by."""

    link: Link
    on: str
    sort: str
    cause: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class InterviewsContext:
    """The counts by year, and every interview, the newest first."""

    sentence: str
    years: tuple[InterviewYear, ...]
    interviews: tuple[InterviewLine, ...]


@dataclass(frozen=True, slots=True)
class InterviewContext:
    """The public part of one interview. *due*: the last day of its promises."""

    sentence: str
    withdrawn: str
    mark: Mark
    on: str
    by: Link
    cause: str
    promises: int
    due: str
    checked: str
    note: str


@page
def interviews(site: Site) -> Iterator[Page]:
    """The counts and the list."""
    records = sorted(site.snapshot.active("interviews"), key=lambda r: (r["date"], r.id), reverse=True)
    sentence = site.say(interviews_sentence(list(records)))
    lines = tuple(_line(site, r) for r in records)
    context = InterviewsContext(sentence, tuple(interview_years(site, records)), lines)
    yield Page("interviews/", context, evidence=tuple(r.key for r in records), description=sentence)


@page(template="interview", many=True)
def interview_pages(site: Site) -> Iterator[PageMaker]:
    """One page for each interview."""
    for record in site.snapshot.of("interviews"):
        yield partial(_interview_page, site, record)


def _line(site: Site, record: Record) -> InterviewLine:
    data = site.public(record)
    return InterviewLine(
        site.link(record.key),
        day(data["date"], site.language),
        data["date"],
        site.label("interviews", "cause", data["cause"]),
        _mark(site, data),
    )


def _mark(site: Site, data: Data) -> Mark:
    if "check" in data:
        result = data["check"]["result"]
        kind = {"kept": "closed", "partly": "accepting", "broken": "relapsed"}[result]
        return Mark(kind, site.label("interviews", "check.result", result))
    if _last(data) < site.as_of.isoformat():
        return Mark("overdue", site.say(Text("到期未核查", "Check overdue")))
    return Mark("rectifying", site.say(Text("待核查", "To be checked")))


def _last(data: Data) -> str:
    """The last day of the promises."""
    return str(max(row["due"] for row in data["promises"]))


def _interview_page(site: Site, record: Record) -> Page:
    data = site.public(record)
    withdrawn, mark = wording.withdrawal(data), _mark(site, data)
    sentence = site.say(interview_sentence(site, data, mark))
    context = InterviewContext(
        sentence=sentence,
        withdrawn=site.say(withdrawn) if withdrawn else "",
        mark=mark,
        on=day(data["date"], site.language),
        by=site.organization(data["by"]),
        cause=site.label("interviews", "cause", data["cause"]),
        promises=len(data["promises"]),
        due=day(_last(data), site.language),
        checked=day(data["check"]["on"], site.language) if "check" in data else "",
        note=data.get("note", ""),
    )
    return Page(
        site.path(record),
        context,
        title=site.title(record),
        trail=(Link(site.say(GUARANTEE), "guarantee/"), Link(site.say(INTERVIEWS), "interviews/")),
        records=(record.key,),
        description=sentence,
    )


def interview_sentence(site: Site, data: Data, mark: Mark) -> Text:
    """When, by whom and why in a word; how many promises; how they stand."""
    by, cause = site.short(data["by"]), site.label("interviews", "cause", data["cause"])
    count, when = len(data["promises"]), wording.on(data["date"])
    return Text(
        f"{when.zh}，{by}就{cause}约谈一个下级单位，承诺 {count} 项，{mark.text}。约谈对象和内容不公开。",
        f"On {when.en} {by} interviewed a unit below it ({cause.lower()}): {wording.some(count, 'promise')}, "
        f"{mark.text.lower()}. With whom and what was said is not public.",
    )
