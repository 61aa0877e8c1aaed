"""The bureau's promise in one view: what the five mechanisms demand, and for whom it is done.

The page reads in the order of the bureau's own text. Each demand has the rules that watch over it, its state
for the city and every county, and below, unit by unit, one sentence and the records behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.demand import DemandInfo, Fulfilment, Mechanism, State
from generator.model.record import Record
from generator.model.text import Text
from generator.render.coverage import (
    CITY,
    Coverage,
    MechanismCard,
    coverage_path,
    coverage_years,
    mechanism_cards,
    states_sentence,
    tally,
)
from generator.render.marks import Mark
from generator.render.page import Page, page
from generator.render.site import Link, Site

SHOWN = 6  # records named for one unit; how many more there are is said


@dataclass(frozen=True, slots=True)
class Cell:
    """One demand in one column; None stands where it asks nothing of anybody there.

    count: how many of the units have met it, "" where there is one unit only.
    reason: what is there or missing; path: where the records stand.
    """

    mark: Mark
    count: str
    reason: str
    path: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit's outcome with the records behind it; *more*: records that are not named."""

    unit: Link
    mark: Mark
    reason: str
    records: tuple[Link, ...]
    more: int


@dataclass(frozen=True, slots=True)
class DemandRow:
    """One demand. *summary*: how many units have met it; *cells*: in the order of the columns."""

    anchor: str
    words: str
    asks: str
    rules: tuple[Link, ...]
    kinds: tuple[Link, ...]
    mark: Mark
    summary: str
    cells: tuple[Cell | None, ...]
    units: tuple[UnitLine, ...]


@dataclass(frozen=True, slots=True)
class MechanismBlock:
    """One of the five mechanisms with what it demands."""

    anchor: str
    number: str
    title: str
    sentence: str
    demands: tuple[DemandRow, ...]


@dataclass(frozen=True, slots=True)
class OpenLine:
    """What a unit still owes."""

    unit: Link
    demand: Link
    reason: str


@dataclass(frozen=True, slots=True)
class CoverageContext:
    """One year. *years*: (label, path, whether it is this one); *legend*: the states in their order."""

    sentence: str
    year: int
    years: tuple[tuple[str, str, bool], ...]
    columns: tuple[Link, ...]
    cards: tuple[MechanismCard, ...]
    blocks: tuple[MechanismBlock, ...]
    gaps: tuple[OpenLine, ...]
    legend: tuple[Mark, ...]


@page
def coverage(site: Site) -> Iterator[Page]:
    """A page for every year that was judged; one that guides to the first record where there is none."""
    years = coverage_years(site)
    if not years:
        nothing = CoverageContext("", site.as_of.year, (), (), (), (), (), ())
        yield Page("coverage/", nothing, evidence=())
    for year in years:
        yield _page(Coverage(site, year), years)


def _page(found: Coverage, years: tuple[int, ...]) -> Page:
    site = found.site
    columns = (CITY, *(r.id for r in _counties(found)))
    blocks = tuple(_blocks(found, columns))
    sentence = site.say(_sentence(found))
    context = CoverageContext(
        sentence=sentence,
        year=found.year,
        years=tuple((site.say(_year(y)), coverage_path(y, years), y == found.year) for y in years),
        columns=tuple(_column(site, column) for column in columns),
        cards=tuple(mechanism_cards(found)),
        blocks=blocks,
        gaps=tuple(_gaps(found)),
        legend=tuple(_mark(site, state) for state in (State.MET, State.OPEN, State.PENDING)),
    )
    title = "" if found.path == "coverage/" else site.say(_title(found.year))
    trail = (
        () if found.path == "coverage/" else (Link(site.say(Text("五个机制", "Mechanisms")), "coverage/"),)
    )
    evidence = tuple(sorted({key for info in found.demands for f in found.of(info.id) for key in f.evidence}))
    return Page(
        found.path, context, title=title, trail=trail, evidence=evidence, description=sentence,
        shell=None if found.path == "coverage/" else "coverage/record/",
    )  # fmt: skip


def _sentence(found: Coverage) -> Text:
    words = states_sentence(found.states())
    units = {f.unit for info in found.demands for f in found.of(info.id) if f.state is State.OPEN}
    zh = f"{found.year} 年五个机制共 {words.zh}"
    en = f"In {found.year} the five mechanisms make {words.en}"
    if units:
        zh += f"；未落实的涉及 {len(units)} 个单位。"
        en += f"; {len(units)} unit{'' if len(units) == 1 else 's'} still owe something."
    else:
        zh, en = zh + "，没有单位未落实。", en + "; nobody owes anything."
    return Text(zh, en)


