"""The draws of the sample: who was drawn for the surprise visits of every round, by the rules for all draws.

The secrets are no secrets here: they come from the seed of the sample. The public values are those of a
lottery that does not exist.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from generator.model.draw import seal_of
from generator.model.drawing import SEED_RULE, plan_digest, result
from generator.model.recusal import ALWAYS, SAME_COUNTY

from .chance import stream
from .experts import TOPIC_CATEGORIES, Expert, Pool
from .organizations import School, Tree

SEEN_ROUNDS, SEEN, UNSEEN, TEAM_SIZE = 4, 1, 3, 3
LEADING = {"hazchem": "laboratory", "digital": "informatization"}

# What the methods of the sample say of draws.
DRAWS: dict[str, Any] = {
    "seen_rounds": SEEN_ROUNDS,
    "seen": SEEN,
    "unseen": UNSEEN,
    "team_size": TEAM_SIZE,
    "same_county": True,
    "topics": [
        {
            "topic": topic,
            "from": [{"pool": "city", "category": category} for category in categories],
            "composition": [{"category": LEADING[topic], "at_least": 1}],
        }
        for topic, categories in TOPIC_CATEGORIES.items()
    ],
    "open_within_days": 14,
}

# Rounds of which bad results are published as numbers only.
NAMELESS = frozenset({("2024-Q1", "digital"), ("2025-Q2", "digital")})
# With fewer schools than this a county is one stratum.
DIVIDED = 8
EARLY = ("primary", "special")
LATER = ("junior", "nine_year", "senior", "complete", "vocational")
SOURCE = "{day}“示例彩”开奖号码（示例），按公布顺序用连字符相连"

# The next quarter: one round sealed, one only planned.
NEXT_SPAN = ("2026-01-05", "2026-01-16")
NEXT = (("hazchem", "2025-12-05"), ("digital", "2025-12-08"))
EXCLUDED = "校舍加固，寒假前停课，下一季度再纳入。"


class Lots:
    """Who can be drawn: the schools, the experts, and who was visited in which round."""

    def __init__(self, tree: Tree, pool: Pool) -> None:
        self.tree = tree
        self._schools = sorted(tree.schools, key=lambda s: s.id)
        self._experts = sorted(pool.experts, key=lambda e: e.id)
        self.names = {str(r["id"]): str(r["name"]) for r in tree.records}
        self._interests = {r["id"]: [i["organization"] for i in r.get("interests", ())] for r in pool.records}
        self._visited: dict[tuple[int, str], list[str]] = {}

    def remember(self, index: int, topic: str, schools: list[str]) -> None:
        """These schools were visited for the topic in the quarter of this index."""
        self._visited[index, topic] = schools

    def schools(self, topic: str, span: tuple[str, str]) -> Iterator[School]:
        """Those that are open all the time and have what the topic is about."""
        return (s for s in self._schools if s.is_open(*span) and (topic == "digital" or s.hazchem))

    def weights(self, index: int, topic: str) -> Mapping[str, int]:
        """Of the schools that were seen in the last rounds; the others have ``UNSEEN``."""
        rounds = range(index - SEEN_ROUNDS, index)
        return {school: SEEN for i in rounds for school in self._visited.get((i, topic), ())}

    def inspectors(
        self, topic: str, span: tuple[str, str], schools: Iterable[School]
    ) -> list[dict[str, Any]]:
        """Rows of the pool: everybody whose term covers the visits, with the own county and all interests."""
        there = {s.id: s.county for s in schools}
        counties = set(there.values())
        categories = TOPIC_CATEGORIES[topic]
        return [
            {"expert": e.id, "pool": "city", "category": e.category, **self._kept(e, there, counties)}
            for e in self._experts
            if e.category in categories and e.first <= span[0] and span[1] <= e.last
        ]

    def _kept(self, expert: Expert, there: Mapping[str, int], counties: set[int]) -> dict[str, Any]:
        own = [self.tree.counties[expert.county]] if expert.county in counties else []
        ties = [s for s in self._interests[expert.id] if there.get(s, expert.county) != expert.county]
        return {"keeps_from": sorted({*own, *ties})} if own or ties else {}


def opened_draw(
    lots: Lots, period: str, topic: str, span: tuple[str, str], wanted: Mapping[int, int], seed: int
) -> dict[str, Any]:
    """The record of a draw that is over; {} where no school is wanted.

    wanted: index of a county -> how many of its schools.
    """
    first, last = (date.fromisoformat(day) for day in span)
    planned = (first - timedelta(days=6)).isoformat()
    data = _plan(lots, period, topic, planned, span, wanted)
    if not data:
        return {}
    secret, value = _halves(seed, data["id"])
    sealed = _sealed(data, secret, first - timedelta(days=5), first - timedelta(days=2))
    drawn = [one.row for one in result(sealed, secret, value)]
    opened = {
        "on": (last + timedelta(days=3)).isoformat(),
        "secret": secret,
        "public_value": value,
        "schools": drawn,
    }
    return _as_sample(sealed | {"opened": opened})


def next_draws(lots: Lots, seed: int) -> Iterator[dict[str, Any]]:
    """The draws of the quarter to come: one sealed, one only planned."""
    for topic, planned in NEXT:
        wanted = dict.fromkeys(range(len(lots.tree.counties)), 3)
        data = _plan(lots, "2026-Q1", topic, planned, NEXT_SPAN, wanted)
        if data and topic == "hazchem":
            secret, _ = _halves(seed, data["id"])
            yield _as_sample(_sealed(data, secret, date(2025, 12, 8), date(2025, 12, 28)))
        elif data:
            yield _as_sample(data)


def _plan(
    lots: Lots, period: str, topic: str, planned: str, span: tuple[str, str], wanted: Mapping[int, int]
) -> dict[str, Any]:
    schools = list(lots.schools(topic, span))
    left_out = _left_out(schools) if period == "2026-Q1" and topic == "digital" else []
    excluded = {row["school"] for row in left_out}
    there = [s for s in schools if s.id not in excluded]
    by_county: dict[int, list[School]] = defaultdict(list)
    for school in there:
        by_county[school.county].append(school)
    strata = [row for c in sorted(wanted) for row in _strata(lots, c, topic, by_county[c], wanted[c])]
    if not strata:
        return {}
    year, _, quarter = period.partition("-Q")
    weights = lots.weights((int(year) - 2024) * 4 + int(quarter) - 1, topic)
    strata_of: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in strata:
        strata_of[row["county"]].append(row)
    rows = [(s, _stratum_of(s, strata_of[lots.tree.counties[s.county]])) for s in there]
    drawn_from = [(s, stratum) for s, stratum in rows if stratum]
    pool = {
        "schools": [
            {"school": s.id, "stratum": stratum, "weight": weights.get(s.id, UNSEEN)}
            for s, stratum in drawn_from
        ],
        "inspectors": lots.inspectors(topic, span, (s for s, _ in drawn_from)),
    }
    data: dict[str, Any] = {
        "id": f"draw-{period.lower()}-{topic}",
        "period": period,
        "topic": topic,
        "planned_on": planned,
        "visits": {"from": span[0], "to": span[1]},
        "pool": pool,
        "strata": strata,
        **({"exclusions": left_out} if left_out else {}),
        "recusal": [*ALWAYS, SAME_COUNTY],
        "weights": {"seen_rounds": SEEN_ROUNDS, "seen": SEEN, "unseen": UNSEEN},
        "team": {"size": TEAM_SIZE} | {k: v for k, v in _topic(topic).items() if k != "topic"},
        "seed_rule": SEED_RULE,
        "names_schools": (period, topic) not in NAMELESS,
    }
    return data | {"plan_digest": plan_digest(data)}


def _strata(lots: Lots, county: int, topic: str, there: list[School], size: int) -> Iterator[dict[str, Any]]:
    """The strata of one county: for digital matters primary schools apart, where there are enough."""
    key = lots.tree.counties[county]
    county_name = lots.names[key]
    parts: list[tuple[str, str, tuple[str, ...], int]]
    if topic == "hazchem":
        parts = [(key, f"{county_name}存放危化品的学校", (), size)]
    elif len(there) < DIVIDED or size < 2:
        parts = [(key, f"{county_name}各级各类学校", (), size)]
    else:
        few = size // 2
        parts = [
            (f"{key}-early", f"{county_name}小学和特殊教育学校", EARLY, few),
            (f"{key}-later", f"{county_name}中学和职业学校", LATER, size - few),
        ]
    for name, title, stages, wanted in parts:
        members = sum(not stages or s.stage in stages for s in there)
        if members:
            row: dict[str, Any] = {"id": name, "title": title, "county": key}
            row |= {"stages": list(stages)} if stages else {}
            row |= {"hazchem": True} if topic == "hazchem" else {}
            yield row | {"size": min(wanted, members)}


def _stratum_of(school: School, strata: Iterable[Mapping[str, Any]]) -> str:
    """The stratum of its county that it belongs to, "" where it belongs to none."""
    fits = (r for r in strata if school.stage in r.get("stages", (school.stage,)))
    return next((str(row["id"]) for row in fits), "")


def _left_out(schools: list[School]) -> list[dict[str, str]]:
    """One school that is being repaired."""
    return [{"school": schools[len(schools) // 2].id, "reason": EXCLUDED}] if schools else []


def _sealed(data: dict[str, Any], secret: str, on: date, public_on: date) -> dict[str, Any]:
    day = f"{public_on.year}年{public_on.month}月{public_on.day}日"
    seal = {
        "on": on.isoformat(),
        "secret_sha256": seal_of(secret),
        "public_source": SOURCE.format(day=day),
        "public_on": public_on.isoformat(),
    }
    return data | {"seal": seal}


def _halves(seed: int, name: str) -> tuple[str, str]:
    """The secret and the public value of a draw."""
    chance = stream(seed, f"draws/{name}/4")
    secret = "-".join(f"{chance.randrange(1 << 16):04x}" for _ in range(8))
    return secret, "-".join(
        f"{n:02}" for n in (*sorted(chance.sample(range(1, 34), 6)), chance.randint(1, 16))
    )


def _topic(topic: str) -> dict[str, Any]:
    return next(row for row in DRAWS["topics"] if row["topic"] == topic)


def _as_sample(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"sample": True}
