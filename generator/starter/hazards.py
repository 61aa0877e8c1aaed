"""Hazards of the sample city: which findings became one, and what happened to each afterwards.

Findings of an unmet item and major ones are registered; for the others their inspection says why not. Older
quarters are closed but for a few stragglers; the quarter that goes on shows every state. What would happen
after the day of the sample has not happened yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from .chance import stream
from .checklists import Checklist, Item, inspection_lists
from .experts import Pool
from .findings import CHEMICALS, OTHER_ROOMS, ROOMS, WORDINGS
from .hazard_lives import Case, Crew, live
from .hazard_texts import REMEDIES, REPORT_MAJOR, REPORTS, SELF_CHECK, TWICE
from .inspections import AS_OF, QUARTERS, Inspection
from .organizations import School, Tree

RELAPSE_DAYS = 365
GRAVE = "hc-30"
STRAGGLERS = {(2025, 2): 1, (2025, 3): 2}
# Kind of county, year, quarter in which nobody in the county checked for themselves.
UNCHECKED = frozenset({(4, 2024, 1), (4, 2025, 2), (3, 2025, 1)})


@dataclass(frozen=True, slots=True)
class Loop:
    """The records of the three kinds."""

    hazards: tuple[dict[str, Any], ...]
    rectifications: tuple[dict[str, Any], ...]
    follow_ups: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A hazard before it has an id and a life. item: None for a report about none in particular."""

    data: dict[str, Any]
    school: School
    item: Item | None
    crew: tuple[str, ...] = ()

    @property
    def day(self) -> str:
        """The day of its registration."""
        return str(self.data["registered_on"])

    @property
    def quarter(self) -> tuple[int, int]:
        """Year and quarter in which it was registered."""
        return int(self.day[:4]), (int(self.day[5:7]) + 2) // 3


def hazards(tree: Tree, pool: Pool, seen: Sequence[Inspection], seed: int) -> Loop:
    """All hazards with their events, in order of registration."""
    chance = stream(seed, "hazards")
    found = [one for inspection in seen for one in _of_inspection(inspection)]
    found += _of_schools(tree, len(found), chance)
    found += _grave(tree, chance)
    found += _self_checks(tree, found, stream(seed, "self-checks"))
    found.sort(key=lambda one: (one.day, one.school.id, one.data.get("finding", "~")))
    fates = _fates(found, chance)
    crew = Crew(pool, chance)
    counts: dict[tuple[int, int], int] = {}
    last: dict[tuple[str, str], tuple[str, str, str]] = {}
    lives = []
    for number, one in enumerate(found):
        counts[one.quarter] = counts.get(one.quarter, 0) + 1
        year, quarter = one.quarter
        data = {"id": f"hz-{year}-q{quarter}-{counts[one.quarter]:03}"} | one.data
        if before := _before(one, last):
            data["relapse_of"] = before
        lived = live(_case(one, data, fates.get(number, "")), crew, chance)
        if one.item and "withdrawn" not in data:
            last[one.school.id, one.item.id] = (data["id"], one.day, lived.closed_on)
        lives.append(lived)
    return Loop(
        tuple(_ended(lived.hazard) for lived in lives),
        tuple(event | {"sample": True} for lived in lives for event in lived.rectifications),
        tuple(event | {"sample": True} for lived in lives for event in lived.follow_ups),
    )


def _case(one: Found, data: Mapping[str, Any], fate: str) -> Case:
    item = one.item
    return Case(data, one.school, item.section if item else "", one.crew, fate)


def _ended(data: Mapping[str, Any]) -> dict[str, Any]:
    """The record with what the schema has at its end."""
    rest = {key: value for key, value in data.items() if key != "withdrawn"}
    return rest | {"sample": True} | {key: data[key] for key in ("withdrawn",) if key in data}


