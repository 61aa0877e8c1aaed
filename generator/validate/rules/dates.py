"""Dates: what ends does not end before it began, and nothing that happened lies ahead.

Dates are compared as text: the schema admits ``YYYY-MM-DD`` only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.model.diagnostic import FieldPath, Severity
from generator.model.period import Period
from generator.model.record import Record
from generator.model.schema import Field, Schema
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from generator.validate.questions import VISITED, in_force, visit_day
from generator.validate.rule import Finding, record_rule, rule
from generator.validate.values import picker


@record_rule(
    "DAT001",
    "end-before-start",
    Severity.ERROR,
    message=Text("「{title}」的止日 {end} 早于起日 {start}", "{title} ends on {end}, before {start}"),
    hint=Text("起止日期是否写反了？", "Are the two days exchanged?"),
)
def end_before_start(record: Record, schema: Schema) -> Iterator[Finding]:
    """A span that ends before it begins holds no day, so nothing is ever within it.

    止日早于起日的期间一天也没有，任何日期都不会落在里面。
    """
    for path, field, span in picker(schema, _is_span)(record.document.data):
        if span.get("to", "9999") < span.get("from", ""):
            params = {"title": field.title, "start": span["from"], "end": span["to"]}
            yield Finding(record, (*path, "to"), params)


@record_rule(
    "DAT002",
    "closed-before-opened",
    Severity.ERROR,
    message=Text(
        "撤销日期 {closed} 早于设立日期 {opened}", "Closed on {closed}, before it opened on {opened}"
    ),
    hint=Text("核对两个日期", "Check both days"),
    kinds=("organizations",),
)
def closed_before_opened(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A unit that closed before it opened was never there.

    撤销早于设立的单位，等于从未存在。
    """
    data = record.document.data
    if "opened" in data and "closed" in data and data["closed"] < data["opened"]:
        yield Finding(record, ("closed",), {"opened": data["opened"], "closed": data["closed"]})


@record_rule(
    "DAT003",
    "outside-its-quarter",
    Severity.ERROR,
    message=Text("检查日期 {day} 不在 {period} 之内", "The inspection of {day} does not lie in {period}"),
    hint=Text("改正日期，或把季度改为 {right}", "Correct the day, or set the period to {right}"),
    kinds=("inspections",),
)
def outside_its_quarter(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """An inspection counts in its quarter; with a day of another one, two quarters are wrong.

    检查按季度统计；日期与季度对不上，两个季度的数字都不对。
    """
    data = record.document.data
    if data["status"] in VISITED:
        yield from _outside(record, data, "date")


@record_rule(
    "DAT004",
    "planned-outside-its-quarter",
    Severity.WARNING,
    message=Text("计划日期 {day} 不在 {period} 之内", "The planned day {day} does not lie in {period}"),
    hint=Text("改正日期，或把季度改为 {right}", "Correct the day, or set the period to {right}"),
    kinds=("inspections",),
)
def planned_outside_its_quarter(
    record: Record,
    schema: Schema,  # noqa: ARG001 - shape of a rule
) -> Iterator[Finding]:
    """A plan for another quarter will be reported as missing in both.

    计划写到别的季度，到时两个季度都对不上。
    """
    data = record.document.data
    if data["status"] == "planned":
        yield from _outside(record, data, "planned_on")


@rule(
    "DAT005",
    "future-event",
    Severity.ERROR,
    message=Text("{day} 还没有到（以 {as_of} 为准）", "{day} has not come yet (as of {as_of})"),
    hint=Text(
        "已经发生的事不会晚于今天；尚未发生的请写成计划",
        "What has happened cannot lie ahead; what has not is a plan",
    ),
)
def future_event(snapshot: Snapshot) -> Iterator[Finding]:
    """A result dated ahead would be published before it can have happened.

    写成将来日期的检查、通报、撤回，会在发生之前就公布出去。
    """
    today = snapshot.as_of.isoformat()
    for kind, records in snapshot.kinds.items():
        own = _EVENTS.get(kind, ())
        for record in records.values():
            is_planned = record.document.data.get("status") == "planned"
            for path in _EVERY_EVENT if is_planned else own + _EVERY_EVENT:
                day = _at(record.document.data, path)
                if day and day > today:
                    yield Finding(record, path, {"day": day, "as_of": today})
            for name, field in _LISTED.get(kind, ()):
                for i, row in enumerate(record.document.data.get(name) or ()):
                    day = row.get(field, "") if field else row
                    if day > today:
                        place = (name, i, field) if field else (name, i)
                        yield Finding(record, place, {"day": day, "as_of": today})


# What has happened, by kind; planned days, terms and deadlines lie ahead by nature.
_EVENTS: Mapping[str, tuple[FieldPath, ...]] = {
    "inspections": (("date",), ("cancelled", "date")),
    "awards": (("notice", "issued_on"),),
    "nominations": (("recommended", "on"), ("vetting", "on"), ("decision", "on")),
    "tasks": (("settled_on",),),
    "problems": (("raised_on",), ("outcome", "on")),
    "interviews": (("date",), ("check", "on")),
    "demonstrations": (
        ("applied_on",),
        *((step, "on") for step in ("recommendation", "survey", "designation", "renewal")),
    ),
    "documents": (("signed_on",), ("posted_on",), ("voided", "on")),
    "budgets": (("approved_on",), ("updated_on",)),
    "projects": (("result", "on"),),
    "engagements": (("dates", "to"),),
    "evaluations": tuple(("dates", step) for step in ("self", "verified", "feedback", "final")),
    "statements": (("on",), ("answer", "on")),
    "appeals": (("filed_on",), ("decision", "on")),
    "hazards": (("registered_on",),),
    "rectifications": (("on",),),
    "follow-ups": (("on",),),
    "chemicals": (("on",),),
    "waste-transfers": (("on",),),
    "risk-points": (("closed_on",),),
    "draws": (("planned_on",), ("seal", "on"), ("opened", "on")),
}
_EVERY_EVENT: tuple[FieldPath, ...] = (("withdrawn", "date"),)
# The same within lists: name of the list, field of its rows, "" where they are the days themselves.
_LISTED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "tasks": (("milestones", "done_on"), ("progress", "date")),
    "demonstrations": (("checks", "on"), ("kept", "on")),
    "projects": (("milestones", "done_on"),),
    "risk-points": (("reviewed_on", ""),),
    "evaluations": (("vetoes", "on"),),
}


