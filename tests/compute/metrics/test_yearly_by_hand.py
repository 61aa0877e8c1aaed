"""What units owe every year, worked with a pencil: three counties on 31 December 2025.

Budgets of 2025: c1 plans 600 and 400 at the year's start and got both; its school s1 plans 99 and got nothing
(not c1's own); c2 got 50 of 60; c3 only added money later; the method asks counties, so that a county without
a budget has 0. Projects: three batches are known. c1 has construction, and its school training; c2 has
training (dropped) and says that there is no construction; c3 has none.
Training: c1's school aims at 40 and reached 50 (40 count), c2 at 60 and reached 15, and 8 courses besides.
Experts: of c1 two were in office, one of them inspected; a third left in
2024. Of c2 one scored c1, which is no visit.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from generator.compute.assess import assess
from generator.model.period import Period
from generator.model.results import Results
from tests.support.snapshots import (
    BATCHES,
    WITHDRAWN,
    budget,
    checklist,
    city,
    county,
    expert,
    inspection,
    method,
    project,
    schemas_without,
    school,
    snapshot_of,
)

YEAR = Period(2025)


def people(aimed: int, reached: int | None = None, measure: str = "人次") -> dict[str, Any]:
    found: dict[str, Any] = {"goal": {"text": "培训", "measure": measure, "target": aimed}}
    return found | ({} if reached is None else {"result": {"amount": reached, "measure": measure}})


def lines(stage: str, planned: str, disbursed: str) -> dict[str, Any]:
    row = {
        "id": "x",
        "stage": stage,
        "planned": Decimal(planned),
        "disbursed": Decimal(disbursed),
        "spent": 0,
    }
    return {"lines": [row]}


RECORDS = (
    city(),
    *(county(c) for c in ("c1", "c2", "c3", "c4")),
    *(school(s, parent) for s, parent in [("s1", "c1"), ("s2", "c2")]),
    checklist(a=100),
    inspection("i1", "s2", a="met", more={"team": [{"expert": "e1", "role": "lead"}]}),
    budget("b1", "c1", 2025, ("600", "0"), ("400", "0")),
    budget("b2", "s1", 2025, **lines("initial", "99", "0")),
    budget("b3", "c2", 2025, **lines("initial", "60", "50")),
    budget("b4", "c3", 2025, **lines("added", "60", "60")),
    budget("b5", "c4", 2024, ("1", "1")),
    project("p1", "c1", batch="construction"),
    project("p2", "s1", **people(40, 50)),
    project("p3", "c2", status="dropped", **people(60, 15)),
    project("p4", "c2", **people(8, 8, "期")),
    project("p5", "c2", status="absent", batch="construction"),
    project("p6", "c3", batch="research", **WITHDRAWN),
    expert("e1", "c1", ("2024-01-01", "2025-01-01")),
    expert("e2", "s1", ("2025-12-31", "2027-12-31")),
    expert("e3", "c1", ("2021-01-01", "2024-12-31")),
    expert("e4", "c2", ("2024-01-01", "2026-12-31")),
    (
        "evaluations",
        {
            "id": "v1", "unit": "c1", "year": 2025, "checklist": "-", "status": "verified",
            "dates": {"verified": "2025-12-12"}, "items": [{"item": "a", "scorer": "e4"}],
        },
    ),
    method(requirements={"budgets": {"levels": ["county"]}, "projects": {"levels": ["county"]}}),
)  # fmt: skip


@pytest.fixture(scope="module")
def results() -> Results:
    """The schemas of all kinds, that of projects with three batches to choose from."""
    schemas = schemas_without()
    others = tuple(f for f in schemas["projects"].fields if f.path != "batch")
    schemas |= {"projects": replace(BATCHES, fields=(*BATCHES.fields, *others))}
    return assess(snapshot_of(*RECORDS, schemas=schemas))


def value(results: Results, metric: str, subject: str) -> tuple[Decimal | None, tuple[str, ...]]:
    found = results.measure(metric, subject, YEAR)
    assert found is not None
    return found.value, found.evidence


def test_the_budget_of_the_start_is_planned_and_then_disbursed(results: Results) -> None:
    """Two steps for c1, one for c2, none for c3 and c4, which are asked; the city is not."""
    found = {c: value(results, "initial-budget", c)[0] for c in ("c1", "c2", "c3", "c4", "city")}
    assert found == {"c1": 2, "c2": 1, "c3": 0, "c4": 0, "city": None}
    assert value(results, "initial-budget", "c1")[1] == ("budgets/b1", "methods/method")


def test_two_budgets_of_a_year_take_the_steps_of_one() -> None:
    """A check refuses the second; until it is gone, no unit takes more than two."""
    second = [budget("b6", "c1", 2025, ("500", "0")), budget("b7", "c2", 2025, ("500", "0"))]
    results = assess(snapshot_of(*RECORDS, *second))
    assert [value(results, "initial-budget", c)[0] for c in ("c1", "c2")] == [2, 1]


def test_batches_without_a_project_are_counted(results: Results) -> None:
    """Of three: c1 lacks research; c2 construction and research; c3 all; the city research alone."""
    found = {c: value(results, "batches-missing", c)[0] for c in ("c1", "c2", "c3", "city")}
    assert found == {"c1": 1, "c2": 2, "c3": 3, "city": 1}
    assert value(results, "batches-missing", "c1")[1] == ("methods/method", "projects/p1", "projects/p2")


def test_people_trained_are_held_against_the_goals(results: Results) -> None:
    """Of c1 40 of 40; c2: 15 of 60; the city 55 of 100. Courses are no people."""
    found = {c: value(results, "training-reached", c)[0] for c in ("c1", "c2", "c3", "city")}
    assert found == {"c1": Decimal("100.0"), "c2": Decimal("25.0"), "c3": None, "city": Decimal("55.0")}
    assert value(results, "training-reached", "c2")[1] == ("projects/p3",)


def test_experts_in_office_are_asked_whether_they_served(results: Results) -> None:
    """Of c1: e1, in office on one day and on i1, and e2, who did nothing: 50. Of c2: e4 only scored: 0."""
    found = {c: value(results, "experts-active", c)[0] for c in ("c1", "c2", "c3", "city")}
    assert found == {"c1": Decimal("50.0"), "c2": Decimal("0.0"), "c3": None, "city": Decimal("33.3")}
    assert value(results, "experts-active", "c1")[1] == ("experts/e1", "experts/e2")
