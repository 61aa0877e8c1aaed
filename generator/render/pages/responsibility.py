"""责任一张图: who answers for what. Gaps first, then the tree of four levels with its teams, then the tasks.

A page for each year; the teams and units of an old year are those of then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model.record import Record
from generator.model.tasks import in_charge
from generator.model.teams import KINDS, missing_on, teams_on
from generator.model.text import Text
from generator.render.page import Page, page
from generator.render.roster import Node, Roster
from generator.render.site import Link, Site
from generator.render.tasks import (
    STATES,
    TaskLine,
    Tasks,
    responsibility_path,
    responsibility_years,
    tasks_sentence,
    year_label,
)

MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that nobody answers for. *what*: in a word or two; *subject*: a unit or a task."""

    what: str
    subject: Link
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One task in a month."""

    link: Link
    kind: str
    word: str


@dataclass(frozen=True, slots=True)
class MonthRow:
    """The tasks of one unit, by the month of their deadlines. *depth*: below its county."""

    anchor: str
    unit: Link
    depth: int
    months: tuple[tuple[Dot, ...], ...]
    total: int


@dataclass(frozen=True, slots=True)
class ResponsibilityContext:
    """One year. *months*: heads of the columns; *due*: how many tasks are due in each."""

    sentence: str
    years: tuple[tuple[str, str, bool], ...]
    year: int
    gaps: tuple[Gap, ...]
    no_gaps: str
    top: tuple[Node, ...]
    tree_text: str
    months: tuple[str, ...]
    rows: tuple[MonthRow, ...]
    due: tuple[int, ...]
    tasks_text: str
    legend: tuple[tuple[str, str], ...]


@page
def responsibility(site: Site) -> Iterator[Page]:
    """A page for the running year and for every earlier one with tasks."""
    tasks = Tasks(site)
    for year in responsibility_years(site):
        yield _page(Roster(tasks, year))


def _page(roster: Roster) -> Page:
    site, year = roster.site, roster.year
    sentence = site.say(sentence_of(roster))
    years = responsibility_years(site)
    context = ResponsibilityContext(
        sentence=sentence,
        years=tuple((year_label(site, y), responsibility_path(site, y), y == year) for y in years),
        year=year,
        gaps=tuple(_gaps(roster)),
        no_gaps=site.say(_no_gaps(bool(roster.units))),
        top=tuple(roster.tree()),
        tree_text=site.say(tree_sentence(roster)),
        months=tuple(site.say(_month(m)) for m in MONTHS),
        rows=tuple(_rows(roster)),
        due=tuple(sum(line.month == m for line in roster.lines) for m in MONTHS),
        tasks_text=site.say(tasks_sentence(roster.lines)),
        legend=tuple((kind, site.say(word)) for kind, word in STATES.items()),
    )
    path = responsibility_path(site, year)
    is_newest = path == "responsibility/"
    name = Text("责任一张图", "Who is in charge")
    return Page(
        path,
        context,
        title="" if is_newest else site.say(Text(f"责任一张图 · {year} 年", f"Who is in charge · {year}")),
        trail=() if is_newest else (Link(site.say(name), "responsibility/"),),
        evidence=(*(u.key for u in roster.units), *(line.link.path.rstrip("/") for line in roster.lines)),
        description=sentence,
        shell=None if is_newest else "responsibility/record/",
    )


def sentence_of(roster: Roster) -> Text:
    """How many units have their teams, how many tasks nobody has; grammatical for none, one and many."""
    if not roster.units:
        return Text("还没有录入单位。", "No organization has been entered yet.")
    whole, orphans = len(roster.bound) - len(roster.lacking), len(roster.orphans)
    if not roster.bound:
        zh, en = "办法没有规定哪些单位应健全三支团队", "The method asks no unit for the three teams"
    elif roster.lacking:
        zh = f"应健全三支团队的 {len(roster.bound)} 个单位中 {whole} 个齐全，{len(roster.lacking)} 个不齐"
        en = f"{whole} of {len(roster.bound)} units that must have the three teams have them"
    else:
        zh = f"应健全三支团队的 {len(roster.bound)} 个单位全部齐全"
        en = f"All {len(roster.bound)} units that must have the three teams have them"
    if not roster.lines:
        return Text(f"{zh}；{roster.year} 年还没有登记重点任务。", f"{en}; no key task of {roster.year} yet.")
    zh += f"；{roster.year} 年 {len(roster.lines)} 项重点任务"
    zh += f"，{orphans} 项还没有单位负责。" if orphans else "都有单位负责。"
    tasks = f"{len(roster.lines)} key task{'' if len(roster.lines) == 1 else 's'} of {roster.year}"
    en += f"; {orphans} of {tasks} without a unit in charge." if orphans else f"; {tasks}, all with a unit."
    return Text(zh, en)


def tree_sentence(roster: Roster) -> Text:
    """What the tree shows."""
    labels = [roster.site.label("organizations", "level", v) for v in ("city", "county", "cluster", "school")]
    asked = [
        roster.site.label("organizations", "level", v)
        for v in ("city", "county", "cluster", "school")
        if v in roster.levels
    ]
    zh = f"{'、'.join(labels)}四级；"
    zh += f"办法要求{'、'.join(asked)}健全三支团队。" if asked else "办法没有规定哪些层级应健全三支团队。"
    en = f"Four levels; {', '.join(asked)} must have the three teams." if asked else "Four levels."
    return Text(zh, en)


def _gaps(roster: Roster) -> Iterator[Gap]:
    """Units without a team, then tasks without a unit, then tasks whose team was not there."""
    say, site = roster.site.say, roster.site
    for unit in roster.lacking:
        for kind in missing_on(unit.document.data, roster.day):
            what = Text(f"没有{KINDS[kind].zh}团队", f"no team: {KINDS[kind].en}")
            yield Gap(
                say(what),
                site.organization(unit.id),
                _area(site, unit.id),
                say(_since(unit, kind, roster.day)),
            )
    for line in roster.orphans:
        record = site.snapshot.find(line.link.path.rstrip("/"))
        closed = record is not None and "unit" in record.document.data
        what = Text("责任单位已不在", "unit is gone") if closed else Text("没有责任单位", "nobody in charge")
        yield Gap(say(what), line.link, line.county, say(_until(line)))
    for line in roster.lines:
        record = site.snapshot.find(line.link.path.rstrip("/"))
        team = _absent_team(site, record) if record else None
        if team:
            what = Text(f"责任团队不在：{team.zh}", f"team not there: {team.en}")
            yield Gap(say(what), line.link, line.unit.text, say(_until(line)))


def _area(site: Site, unit: str) -> str:
    county = site.county_of(unit)
    return site.short(county.id) if county and county.id != unit else ""


def _rows(roster: Roster) -> Iterator[MonthRow]:
    """What nobody has first, then unit by unit in administrative order."""
    if roster.of.get(""):
        yield _row(
            "u-nobody", Link(roster.site.say(Text("没有责任单位", "Nobody in charge"))), 0, roster.of[""]
        )
    for unit in roster.site.organizations:
        lines = roster.of.get(roster.site.path(unit))
        if lines:
            county = roster.site.county_of(unit.id)
            depth = 0 if county is None or county.id == unit.id else 1
            yield _row(f"u-{unit.id}", roster.site.link(unit.key), depth, lines)


def _row(anchor: str, unit: Link, depth: int, lines: Iterable[TaskLine]) -> MonthRow:
    months: list[list[Dot]] = [[] for _ in MONTHS]
    for line in sorted(lines, key=lambda one: one.deadline):
        months[line.month - 1].append(Dot(line.link, line.kind, line.both))
    return MonthRow(anchor, unit, depth, tuple(tuple(m) for m in months), sum(map(len, months)))


def _since(unit: Record, kind: str, day: str) -> Text:
    """Since when a team is missing, as far as the record says."""
    ended = [
        t["to"]
        for t in unit.document.data.get("teams") or ()
        if t.get("kind") == kind and t.get("to", "9999") < day
    ]
    if ended:
        return Text(f"{max(ended)} 以后没有接续", f"none since {max(ended)}")
    return Text("没有登记过", "never recorded")


def _until(line: TaskLine) -> Text:
    return Text(f"期限 {line.deadline}，{line.pace}", f"due {line.deadline}, {line.pace}")


def _absent_team(site: Site, task: Record) -> Text | None:
    """The team in charge where its unit did not have it; None where it did, or where there is no unit."""
    data = task.document.data
    unit = in_charge(site.snapshot, data)
    if (
        unit is None
        or data["status"] == "dropped"
        or data["team"] in teams_on(unit.document.data, data["start"])
    ):
        return None
    return KINDS[data["team"]]


def _no_gaps(has_units: bool) -> Text:
    if not has_units:
        return Text(
            "录入单位和团队之后，缺什么会先列在这里。", "Once units are entered, gaps are listed here first."
        )
    return Text(
        "没有缺口：该有的团队都有，每项任务都有单位负责。",
        "No gap: every team is there and every task has a unit.",
    )


def _month(month: int) -> Text:
    return Text(
        f"{month}月",
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[month - 1],
    )
