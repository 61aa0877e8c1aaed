"""What the fifth mechanism demands (服务保障), and the six batches with which the bureau's text ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from generator.compute.demand import Judgement, demand
from generator.model.demand import Mechanism, State
from generator.model.number import yuan
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.standing import last_day, units_asked
from generator.model.text import Text
from generator.model.yearly import batches, budgets_of, projects_of

Line = Mapping[str, Any]
AIMS = ("priority", "shortfall", "highlight")


@demand(
    "opening-budget",
    Mechanism.GUARANTEE,
    words=Text("将所需经费纳入年初预算", "The money needed stands in the budget of the year's start"),
    asks=Text(
        "每年的预算里有年初安排的装备经费，追加的另列",
        "The year's budget has lines planned at its start; what is added later stands apart",
    ),
    rules=("BUD001", "BUD002", "BUD006", "BUD009"),
    kinds=("budgets",),
)
def opening_budget(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """Every unit that must has a budget of the year with a line planned at its start."""
    if "budgets" not in snapshot.schemas:
        return
    every = budgets_of(snapshot, year)
    for unit in units_asked(snapshot, "budgets", f"{year}-12-31"):
        budget = every.get(unit.id)
        state = State.MET if _total(_opening(budget)) else _late(snapshot, "budgets", year)
        yield Judgement(unit.id, state, _planned(budget), (budget.key,) if budget else ())


@demand(
    "money-where-it-counts",
    Mechanism.GUARANTEE,
    words=Text(
        "把资金用在重点项目、短板弱项和特色亮点上", "Money goes to priorities, shortfalls and highlights"
    ),
    asks=Text(
        "预算里重点项目、短板弱项、特色亮点三类都有安排",
        "The budget has lines of all three sorts: priorities, shortfalls, highlights",
    ),
    rules=("BUD004", "PRJ003", "PRJ005"),
    kinds=("budgets",),
)
def money_where_it_counts(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """The budget of every unit that must have one holds money for each of the three."""
    titles = _titles(snapshot)
    if not titles:
        return
    every = budgets_of(snapshot, year)
    for unit in units_asked(snapshot, "budgets", f"{year}-12-31"):
        budget = every.get(unit.id)
        sums = {aim: _sum(budget, aim) for aim in AIMS}
        state = State.MET if all(sums.values()) else _late(snapshot, "budgets", year)
        reason = Text(
            "，".join(f"{titles[aim].zh} {yuan(sums[aim])} 元" for aim in AIMS),
            ", ".join(f"{titles[aim].en} {yuan(sums[aim])} yuan" for aim in AIMS),
        )
        yield Judgement(unit.id, state, reason, (budget.key,) if budget else ())


@demand(
    "six-batches",
    Mechanism.GUARANTEE,
    words=Text("以“六个一批”为抓手", "Six batches of work"),
    asks=Text(
        "建设、活动、培训、项目、课题、先进六个批次，每年都有项目，或者说明没有安排",
        "Each of the six batches has a project in the year, or the statement that there is none",
    ),
    rules=("PRJ001", "PRJ002", "PRJ012"),
    kinds=("projects",),
)
def six_batches(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """Every unit that must has accounted for all six in the year."""
    known = batches(snapshot)
    if not known:
        return
    found = projects_of(snapshot, year)
    for unit in units_asked(snapshot, "projects", f"{year}-12-31"):
        mine = found.get(unit.id, {})
        missing = [b.title for b in known if b.value not in mine]
        state = _late(snapshot, "projects", year) if missing else State.MET
        records = [record for b in known for record in mine.get(b.value, ())]
        projects = [r for r in records if r.document.data.get("status") != "absent"]
        done = sum(r.document.data.get("status") == "done" for r in projects)
        zh = f"项目 {len(projects)} 个，完成 {done} 个"
        en = f"{done} of {len(projects)} projects done"
        if missing:
            zh += f"；缺{'、'.join(b.zh for b in missing)}"
            en += f"; missing: {', '.join(b.en or b.zh for b in missing)}"
        yield Judgement(unit.id, state, Text(zh, en), tuple(r.key for r in records))


def _late(snapshot: Snapshot, name: str, year: int) -> State:
    """What is not there is open once its day has passed."""
    return State.OPEN if last_day(snapshot, name, year) < snapshot.as_of.isoformat() else State.PENDING


def _planned(budget: Record | None) -> Text:
    if budget is None:
        return Text("没有预算记录", "There is no budget on record")
    opening = _opening(budget)
    later = [line for line in budget.document.data.get("lines", ()) if line not in opening]
    zh = f"年初安排 {len(opening)} 项 {yuan(_total(opening))} 元"
    en = f"{len(opening)} lines of {yuan(_total(opening))} yuan at the year's start"
    if later:
        zh += f"，追加 {len(later)} 项 {yuan(_total(later))} 元"
        en += f", {len(later)} of {yuan(_total(later))} yuan added"
    return Text(zh, en)


def _opening(budget: Record | None) -> list[Line]:
    lines = budget.document.data.get("lines", ()) if budget else ()
    return [line for line in lines if line.get("stage") == "initial"]


def _sum(budget: Record | None, category: str) -> Decimal:
    lines = budget.document.data.get("lines", ()) if budget else ()
    return _total([line for line in lines if line.get("category") == category])


def _total(lines: list[Line]) -> Decimal:
    return sum((Decimal(line.get("planned", 0)) for line in lines), Decimal(0))


def _titles(snapshot: Snapshot) -> dict[str, Text]:
    """The sorts of lines as the schema names them; none where a revision knows no budgets."""
    schema = snapshot.schemas.get("budgets")
    choices = schema.choices("lines[].category") if schema else ()
    found = {c.value: c.title for c in choices}
    return found if set(AIMS) <= set(found) else {}
