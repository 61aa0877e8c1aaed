"""Key tasks: every one has one unit in charge, its days fit, and its progress can be followed.

Dates are compared as text: the schema admits ``YYYY-MM-DD`` only. That a task is late is a duty, no rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from generator.model.diagnostic import FieldPath, Severity
from generator.model.record import Record
from generator.model.schema import Schema
from generator.model.snapshot import Snapshot
from generator.model.standing import exists_on
from generator.model.teams import KINDS, teams_on
from generator.model.text import Text
from generator.validate.questions import Data, in_force, name_key
from generator.validate.rule import Finding, record_rule, rule

_SETTLED = ("done", "dropped")


@rule(
    "TSK001",
    "task-without-owner",
    Severity.WARNING,
    message=Text("「{title}」还没有责任单位", "Nobody is in charge of “{title}” yet"),
    hint=Text("落实后写上 unit，只写一个单位", "Name one unit under `unit` once it is settled"),
)
def task_without_owner(snapshot: Snapshot) -> Iterator[Finding]:
    """A task of everybody is done by nobody; until somebody is in charge it stands first among the gaps.

    事事有人管：没有责任单位的任务等于没有人做。落实之前一直提醒，并列在责任一张图的最前面。
    """
    for record, data in in_force(snapshot, "tasks"):
        if "unit" not in data and data["status"] != "dropped":
            yield Finding(record, (), {"title": data["title"]})


@rule(
    "TSK002",
    "unit-not-there",
    Severity.ERROR,
    message=Text(
        "任务开始时（{day}）「{unit}」还不存在或者已经撤销",
        "When the task began ({day}) {unit} was not there",
    ),
    hint=Text("核对开始日期；单位撤并的写接管的单位", "Check the first day, or name the unit that took over"),
)
def unit_not_there(snapshot: Snapshot) -> Iterator[Finding]:
    """A unit that was not there could neither answer for a task nor help with it.

    任务交给当时不存在的单位，等于没有交给任何人；配合单位也一样。
    """
    for record, data in in_force(snapshot, "tasks"):
        for path, name in _units(data):
            unit = snapshot.get("organizations", name)
            if unit and not unit.is_withdrawn and not exists_on(unit, data["start"]):
                field = "opened" if data["start"] < unit.document.data.get("opened", "") else "closed"
                params = {"day": data["start"], "unit": name}
                yield Finding(record, path, params, related=((unit, (field,)),))


@rule(
    "TSK003",
    "owner-gone",
    Severity.WARNING,
    message=Text(
        "「{unit}」已于 {closed} 撤销，任务还没有办结，现在无人负责",
        "{unit} was closed on {closed} with the task still open, so nobody is in charge",
    ),
    hint=Text(
        "把 unit 改为接管的单位；不再做的改为终止并写明原因",
        "Name the unit that took over, or drop the task and say why",
    ),
)
def owner_gone(snapshot: Snapshot) -> Iterator[Finding]:
    """Units are merged while their tasks run; somebody must take them over.

    单位撤并后，没做完的任务要有人接着做。
    """
    today = snapshot.as_of.isoformat()
    for record, data in in_force(snapshot, "tasks"):
        unit = snapshot.get("organizations", data["unit"]) if "unit" in data else None
        closed = unit.document.data.get("closed") if unit else None
        is_open = closed and closed <= today and closed < data.get("settled_on", "9999")
        if unit and is_open and data["start"] < closed:
            params = {"unit": unit.id, "closed": closed}
            yield Finding(record, ("unit",), params, related=((unit, ("closed",)),))


@rule(
    "TSK004",
    "team-not-there",
    Severity.WARNING,
    message=Text(
        "任务开始时（{day}）「{unit}」没有{team}团队",
        "When the task began ({day}) {unit} had no team for {team}",
    ),
    hint=Text(
        "改为有的团队，或在单位记录的 teams 里补上这支团队",
        "Choose a team that is there, or add this one to the unit's record",
    ),
)
def team_not_there(snapshot: Snapshot) -> Iterator[Finding]:
    """A task given to a team that the unit does not have has nobody who does it.

    任务交给单位没有的团队，还是落不了地。按任务开始那天的团队判断。
    """
    for record, data in in_force(snapshot, "tasks"):
        unit = snapshot.get("organizations", data["unit"]) if "unit" in data else None
        if (
            unit
            and exists_on(unit, data["start"])
            and data["team"] not in teams_on(unit.document.data, data["start"])
        ):
            params = {"day": data["start"], "unit": unit.id, "team": KINDS[data["team"]]}
            yield Finding(record, ("team",), params, related=((unit, ("teams",)),))


@record_rule(
    "TSK005",
    "outside-its-year",
    Severity.ERROR,
    message=Text("「{title}」{day} 不在 {year} 年之内", "“{title}” {day} does not lie in {year}"),
    hint=Text(
        "核对日期和年度；跨年的工作按年度分开列任务",
        "Check day and year; split work over the years into tasks",
    ),
    kinds=("tasks",),
)
def outside_its_year(record: Record, schema: Schema) -> Iterator[Finding]:
    """The list is made and assessed by year; a deadline outside it is on nobody's list.

    重点任务清单按年度下达、按年度考核，期限落在别的年份，哪一年都不会查。
    """
    data = record.document.data
    titles = {field.name: field.title for field in schema.fields}
    for name in ("start", "deadline"):
        if int(data[name][:4]) != data["year"]:
            yield Finding(record, (name,), {"title": titles[name], "day": data[name], "year": data["year"]})


@record_rule(
    "TSK006",
    "deadline-before-start",
    Severity.ERROR,
    message=Text(
        "完成期限 {deadline} 早于开始日期 {start}", "The deadline {deadline} is before the start {start}"
    ),
    hint=Text("两个日期是否写反了？", "Are the two days exchanged?"),
    kinds=("tasks",),
)
def deadline_before_start(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A task that ends before it begins is late from its first day.

    期限早于开始的任务，从第一天起就是逾期。
    """
    data = record.document.data
    if data["deadline"] < data["start"]:
        yield Finding(record, ("deadline",), {"start": data["start"], "deadline": data["deadline"]})


