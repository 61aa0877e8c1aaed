"""What the pages of the annual evaluation share: its words, and the list that it follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.model.evaluation import Evaluation, YearEvaluation
from generator.model.text import Text
from generator.render.site import Link, Site

GRADE = ("methods", "grades[].grade")


def year_path(year: int) -> str:
    """Where the result of a year has its page."""
    return f"rankings/evaluation-{year}/"


def year_title(year: int) -> Text:
    """What the result of a year is called."""
    return Text(f"{year}年度考核评价结果", f"Annual evaluation {year}")


def evaluation_link(site: Site, one: Evaluation) -> Link:
    """A link to a unit's evaluation; without a path where it has no page."""
    return Link(site.short(one.unit), evaluation_path(site, one))


def evaluation_path(site: Site, one: Evaluation) -> str:
    """The page of an evaluation; a projection of the running year has one, too, and an older one none."""
    if one.record:
        return f"evaluations/{one.record}/"
    return f"evaluations/{one.year}-{one.unit}/" if is_running(site, one.year) else ""


def item_anchor(item: str) -> str:
    """Where an item stands on the page of an evaluation."""
    return f"item-{item.replace('.', '-')}"


def is_running(site: Site, year: int) -> bool:
    """Is it the year of the records' day, so that what is still missing may come?"""
    return year == site.as_of.year


PROJECTION = Text("推算", "projection")


def stage_label(site: Site, one: Evaluation) -> str:
    """The stage of a record, or that it is a projection."""
    return site.label("evaluations", "status", one.status) if one.record else site.say(PROJECTION)


def grade_label(site: Site, grade: str | None) -> str:
    """A grade as people read it, "" for none."""
    return site.label(*GRADE, grade) if grade else ""


@dataclass(frozen=True, slots=True)
class EvaluationLine:
    """One year's evaluation of a unit in brief. rank: "" where it has none; stage: "" once it is final."""

    year: Link
    total: Link
    grade: str
    grade_label: str
    rank: str
    stage: str


def evaluations_of(site: Site, unit: str) -> tuple[EvaluationLine, ...]:
    """The evaluations of a unit, newest first."""
    found = (
        (year, one)
        for year in reversed(site.results.evaluations)
        if (one := year.by_unit.get(unit)) and evaluation_path(site, one)
    )
    return tuple(_brief(site, year, one) for year, one in found)


def _brief(site: Site, year: YearEvaluation, one: Evaluation) -> EvaluationLine:
    return EvaluationLine(
        year=Link(str(year.year), year_path(year.year)),
        total=Link(f"{one.total:f}" if one.total is not None else "–", evaluation_link(site, one).path),
        grade=one.grade or "",
        grade_label=grade_label(site, one.grade),
        rank=str(one.rank or ""),
        stage="" if one.is_final else stage_label(site, one),
    )


def items_of(site: Site, year: YearEvaluation) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """(section id, section title, item) of the year's list, in its order."""
    checklist = site.get("checklists", year.checklist) or {}
    for section in checklist.get("sections", ()):
        for item in section["items"]:
            yield section["id"], section["title"], item


def interval_words(interval: tuple[int, int] | None) -> str:
    """``2–3``, ``2`` where it is one rank, "" where there is none."""
    if interval is None:
        return ""
    low, high = interval
    return str(low) if low == high else f"{low}–{high}"


def certainty(site: Site, year: YearEvaluation) -> Iterator[Text]:
    """A sentence for each neighbouring pair whose order other weights would often turn, from the draws."""
    found = year.robustness
    if found is None:
        return
    for (first, second), share in found.pairs.items():
        one, other = year.by_unit[first], year.by_unit[second]
        if share >= 95 or one.total == other.total:
            continue
        names = (site.short(first), site.short(second))
        yield Text(
            f"{names[0]}（第 {one.rank} 位）与{names[1]}（第 {other.rank} 位）不易分出先后："
            f"在 {share}% 的权重下{names[0]}在前。",
            f"{names[0]} (rank {one.rank}) and {names[1]} (rank {other.rank}) can hardly be told apart: "
            f"the first leads under {share}% of the weights.",
        )


def certainty_sentence(year: YearEvaluation) -> Text:
    """How much of the order holds whatever the weights."""
    found = year.robustness
    if found is None:
        return Text("本年没有检验位次的稳健性。", "Robustness was not tested for this year.")
    same = sum(1 for low, high in found.intervals.values() if low == high)
    count = len(found.intervals)
    if same == count and found.stable == 100:
        return Text(
            f"各部分权重变动后重排 {found.draws} 次，{count} 个单位的位次都没有变。",
            f"Ranked anew {found.draws} times under other weights: all {count} units keep their rank.",
        )
    return Text(
        f"各部分权重变动后重排 {found.draws} 次：{count} 个单位中 {same} 个的位次不变，"
        f"{found.stable}% 的两两先后始终一致。",
        f"Ranked anew {found.draws} times under other weights: {same} of {count} units keep their rank, "
        f"{found.stable}% of pairs never change order.",
    )


def median(values: list[Decimal]) -> Decimal | None:
    """The value in the middle, the mean of the two middle ones for an even number; None for none."""
    if not values:
        return None
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
