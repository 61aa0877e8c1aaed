"""Conduct: who may inspect whom, and in what right, on visits and on joint surveys of demonstration schools.

Withdrawn records are past mending and left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.model.diagnostic import FieldPath, Severity
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
        "专家「{expert}」是「{unit}」的人，不能参加对「{school}」的{task}",
        "The expert {expert} belongs to {unit} and cannot take part in the {task} of {school}",
    ),
    hint=Text(
        "换一名外单位的专家；已经去过的，这一次不算，另派人重来",
        "Send somebody from elsewhere; if it is done, it does not count and is repeated",
    ),
)
def own_unit(snapshot: Snapshot) -> Iterator[Finding]:
    """Nobody is a fair judge of their own school, or of the cluster that runs it.

    自己查自己、学区的人查本学区的学校，结论没有公信力，应当回避。
    """
    lines: dict[str, dict[str, Record]] = {}
    for seat in _seats(snapshot, "planned", "done"):
        school, expert = seat.school, seat.expert
        if school not in lines:
            line = line_above(snapshot, school)
            lines[school] = {u.id: u for u in line if u.document.data["level"] in ("school", "cluster")}
        unit = lines[school].get(expert.document.data["unit"])
        if unit:
            params = {"expert": expert.id, "unit": unit.id, "school": school, "task": seat.task}
            yield Finding(seat.record, seat.field, params, related=((expert, ("unit",)),))


@rule(
    "CON002",
    "declared-interest",
    Severity.ERROR,
    message=Text(
        "专家「{expert}」申报过与「{unit}」有利害关系，不能参加对「{school}」的{task}",
        "The expert {expert} declared an interest in {unit} and cannot take part in the {task} of {school}",
    ),
    hint=Text("换一名专家，或核对申报的截止日期", "Send somebody else, or check until when it holds"),
)
def declared_interest(snapshot: Snapshot) -> Iterator[Finding]:
    """An interest is declared so that it is heeded; it holds for everything below the named unit.

    申报利害关系就是为了回避；对某单位的申报，也适用于它下面的全部学校。
    """
    lines: dict[str, set[str]] = {}
    concerned = {e.id for e in snapshot.of("experts") if e.document.data.get("interests")}
    for seat in _seats(snapshot, "planned", "done", only=concerned):
        school, expert = seat.school, seat.expert
        if school not in lines:
            lines[school] = {unit.id for unit in line_above(snapshot, school)}
        for j, interest in enumerate(expert.document.data["interests"]):
            over = "until" in interest and seat.day and interest["until"] < seat.day
            unit = interest["organization"]
            if unit in lines[school] and not over:
                params = {"expert": expert.id, "unit": unit, "school": school, "task": seat.task}
                yield Finding(seat.record, seat.field, params, related=((expert, ("interests", j)),))


@rule(
    "CON003",
    "expert-out-of-term",
    Severity.ERROR,
    message=Text(
        "{task}当天（{day}）专家「{expert}」不在任何一个聘期内",
        "On {day} the expert {expert} was in no term of appointment",
    ),
    hint=Text("核对聘期与日期，补录续聘文件", "Check term and day, or record the renewed appointment"),
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
    message=Text(
        "检查（调研）组有 {count} 名组长，应当正好一名", "The team has {count} leads instead of one"
    ),
    hint=Text(
        "把一名专家的 role 写成 lead，其余写成 member", "Give one expert the role lead, the others member"
    ),
    kinds=("inspections", "demonstrations"),
)
def not_one_lead(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """One person answers for the outcome of an inspection, neither none nor two.

    谁检查、谁负责：一次检查由一名组长负责，不能没有，也不能有两名。
    """
    data = record.document.data
    path, team = _crew(record.kind, data)
    leads = sum(member["role"] == "lead" for member in team)
    if path and leads != 1 and data.get("status") != "cancelled" and "withdrawn" not in data:
        yield Finding(record, path, {"count": leads})


@record_rule(
    "CON006",
    "expert-twice-in-team",
    Severity.ERROR,
    message=Text(
        "专家「{expert}」在检查（调研）组里出现了 {count} 次",
        "The expert {expert} is {count} times in the team",
    ),
    hint=Text("删去重复的一行", "Remove the repeated line"),
    kinds=("inspections", "demonstrations"),
)
def expert_twice_in_team(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A team looks larger than it was, and a duty is counted twice.

    检查组看起来人更多，专家的履职次数也会多算。
    """
    path, team = _crew(record.kind, record.document.data)
    if len({member["expert"] for member in team}) == len(team):
        return
    counts = Counter(member["expert"] for member in team)
    seen: set[str] = set()
    for i, member in enumerate(team):
        expert = member["expert"]
        if expert in seen:
            yield Finding(record, (*path, i, "expert"), {"expert": expert, "count": counts[expert]})
        seen.add(expert)


