"""One unit's evaluation of a year: its total, where points were lost and why, what was said against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from generator.model.evaluation import Entry, Evaluation, ItemScore, ItemState, YearEvaluation
from generator.model.number import trimmed
from generator.model.record import Record
from generator.model.text import Text
from generator.model.working import ORIGINS, counted, needed, working
from generator.render.charts.drawing import Figure
from generator.render.charts.waterfall import first_of, waterfall
from generator.render.duties import DutyList
from generator.render.evaluation_evidence import Behind, behind
from generator.render.evaluation_progress import ProgressBlock, progress_of
from generator.render.evaluations import (
    evaluation_path,
    grade_label,
    interval_words,
    item_anchor,
    items_of,
    median,
    stage_label,
    year_path,
    year_title,
)
from generator.render.filters import MISSING, day, number
from generator.render.movements import MovementBlock, movement_of
from generator.render.page import Page, PageMaker, page
from generator.render.site import Link, Site

Middles = Mapping[str, Decimal | None]  # the median score of each item, over the units of a year
MOST_STEPS = 10  # losses drawn by themselves; the rest are one step


@dataclass(frozen=True, slots=True)
class Loss:
    """Points lost on one item. *needed*: what would have given them, "" where nothing can be said."""

    anchor: str
    item: str
    text: str
    lost: str
    working: str
    reason: str
    needed: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item in full. *state*: kind of mark; *middle*: the median of the units, "" for none.

    counted: by the system, where *override* says why other facts count.
    """

    anchor: str
    item: str
    text: str
    points: str
    score: str
    self_score: str
    stated: str
    middle: str
    state: str
    state_label: str
    working: str
    origin: str
    reason: str
    override: str
    counted: str
    behind: Behind


@dataclass(frozen=True, slots=True)
class SectionBlock:
    """One section with its items."""

    title: str
    score: str
    points: str
    items: tuple[ItemLine, ...]


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A bonus, a deduction or a veto: what it was, and the record that it rests on."""

    title: str
    points: str
    text: str
    record: Link | None


@dataclass(frozen=True, slots=True)
class Said:
    """A statement or an appeal. *answer*: "" while there is none; *changes*: what an appeal changed."""

    link: Link
    on: str
    items: str
    text: str
    answer_on: str
    answer: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvaluationContext:
    """One evaluation. *pending*: items that are not scored yet, with what they may still give."""

    sentence: str
    status: str
    status_label: str
    is_final: bool
    is_appealed: bool
    unit: Link
    year: Link
    grade: str
    grade_label: str
    facts: tuple[tuple[str, str], ...]
    effects: tuple[str, ...]
    fall: Figure | None
    losses: tuple[Loss, ...]
    pending: tuple[Loss, ...]
    progress: ProgressBlock | None
    movement: MovementBlock | None
    sections: tuple[SectionBlock, ...]
    bonuses: tuple[EntryLine, ...]
    deductions: tuple[EntryLine, ...]
    vetoes: tuple[EntryLine, ...]
    statements: tuple[Said, ...]
    appeals: tuple[Said, ...]
    checklist: Link
    neighbours: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year in the list: its result, and every unit with total and grade."""

    result: Link
    units: tuple[tuple[Link, str, str], ...]


@dataclass(frozen=True, slots=True)
class IndexContext:
    """All evaluations, newest year first."""

    sentence: str
    years: tuple[YearLine, ...]


@page(template="evaluation_index")
def evaluation_index(site: Site) -> Iterator[Page]:
    """The list of all evaluations."""
    years = tuple(
        YearLine(
            Link(site.say(year_title(year.year)), year_path(year.year)),
            tuple(_in_list(site, one) for one in year.evaluations if one.record),
        )
        for year in reversed(site.results.evaluations)
        if any(one.record for one in year.evaluations)
    )
    count = sum(len(year.units) for year in years)
    sentence = Text(
        f"{len(years)} 个年度共 {count} 份评价。" if years else "还没有年度评价。",
        f"{count} evaluations of {len(years)} years." if years else "No evaluations yet.",
    )
    yield Page("evaluations/", IndexContext(site.say(sentence), years), description=site.say(sentence))


def _in_list(site: Site, one: Evaluation) -> tuple[Link, str, str]:
    total = number(one.total) if one.total is not None else MISSING
    return Link(site.short(one.unit), f"evaluations/{one.record}/"), total, grade_label(site, one.grade)


