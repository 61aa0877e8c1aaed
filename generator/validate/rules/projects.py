"""Projects of the six batches: every batch is accounted for, and what a project says fits together."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.model.diagnostic import Severity
from generator.model.number import yuan
from generator.model.record import Record
from generator.model.schema import Schema
from generator.model.snapshot import Snapshot
from generator.model.standing import existed_in, last_day
from generator.model.text import Text
from generator.model.yearly import batches_missing
from generator.validate.questions import Data, in_force, name_key
from generator.validate.rule import Finding, record_rule, rule


@rule(
    "PRJ001",
    "missing-batch",
    Severity.WARNING,
    message=Text(
        "「{unit}」{year} 年的六个一批缺：{batches}（应在 {by} 前报齐）",
        "{unit} lacks of the six batches of {year}: {batches} (due by {by})",
    ),
    hint=Text(
        "登记一个项目；当年没有安排的，登记一条状态为 absent 的记录并写原因",
        "Enter a project, or a record with status absent and the reason",
    ),
    whole=("projects",),
)
def missing_batch(snapshot: Snapshot) -> Iterator[Finding]:
    """A batch that is simply not there may be forgotten, unreported or not planned; readers must know which.

    六个批次每年都要有项目，或者说明没有安排；什么都没有，就分不清是没做还是没报。从有记录的第一年起算，县
    （区）所属单位的项目也算。
    """
    first = min((data["year"] for _, data in in_force(snapshot, "projects")), default=9999)
    for year in range(first, snapshot.as_of.year + 1):
        by = last_day(snapshot, "projects", year)
        if by < snapshot.as_of.isoformat():
            for unit, missing in batches_missing(snapshot, year):
                zh = "、".join(b.title.zh for b in missing)
                en = ", ".join(b.title.en or b.value for b in missing)
                params = {"unit": unit["name"], "year": year, "by": by, "batches": Text(zh, en)}
                yield Finding(unit, ("name",), params)


@record_rule(
    "PRJ002",
    "result-in-another-measure",
    Severity.ERROR,
    message=Text(
        "完成数的单位是「{result}」，目标的单位是「{goal}」", "The result is in {result}, the goal in {goal}"
    ),
    hint=Text("换算成目标的单位，两处写得一样", "Convert it, and write the goal's unit"),
    kinds=("projects",),
)
def result_in_another_measure(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Twelve rooms and three schools cannot be compared, so nobody could say whether the goal was reached.

    目标是 12 间、完成是 3 所，看不出完成了没有。
    """
    data = record.document.data
    if "result" in data and "goal" in data:
        goal, found = data["goal"]["measure"], data["result"]["measure"]
        if name_key(goal) != name_key(found):
            other = ((record, ("goal", "measure")),)
            params = {"goal": goal, "result": found}
            yield Finding(record, ("result", "measure"), params, related=other)


@rule(
    "PRJ003",
    "budget-of-another",
    Severity.ERROR,
    message=Text(
        "预算「{budget}」是「{unit}」{year} 年的，不是本项目单位当年的",
        "The budget {budget} is that of {unit} for {year}, not of this project's unit and year",
    ),
    hint=Text("写本单位当年的预算", "Name the budget of the same unit and year"),
)
def budget_of_another(snapshot: Snapshot) -> Iterator[Finding]:
    """A project is paid from its own unit's budget of the same year; otherwise neither adds up.

    项目从本单位当年的预算列支；串了单位或年度，两边的账都对不上。
    """
    for record, i, entry, budget in _payments(snapshot):
        data, owner = record.document.data, budget.document.data
        if (owner["unit"], owner["year"]) != (data["unit"], data["year"]):
            params = {"budget": entry["budget"], "unit": owner["unit"], "year": owner["year"]}
            field = "unit" if owner["unit"] != data["unit"] else "year"
            yield Finding(record, ("money", i, "budget"), params, related=((budget, (field,)),))