def _before(one: Found, last: Mapping[tuple[str, str], tuple[str, str, str]]) -> str:
    """The earlier hazard on the same item that was open or closed within a year; "" where there is none."""
    if one.item is None or "withdrawn" in one.data:
        return ""
    name, begun, closed = last.get((one.school.id, one.item.id), ("", "", ""))
    if not name or begun == one.day:
        return ""
    limit = (date.fromisoformat(closed) + timedelta(days=RELAPSE_DAYS)).isoformat() if closed else "9999"
    return name if one.day <= limit else ""


def _of_inspection(inspection: Inspection) -> Iterator[Found]:
    """One for each finding that gives no reason against it."""
    if inspection.visited is None:
        return
    items = {r.item.id: r.item for r in inspection.visited.results}
    team = tuple(member["expert"] for member in inspection.data["team"])
    for finding in inspection.visited.findings:
        if "no_hazard" in finding:
            continue
        data = {
            "school": inspection.school.id, "registered_on": inspection.data["date"], "origin": "inspection",
            "inspection": inspection.id, "finding": finding["id"], "topic": inspection.topic,
            "item": finding["item"], "grade": finding["grade"], "text": finding["text"],
        }  # fmt: skip
        if "place" in finding:
            data["place"] = finding["place"]
        data["due"] = finding["due"]
        if finding["grade"] == "major":
            data["remedy"] = REMEDIES[finding["item"]]
        yield Found(data, inspection.school, items[finding["item"]], team)


