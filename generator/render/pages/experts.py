"""Experts: the pools with stated and entered numbers side by side, and a page for each expert.

Name and unit appear only with consent (``Site.public`` takes them out). Without it a page shows what the
public may know of the office: pools, terms, duties and inspections made. The record's id is not
printed either, since bureaus like to write names into ids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from generator.model.period import Period
from generator.model.record import Record
from generator.model.text import Text
from generator.render import wording
from generator.render.page import Page, PageMaker, page
from generator.render.site import Link, Site

Data = Mapping[str, Any]

EXPIRING_DAYS = 90
TERM_STATES = {
    "current": Text("聘期内", "current"),
    "ending": Text("90 天内届满", "ends within 90 days"),
    "over": Text("已届满", "over"),
    "ahead": Text("尚未开始", "not begun"),
}


@dataclass(frozen=True, slots=True)
class PoolLine:
    """A pool or one of its categories. *stated*: None where the bureau states no number.

    entered: experts on record; current: of these, with a term that runs on the day looked at.
    """

    pool: str
    category: str
    stated: int | None
    source: str
    entered: int
    current: int


@dataclass(frozen=True, slots=True)
class ExpertLine:
    """One expert in the table. *unit* is "" without consent."""

    link: Link
    number: str
    is_published: bool
    unit: str
    pools: tuple[str, ...]
    until: str
    term: str
    recent: int
    total: int
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class IndexContext:
    """The pools and everybody in them. *published*: how many may be named."""

    sentence: str
    pools: tuple[PoolLine, ...]
    experts: tuple[ExpertLine, ...]
    published: int


@dataclass(frozen=True, slots=True)
class TermLine:
    """A place in a pool; *state* is current, ending, over or ahead."""

    pool: str
    category: str
    document: Link | None
    start: str
    end: str
    state: str
    state_label: str


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One inspection that the expert made."""

    link: Link
    day: str
    period: str
    topic: str
    role: str
    conclusion: str
    grade: str


@dataclass(frozen=True, slots=True)
class ExpertContext:
    """One expert. *unit* and *interests* are empty without consent."""

    sentence: str
    number: str
    is_published: bool
    withdrawn: str
    unit: Link | None
    terms: tuple[TermLine, ...]
    duties: tuple[str, ...]
    interests: tuple[tuple[Link, str], ...]
    visits: tuple[VisitLine, ...]
    led: int
    recent: int
    note: str


@page
def experts(site: Site) -> Iterator[Page]:
    """The pools and the directory."""
    made = inspections_made(site)
    lines = tuple(
        _expert_line(site, r, made[r.id]) for r in sorted(site.snapshot.of("experts"), key=_pool_order(site))
    )
    pools = pool_lines(site)
    yield Page(
        "experts/",
        IndexContext(
            sentence=site.say(pools_sentence(pools, len(site.snapshot.active("experts")))),
            pools=pools,
            experts=lines,
            published=sum(line.is_published for line in lines),
        ),
    )


@page(template="expert", many=True)
def expert_pages(site: Site) -> Iterator[PageMaker]:
    """One page for each expert."""
    made = inspections_made(site)
    for record in site.snapshot.of("experts"):
        yield partial(_expert_page, site, record, made[record.id])


def _expert_page(site: Site, record: Record, visits: list[Record]) -> Page:
    data = site.public(record)
    published = site.is_published(record)
    lines = tuple(_visit_line(site, visit, record.id) for visit in visits)
    terms = tuple(_term_line(site, place) for place in data.get("pools", ()))
    recent = _recent(site, visits)
    sentence = site.say(expert_sentence(terms, recent, len(visits)))
    withdrawn = wording.withdrawal(data)
    context = ExpertContext(
        sentence=sentence,
        number=record.id if published else "",
        is_published=published,
        withdrawn=site.say(withdrawn) if withdrawn else "",
        unit=site.organization(data["unit"]) if "unit" in data else None,
        terms=terms,
        duties=tuple(site.label("experts", "duties", d) for d in data.get("duties", ())),
        interests=tuple(
            (site.organization(i["organization"]), i.get("until", ""))
            for i in data.get("interests", ())
            if published
        ),
        visits=lines,
        led=sum(_member(visit, record.id)["role"] == "lead" for visit in visits),
        recent=recent,
        note=data.get("note", "") if published else "",
    )
    return Page(
        f"experts/{record.id}/",
        context,
        title=str(data["name"]),
        trail=(Link(site.say(Text("专家库", "Experts")), "experts/"),),
        records=(record.key,),
        evidence=tuple(visit.key for visit in visits),
        description=sentence,
    )


def term_state(term: Data, as_of: date) -> str:
    """How a term stands on the day: ahead, current, ending or over. Its last day still belongs to it."""
    start, end = date.fromisoformat(term["from"]), date.fromisoformat(term["to"])
    if as_of < start:
        return "ahead"
    if as_of > end:
        return "over"
    return "ending" if (end - as_of).days <= EXPIRING_DAYS else "current"


def inspections_made(site: Site) -> dict[str, list[Record]]:
    """Finished inspections that count, by expert id, newest first; an empty list for everybody else."""
    found: dict[str, list[Record]] = defaultdict(list)
    for record in site.snapshot.active("inspections"):
        if record.document.data["status"] == "done":
            for expert in {member["expert"] for member in record.document.data["team"]}:
                found[expert].append(record)
    for records in found.values():
        records.sort(key=lambda r: (r.document.data["date"], r.id), reverse=True)
    return found


def _recent(site: Site, visits: Iterable[Record]) -> int:
    since = (site.as_of - timedelta(days=365)).isoformat()
    return sum(since < visit.document.data["date"] for visit in visits)


