"""Hazards to take along as they stand: state, last day, days late; and what fails most, item by item.

The records themselves are tables already; here is what follows from their events. Nothing internal: where a
hazard is, in words, stands in no table.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.failures import failures_of
from generator.model.loop import Hazard
from generator.model.results import Results
from generator.model.snapshot import Snapshot
from generator.model.table import Column, Table, Value
from generator.model.text import Text

_HAZARDS = (
    Column("hazard", Text("隐患编号", "Hazard")),
    Column("county", Text("县（区）编号", "County")),
    Column("county_name", Text("县（区）名称", "County name")),
    Column("school", Text("责任单位编号", "School")),
    Column("school_name", Text("责任单位名称", "School name")),
    Column("registered_on", Text("登记日期", "Registered on")),
    Column("origin", Text("来源", "Origin")),
    Column("topic", Text("专题", "Topic")),
    Column("item", Text("项目", "Item")),
    Column("grade", Text("等级", "Grade")),
    Column("state", Text("状态", "State")),
    Column("due", Text("整改期限", "Last day")),
    Column("extended", Text("已延期", "Extended")),
    Column("reported_on", Text("报验日期", "Reported on")),
    Column("closed_on", Text("销号日期", "Closed on")),
    Column("age_days", Text("历时", "Age"), "天"),
    Column("days_late", Text("晚于期限", "Days late"), "天"),
    Column("overdue", Text("逾期未销号", "Overdue")),
    Column("listed", Text("挂牌督办", "Listed")),
    Column("relapses", Text("反弹次数", "Relapses"), "次"),
    Column("relapse_of", Text("反弹自", "Relapse of")),
    Column("events", Text("依据的记录", "Records it rests on")),
)
_FAILURES = (
    Column("period", Text("时段", "Period")),
    Column("topic", Text("专题", "Topic")),
    Column("item", Text("项目", "Item")),
    Column("checked", Text("检查次数", "Checked"), "次"),
    Column("unmet", Text("不符合", "Unmet"), "次"),
    Column("partly", Text("部分符合", "Partly met"), "次"),
    Column("findings", Text("问题", "Findings"), "项"),
    Column("hazards", Text("登记隐患", "Hazards"), "项"),
)


def hazard_tables(snapshot: Snapshot, results: Results) -> tuple[Table, ...]:
    """Every hazard as of the day of the data, and every item of the checklists by quarter and year."""
    if "hazards" not in snapshot.schemas:  # an old revision
        return ()
    nameless = _nameless(snapshot)
    return (
        Table(
            "hazard-states",
            Text("隐患状态", "Hazards as they stand"),
            Text(
                "每处隐患在数据日期的状态、期限和逾期天数；所在轮次不公开学校的，学校一栏空着",
                "State, last day and days late of every hazard on the day of the data; no school where the "
                "round names none",
            ),
            _HAZARDS,
            tuple(_hazard(snapshot, one, nameless) for one in results.loop),
        ),
        Table(
            "item-failures",
            Text("各项目不符合情况", "What fails, item by item"),
            Text(
                "检查表每个项目每个季度和每年查了几次、不符合几次、发现几项问题、登记几处隐患",
                "How often each item was checked and unmet in every quarter and year, findings, hazards",
            ),
            _FAILURES,
            tuple(_failures(snapshot)),
        ),
    )


def _hazard(snapshot: Snapshot, one: Hazard, nameless: frozenset[str]) -> tuple[Value, ...]:
    lived = one.life
    is_named = one.inspection not in nameless
    return (
        one.id if is_named else None,
        one.county or None,
        _name(snapshot, one.county),
        one.school if is_named else None,
        _name(snapshot, one.school) if is_named else None,
        one.registered_on,
        one.origin,
        one.topic,
        one.item or None,
        one.grade,
        lived.state.value.zh,
        lived.due or None,
        lived.is_extended,
        lived.reported_on or None,
        lived.closed_on or None,
        one.age,
        lived.late,
        bool(one.overdue),
        lived.is_listed,
        lived.relapses,
        (one.relapse_of or None) if is_named else None,
        ";".join(one.evidence) if is_named else None,
    )


def _nameless(snapshot: Snapshot) -> frozenset[str]:
    """The inspections of rounds that name no school."""
    silent = {r.id for r in snapshot.of("draws") if not r.document.data.get("names_schools", True)}
    return frozenset(r.id for r in snapshot.of("inspections") if r.document.data.get("draw") in silent)


def _name(snapshot: Snapshot, unit: str) -> Value:
    record = snapshot.get("organizations", unit)
    return str(record.document.data.get("name", "")) if record else None


def _failures(snapshot: Snapshot) -> Iterator[tuple[Value, ...]]:
    for one in failures_of(snapshot):
        counts = one.checked, one.unmet, one.partly, one.findings, one.hazards
        yield (str(one.period), one.topic, one.item, *counts)
