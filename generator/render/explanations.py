"""「数字怎么来的」: each number of a unit, its formula filled in, the records behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model.explain import formula_text, total_text
from generator.model.period import Period
from generator.model.results import Measure, MetricInfo, Ranking, RankingRow
from generator.model.text import Text

from .filters import MISSING, number
from .site import Link, Site, measure_anchor

# A city's figure rests on hundreds of records: more than this are counted, and found through the units below.
MOST_LINKS = 60


@dataclass(frozen=True, slots=True)
class Block:
    """One number. *value*: printed, with unit. *sources*: records behind it; *more*: how many beyond."""

    anchor: str
    title: str
    value: str
    metric: Link
    formula: str
    sources: tuple[Link, ...]
    more: int


@dataclass(frozen=True, slots=True)
class TotalBlock:
    """A total and rank in one ranking."""

    ranking: Link
    rank: str
    formula: str


@dataclass(frozen=True, slots=True)
class PeriodBlocks:
    """All numbers of one period, newest period first."""

    label: str
    blocks: tuple[Block, ...]
    totals: tuple[TotalBlock, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A measure in a table: printed value or ``–``, the reason where there is none, and its explanation."""

    value: str
    reason: str
    path: str
    evidence: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit's numbers in one period. *rank*: "" where it is in no ranking or not ranked."""

    period: str
    rank: str
    ranking: str
    cells: tuple[Cell, ...]


def metrics_of(site: Site, subject: str) -> tuple[MetricInfo, ...]:
    """The metrics that apply to a unit in some period, in the order of the registry."""
    return tuple(
        info
        for info in site.results.metrics.values()
        if any(site.results.measure(info.id, subject, p) for p in site.results.periods)
    )


def tabled(site: Site, metrics: Iterable[MetricInfo]) -> tuple[MetricInfo, ...]:
    """Those of *metrics* that a method's rankings name, weighed or not: a table of all would fit no page.

    All of them where no method names any. The others are explained below the table, period by period.
    """
    named = {
        weight.get("metric")
        for record in site.snapshot.active("methods")
        for ranking in record.document.data.get("rankings", ())
        for weight in ranking.get("weights", ())
    }
    found = tuple(metrics)
    return tuple(info for info in found if info.id in named) or found


def cell(site: Site, measure: Measure | None) -> Cell:
    """A measure as a table shows it."""
    if measure is None:
        return Cell(MISSING, site.say(Text("不适用", "does not apply")), "", 0)
    info = site.results.metrics[measure.metric]
    value = number(measure.value, info.decimals)
    return Cell(
        value,
        site.say(measure.reason) if measure.reason else "",
        site.measure_path(measure),
        len(measure.evidence),
    )


def explanations(site: Site, subject: str) -> tuple[PeriodBlocks, ...]:
    """The explained numbers of a unit, newest period first; empty where nothing was computed for it."""
    return tuple(
        PeriodBlocks(site.say(period.label), blocks, tuple(_totals(site, subject, period)))
        for period in reversed(site.results.periods)
        if (blocks := tuple(_blocks(site, subject, period)))
    )


def _blocks(site: Site, subject: str, period: Period) -> Iterator[Block]:
    for info in site.results.metrics.values():
        measure = site.results.measure(info.id, subject, period)
        if measure:
            printed = number(measure.value, info.decimals)
            yield Block(
                anchor=measure_anchor(measure),
                title=site.say(info.title),
                value=f"{printed}{_unit(info)}" if measure.value is not None else MISSING,
                metric=Link(site.say(info.title), site.metric_path(info.id)),
                formula=site.say(formula_text(measure, info)),
                sources=tuple(site.link(key) for key in _behind(measure.evidence)[:MOST_LINKS]),
                more=max(0, len(_behind(measure.evidence)) - MOST_LINKS),
            )


def _behind(keys: Iterable[str]) -> tuple[str, ...]:
    # A school rests on itself as well; what a reader wants is what was recorded about it.
    return tuple(k for k in keys if not k.startswith("organizations/"))


def _unit(info: MetricInfo) -> str:
    return info.unit if info.unit == "%" else f" {info.unit}"


def _totals(site: Site, subject: str, period: Period) -> Iterator[TotalBlock]:
    for ranking, row in site.places(subject):
        if ranking.period == period:
            yield TotalBlock(
                ranking=Link(site.say(ranking.title), site.ranking_path(ranking)),
                rank=rank_words(site, ranking, row),
                formula=site.say(total_text(row, ranking, site.results.metrics)),
            )


def rank_words(site: Site, ranking: Ranking, row: RankingRow) -> str:
    """第 2 位（并列，共 5 个排位次）, or that it is not ranked."""
    if row.rank is None:
        return site.say(Text("未排位次", "not ranked"))
    of = len(ranking.ranked)
    tied = Text("并列，", "tied, ") if row.tied else Text("", "")
    return site.say(
        Text(f"第 {row.rank} 位（{tied.zh}共 {of} 个单位）", f"rank {row.rank} ({tied.en}of {of})")
    )


def standings(site: Site, subject: str, metrics: tuple[MetricInfo, ...]) -> tuple[Standing, ...]:
    """A unit's numbers by period, newest first; periods in which nothing applies to it are left out."""
    found = []
    places = {ranking.period: (ranking, row) for ranking, row in site.places(subject)}
    for period in reversed(site.results.periods):
        measures = [site.results.measure(info.id, subject, period) for info in metrics]
        if not any(measures):
            continue
        place = places.get(period)
        found.append(
            Standing(
                period=site.say(period.label),
                rank=str(place[1].rank or "") if place else "",
                ranking=site.ranking_path(place[0]) if place else "",
                cells=tuple(cell(site, m) for m in measures),
            )
        )
    return tuple(found)
