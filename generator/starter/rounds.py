"""Eight quarters of two inspection rounds: which schools are visited, announced or by draw, and by whom.

Surprise visits come out of the round's draw, schools and teams alike; announced ones go to every school once
before one is visited again.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from generator.model.digest import digest

from .chance import shuffled, stream
from .checklists import Checklist, inspection_lists
from .draws import Lots, opened_draw
from .experts import Expert, Pool
from .organizations import School, Tree

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

# Of the last quarter, one visit of each topic is still being written down.
DRAFTED = {"hazchem": 7, "digital": 6}

# In one quarter the youngest county was hardly visited: too few to be ranked.
THIN = (2024, 3)


@dataclass(frozen=True, slots=True)
class Turn:
    """One visit: the school, and the team that was drawn for it, None where the visit is announced."""

    school: School
    crew: list[dict[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One topic in one quarter.

    checklist: the edition of the year, with its digest.
    available: experts whose term covers the quarter.
    draw: the record of its draw; {} where nobody was drawn.
    """

    year: int
    quarter: int
    topic: str
    checklist: Checklist
    digest: str
    available: tuple[Expert, ...]
    days: tuple[date, ...]
    size: int
    draw: dict[str, Any] = field(default_factory=dict)
    turns: tuple[Turn, ...] = ()

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

    @property
    def span(self) -> tuple[str, str]:
        """First and last day of the visits."""
        return self.days[0].isoformat(), self.days[-1].isoformat()

    def fate(self, number: int) -> str:
        """What became of the visit with this number: in the quarter that is going on, not all took place."""
        if not self.is_last or self.size < 10:
            return "done"
        if self.size - number < 3:
            return "planned"
        if number == DRAFTED[self.topic]:
            return "draft"
        return "cancelled" if self.topic == "digital" and number == 5 else "done"

    def is_announced(self, number: int) -> bool:
        """Three visits of ten are, and all that have not taken place."""
        return self.fate(number) in ("planned", "cancelled") or (3 * number + self.index) % 10 < 3


class Schedule:
    """Whom announced visits go to: every school of a county once before one is visited again."""

    def __init__(self, tree: Tree, topic: str, chance: Random) -> None:
        self.queues = [
            shuffled([s for s in there if topic == "digital" or s.hazchem], chance)
            for there in tree.by_county
        ]
        self.places = [0] * len(self.queues)

    def take(self, county: int, first: str, last: str, taken: Collection[str]) -> School | None:
        """The next school of a county that is open then, one of the *taken* only where no other is."""
        queue = self.queues[county]
        spare = None
        for _ in range(len(queue)):
            school = queue[self.places[county] % len(queue)]
            self.places[county] += 1
            if school.is_open(first, last):
                if school.id not in taken:
                    return school
                spare = spare or school
        return spare


def rounds(tree: Tree, pool: Pool, count: int, seed: int) -> Iterator[Round]:
    """The sixteen rounds of *count* visits, in order of time and topic."""
    editions = {(c.topic, c.year): c for c in inspection_lists()}
    digests = {key: digest(c.data()) for key, c in editions.items()}
    schedules = {topic: Schedule(tree, topic, stream(seed, topic)) for topic in TOPICS}
    lots = Lots(tree, pool)
    for place, (year, quarter) in enumerate(QUARTERS):
        days = _working_days(year, quarter)
        end = f"{year}-{3 * quarter:02}-{30 if quarter in (2, 3) else 31}"
        for number, topic in enumerate(TOPICS, start=place * len(TOPICS)):
            size = count * (number + 1) // ROUNDS - count * number // ROUNDS
            available = pool.available(topic, days[0].isoformat(), end)
            bare = Round(
                year, quarter, topic, editions[topic, year], digests[topic, year], available, days, size
            )
            yield _with_turns(bare, tree, schedules[topic], lots, seed)


def lots_of(tree: Tree, pool: Pool, held: Iterable[Round]) -> Lots:
    """Who can be drawn after these rounds."""
    lots = Lots(tree, pool)
    for one in held:
        _remember(lots, one)
    return lots


def _with_turns(bare: Round, tree: Tree, schedule: Schedule, lots: Lots, seed: int) -> Round:
    """The round with its draw, and every visit of it; what the draw cannot fill is announced."""
    counties = list(_counties(bare.size, len(tree.counties), bare))
    wanted = Counter(c for n, c in enumerate(counties, start=1) if not bare.is_announced(n))
    draw = opened_draw(lots, bare.period, bare.topic, bare.span, wanted, seed)
    by_id = {school.id: school for school in tree.schools}
    lots_of: dict[int, deque[Turn]] = defaultdict(deque)
    for row in draw.get("opened", {}).get("schools", ()):
        school = by_id[row["school"]]
        lots_of[school.county].append(Turn(school, _crew(row)))
    taken = {turn.school.id for queue in lots_of.values() for turn in queue}
    turns = []
    for number, county in enumerate(counties, start=1):
        if lots_of[county] and not bare.is_announced(number):
            turns.append(lots_of[county].popleft())
        elif told := schedule.take(county, *bare.span, taken):
            taken.add(told.id)
            turns.append(Turn(told))
    made = replace(bare, size=len(turns), draw=draw, turns=tuple(turns))
    _remember(lots, made)
    return made


def _remember(lots: Lots, made: Round) -> None:
    seen = [turn.school.id for number, turn in enumerate(made.turns, start=1) if made.fate(number) == "done"]
    lots.remember(made.index, made.topic, seen)


def _crew(row: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"expert": e, "role": "member" if place else "lead"} for place, e in enumerate(row["team"])]


def _counties(size: int, counties: int, current: Round) -> Iterator[int]:
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
