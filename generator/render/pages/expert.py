"""One expert: in which pools until when, for which duties, how much was done, and when it was appraised.

Without consent a page shows what the public may know of the office: pools, terms, duties and work done.
Of an appraisal only its year and day are public.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import partial

from generator.model.period import Period
from generator.model.record import Record
from generator.model.service import SCORING, Service
from generator.model.text import Text
from generator.render import wording
from generator.render.page import Page, PageMaker, page
from generator.render.pools import TermLine, term_line
from generator.render.site import Link, Site
from generator.render.workload import Workload, plain

_VISITS = ("inspections", "demonstrations")


@dataclass(frozen=True, slots=True)
class YearLine:
    """What was done in a year. days, most: "" where no method says what counts, or what is allowed."""

    year: int
    visits: int
    surveys: int
    engagements: int
    days: str
    most: str


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One inspection or joint survey. *sort* says which, with its topic; conclusion "" for a survey."""

    link: Link
    day: str
    sort: str
    role: str
    conclusion: str
    grade: str


@dataclass(frozen=True, slots=True)
class ScoringLine:
    """An annual evaluation of which the expert scored items, or an appeal that the expert decided."""

    link: Link
    day: str
    sort: str


@dataclass(frozen=True, slots=True)
class EngagementLine:
    """One engagement of the expert."""

    link: Link
    start: str
    end: str
    duty: str
    role: str
    unit: Link
    days: str
    state: str
    state_label: str


@dataclass(frozen=True, slots=True)
class ExpertContext:
    """One expert. *unit* and *interests* are empty without consent. *appraisals*: (year, day)."""

    sentence: str
    number: str
    is_published: bool
    withdrawn: str
    unit: Link | None
    terms: tuple[TermLine, ...]
    duties: tuple[str, ...]
    years: tuple[YearLine, ...]
    engagements: tuple[EngagementLine, ...]
    visits: tuple[VisitLine, ...]
    scorings: tuple[ScoringLine, ...]
    led: int
    recent: int
    appraisals: tuple[tuple[int, str], ...]
    interests: tuple[tuple[Link, str], ...]
    note: str


@page(many=True)
def expert(site: Site) -> Iterator[PageMaker]:
    """One page for each expert."""
    work = Workload(site)
    mine: dict[str, list[Service]] = defaultdict(list)
    for service in site.services:
        mine[service.expert].append(service)
    for record in site.snapshot.of("experts"):
        found = sorted(mine[record.id], key=lambda s: (s.first, s.record.key), reverse=True)
        yield partial(_expert_page, site, record, tuple(found), work)


def _expert_page(site: Site, record: Record, found: tuple[Service, ...], work: Workload) -> Page:
    data = site.public(record)
    published = site.is_published(record)
    visits = [s for s in found if s.record.kind in _VISITS and s.is_done]
    own = [s for s in found if s.record.kind == "engagements"]
    places = tuple(term_line(site, place) for place in data.get("pools", ()))
    recent = _recent(site, visits)
    done = sum(s.is_done for s in own)
    sentence = site.say(expert_sentence(places, recent, len(visits), done))
    withdrawn = wording.withdrawal(data)
    context = ExpertContext(
        sentence=sentence,
        number=record.id if published else "",
        is_published=published,
        withdrawn=site.say(withdrawn) if withdrawn else "",
        unit=site.organization(data["unit"]) if "unit" in data else None,
        terms=tuple(sorted(places, key=lambda t: t.end, reverse=True)),
        duties=tuple(site.label("experts", "duties", d) for d in data.get("duties", ())),
        years=tuple(_years(record.id, work)),
        engagements=tuple(_engagement_line(site, s) for s in own),
        visits=tuple(_visit_line(site, s) for s in visits),
        scorings=tuple(_scoring_line(site, s) for s in found if s.record.kind in SCORING),
        led=sum(s.role == "lead" for s in visits),
        recent=recent,
        appraisals=tuple(sorted(((a["year"], a["on"]) for a in data.get("appraisals", ())), reverse=True)),
        interests=tuple(
            (site.organization(i["organization"]), i.get("until", ""))
            for i in data.get("interests", ())
            if published
        ),
        note=data.get("note", "") if published else "",
    )
    return Page(
        f"experts/{record.id}/",
        context,
        title=str(data["name"]),
        trail=(Link(site.say(Text("专家库", "Experts")), "experts/"),),
        records=(record.key,),
        evidence=tuple(s.record.key for s in found),
        description=sentence,
    )