@rule(
    "DAT006",
    "overdue-plan",
    Severity.WARNING,
    message=Text(
        "计划 {day} {work}，至 {as_of} 仍未记录结果",
        "Planned for {day} ({work}), still without a result on {as_of}",
    ),
    hint=Text(
        "已经做了的补录结果，不再做的取消（专家工作写撤回）并说明，推迟的改计划日期",
        "Record the result, cancel it (withdraw an engagement) with a reason, or set a later day",
    ),
)
def overdue_plan(snapshot: Snapshot) -> Iterator[Finding]:
    """A plan whose day has passed is either done and unrecorded, or forgotten.

    过了日子还是「已安排」，要么查了没录，要么忘了查。
    """
    today = snapshot.as_of.isoformat()
    for record, data in in_force(snapshot, "inspections"):
        day = data.get("planned_on")
        if data["status"] == "planned" and day and day < today:
            yield Finding(record, ("planned_on",), {"day": day, "work": _VISIT, "as_of": today})
    for record, data in in_force(snapshot, "engagements"):
        day = data["dates"]["to"]
        if data["status"] == "planned" and day < today:
            yield Finding(record, ("dates", "to"), {"day": day, "work": _ENGAGEMENT, "as_of": today})


_VISIT = Text("检查", "inspection")
_ENGAGEMENT = Text("专家工作", "engagement")