@record_rule(
    "TSK007",
    "milestone-outside-task",
    Severity.ERROR,
    message=Text(
        "节点期限 {due} 不在任务起止（{start} 至 {deadline}）之内",
        "The step of {due} lies outside the task ({start} to {deadline})",
    ),
    hint=Text("核对节点期限和任务的起止日期", "Check the day of the step and those of the task"),
    kinds=("tasks",),
)
def milestone_outside_task(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A step after the deadline cannot lead to it.

    期限之后的节点，对按期完成没有用处；开始之前的也一样。
    """
    data = record.document.data
    for i, step in enumerate(data.get("milestones") or ()):
        if not data["start"] <= step["due"] <= data["deadline"] and data["start"] <= data["deadline"]:
            params = {"due": step["due"], "start": data["start"], "deadline": data["deadline"]}
            yield Finding(record, ("milestones", i, "due"), params)


@record_rule(
    "TSK008",
    "progress-not-in-order",
    Severity.ERROR,
    message=Text(
        "这次进展的日期 {day} 早于{what} {before}", "The report of {day} is before {what} of {before}"
    ),
    hint=Text(
        "进展按日期先后逐条往下写，不早于开始日期", "Reports follow each other by day, none before the start"
    ),
    kinds=("tasks",),
)
def progress_not_in_order(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """The last entry is taken for the state of today; out of order it would be an old one.

    最后一条进展就是目前的状态；次序乱了，显示的就是旧情况。
    """
    data = record.document.data
    before, what = data["start"], Text("开始日期", "the start")
    for i, entry in enumerate(data.get("progress") or ()):
        if entry["date"] < before:
            yield Finding(
                record, ("progress", i, "date"), {"day": entry["date"], "what": what, "before": before}
            )
        else:
            before, what = entry["date"], Text("上一次进展", "the one before")


@record_rule(
    "TSK009",
    "progress-backwards",
    Severity.ERROR,
    message=Text(
        "完成比例由 {before}% 退到 {now}%，没有写原因",
        "Progress went back from {before}% to {now}% without a reason",
    ),
    hint=Text("核对比例；确实退回的写明 reason", "Check the percentage; where it is right, give a reason"),
    kinds=("tasks",),
)
def progress_backwards(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Work that was reported done and no longer is must be explained, or the first report was not true.

    报过的进度又退回去，要说明原因；否则就是前一次报得不实。
    """
    entries = record.document.data.get("progress") or ()
    for i, (before, now) in enumerate(pairwise(entries)):
        if now["percent"] < before["percent"] and "reason" not in now:
            params = {"before": before["percent"], "now": now["percent"]}
            yield Finding(record, ("progress", i + 1, "percent"), params)


@record_rule(
    "TSK010",
    "status-against-progress",
    Severity.ERROR,
    message=Text("状态是「{status}」，{fact}", "The status is “{status}”, but {fact}"),
    hint=Text(
        "补上进展，或改正状态：报过进展的是 running，完成 100% 的是 done",
        "Add the report, or correct the status: running once there are reports, done at 100%",
    ),
    kinds=("tasks",),
)
def status_against_progress(record: Record, schema: Schema) -> Iterator[Finding]:
    """What is done was reported at 100 %, and what was reported has begun; the figures count the status.

    统计看状态，读者看进展，两者要对得上：办结的报到 100%，报过进展的已经启动。
    """
    data = record.document.data
    entries = data.get("progress") or ()
    percent = entries[-1]["percent"] if entries else None
    fact = _contradiction(data["status"], percent)
    if fact:
        choices = schema.choices("status")
        status = next((c.title for c in choices if c.value == data["status"]), Text(data["status"]))
        yield Finding(record, ("status",), {"status": status, "fact": fact})


def _contradiction(status: str, percent: int | None) -> Text | None:
    """What the last report says against the status; None where the two agree."""
    if status == "planned" and percent is not None:
        return Text("却已经报过进展", "there are reports")
    if status == "done" and percent != 100:
        return Text(f"最后一次进展却是 {percent}%", f"the last report says {percent}%")
    if status == "running" and percent == 100:
        return Text("最后一次进展却已是 100%", "the last report says 100%")
    return None


@record_rule(
    "TSK011",
    "done-without-evidence",
    Severity.ERROR,
    message=Text("报了完成 100%，没有佐证材料", "100% is reported without any evidence"),
    hint=Text(
        "在这一条进展下写 evidence，如验收单、会议纪要",
        "Name what proves it under `evidence`: a certificate, minutes",
    ),
    kinds=("tasks",),
)
def done_without_evidence(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Whoever assesses the list looks at what proves it; without proof it counts as not done.

    件件有着落：考核时凭佐证材料认定，没有材料的视为没有完成。
    """
    entries = record.document.data.get("progress") or ()
    if entries and entries[-1]["percent"] == 100 and not any("evidence" in entry for entry in entries):
        yield Finding(record, ("progress", len(entries) - 1, "percent"))


@record_rule(
    "TSK012",
    "settled-before-progress",
    Severity.ERROR,
    message=Text(
        "办结日期 {settled} 早于最后一次进展 {last}", "Settled on {settled}, before the last report of {last}"
    ),
    hint=Text("核对两个日期", "Check both days"),
    kinds=("tasks",),
)
def settled_before_progress(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Whether a task was in time is decided by the day on which it was settled, so that day must be true.

    是否按期看办结日期；办结之后还在报进展，办结日期就不对。没有报过进展的，不早于开始日期。
    """
    data = record.document.data
    last = max([entry["date"] for entry in data.get("progress") or ()], default="")
    if "settled_on" in data and data["settled_on"] < last:
        yield Finding(record, ("settled_on",), {"settled": data["settled_on"], "last": last})


@record_rule(
    "TSK013",
    "owner-helps-itself",
    Severity.ERROR,
    message=Text("责任单位「{unit}」又写成了配合单位", "The unit in charge, {unit}, is among the helpers"),
    hint=Text("从 helpers 里删去", "Remove it from the helpers"),
    kinds=("tasks",),
)
def owner_helps_itself(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A unit is in charge or helps; as both, it is counted twice.

    一个单位要么负责要么配合；两处都写，任务就算了两次，责任也说不清。
    """
    data = record.document.data
    for i, helper in enumerate(data.get("helpers") or ()):
        if helper == data.get("unit"):
            yield Finding(record, ("helpers", i), {"unit": helper})


@rule(
    "TSK014",
    "same-task-twice",
    Severity.WARNING,
    message=Text(
        "{year} 年同一单位已有同名任务 {other}", "The unit has a task of this name in {year} already: {other}"
    ),
    hint=Text(
        "重复的撤回一条；确是两件事的，名称要分得开",
        "Withdraw one of them, or tell them apart by their titles",
    ),
)
def same_task_twice(snapshot: Snapshot) -> Iterator[Finding]:
    """One task under two numbers counts twice, and its progress is reported to one of them only.

    同一任务登记两次，任务数多算一项，进展也只会报在其中一条上。
    """
    first: dict[tuple[object, ...], Record] = {}
    for record, data in in_force(snapshot, "tasks"):
        other = first.setdefault((data["year"], data.get("unit", ""), name_key(data["title"])), record)
        if other is not record:
            params = {"year": data["year"], "other": other.key}
            yield Finding(record, ("title",), params, related=((other, ("title",)),))


def _units(data: Data) -> Iterator[tuple[FieldPath, str]]:
    if "unit" in data:
        yield ("unit",), data["unit"]
    for i, helper in enumerate(data.get("helpers") or ()):
        yield ("helpers", i), helper
