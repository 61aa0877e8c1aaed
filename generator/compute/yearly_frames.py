"""Tidy tables for what is owed every year: money at its start, the six batches, training, experts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from generator.model.number import fen
from generator.model.period import Period
from generator.model.record import Record
from generator.model.service import SCORING, services, terms
from generator.model.snapshot import Snapshot
from generator.model.standing import day_of_judgement, method_on, units_asked
from generator.model.yearly import batches

from .contract import NOWHERE, Contract

Rows = Mapping[str, int]  # unit -> row of the frame of organizations
Years = Mapping[Period, int]  # period -> its row, years only
TRAINING, PEOPLE = "training", ("人", "人次")  # the batch, and the measures that count people

# One row per budget. steps: 1 where money was planned at the year's start, 2 where all of it was disbursed.
BUDGETED = Contract(
    "budgeted", {"id": "str", "organization": "int64", "period": "int64", "steps": "int64"}, ("id",)
)
# One row per project, statements that there is none left out. aimed, reached: people to be trained and
# trained, in hundredths, never more than were aimed at; noughts for other projects.
WORKS = Contract(
    "works",
    {
        "id": "str",
        "organization": "int64",
        "period": "int64",
        "batch": "str",
        "aimed": "int64",
        "reached": "int64",
    },
    ("id",),
)
# One row per expert and year with a term on some day of it so far. has_served: any work but scoring?
EXPERTS = Contract(
    "experts",
    {"id": "str", "organization": "int64", "period": "int64", "has_served": "bool"},
    ("id", "period"),
)
# One row per unit and year of which a method, the one named, asks it for something.
ASKED = Contract(
    "asked", {"organization": "int64", "period": "int64", "method": "str"}, ("organization", "period")
)


@dataclass(frozen=True, slots=True, eq=False)
class Yearly:
    """The frames of what is counted by years alone. batches: the six, as the schema names them."""

    budgeted: pd.DataFrame
    works: pd.DataFrame
    experts: pd.DataFrame
    asked_budgets: pd.DataFrame
    asked_projects: pd.DataFrame
    batches: tuple[str, ...]


def yearly_of(snapshot: Snapshot, rows: Rows, periods: Mapping[Period, int]) -> Yearly:
    """All of them; records in order of their ids."""
    years = {period: place for period, place in periods.items() if not period.quarter}
    return Yearly(
        budgeted=_budgeted(_by_id(snapshot.active("budgets")), rows, years),
        works=_works(_by_id(snapshot.active("projects")), rows, years),
        experts=_experts(snapshot, rows, years),
        asked_budgets=asked_of(snapshot, "budgets", rows, years),
        asked_projects=asked_of(snapshot, "projects", rows, years),
        batches=tuple(batch.value for batch in batches(snapshot)),
    )


def asked_of(snapshot: Snapshot, name: str, rows: Rows, years: Years) -> pd.DataFrame:
    """Of whom the method of each year asks what is called *name*."""
    found = [
        (rows[unit.id], place, method.id)
        for period, place in years.items()
        if (method := method_on(snapshot, day := day_of_judgement(period.year, snapshot.as_of)))
        for unit in units_asked(snapshot, name, day)
    ]
    return ASKED.frame(
        organization=[unit for unit, _, _ in found],
        period=[place for _, place, _ in found],
        method=[method for _, _, method in found],
    )


def _by_id(records: Iterable[Record]) -> list[Record]:
    return sorted(records, key=lambda r: r.id)


def _places(records: list[Record], rows: Rows, years: Years) -> dict[str, list[int]]:
    every: list[Mapping[str, Any]] = [r.document.data for r in records]
    return {
        "organization": [rows.get(data.get("unit", ""), NOWHERE) for data in every],
        "period": [years.get(Period(data.get("year", 0)), NOWHERE) for data in every],
    }


def _budgeted(records: list[Record], rows: Rows, years: Years) -> pd.DataFrame:
    """The steps of a unit's year stand at its first budget; that it has a second one is a fault elsewhere."""
    lines: dict[tuple[Any, Any], list[Mapping[str, Any]]] = {}
    first: list[tuple[Any, Any] | None] = []
    for data in (r.document.data for r in records):
        place = data.get("unit"), data.get("year")
        first.append(None if place in lines else place)
        lines.setdefault(place, []).extend(data.get("lines", ()))
    return BUDGETED.frame(
        id=[r.id for r in records],
        **_places(records, rows, years),
        steps=[_steps(lines[place]) if place else 0 for place in first],
    )


def _steps(lines: Iterable[Mapping[str, Any]]) -> int:
    first = [line for line in lines if line.get("stage") == "initial" and line.get("planned")]
    if not first:
        return 0
    return 2 if all(line.get("disbursed", 0) >= line["planned"] for line in first) else 1


def _works(records: list[Record], rows: Rows, years: Years) -> pd.DataFrame:
    real = [r for r in records if r.document.data.get("status") != "absent"]
    trained = [_trained(r.document.data) for r in real]
    return WORKS.frame(
        id=[r.id for r in real],
        **_places(real, rows, years),
        batch=[r.document.data.get("batch", "") for r in real],
        aimed=[aimed for aimed, _ in trained],
        reached=[reached for _, reached in trained],
    )


def _trained(data: Mapping[str, Any]) -> tuple[int, int]:
    """People to be trained by a project, and trained, both in hundredths."""
    goal, result = data.get("goal", {}), data.get("result", {})
    if data.get("batch") != TRAINING or goal.get("measure") not in PEOPLE:
        return 0, 0
    aimed = fen(goal.get("target", 0))
    is_counted = result.get("measure") == goal["measure"]
    return aimed, min(fen(result.get("amount", 0)), aimed) if is_counted else 0


def _experts(snapshot: Snapshot, rows: Rows, years: Years) -> pd.DataFrame:
    done = (s for s in services(snapshot) if s.is_done and s.record.kind not in SCORING)
    served = {(s.expert, s.year) for s in done}
    found = [
        (record.id, rows.get(record.document.data.get("unit", ""), NOWHERE), place, period.year)
        for record in _by_id(snapshot.active("experts"))
        for period, place in years.items()
        if _is_in_office(record, period.year, snapshot.as_of)
    ]
    return EXPERTS.frame(
        id=[name for name, *_ in found],
        organization=[unit for _, unit, _, _ in found],
        period=[place for _, _, place, _ in found],
        has_served=[(name, year) in served for name, _, _, year in found],
    )


def _is_in_office(expert: Record, year: int, as_of: date) -> bool:
    first, last = f"{year}-01-01", day_of_judgement(year, as_of)
    return any(p["term"]["from"] <= last and p["term"]["to"] >= first for _, p in terms(expert))
