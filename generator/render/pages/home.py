"""The first page: how things stand, what is due, what is new, and where a school is found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from generator.model.period import Period
from generator.model.record import Record
from generator.model.results import Measure
from generator.model.text import Text
from generator.render.bulletins import issued_bulletins
from generator.render.charts.drawing import Figure
from generator.render.coverage import Coverage, MechanismCard, coverage_years, mechanism_cards
from generator.render.duties import SOON, AreaLine, DutyLine, DutyList, Tally, ahead, late, outlook, tally
from generator.render.figures import KeyFigure, due_figure
from generator.render.filters import day, number
from generator.render.history import Latest, latest
from generator.render.page import Page, page
from generator.render.scorecard import change_in_words, inspected, so_far, trend_of
from generator.render.site import Link, Round, Site

NEWEST = 3
BULLETINS = 2
SHOWN = ("share-inspected", "inspection-pass-rate", "mean-item-score", "findings-per-school")


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One of the newest rounds."""

    title: str
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Dated:
    """One of the newest bulletins. day: of signing."""

    link: Link
    day: str


@dataclass(frozen=True, slots=True)
class Place:
    """A county in the ranking in brief."""

    rank: str
    tied: bool
    unit: Link
    total: str
    change: str
    reason: str


@dataclass(frozen=True, slots=True)
class School:
    """An entry of the find box; *find*: code and further names."""

    link: Link
    find: str


@dataclass(frozen=True, slots=True)
class HomeContext:
    """What the first page says. *ranking*: the newest of counties, or no path."""

    is_empty: bool
    sentence: str
    figures: tuple[KeyFigure, ...]
    due_sentence: str
    due: tuple[AreaLine, ...]
    planned: tuple[Link, ...]
    secret: int
    bulletins: tuple[Dated, ...]
    rounds: tuple[RoundLine, ...]
    ranking: Link
    places: tuple[Place, ...]
    trend: Figure | None
    mechanisms: tuple[MechanismCard, ...]
    latest: tuple[Latest, ...]
    schools: tuple[School, ...]
    steps: tuple[tuple[str, str, bool], ...]


@page
def home(site: Site) -> Iterator[Page]:
    """The first page."""
    pool = [s for s in site.schools() if not s.is_withdrawn]
    duties = DutyList(site)
    sentence = site.say(home_sentence(site, pool, tally(duties.all)))
    context = HomeContext(
        is_empty=not site.rounds,
        sentence=sentence,
        figures=tuple(_figures(site, duties.all)),
        due_sentence=site.say(due_sentence(duties.all)),
        due=tuple(area for area in duties.by_area() if area.tally.late or area.tally.soon),
        planned=_planned(site),
        secret=_secret(site),
        bulletins=tuple(_dated(site, r) for r in issued_bulletins(site) if not r.is_withdrawn)[:BULLETINS],
        rounds=tuple(_round(site, r) for r in site.rounds[:NEWEST]),
        ranking=_ranking(site),
        places=tuple(_places(site)),
        trend=trend_of(site, city_of(site), tuple(site.results.metrics.values())),
        mechanisms=tuple(_mechanisms(site)),
        latest=latest(site, NEWEST),
        schools=tuple(_find(site, s) for s in pool),
        steps=tuple(_steps(site, pool)),
    )
    yield Page("", context, description=sentence)


def _dated(site: Site, record: Record) -> Dated:
    return Dated(site.link(record.key), record.document.data["issued"]["signed_on"])


# --- sentences ----------------------------------------------------------------------------------------------


