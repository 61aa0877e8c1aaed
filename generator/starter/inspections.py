"""What was found in the visits of the rounds, and what was said about it; whom they visit: ``rounds``.

Results follow the school's quality and get better over time, with noise. The records of visits make up
nearly all of a large sample, so they are written line by line.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from random import Random
from typing import Any

from .chance import stream
from .experts import team
from .facts import with_facts
from .organizations import School
from .rounds import AS_OF, QUARTERS, Round
from .visits import Result, Seen, Visit, visit

__all__ = ["AS_OF", "QUARTERS", "Inspection", "has_tie", "visits"]

# In one quarter two counties come out with the same printed total.
TIED = (2024, 2)
TRIES = 100
CANCELLED = "学校校舍管网抢修，当日临时停课，调整到下一季度安排。"


@dataclass(frozen=True, slots=True)
class Inspection:
    """One record, and what awards need to know of it.

    visited: None for a planned or a cancelled inspection.
    """

    id: str
    year: int
    quarter: int
    topic: str
    school: School
    data: dict[str, Any]
    visited: Visit | None = None


def visits(rounds: Iterable[Round], seed: int) -> Iterator[Inspection]:
    """The inspections of all *rounds*, in order of time and topic."""
    seen: Seen = {}
    for _, quarter in groupby(rounds, key=lambda one: one.period):
        yield from _quarter(list(quarter), seed, seen)


def _quarter(rounds: list[Round], seed: int, seen: Seen) -> list[Inspection]:
    """The inspections of both rounds; where a tie is wanted the visits are made again until there is one."""
    found: list[Inspection] = []
    before = _copied(seen)
    for attempt in range(TRIES):
        seen.clear()
        seen.update(_copied(before))
        chance = stream(seed, f"{rounds[0].period}/{attempt}")
        found = [i for current in rounds for i in _round(current, chance, seen, seed)]
        if (rounds[0].year, rounds[0].quarter) != TIED or has_tie(found):
            break
    return found


def _copied(seen: Seen) -> Seen:
    return {name: {item: set(used) for item, used in items.items()} for name, items in seen.items()}


def has_tie(inspections: Sequence[Inspection]) -> bool:
    """Do two counties come out with the same total, printed by the sample's method of 2024?"""
    by_county: dict[int, list[Visit]] = defaultdict(list)
    for inspection in inspections:
        if inspection.visited:
            by_county[inspection.school.county].append(inspection.visited)
    totals = [_total(visited) for visited in by_county.values()]
    return len(set(totals)) < len(totals)


def _total(visited: Sequence[Visit]) -> Decimal:
    """Half the pass rate and half the mean score, each as printed."""
    passed = Decimal(100 * sum(v.grade != "fail" for v in visited)) / len(visited)
    mean = 100 * sum((v.obtained for v in visited), Decimal(0)) / sum(v.applicable for v in visited)
    half = (_printed(passed, 1) + _printed(mean, 2)) / 2
    return _printed(half, 1)


def _printed(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _round(current: Round, chance: Random, seen: Seen, seed: int) -> Iterator[Inspection]:
    """The inspections of one round, numbered in order of their days."""
    count = len(current.turns)
    width = max(2, len(str(count)))
    days = sorted(chance.choice(current.days) for _ in current.turns)
    is_tied = (current.year, current.quarter) == TIED  # its totals are searched for as they are drawn
    again = None if is_tied else stream(seed, f"again/{current.period}/{current.topic}")
    for number, (turn, day) in enumerate(zip(current.turns, days, strict=True), start=1):
        name = f"i-{current.period.lower()}-{current.topic}-{number:0{width}}"
        head: dict[str, Any] = {
            "id": name,
            "period": current.period,
            "topic": current.topic,
            "organization": turn.school.id,
            "mode": "unannounced" if turn.crew else "announced",
        }
        if turn.crew:
            head["draw"] = current.draw["id"]
        crew = turn.crew or team(current.available, turn.school.county, chance)
        fate = current.fate(number)
        visited = None
        if fate == "planned":
            data = _planned(head, crew, current, count - number)
        elif fate == "cancelled":
            data = _cancelled(head, crew, current, day)
        else:
            visited = _visit(current, turn.school, day, head["mode"], (chance, again), seen)
            data = _done(head, _declared(crew, current), current, day, visited)
            if current.is_last:
                data["results"] = with_facts(data["results"], name, stream(seed, f"facts/{name}"))
            if fate == "draft":
                data, visited = _drafted(data), None
        yield Inspection(name, current.year, current.quarter, current.topic, turn.school, data, visited)


def _planned(head: dict[str, Any], crew: list[dict[str, str]], current: Round, left: int) -> dict[str, Any]:
    """Announced and still to come; the first of the chemicals round is overdue."""
    overdue = current.topic == "hazchem" and left == 2
    planned = date(2025, 11, 20) if overdue else date(2025, 12, 18) - timedelta(days=left)
    return head | {
        "status": "planned",
        "planned_on": planned.isoformat(),
        "team": crew,
        "checklist": current.checklist.id,
        "sample": True,
    }


def _cancelled(head: dict[str, Any], crew: list[dict[str, str]], current: Round, day: date) -> dict[str, Any]:
    return head | {
        "status": "cancelled",
        "planned_on": day.isoformat(),
        "cancelled": {"date": day.isoformat(), "reason": CANCELLED},
        "team": crew,
        "checklist": current.checklist.id,
        "sample": True,
    }


def _visit(
    current: Round, school: School, day: date, mode: str, chances: tuple[Random, Random | None], seen: Seen
) -> Visit:
    """What was found: better schools and later quarters lose less."""
    trend = 0.1 * current.index
    strain = 1.9 * math.exp(-0.9 * (school.quality + trend))
    return visit(current.checklist, school, day, mode, strain, *chances, seen)


def _done(
    head: dict[str, Any], crew: list[dict[str, str]], current: Round, day: date, visited: Visit
) -> dict[str, Any]:
    planned = {"planned_on": day.isoformat()} if head["mode"] == "announced" else {}
    data = head | {
        "status": "done",
        **planned,
        "date": day.isoformat(),
        "team": crew,
        "checklist": current.checklist.id,
        "checklist_digest": current.digest,
        "results": [_result(r) for r in visited.results],
    }
    if visited.findings:
        data["findings"] = list(visited.findings)
    if visited.strengths:
        data["strengths"] = visited.strengths
    return data | {"summary": visited.summary, "sample": True}


def _declared(crew: list[dict[str, Any]], current: Round) -> list[dict[str, Any]]:
    """The team, each of whom declared to have no conflict; asked for by the sample's method since 2025."""
    return [{**member, "no_conflict": True} for member in crew] if current.year >= 2025 else crew


def _drafted(data: dict[str, Any]) -> dict[str, Any]:
    """The visit as somebody leaves it in the evening: two thirds are written down, the words are not."""
    rows = list(data["results"])
    known = 2 * len(rows) // 3
    still = [{"item": row["item"], "result": "pending"} for row in rows[known:]]
    data["results"] = [*rows[:known], *still]
    answered = {row["item"] for row in rows[:known]}
    found = [f for f in data.pop("findings", ()) if f["item"] in answered]
    body = {k: v for k, v in data.items() if k not in ("strengths", "summary", "sample")}
    more = {"findings": found} if found else {}
    return body | {"status": "draft"} | more | {"sample": True}


def _result(result: Result) -> Mapping[str, Any]:
    row: dict[str, Any] = {"item": result.item.id, "result": result.result}
    if result.score is not None:
        row["score"] = result.score
    if result.reason:
        row["reason"] = result.reason
    return row
