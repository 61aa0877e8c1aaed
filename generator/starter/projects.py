"""Projects of the six batches in the invented counties, two years of them.

Some blemishes are meant: a county that reported no research topic, a building site that is late, a project
that was dropped, goals not quite reached, batches that a county says it has none of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from .batches import BATCHES, Batch, Plan
from .budgets import YEARS
from .chance import shuffled, stream
from .inspections import AS_OF
from .organizations import COUNTY_QUALITY

# By the number of the county, the year and the batch.
UNREPORTED = frozenset({(4, 2025, "research")})
LATE = (3, 2025, "construction")
SECOND = frozenset(
    {(0, 2025, "construction"), (0, 2025, "activity"), (1, 2025, "training"), (2, 2025, "project")}
)
NOT_STARTED = (0, 2025, "activity")  # the second of them
ABSENT: Mapping[tuple[int, int, str], str] = {
    (3, 2024, "research"): "没有新立项的课题，教研人员集中参与实验室改造方案论证。",
    (4, 2024, "project"): "年初预算没有单列项目经费，当年没有立项，下一年起安排。",
    (1, 2025, "exemplar"): "先进典型改为两年遴选一次，当年不安排。",
}
DROPPED: Mapping[tuple[int, int, str], str] = {
    (3, 2024, "project"): "中标供应商未能按期供货，解除合同，2025年重新采购。",
    (2, 2025, "activity"): "与市级展示活动时间相同、内容相近，并入市级活动，不再单独举办。",
}
WINDOWS = (  # first day, last day, of what begins early and of what begins late in a year
    ("02-24", "06-30"), ("03-03", "09-30"), ("03-10", "10-31"), ("04-07", "11-14"), ("04-21", "11-28"),
    ("05-12", "12-19"), ("06-03", "12-26"), ("09-08", "12-31"),
)  # fmt: skip
WINDOW_OF_THE_LATE = ("04-14", "11-28")
WINDOW_OF_THE_NEXT = ("12-15", "12-31")


@dataclass(slots=True)
class Purse:
    """What is left of a county's budget lines in one year, in yuan."""

    budget: str
    left: dict[str, Decimal]

    def take(self, line: str, percent: int) -> list[dict[str, Any]]:
        """An entry for that share of what is left of the line; none where the county has no such line."""
        if line not in self.left:
            return []
        thousands = int(self.left[line]) * percent // 100_000
        amount = Decimal(thousands * 1000).quantize(Decimal("0.01"))
        self.left[line] -= amount
        return [{"budget": self.budget, "line": line, "amount": amount}] if thousands else []


def projects(
    counties: tuple[str, ...], budgets: tuple[dict[str, Any], ...], seed: int
) -> Iterator[dict[str, Any]]:
    """The records of both years, by year, county and batch."""
    purses = {
        (b["year"], b["unit"]): Purse(b["id"], {x["id"]: x["planned"] for x in b["lines"]}) for b in budgets
    }
    plans = {b.id: shuffled(b.plans, stream(seed, f"plans {b.id}")) for b in BATCHES}
    for year in YEARS:
        for number, county in enumerate(counties):
            purse = purses[year, county]
            chance = stream(seed, f"projects {year} {county}")
            for batch in BATCHES:
                place = (number, year, batch.id)
                if place in UNREPORTED:
                    continue
                if place in ABSENT:
                    yield _absent(batch, year, county, ABSENT[place])
                    continue
                turn = number + 2 * (year - YEARS[0])
                for nth in range(2 if place in SECOND else 1):
                    plan = plans[batch.id][(turn + nth) % len(batch.plans)]
                    yield _project(batch, plan, place, nth, county, purse, chance)


def _absent(batch: Batch, year: int, county: str, reason: str) -> dict[str, Any]:
    return {
        "id": f"p-{year}-{county}-{batch.id}",
        "batch": batch.id,
        "year": year,
        "unit": county,
        "status": "absent",
        "reason": reason,
        "sample": True,
    }


def _project(
    batch: Batch, plan: Plan, place: tuple[int, int, str], nth: int, county: str, purse: Purse, chance: Random
) -> dict[str, Any]:
    number, year, _ = place
    window = chance.choice(WINDOWS)
    if place == LATE:
        window = WINDOW_OF_THE_LATE
    elif place == NOT_STARTED and nth:
        window = WINDOW_OF_THE_NEXT
    start, end = (date.fromisoformat(f"{year}-{day}") for day in window)
    status = _status(place, start, end)
    target = chance.randint(plan.low, plan.high)
    record: dict[str, Any] = {
        "id": f"p-{year}-{county}-{batch.id}-{nth + 1}",
        "batch": batch.id,
        "year": year,
        "unit": county,
        "status": status,
    }
    if status == "dropped":
        record["reason"] = DROPPED[place]
    record |= {
        "title": plan.title,
        "lead": batch.lead,
        "start": start.isoformat(),
        "deadline": end.isoformat(),
        "goal": {"text": plan.goal, "measure": plan.measure, "target": target},
        "milestones": list(_milestones(batch, start, end, status, place == LATE, chance)),
    }
    money = purse.take(plan.line, 55 if nth == 0 else 80) if plan.line and status != "dropped" else []
    if money:
        record["money"] = money
    quality = COUNTY_QUALITY[number % len(COUNTY_QUALITY)]
    if status == "done":
        record["result"] = _done(plan, target, end, quality, chance)
    elif status == "running":
        so_far = target * chance.randint(35, 80) // 100
        record["result"] = {"on": "2025-11-30", "amount": so_far, "measure": plan.measure}
    return record | {"sample": True}


def _status(place: tuple[int, int, str], start: date, end: date) -> str:
    if place in DROPPED:
        return "dropped"
    if start > AS_OF:
        return "planned"
    return "running" if end >= AS_OF or place == LATE else "done"


def _milestones(
    batch: Batch, start: date, end: date, status: str, is_late: bool, chance: Random
) -> Iterator[dict[str, Any]]:
    """Evenly spread steps, the last on the deadline; what lies behind is done, a few days early or late."""
    count = len(batch.steps)
    for i, title in enumerate(batch.steps):
        due = start + (end - start) * (i + 1) // count
        done = min(due + timedelta(chance.randint(-9, 4)), end, AS_OF)
        step = {"title": title, "due": due.isoformat()}
        is_last = i == count - 1
        if status == "done" or (status == "running" and due < AS_OF and not (is_late and is_last)):
            step["done_on"] = max(done, start).isoformat()
        yield step


def _done(plan: Plan, target: int, end: date, quality: float, chance: Random) -> dict[str, Any]:
    """What came of it: mostly the goal, sometimes a little more, in a weak county now and then less."""
    falls_short = chance.random() < 0.18 - 0.2 * quality and target > 2
    amount = (
        target - max(1, target // 6)
        if falls_short
        else target + chance.choice((0, 0, 0, max(0, target // 15)))
    )
    return {
        "on": (end - timedelta(chance.randint(0, 6))).isoformat(),
        "amount": amount,
        "measure": plan.measure,
        "text": plan.effect.format(n=amount),
    }
