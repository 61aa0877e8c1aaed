"""Inspection rounds: one quarter and one topic over all schools; what the visits found together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model.failures import missed
from generator.model.loop import Hazard
from generator.model.record import Record
from generator.model.rounds import Tally, open_when, tally
from generator.model.text import Text
from generator.render import wording
from generator.render.bulletins import bulletins_on
from generator.render.filters import MISSING, signed
from generator.render.hazards import (
    HazardLine,
    StateCount,
    by_urgency,
    hazard_line,
    item_link,
    loop_sentence,
    state_counts,
)
from generator.render.page import Page, page
from generator.render.site import Link, Round, Site

MOST_FREQUENT = 10


@dataclass(frozen=True, slots=True)
class Fault:
    """How often an item was not met, among the visits in which it was judged. *item*: leads to its page."""

    item: Link
    failed: int
    judged: int
    share: str


@dataclass(frozen=True, slots=True)
class CountyLine:
    """A county in the round; *before* is the round before, and the changes are "" where it has no visit."""

    link: Link
    pool: int
    now: Tally
    before: Tally | None
    rate: str
    rate_change: str
    failed_change: str


@dataclass(frozen=True, slots=True)
class GradeLine:
    """How many visits came to a grade, and which share of the visits with a conclusion that is."""

    grade: str
    label: str
    count: int
    share: str


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit of the round."""

    link: Link
    county: str
    day: str
    mode: str
    status: str
    grade: str
    conclusion: str
    rate: str
    findings: str
    major: int


