"""Conduct: who may inspect whom, and in what right. Withdrawn inspections are past mending and left alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from generator.model.diagnostic import Severity
from generator.model.record import Record
from generator.model.schema import Schema
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from generator.validate.questions import Data, in_force, line_above, visit_day
from generator.validate.rule import Finding, record_rule, rule


@rule(
    "CON001",
    "own-unit",
    Severity.ERROR,
    message=Text(
        "专家「{expert}」是「{unit}」的人，不能参加对「{school}」的检查",
        "The expert {expert} belongs to {unit} and cannot inspect {school}",
    ),
    hint=Text(
        "换一名外单位的专家；已经查了的，撤回这次检查并重查",
        "Send somebody from elsewhere; if it is done, withdraw the inspection and repeat it",
    ),
)
def own_unit(snapshot: Snapshot) -> Iterator[Finding]:
    """Nobody is a fair judge of their own school, or of the cluster that runs it.

    自己查自己、学区的人查本学区的学校，结论没有公信力，应当回避。
    """
    lines: dict[str, dict[str, Record]] = {}
    for record, data, i, expert in _team(snapshot, "planned", "done"):
        school = data["organization"]
        if school not in lines:
            line = line_above(snapshot, school)
            lines[school] = {u.id: u for u in line if u.document.data["level"] in ("school", "cluster")}
        unit = lines[school].get(expert.document.data["unit"])
        if unit:
            params = {"expert": expert.id, "unit": unit.id, "school": school}
            yield Finding(record, ("team", i, "expert"), params, related=((expert, ("unit",)),))


@rule(
    "CON002",
    "declared-interest",
    Severity.ERROR,
    message=Text(
        "专家「{expert}」申报过与「{unit}」有利害关系，不能参加对「{school}」的检查",
        "The expert {expert} declared an interest in {unit} and cannot inspect {school}",
    ),
    hint=Text("换一名专家，或核对申报的截止日期", "Send somebody else, or check until when it holds"),
)
def declared_interest(snapshot: Snapshot) -> Iterator[Finding]:
    """An interest is declared so that it is heeded; it holds for everything below the named unit.

    申报利害关系就是为了回避；对某单位的申报，也适用于它下面的全部学校。
    """
    lines: dict[str, set[str]] = {}
    concerned = {e.id for e in snapshot.of("experts") if e.document.data.get("interests")}
    for record, data, i, expert in _team(snapshot, "planned", "done", only=concerned):
        interests = expert.document.data["interests"]
        school = data["organization"]
        if school not in lines:
            lines[school] = {unit.id for unit in line_above(snapshot, school)}
        day = visit_day(data)
        for j, interest in enumerate(interests):
            over = "until" in interest and day and interest["until"] < day
            if interest["organization"] in lines[school] and not over:
                params = {"expert": expert.id, "unit": interest["organization"], "school": school}
                yield Finding(record, ("team", i, "expert"), params, related=((expert, ("interests", j)),))


@rule(
    "CON003",
    "expert-out-of-term",
    Severity.ERROR,
    message=Text(
        "检查当天（{day}）专家「{expert}」不在任何一个聘期内",
        "On {day} the expert {expert} was in no term of appointment",
    ),
    hint=Text("核对聘期与检查日期，补录续聘文件", "Check term and day, or record the renewed appointment"),
)
def expert_out_of_term(snapshot: Snapshot) -> Iterator[Finding]:
    """An inspection by somebody who was not appointed can be contested by the school.

    没有聘任在身的人去检查，学校可以不认结果。
    """
    return _out_of_term(snapshot, "done")


@rule(
    "CON004",
    "planned-expert-out-of-term",
    Severity.WARNING,
    message=Text(
        "计划检查那天（{day}）专家「{expert}」不在聘期内",
        "On the planned day {day} the expert {expert} will be in no term of appointment",
    ),
    hint=Text("换一名专家，或在检查前办理续聘", "Choose another expert, or renew the appointment in time"),
)
def planned_expert_out_of_term(snapshot: Snapshot) -> Iterator[Finding]:
    """There is still time to renew the term or to choose somebody else.

    还来得及续聘或换人。
    """
    return _out_of_term(snapshot, "planned")


@record_rule(
    "CON005",
    "not-one-lead",
    Severity.ERROR,
    message=Text("检查组有 {count} 名组长，应当正好一名", "The team has {count} leads instead of one"),
    hint=Text(
        "把一名专家的 role 写成 lead，其余写成 member", "Give one expert the role lead, the others member"
    ),
    kinds=("inspections",),
)
def not_one_lead(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """One person answers for the outcome of an inspection, neither none nor two.

    谁检查、谁负责：一次检查由一名组长负责，不能没有，也不能有两名。
    """
    data = record.document.data
    leads = sum(member["role"] == "lead" for member in data["team"])
    if leads != 1 and data["status"] != "cancelled" and "withdrawn" not in data:
        yield Finding(record, ("team",), {"count": leads})


@record_rule(
    "CON006",
    "expert-twice-in-team",
    Severity.ERROR,
    message=Text(
        "专家「{expert}」在检查组里出现了 {count} 次", "The expert {expert} is {count} times in the team"
    ),
    hint=Text("删去重复的一行", "Remove the repeated line"),
    kinds=("inspections",),
)
def expert_twice_in_team(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A team looks larger than it was, and a duty is counted twice.

    检查组看起来人更多，专家的履职次数也会多算。
    """
    team = record.document.data["team"]
    if len({member["expert"] for member in team}) == len(team):
        return
    counts = Counter(member["expert"] for member in team)
    seen: set[str] = set()
    for i, member in enumerate(team):
        expert = member["expert"]
        if expert in seen:
            yield Finding(record, ("team", i, "expert"), {"expert": expert, "count": counts[expert]})
        seen.add(expert)