def home_sentence(site: Site, pool: Sequence[Record], due: Tally) -> Text:
    """The state of the city in one sentence; grammatical for none, one and many."""
    if not site.snapshot.of("organizations"):
        return Text(
            "还没有记录。先录入单位，再录入第一次检查。",
            "There are no records yet: enter organizations, then a first inspection.",
        )
    if not site.quarters:
        return Text(
            f"已录入 {len(pool)} 所学校，还没有完成的检查。",
            f"{len(pool)} school{'' if len(pool) == 1 else 's'} entered; no inspection finished yet.",
        )
    period = site.quarters[-1]
    done = _done(site, period)
    visited, schools = inspected(site, city_of(site), period)
    failed = _failed(site, done)
    until = so_far(site, period)
    zh = f"{period.label.zh}{until.zh}，全市 {schools} 所学校中检查了 {visited} 所"
    en = f"In {period.label.en}{until.en}, {visited} of {schools} schools were inspected"
    zh += f"，{len(done)} 次检查中 {failed} 次不合格" if failed else f"，{len(done)} 次检查全部合格"
    en += f"; {failed or 'none'} of {len(done)} inspections failed"
    before = _done(site, period.previous)
    if before:
        earlier = _failed(site, before)
        zh += (
            f"（上季度 {earlier} 次不合格）"
            if earlier
            else "（上季度也全部合格）"
            if not failed
            else "（上季度全部合格）"
        )
        en += f" ({earlier or 'none'} of {len(before)} in the quarter before)"
    words = outlook(due)
    return Text(f"{zh}；{words.zh}。", f"{en}; {words.en}.")


def due_sentence(duties: Sequence[DutyLine]) -> Text:
    """How many units what is late or due soon concerns, and when the next is due; the numbers stand above."""
    overdue, soon = late(duties), ahead(duties, SOON)
    if not overdue and not soon:
        return Text(
            f"没有逾期，今后 {SOON} 天也没有到期的事项。", f"Nothing is late or due in the next {SOON} days."
        )
    units = len({line.unit.path for line in (*overdue, *soon)})
    zh = f"涉及 {units} 个单位"
    en = f"At {units} unit{'' if units == 1 else 's'}"
    if soon:
        zh += f"，最近一项 {day(soon[0].due)}到期"
        en += f", the next on {day(soon[0].due, 'en')}"
    return Text(f"{zh}。", f"{en}.")


# --- parts --------------------------------------------------------------------------------------------------


def _done(site: Site, period: Period) -> list[Record]:
    return [
        v
        for r in site.rounds
        if r.period == period
        for v in r.inspections
        if v.document.data["status"] == "done" and not v.is_withdrawn
    ]


def _failed(site: Site, done: Sequence[Record]) -> int:
    return sum(1 for v in done if (c := site.results.conclusions.get(v.id)) and c.grade == "fail")


def city_of(site: Site) -> str:
    """The id of the city: as the bureau says, else the first unit of that level; "" where there is none."""
    named = str(site.bureau.get("city", ""))
    if site.snapshot.get("organizations", named):
        return named
    return next((r.id for r in site.organizations if r.document.data["level"] == "city"), "")


def _figures(site: Site, duties: Sequence[DutyLine]) -> Iterator[KeyFigure]:
    if not site.quarters:
        return
    city, period = city_of(site), site.quarters[-1]
    for name in SHOWN:
        info, measure = site.results.metrics.get(name), site.results.measure(name, city, period)
        if info and measure and measure.value is not None:
            yield KeyFigure(
                number(measure.value, info.decimals),
                info.unit,
                site.say(info.title),
                site.measure_path(measure),
                change_in_words(site, info, city, period),
                _base(site, measure),
                "",
            )
    yield due_figure(site, duties, "#due")


def _base(site: Site, measure: Measure) -> str:
    """The numbers under a figure: 合格 11 · 完成 12."""
    words = (f"{site.say(o.name)} {number(o.value)}" for o in measure.operands)
    return " · ".join(words)


def _upcoming(site: Site) -> Iterator[Record]:
    last = str(site.as_of + timedelta(days=SOON))
    for record in site.snapshot.active("inspections"):
        data = record.document.data
        if data["status"] == "planned" and str(site.as_of) <= str(data.get("planned_on", "")) <= last:
            yield record


