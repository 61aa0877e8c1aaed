"""One key task: who answers for it, by when, what was reported, and how it ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from generator.model.record import Record
from generator.model.tasks import in_charge, is_settled, percent_of
from generator.model.text import Text
from generator.render import wording
from generator.render.charts.progress import progress
from generator.render.filters import day
from generator.render.page import Page, PageMaker, page
from generator.render.site import Link, Site
from generator.render.tasks import (
    PACE_SAYS_IT,
    STATES,
    pace_of,
    responsibility_path,
    responsibility_years,
    state_of,
)


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone. *kind*: ``finished``, ``finished_late``, ``overdue`` or ``todo``."""

    title: str
    due: str
    done_on: str
    kind: str
    word: str


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence. *document*: its number, linked where registered; *url*: "" for none."""

    title: str
    document: Link | None
    url: str


@dataclass(frozen=True, slots=True)
class Report:
    """One report of progress, *went_back* where it says less than the one before."""

    on: str
    percent: int
    text: str
    reason: str
    went_back: bool
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class TaskContext:
    """One task. *nobody*: why nobody answers for it, "" where somebody does; reports newest first."""

    sentence: str
    withdrawn: str
    kind: str
    word: str
    pace: str
    nobody: str
    mechanism: Link
    list_: Link | None
    unit: Link | None
    county: Link | None
    team: str
    role: str
    helpers: tuple[Link, ...]
    start: str
    deadline: str
    goal: str
    settled_on: str
    reason: str
    percent: int
    chart: Any
    chart_text: str
    chart_rows: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    reports: tuple[Report, ...]
    note: str
    map_: Link
    others: tuple[Link, ...]
    previous: Link | None
    next: Link | None


@page(many=True)
def task_pages(site: Site) -> Iterator[PageMaker]:
    """One page for each task."""
    records = sorted(site.snapshot.of("tasks"), key=lambda r: (-r.document.data["year"], r.id))
    of_unit: dict[tuple[int, str], list[Record]] = defaultdict(list)
    for record in records:
        of_unit[_owner(record)].append(record)
    for place, record in enumerate(records):
        before = records[place - 1] if place else None
        after = records[place + 1] if place + 1 < len(records) else None
        others = [r for r in of_unit[_owner(record)] if r is not record]
        yield partial(_task_page, site, record, others, before, after)


def _owner(record: Record) -> tuple[int, str]:
    data = record.document.data
    return data["year"], data.get("unit", "")


def _task_page(
    site: Site, record: Record, others: Sequence[Record], before: Record | None, after: Record | None
) -> Page:
    data = site.public(record)
    gone = wording.withdrawal(data)
    kind, pace = state_of(record, site.as_of), site.say(pace_of(record, site.as_of))
    county = site.county_of(data["unit"]) if "unit" in data else None
    sentence = site.say(task_sentence(site, record))
    reports = tuple(_reports(site, data))
    year = data["year"]
    context = TaskContext(
        sentence=sentence,
        withdrawn=site.say(gone) if gone else "",
        kind=kind,
        word=pace if kind in PACE_SAYS_IT else site.say(STATES[kind]),
        pace="" if kind in PACE_SAYS_IT else pace,
        nobody=site.say(_nobody(site, record)) if _is_orphan(site, record) else "",
        mechanism=Link(site.label("tasks", "mechanism", data["mechanism"]), f"coverage/#{data['mechanism']}"),
        list_=site.document(data["document"]) if "document" in data else None,
        unit=site.organization(data["unit"]) if "unit" in data else None,
        county=site.organization(county.id) if county and county.id != data["unit"] else None,
        team=site.label("tasks", "team", data["team"]),
        role=data["role"],
        helpers=tuple(site.organization(h) for h in data.get("helpers", ())),
        start=data["start"],
        deadline=data["deadline"],
        goal=data["goal"],
        settled_on=data.get("settled_on", ""),
        reason=data.get("reason", ""),
        percent=percent_of(data),
        chart=_chart(site, record) if reports else "",
        chart_text=site.say(chart_sentence(record)) if reports else "",
        chart_rows=tuple((r.on, f"{r.percent}%") for r in reversed(reports)),
        steps=tuple(_steps(site, data)),
        reports=reports,
        note=data.get("note", ""),
        map_=Link(
            site.say(Text(f"{year} 年责任一张图", f"Who is in charge, {year}")),
            responsibility_path(site, year) if year in responsibility_years(site) else "responsibility/",
        ),
        others=tuple(site.link(r.key) for r in others),
        previous=site.link(before.key) if before else None,
        next=site.link(after.key) if after else None,
    )
    units = (data["unit"],) if "unit" in data else ()
    return Page(
        site.path(record),
        context,
        title=site.title(record),
        trail=(Link(site.say(Text("重点任务", "Key tasks")), "tasks/"),),
        records=(record.key,),
        evidence=tuple(f"organizations/{unit}" for unit in units),
        description=sentence,
    )


def task_sentence(site: Site, record: Record) -> Text:
    """Who has to do it by when, and how it stands."""
    data = site.public(record)
    until = wording.on(data["deadline"])
    who = site.title(found) if (found := in_charge(site.snapshot, data)) else ""
    zh = f"{who}负责，{until.zh}前完成" if who else f"还没有单位负责，应在{until.zh}前完成"
    en = f"{who or 'Nobody yet'} is in charge, to be done by {until.en}"
    state, pace, percent = state_of(record, site.as_of), pace_of(record, site.as_of), percent_of(data)
    if state == "dropped":
        when = wording.on(data["settled_on"])
        return Text(f"{zh}；已于{when.zh}终止。", f"{en}; dropped on {when.en}.")
    if is_settled(data):
        when = wording.on(data["settled_on"])
        return Text(f"{zh}；已于{when.zh}完成，{pace.zh}。", f"{en}; done on {when.en}, {pace.en}.")
    return Text(f"{zh}；已完成 {percent}%，{pace.zh}。", f"{en}; {percent}% done, {pace.en}.")


def _is_orphan(site: Site, record: Record) -> bool:
    data = record.document.data
    return data["status"] != "dropped" and in_charge(site.snapshot, data) is None


def _nobody(site: Site, record: Record) -> Text:
    data = site.public(record)
    if "unit" not in data:
        return Text("清单上还没有责任单位。", "The list names no unit yet.")
    unit = site.short(data["unit"])
    return Text(
        f"{unit}在任务期间不存在或已经撤并，接手的单位还没有落实。",
        f"{unit} was not there during the task, and nobody has taken over.",
    )


def chart_sentence(record: Record) -> Text:
    """What the drawing shows."""
    data = record.document.data
    entries = data["progress"]
    backs = sum("reason" in entry for entry in entries)
    last = entries[-1]
    zh = f"共报进展 {len(entries)} 次，最近一次在{day(last['date'])}，完成 {last['percent']}%"
    en = f"{wording.some(len(entries), 'report')}, the last on {day(last['date'], 'en')}: {last['percent']}%"
    if backs:
        zh, en = f"{zh}；有 {backs} 次退回，原因写在下面", f"{en}; {backs} step back, explained below"
    return Text(f"{zh}。", f"{en}.")


def _chart(site: Site, record: Record) -> Any:
    data = site.public(record)
    words = (
        Text("报告的完成比例", "reported"),
        Text("均匀推进到期限", "even pace to the deadline"),
        Text("期限", "due"),
    )
    return progress(
        "progress",
        site.say(Text("完成比例", "Progress")),
        site.say(chart_sentence(record)),
        date.fromisoformat(data["start"]),
        date.fromisoformat(data["deadline"]),
        [(date.fromisoformat(entry["date"]), entry["percent"]) for entry in data["progress"]],
        (site.say(words[0]), site.say(words[1]), site.say(words[2])),
        None if is_settled(data) else site.as_of,
    )


def _steps(site: Site, data: Any) -> Iterator[Step]:
    today = site.as_of.isoformat()
    for step in data.get("milestones", ()):
        done = step.get("done_on", "")
        late = (done or today) > step["due"]
        kind = ("finished_late" if late else "finished") if done else ("overdue" if late else "todo")
        if not done and is_settled(data):
            kind = "dropped" if data["status"] == "dropped" else "todo"
        yield Step(step["title"], step["due"], done, kind, site.say(STATES[kind]))


def _reports(site: Site, data: Any) -> Iterator[Report]:
    entries = data.get("progress", ())
    for place in range(len(entries) - 1, -1, -1):
        entry = entries[place]
        yield Report(
            on=entry["date"],
            percent=entry["percent"],
            text=entry["text"],
            reason=entry.get("reason", ""),
            went_back=place > 0 and entry["percent"] < entries[place - 1]["percent"],
            proofs=tuple(
                Proof(
                    one["title"],
                    site.document(one["document"]) if "document" in one else None,
                    one.get("url", ""),
                )
                for one in entry.get("evidence", ())
            ),
        )