@page(template="evaluation", many=True)
def evaluation_pages(site: Site) -> Iterator[PageMaker]:
    """A page for every evaluation, with what was said to it; in the running year of projections, too."""
    duties = DutyList(site)
    for year in site.results.evaluations:
        middles = _middles(year)
        for one in year.evaluations:
            if evaluation_path(site, one):
                yield partial(_page, site, year, middles, one, duties)


def _middles(year: YearEvaluation) -> Middles:
    """The median score of each item over the units with a record."""
    found: dict[str, list[Decimal]] = defaultdict(list)
    for one in year.evaluations:
        for item in one.items if one.record else ():
            if item.score is not None:
                found[item.item].append(item.score)
    return {item: median(scores) for item, scores in found.items()}


def _page(site: Site, year: YearEvaluation, middles: Middles, one: Evaluation, duties: DutyList) -> Page:
    sentence = site.say(evaluation_sentence(site, one))
    return Page(
        evaluation_path(site, one),
        _context(site, year, middles, one, sentence, duties),
        title=f"{site.short(one.unit)} · {site.say(year_title(one.year))}",
        trail=(
            Link(site.say(Text("评价结果", "Results")), "rankings/"),
            Link(site.say(year_title(one.year)), year_path(one.year)),
        ),
        records=(f"evaluations/{one.record}",) if one.record else (),
        evidence=one.evidence,
        method=year.method,
        description=sentence,
    )


def evaluation_sentence(site: Site, one: Evaluation) -> Text:
    """Total, grade and rank, or why there is none, in one sentence."""
    name, lost = site.short(one.unit), sum((i.loss or Decimal(0) for i in one.items), Decimal(0))
    if one.total is None:
        return Text(
            f"{name} {one.year} 年度还没有一项得分。", f"{name}: no item of {one.year} is scored yet."
        )
    zh = f"{name} {one.year} 年度得 {one.total:f} 分"
    en = f"{name} has {one.total:f} for {one.year}"
    if one.grade:
        zh, en = f"{zh}，等次{grade_label(site, one.grade)}", f"{en}, {grade_label(site, one.grade)}"
    if one.rank is not None:
        zh += f"，{'并列' if one.tied else ''}第 {one.rank} 位"
        en += f", rank {one.rank}"
    elif one.reason:
        zh, en = f"{zh}，未排位次：{one.reason.zh}", f"{en}, not ranked: {one.reason.to('en')}"
    losing = sum(1 for i in one.items if i.loss)
    zh += f"；{losing} 项失分，共失 {trimmed(lost)} 分。" if losing else "；没有失分。"
    return Text(
        zh, en + (f"; {trimmed(lost)} points lost on {losing} items." if losing else "; nothing lost.")
    )


def _context(
    site: Site, year: YearEvaluation, middles: Middles, one: Evaluation, sentence: str, duties: DutyList
) -> EvaluationContext:
    data: Mapping[str, Any] = (site.get("evaluations", one.record) if one.record else None) or {}
    items = {item["id"]: item for _, _, item in items_of(site, year)}
    losing = sorted((i for i in one.items if i.loss), key=lambda i: -(i.loss or Decimal(0)))
    waiting = [i for i in one.items if i.state is ItemState.PENDING]
    return EvaluationContext(
        sentence=sentence,
        status=one.status,
        status_label=stage_label(site, one),
        is_final=one.is_final,
        is_appealed=one.is_appealed,
        unit=site.organization(one.unit),
        year=Link(site.say(year_title(one.year)), year_path(one.year)),
        grade=one.grade or "",
        grade_label=grade_label(site, one.grade),
        facts=tuple(_facts(site, year, one, data)),
        effects=tuple(_effects(site, one)),
        fall=_fall(site, year, one, items, losing),
        losses=tuple(_loss(site, items[i.item], i) for i in losing if i.item in items),
        pending=tuple(_loss(site, items[i.item], i) for i in waiting if i.item in items),
        progress=progress_of(site, year, one, duties),
        movement=movement_of(site, year, one, items),
        sections=tuple(_sections(site, year, middles, one, data)),
        bonuses=tuple(_entries(site, year, "bonus", one.bonuses)),
        deductions=tuple(_entries(site, year, "deduction", one.deductions)),
        vetoes=tuple(_vetoes(site, year, data)),
        statements=tuple(_statement(site, r, items) for r in _about(site, "statements", one)),
        appeals=tuple(_appeal(site, r, items) for r in _about(site, "appeals", one)),
        checklist=site.link(f"checklists/{year.checklist}"),
        neighbours=tuple(_neighbours(site, year, one)),
    )