def _years(expert: str, work: Workload) -> Iterator[YearLine]:
    """The years in which something was done, the newest first."""
    for year in sorted({year for who, year in work.loads if who == expert}, reverse=True):
        load, most = work.of(expert, year), work.most(year)
        kinds: Mapping[str, int] = {
            kind: sum(s.record.kind == kind for s in load.services)
            for kind in ("inspections", "demonstrations", "engagements")
        }
        yield YearLine(
            year,
            kinds["inspections"],
            kinds["demonstrations"],
            kinds["engagements"],
            plain(load.days) if load.days or not load.services else "",
            str(most or ""),
        )


def _recent(site: Site, visits: Iterable[Service]) -> int:
    since = (site.as_of - timedelta(days=365)).isoformat()
    return sum(since < visit.first for visit in visits)


def _engagement_line(site: Site, service: Service) -> EngagementLine:
    data = site.public(service.record)
    return EngagementLine(
        link=Link(data["title"], site.path(service.record)),
        start=data["dates"]["from"],
        end=data["dates"]["to"],
        duty=site.label("engagements", "duty", data["duty"]),
        role=site.label("engagements", "role", data["role"]),
        unit=site.organization(data["unit"]),
        days=plain(service.days or Decimal(0)),
        state=data["status"],
        state_label=site.label("engagements", "status", data["status"]),
    )


def _visit_line(site: Site, service: Service) -> VisitLine:
    record = service.record
    if record.kind == "demonstrations":
        sort = Text("示范校联合调研", "Joint survey of a demonstration school")
        role = site.label("demonstrations", "survey.team[].role", service.role)
        link = Link(site.short(service.unit), site.path(record))
        return VisitLine(link, service.first, site.say(sort), role, "", "")
    data = record.document.data
    conclusion = site.results.conclusions.get(record.id)
    period = site.say(Period.parse(data["period"]).label)
    return VisitLine(
        link=Link(site.short(service.unit), site.path(record)),
        day=service.first,
        sort=f"{site.label('inspections', 'topic', data['topic'])} · {period}",
        role=site.label("inspections", "team[].role", service.role),
        conclusion=site.label("methods", "grades[].grade", conclusion.grade) if conclusion else "",
        grade=conclusion.grade or "" if conclusion else "",
    )


def _scoring_line(site: Site, service: Service) -> ScoringLine:
    is_appeal = service.record.kind == "appeals"
    evaluation = service.record.document.data["evaluation"] if is_appeal else service.record.id
    sort = Text("年度评价复核", "Decided an appeal") if is_appeal else Text("年度评价评分", "Scored items")
    link = Link(site.short(service.unit), f"evaluations/{evaluation}/")
    return ScoringLine(link, service.first, site.say(sort))


def expert_sentence(terms: tuple[TermLine, ...], recent: int, total: int, engagements: int = 0) -> Text:
    """In how many pools, and how much was done; correct for nothing."""
    running = [term for term in terms if term.state in {"current", "ending"}]
    if len(terms) == 1:
        first = terms[0]
        name = " · ".join(p for p in (first.pool, first.category) if p)
        zh, en = f"任职于{name}（{first.state_label}）", f"Place in {name} ({first.state_label})"
    elif terms:
        pools = len({term.pool for term in terms})
        zh = f"在 {pools} 个专家库任职过 {len(terms)} 个聘期，{len(running)} 个在聘期内"
        en = f"{wording.some(len(terms), 'term')} in {wording.some(pools, 'pool')}, "
        en += f"{len(running) or 'none'} current"
    else:
        zh, en = "没有列入专家库", "In no expert pool"
    more_zh = f"；承担专家工作 {engagements} 项" if engagements else ""
    more_en = f"; {wording.some(engagements, 'engagement')}" if engagements else ""
    if not total:
        return Text(f"{zh}{more_zh}；还没有参加督查的记录。", f"{en}{more_en}; no inspection on record.")
    return Text(
        f"{zh}{more_zh}；近一年参加督查和调研 {recent} 次，累计 {total} 次。",
        f"{en}{more_en}; {wording.some(recent, 'visit')} in the last year, {total} in all.",
    )
