"""The experts of the sample city, and who may go where.

Inspectors cross county lines: nobody is sent to a school of the county that they work in or have an
interest in. That is stricter than the rules of conduct ask for, and it is what bureaus do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from .chance import stream
from .documents import number_of
from .names import person_names
from .organizations import Tree

# A city's pool of 60: the last batch has left office, the newest is young.
BATCHES = (
    ("experts-2021", "2021-09-01", "2024-08-31"),
    ("experts-2023", "2023-03-01", "2026-02-28"),
    ("experts-2025", "2025-03-01", "2028-02-29"),
)
BATCH_MIX = (1, 1, 1, 1, 2, 1, 1, 0, 1, 1)
CATEGORY_MIX = (
    "laboratory",
    "informatization",
    "experiment",
    "library",
    "informatization",
    "laboratory",
    "experiment",
)
OTHER_POOLS = {
    3: ("provincial_supervisor", "provincial-supervisors-2023", "2023-05-01", "2026-04-30"),
    5: ("city_supervisor", "city-supervisors-2023", "2023-06-01", "2026-05-31"),
    9: ("provincial", "provincial-2024", "2024-04-01", "2027-03-31"),
    11: ("city_supervisor", "city-supervisors-2023", "2023-06-01", "2026-05-31"),
    14: ("provincial", "provincial-2024", "2024-04-01", "2027-03-31"),
    17: ("city_supervisor", "city-supervisors-2023", "2023-06-01", "2026-05-31"),
}
TITLES = ("高级教师", "高级实验师", "一级教师", "正高级教师", "实验师", "高级教师")
DUTIES = {
    "experiment": ("research", "guidance", "training", "review"),
    "laboratory": ("guidance", "supervision", "review"),
    "library": ("guidance", "training"),
    "informatization": ("research", "guidance", "training", "supervision"),
}
REASONS = ("三年内曾在该校任职", "近亲属在该校工作", "与该校有项目合作，合作期内回避", "曾任该校兼职顾问")
TOPIC_CATEGORIES = {"hazchem": ("laboratory", "experiment"), "digital": ("informatization", "library")}


@dataclass(frozen=True, slots=True)
class Expert:
    """What is needed to name a team.

    county: index of the county that the expert works in.
    barred: indexes of counties that the expert is not sent to.
    """

    id: str
    county: int
    category: str
    first: str
    last: str
    barred: frozenset[int]


@dataclass(frozen=True, slots=True)
class Pool:
    """The records of the experts, and the experts themselves."""

    records: tuple[dict[str, Any], ...]
    experts: tuple[Expert, ...]

    def available(self, topic: str, first: str, last: str) -> tuple[Expert, ...]:
        """Experts of a topic's categories whose term covers the time from *first* to *last*."""
        categories = TOPIC_CATEGORIES[topic]
        return tuple(
            e for e in self.experts if e.category in categories and e.first <= first and last <= e.last
        )


