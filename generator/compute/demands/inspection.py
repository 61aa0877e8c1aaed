"""What the second mechanism demands (督查考评), in the order of the bureau's text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generator.compute.demand import Judgement, by_year_end, demand
from generator.model.demand import Mechanism, State
from generator.model.period import Period
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.standing import county_of, day_of_judgement, own_city_id, units_on
from generator.model.text import Text


@demand(
    "annual-task-list",
    Mechanism.INSPECTION,
    words=Text("年度重点任务清单制", "Yearly list of key tasks"),
    asks=Text(
        "每年印发重点任务清单，任务逐项登记，写明清单文号",
        "The list of key tasks is issued every year, and every task on it is recorded with its number",
    ),
    rules=("TSK005", "TSK014"),
    kinds=("tasks", "documents"),
)
def annual_task_list(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """The city has issued the list of that year: there are tasks, and they cite the document."""
    unit = own_city_id(snapshot)
    if not unit or "tasks" not in snapshot.schemas:
        return
    tasks = [r for r in snapshot.active("tasks") if r.document.data.get("year") == year]
    numbers = sorted({r.document.data["document"] for r in tasks if "document" in r.document.data})
    listed = sum("document" in r.document.data for r in tasks)
    reason = (
        Text(
            f"登记 {len(tasks)} 项任务，{listed} 项写明清单文号"
            + (f"（{'、'.join(numbers)}）" if numbers else ""),
            f"{len(tasks)} tasks recorded, {listed} with the list's number",
        )
        if tasks
        else Text(f"没有登记 {year} 年的重点任务", f"No key task of {year} is recorded")
    )
    documents = [r.key for r in snapshot.active("documents") if r.document.data.get("number") in numbers]
    evidence = (*documents, *(r.key for r in tasks))
    is_met = bool(tasks) and listed == len(tasks)
    yield Judgement(unit, by_year_end(snapshot, year - 1, is_met), reason, evidence)


@demand(
    "evaluation-rules",
    Mechanism.INSPECTION,
    words=Text("年度考核评价细则", "Yearly evaluation rules"),
    asks=Text(
        "每年制发重点任务考核评价细则，一百分分到每一项",
        "Rules of evaluation are issued every year, a hundred points shared out among their items",
    ),
    rules=("CHK014", "EVL001", "EVL002"),
    kinds=("checklists",),
)
def evaluation_rules(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """The city has a list for the evaluation of that year; it is owed from the year's first day on."""
    unit = own_city_id(snapshot)
    if not unit or "checklists" not in snapshot.schemas:
        return
    lists = _lists(snapshot, year, "evaluation")
    reason = (
        Text(f"已制发 {year} 年考核评价细则", f"The rules of {year} are issued")
        if lists
        else Text(f"没有 {year} 年的考核评价细则", f"No rules for {year}")
    )
    yield Judgement(unit, by_year_end(snapshot, year - 1, bool(lists)), reason, tuple(r.key for r in lists))


