"""The three teams of every unit: who is there, who leads, and since when.

Dates are compared as text: the schema admits ``YYYY-MM-DD`` only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generator.model.diagnostic import Severity
from generator.model.record import Record
from generator.model.schema import Schema
from generator.model.snapshot import Snapshot
from generator.model.standing import requirement, units_on
from generator.model.teams import KINDS, missing_on
from generator.model.text import Text
from generator.validate.questions import Data
from generator.validate.rule import Finding, record_rule, rule


@rule(
    "TEA001",
    "missing-team",
    Severity.WARNING,
    message=Text("「{unit}」没有{missing}团队", "{unit} has no team for {missing}"),
    hint=Text(
        "团队组建后在 teams 里补上；现行办法要求这一层级的单位三支团队齐全",
        "Add it to teams once it is there; the method in force asks this level of units for all three",
    ),
)
def missing_team(snapshot: Snapshot) -> Iterator[Finding]:
    """Every matter has somebody in charge only where the teams are there; the method says at which levels.

    三支团队健全，才能事事有人管。哪些层级的单位必须健全，由现行办法规定；缺的只提醒，不影响别人提交。
    """
    levels = requirement(snapshot, "teams", snapshot.as_of).get("levels", ())
    for unit in units_on(snapshot, snapshot.as_of, *levels) if levels else ():
        missing = missing_on(unit.document.data, snapshot.as_of)
        if missing:
            names = Text(
                "、".join(KINDS[k].zh for k in missing), ", ".join(KINDS[k].en or k for k in missing)
            )
            params = {"unit": unit.document.data["name"], "missing": names}
            yield Finding(unit, ("teams",), params, at_key=True)


@record_rule(
    "TEA002",
    "team-twice",
    Severity.ERROR,
    message=Text("同一天有两支{team}团队", "Two teams for {team} at the same time"),
    hint=Text(
        "给旧的一条写上截止日期 to，新的一条写上起始日期 from，两段不重叠",
        "End the old one with `to` and begin the new one with `from`, so that they do not overlap",
    ),
    kinds=("organizations",),
)
def team_twice(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """With two teams of a kind nobody knows which of them is in charge.

    同一时间有两支同样的团队，就说不清该找谁。换届时旧的写到哪天为止，新的写从哪天开始。
    """
    by_kind: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for i, team in enumerate(record.document.data.get("teams") or ()):
        by_kind[team["kind"]].append((team.get("from", ""), team.get("to", "9999"), i))
    for kind, spans in by_kind.items():
        last, last_index = "", -1
        for start, end, i in sorted(spans):
            if last_index >= 0 and start <= last:
                other = ((record, ("teams", last_index)),)
                yield Finding(record, ("teams", max(i, last_index)), {"team": KINDS[kind]}, related=other)
            if last_index < 0 or end > last:
                last, last_index = end, i


@record_rule(
    "TEA003",
    "team-ends-before-start",
    Severity.ERROR,
    message=Text("团队的止日 {end} 早于起日 {start}", "The team ends on {end}, before {start}"),
    hint=Text("起止日期是否写反了？", "Are the two days exchanged?"),
    kinds=("organizations",),
)
def team_ends_before_start(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A team that ended before it began was never there.

    止日早于起日的团队，一天也没有存在过。
    """
    for i, team in enumerate(record.document.data.get("teams") or ()):
        if "to" in team and team["to"] < team.get("from", ""):
            yield Finding(record, ("teams", i, "to"), {"start": team["from"], "end": team["to"]})


@record_rule(
    "TEA004",
    "team-without-lead",
    Severity.ERROR,
    message=Text("{team}团队没有写明由谁牵头", "The team for {team} does not say who leads it"),
    hint=Text(
        "写 lead 牵头岗位；岗位还没有登记的，写组建文件的文号 document",
        "Give the post that leads it, or the document that set it up where the post is not known yet",
    ),
    kinds=("organizations",),
)
def team_without_lead(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A team that nobody leads is a name on paper.

    没有牵头岗位的团队只是一个名称，出了事找不到人。只从文件知道已组建的，至少要写出文号。
    """
    for i, team in enumerate(record.document.data.get("teams") or ()):
        if "lead" not in team and "document" not in team:
            yield Finding(record, ("teams", i, "kind"), {"team": KINDS[team["kind"]]})


@record_rule(
    "TEA005",
    "roles-not-members",
    Severity.ERROR,
    message=Text(
        "各岗位合计 {sum} 人，团队人数写的是 {members} 人", "The roles add up to {sum}, not to {members}"
    ),
    hint=Text("核对人数和各岗位人数", "Check the number of members and those of the roles"),
    kinds=("organizations",),
)
def roles_not_members(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Two figures for one team that differ are both in doubt.

    同一支团队两个人数对不上，两个都不可信。
    """
    for i, team in enumerate(record.document.data.get("teams") or ()):
        total = _size(team)
        if total is not None and "members" in team and total != team["members"]:
            yield Finding(record, ("teams", i, "members"), {"sum": total, "members": team["members"]})


def _size(team: Data) -> int | None:
    return sum(row["count"] for row in team["roles"]) if "roles" in team else None
