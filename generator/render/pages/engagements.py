"""What experts were asked to do: by year and duty, and one page for each piece of work.

Who did it is named only with consent: names come from ``Site.expert`` alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from generator.model.record import Record
from generator.model.text import Text
from generator.render import wording
from generator.render.page import Page, PageMaker, page
from generator.render.site import Link, Site
from generator.render.workload import Workload, plain

Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One engagement in the list. county: of the unit, "" where the unit is the city."""

    link: Link
    expert: Link
    duty: str
    category: str
    unit: Link
    county: str
    start: str
    end: str
    days: str
    state: str
    state_label: str


@dataclass(frozen=True, slots=True)
class Year:
    """The engagements that begin in one year, the newest first."""

    year: int
    sentence: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class IndexContext:
    """All engagements, newest year first."""

    sentence: str
    years: tuple[Year, ...]


@dataclass(frozen=True, slots=True)
class EngagementContext:
    """One engagement. together: others on the same task. load: days of the expert in that year, in words."""

    sentence: str
    withdrawn: str
    state: str
    state_label: str
    expert: Link
    is_published: bool
    duty: str
    category: str
    role: str
    unit: Link
    county: Link | None
    start: str
    end: str
    days: str
    document: Link | None
    load: str
    outcome: str
    together: tuple[tuple[Link, Link, str], ...]
    note: str


@page
def engagements(site: Site) -> Iterator[Page]:
    """All engagements by year."""
    by_year: dict[int, list[Record]] = defaultdict(list)
    for record in sorted(site.snapshot.of("engagements"), key=_newest, reverse=True):
        by_year[int(record.document.data["dates"]["from"][:4])].append(record)
    years = sorted(by_year, reverse=True)
    yield Page(
        "engagements/",
        IndexContext(
            sentence=site.say(index_sentence(by_year)),
            years=tuple(
                Year(
                    year, site.say(year_sentence(by_year[year])), tuple(_line(site, r) for r in by_year[year])
                )
                for year in years
            ),
        ),
    )


@page(template="engagement", many=True)
def engagement_pages(site: Site) -> Iterator[PageMaker]:
    """One page for each engagement."""
    work = Workload(site)
    same: dict[Key, list[Record]] = defaultdict(list)
    for record in site.snapshot.active("engagements"):
        same[_task(record)].append(record)
    for record in site.snapshot.of("engagements"):
        beside = [other for other in same[_task(record)] if other is not record]
        yield partial(_engagement_page, site, record, beside, work)


def _engagement_page(site: Site, record: Record, beside: list[Record], work: Workload) -> Page:
    data = site.public(record)
    withdrawn = wording.withdrawal(data)
    county = site.county_of(data["unit"])
    sentence = site.say(engagement_sentence(site, record))
    expert = site.snapshot.get("experts", data["expert"])
    context = EngagementContext(
        sentence=sentence,
        withdrawn=site.say(withdrawn) if withdrawn else "",
        state=data["status"],
        state_label=site.label("engagements", "status", data["status"]),
        expert=site.expert(data["expert"]),
        is_published=expert is not None and site.is_published(expert),
        duty=site.label("engagements", "duty", data["duty"]),
        category=site.label("engagements", "category", data.get("category")),
        role=site.label("engagements", "role", data["role"]),
        unit=site.organization(data["unit"]),
        county=site.organization(county.id) if county and county.id != data["unit"] else None,
        start=data["dates"]["from"],
        end=data["dates"]["to"],
        days=plain(Decimal(str(data["days"]))),
        document=site.document(data["document"]) if "document" in data else None,
        load=site.say(load_text(work, data["expert"], int(data["dates"]["from"][:4]))),
        outcome=data.get("outcome", ""),
        together=tuple(
            (
                site.expert(other.document.data["expert"]),
                Link("", site.path(other)),
                site.label("engagements", "role", other.document.data["role"]),
            )
            for other in beside
        ),
        note=data.get("note", ""),
    )
    return Page(
        site.path(record),
        context,
        title=site.title(record),
        trail=(
            Link(site.say(Text("专家库", "Experts")), "experts/"),
            Link(site.say(Text("专家工作", "Engagements")), "engagements/"),
        ),
        records=(record.key,),
        evidence=(f"organizations/{data['unit']}", f"experts/{data['expert']}"),
        description=sentence,
    )


