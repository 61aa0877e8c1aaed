"""The annual evaluations as tables to take along: a row for each unit and year, a row for each item."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.evaluation import Evaluation, YearEvaluation
from generator.model.number import trimmed
from generator.model.results import Results
from generator.model.snapshot import Snapshot
from generator.model.table import Column, Table, Value
from generator.model.text import Text

_UNIT = (
    Column("year", Text("年度", "Year")),
    Column("unit", Text("单位编号", "Unit")),
    Column("unit_name", Text("单位名称", "Unit name")),
)


def evaluation_tables(snapshot: Snapshot, results: Results) -> tuple[Table, ...]:
    """Results and items of every evaluation that has a record; a projection is none."""
    years = results.evaluations
    return (
        Table(
            "evaluation-results",
            Text("年度考核评价结果", "Annual evaluations"),
            Text(
                "每个单位每年的得分、等次、位次和位次区间；未终定的写明阶段",
                "Total, grade, rank and range of ranks of every unit and year, with its stage",
            ),
            _RESULTS,
            tuple(_result(snapshot, year, one) for year in years for one in year.evaluations if one.record),
        ),
        Table(
            "evaluation-items",
            Text("年度考核评价各项得分", "Items of annual evaluations"),
            Text("每个单位每年每一项的得分、状态和依据", "Every item of every unit and year, with its basis"),
            _ITEMS,
            tuple(
                r for year in years for one in year.evaluations if one.record for r in _items(snapshot, one)
            ),
        ),
    )


_RESULTS = (
    *_UNIT,
    Column("evaluation", Text("评价编号", "Evaluation")),
    Column("status", Text("阶段", "Stage")),
    Column("rank", Text("位次", "Rank")),
    Column("tied", Text("并列", "Tied")),
    Column("rank_from", Text("位次区间起", "Rank from")),
    Column("rank_to", Text("位次区间止", "Rank to")),
    Column("total", Text("总分", "Total"), "分"),
    Column("grade", Text("等次", "Grade")),
    Column("grade_by_total", Text("按总分的等次", "Grade by total")),
    Column("base", Text("各项合计", "Sum of items"), "分"),
    Column("bonus", Text("加分", "Bonus"), "分"),
    Column("deduction", Text("减分", "Deduction"), "分"),
    Column("coverage", Text("已评分值", "Points decided"), "%"),
    Column("sections", Text("各部分得分", "Sections")),
    Column("reason", Text("未排位次的原因", "Why not ranked")),
    Column("checklist", Text("细则", "List")),
    Column("method", Text("评定办法", "Method")),
)
_ITEMS = (
    *_UNIT,
    Column("item", Text("项目", "Item")),
    Column("section", Text("部分", "Section")),
    Column("points", Text("分值", "Points"), "分"),
    Column("state", Text("状态", "State")),
    Column("score", Text("得分", "Score"), "分"),
    Column("self_score", Text("自评得分", "Self score"), "分"),
    Column("verified_score", Text("核查得分", "Verified score"), "分"),
    Column("origin", Text("得分来源", "Where the score comes from")),
    Column("appeal", Text("复核", "Appeal")),
    Column("evidence", Text("依据的记录", "Records it rests on")),
)


def _result(snapshot: Snapshot, year: YearEvaluation, one: Evaluation) -> tuple[Value, ...]:
    found = year.robustness.intervals.get(one.unit) if year.robustness else None
    low, high = found or (None, None)
    return (
        *_place(snapshot, one),
        one.record,
        one.status,
        one.rank,
        one.tied,
        low,
        high,
        one.total,
        one.grade,
        one.band,
        one.base,
        one.bonus,
        one.deduction,
        one.coverage,
        "；".join(f"{s.section}={trimmed(s.score)}" for s in one.sections),
        one.reason.zh if one.reason else None,
        year.checklist,
        year.method or None,
    )


def _items(snapshot: Snapshot, one: Evaluation) -> Iterator[tuple[Value, ...]]:
    for item in one.items:
        yield (
            *_place(snapshot, one),
            item.item,
            item.section,
            item.points,
            item.state.value.zh,
            item.score,
            item.self_score,
            item.stated,
            item.origin,
            item.appeal or None,
            ";".join(item.evidence),
        )


def _place(snapshot: Snapshot, one: Evaluation) -> tuple[Value, ...]:
    record = snapshot.get("organizations", one.unit)
    return (one.year, one.unit, record["name"] if record else None)