@rule(
    "PRJ004",
    "unknown-line",
    Severity.ERROR,
    message=Text("预算「{budget}」里没有「{line}」这一项", "The budget {budget} has no line {line}"),
    hint=Text("预算里有：{known}", "It has: {known}"),
)
def unknown_line(snapshot: Snapshot) -> Iterator[Finding]:
    """Money must be found again in the budget that it is said to come from.

    经费从哪一项列支，要能在预算里找到。
    """
    for record, i, entry, budget in _payments(snapshot):
        lines = [line["id"] for line in budget.document.data["lines"]]
        if entry["line"] not in lines:
            known = Text("、".join(lines), ", ".join(lines))
            params = {"budget": entry["budget"], "line": entry["line"], "known": known}
            yield Finding(record, ("money", i, "line"), params, related=((budget, ("lines",)),))


@rule(
    "PRJ005",
    "line-overdrawn",
    Severity.ERROR,
    message=Text(
        "「{line}」预算 {planned} 元，各项目合计已用 {total} 元",
        "The line {line} holds {planned} yuan; projects take {total}",
    ),
    hint=Text(
        "核对金额；钱不够的，从别的预算项列支或追加预算", "Check the amounts, or take it from another line"
    ),
)
def line_overdrawn(snapshot: Snapshot) -> Iterator[Finding]:
    """The projects of a line cannot use more than it holds; one yuan would be counted twice.

    列支的项目合计不能多于这一项的预算，否则同一笔钱算了两次。到位多于预算的，以到位数为准。
    """
    lines = {
        (budget.id, line["id"]): (j, line)
        for budget, data in in_force(snapshot, "budgets")
        for j, line in enumerate(data["lines"])
    }
    totals: dict[tuple[str, str], Decimal] = {}
    for record, i, entry, budget in _payments(snapshot):
        key = (budget.id, entry["line"])
        if key in lines:
            j, line = lines[key]
            most, before = max(line["planned"], line["disbursed"]), totals.get(key, Decimal(0))
            totals[key] = before + entry["amount"]
            if before <= most < totals[key]:
                params = {"line": line["id"], "planned": yuan(most), "total": yuan(totals[key])}
                other = ((budget, ("lines", j, "planned")),)
                yield Finding(record, ("money", i, "amount"), params, related=other)


