"""The other records of the sample that an evaluation rests on, laid out by year and county.

Each county asks in each year; a walk through all records for every question would take a large city longer
than everything else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from .evaluation_chemicals import Chemicals
from .evaluation_hazards import Hazards
from .experts import Pool
from .inspections import Inspection
from .rota import Rota

Data = dict[str, Any]
T = TypeVar("T")
K = TypeVar("K")


class World:
    """What is on record, in the order of its kind.

    visits: (year, index of a county) -> visits that took place. budgets, projects, tasks, sessions, hosted
    (meetings on site), applications (of demonstration schools): (year, unit) -> records. people: index of a
    county -> the experts who work there.
    """

    def __init__(
        self,
        pool: Pool,
        inspections: Sequence[Inspection],
        meetings: Sequence[Data],
        tasks: Iterable[Data],
        demonstrations: Sequence[Data],
        budgets: Iterable[Data],
        projects: Iterable[Data],
        hazards: Hazards,
        engagements: Sequence[Data],
        chemicals: Chemicals,
        cases: Sequence[Data],
    ) -> None:
        self.hazards, self.chemicals, self.cases, self.rota = hazards, chemicals, cases, Rota(pool)
        seen = [i for i in inspections if i.visited]
        held = [m for m in meetings if m["status"] == "held"]
        self.visits = _grouped(seen, lambda i: (i.year, i.school.county))
        self.tasks = _grouped(tasks, lambda t: (t["year"], t.get("unit")))
        self.budgets = _grouped(budgets, lambda b: (b["year"], b["unit"]))
        self.projects = _grouped(projects, lambda p: (p["year"], p["unit"]))
        self.sessions = _grouped(
            (m for m in held if m["kind"] == "problem_session"), lambda m: (m["year"], m["unit"])
        )
        self.hosted = _grouped(
            (m for m in held if m["kind"] == "on_site"), lambda m: (m["year"], m.get("host"))
        )
        self.applications = _grouped(
            (d for d in demonstrations if "withdrawn" not in d), lambda d: (d["year"], d["county"])
        )
        county = {expert.id: expert.county for expert in pool.experts}
        self.people = _grouped(pool.records, lambda r: county[r["id"]])
        self.busy = _busy(seen, demonstrations, engagements)


def _busy(
    seen: Iterable[Inspection], demonstrations: Iterable[Data], engagements: Iterable[Data]
) -> Mapping[int, set[str]]:
    """Year -> experts who did any work in it: visits, surveys, engagements that are done."""
    found: dict[int, set[str]] = defaultdict(set)
    for one in seen:
        found[one.year].update(member["expert"] for member in one.data.get("team", ()))
    for record in demonstrations:
        if "survey" in record and "withdrawn" not in record:
            survey = record["survey"]
            found[int(survey["on"][:4])].update(member["expert"] for member in survey["team"])
    for record in engagements:
        if record["status"] == "done":
            found[int(record["dates"]["from"][:4])].add(record["expert"])
    return found


def _grouped(rows: Iterable[T], key: Callable[[T], K]) -> Mapping[K, list[T]]:
    found: dict[K, list[T]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found