def pool(tree: Tree, seed: int, inspections: int = 0) -> Pool:
    """Sixty experts, one more for every twenty schools above sixty, and no fewer than the visits need."""
    chance, past = stream(seed, "experts"), stream(seed, "experts' past")
    count = max(60 + max(0, len(tree.schools) - 60) // 20, inspections // 6)
    schools = [[s for s in there if not s.closed] for there in tree.by_county]
    records, experts = [], []
    for index, name in enumerate(person_names(count, stream(seed, "experts' names"))):
        county = index % len(tree.counties)
        unit = tree.counties[county]
        if index % 4 and schools[county]:
            unit = chance.choice(schools[county]).id
        record, expert = _expert(index, f"expert-{index + 1:03}", name, unit, county, tree, chance)
        near = [s.id for s in schools[county] if s.id != unit]
        records.append(_with_past(index, record, near, past))
        experts.append(expert)
    return Pool(tuple(records), tuple(experts))


def assignments() -> list[dict[str, Any]]:
    """Which duties each pool and category may be given, as the methods of the sample say."""
    rows = [{"pool": "city", "category": c, "duties": list(duties)} for c, duties in DUTIES.items()]
    rows.append({"pool": "provincial", "duties": ["research", "guidance", "training", "review"]})
    return rows + [
        {"pool": name, "duties": ["guidance", "supervision", "review"]}
        for name in ("provincial_supervisor", "city_supervisor")
    ]


def team(available: Sequence[Expert], county: int, chance: Random) -> list[dict[str, str]]:
    """Three of the *available* experts, the first one leading, none with a tie to the county."""
    chosen: list[Expert] = []
    while len(chosen) < 3:
        expert = chance.choice(available)
        if county not in expert.barred and expert not in chosen:
            chosen.append(expert)
    return [{"expert": e.id, "role": "member" if place else "lead"} for place, e in enumerate(chosen)]


def _expert(
    index: int, id: str, name: str, unit: str, county: int, tree: Tree, chance: Random
) -> tuple[dict[str, Any], Expert]:
    category = CATEGORY_MIX[index % len(CATEGORY_MIX)]
    document, first, last = BATCHES[BATCH_MIX[index % len(BATCH_MIX)]]
    pools: list[dict[str, Any]] = [
        {
            "pool": "city",
            "category": category,
            "document": number_of(document),
            "term": {"from": first, "to": last},
        }
    ]
    if extra := OTHER_POOLS.get(index % 20):
        kind, document, start, end = extra
        pools.append({"pool": kind, "document": number_of(document), "term": {"from": start, "to": end}})
    record: dict[str, Any] = {
        "id": id,
        "name": name,
        "unit": unit,
        "title": TITLES[index % len(TITLES)],
        "consent": index % 11 != 6,
    }
    if index % 11 == 3:
        record["public_until"] = "2025-06-30" if index % 2 else last
    record["pools"] = pools
    record["duties"] = list(DUTIES[category])
    barred = {county}
    if index % 9 == 4 and tree.schools:
        school = chance.choice(tree.schools)
        barred.add(school.county)
        interest = {"organization": school.id, "reason": chance.choice(REASONS)}
        if index % 2:
            interest = {"organization": school.id, "until": "2026-08-31", "reason": interest["reason"]}
        record["interests"] = [interest]
    record["sample"] = True
    return record, Expert(id, county, category, first, last, frozenset(barred))


def _with_past(index: int, record: dict[str, Any], near: list[str], chance: Random) -> dict[str, Any]:
    """Former units and declared recusals, all in the county that the expert keeps away from; appraisals."""
    found = dict(record)
    is_sample = found.pop("sample")
    if index % 12 == 5 and near:
        left = chance.choice(("2022-08-31", "2023-08-31", "2024-08-31"))
        found = _after(found, "unit", {"unit_since": f"{left[:4]}-09-01"})
        found["former_units"] = [{"organization": chance.choice(near), "until": left}]
    if index % 2 == 0:
        units = [chance.choice(near)] if index % 6 == 2 and near else []
        found["declarations"] = [{"on": "2025-01-10", "units": units}]
    spans = [place["term"] for place in record["pools"]]
    years = [y for y in (2023, 2024) if any(s["from"] <= f"{y}-12-31" <= s["to"] for s in spans)]
    if years:
        found["appraisals"] = [_appraisal(year, chance) for year in years]
    return found | {"sample": is_sample}


def _appraisal(year: int, chance: Random) -> dict[str, Any]:
    result = "excellent" if chance.random() < 0.15 else "qualified"
    return {"year": year, "on": f"{year + 1}-01-{chance.randint(14, 24)}", "result": result}


def _after(record: dict[str, Any], name: str, more: dict[str, Any]) -> dict[str, Any]:
    """The record with *more* right behind one of its fields, as the schema has it."""
    names = list(record)
    place = names.index(name) + 1
    return {k: record[k] for k in names[:place]} | more | {k: record[k] for k in names[place:]}