def _about(site: Site, kind: str, one: Evaluation) -> tuple[Record, ...]:
    """The statements or appeals on an evaluation, in order of their ids."""
    return tuple(r for r in site.referrers(f"evaluations/{one.record}") if r.kind == kind)


def _facts(
    site: Site, year: YearEvaluation, one: Evaluation, data: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """What stands beside the total: sums, certainty, the days of each stage."""
    found = year.robustness.intervals.get(one.unit) if year.robustness else None
    yield site.say(Text("各项得分合计", "Sum of items")), trimmed(one.base)
    yield site.say(Text("加分", "Bonus")), trimmed(one.bonus)
    yield site.say(Text("减分", "Deduction")), trimmed(one.deduction)
    if found:
        yield site.say(Text("位次区间", "Range of ranks")), interval_words(found)
    yield site.say(Text("已评分值", "Points decided")), f"{one.coverage}%"
    for stage, when in data.get("dates", {}).items():
        yield site.field_title("evaluations", f"dates.{stage}"), day(when, site.language)


def _effects(site: Site, one: Evaluation) -> Iterator[str]:
    for effect in one.effects:
        before, after = grade_label(site, effect.before), grade_label(site, effect.after)
        zh = f"按总分为{before}，定为{after}：{effect.text.zh}。"
        yield site.say(Text(zh, f"{before} → {after}: {effect.text.to('en')}."))


def _fall(
    site: Site, year: YearEvaluation, one: Evaluation, items: Mapping[str, Any], losing: list[ItemScore]
) -> Figure | None:
    """From full marks to the total, the greatest loss first."""
    if one.total is None or (one.items and any(i.state is ItemState.PENDING for i in one.items)):
        return None
    full = sum((points for _, points in year.sections), Decimal(0))
    steps = [(f"{i.item} {items[i.item]['text']}", -(i.loss or Decimal(0))) for i in losing[:MOST_STEPS]]
    rest = losing[MOST_STEPS:]
    if rest:
        name = site.say(Text(f"其余 {len(rest)} 项", f"{len(rest)} more"))
        steps.append((name, -sum((i.loss or Decimal(0) for i in rest), Decimal(0))))
    adjusted = one.base - full - sum((amount for _, amount in steps), Decimal(0))
    if adjusted:
        steps.append((site.say(Text("不适用项折算", "Rescaled")), adjusted))
    if one.bonus:
        steps.append((site.say(Text("加分", "Bonus")), one.bonus))
    if one.deduction:
        steps.append((site.say(Text("减分", "Deduction")), -one.deduction))
    start = (site.say(Text("满分", "Full marks")), full)
    end = (site.say(Text("总分", "Total")), one.total)
    most = items[losing[0].item]["text"] if losing else ""
    first = trimmed(first_of(start, steps, end))
    caption = site.say(
        Text(
            f"从满分 {trimmed(full)} 到总分 {one.total:f}"
            + (f"，失分最多的是“{most}”。" if most else "。")
            + (f"横轴从 {first} 分起。" if first != "0" else ""),
            f"From {trimmed(full)} to {one.total:f}"
            + (f"; most was lost on: {most}." if most else ".")
            + (f" The axis begins at {first}." if first != "0" else ""),
        )
    )
    heads = (site.say(Text("步骤", "Step")), site.say(Text("分", "Points")))
    rows = (start, *steps, end)
    svg = waterfall("fall", site.say(year_title(one.year)), caption, start, steps, end)
    return Figure(svg, caption, heads, tuple((label, f"{amount:f}") for label, amount in rows))


def _loss(site: Site, item: Mapping[str, Any], score: ItemScore) -> Loss:
    return Loss(
        anchor=item_anchor(score.item),
        item=score.item,
        text=item["text"],
        lost=trimmed(score.loss if score.loss is not None else score.points),
        working=site.say(working(item, score)),
        reason=score.reason,
        needed=site.say(needed(item, score)),
    )


def _sections(
    site: Site, year: YearEvaluation, middles: Middles, one: Evaluation, data: Mapping[str, Any]
) -> Iterator[SectionBlock]:
    rows = {row["item"]: row for row in data.get("items", ())}
    titles: dict[str, str] = {}
    lines: dict[str, list[ItemLine]] = {}
    for section, title, item in items_of(site, year):
        titles[section] = title
        score = one.item(item["id"])
        if score is not None:
            found = behind(site, one.unit, one.year, item, score, rows.get(score.item, {}))
            lines.setdefault(section, []).append(_line(site, item, score, middles.get(score.item), found))
    for part in one.sections:
        title = titles.get(part.section, part.section)
        own = tuple(lines.get(part.section, ()))
        yield SectionBlock(title, trimmed(part.score), trimmed(part.points), own)


def _line(
    site: Site, item: Mapping[str, Any], score: ItemScore, middle: Decimal | None, found: Behind
) -> ItemLine:
    full = score.loss == 0
    state = {"SCORED": "met" if full else "partly", "EXEMPT": "not_applicable", "PENDING": "planned"}
    return ItemLine(
        anchor=item_anchor(score.item),
        item=score.item,
        text=item["text"],
        points=trimmed(score.points),
        score=_points(score.score),
        self_score=_points(score.self_score),
        stated=_points(score.stated),
        middle=_points(middle),
        state=state.get(score.state.name, "unmet"),
        state_label=site.say(Text("满分", "full") if full else score.state.value),
        working=site.say(working(item, score)),
        origin=site.say(ORIGINS[score.origin]),
        reason=score.reason,
        override=score.override,
        counted=site.say(counted(item, score)),
        behind=found,
    )


def _points(value: Decimal | None) -> str:
    return "" if value is None else trimmed(value)


def _entries(site: Site, year: YearEvaluation, group: str, entries: Iterable[Entry]) -> Iterator[EntryLine]:
    checklist = site.get("checklists", year.checklist) or {}
    titles = {case["id"]: case["text"] for case in checklist.get(group, {}).get("items", ())}
    for entry in entries:
        title, points = titles.get(entry.entry, entry.entry), trimmed(entry.points)
        yield EntryLine(title, points, entry.text, site.link(entry.record))


def _vetoes(site: Site, year: YearEvaluation, data: Mapping[str, Any]) -> Iterator[EntryLine]:
    checklist = site.get("checklists", year.checklist) or {}
    titles = {veto["id"]: veto["text"] for veto in checklist.get("vetoes", ())}
    for event in data.get("vetoes", ()):
        record = site.link(event["record"]) if "record" in event else None
        title = titles.get(event["veto"], event["veto"])
        yield EntryLine(title, day(event["on"], site.language), event["text"], record)


def _statement(site: Site, record: Record, items: Mapping[str, Any]) -> Said:
    data = site.public(record)
    answer = data.get("answer", {})
    return Said(
        link=site.link(record.key),
        on=day(data["on"], site.language),
        items=_named(data.get("items", ()), items),
        text=data["text"],
        answer_on=day(answer["on"], site.language) if answer else "",
        answer=answer.get("text", ""),
        changes=(),
    )


def _appeal(site: Site, record: Record, items: Mapping[str, Any]) -> Said:
    data = site.public(record)
    decision = data.get("decision", {})
    outcome = site.label("appeals", "decision.outcome", decision.get("outcome")) if decision else ""
    decider = site.expert(decision["decider"]).text if decision else ""
    return Said(
        link=site.link(record.key),
        on=day(data["filed_on"], site.language),
        items=_named((row["item"] for row in data["items"]), items),
        text="；".join(row["reason"] for row in data["items"]),
        answer_on=day(decision["on"], site.language) if decision else "",
        answer=site.say(Text(f"{outcome}（复核人：{decider}）", f"{outcome} ({decider})"))
        if decision
        else "",
        changes=tuple(
            f"{change['item']} {change['from']} → {change['to']}：{change['reason']}"
            for change in decision.get("changes", ())
        ),
    )


def _named(ids: Iterable[str], items: Mapping[str, Any]) -> str:
    return "、".join(f"{one} {items[one]['text']}" if one in items else one for one in ids)


def _neighbours(site: Site, year: YearEvaluation, one: Evaluation) -> Iterator[Link]:
    for other in site.results.evaluations:
        found = other.by_unit.get(one.unit)
        if found and evaluation_path(site, found) and other.year != year.year:
            yield Link(site.say(year_title(other.year)), evaluation_path(site, found))