def _of_schools(tree: Tree, others: int, chance: Random) -> list[Found]:
    """What schools found themselves, and a few reports: about one for every fifteen of the *others*."""
    if not others:
        return []
    editions = {(c.topic, c.year): c for c in inspection_lists()}
    count = max(2, others // 15)
    rows = []
    for number in range(count):
        year, quarter = QUARTERS[number % len(QUARTERS)]
        day = date(year, 3 * quarter - chance.randint(0, 2), chance.randint(2, 27))
        day -= timedelta(days=max(0, day.weekday() - 4))
        school = chance.choice(tree.schools)
        if day >= AS_OF or not school.is_open(day.isoformat(), f"{year + 1}-12-31"):
            continue
        if number % 6 == 5:
            rows.append(_report(number // 6, school, day))
            continue
        topic = "hazchem" if school.hazchem and chance.random() < 0.6 else "digital"
        rows.append(_self_check(editions[topic, year], school, day, chance))
    checks = [row for row in rows if row.data["origin"] == "self_check"]
    if len(checks) > 4:
        gone = checks[len(checks) // 2].data
        later = (date.fromisoformat(gone["registered_on"]) + timedelta(days=3)).isoformat()
        gone["withdrawn"] = {"date": later, "reason": TWICE}
    return rows


def _self_check(checklist: Checklist, school: School, day: date, chance: Random) -> Found:
    items = [i for i in checklist.items if not i.is_major and not i.is_fatal and i.method == "deduct"]
    item = chance.choice(items)
    wording = chance.choice(WORDINGS[item.id]).format(
        room=chance.choice(ROOMS.get(school.stage, OTHER_ROOMS)),
        chemical=chance.choice(CHEMICALS),
        n=chance.randint(2, 5),
        month=(day.month - 2) % 12 + 1,
    )
    data = {
        "school": school.id, "registered_on": day.isoformat(), "origin": "self_check",
        "topic": checklist.topic, "item": item.id, "grade": "general", "text": f"{SELF_CHECK}{wording}",
        "due": (day + timedelta(days=item.days)).isoformat(),
    }  # fmt: skip
    return Found(data, school, item)


def _self_checks(tree: Tree, found: Sequence[Found], chance: Random) -> list[Found]:
    """One for each county and quarter that has none yet, since counties check their schools every quarter."""
    if not found:
        return []
    editions = {(c.topic, c.year): c for c in inspection_lists()}
    own = [one for one in found if one.data["origin"] == "self_check" and "withdrawn" not in one.data]
    seen = {(one.school.county, *one.quarter) for one in own}
    rows = []
    for year, quarter in QUARTERS:
        for county in range(len(tree.counties)):
            day = date(year, 3 * quarter - 1, chance.randint(2, 27))
            day -= timedelta(days=max(0, day.weekday() - 4))
            there = [s for s in tree.by_county[county] if _is_there(s, day)]
            is_done = (county, year, quarter) in seen or (county % 5, year, quarter) in UNCHECKED
            if there and not is_done:
                school = chance.choice(there)
                topic = "hazchem" if school.hazchem and chance.random() < 0.6 else "digital"
                rows.append(_self_check(editions[topic, year], school, day, chance))
    return rows


def _is_there(school: School, day: date) -> bool:
    return school.is_open(day.isoformat(), f"{day.year + 1}-12-31")


def _report(number: int, school: School, day: date) -> Found:
    topic, text = REPORTS[number % len(REPORTS)]
    if topic == "hazchem" and not school.hazchem:
        topic, text = REPORTS[1]
    data = {
        "school": school.id, "registered_on": day.isoformat(), "origin": "report", "topic": topic,
        "grade": "general", "text": text, "due": (day + timedelta(days=15)).isoformat(),
    }  # fmt: skip
    return Found(data, school, None)


def _grave(tree: Tree, chance: Random) -> Iterator[Found]:
    """A major hazard that was reported this autumn, so that one is under supervision in any city."""
    keeping = [s for s in tree.schools if s.hazchem and s.is_open("2025-09-01", "2026-12-31")]
    if not keeping:
        return
    school = chance.choice(keeping)
    item = next(i for c in inspection_lists() if c.year == 2025 for i in c.items if i.id == GRAVE)
    data = {
        "school": school.id, "registered_on": "2025-11-19", "origin": "report", "topic": "hazchem",
        "item": GRAVE, "grade": "major", "text": REPORT_MAJOR, "due": "2025-12-19", "remedy": REMEDIES[GRAVE],
    }  # fmt: skip
    yield Found(data, school, item)


def _fates(found: Sequence[Found], chance: Random) -> dict[int, str]:
    """The few whose fate is meant: stragglers of older quarters, relapses seen at a second look."""
    fates: dict[int, str] = {}
    general = [
        n for n, one in enumerate(found)
        if one.data["grade"] == "general" and one.data["origin"] == "inspection" and not one.school.closed
    ]  # fmt: skip
    for quarter, count in STRAGGLERS.items():
        of = [n for n in general if found[n].quarter == quarter]
        fates.update(dict.fromkeys(chance.sample(of, min(count, len(of) // 4)), "idle"))
    for quarter, fate in (((2024, 4), "relapsed_closed"), ((2025, 1), "relapsed_open")):
        of = [n for n in general if found[n].quarter == quarter and n not in fates]
        if len(of) >= 4:
            fates[chance.choice(of)] = fate
    recent = [n for n in general if "2025-11-05" < found[n].day < "2025-11-30" and n not in fates]
    early = [n for n in recent if found[n].data["due"] < "2025-12-08"]
    fates.update(dict.fromkeys(chance.sample(early, min(3, len(early) // 2)), "waits"))
    quiet = [n for n in early if n not in fates]
    fates.update(dict.fromkeys(chance.sample(quiet, min(2, len(quiet) // 2)), "silent"))
    running = [n for n in recent if n not in fates and found[n].data["due"] > "2025-12-10"]
    fates.update(dict.fromkeys(running[:1], "asks"))
    fates.update((n, "supervised") for n, one in enumerate(found) if one.data["text"] == REPORT_MAJOR)
    return fates


def lives_of(loop: Loop) -> Iterator[tuple[str, dict[str, Any], int]]:
    """Kind, record and year of its folder, for everything in the loop."""
    for record in loop.hazards:
        yield "hazards", record, int(record["registered_on"][:4])
    for kind, records in (("rectifications", loop.rectifications), ("follow-ups", loop.follow_ups)):
        for record in records:
            yield kind, record, int(record["on"][:4])