@demand(
    "county-evaluations",
    Mechanism.INSPECTION,
    words=Text("对各县（区）年度重点任务完成情况进行评价", "Counties are evaluated every year"),
    asks=Text(
        "每个县（区）每年都有终定的考核评价，等次由得分和否决情形得出",
        "Every county has a final evaluation for the year, its grade follows from scores and vetoes",
    ),
    rules=("EVL008", "EVL017", "EVL018", "EVL028"),
    kinds=("evaluations", "checklists", "appeals"),
)
def county_evaluations(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """Each county's evaluation of the year is final by the end of the year after it.

    A county that was never evaluated takes no part, so nothing is asked of it.
    """
    if "evaluations" not in snapshot.schemas:
        return
    records = list(snapshot.active("evaluations"))
    taking_part = {r.document.data["unit"] for r in records}
    mine = {r.document.data["unit"]: r for r in records if r.document.data["year"] == year}
    for county in units_on(snapshot, day_of_judgement(year, snapshot.as_of), "county"):
        record = mine.get(county.id)
        if county.id not in taking_part:
            yield Judgement(county.id, State.EXEMPT, Text("没有参加考核评价", "Takes no part"))
        elif record is None:
            state = by_year_end(snapshot, year + 1, is_met=False)
            yield Judgement(county.id, state, Text("还没有评价记录", "No evaluation yet"))
        else:
            is_final = record.document.data["status"] == "final"
            reason = (
                Text("已终定", "final")
                if is_final
                else Text("正在评价，尚未终定", "under way, not final yet")
            )
            state = by_year_end(snapshot, year + 1, is_final)
            yield Judgement(county.id, state, reason, (record.key,))


@demand(
    "risk-grading",
    Mechanism.INSPECTION,
    words=Text("安全风险分级管控", "Graded risk control"),
    asks=Text(
        "危化品检查表的每一项都按风险分级（红、橙、黄、蓝）",
        "Every item of the list on hazardous chemicals has its risk colour",
    ),
    rules=("CHK015",),
    kinds=("checklists",),
)
def risk_grading(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """Every item of the year's list on chemicals says how grave it is."""
    unit = own_city_id(snapshot)
    if not unit or "checklists" not in snapshot.schemas:
        return
    lists = _lists(snapshot, year, "inspection", "hazchem")
    items = [item for record in lists for section in record.document.data.get("sections", ())
             for item in section.get("items", ())]  # fmt: skip
    graded = sum("risk_color" in item for item in items)
    state = by_year_end(snapshot, year - 1, bool(items) and graded == len(items))
    reason = (
        Text(f"危化品检查表 {len(items)} 项，已分级 {graded} 项", f"{graded} of {len(items)} items graded")
        if items
        else Text(f"没有 {year} 年的危化品检查表", f"No list on chemicals for {year}")
    )
    yield Judgement(unit, state, reason, tuple(r.key for r in lists))


@demand(
    "chemical-checks",
    Mechanism.INSPECTION,
    words=Text("常态化开展危化品管理", "Regular checks of chemicals"),
    asks=Text(
        "存放危化品的学校，每年都查到",
        "Every school that keeps hazardous chemicals is inspected for them in the year",
    ),
    rules=("DAT006", "CHK001"),
    kinds=("inspections",),
)
def chemical_checks(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """In each county, the schools that keep chemicals and existed all year were visited for them."""
    if "inspections" not in snapshot.schemas:
        return
    visited: dict[str, list[str]] = defaultdict(list)
    for record in _done(snapshot, year):
        if record.document.data.get("topic") == "hazchem":
            visited[record.document.data.get("organization", "")].append(record.key)
    for county, schools in _keepers(snapshot, year).items():
        reached = [s for s in schools if visited[s]]
        state = by_year_end(snapshot, year, len(reached) == len(schools))
        reason = Text(
            f"存放危化品的学校 {len(schools)} 所，已查 {len(reached)} 所",
            f"{len(reached)} of {len(schools)} schools with chemicals inspected",
        )
        yield Judgement(county, state, reason, tuple(key for s in reached for key in visited[s]))


@demand(
    "quarterly-inspection",
    Mechanism.INSPECTION,
    words=Text("季度暗访督查", "Quarterly inspection"),
    asks=Text(
        "每季度督查危化品暨装备管理应用和装备数字化转型两个专题",
        "Two topics are inspected in every quarter: chemicals and equipment, digital transformation",
    ),
    rules=("DAT006",),
    kinds=("inspections",),
)
def quarterly_inspection(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """The city has inspected each topic in each quarter that is over."""
    unit, schema = own_city_id(snapshot), snapshot.schemas.get("inspections")
    topics = [c.value for c in schema.choices("topic")] if schema else []
    if not unit or not topics:  # what a revision could not record is not asked for
        return
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for record in _done(snapshot, year):
        data = record.document.data
        found[data["period"], data.get("topic", "")].append(record.key)
    over = [p for q in range(1, 5) if (p := Period(year, q)).end <= snapshot.as_of]
    asked = len(over) * len(topics)
    missing = [(p, t) for p in over for t in topics if not found[str(p), t]]
    done = asked - len(missing)
    state = State.OPEN if missing else State.MET if len(over) == 4 else State.PENDING
    reason = Text(
        f"已结束 {len(over)} 个季度，应督查 {asked} 轮，完成 {done} 轮",
        f"{done} of {asked} rounds in {len(over)} quarters that are over",
    )
    evidence = tuple(key for keys in found.values() for key in keys)
    yield Judgement(unit, state, reason, evidence)


def _done(snapshot: Snapshot, year: int) -> Iterator[Record]:
    """The inspections of that year that have taken place."""
    for record in snapshot.active("inspections"):
        data = record.document.data
        if data.get("status") == "done" and data.get("period", "").startswith(f"{year}-"):
            yield record


def _keepers(snapshot: Snapshot, year: int) -> dict[str, list[str]]:
    """County -> its schools that keep chemicals and were open all year; counties without any left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for record in units_on(snapshot, day_of_judgement(year, snapshot.as_of), "school"):
        data = record.document.data
        is_open_all_year = data.get("opened", "") <= f"{year}-01-01"
        county = county_of(snapshot, record.id)
        if county and is_open_all_year and data.get("keeps", {}).get("hazchem"):
            found[county.id].append(record.id)
    return dict(found)


def _lists(snapshot: Snapshot, year: int, kind: str, topic: str | None = None) -> tuple[Record, ...]:
    """The lists of that year, of one kind and, where one is named, topic."""
    return tuple(
        r
        for r in snapshot.active("checklists")
        if r.document.data.get("kind") == kind
        and r.document.data.get("year") == year
        and topic in (None, r.document.data.get("topic"))
    )
