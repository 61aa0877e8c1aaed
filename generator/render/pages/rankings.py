"""Rankings: the list of all, and one page for each: who stands where, why, and who is not ranked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from generator.model.number import trimmed
from generator.model.results import Ranking, RankingRow
from generator.model.text import Text
from generator.render.charts.bars import bars
from generator.render.charts.bump import bump
from generator.render.charts.dots import dots
from generator.render.charts.drawing import Figure
from generator.render.explanations import Cell, cell
from generator.render.filters import MISSING, number, short_period
from generator.render.page import Page, page
from generator.render.site import Link, Site

# Beyond this many units a line for each is no longer read, and the distribution is shown instead.
MOST_LINES = 24
MOST_BUMPS = 12


@dataclass(frozen=True, slots=True)
class Column:
    """A metric of the ranking. *weight*: "" where it is shown and does not count."""

    title: str
    unit: str
    weight: str
    path: str


@dataclass(frozen=True, slots=True)
class Line:
    """A unit in the ranking. *rank*: "" where not ranked, with *reason*. *change*: on the period before."""

    rank: str
    tied: bool
    unit: Link
    area: str
    total: str
    change: str
    reason: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RankingContext:
    """One ranking. *table*: stem of its open data, "" where there is none."""

    sentence: str
    has_area: bool
    columns: tuple[Column, ...]
    ranked: tuple[Line, ...]
    unranked: tuple[Line, ...]
    spread: Figure | None
    movement: Figure | None
    method: Link | None
    rule: str
    weights: str
    neighbours: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A ranking in the list of rankings."""

    link: Link
    period: str
    ranked: int
    unranked: int
    first: tuple[Link, ...]
    total: str