@dataclass(frozen=True, slots=True)
class RoundContext:
    """One round. *pool*: the schools that are open when the quarter begins."""

    sentence: str
    pool: int
    reached: str
    now: Tally
    before: Tally | None
    before_link: Link | None
    grades: tuple[GradeLine, ...]
    faults: tuple[Fault, ...]
    faults_sentence: str
    hazards_sentence: str
    states: tuple[StateCount, ...]
    late: tuple[HazardLine, ...]
    before_sentence: str
    counties: tuple[CountyLine, ...]
    visits: tuple[VisitLine, ...]
    others: str
    is_unnamed: bool
    draw: Link | None
    bulletins: tuple[Link, ...]
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One round in the list; ``rate`` is "–" where no point counted."""

    link: Link
    period: str
    topic: str
    pool: int
    tally: Tally
    rate: str


@dataclass(frozen=True, slots=True)
class IndexContext:
    """All rounds, newest first."""

    sentence: str
    rounds: tuple[IndexLine, ...]


@page
def rounds(site: Site) -> Iterator[Page]:
    """All rounds."""
    lines = tuple(_index_line(site, one) for one in site.rounds)
    yield Page(
        "rounds/",
        IndexContext(
            sentence=site.say(index_sentence(lines)),
            rounds=lines,
        ),
    )


@page(template="round")
def round_pages(site: Site) -> Iterator[Page]:
    """One page for each round."""
    by_topic: dict[str, list[Round]] = defaultdict(list)
    for one in reversed(site.rounds):
        by_topic[one.topic].append(one)
    for series in by_topic.values():
        for place, one in enumerate(series):
            before = series[place - 1] if place else None
            after = series[place + 1] if place + 1 < len(series) else None
            yield _round_page(site, one, before, after)


def _round_page(site: Site, one: Round, before: Round | None, after: Round | None) -> Page:
    now, past = _tally(site, _done(one)), _tally(site, _done(before)) if before else None
    faults = most_frequent_faults(site, _done(one))
    pool, hazards = len(open_schools(site, one)), of_round(site, one)
    sentence = site.say(round_sentence(now, past, pool))
    context = RoundContext(
        sentence=sentence,
        pool=pool,
        reached=wording.share(now.schools, pool),
        now=now,
        before=past,
        before_link=_link(site, before),
        grades=grade_lines(site, _done(one)),
        faults=faults,
        faults_sentence=site.say(faults_sentence(faults)),
        hazards_sentence=site.say(loop_sentence(hazards)),
        states=state_counts(site, hazards),
        late=tuple(hazard_line(site, h) for h in by_urgency(h for h in hazards if h.overdue)),
        before_sentence=site.say(loop_sentence(of_round(site, before))) if before else "",
        counties=county_lines(site, one, before),
        visits=tuple(_visit_line(site, r) for r in _by_county_and_day(site, one.inspections)),
        others=site.say(others_sentence(one)),
        is_unnamed=any(site.is_unnamed(r) for r in one.inspections),
        draw=draw_link(site, one),
        bulletins=bulletins_on(site, one.period, one.topic),
        previous=_link(site, before),
        next=_link(site, after),
    )
    method = next((c.method for r in _done(one) if (c := site.results.conclusions.get(r.id))), "")
    return Page(
        one.path,
        context,
        title=site.round_title(one),
        trail=(Link(site.say(Text("督查轮次", "Inspection rounds")), "rounds/"),),
        evidence=tuple(r.key for r in one.inspections),
        method=method,
        description=sentence,
    )


def _link(site: Site, one: Round | None) -> Link | None:
    return Link(site.round_title(one), one.path) if one else None


def _done(one: Round) -> tuple[Record, ...]:
    return tuple(r for r in one.inspections if not r.is_withdrawn and r.document.data["status"] == "done")


def of_round(site: Site, one: Round) -> tuple[Hazard, ...]:
    """The hazards that the visits of a round found, in order of registration."""
    loop = site.results.loop
    found = (h for r in one.inspections for h in loop.inspections.get(r.id, ()))
    return tuple(sorted(found, key=lambda h: (h.registered_on, h.id)))


def open_schools(site: Site, one: Round) -> tuple[Record, ...]:
    """The schools that could be visited in a round, in administrative order."""
    return tuple(open_when(site.schools(), one.period))


def _tally(site: Site, done: Iterable[Record]) -> Tally:
    return tally(done, site.results.conclusions)


def grade_lines(site: Site, done: Iterable[Record]) -> tuple[GradeLine, ...]:
    """The conclusions, best first, with their share of all visits that have one."""
    found = Counter(c.grade for r in done if (c := site.results.conclusions.get(r.id)) and c.grade)
    return tuple(
        GradeLine(grade, label, found[grade], wording.share(found[grade], found.total()))
        for grade, label in site.labels("methods", "grades[].grade").items()
    )


def most_frequent_faults(site: Site, done: Iterable[Record]) -> tuple[Fault, ...]:
    """The items most often not met; those that occur equally often in the order of the checklist."""
    place = {key: number for number, key in enumerate(site.item_texts)}
    order = sorted(missed(done), key=lambda one: (-one[1], place.get(one[0], len(place)), one[0]))
    return tuple(
        Fault(item_link(site, *key), failed, judged, wording.share(failed, judged))
        for key, failed, judged in order[:MOST_FREQUENT]
    )


def faults_sentence(faults: tuple[Fault, ...]) -> Text:
    """Which item was missed most often, with its base."""
    if not faults:
        return Text("所有查看的项目都符合。", "Every item that was looked at was met.")
    top = faults[0]
    return Text(
        f"最多的是「{top.item.text}」，"
        f"{top.judged} 次查看中 {top.failed} 次不符合或部分符合（{top.share}%）。",
        f"Most often: “{top.item.text}”, not or only partly met in {top.failed} of "
        f"{wording.some(top.judged, 'visit')} ({top.share}%).",
    )


def county_lines(site: Site, one: Round, before: Round | None) -> tuple[CountyLine, ...]:
    """All counties in administrative order, also those without a visit; then schools without a county."""
    now, past = _by_county(site, _done(one)), _by_county(site, _done(before) if before else ())
    pool = Counter(_home(site, school.id) for school in open_schools(site, one))
    order = [u.id for u in site.organizations if u.document.data["level"] == "county" and not u.is_withdrawn]
    order += [""] if "" in now or "" in pool else []
    return tuple(
        _county_line(site, county, pool[county], _tally(site, now[county]), _tally(site, past[county]))
        for county in order
    )


def _county_line(site: Site, id: str, pool: int, now: Tally, past: Tally) -> CountyLine:
    comparable = now.visits and past.visits
    rates = now.rate is not None and past.rate is not None
    return CountyLine(
        link=site.organization(id) if id else Link(site.say(Text("市直属学校", "Schools of the city"))),
        pool=pool,
        now=now,
        before=past if past.visits else None,
        rate=MISSING if now.rate is None else str(now.rate),
        rate_change=signed(now.rate - past.rate)
        if rates and now.rate is not None and past.rate is not None
        else "",
        failed_change=signed(now.failed - past.failed, 0) if comparable else "",
    )


def _home(site: Site, school: str) -> str:
    county = site.county_of(school)
    return county.id if county else ""


def _by_county(site: Site, done: Iterable[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = defaultdict(list)
    for record in done:
        found[_home(site, record.document.data["organization"])].append(record)
    return found


def _by_county_and_day(site: Site, records: Iterable[Record]) -> list[Record]:
    place = {unit.id: number for number, unit in enumerate(site.organizations)}
    return sorted(records, key=lambda r: (place.get(r.document.data["organization"], len(place)), r.id))


def _visit_line(site: Site, record: Record) -> VisitLine:
    data = record.document.data
    conclusion = site.results.conclusions.get(record.id)
    home = _home(site, data["organization"])
    findings = data.get("findings", ())
    return VisitLine(
        link=Link(site.visited(record).text, site.path(record)),
        county=site.short(home) if home else "",
        day=data.get("date") or data.get("planned_on") or "",
        mode=site.label("inspections", "mode", data["mode"]),
        status="withdrawn" if record.is_withdrawn else data["status"],
        grade=conclusion.grade or "" if conclusion else "",
        conclusion=site.label("methods", "grades[].grade", conclusion.grade) if conclusion else "",
        rate=str(conclusion.rate) if conclusion and conclusion.rate is not None else "",
        findings=str(len(findings)) if data["status"] == "done" else "",
        major=sum(f["grade"] == "major" for f in findings),
    )


def _index_line(site: Site, one: Round) -> IndexLine:
    found = _tally(site, _done(one))
    return IndexLine(
        link=Link(site.round_title(one), one.path),
        period=site.say(one.period.label),
        topic=site.label("inspections", "topic", one.topic),
        pool=len(open_schools(site, one)),
        tally=found,
        rate=MISSING if found.rate is None else str(found.rate),
    )


def index_sentence(lines: tuple[IndexLine, ...]) -> Text:
    """How many rounds there are, and what the newest found."""
    if not lines:
        return Text("还没有督查轮次。", "There is no inspection round yet.")
    visits = sum(line.tally.visits for line in lines)
    newest = next((line for line in lines if line.tally.visits), None)
    zh, en = (
        f"共 {len(lines)} 轮督查，完成 {visits} 次",
        f"{wording.some(len(lines), 'round')}, {wording.some(visits, 'inspection')} made",
    )
    if newest is None:
        return Text(f"{zh}。", f"{en}.")
    found = newest.tally
    return Text(
        f"{zh}；最近一轮（{newest.link.text}）到访 {found.schools} 所学校，"
        f"{found.visits} 次中 {found.failed} 次不合格。",
        f"{en}; the newest ({newest.link.text}): {wording.some(found.schools, 'school')}, "
        f"{found.failed or 'none'} of {wording.some(found.visits, 'inspection')} failed.",
    )


def draw_link(site: Site, one: Round) -> Link | None:
    """The draw of a round, however far it has come; None where nothing was drawn."""
    period = str(one.period)
    for record in site.snapshot.active("draws"):
        if (record["period"], record["topic"]) == (period, one.topic):
            return site.link(record.key)
    return None


def others_sentence(one: Round) -> Text:
    """What is listed and not counted: planned, cancelled, withdrawn visits; empty where there is none."""
    states = ["withdrawn" if r.is_withdrawn else r.document.data["status"] for r in one.inspections]
    words = {
        "planned": ("已安排、尚未完成", "planned"),
        "cancelled": ("已取消", "cancelled"),
        "withdrawn": ("已撤回", "withdrawn"),
    }
    found = [(zh, en, states.count(state)) for state, (zh, en) in words.items() if state in states]
    if not found:
        return Text("")
    return Text(
        f"本轮另有{'、'.join(f'{zh} {n} 次' for zh, _, n in found)}，不计入上面的数字。",
        f"Besides: {wording.both(f'{n} {en}' for _, en, n in found)}; not counted above.",
    )


def round_sentence(now: Tally, before: Tally | None, pool: int) -> Text:
    """What the round found, with its base, and how it compares with the round before."""
    if not now.visits:
        return Text("这一轮还没有完成的督查。", "No inspection of this round is finished yet.")
    zh = f"这一轮到访 {now.schools} 所学校（全市应查 {pool} 所），"
    zh += f"{now.visits} 次督查中 {now.failed} 次不合格" if now.failed else f"{now.visits} 次督查没有不合格"
    en = f"{wording.some(now.schools, 'school')} of {pool} visited, {now.failed or 'none'} of "
    en += f"{wording.some(now.visits, 'inspection')} failed"
    if before and before.visits:
        zh += f"（上一轮 {before.visits} 次中 {before.failed} 次）"
        en += f" ({before.failed} of {before.visits} in the round before)"
    zh += f"；发现问题 {now.findings} 项，其中重大 {now.major} 项。" if now.findings else "；没有发现问题。"
    en += f"; {wording.some(now.findings, 'finding')}"
    en += f", {now.major or 'none'} of them major." if now.findings else "."
    return Text(zh, en)
