"""Hazards and failing items to take along: what follows from the records, and nothing that is internal."""

from __future__ import annotations

from typing import Any

from generator.compute.assess import assess
from generator.export.hazard_tables import hazard_tables
from generator.export.open_data import written
from generator.model.table import Table
from tests.support.snapshots import (
    WITHDRAWN,
    Made,
    checklist,
    city,
    county,
    hazard,
    inspection,
    schemas_without,
    school,
    snapshot_of,
)

TREE = (city(), county("c1", name="甲县"), school("s1", "c1", name="城关小学"), checklist(a=1, b=1))


def tables(*made: Made) -> tuple[Table, ...]:
    snapshot = snapshot_of(*TREE, *made)
    return hazard_tables(snapshot, assess(snapshot))


def rows(table: Table) -> list[dict[str, Any]]:
    return [dict(zip([c.name for c in table.columns], row, strict=True)) for row in table.rows]


def test_a_hazard_has_its_state_its_day_and_its_days_late() -> None:
    """Looked at from 31 December 2025."""
    closed = (("done", "2025-02-12"), ("accepted", "2025-02-20"))
    made = (
        *hazard("h1", "s1", "2025-01-10", "2025-02-10", *closed, item="a"),
        *hazard("h2", "s1", "2025-12-01", "2025-12-21", grade="major", relapse_of="h1"),
        *hazard("h3", "s1", "2025-12-02", "2025-12-21", **WITHDRAWN),
    )
    first, second = rows(tables(*made)[0])
    assert (first["hazard"], first["county_name"], first["school_name"]) == ("h1", "甲县", "城关小学")
    assert (first["state"], first["due"], first["days_late"], first["overdue"]) == (
        "已销号", "2025-02-10", 2, False
    )  # fmt: skip
    assert (first["reported_on"], first["closed_on"], first["age_days"]) == ("2025-02-12", "2025-02-20", 41)
    assert first["events"] == "hazards/h1;rectifications/h1-0;follow-ups/h1-1"
    assert (second["state"], second["days_late"], second["overdue"]) == ("登记", 10, True)
    assert (second["relapse_of"], second["grade"]) == ("h1", "major")


def test_no_place_and_no_stock_leaves_the_house() -> None:
    made = hazard("h1", "s1", place="实验楼二楼药品室")
    assert not any("实验楼".encode() in written(table)[0] for table in tables(*made))


def test_a_round_that_names_no_schools_names_none_here() -> None:
    draw = ("draws", {"id": "d", "names_schools": False})
    visit = inspection("i1", "s1", a="unmet", more={"draw": "d"})
    (one,) = rows(tables(draw, visit, *hazard("h1", "s1", inspection="i1", item="a"))[0])
    assert [one[name] for name in ("hazard", "school", "school_name", "events")] == [None] * 4
    assert (one["county"], one["state"]) == ("c1", "登记")


def test_what_fails_most_stands_first() -> None:
    """Item a was unmet once and partly met once of three answers, b met throughout, c never looked at."""
    made = (
        inspection("i1", "s1", a="unmet", b="met", c="not_checked",
                   more={"topic": "hazchem", "findings": [{"id": "f", "item": "a", "grade": "general"}]}),
        inspection("i2", "s1", a=1, b="not_applicable", more={"topic": "hazchem"}),
        inspection("i3", "s1", "2025-Q2", a="met", b="met", more={"topic": "hazchem"}),
        inspection("i4", "s1", a="unmet", status="planned", more={"topic": "hazchem"}),
        *hazard("h1", "s1", inspection="i1", item="a"),
        *hazard("h2", "s1", inspection="i1", item="a", **WITHDRAWN),
        *hazard("h3", "s1", origin="self_check", item="a"),
    )  # fmt: skip
    found = rows(tables(*made)[1])
    counts = {
        (r["period"], r["item"]): (r["checked"], r["unmet"], r["partly"], r["findings"], r["hazards"])
        for r in found
    }
    assert counts == {
        ("2025-Q1", "a"): (2, 1, 1, 1, 1),
        ("2025-Q1", "b"): (1, 0, 0, 0, 0),
        ("2025-Q2", "a"): (1, 0, 0, 0, 0),
        ("2025-Q2", "b"): (1, 0, 0, 0, 0),
        ("2025", "a"): (3, 1, 1, 1, 1),
        ("2025", "b"): (2, 0, 0, 0, 0),
    }
    assert [(r["period"], r["item"]) for r in found][:2] == [("2025-Q1", "a"), ("2025-Q1", "b")]


def test_an_old_revision_has_no_such_tables() -> None:
    snapshot = snapshot_of(*TREE, schemas=schemas_without("hazards"))
    assert hazard_tables(snapshot, assess(snapshot)) == ()