def _planned(site: Site) -> tuple[Link, ...]:
    """Announced visits of the next days."""
    found = []
    for record in _upcoming(site):
        data = site.public(record)
        if data["mode"] == "announced":
            when = day(date.fromisoformat(data["planned_on"]), site.language)
            topic = site.label("inspections", "topic", data["topic"])
            found.append(
                (
                    data["planned_on"],
                    Link(f"{when} {site.short(data['organization'])} {topic}", site.path(record)),
                )
            )
    return tuple(link for _, link in sorted(found, key=lambda f: (f[0], f[1].path)))


def _secret(site: Site) -> int:
    return sum(1 for r in _upcoming(site) if r.document.data["mode"] == "unannounced")


def _round(site: Site, one: Round) -> RoundLine:
    done = [v for v in one.inspections if v.document.data["status"] == "done" and not v.is_withdrawn]
    found = sum(len(v.document.data.get("findings", ())) for v in done)
    failed = _failed(site, done)
    verdict = Text(f"{failed} 次不合格", f"{failed} failed") if failed else Text("全部合格", "all passed")
    text = Text(
        f"完成检查 {len(done)} 次，{verdict.zh}，登记问题 {found} 项。" if done else "还没有完成的检查。",
        f"{len(done)} done, {verdict.en}, {found} findings." if done else "Nothing finished yet.",
    )
    return RoundLine(site.round_title(one), one.path, site.say(text))


def _ranking(site: Site) -> Link:
    for ranking in reversed(site.results.rankings):
        if ranking.name == "counties" and ranking.period.quarter:
            return Link(site.say(ranking.title), site.ranking_path(ranking))
    return Link("")


def _places(site: Site) -> Iterator[Place]:
    ranking = next(
        (r for r in reversed(site.results.rankings) if r.name == "counties" and r.period.quarter), None
    )
    for row in ranking.rows if ranking else ():
        moved = "" if row.previous is None or row.rank is None else _moved(site, row.previous - row.rank)
        reason = site.say(row.reason) if row.reason else ""
        total = number(row.total) if row.rank else "–"
        yield Place(str(row.rank or "–"), row.tied, site.organization(row.subject), total, moved, reason)


def _moved(site: Site, by: int) -> str:
    if by == 0:
        return site.say(Text("不变", "same"))
    words = Text(f"↑ 上升 {by} 位", f"↑ up {by}") if by > 0 else Text(f"↓ 下降 {-by} 位", f"↓ down {-by}")
    return site.say(words)


def _find(site: Site, school: Record) -> School:
    data = site.public(school)
    county = site.county_of(school.id)
    words = (
        data.get("short_name", ""),
        data.get("school_code", ""),
        school.id,
        site.short(county.id) if county else "",
    )
    return School(site.link(school.key), " ".join(str(w) for w in words if w))


def _mechanisms(site: Site) -> Iterator[MechanismCard]:
    """How far each of the five mechanisms is this year; nothing where no year was judged."""
    years = coverage_years(site)
    if years:
        yield from mechanism_cards(Coverage(site, years[0]))


def _steps(site: Site, pool: Sequence[Record]) -> Iterator[tuple[str, str, bool]]:
    """What a new bureau does first: (step, file, done)."""
    has = site.snapshot.of
    steps = (
        (Text("填写本局信息", "Describe the bureau"), "records/bureau.yml", site.snapshot.bureau is not None),
        (Text("录入市、县（区）和学校", "Enter the units"), "records/organizations/", bool(pool)),
        (Text("录入检查表", "Enter a checklist"), "records/checklists/", bool(has("checklists"))),
        (Text("录入评价办法", "Enter a method"), "records/methods/", bool(has("methods"))),
        (
            Text("录入第一次检查", "Enter the first inspection"),
            "records/inspections/",
            bool(has("inspections")),
        ),
    )
    for text, path, done in steps:
        yield site.say(text), path, done
