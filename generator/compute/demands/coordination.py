"""What the first mechanism demands: coordination (推进协调), 事事有人管、件件有着落."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generator.compute.demand import Judgement, demand
from generator.model.demand import Mechanism, State
from generator.model.record import Record
from generator.model.register import register
from generator.model.snapshot import Snapshot
from generator.model.standing import county_of, day_of_judgement, own_city_id, requirement, units_on
from generator.model.tasks import Data, in_charge, is_late, is_settled
from generator.model.teams import KINDS, missing_on, teams_on
from generator.model.text import Text


@demand(
    "founding-document",
    Mechanism.COORDINATION,
    words=Text("理顺四级关系的通知", "The document that orders the four levels"),
    asks=Text(
        "评价办法写明的依据公文已印发、已登记、现行有效",
        "The document that the method names is issued, registered and in force",
    ),
    rules=("DOC001", "DOC004", "DOC007", "DOC008"),
    kinds=("documents", "methods"),
)
def founding_document(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """The city has issued the document on which the teams rest, and none has taken its place."""
    number = requirement(snapshot, "teams", day_of_judgement(year, snapshot.as_of)).get("document")
    unit = own_city_id(snapshot)
    if not number or not unit:
        return
    record = register(snapshot).get(number)
    gone = next((word for field, word in _NO_MORE if record and field in record.document.data), None)
    later = [r for r in snapshot.active("documents") if number in r.document.data.get("replaces", ())]
    if record is None:
        state, reason = State.OPEN, Text(f"{number} 还没有登记", f"{number} is not registered")
    elif gone or later:
        word = gone or Text("已被代替", "replaced")
        state, reason = State.OPEN, Text(f"{number} {word.zh}", f"{number} is {word.to('en')}")
    else:
        state, reason = State.MET, Text(f"{number} 已登记，现行有效", f"{number} is registered and in force")
    evidence = tuple(r.key for r in (record, *later) if r)
    yield Judgement(unit, state, reason, evidence)


_NO_MORE = (("withdrawn", Text("已撤回", "withdrawn")), ("voided", Text("是作废的号", "a voided number")))


@demand(
    "three-teams",
    Mechanism.COORDINATION,
    words=Text("健全“三支”团队", "Three teams"),
    asks=Text(
        "办法规定的各级单位都有业务管理、专家骨干和技术支持三支团队",
        "Units of the levels that the method names have teams for management, experts and technical support",
    ),
    rules=("TEA001", "TEA002", "TEA004"),
    kinds=("organizations",),
)
def three_teams(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """Each unit of these levels had its three teams at the end of the year, or has them now."""
    day = day_of_judgement(year, snapshot.as_of)
    levels = requirement(snapshot, "teams", day).get("levels", ())
    registered = register(snapshot)
    for unit in units_on(snapshot, day, *levels) if levels else ():
        state = State.OPEN if missing_on(unit.document.data, day) else State.MET
        numbers = {t["document"] for t in teams_on(unit.document.data, day).values() if "document" in t}
        founding = (registered[n] for n in numbers if n in registered)
        evidence = (unit.key, *(r.key for r in founding if not r.is_withdrawn))
        yield Judgement(unit.id, state, _of_teams(unit, day), evidence)


def _of_teams(unit: Record, day: str) -> Text:
    held, missing = teams_on(unit.document.data, day), missing_on(unit.document.data, day)
    if not held:
        return Text("没有登记团队", "No team is recorded")
    if missing:
        zh = "、".join(KINDS[k].zh for k in missing)
        return Text(f"缺{zh}团队", f"No team for {', '.join(KINDS[k].en or k for k in missing)}")
    founded = [t for t in held.values() if "lead" not in t]
    if founded:
        number = founded[0].get("document", "")
        return Text(
            f"三支团队已组建（{number}），岗位未登记", f"All three are set up ({number}), posts not recorded"
        )
    return Text("三支团队齐全", "All three are there")


@demand(
    "task-owners",
    Mechanism.COORDINATION,
    words=Text("事事有人管", "Somebody in charge of everything"),
    asks=Text(
        "每项重点任务有一个责任单位和一支责任团队，当时都在",
        "Every key task has one unit and one team in charge, both there at the time",
    ),
    rules=("TSK001", "TSK002", "TSK003", "TSK004"),
    kinds=("tasks", "organizations"),
)
def task_owners(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """For the city and each county: no task of the year is without a unit or a team."""
    for unit, tasks in _by_column(snapshot, year).items():
        wanted = [t for t in tasks if t.document.data.get("status") != "dropped"]
        nobody = [t for t in wanted if in_charge(snapshot, t.document.data) is None]
        teamless = [t for t in wanted if _has_owner_without_team(snapshot, t.document.data)]
        wrong = [*nobody, *teamless]
        # Where something is amiss, only that is named: among fifty tasks nobody would find it.
        evidence = tuple(t.key for t in wrong or tasks)
        yield Judgement(
            unit,
            State.OPEN if wrong else State.MET,
            _of_owners(len(tasks), len(nobody), len(teamless)),
            evidence,
        )


def _of_owners(tasks: int, nobody: int, teamless: int) -> Text:
    zh, en = [f"{tasks} 项任务"], [f"{tasks} task{'' if tasks == 1 else 's'}"]
    if nobody:
        zh.append(f"{nobody} 项没有责任单位")
        en.append(f"{nobody} without a unit")
    if teamless:
        zh.append(f"{teamless} 项的责任团队当时不在")
        en.append(f"{teamless} with a team that was not there")
    if not nobody and not teamless:
        zh.append("都有责任单位和团队")
        en.append("with unit and team")
    return Text("，".join(zh), ", ".join(en))


@demand(
    "tasks-settled",
    Mechanism.COORDINATION,
    words=Text("件件有着落", "Everything settled"),
    asks=Text(
        "重点任务到期都办结；不再做的写明原因终止",
        "Every key task is done by its deadline, or dropped with a reason",
    ),
    rules=("TSK009", "TSK010", "TSK011", "TSK012"),
    kinds=("tasks",),
)
def tasks_settled(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """For the city and each county: no task of the year is open after its deadline."""
    for unit, tasks in _by_column(snapshot, year).items():
        late = [t for t in tasks if is_late(t.document.data, snapshot.as_of)]
        settled = sum(is_settled(t.document.data) for t in tasks)
        state = State.OPEN if late else State.MET if settled == len(tasks) else State.PENDING
        zh = f"{len(tasks)} 项任务，办结 {settled} 项"
        en = f"{settled} of {len(tasks)} settled"
        if late:
            zh, en = f"{zh}，逾期未办结 {len(late)} 项", f"{en}, {len(late)} late"
        yield Judgement(unit, state, Text(zh, en), tuple(t.key for t in late or tasks))


def _by_column(snapshot: Snapshot, year: int) -> dict[str, list[Record]]:
    """The tasks of a year by county; under the city those of its own and those that nobody has."""
    city = own_city_id(snapshot)
    found: dict[str, list[Record]] = defaultdict(list)
    for record in snapshot.active("tasks"):
        data = record.document.data
        if data.get("year") == year:
            county = county_of(snapshot, data.get("unit", ""))
            if county or city:
                found[county.id if county else city].append(record)
    return found


def _has_owner_without_team(snapshot: Snapshot, task: Data) -> bool:
    unit = in_charge(snapshot, task)
    return unit is not None and task.get("team") not in teams_on(unit.document.data, task.get("start", ""))