def _line(site: Site, record: Record) -> Line:
    data = site.public(record)
    county = site.county_of(data["unit"])
    state = "withdrawn" if record.is_withdrawn else data["status"]
    word = Text("已撤回", "withdrawn")
    return Line(
        link=Link(data["title"], site.path(record)),
        expert=site.expert(data["expert"]),
        duty=site.label("engagements", "duty", data["duty"]),
        category=site.label("engagements", "category", data.get("category")),
        unit=site.organization(data["unit"]),
        county=site.short(county.id) if county else "",
        start=data["dates"]["from"],
        end=data["dates"]["to"],
        days=plain(Decimal(str(data["days"]))),
        state=state,
        state_label=site.say(word) if record.is_withdrawn else site.label("engagements", "status", state),
    )


def _newest(record: Record) -> tuple[str, str]:
    return (record.document.data["dates"]["from"], record.id)


def _task(record: Record) -> Key:
    data = record.document.data
    return (data["title"], data["unit"], data["dates"]["from"], data["dates"]["to"])


def index_sentence(by_year: dict[int, list[Record]]) -> Text:
    """What the newest year with something done has, and what is ahead."""
    every = [r for records in by_year.values() for r in records if not r.is_withdrawn]
    if not every:
        return Text("还没有专家工作记录。", "No engagement is on record yet.")
    done = [r for r in every if r.document.data["status"] == "done"]
    ahead = len(every) - len(done)
    days = sum((Decimal(str(r.document.data["days"])) for r in done), Decimal(0))
    experts = len({r.document.data["expert"] for r in done})
    zh = f"派出专家完成工作 {len(done)} 项，{experts} 名专家共工作 {plain(days)} 天"
    en = f"{wording.some(len(done), 'engagement')} by {wording.some(experts, 'expert')}, {plain(days)} days"
    zh += f"；还有 {ahead} 项已安排。" if ahead else "；没有已安排未完成的。"
    return Text(zh, f"{en}; {ahead or 'nothing'} planned.")


def year_sentence(records: Iterable[Record]) -> Text:
    """How many pieces of work, and days, are done and planned in a year."""
    found = [r.document.data for r in records if not r.is_withdrawn]
    done = [d for d in found if d["status"] == "done"]
    days = sum((Decimal(str(d["days"])) for d in done), Decimal(0))
    ahead = len(found) - len(done)
    if not done:
        return Text(f"已安排 {ahead} 项。", f"{ahead} planned.")
    zh = f"完成 {len(done)} 项，{plain(days)} 天" + (f"；已安排 {ahead} 项" if ahead else "")
    en = f"{len(done)} done, {plain(days)} days" + (f"; {ahead} planned" if ahead else "")
    return Text(f"{zh}。", f"{en}.")


def engagement_sentence(site: Site, record: Record) -> Text:
    """Who does or did what, where and when; a withdrawn one is not claimed."""
    data = site.public(record)
    who, unit = site.expert(data["expert"]).text, site.short(data["unit"])
    duty = site.label("engagements", "duty", data["duty"])
    days = plain(Decimal(str(data["days"])))
    when = wording.on(data["dates"]["from"])
    if record.is_withdrawn:
        return Text(f"这项工作（{unit}，{duty}）已撤回，不计入工作量。", f"Withdrawn: {duty} at {unit}.")
    if data["status"] == "planned":
        return Text(
            f"{who}定于{when.zh}到{unit}承担{duty}，计划 {days} 天。",
            f"{who} is to go to {unit} on {when.en} ({duty.lower()}, {days} days).",
        )
    return Text(
        f"{who}{when.zh}起在{unit}承担{duty}，工作 {days} 天。",
        f"{who} worked {days} days at {unit} from {when.en} ({duty.lower()}).",
    )


def load_text(work: Workload, expert: str, year: int) -> Text:
    """How much the expert did in that year, against what the method allows."""
    days, most = plain(work.of(expert, year).days), work.most(year)
    zh, en = f"{year} 年已完成 {days} 天", f"{days} days done in {year}"
    if most is not None:
        zh, en = f"{zh}（办法规定最多 {most} 天）", f"{en} (at most {most} by the method)"
    return Text(zh, en)
