"""The result of a year: who stands where, how certain that is, where points were lost, who is not ranked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.model.evaluation import Evaluation, ItemScore, ItemState, YearEvaluation
from generator.model.movement_words import places
from generator.model.number import trimmed
from generator.model.text import Text
from generator.render.charts.bump import bump
from generator.render.charts.drawing import Figure
from generator.render.charts.intervals import intervals
from generator.render.evaluations import (
    certainty,
    certainty_sentence,
    evaluation_link,
    grade_label,
    interval_words,
    is_running,
    item_anchor,
    items_of,
    stage_label,
    year_path,
    year_title,
)
from generator.render.filters import MISSING, number
from generator.render.page import Page, page
from generator.render.site import Link, Site

_NOT_YET = Text("未评", "not yet")  # short, since the table has a column for every unit
SHADES = 5  # of the heat table: how much of an item's points a unit has


@dataclass(frozen=True, slots=True)
class Row:
    """A unit of the year. *rank*: "" where not ranked, with *reason*. *stage*: "" once it is final."""

    rank: str
    tied: bool
    unit: Link
    detail: str
    total: str
    grade: str
    grade_label: str
    interval: str
    change: str
    stage: str
    is_appealed: bool
    sections: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One item of one unit. *shade*: 0 to 4 (full marks), -1 without a score; *text*: score or state."""

    shade: int
    text: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One item for all units, in their order. anchor: of the item on the page of each."""

    item: str
    anchor: str
    text: str
    points: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class EvaluationYearContext:
    """One year. *sections*: (title, full marks); *notes*: what vetoes and the quota changed.

    recast: what the changes are against, "" where they are against the printed ranks.
    places: unit, its rank, its rank under each of the *alternatives*, "" where it has none.
    """

    sentence: str
    is_provisional: bool
    sections: tuple[tuple[str, str], ...]
    ranked: tuple[Row, ...]
    unranked: tuple[Row, ...]
    recast: str
    notes: tuple[str, ...]
    certainty: str
    pairs: tuple[str, ...]
    decisive: tuple[str, ...]
    alternatives: tuple[str, ...]
    places: tuple[tuple[Link, str, tuple[str, ...]], ...]
    edges: tuple[str, ...]
    intervals: Figure | None
    movement: Figure | None
    heat_units: tuple[Link, ...]
    heat: tuple[HeatRow, ...]
    costly: str
    saturated: str
    checklist: Link
    method: Link | None
    neighbours: tuple[Link, ...]


@page
def evaluation_years(site: Site) -> Iterator[Page]:
    """A page for every year that has at least one evaluation, and for the running year from its beginning."""
    for year in site.results.evaluations:
        if not _has_page(site, year):
            continue
        sentence = site.say(year_sentence(site, year))
        keys = {key for one in year.evaluations for key in one.evidence}
        yield Page(
            year_path(year.year),
            _context(site, year, sentence),
            title=site.say(year_title(year.year)),
            trail=(Link(site.say(Text("评价结果", "Results")), "rankings/"),),
            evidence=tuple(sorted(keys)),
            method=year.method,
            description=sentence,
        )


def _has_page(site: Site, year: YearEvaluation) -> bool:
    return is_running(site, year.year) or any(one.record for one in year.evaluations)


def year_sentence(site: Site, year: YearEvaluation) -> Text:
    """How many are ranked, with which grades and totals; grammatical for none, one and many."""
    ranked = [one for one in year.evaluations if one.rank is not None]
    if not ranked:
        return Text(f"{year.year} 年度还没有单位排位次。", f"No unit is ranked for {year.year} yet.")
    counts = Counter(one.grade for one in ranked)
    grades = [(g, counts[g]) for g in ("excellent", "good", "pass", "fail") if counts[g]]
    zh = f"{year.year} 年度 {len(ranked)} 个县（区）排位次："
    zh += "、".join(f"{grade_label(site, g)} {n} 个" for g, n in grades)
    en = f"{len(ranked)} count{'y' if len(ranked) == 1 else 'ies'} ranked for {year.year}"
    best, least = ranked[0].total, ranked[-1].total
    if best is not None and least is not None and best != least:
        zh += f"；总分 {least:f} 至 {best:f} 分"
        en += f", totals from {least:f} to {best:f}"
    out = len(year.evaluations) - len(ranked)
    zh += f"；另有 {out} 个未排位次。" if out else "。"
    return Text(zh, en + (f"; {out} not ranked." if out else "."))


def _context(site: Site, year: YearEvaluation, sentence: str) -> EvaluationYearContext:
    ranked = tuple(one for one in year.evaluations if one.rank is not None)
    shown = tuple(one for one in year.evaluations if one.record)
    before, others = _year_before(site, year), tuple(_alternatives(site, year))
    return EvaluationYearContext(
        sentence=sentence,
        is_provisional=not shown or any(not one.is_final for one in shown),
        sections=tuple(_sections(site, year)),
        ranked=tuple(_row(site, year, one, before) for one in ranked),
        unranked=tuple(_row(site, year, one, before) for one in year.evaluations if one.rank is None),
        recast=site.say(_recast_words(year)),
        notes=tuple(_notes(site, year)),
        certainty=site.say(certainty_sentence(year)),
        pairs=tuple(site.say(text) for text in certainty(site, year)),
        decisive=tuple(_decisive(site, year)),
        alternatives=tuple(name for name, _ in others),
        places=tuple(
            (site.organization(one.unit), str(one.rank), tuple(str(r.get(one.unit, "")) for _, r in others))
            for one in ranked
        ),
        edges=tuple(_edges(site, year)),
        intervals=_intervals(site, year, ranked),
        movement=_movement(site, year),
        heat_units=tuple(evaluation_link(site, one) for one in shown),
        heat=tuple(_heat(site, year, shown)),
        costly=_costly(site, year),
        saturated=_saturated(site, year),
        checklist=site.link(f"checklists/{year.checklist}"),
        method=site.link(f"methods/{year.method}") if year.method else None,
        neighbours=tuple(
            Link(site.say(year_title(other.year)), year_path(other.year))
            for other in site.results.evaluations
            if abs(other.year - year.year) == 1 and _has_page(site, other)
        ),
    )


def _year_before(site: Site, year: YearEvaluation) -> YearEvaluation | None:
    return next((y for y in site.results.evaluations if y.year == year.year - 1), None)


def _sections(site: Site, year: YearEvaluation) -> Iterator[tuple[str, str]]:
    titles = {section: title for section, title, _ in items_of(site, year)}
    for section, points in year.sections:
        yield titles.get(section, section), trimmed(points)


def _row(site: Site, year: YearEvaluation, one: Evaluation, before: YearEvaluation | None) -> Row:
    detail = evaluation_link(site, one).path
    found = year.robustness.intervals.get(one.unit) if year.robustness else None
    return Row(
        rank=str(one.rank or ""),
        tied=one.tied,
        unit=site.organization(one.unit),
        detail=detail,
        total=number(one.total) if one.total is not None else MISSING,
        grade=one.grade or "",
        grade_label=grade_label(site, one.grade),
        interval=interval_words(found),
        change=site.say(_change(year, one, before)),
        stage="" if one.is_final else stage_label(site, one),
        is_appealed=one.is_appealed,
        sections=tuple(trimmed(section.score) for section in one.sections),
        reason=site.say(one.reason) if one.reason else "",
    )


def _change(year: YearEvaluation, one: Evaluation, before: YearEvaluation | None) -> Text:
    """Against the year before; where the rules changed, against what its facts give by this year's rules."""
    old = before.by_unit.get(one.unit) if before else None
    if before is None or old is None or old.rank is None or one.rank is None:
        return Text(MISSING)
    if year.follows:
        return places(Decimal(old.rank - one.rank))
    found = year.recast.movements.get(one.unit) if year.recast else None
    if found is None:
        return Text("办法有变，不比", "another method")
    moved = places(Decimal(found.recast - one.rank))
    return Text(f"重算后 {moved.zh}", f"recast: {moved.to('en')}")