@dataclass(frozen=True, slots=True)
class Family:
    """All rankings of one family, newest first."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class IndexContext:
    """The list of rankings."""

    sentence: str
    families: tuple[Family, ...]


FAMILIES = {"counties": Text("县（区）", "Counties"), "schools": Text("学校", "Schools")}


@page(template="rankings_index")
def rankings_index(site: Site) -> Iterator[Page]:
    """The list of all rankings, by family."""
    names = dict.fromkeys(r.name for r in site.results.rankings)
    families = tuple(
        Family(
            site.say(FAMILIES.get(name, Text(name))),
            tuple(_entry(site, r) for r in reversed(site.results.rankings) if r.name == name),
        )
        for name in names
    )
    yield Page("rankings/", IndexContext(site.say(index_sentence(site)), families))


@page
def rankings(site: Site) -> Iterator[Page]:
    """One page for each ranking."""
    for ranking in site.results.rankings:
        title = site.say(ranking.title)
        sentence = site.say(ranking_sentence(site, ranking))
        yield Page(
            site.ranking_path(ranking),
            _context(site, ranking, sentence),
            title=title,
            trail=(Link(site.say(Text("评价结果", "Results")), "rankings/"),),
            method=ranking.method,
            description=sentence,
        )


def index_sentence(site: Site) -> Text:
    """How many rankings there are and what the newest is about."""
    quarters = site.quarters
    if not quarters:
        return Text(
            "还没有完成的检查，因此没有评价结果。", "No inspection was finished yet, so there is no ranking."
        )
    newest, count = quarters[-1].label, len(quarters)
    zh = f"已有 {count} 个季度的评价结果，最近一期是{newest.zh}"
    en = f"Results for {count} {'quarter' if count == 1 else 'quarters'}, the newest {newest.en}"
    ranking = site.results.ranking("counties", quarters[-1])
    if leaders := _leaders(site, ranking.ranked if ranking else ()):
        zh += f"：{'、'.join(leaders)}{'并列' if len(leaders) > 1 else ''}第 1 位"
        en += f": first {', '.join(leaders)}"
    return Text(f"{zh}。", f"{en}.")


def ranking_sentence(site: Site, ranking: Ranking) -> Text:
    """Who is ranked, between which totals, and who leads; grammatical for none, one and many."""
    ranked, out = ranking.ranked, len(ranking.unranked)
    when = ranking.period.label
    left_out = Text(f"另有 {out} 个未排位次，原因见下。", f"{out} not ranked, for the reasons below.")
    if not ranked:
        zh = f"{when.zh}没有单位排位次。" + (f"{out} 个单位的原因见下。" if out else "")
        return Text(zh, f"No unit is ranked for {when.en}." + (f" {left_out.en}" if out else ""))
    leaders = _leaders(site, ranked)
    best, least = ranked[0].total, ranked[-1].total
    if best is None or least is None:
        return when
    first = f"{'、'.join(leaders[:3])}{f'等 {len(leaders)} 个单位' if len(leaders) > 3 else ''}"
    zh = f"{when.zh}共 {len(ranked)} 个单位排位次，"
    en = f"{len(ranked)} {'unit is' if len(ranked) == 1 else 'units are'} ranked for {when.en}: "
    if best == least:
        zh += f"总分{'均' if len(ranked) > 1 else ''}为 {best:f}。"
        en += f"total {best:f}."
    else:
        zh += f"总分从 {least:f} 到 {best:f}，{first}{'并列' if len(leaders) > 1 else ''}第 1 位。"
        en += f"totals from {least:f} to {best:f}; first: {', '.join(leaders[:3])}."
        closest = _closest(site, ranked)
        zh, en = zh + closest.zh, en + closest.en
    return Text(zh + (left_out.zh if out else ""), en + (f" {left_out.en}" if out else ""))


def _leaders(site: Site, ranked: Sequence[RankingRow]) -> list[str]:
    return [site.short(row.subject) for row in ranked if row.rank == 1]


def _closest(site: Site, ranked: Sequence[RankingRow]) -> Text:
    """Between which neighbours the order hangs on the least; nothing for fewer than three."""
    gaps = [
        (one.total - other.total, one, other)
        for one, other in pairwise(ranked)
        if one.total is not None and other.total is not None and one.total > other.total
    ]
    if len(ranked) < 3 or not gaps:
        return Text("")
    gap, one, other = min(gaps, key=lambda found: found[0])
    names = site.short(one.subject), site.short(other.subject)
    return Text(
        f"前后相差最小的是{names[0]}与{names[1]}，{gap:f} 分。",
        f" The closest are {names[0]} and {names[1]}, {gap:f} apart.",
    )


def change_words(row: RankingRow, has_previous: bool) -> Text:
    """How a rank moved against the period before; ``–`` where that period has no ranking at all."""
    if row.rank is None or not has_previous:
        return Text(MISSING)
    if row.previous is None:
        return Text("上期未排位次", "not ranked before")
    moved = row.previous - row.rank
    if moved == 0:
        return Text("不变", "same")
    word = ("上升", "up") if moved > 0 else ("下降", "down")
    arrow = "↑" if moved > 0 else "↓"
    return Text(f"{arrow} {word[0]} {abs(moved)} 位", f"{arrow} {word[1]} {abs(moved)}")


def _entry(site: Site, ranking: Ranking) -> Entry:
    first = tuple(row for row in ranking.ranked if row.rank == 1)
    return Entry(
        link=Link(site.say(ranking.title), site.ranking_path(ranking)),
        period=site.say(ranking.period.label),
        ranked=len(ranking.ranked),
        unranked=len(ranking.unranked),
        first=tuple(site.organization(row.subject) for row in first[:3]),
        total=number(first[0].total) if first else MISSING,
    )


def _context(site: Site, ranking: Ranking, sentence: str) -> RankingContext:
    metrics = tuple(ranking.rows[0].measures) if ranking.rows else tuple(ranking.weights)
    has_previous = site.results.ranking(ranking.name, ranking.period.previous) is not None
    return RankingContext(
        sentence=sentence,
        has_area=ranking.name == "schools",
        columns=tuple(_column(site, ranking, metric) for metric in metrics),
        ranked=tuple(_line(site, row, metrics, has_previous) for row in ranking.ranked),
        unranked=tuple(_line(site, row, metrics, has_previous) for row in ranking.unranked),
        spread=_spread(site, ranking),
        movement=_movement(site, ranking),
        method=site.link(f"methods/{ranking.method}") if ranking.method else None,
        rule=site.say(_rule(site, ranking)),
        weights=site.say(_weights(site, ranking)),
        neighbours=tuple(_neighbours(site, ranking)),
    )


def _column(site: Site, ranking: Ranking, metric: str) -> Column:
    info = site.results.metrics[metric]
    weight = ranking.weights.get(metric, Decimal(0))
    return Column(
        site.say(info.title), info.unit, trimmed(weight) if weight else "", site.metric_path(metric)
    )


def _line(site: Site, row: RankingRow, metrics: Sequence[str], has_previous: bool) -> Line:
    county = site.county_of(row.subject)
    return Line(
        rank=str(row.rank or ""),
        tied=row.tied,
        unit=site.organization(row.subject),
        area=site.short(county.id) if county else "",
        total=number(row.total),
        change=site.say(change_words(row, has_previous)),
        reason=site.say(row.reason) if row.reason else "",
        cells=tuple(cell(site, row.measures[metric]) for metric in metrics),
    )


def _spread(site: Site, ranking: Ranking) -> Figure | None:
    totals = [(site.short(r.subject), r.total) for r in ranking.ranked if r.total is not None]
    if len(totals) < 2:
        return None
    title = site.say(ranking.title)
    heads = (site.say(Text("单位", "Unit")), site.say(Text("总分", "Total")))
    if len(totals) <= MOST_LINES:
        gap = totals[0][1] - totals[-1][1]
        caption = site.say(
            Text(
                f"总分按位次排列，首末相差 {gap:f} 分。", f"Totals by rank; first and last are {gap:f} apart."
            )
        )
        svg = dots("spread", title, caption, totals)
        return Figure(svg, caption, heads, tuple((name, f"{total:f}") for name, total in totals))
    bands = Counter(band(total, totals[0][1]) for _, total in totals)
    rows = [(f"{low}–{low + 5}", bands[low]) for low in range(max(bands), min(bands) - 5, -5)]
    median = sorted(total for _, total in totals)[len(totals) // 2]
    caption = site.say(
        Text(
            f"{len(totals)} 个单位的总分分布，每 5 分一档（含下限，最高一档也含上限），中位 {median:f} 分。",
            f"Totals of {len(totals)} units in bands of 5; the unit in the middle has {median:f}.",
        )
    )
    heads = (site.say(Text("总分", "Total")), site.say(Text("单位数", "Units")))
    return Figure(bars("spread", title, caption, rows), caption, heads, tuple((b, str(n)) for b, n in rows))


def band(total: Decimal, best: Decimal) -> int:
    """The lower end of a band of five; the best total opens none of its own, or 100 would be in 100–105."""
    low = int(total) // 5 * 5
    return low - 5 if total == best == low else low


def _movement(site: Site, ranking: Ranking) -> Figure | None:
    family = [
        r
        for r in site.results.rankings
        if r.name == ranking.name
        and bool(r.period.quarter) == bool(ranking.period.quarter)
        and not ranking.period < r.period
    ][-6:]
    if len(family) < 2 or not 2 <= len(ranking.ranked) <= MOST_BUMPS:
        return None
    places = [{row.subject: row.rank for row in r.rows} for r in family]
    units = [(site.short(row.subject), [p.get(row.subject) for p in places]) for row in ranking.ranked]
    periods = [short_period(r.period) for r in family]
    risen = [
        site.short(r.subject)
        for r in ranking.ranked
        if r.previous is not None and r.rank is not None and r.rank < r.previous
    ]
    caption = site.say(
        Text(
            f"位次变化，近 {len(family)} 期；较上期上升的有{'、'.join(risen)}。"
            if risen
            else f"位次变化，近 {len(family)} 期；较上期没有单位上升。",
            f"Ranks over {len(family)} periods; risen since the last: {', '.join(risen) or 'none'}.",
        )
    )
    svg = bump("movement", site.say(ranking.title), caption, periods, units)
    heads = (site.say(Text("单位", "Unit")), *periods)
    return Figure(
        svg, caption, heads, tuple((n, *(str(p or MISSING) for p in points)) for n, points in units)
    )


def _rule(site: Site, ranking: Ranking) -> Text:
    method = site.get("methods", ranking.method)
    rule = next((r for r in (method or {}).get("rankings", ()) if r["ranking"] == ranking.name), None)
    if rule is None:
        return Text("本期没有适用的评价办法。", "No method was valid for this period.")
    minimum = rule["minimum_coverage"]
    zh = (
        f"总分是各指标印出数值的加权平均，四舍五入到 {ranking.decimals} 位小数；"
        "总分相同的并列，其后位次顺延（1、2、2、4）。"
    )
    en = (
        f"The total is the weighted mean of the printed measures, rounded to {ranking.decimals} decimals; "
        "equal totals share a rank (1, 2, 2, 4)."
    )
    if ranking.name == "counties":
        zh += f"受检学校占比低于 {minimum}% 的不排位次。"
        en += f" Below {minimum}% of schools inspected a county is not ranked."
    return Text(zh, en)


def _weights(site: Site, ranking: Ranking) -> Text:
    counted = [(site.results.metrics[m].title, trimmed(w)) for m, w in ranking.weights.items() if w > 0]
    shown = [site.results.metrics[m].title for m, w in ranking.weights.items() if not w]
    if not counted:
        return Text("")
    zh = "计入总分：" + "、".join(f"{t.zh}（权重 {w}）" for t, w in counted) + "。"
    en = "Counted: " + ", ".join(f"{t.to('en')} ({w})" for t, w in counted) + "."
    if shown:
        zh += "只列出、不计分：" + "、".join(t.zh for t in shown) + "。"
        en += " Shown only: " + ", ".join(t.to("en") for t in shown) + "."
    return Text(zh, en)


def _neighbours(site: Site, ranking: Ranking) -> Iterator[Link]:
    for other in site.results.rankings:
        same_family = other.name == ranking.name and other.period in (
            ranking.period.previous,
            _after(ranking),
        )
        if same_family or (other.name != ranking.name and other.period == ranking.period):
            yield Link(site.say(other.title), site.ranking_path(other))


def _after(ranking: Ranking) -> object:
    period = ranking.period
    if period.quarter in (0, 4):
        return type(period)(period.year + 1, 1 if period.quarter else 0)
    return type(period)(period.year, period.quarter + 1)
