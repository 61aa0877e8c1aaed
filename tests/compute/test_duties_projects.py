"""What budgets and projects oblige somebody to do, from records worked by hand, on 31 December 2025."""

from __future__ import annotations

from generator.compute.duties import DUTIES
from generator.compute.duty import duties_of
from tests.support.snapshots import (
    BATCHES,
    budget,
    city,
    county,
    method,
    project,
    schemas_without,
    school,
    snapshot_of,
)


def found(*made):
    snapshot = snapshot_of(city(), county("a"), school("s", "a"), *made)
    return [
        (d.kind, d.unit, d.due.isoformat(), d.record, d.days(snapshot.as_of))
        for d in duties_of(snapshot, DUTIES)
    ]


REQUIRED = {
    "budgets": {"levels": ["county"], "by": "02-28"},
    "projects": {"levels": ["county"], "by": "03-31"},
}


def test_a_budget_and_the_six_batches_are_owed_by_the_day_that_the_method_names() -> None:
    """County a has its budget, b has two batches; the city is not asked; what is late stays owed."""
    schemas = schemas_without("projects") | {"projects": BATCHES}
    snapshot = snapshot_of(
        city(), county("a"), county("b"), county("gone", closed="2025-06-30"),
        ("methods", method()[1] | {"requirements": REQUIRED}),
        budget("b1", "a"), budget("b2", "b", 2024),
        project("p1", "b", batch="training"), project("p2", "b", batch="research", status="absent"),
        *(project(f"q{n}", "a", batch=c.value) for n, c in enumerate(BATCHES.fields[0].choices)),
        schemas=schemas,
    )  # fmt: skip
    owed = [d for d in duties_of(snapshot, DUTIES) if d.kind in ("budget", "batches")]
    assert [(d.kind, d.unit, d.due.isoformat(), d.title.zh) for d in owed] == [
        ("budget", "b", "2025-02-28", "登记 2025 年年初预算"),
        ("batches", "b", "2025-03-31", "报 2025 年六个一批：建设"),
    ]


def test_projects_and_their_milestones_are_duties_until_they_are_done() -> None:
    """A milestone on the day of the deadline would only say the same thing twice."""
    steps = [
        {"title": "招标", "due": "2025-05-31", "done_on": "2025-05-30"},
        {"title": "施工", "due": "2025-10-31"},
        {"title": "验收", "due": "2025-12-20"},
    ]
    plan = {"deadline": "2025-12-20", "milestones": steps}
    assert found(
        project("p1", "a", status="running", **plan),
        project("p2", "a", status="done", **plan),
        project("p3", "a", status="dropped", **plan),
        project("p4", "a", status="absent"),
    ) == [
        ("project-milestone", "a", "2025-10-31", "projects/p1", -61),
        ("project", "a", "2025-12-20", "projects/p1", -11),
    ]
