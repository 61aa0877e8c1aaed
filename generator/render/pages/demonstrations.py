"""Demonstration schools: whose turn it is in the cycle, how far everybody got, and who is due."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.model.designation import cycle_of, free_schools, is_valid_on, last_day
from generator.model.record import Record
from generator.model.standing import NOTHING, Data, exists_on, requirement
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
from generator.render.figures import KeyFigure
from generator.render.marks import Mark
from generator.render.page import Page, page
from generator.render.site import Link, Site

HERE = "demonstrations/"
OWED = {
    "survey": Text("待调研", "to be surveyed"),
    "check": Text("待年检", "to be checked"),
    "renewal": Text("待复评", "to be renewed"),
}
ORDER = (
    "applied",
    "recommended",
    "surveyed",
    "valid",
    "renewed",
    "cultivated",
    "declined",
    "overdue",
    "ended",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One school in the map of the cycle."""

    link: Link
    mark: Mark
    theme: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One county in one year. *note*: what is missing or how many more may be sent, "" where nothing is."""

    year: int
    entries: tuple[Entry, ...]
    note: str
    is_short: bool


@dataclass(frozen=True, slots=True)
class CountyRow:
    """One county over the years of a cycle. *valid*: its demonstration schools on the site's day."""

    county: Link
    cells: tuple[Cell, ...]
    valid: int