@rule(
    "CON007",
    "withdrawn-expert",
    Severity.ERROR,
    message=Text(
        "专家「{expert}」已于 {date} 撤回，不能参加 {day} 的检查",
        "The expert {expert} was withdrawn on {date} and cannot inspect on {day}",
    ),
    hint=Text(
        "换一名专家；若撤回有误，改正专家的记录", "Choose another expert, or correct the expert's record"
    ),
)
def withdrawn_expert(snapshot: Snapshot) -> Iterator[Finding]:
    """Who has left the pool has no right to inspect; what they did before stays valid.

    退出专家库以后就没有检查的资格；退出之前做的检查仍然有效。
    """
    gone = {e.id for e in snapshot.of("experts") if e.is_withdrawn}
    for record, data, i, expert in _team(snapshot, "planned", "done", only=gone):
        withdrawn = expert.document.data["withdrawn"]
        day = visit_day(data)
        if day and withdrawn["date"] <= day:
            params = {"expert": expert.id, "date": withdrawn["date"], "day": day}
            yield Finding(record, ("team", i, "expert"), params, related=((expert, ("withdrawn",)),))


@record_rule(
    "CON008",
    "announced-surprise",
    Severity.ERROR,
    message=Text(
        "暗访还没有进行就写进了记录，等于事先通知了学校",
        "A surprise visit stands in the records before it takes place, which announces it",
    ),
    hint=Text(
        "暗访在查访之后再登记；若本来就要事先通知，把方式改为明查（announced）",
        "Enter a surprise visit after it took place; if the school is told beforehand, write announced",
    ),
    kinds=("inspections",),
)
def announced_surprise(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Records are public from the moment of the commit, so a planned surprise visit is none.

    记录一经提交就是公开的，事先写进去的暗访就不再是暗访。
    """
    data = record.document.data
    if data["status"] == "planned" and data["mode"] == "unannounced":
        yield Finding(record, ("mode",))


def _team(
    snapshot: Snapshot, *statuses: str, only: Collection[str] | None = None
) -> Iterator[tuple[Record, Data, int, Record]]:
    """Inspection, its data, index in the team, and the expert's record where it is known.

    only: ids of the experts that matter, all where it is None.
    """
    experts = snapshot.kinds.get("experts", {})
    if only is not None:
        experts = {name: experts[name] for name in only}
    for record, data in in_force(snapshot, "inspections") if experts else ():
        if data["status"] in statuses:
            for i, member in enumerate(data["team"]):
                expert = experts.get(member["expert"])
                if expert:
                    yield record, data, i, expert


def _out_of_term(snapshot: Snapshot, status: str) -> Iterator[Finding]:
    for record, data, i, expert in _team(snapshot, status):
        day = visit_day(data)
        pools = expert.document.data["pools"]
        if day and not any(p["term"]["from"] <= day <= p["term"]["to"] for p in pools):
            params = {"day": day, "expert": expert.id}
            yield Finding(record, ("team", i, "expert"), params, related=((expert, ("pools",)),))