def _year(year: int) -> Text:
    return Text(f"{year} 年", str(year))


def _title(year: int) -> Text:
    return Text(f"五个机制 · {year} 年", f"The five mechanisms · {year}")


def _counties(found: Coverage) -> Iterator[Record]:
    """The counties in which somebody is asked for something that year, in administrative order."""
    asked = {column for info in found.demands for column in found.columns(info.id)}
    return (r for r in found.site.organizations if r.id in asked and r.document.data["level"] == "county")


def _column(site: Site, column: str) -> Link:
    return site.organization(column) if column else Link(site.say(Text("市级", "City")))


def _blocks(found: Coverage, columns: tuple[str, ...]) -> Iterator[MechanismBlock]:
    site = found.site
    for card, mechanism in zip(mechanism_cards(found), Mechanism, strict=True):
        yield MechanismBlock(
            anchor=card.anchor,
            number=card.number,
            title=card.title,
            sentence=site.say(states_sentence(found.states(mechanism))),
            demands=tuple(_row(found, d, columns) for d in found.demands if d.mechanism is mechanism),
        )


def _row(found: Coverage, info: DemandInfo, columns: tuple[str, ...]) -> DemandRow:
    site, outcomes = found.site, found.of(info.id)
    counted, by_column = tally(outcomes), found.columns(info.id)
    summary = Text(
        f"{counted.met} / {counted.asked} 个单位", f"{counted.met} of {counted.asked} unit"
        f"{'' if counted.asked == 1 else 's'}",
    )  # fmt: skip
    return DemandRow(
        anchor=info.id,
        words=site.say(info.words),
        asks=site.say(info.asks),
        rules=tuple(Link(code, f"reference/rules/#{code.lower()}") for code in info.rules),
        kinds=tuple(_kind(site, kind) for kind in info.kinds if kind in site.snapshot.schemas),
        mark=_mark(site, counted.state),
        summary=site.say(summary),
        cells=tuple(_cell(site, info.id, by_column.get(column, ())) for column in columns),
        units=tuple(_unit(site, one) for one in outcomes),
    )


def _kind(site: Site, kind: str) -> Link:
    title = site.say(site.snapshot.schemas[kind].title)
    return Link(title, site.list_path(kind))


def _mark(site: Site, state: State) -> Mark:
    return Mark(state.name.lower(), site.say(state.value))


def _cell(site: Site, demand: str, outcomes: tuple[Fulfilment, ...]) -> Cell | None:
    if not outcomes:
        return None
    counted = tally(outcomes)
    behind = [o for o in outcomes if o.state is counted.state]
    reasons = [site.say(o.reason) if len(outcomes) == 1 else _named(site, o) for o in behind[:3]]
    count = f"{counted.met}/{counted.asked}" if len(outcomes) > 1 else ""
    return Cell(_mark(site, counted.state), count, "；".join(reasons), f"#{demand}")


def _named(site: Site, outcome: Fulfilment) -> str:
    return f"{site.short(outcome.unit)}：{site.say(outcome.reason)}"


def _unit(site: Site, outcome: Fulfilment) -> UnitLine:
    # Records that are counted alone share one page, which is named once.
    links = tuple(dict.fromkeys(site.link(key) for key in outcome.evidence))
    records, more = links[:SHOWN], max(0, len(links) - SHOWN)
    unit = site.organization(outcome.unit)
    return UnitLine(unit, _mark(site, outcome.state), site.say(outcome.reason), records, more)


def _gaps(found: Coverage) -> Iterator[OpenLine]:
    """What is still owed, unit by unit in administrative order."""
    site = found.site
    order = {record.id: n for n, record in enumerate(site.organizations)}
    rows = [
        (order.get(one.unit, len(order)), n, info, one)
        for n, info in enumerate(found.demands)
        for one in found.of(info.id)
        if one.state is State.OPEN
    ]
    for _, _, info, one in sorted(rows, key=lambda row: row[:2]):
        yield OpenLine(
            site.organization(one.unit), Link(site.say(info.words), f"#{info.id}"), site.say(one.reason)
        )
