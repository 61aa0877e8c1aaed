"""Conduct: who may judge whom, and in what right: inspections, engagements, whatever sends experts.

All of it is asked of ``Service``, so that every kind of record is judged by the same code. Withdrawn records
are past mending and left alone. Of whoever scores a county EVL034 asks more than the rules on the own unit
and the own county do: nobody of the county at all, whatever the method says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from generator.model.diagnostic import FieldPath, Severity
from generator.model.record import Record
from generator.model.schema import Schema
from generator.model.service import SCORING, Service, in_term
from generator.model.snapshot import Snapshot
from generator.model.standing import county_of, requirement, years_after
from generator.model.text import Text
from generator.validate.questions import Data, in_force, judged, line_above
from generator.validate.rule import Finding, record_rule, rule

_ELSE = Text(
    "换一名专家；已经做了的，撤回这条记录，由没有利害关系的人重做",
    "Send somebody else; if it is done, withdraw the record and have it done again by somebody without ties",
)


@rule(
    "CON001",
    "own-unit",
    Severity.ERROR,
    message=Text(
        "专家「{expert}」是「{unit}」的人，不能参加对「{school}」的{work}",
        "The expert {expert} belongs to {unit} and cannot take part in {work} of {school}",
    ),
    hint=_ELSE,
)
def own_unit(snapshot: Snapshot) -> Iterator[Finding]:
    """Nobody is a fair judge of their own unit, or of a school in the cluster that they work for.

    自己查自己、学区的人查本学区的学校，结论没有公信力，应当回避。（调入现单位之前做的不算。）
    """
    near = _Lines(snapshot, ("school", "cluster"))
    for service, expert in _judging(snapshot):
        data = expert.document.data
        unit = data["unit"]
        if (
            service.record.kind not in SCORING
            and unit in near.of(service.unit)
            and data.get("unit_since", "") <= service.last
        ):
            params = _params(service, unit)
            yield Finding(service.record, service.field, params, related=((expert, ("unit",)),))


@rule(
    "CON002",
    "declared-interest",
    Severity.ERROR,
    message=Text(
        "专家「{expert}」申报过与「{unit}」有利害关系，不能参加对「{school}」的{work}",
        "The expert {expert} declared an interest in {unit} and cannot take part in {work} of {school}",
    ),
    hint=Text("换一名专家，或核对申报的截止日期", "Send somebody else, or check until when it holds"),
)
def declared_interest(snapshot: Snapshot) -> Iterator[Finding]:
    """An interest is declared so that it is heeded; it holds for everything below the named unit.

    申报利害关系就是为了回避；对某单位的申报，也适用于它下面的全部学校。
    """
    above = _Lines(snapshot)
    for service, expert in _judging(snapshot, having="interests"):
        for j, interest in enumerate(expert.document.data["interests"]):
            over = "until" in interest and service.first and interest["until"] < service.first
            if interest["organization"] in above.of(service.unit) and not over:
                params = _params(service, interest["organization"])
                yield Finding(service.record, service.field, params, related=((expert, ("interests", j)),))


@rule(
    "CON003",
    "expert-out-of-term",
    Severity.ERROR,
    message=Text(
        "{work}期间（{day}）专家「{expert}」不在聘期内",
        "During {work} ({day}) the expert {expert} was in no term of appointment",
    ),
    hint=Text("核对聘期与日期，补录续聘文件", "Check term and day, or record the renewed appointment"),
)
def expert_out_of_term(snapshot: Snapshot) -> Iterator[Finding]:
    """What is done by somebody who was not appointed can be contested by the school.

    没有聘任在身的人去检查、评审，学校可以不认结果；聘期要覆盖每一天。
    """
    return _out_of_term(snapshot, is_done=True)


@rule(
    "CON004",
    "planned-expert-out-of-term",
    Severity.WARNING,
    message=Text(
        "计划{work}那天（{day}）专家「{expert}」不在聘期内",
        "On the planned day of {work} ({day}) the expert {expert} will be in no term of appointment",
    ),
    hint=Text("换一名专家，或在此之前办理续聘", "Choose another expert, or renew the appointment in time"),
)
def planned_expert_out_of_term(snapshot: Snapshot) -> Iterator[Finding]:
    """There is still time to renew the term or to choose somebody else.

    还来得及续聘或换人。
    """
    return _out_of_term(snapshot, is_done=False)


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
        "专家「{expert}」已于 {date} 撤回，不能参加 {day} 的{work}",
        "The expert {expert} was withdrawn on {date} and cannot take part in {work} on {day}",
    ),
    hint=Text(
        "换一名专家；若撤回有误，改正专家的记录", "Choose another expert, or correct the expert's record"
    ),
)
def withdrawn_expert(snapshot: Snapshot) -> Iterator[Finding]:
    """Who has left the pool has no right to inspect or review; what they did before stays valid.

    退出专家库以后就没有检查、评审的资格；退出之前做的仍然有效。
    """
    for service, expert in _serving(snapshot, having="withdrawn"):
        gone = expert.document.data["withdrawn"]["date"]
        if service.last and gone <= service.last:
            params = {"expert": expert.id, "date": gone, "day": service.last, "work": _work(service)}
            yield Finding(service.record, service.field, params, related=((expert, ("withdrawn",)),))


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


@rule(
    "CON009",
    "former-unit",
    Severity.ERROR,
    message=Text(
        "专家「{expert}」离开「{unit}」不满 {years} 年，不能参加对「{school}」的{work}",
        "The expert {expert} left {unit} less than {years} years before and cannot take part in {work} "
        "of {school}",
    ),
    hint=_ELSE,
)
def former_unit(snapshot: Snapshot) -> Iterator[Finding]:
    """Who worked there until lately would judge their own work; how long this holds stands in the method.

    刚离开一个单位的人去评它，等于评自己经手的事；回避几年写在评定办法里。
    """
    near = _Lines(snapshot, ("school", "cluster"))
    for service, expert in _judging(snapshot, having="former_units"):
        years = requirement(snapshot, "experts", service.first).get("recusal_years", 0)
        for j, former in enumerate(expert.document.data["former_units"]):
            is_tied = service.first <= years_after(former["until"], years)
            if is_tied and former["organization"] in near.of(service.unit):
                params = {**_params(service, former["organization"]), "years": years}
                related = ((expert, ("former_units", j)),)
                yield Finding(service.record, service.field, params, related=related)


@rule(
    "CON010",
    "declared-recusal",
    Severity.ERROR,
    message=Text(
        "专家「{expert}」申报了要回避「{unit}」，不能参加对「{school}」的{work}",
        "The expert {expert} declared to keep away from {unit} and cannot take part in {work} of {school}",
    ),
    hint=_ELSE,
)
def declared_recusal(snapshot: Snapshot) -> Iterator[Finding]:
    """A yearly declaration names units without reasons; the latest one before the day holds.

    每年申报的回避单位不写原因；以当天之前最近的一次申报为准，也适用于它下面的全部学校。
    """
    above = _Lines(snapshot)
    for service, expert in _judging(snapshot, having="declarations"):
        made = [(d["on"], j) for j, d in enumerate(expert.document.data["declarations"])]
        latest = max((one for one in made if one[0] <= service.first), default=None)
        if latest is None:
            continue
        for k, unit in enumerate(expert.document.data["declarations"][latest[1]]["units"]):
            if unit in above.of(service.unit):
                related = ((expert, ("declarations", latest[1], "units", k)),)
                yield Finding(service.record, service.field, _params(service, unit), related=related)


@rule(
    "CON011",
    "own-county",
    Severity.ERROR,
    message=Text(
        "专家「{expert}」在「{unit}」工作，办法要求同县回避，不能参加对「{school}」的{work}",
        "The expert {expert} works in {unit}; by the method nobody takes part in {work} of units of their "
        "own county, such as {school}",
    ),
    hint=Text(
        "换一名外县的专家；不要求同县回避的，改评定办法",
        "Send somebody of another county, or change the method if this is not asked for",
    ),
)
def own_county(snapshot: Snapshot) -> Iterator[Finding]:
    """Where the method of the day says so, nobody judges the units of the county that they work in.

    办法规定同县回避的，不评自己所在县（区）的单位；以当天有效的办法为准。
    """
    counties: dict[str, str] = {}
    asked: dict[str, bool] = {}
    for service, expert in _judging(snapshot):
        data, day = expert.document.data, service.first
        if day not in asked:
            asked[day] = bool(requirement(snapshot, "experts", day).get("same_county"))
        is_asked = asked[day] and service.record.kind not in SCORING
        if is_asked and data.get("unit_since", "") <= service.last:
            for unit in (data["unit"], service.unit):
                if unit not in counties:
                    county = county_of(snapshot, unit)
                    counties[unit] = county.id if county else ""
            own = counties[data["unit"]]
            if own and own == counties[service.unit]:
                related = ((expert, ("unit",)),)
                yield Finding(service.record, service.field, _params(service, own), related=related)


@rule(
    "CON012",
    "no-declaration",
    Severity.ERROR,
    message=Text(
        "专家「{expert}」没有声明与「{school}」无利害关系",
        "The expert {expert} did not declare to have no conflict of interest with {school}",
    ),
    hint=Text(
        "请专家声明后在这一行写 no_conflict: true；有利害关系的换人",
        "Have it declared and write no_conflict: true in this entry; whoever has a tie is replaced",
    ),
)
def no_declaration(snapshot: Snapshot) -> Iterator[Finding]:
    """Registers of ties are never complete, so each member says before every inspection that there is none.

    登记的利害关系总有不全的，所以每次检查前每位专家都要声明；从哪天起要求声明，写在当天有效的评定办法里。
    """
    asked: dict[str, bool] = {}
    for record, data in in_force(snapshot, "inspections"):
        if data["status"] != "done" or "date" not in data:
            continue
        day = data["date"]
        if day not in asked:
            asked[day] = bool(requirement(snapshot, "experts", day).get("no_conflict"))
        if not asked[day]:
            continue
        for i, member in enumerate(data["team"]):
            if not member.get("no_conflict"):
                params = {"expert": member["expert"], "school": data["organization"]}
                yield Finding(record, ("team", i, "expert"), params)


class _Lines:
    """For a unit that is judged: itself and the units above it, remembered; *levels*: only these above it."""

    def __init__(self, snapshot: Snapshot, levels: Collection[str] = ()) -> None:
        self._snapshot = snapshot
        self._levels = levels
        self._found: dict[str, frozenset[str]] = {}

    def of(self, unit: str) -> frozenset[str]:
        """Ids; the city itself is no judged unit, since what is done for all counts as done there."""
        if unit not in self._found:
            line = line_above(self._snapshot, unit)
            self._found[unit] = frozenset(
                r.id
                for i, r in enumerate(line)
                if (i == 0 and r.document.data["level"] != "city")
                or (i and (not self._levels or r.document.data["level"] in self._levels))
            )
        return self._found[unit]


def _serving(snapshot: Snapshot, having: str = "") -> Iterator[tuple[Service, Record]]:
    """Every service whose expert is known, with their record; only those who have a field *having*."""
    experts = snapshot.kinds.get("experts", {})
    if having:
        experts = {name: record for name, record in experts.items() if record.document.data.get(having)}
    if experts:
        for service in judged(snapshot):
            expert = experts.get(service.expert)
            if expert:
                yield service, expert


def _judging(snapshot: Snapshot, having: str = "") -> Iterator[tuple[Service, Record]]:
    return ((service, expert) for service, expert in _serving(snapshot, having) if service.judges)


def _out_of_term(snapshot: Snapshot, *, is_done: bool) -> Iterator[Finding]:
    for service, expert in _serving(snapshot):
        if service.is_done == is_done and service.first and not in_term(expert, service.first, service.last):
            day = service.first if service.first == service.last else f"{service.first}—{service.last}"
            params = {"day": day, "expert": expert.id, "work": _work(service)}
            yield Finding(service.record, service.field, params, related=((expert, ("pools",)),))


def _crew(kind: str, data: Data) -> tuple[FieldPath, Sequence[Data]]:
    """Where the team of a record stands, and its members; nowhere and nobody where no survey was made."""
    if kind == "inspections":
        return ("team",), data["team"]
    survey = data.get("survey")
    return (("survey", "team"), survey["team"]) if survey else ((), ())


def _params(service: Service, unit: str) -> dict[str, object]:
    return {"expert": service.expert, "unit": unit, "school": service.unit, "work": _work(service)}


def _work(service: Service) -> Text:
    return _WORK.get(service.record.kind) or _WORK[service.duty]


_WORK = {
    "inspections": Text("检查", "the inspection"),
    "demonstrations": Text("联合调研", "the joint survey"),
    "evaluations": Text("年度评价评分", "the scoring"),
    "appeals": Text("复核", "the review of scores"),
    "follow-ups": Text("复查", "the follow-up"),
    "research": Text("研究论证", "the appraisal"),
    "guidance": Text("检查指导", "the guidance"),
    "training": Text("教育培训", "the training"),
    "supervision": Text("督导督查", "the supervision"),
    "review": Text("评估评审", "the review"),
}