@rule(
    "CON007",
    "withdrawn-expert",
    Severity.ERROR,
    message=Text(
        "专家「{expert}」已于 {date} 撤回，不能参加 {day} 的{task}",
        "The expert {expert} was withdrawn on {date} and cannot take part in the {task} of {day}",
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
    for seat in _seats(snapshot, "planned", "done", only=gone):
        withdrawn = seat.expert.document.data["withdrawn"]
        if seat.day and withdrawn["date"] <= seat.day:
            params = {"expert": seat.expert.id, "date": withdrawn["date"], "day": seat.day, "task": seat.task}
            yield Finding(seat.record, seat.field, params, related=((seat.expert, ("withdrawn",)),))


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


class Seat(NamedTuple):
    """One expert's place in a team that judges a school.

    field: of the expert's id in *record*; day: of the visit, "" where there is none; task: what it is called.
    """

    record: Record
    field: FieldPath
    expert: Record
    school: str
    day: str
    task: Text


_VISIT = Text("检查", "inspection")
_SURVEY = Text("联合调研", "joint survey")


def _seats(snapshot: Snapshot, *statuses: str, only: Collection[str] | None = None) -> Iterator[Seat]:
    """Every place in the teams of inspections, and of joint surveys where "done" is asked for.

    only: ids of the experts that matter, all where it is None; unknown experts are left out.
    """
    experts: Mapping[str, Record] = snapshot.kinds.get("experts", {})
    if only is not None:
        experts = {name: experts[name] for name in only}
    for kind in ("inspections", "demonstrations") if experts else ():
        for record, data in in_force(snapshot, kind):
            is_survey = kind == "demonstrations"
            if ("done" if is_survey else data["status"]) not in statuses:
                continue
            path, team = _crew(kind, data)
            for i, member in enumerate(team):
                expert = experts.get(member["expert"])
                if expert and is_survey:
                    day = data["survey"]["on"]
                    yield Seat(record, (*path, i, "expert"), expert, data["school"], day, _SURVEY)
                elif expert:
                    school, day = data["organization"], visit_day(data)
                    yield Seat(record, (*path, i, "expert"), expert, school, day, _VISIT)


def _crew(kind: str, data: Data) -> tuple[FieldPath, Sequence[Data]]:
    """Where the team of a record stands, and its members; nowhere and nobody where no survey was made."""
    if kind == "inspections":
        return ("team",), data["team"]
    survey = data.get("survey")
    return (("survey", "team"), survey["team"]) if survey else ((), ())


def _out_of_term(snapshot: Snapshot, status: str) -> Iterator[Finding]:
    for seat in _seats(snapshot, status):
        pools = seat.expert.document.data["pools"]
        if seat.day and not any(p["term"]["from"] <= seat.day <= p["term"]["to"] for p in pools):
            params = {"day": seat.day, "expert": seat.expert.id, "task": seat.task}
            yield Finding(seat.record, seat.field, params, related=((seat.expert, ("pools",)),))
