"""What pages say of the experts' work: how much a year, how evenly, for which duty and where.

Only what was done counts; what is planned is shown where it stands, and a surprise visit that is planned is
never known here (``Site.services``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from generator.model.number import round_half_up, trimmed
from generator.model.record import Record
from generator.model.service import SCORING, Days, Load, Service, loads, terms
from generator.model.standing import day_of_judgement, requirement
from generator.model.text import Text

from .charts.bars import bars
from .site import Link, Site

NONE = Load(Decimal(0), ())


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One of the five duties in a year: pieces of work, of these visits and surveys, days and experts."""

    duty: str
    engagements: int
    visits: int
    days: str
    experts: int


@dataclass(frozen=True, slots=True)
class CountyLine:
    """A county. experts: those in a term there who may be named, also by category; days: served there."""

    county: Link
    experts: int
    categories: tuple[int, ...]
    days: str
    pieces: int


@dataclass(frozen=True, slots=True)
class Balance:
    """How the work of a year is spread. svg, caption, heads, rows: the figure and its numbers."""

    year: int
    sentence: str
    svg: Markup
    caption: str
    heads: tuple[str, str]
    rows: tuple[tuple[str, int], ...]
    duties: tuple[DutyLine, ...]
    categories: tuple[str, ...]
    counties: tuple[CountyLine, ...]
    hidden: int


class Workload:
    """The services that were done, added up by expert and year; scoring counts no days and is left out.

    days: how much one service counts.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self.done = tuple(s for s in site.services if s.is_done and s.first and s.record.kind not in SCORING)
        self.days = Days(site.snapshot)
        self.loads: Mapping[tuple[str, int], Load] = loads(site.snapshot, self.done)

    def of(self, expert: str, year: int) -> Load:
        """What one expert did in one year; nothing where there is nothing."""
        return self.loads.get((expert, year), NONE)

    def most(self, year: int) -> int | None:
        """The most days a year that the method allows; None where it says nothing."""
        found = requirement(self._site.snapshot, "experts", f"{year}-12-31").get("days_per_year")
        return int(found) if found is not None else None

    def in_office(self, year: int) -> tuple[Record, ...]:
        """The experts with a term on some day of the year so far, in order of their ids."""
        first, last = f"{year}-01-01", day_of_judgement(year, self._site.as_of)
        return tuple(
            record
            for record in self._site.snapshot.active("experts")
            if any(p["term"]["from"] <= last and p["term"]["to"] >= first for _, p in terms(record))
        )


def plain(days: Decimal) -> str:
    """Days as people write them: 3, 4.5."""
    return trimmed(days)


def balance(site: Site, work: Workload, year: int) -> Balance:
    """The year's work as a whole."""
    experts = work.in_office(year)
    days = [work.of(record.id, year).days for record in experts]
    most = work.most(year)
    rows = tuple(_bands(days, most, site))
    caption = site.say(Text(f"{year} 年在聘专家按工作天数分布（名）", f"Experts by days of work in {year}"))
    done = [s for s in work.done if s.year == year]
    sentence = site.say(balance_sentence(site, year, days, most))
    published = [r for r in experts if site.is_published(r)]
    return Balance(
        year=year,
        sentence=sentence,
        svg=bars("workload", caption, sentence, rows),
        caption=caption,
        heads=(site.say(Text("工作天数", "Days")), site.say(Text("专家（名）", "Experts"))),
        rows=rows,
        duties=tuple(_duties(site, work, done)),
        categories=tuple(site.labels("experts", "pools[].category").values()),
        counties=tuple(_counties(site, work, published, done)),
        hidden=len(experts) - len(published),
    )


def balance_sentence(site: Site, year: int, days: list[Decimal], most: int | None) -> Text:
    """How many worked how much, how many not at all and how many too much."""
    if not days:
        return Text(f"{year} 年没有在聘专家。", f"No expert was in office in {year}.")
    total, idle = sum(days, Decimal(0)), sum(d == 0 for d in days)
    average = plain(round_half_up(total / len(days), 1))
    so_far = year == site.as_of.year and (site.as_of.month, site.as_of.day) != (12, 31)
    when = f"（截至 {site.as_of.month} 月 {site.as_of.day} 日）" if so_far else ""
    zh = f"{year} 年{when}在聘专家 {len(days)} 名，共工作 {plain(total)} 天，人均 {average} 天"
    en = f"In {year}{' so far' if so_far else ''}, {len(days)} experts in office worked {plain(total)} days, "
    en += f"{average} each"
    zh += f"；没有承担工作的 {idle} 名" if idle else "；人人都承担了工作"
    en += f"; {idle or 'none'} did nothing"
    if most is not None:
        over = sum(d > most for d in days)
        zh += f"，超过办法规定的 {most} 天的 {over} 名" if over else f"，没有人超过办法规定的 {most} 天"
        en += f", {over or 'none'} more than the {most} days of the method"
    tenth = max(1, len(days) // 10)
    top = sum(sorted(days, reverse=True)[:tenth], Decimal(0))
    if total and len(days) >= 20:
        part = plain(round_half_up(100 * top / total, 0))
        zh += f"。最忙的 {tenth} 名承担了全部天数的 {part}%"
        en += f". The busiest {tenth} did {part}% of it"
    return Text(f"{zh}。", f"{en}.")


def _bands(days: list[Decimal], most: int | None, site: Site) -> Iterator[tuple[str, int]]:
    """(words, experts): none, up to five, ten, the limit, and above it."""
    top = most if most is not None else 20
    edges = [edge for edge in (2, 5, 10) if edge < top] + [top]
    yield site.say(Text("没有", "none")), sum(d == 0 for d in days)
    low = 0
    for edge in edges:
        label = Text(f"{low or '半'}—{edge} 天" if not low else f"{low}—{edge} 天", f"{low}–{edge}")
        yield site.say(label), sum(low < d <= edge for d in days)
        low = edge
    above = Text(f"{top} 天以上", f"over {top}")
    yield site.say(above), sum(d > top for d in days)


def _duties(site: Site, work: Workload, done: list[Service]) -> Iterator[DutyLine]:
    for duty, label in site.labels("engagements", "duty").items():
        mine = [s for s in done if s.duty == duty]
        own = sum(s.record.kind == "engagements" for s in mine)
        yield DutyLine(
            duty=label,
            engagements=own,
            visits=len(mine) - own,
            days=plain(sum((work.days.of(s) for s in mine), Decimal(0))),
            experts=len({s.expert for s in mine}),
        )


def _counties(
    site: Site, work: Workload, published: list[Record], done: list[Service]
) -> Iterator[CountyLine]:
    """Counties in administrative order: whose experts, and where the work went."""
    home: dict[str, list[Record]] = defaultdict(list)
    for record in published:
        county = site.county_of(record.document.data["unit"])
        home[county.id if county else ""].append(record)
    served: dict[str, list[Service]] = defaultdict(list)
    for service in done:
        county = site.county_of(service.unit)
        served[county.id if county else ""].append(service)
    categories = tuple(site.labels("experts", "pools[].category"))
    for unit in site.organizations:
        if unit.document.data["level"] == "county" and (home[unit.id] or served[unit.id]):
            yield CountyLine(
                county=site.organization(unit.id),
                experts=len(home[unit.id]),
                categories=tuple(sum(_is_in(r, c) for r in home[unit.id]) for c in categories),
                days=plain(sum((work.days.of(s) for s in served[unit.id]), Decimal(0))),
                pieces=len(served[unit.id]),
            )


def _is_in(record: Record, category: str) -> bool:
    return any(place.get("category") == category for _, place in terms(record))
