"""Eight quarters of two inspection rounds: who was visited, what was found, and what was said about it.

Results follow the school's quality and get better over time, with noise. The records of visits make up
nearly all of a large sample, so they are written line by line.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from generator.model.digest import digest

from .chance import shuffled, stream
from .checklists import Checklist, inspection_lists
from .experts import Expert, Pool, team
from .facts import with_facts
from .organizations import School, Tree
from .visits import Result, Seen, Visit, visit

AS_OF = date(2025, 12, 10)
TOPICS = ("hazchem", "digital")

# First and last day of the rounds; schools are not visited in examination weeks and holidays.
WINDOWS = {
    1: ((3, 4), (3, 29)),
    2: ((4, 8), (6, 6)),
    3: ((9, 9), (9, 27)),
    4: ((10, 14), (12, 5)),
}
QUARTERS = tuple((year, quarter) for year in (2024, 2025) for quarter in (1, 2, 3, 4))
ROUNDS = len(QUARTERS) * len(TOPICS)

# In one quarter the youngest county was hardly visited: too few to be ranked.
THIN = (2024, 3)
# In another one two counties come out with the same printed total.
TIED = (2024, 2)
TRIES = 100
# Of the last quarter, one visit of each topic is still being written down.
DRAFTED = {"hazchem": 7, "digital": 6}
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


@dataclass(frozen=True, slots=True)
class Round:
    """One topic in one quarter.

    checklist: the edition of the year, with its digest.
    available: experts whose term covers the quarter.
    """

    year: int
    quarter: int
    topic: str
    checklist: Checklist
    digest: str
    available: tuple[Expert, ...]
    days: tuple[date, ...]

    @property
    def period(self) -> str:
        """Such as 2025-Q4."""
        return f"{self.year}-Q{self.quarter}"

    @property
    def index(self) -> int:
        """Quarters since the first one."""
        return (self.year - 2024) * 4 + self.quarter - 1

    @property
    def is_last(self) -> bool:
        """The quarter that is still going on."""
        return (self.year, self.quarter) == QUARTERS[-1]


class Schedule:
    """Which schools are visited: every county in turn, every school once before one is visited again."""

    def __init__(self, tree: Tree, topic: str, chance: Random) -> None:
        self.queues = [
            shuffled([s for s in tree.schools if s.county == c and (topic == "digital" or s.hazchem)], chance)
            for c in range(len(tree.counties))
        ]
        self.places = [0] * len(self.queues)

    def take(self, county: int, first: str, last: str) -> School | None:
        """The next school of a county that is open during the round, or None where there is none."""
        queue = self.queues[county]
        for _ in range(len(queue)):
            school = queue[self.places[county] % len(queue)]
            self.places[county] += 1
            if school.is_open(first, last):
                return school
        return None


def visits(tree: Tree, pool: Pool, count: int, seed: int) -> Iterator[Inspection]:
    """*count* inspections over the rounds of eight quarters, in order of time and topic."""
    editions = {(c.topic, c.year): c for c in inspection_lists()}
    digests = {key: digest(c.data()) for key, c in editions.items()}
    schedules = {topic: Schedule(tree, topic, stream(seed, topic)) for topic in TOPICS}
    seen: Seen = {}
    for place, (year, quarter) in enumerate(QUARTERS):
        days = _working_days(year, quarter)
        first, last = days[0].isoformat(), days[-1].isoformat()
        rounds = []
        for number, topic in enumerate(TOPICS, start=place * len(TOPICS)):
            size = count * (number + 1) // ROUNDS - count * number // ROUNDS
            end = f"{year}-{3 * quarter:02}-{30 if quarter in (2, 3) else 31}"
            current = Round(
                year=year,
                quarter=quarter,
                topic=topic,
                checklist=editions[topic, year],
                digest=digests[topic, year],
                available=pool.available(topic, first, end),
                days=days,
            )
            turns = _turns(size, len(tree.counties), current)
            schools = [s for c in turns if (s := schedules[topic].take(c, first, last))]
            rounds.append((current, schools))
        yield from _quarter(rounds, seed, seen)


def _quarter(rounds: list[tuple[Round, list[School]]], seed: int, seen: Seen) -> list[Inspection]:
    """The inspections of both rounds; where a tie is wanted they are drawn again until there is one."""
    period = rounds[0][0].period
    found: list[Inspection] = []
    before = {key: set(used) for key, used in seen.items()}
    for attempt in range(TRIES):
        seen.clear()
        seen.update({key: set(used) for key, used in before.items()})
        chance = stream(seed, f"{period}/{attempt}")
        found = [i for current, schools in rounds for i in _round(current, schools, chance, seen, seed)]
        if (rounds[0][0].year, rounds[0][0].quarter) != TIED or has_tie(found):
            break
    return found


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


def _turns(size: int, counties: int, current: Round) -> Iterator[int]:
    """The county of each visit of a round: all in turn, the youngest only once in the thin quarter."""
    thin = (current.year, current.quarter) == THIN
    for number in range(size):
        county = (number + current.index) % counties
        if thin and county % 5 == 4 and (number >= counties or current.topic == "digital"):
            county = (county + 1 + number // counties) % counties
        yield county


def _working_days(year: int, quarter: int) -> tuple[date, ...]:
    (month, day), (last_month, last_day) = WINDOWS[quarter]
    start, end = date(year, month, day), date(year, last_month, last_day)
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    holidays = {date(year, 5, n) for n in range(1, 6)} | {date(2024, 9, 16), date(2024, 9, 17)}
    return tuple(d for d in days if d.weekday() < 5 and d not in holidays and d < AS_OF)


def _round(
    current: Round, schools: list[School], chance: Random, seen: Seen, seed: int
) -> Iterator[Inspection]:
    """The inspections of one round, numbered in order of their days."""
    width = max(2, len(str(len(schools))))
    days = sorted(chance.choice(current.days) for _ in schools)
    for number, (school, day) in enumerate(zip(schools, days, strict=True), start=1):
        name = f"i-{current.period.lower()}-{current.topic}-{number:0{width}}"
        mode = "announced" if chance.random() < 0.3 else "unannounced"
        head: dict[str, Any] = {
            "id": name,
            "period": current.period,
            "topic": current.topic,
            "organization": school.id,
            "mode": mode,
        }
        crew = team(current.available, school.county, chance)
        left = len(schools) - number
        if current.is_last and len(schools) >= 10 and left < 3:
            data = _planned(head, crew, current, left)
            yield Inspection(name, current.year, current.quarter, current.topic, school, data)
        elif current.is_last and current.topic == "digital" and number == 5 and len(schools) >= 10:
            data = _cancelled(head, crew, current, day)
            yield Inspection(name, current.year, current.quarter, current.topic, school, data)
        else:
            visited = _visit(current, school, day, mode, chance, seen)
            data = _done(head, _declared(crew, current), current, day, visited)
            if current.is_last:
                data["results"] = with_facts(data["results"], name, stream(seed, f"facts/{name}"))
            if current.is_last and number == DRAFTED[current.topic] and len(schools) >= 10:
                draft = _drafted(data)
                yield Inspection(name, current.year, current.quarter, current.topic, school, draft)
            else:
                yield Inspection(name, current.year, current.quarter, current.topic, school, data, visited)


def _planned(head: dict[str, Any], crew: list[dict[str, str]], current: Round, left: int) -> dict[str, Any]:
    """Announced and still to come; the first of the chemicals round is overdue."""
    overdue = current.topic == "hazchem" and left == 2
    planned = date(2025, 11, 20) if overdue else date(2025, 12, 18) - timedelta(days=left)
    return head | {
        "mode": "announced",
        "status": "planned",
        "planned_on": planned.isoformat(),
        "team": crew,
        "checklist": current.checklist.id,
        "sample": True,
    }


def _cancelled(head: dict[str, Any], crew: list[dict[str, str]], current: Round, day: date) -> dict[str, Any]:
    return head | {
        "mode": "announced",
        "status": "cancelled",
        "planned_on": day.isoformat(),
        "cancelled": {"date": day.isoformat(), "reason": CANCELLED},
        "team": crew,
        "checklist": current.checklist.id,
        "sample": True,
    }


def _visit(current: Round, school: School, day: date, mode: str, chance: Random, seen: Seen) -> Visit:
    """What was found: better schools and later quarters lose less."""
    trend = 0.1 * current.index
    strain = 1.9 * math.exp(-0.9 * (school.quality + trend))
    return visit(current.checklist, school, day, mode, strain, chance, seen)


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