def _recast_words(year: YearEvaluation) -> Text:
    """What "recast" means in the column of changes; "" where nothing was."""
    if year.recast is None or year.follows:
        return Text("")
    return Text(
        f"今年的细则或办法与 {year.recast.year} 年不同，“较上年”按今年的细则和办法重算上年的事实后比较。",
        f"The rules differ from those of {year.recast.year}, so changes are against last year's facts by "
        "this year's rules.",
    )


def _notes(site: Site, year: YearEvaluation) -> Iterator[str]:
    """What lowered a grade after the total was known."""
    for one in year.evaluations:
        for effect in one.effects:
            names = tuple(grade_label(site, grade) for grade in (effect.before, effect.after))
            zh = f"{site.short(one.unit)}按总分为{names[0]}，定为{names[1]}：{effect.text.zh}。"
            yield site.say(
                Text(zh, f"{site.short(one.unit)}: {names[0]} → {names[1]}, {effect.text.to('en')}.")
            )


def _decisive(site: Site, year: YearEvaluation) -> Iterator[str]:
    """Why each unit stands before the next: the item that tells most between the two."""
    names = {"bonus": Text("加分", "bonus"), "deduction": Text("减分", "deduction")}
    texts = _texts(site, year)
    for (first, second), item in (year.robustness.decisive if year.robustness else {}).items():
        one, other = year.by_unit[first], year.by_unit[second]
        if one.total is None or other.total is None:
            continue
        gap = trimmed(one.total - other.total)
        why = site.say(names[item]) if item in names else f"{item} {texts.get(item, '')}"
        yield site.say(
            Text(
                f"{site.short(first)}比{site.short(second)}高 {gap} 分，差得最多的是“{why}”。",
                f"{site.short(first)} is {gap} above {site.short(second)}, most of it by: {why}.",
            )
        )


