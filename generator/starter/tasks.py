"""The key tasks of two years: who is in charge, what was reported, and what came of it.

Four for each invented county and year: three of its own and one of a cluster or school below it. Some
blemishes are meant: one task that is late, one dropped, one that went back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from .chance import shuffled, stream
from .documents import number_of
from .inspections import AS_OF
from .organizations import COUNTY_QUALITY, Tree
from .task_texts import (
    BACKWARDS,
    COUNTY_PLANS,
    DROPPED,
    LATE_REASONS,
    LOCAL_PLANS,
    ROLES,
    STUCK,
    Day,
    Plan,
)

YEARS = (2024, 2025)
STUCK_PLAN = next(p for p in COUNTY_PLANS if "废弃物" in p.title)
DROPPED_PLAN = next(p for p in COUNTY_PLANS if "更新" in p.title)
BACKWARDS_PLAN = next(p for p in COUNTY_PLANS if "清查" in p.title)


@dataclass(frozen=True, slots=True)
class Given:
    """A plan given to a unit. turn: what is meant to happen: "", ``stuck``, ``dropped`` or ``backwards``."""

    plan: Plan
    unit: str
    level: str
    county: int
    turn: str = ""


def tasks(city: Tree, seed: int) -> Iterator[dict[str, Any]]:
    """The records of both years."""
    chance = stream(seed, "tasks")
    for year in YEARS:
        for county, name in enumerate(city.counties):
            for number, given in enumerate(_given(city, year, county, chance), start=1):
                yield _record(f"t-{year}-{name}-{number}", year, given, chance)


def _given(city: Tree, year: int, county: int, chance: Random) -> Iterator[Given]:
    name, kind = city.counties[county], county % len(COUNTY_QUALITY)
    meant = {
        (2025, 4): (STUCK_PLAN, "stuck"),
        (2025, 2): (DROPPED_PLAN, "dropped"),
        (2024, 1): (BACKWARDS_PLAN, "backwards"),
    }.get((year, kind))
    plans = shuffled(COUNTY_PLANS, chance)
    # The youngest county has had no technical team since the summer of 2025.
    plans = [p for p in plans if not (year == 2025 and kind == 4 and p.team == "technical")]
    if meant:
        plans.remove(meant[0])
        yield Given(meant[0], name, "county", county, meant[1])
    for plan in plans[: 2 if meant else 3]:
        yield Given(plan, name, "county", county)
    yield _local(city, year, county, chance)


def _local(city: Tree, year: int, county: int, chance: Random) -> Given:
    """A task of one cluster or school of the county."""
    open_all = [s for s in city.by_county[county] if s.is_open(f"{year - 1}-12-31", f"{year}-12-31")]
    schools = [(s.id, "school") for s in open_all]
    chemical = [(s.id, "school") for s in open_all if s.hazchem]
    clusters = [(f"{city.counties[county]}-c01", "cluster"), (f"{city.counties[county]}-c02", "cluster")]
    places = {"chemicals": chemical, "school": schools, "cluster": clusters}
    plan = chance.choice([p for p in LOCAL_PLANS if places[p.level]])
    unit, level = chance.choice(places[plan.level])
    return Given(plan, unit, level, county)


def _record(id: str, year: int, given: Given, chance: Random) -> dict[str, Any]:
    plan, turn = given.plan, given.turn
    start, deadline = _day(year, plan.start), _day(year, plan.deadline)
    end = _end(given, start, deadline, chance)
    record: dict[str, Any] = {
        "id": id,
        "year": year,
        "title": plan.title,
        "mechanism": plan.mechanism,
        "document": number_of(f"tasks-{year}"),
        "goal": plan.goal,
        "unit": given.unit,
        "team": plan.team,
        "role": ROLES[given.level, plan.team],
        "start": start.isoformat(),
        "deadline": deadline.isoformat(),
        "milestones": _steps(year, given, end, chance),
        "progress": _reports(given, start, end, chance),
    }
    if not record["progress"]:
        del record["progress"]
    status = "dropped" if turn == "dropped" else "running" if turn == "stuck" or end > AS_OF else "done"
    record["status"] = status
    if status != "running":
        record["settled_on"] = end.isoformat()
    if status == "dropped":
        record["reason"] = DROPPED
    elif status == "done" and end > deadline:
        record["reason"] = chance.choice(LATE_REASONS)
    return record | {"sample": True}


def _end(given: Given, start: date, deadline: date, chance: Random) -> date:
    """The day on which the task is settled: a little before its deadline, or after it where work is slow."""
    days = (deadline - start).days
    if given.turn == "dropped":
        return _workday(start + timedelta(days // 2))
    if given.turn == "stuck":
        return AS_OF + timedelta(14)
    late = chance.random() < 0.14 - 0.2 * COUNTY_QUALITY[given.county % len(COUNTY_QUALITY)]
    if deadline > AS_OF:  # still running
        return _workday(max(deadline - timedelta(chance.randint(0, 4)), AS_OF + timedelta(5)))
    end = deadline + timedelta(chance.randint(4, 25) if late else -chance.randint(1, max(2, days // 8)))
    # Only the stuck task is still open after its deadline.
    return _workday(min(end, AS_OF - timedelta(chance.randint(1, 4))))


def _steps(year: int, given: Given, end: date, chance: Random) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = []
    for title, last in given.plan.steps:
        due = _day(year, last)
        step = {"title": title, "due": due.isoformat()}
        done = _workday(due - timedelta(chance.randint(-6, 12)))
        if done < min(end, AS_OF) and not (given.turn == "dropped" and len(steps) > 0):
            step["done_on"] = done.isoformat()
        steps.append(step)
    return steps


def _reports(given: Given, start: date, end: date, chance: Random) -> list[dict[str, Any]]:
    """The reports up to the day of the sample, evenly spread with some noise, the last on the last day."""
    texts, days = given.plan.reports, (end - start).days
    rows: list[dict[str, Any]] = []
    for number, text in enumerate(texts, start=1):
        is_last = number == len(texts)
        day = (
            end
            if is_last
            else _workday(start + timedelta(days * number // len(texts) + chance.randint(-5, 5)))
        )
        percent = 100 if is_last else 100 * number // len(texts) // 5 * 5 + chance.choice((-5, 0, 5))
        if day <= AS_OF and not (is_last and given.turn == "dropped"):
            rows.append({"date": day.isoformat(), "percent": percent, "text": text})
    if given.turn == "stuck" and rows:
        rows.append({"date": (AS_OF - timedelta(13)).isoformat(), "percent": 80, "text": STUCK})
    if given.turn == "backwards" and len(rows) > 2:
        between = date.fromisoformat(rows[1]["date"]) + timedelta(9)
        row = {"date": _workday(between).isoformat(), "percent": 45, "text": "复核中，部分学校重新登记"}
        rows.insert(2, row | {"reason": BACKWARDS})
    if rows and rows[-1]["percent"] == 100:
        rows[-1]["evidence"] = [{"title": given.plan.proof}]
    return rows


def _day(year: int, day: Day) -> date:
    return date(year, *day)


def _workday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(max(0, day.weekday() - 4))