@dataclass(frozen=True, slots=True)
class Cycle:
    """The map of one cycle."""

    anchor: str
    title: str
    years: tuple[int, ...]
    rows: tuple[CountyRow, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way: how many got there in this cycle. *note*: what became of the others."""

    title: str
    count: int
    note: str
    path: str


@dataclass(frozen=True, slots=True)
class DueLine:
    """What somebody owes. *days*: left, negative once it is late."""

    due: str
    days: int
    kind: str
    unit: Link
    what: Link


@dataclass(frozen=True, slots=True)
class Line:
    """One application in the list of all; *marks* and *until* are "" where there are none yet."""

    link: Link
    county: str
    year: int
    theme: str
    form: str
    marks: str
    mark: Mark
    until: str


@dataclass(frozen=True, slots=True)
class DemonstrationsContext:
    """Everything on demonstration schools.

    *cycles*: the running one first; *unanswered*: records, each with the inspection that asks.
    """

    sentence: str
    figures: tuple[KeyFigure, ...]
    cycles: tuple[Cycle, ...]
    legend: tuple[Mark, ...]
    steps_sentence: str
    steps: tuple[Step, ...]
    due_sentence: str
    due: tuple[DueLine, ...]
    unanswered: tuple[tuple[Link, Link], ...]
    lines: tuple[Line, ...]


@page
def demonstrations(site: Site) -> Iterator[Page]:
    """The map of the cycle, the way of the applications, who is due, and the list of all."""
    records = in_order(site)
    active = [r for r in records if not r.is_withdrawn]
    asked = requirement(site.snapshot, KIND, site.as_of)
    cycles = tuple(_cycles(site, active, asked))
    due = tuple(_due(site))
    running = _of_cycle(active, site.as_of.year, asked)
    sentence = site.say(cycle_sentence(site, active, asked))
    context = DemonstrationsContext(
        sentence=sentence,
        figures=tuple(_figures(site, active, due)) if records else (),
        cycles=cycles,
        legend=_legend(cycles),
        steps_sentence=site.say(steps_sentence(running)),
        steps=tuple(_steps(site, running, due)) if running else (),
        due_sentence=site.say(due_sentence(due)),
        due=due,
        unanswered=tuple(_unanswered(site)),
        lines=tuple(_line(site, r) for r in records),
    )
    yield Page(HERE, context, description=sentence, evidence=tuple(r.key for r in records))


def cycle_sentence(site: Site, active: Iterable[Record], asked: Data) -> Text:
    """Where the cycle stands, who applied this year, and how many schools hold a designation."""
    found = list(active)
    if not found:
        return Text("还没有示范校申报记录。", "There is no application on record yet.")
    year, cycle = site.as_of.year, cycle_of(site.as_of.year, asked)
    mine = [r for r in found if r.document.data["year"] == year]
    counties = len({r.document.data["county"] for r in mine})
    valid = sum(is_valid_on(r, site.as_of) for r in found)
    zh, en = f"{year} 年", f"In {year}"
    if cycle:
        length, place = cycle[1] - cycle[0] + 1, year - cycle[0] + 1
        zh += f"是 {cycle[0]}—{cycle[1]} 周期的第 {place} 年（共 {length} 年），"
        en += f", year {place} of {length} in the cycle {cycle[0]}–{cycle[1]}"
    zh += f"{counties} 个县（区）申报 {len(mine)} 所" if mine else "还没有申报"
    schools = wording.some(len(mine), "school")
    en += (
        f", {schools} applied from {wording.some(counties, 'county', 'counties')}"
        if mine
        else ", none applied"
    )
    held = f"现有市级示范校 {valid} 所" if valid else "现在没有有效的市级示范校"
    return Text(
        f"{zh}；{held}。",
        f"{en}; {wording.some(valid, 'demonstration school')} of the city hold a designation.",
    )


def steps_sentence(running: Iterable[Record]) -> Text:
    """How many of the cycle's applications were designated."""
    found = [r.document.data for r in running]
    given = sum(d.get("designation", NOTHING).get("result") == "designated" for d in found)
    decided = sum("designation" in d for d in found)
    if not found:
        return Text("本周期还没有申报。", "Nobody has applied in this cycle yet.")
    if not decided:
        return Text(
            f"本周期申报 {len(found)} 所，还没有认定。",
            f"{len(found)} applied in this cycle; none is decided.",
        )
    return Text(
        f"本周期申报 {len(found)} 所，已公布结果 {decided} 所，其中认定 {given} 所。",
        f"{len(found)} applied in this cycle; {decided} were decided, {given} of them designated.",
    )


def due_sentence(due: Iterable[DueLine]) -> Text:
    """How much is owed, how much of it late; grammatical for none, one and many."""
    found = list(due)
    late = sum(line.days < 0 for line in found)
    if not found:
        return Text("现在没有要办的事项。", "Nothing is owed at present.")
    zh = f"{len(found)} 项要办" + (f"，其中 {late} 项已逾期。" if late else "，都还没有到期。")
    en = f"{len(found)} to be done" + (f", {late} of them late." if late else ", none of them late.")
    return Text(zh, en)


def _figures(site: Site, active: list[Record], due: tuple[DueLine, ...]) -> Iterator[KeyFigure]:
    valid = [r for r in active if is_valid_on(r, site.as_of)]
    counties = len({r.document.data["county"] for r in valid})
    unit = site.say(Text("所", ""))
    among = site.say(
        Text(f"分布在 {counties} 个县（区）", f"in {wording.some(counties, 'county', 'counties')}")
    )
    yield KeyFigure(
        str(len(valid)), unit, site.say(Text("有效示范校", "Valid")), f"{HERE}#all", "", among, ""
    )
    for kind, label in OWED.items():
        mine = [line for line in due if line.kind == kind]
        late = sum(line.days < 0 for line in mine)
        note = site.say(Text(f"逾期 {late} 项", f"{late} late")) if late else ""
        tone = "alarm" if late else ""
        yield KeyFigure(str(len(mine)), unit, site.say(label), f"{HERE}#due", "", note, tone)


def _of_cycle(active: Iterable[Record], year: int, asked: Data) -> list[Record]:
    first, last = cycle_of(year, asked) or (0, 9999)
    return [r for r in active if first <= r.document.data["year"] <= last]


def _cycles(site: Site, active: list[Record], asked: Data) -> Iterator[Cycle]:
    """The running cycle, then those before it that have applications; one of all years without a method."""
    years = {r.document.data["year"] for r in active}
    spans = {cycle_of(y, asked) for y in years | {site.as_of.year}} if asked else set()
    found = sorted((s for s in spans if s), reverse=True)
    if not found and years:
        found = [(min(years), max(years))]
    for first, last in found if active else ():
        title = site.say(Text(f"{first}—{last} 周期", f"Cycle {first}–{last}"))
        rows = tuple(
            _rows(site, [r for r in active if first <= r.document.data["year"] <= last], first, last)
        )
        yield Cycle(f"cycle-{first}", title, tuple(range(first, last + 1)), rows)


def _rows(site: Site, records: list[Record], first: int, last: int) -> Iterator[CountyRow]:
    """The counties that have a school or an application, in administrative order."""
    sent: dict[tuple[str, int], list[Record]] = defaultdict(list)
    for record in records:
        sent[record.document.data["county"], record.document.data["year"]].append(record)
    years = range(first, last + 1)
    free = free_schools(site.snapshot, years)
    valid = Counter(
        r.document.data["county"] for r in site.snapshot.active(KIND) if is_valid_on(r, site.as_of)
    )
    for county in site.organizations:
        data = county.document.data
        is_there = data["level"] == "county" and not county.is_withdrawn
        if is_there and any(sent[county.id, y] or free[county.id, y] for y in years):
            cells = tuple(_cell(site, county, y, sent[county.id, y], free[county.id, y]) for y in years)
            yield CountyRow(site.organization(county.id), cells, valid[county.id])


def _cell(site: Site, county: Record, year: int, records: list[Record], free: int) -> Cell:
    entries = tuple(
        Entry(
            Link(site.short(r.document.data["school"]), site.path(r)),
            stage_mark(site, r),
            site.public(r)["theme"],
        )
        for r in records
    )
    least = requirement(site.snapshot, KIND, f"{year}-12-31").get("applicants_min", 0)
    missing = min(least, len(records) + free) - len(records)
    if year > site.as_of.year or not exists_on(county, f"{year}-12-31"):
        return Cell(year, entries, "", is_short=False)
    if missing > 0 and year < site.as_of.year:
        note = Text(f"少报 {missing} 所", f"{missing} too few")
    elif missing > 0:
        note = Text(f"还应申报 {missing} 所", f"{missing} more to send")
    else:
        note = Text("没有申报", "None applied")
    is_short = missing > 0
    return Cell(year, entries, site.say(note) if is_short or not records else "", is_short)


def _legend(cycles: Iterable[Cycle]) -> tuple[Mark, ...]:
    """Every mark that the maps show, once, in the order of the steps."""
    found = {
        e.mark.kind: e.mark for c in cycles for row in c.rows for cell in row.cells for e in cell.entries
    }
    return tuple(found[kind] for kind in ORDER if kind in found)


def _steps(site: Site, running: list[Record], due: tuple[DueLine, ...]) -> Iterator[Step]:
    """The way from applying to leaving; each step says how many wait for it or went no further."""
    data = [r.document.data for r in running]
    results = Counter(d["designation"].get("result") for d in data if "designation" in d)
    given, grown, declined = (results[k] for k in ("designated", "cultivated", "declined"))
    owed = Counter(line.kind for line in due)
    year = site.as_of.year
    named = sum(d.get("way") == "named" for d in data)
    sent = sum("recommendation" in d for d in data)
    waiting = sum("recommendation" not in d and "survey" not in d for d in data)
    checked = sum(any(c.get("year") == year for c in d.get("checks", ())) for d in data)
    renewals = Counter(d["renewal"].get("result") for d in data if "renewal" in d)
    left = sum("withdrawal" in d for d in data) + renewals["ended"]
    others = Text(f"培育 {grown} 所，不予认定 {declined} 所", f"{grown} cultivated, {declined} declined")

    def step(title: Text, count: int, note: Text | None, place: str) -> Step:
        return Step(site.say(title), count, site.say(note) if note else "", f"{HERE}#{place}")

    yield step(Text("申报", "Applied"), len(data), Text(f"其中点名 {named} 所", f"{named} named"), "all")
    yield step(Text("县（区）推荐", "Recommended"), sent, _waiting("推荐", waiting), "all")
    yield step(Text("联合调研", "Surveyed"), sum("survey" in d for d in data), _owed(owed, "survey"), "due")
    yield step(Text("认定", "Designated"), given, others if grown or declined else None, "all")
    yield step(Text(f"{year} 年年检", f"Checked in {year}"), checked, _owed(owed, "check"), "due")
    yield step(Text("复评通过", "Renewed"), renewals["renewed"], _owed(owed, "renewal"), "due")
    yield step(Text("退出", "Left"), left, None, "all")


def _owed(owed: Mapping[str, int], kind: str) -> Text | None:
    words = {"survey": "调研", "check": "年检", "renewal": "复评"}
    return _waiting(words[kind], owed[kind])


def _waiting(word: str, count: int) -> Text | None:
    return Text(f"待{word} {count} 所", f"{count} waiting") if count else None


def _due(site: Site) -> Iterator[DueLine]:
    for duty in due_duties(site):
        what = Link(site.say(duty.title), site.path(duty.record))
        days = duty.days(site.as_of)
        yield DueLine(duty.due.isoformat(), days, duty.kind, site.organization(duty.unit), what)


def _unanswered(site: Site) -> Iterator[tuple[Link, Link]]:
    for record, visit in unanswered(site):
        yield Link(site.short(record["school"]), site.path(record)), visit


def _line(site: Site, record: Record) -> Line:
    data: Mapping[str, object] = site.public(record)
    marks = total_marks(site.public(record))
    return Line(
        link=Link(site.short(str(data["school"])), site.path(record)),
        county=site.short(str(data["county"])),
        year=record.document.data["year"],
        theme=str(data["theme"]),
        form=site.label(KIND, "form", data["form"]),
        marks=wording.plain(marks[0]) if marks else "",
        mark=stage_mark(site, record),
        until="" if record.is_withdrawn else last_day(record.document.data),
    )