def _alternatives(site: Site, year: YearEvaluation) -> Iterator[tuple[str, Mapping[str, int]]]:
    """Other ways to rank the same units, each with the rank of every unit."""
    found = year.robustness
    if found is None:
        return
    if found.by_self:
        yield site.say(Text("按自评", "By self-assessment")), found.by_self
    yield site.say(Text("按几何平均", "By geometric mean")), found.by_geometric
    titles = {section: title for section, title, _ in items_of(site, year)}
    for section, ranks in found.without.items():
        title = titles.get(section, section)
        yield site.say(Text(f"不计{title}", f"Without {title}")), ranks


def _edges(site: Site, year: YearEvaluation) -> Iterator[str]:
    """Who stands within a point of another grade."""
    for unit, (grade, distance) in (year.robustness.near if year.robustness else {}).items():
        label, gap = grade_label(site, grade), trimmed(abs(distance))
        zh = (
            f"{site.short(unit)}高出{label}线 {gap} 分"
            if distance >= 0
            else f"{site.short(unit)}差 {gap} 分到{label}线"
        )
        side = "above" if distance >= 0 else "below"
        yield site.say(Text(f"{zh}。", f"{site.short(unit)} is {gap} {side} the edge of {label}."))


def _intervals(site: Site, year: YearEvaluation, ranked: tuple[Evaluation, ...]) -> Figure | None:
    found = year.robustness
    if found is None or not found.intervals:
        return None
    rows = [(site.short(one.unit), one.rank or 0, found.intervals[one.unit]) for one in ranked]
    caption = site.say(
        Text(
            "圆点是位次，横线是各部分权重变动后九成情形所在的位次范围；横线重叠的单位不宜分先后。",
            "Dots are ranks, bars nine tenths of all draws; where bars overlap the order is uncertain.",
        )
    )
    heads = tuple(site.say(t) for t in (Text("单位", "Unit"), Text("位次", "Rank"), Text("区间", "Interval")))
    svg = intervals("intervals", site.say(year_title(year.year)), caption, rows)
    return Figure(svg, caption, heads, tuple((n, str(r), interval_words(i)) for n, r, i in rows))