@record_rule(
    "PRJ006",
    "project-due-before-start",
    Severity.ERROR,
    message=Text("完成期限 {end} 早于开始日期 {start}", "Due on {end}, before it starts on {start}"),
    hint=Text("两个日期是否写反了？", "Are the two days exchanged?"),
    kinds=("projects",),
)
def project_due_before_start(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A project that is due before it starts is late from its first day.

    期限早于开始，项目一开始就逾期了。
    """
    data = record.document.data
    if "deadline" in data and "start" in data and data["deadline"] < data["start"]:
        yield Finding(record, ("deadline",), {"start": data["start"], "end": data["deadline"]})


@record_rule(
    "PRJ007",
    "due-in-another-year",
    Severity.ERROR,
    message=Text("完成期限 {end} 不在 {year} 年", "Due on {end}, which is not in {year}"),
    hint=Text(
        "跨年的项目按年分别登记，各写当年的目标和期限",
        "Enter what takes years once for each, with that year's goal and deadline",
    ),
    kinds=("projects",),
)
def due_in_another_year(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """The batches are judged by year, so what a year promises falls due within it.

    六个一批按年考核，列入当年的，当年要有结果。
    """
    data = record.document.data
    if "deadline" in data and data["deadline"][:4] != f"{data['year']}":
        yield Finding(record, ("deadline",), {"end": data["deadline"], "year": data["year"]})


@record_rule(
    "PRJ008",
    "milestone-outside-project",
    Severity.ERROR,
    message=Text(
        "节点「{title}」的期限 {due} 不在 {start} 至 {end} 之间",
        "The milestone {title} is due on {due}, not between {start} and {end}",
    ),
    hint=Text("核对节点期限和项目的起止日期", "Check the milestone's day and those of the project"),
    kinds=("projects",),
)
def milestone_outside_project(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A step lies on the way from the start to the deadline.

    节点是从开始到期限之间的一步。
    """
    data = record.document.data
    start, end = data.get("start", ""), data.get("deadline", "9999")
    for i, step in enumerate(data.get("milestones") or ()):
        if not start <= step["due"] <= end:
            params = {"title": step["title"], "due": step["due"], "start": start, "end": end}
            yield Finding(record, ("milestones", i, "due"), params)


@record_rule(
    "PRJ009",
    "done-with-open-milestone",
    Severity.WARNING,
    message=Text(
        "项目已完成，节点「{title}」没有完成日期", "The project is done, its milestone {title} is not"
    ),
    hint=Text(
        "补写 done_on；取消了的节点删去并在 note 说明",
        "Add done_on, or drop the milestone and say so in note",
    ),
    kinds=("projects",),
)
def done_with_open_milestone(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A project that is complete has passed all its steps.

    项目完成了，节点也都走完了。
    """
    data = record.document.data
    for i, step in enumerate(data.get("milestones") or ()):
        if data["status"] == "done" and "done_on" not in step:
            yield Finding(record, ("milestones", i, "title"), {"title": step["title"]})


@record_rule(
    "PRJ010",
    "result-before-start",
    Severity.ERROR,
    message=Text(
        "完成情况 {day} 早于开始日期 {start}", "The result of {day} is older than the start {start}"
    ),
    hint=Text("核对两个日期", "Check both days"),
    kinds=("projects",),
)
def result_before_start(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Nothing comes of a project before it starts.

    项目没有开始，不会有结果。
    """
    data = record.document.data
    if "result" in data and data["result"]["on"] < data.get("start", ""):
        params = {"day": data["result"]["on"], "start": data["start"]}
        yield Finding(record, ("result", "on"), params, related=((record, ("start",)),))


@rule(
    "PRJ011",
    "project-of-closed-unit",
    Severity.ERROR,
    message=Text("{year} 年没有「{unit}」这个单位", "{unit} did not exist in {year}"),
    hint=Text("核对单位和年度；撤并的写接管的单位", "Check unit and year, or name the unit that took over"),
)
def project_of_closed_unit(snapshot: Snapshot) -> Iterator[Finding]:
    """Somebody has to do it, so the unit existed in that year.

    项目总要有人做，负责的应是当年存在的单位。
    """
    for record, data in in_force(snapshot, "projects"):
        unit = snapshot.get("organizations", data["unit"])
        if unit and not existed_in(unit, data["year"]):
            yield Finding(record, ("unit",), {"unit": unit.id, "year": data["year"]}, related=((unit, ()),))


@rule(
    "PRJ012",
    "absent-and-present",
    Severity.ERROR,
    message=Text("说明没有安排，却有项目 {other}", "It says that there is none, but there is {other}"),
    hint=Text("有了项目就撤去这一条说明", "Take the statement back once there is a project"),
)
def absent_and_present(snapshot: Snapshot) -> Iterator[Finding]:
    """A unit either has something of a batch in a year or has not.

    一个单位一年的一个批次，要么有安排，要么没有；两条记录必有一条不对。
    """
    projects: dict[tuple[str, int, str], Record] = {}
    for record, data in in_force(snapshot, "projects"):
        if data["status"] != "absent":
            projects.setdefault(_place(data), record)
    for record, data in in_force(snapshot, "projects"):
        other = projects.get(_place(data)) if data["status"] == "absent" else None
        if other:
            yield Finding(record, ("status",), {"other": other.key}, related=((other, ("status",)),))


@rule(
    "PRJ013",
    "project-entered-twice",
    Severity.ERROR,
    message=Text("与 {other} 是同一个项目", "This is the same project as {other}"),
    hint=Text("撤回重复的一条；确是两个项目的，在名称里分清", "Withdraw one, or tell them apart by title"),
)
def project_entered_twice(snapshot: Snapshot) -> Iterator[Finding]:
    """One project under two ids counts twice.

    同一项目录了两次，项目数就多算一次；同一批次的「没有安排」也只说明一次。
    """
    first: dict[tuple[str, int, str, str], Record] = {}
    for record, data in in_force(snapshot, "projects"):
        other = first.setdefault((*_place(data), name_key(data.get("title", ""))), record)
        if other is not record:
            field = ("title",) if "title" in data else ("batch",)
            yield Finding(record, field, {"other": other.key}, related=((other, field),))


def _place(data: Data) -> tuple[str, int, str]:
    return data["unit"], data["year"], data["batch"]


def _payments(snapshot: Snapshot) -> Iterator[tuple[Record, int, Data, Record]]:
    """Project, index, entry and budget of everything that projects take from known budgets."""
    for record, data in in_force(snapshot, "projects"):
        for i, entry in enumerate(data.get("money") or ()):
            budget = snapshot.get("budgets", entry["budget"])
            if budget:
                yield record, i, entry, budget