@record_rule(
    "DAT007",
    "due-before-inspection",
    Severity.ERROR,
    message=Text("整改期限 {due} 早于检查日期 {day}", "Due on {due}, before the inspection of {day}"),
    hint=Text("立行立改的写检查当天", "What is put right on the spot is due on the day itself"),
    kinds=("inspections",),
)
def due_before_inspection(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A deadline before the finding makes the school overdue before it was told.

    期限早于检查，学校还没接到通知就已经逾期。
    """
    data = record.document.data
    day = data.get("date")
    for i, finding in enumerate(data.get("findings") or ()):
        if day and finding["due"] < day:
            yield Finding(record, ("findings", i, "due"), {"due": finding["due"], "day": day})


@record_rule(
    "DAT008",
    "notice-before-objections-end",
    Severity.ERROR,
    message=Text(
        "通报日期 {day} 不晚于公示截止日期 {end}", "Issued on {day}, when objections were open until {end}"
    ),
    hint=Text("公示期满无异议后才能通报", "A commendation is issued after the public notice has ended"),
    kinds=("awards",),
)
def notice_before_objections_end(
    record: Record,
    schema: Schema,  # noqa: ARG001 - shape of a rule
) -> Iterator[Finding]:
    """Public notice is there so that objections can still change the decision.

    公示是为了听取异议；期未满就通报，公示等于没有。
    """
    data = record.document.data
    day, end = data["notice"]["issued_on"], data["public_notice"]["to"]
    if day <= end:
        yield Finding(
            record,
            ("notice", "issued_on"),
            {"day": day, "end": end},
            related=((record, ("public_notice", "to")),),
        )


@rule(
    "DAT009",
    "school-not-open",
    Severity.ERROR,
    message=Text("{day} 时「{unit}」{state}", "On {day} {unit} {state}"),
    hint=Text("核对日期和单位的设立、撤销日期", "Check the day and the unit's own dates"),
)
def school_not_open(snapshot: Snapshot) -> Iterator[Finding]:
    """A unit that is not there can be neither inspected nor served; one of the two records is wrong.

    不存在的单位查不了，也派不去专家；两条记录必有一条写错。
    """
    for record, name, day, path in _at_units(snapshot):
        unit = snapshot.get("organizations", name)
        if unit is None:
            continue
        facts = unit.document.data
        for field, state, wrong in (
            ("opened", _NOT_YET, "opened" in facts and day < facts["opened"]),
            ("closed", _CLOSED, "closed" in facts and day >= facts["closed"]),
        ):
            if wrong:
                params = {"day": day, "unit": unit.id, "state": state}
                yield Finding(record, path, params, related=((unit, (field,)),))


def _at_units(snapshot: Snapshot) -> Iterator[tuple[Record, str, str, FieldPath]]:
    """Record, unit, day and where the day stands, of everything that takes place at a unit."""
    for record, data in in_force(snapshot, "inspections"):
        day = visit_day(data)
        if day and data["status"] != "cancelled":
            yield record, data["organization"], day, ("date" if data["status"] in VISITED else "planned_on",)
    for record, data in in_force(snapshot, "engagements"):
        yield record, data["unit"], data["dates"]["from"], ("dates", "from")
    for record, data in in_force(snapshot, "hazards"):
        yield record, data["school"], data["registered_on"], ("registered_on",)
    for kind in ("chemicals", "waste-transfers"):
        for record, data in in_force(snapshot, kind):
            yield record, data["school"], data["on"], ("on",)
    for record, data in in_force(snapshot, "risk-points"):
        for i, day in enumerate(data["reviewed_on"]):
            yield record, data["school"], day, ("reviewed_on", i)


_NOT_YET = Text("尚未设立", "had not opened yet")
_CLOSED = Text("已经撤销", "had been closed")


@record_rule(
    "DAT010",
    "withdrawn-before-made",
    Severity.ERROR,
    message=Text("撤回日期 {day} 早于记录本身的日期 {own}", "Withdrawn on {day}, before its own day {own}"),
    hint=Text("核对撤回日期", "Check the day of withdrawal"),
)
def withdrawn_before_made(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """What had not happened yet could not be taken back.

    还没有发生的事，无从撤回。
    """
    data = record.document.data
    withdrawn = data.get("withdrawn")
    if withdrawn:
        own = next((d for d in (_at(data, path) for path in _OWN_DAY.get(record.kind, ())) if d), None)
        if own and withdrawn["date"] < own:
            yield Finding(record, ("withdrawn", "date"), {"day": withdrawn["date"], "own": own})


_OWN_DAY: Mapping[str, tuple[FieldPath, ...]] = {
    "inspections": (("date",), ("cancelled", "date")),
    "awards": (("notice", "issued_on"),),
    "nominations": (("recommended", "on"),),
    "problems": (("raised_on",),),
    "interviews": (("date",),),
    "demonstrations": (("applied_on",),),
    "documents": (("signed_on",),),
    "organizations": (("opened",),),
    "evaluations": (("dates", "self"),),
    "statements": (("on",),),
    "appeals": (("filed_on",),),
    "hazards": (("registered_on",),),
    "rectifications": (("on",),),
    "follow-ups": (("on",),),
}


@rule(
    "DAT011",
    "pinned-day",
    Severity.WARNING,
    message=Text(
        "全站日期固定在 {day}，不会随时间更新", "The whole site is pinned to {day} and will not move on"
    ),
    hint=Text(
        "as_of 只供示例数据使用；正式使用请删去这一行", "as_of is for sample data; leave it out in real use"
    ),
)
def pinned_day(snapshot: Snapshot) -> Iterator[Finding]:
    """With a pinned day nothing ever becomes overdue.

    日期固定之后，再也不会有任何事项显示为逾期。（仓库里有示例记录的不提醒。）
    """
    bureau = snapshot.bureau
    if bureau and "as_of" in bureau:
        has_samples = any(record.is_sample for kind in snapshot.kinds for record in snapshot.of(kind))
        if not has_samples:
            yield Finding(bureau, ("as_of",), {"day": bureau["as_of"]})


@record_rule(
    "DAT012",
    "award-before-its-year",
    Severity.ERROR,
    message=Text("通报日期 {day} 早于表扬年度 {year}", "Issued on {day}, before the year {year} began"),
    hint=Text("核对年度和通报日期", "Check the year and the day of the notice"),
    kinds=("awards",),
)
def award_before_its_year(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """The work of a year cannot be commended before that year.

    一年的工作不可能在这一年开始之前就受到表扬。
    """
    data = record.document.data
    day = data["notice"]["issued_on"]
    if int(day[:4]) < data["year"]:
        yield Finding(record, ("notice", "issued_on"), {"day": day, "year": data["year"]})


def _is_span(field: Field) -> bool:
    return field.type == "object" and {"from", "to"} <= {f.name for f in field.fields if f.format == "date"}


def _outside(record: Record, data: Mapping[str, Any], field: str) -> Iterator[Finding]:
    day = data.get(field)
    if day:
        right = f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"
        if right != data["period"]:
            period = Period.parse(data["period"]).label
            yield Finding(record, (field,), {"day": day, "period": period, "right": right})


def _at(data: Mapping[str, Any], path: FieldPath) -> str | None:
    value: Any = data
    for key in path:
        value = value.get(key) if type(value) is dict else None
    return value if isinstance(value, str) else None