def _member(visit: Record, expert: str) -> Data:
    return next(m for m in visit.document.data["team"] if m["expert"] == expert)


def _term_line(site: Site, place: Data) -> TermLine:
    state = term_state(place["term"], site.as_of)
    return TermLine(
        pool=site.label("experts", "pools[].pool", place["pool"]),
        category=site.label("experts", "pools[].category", place.get("category")),
        document=site.document(place["document"]) if "document" in place else None,
        start=place["term"]["from"],
        end=place["term"]["to"],
        state=state,
        state_label=site.say(TERM_STATES[state]),
    )


def _visit_line(site: Site, visit: Record, expert: str) -> VisitLine:
    data = visit.document.data
    conclusion = site.results.conclusions.get(visit.id)
    return VisitLine(
        link=Link(site.short(data["organization"]), site.path(visit)),
        day=data["date"],
        period=site.say(Period.parse(data["period"]).label),
        topic=site.label("inspections", "topic", data["topic"]),
        role=site.label("inspections", "team[].role", _member(visit, expert)["role"]),
        conclusion=site.label("methods", "grades[].grade", conclusion.grade) if conclusion else "",
        grade=conclusion.grade or "" if conclusion else "",
    )


def _expert_line(site: Site, record: Record, visits: list[Record]) -> ExpertLine:
    data = site.public(record)
    terms = tuple(_term_line(site, place) for place in data.get("pools", ()))
    last = max(terms, key=lambda term: term.end, default=None)
    return ExpertLine(
        link=site.expert(record.id),
        number=record.id if site.is_published(record) else "",
        is_published=site.is_published(record),
        unit=site.short(data["unit"]) if "unit" in data else "",
        pools=tuple(dict.fromkeys(" · ".join(p for p in (t.pool, t.category) if p) for t in terms)),
        until=last.end if last else "",
        term=last.state if last else "",
        recent=_recent(site, visits),
        total=len(visits),
        withdrawn=record.is_withdrawn,
    )


def _pool_order(site: Site) -> Any:
    """By first pool and category in the schema's order, then by id, so that no name decides."""
    pools = list(site.labels("experts", "pools[].pool"))
    categories = ["", *site.labels("experts", "pools[].category")]

    def key(record: Record) -> tuple[int, int, str]:
        first = next(iter(record.document.data.get("pools", ())), None)
        if first is None:
            return (len(pools), 0, record.id)
        return (pools.index(first["pool"]), categories.index(first.get("category", "")), record.id)

    return key


def pool_lines(site: Site) -> tuple[PoolLine, ...]:
    """Every pool, each followed by its categories, in the schema's order, if stated or entered."""
    stated = {(row["pool"], row.get("category", "")): row for row in site.bureau.get("stated_pools", ())}
    entered: dict[tuple[str, str], set[str]] = defaultdict(set)
    current: dict[tuple[str, str], set[str]] = defaultdict(set)
    for record in site.snapshot.active("experts"):
        for place in record.document.data.get("pools", ()):
            for key in {(place["pool"], ""), (place["pool"], place.get("category", ""))}:
                entered[key].add(record.id)
                if term_state(place["term"], site.as_of) in {"current", "ending"}:
                    current[key].add(record.id)
    categories = {"": "", **site.labels("experts", "pools[].category")}
    return tuple(
        PoolLine(
            pool=pool_label,
            category=category_label,
            stated=stated[pool, category]["stated"] if (pool, category) in stated else None,
            source=stated[pool, category]["source"] if (pool, category) in stated else "",
            entered=len(entered[pool, category]),
            current=len(current[pool, category]),
        )
        for pool, pool_label in site.labels("experts", "pools[].pool").items()
        for category, category_label in categories.items()
        if (pool, category) in stated or entered[pool, category]
    )


def pools_sentence(pools: Iterable[PoolLine], experts: int) -> Text:
    """How many experts are on record, against the places that the bureau states."""
    whole = [line for line in pools if not line.category]
    stated = sum(line.stated or 0 for line in whole)
    zh = f"；市局公布的各库人数合计 {stated} 人次" if stated else ""
    en = f"; the bureau states {wording.some(stated, 'place')}" if stated else ""
    if not experts:
        return Text(f"还没有录入专家{zh}。", f"No expert is on record yet{en}.")
    current = sum(line.current for line in whole)
    return Text(
        f"已录入专家 {experts} 名，在聘 {current} 人次{zh}（一人可在几个库任职）。",
        f"{wording.some(experts, 'expert')} on record, holding {wording.some(current, 'current place')}"
        f"{en} (one expert may hold several).",
    )


def expert_sentence(terms: tuple[TermLine, ...], recent: int, total: int) -> Text:
    """In how many pools, and how much was inspected; correct for nothing."""
    running = sum(term.state in {"current", "ending"} for term in terms)
    if len(terms) == 1:
        first = terms[0]
        name = " · ".join(p for p in (first.pool, first.category) if p)
        zh, en = f"任职于{name}（{first.state_label}）", f"Place in {name} ({first.state_label})"
    elif terms:
        zh = f"在 {len(terms)} 个专家库任职，{running} 个在聘期内"
        en = f"{wording.some(len(terms), 'place')} in expert pools, {running or 'none'} current"
    else:
        zh, en = "没有列入专家库", "In no expert pool"
    if not total:
        return Text(f"{zh}；还没有参加督查的记录。", f"{en}; no inspection on record.")
    return Text(
        f"{zh}；近一年参加督查 {recent} 次，累计 {total} 次。",
        f"{en}; {wording.some(recent, 'inspection')} in the last year, {total} in all.",
    )