def _movement(site: Site, year: YearEvaluation) -> Figure | None:
    """Ranks over the years; where the rules changed the lines are broken, and the numbers say so."""
    years = [
        y for y in site.results.evaluations if y.year <= year.year and any(e.rank for e in y.evaluations)
    ]
    if len(years) < 2:
        return None
    joined = [False, *(y.follows for y in years[1:])]
    ranks_of = [{one.unit: one.rank for one in y.evaluations} for y in years]
    units = [
        (site.short(one.unit), [p.get(one.unit) for p in ranks_of]) for one in year.evaluations if one.rank
    ]
    labels = [str(y.year) for y in years]
    breaks = [label for label, is_joined in zip(labels[1:], joined[1:], strict=True) if not is_joined]
    caption = site.say(_movement_caption(labels, breaks))
    changed = site.say(Text("（办法有变）", " (other rules)"))
    heads = (site.say(Text("单位", "Unit")), *(f"{n}{changed}" if n in breaks else n for n in labels))
    rows = tuple((name, *(str(rank or MISSING) for rank in ranks)) for name, ranks in units)
    svg = bump("movement", site.say(year_title(year.year)), caption, labels, units, joined)
    return Figure(svg, caption, heads, rows)


def _movement_caption(labels: list[str], breaks: list[str]) -> Text:
    zh, en = f"{labels[0]} 至 {labels[-1]} 年的位次", f"Ranks from {labels[0]} to {labels[-1]}"
    if not breaks:
        return Text(f"{zh}，均按同一版办法和同样的细则。", f"{en}, all by the same rules.")
    named = "、".join(breaks)
    return Text(
        f"{zh}；{named} 年的细则或办法与上一年不同，位次不相连，各单位的页面上有按新办法重算的上年位次。",
        f"{en}; the rules changed in {', '.join(breaks)}, so ranks are not joined there; the page of each "
        "unit has last year's rank by the new rules.",
    )


def _heat(site: Site, year: YearEvaluation, shown: tuple[Evaluation, ...]) -> Iterator[HeatRow]:
    for _, _, item in items_of(site, year):
        cells = tuple(_heat_cell(site, one.item(item["id"])) for one in shown)
        points = trimmed(Decimal(item["points"]))
        yield HeatRow(item["id"], item_anchor(item["id"]), item["text"], points, cells)


def _heat_cell(site: Site, score: ItemScore | None) -> HeatCell:
    if score is None or score.score is None:
        if score is None:
            return HeatCell(-1, MISSING)
        return HeatCell(-1, site.say(_NOT_YET if score.state is ItemState.PENDING else score.state.value))
    share = score.score / score.points if score.points else Decimal(1)
    return HeatCell(min(int(share * (SHADES - 1)), SHADES - 1), trimmed(score.score))


def _costly(site: Site, year: YearEvaluation) -> str:
    found = year.robustness.costly[:3] if year.robustness else ()
    if not found:
        return ""
    words = _texts(site, year)
    zh = "、".join(f"{words.get(item, item)}（合计失 {trimmed(points)} 分）" for item, points in found)
    return site.say(Text(f"失分最多的项目：{zh}。", f"Most points lost: {zh}."))


def _saturated(site: Site, year: YearEvaluation) -> str:
    found = year.robustness.saturated if year.robustness else ()
    if not found:
        return ""
    words = "、".join(_texts(site, year).get(item, item) for item in found)
    return site.say(
        Text(f"各单位都得满分、分不出高下的项目：{words}。", f"Items on which all have full marks: {words}.")
    )


def _texts(site: Site, year: YearEvaluation) -> Mapping[str, Any]:
    return {item["id"]: item["text"] for _, _, item in items_of(site, year)}
