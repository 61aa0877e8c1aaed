"""What the annual evaluation obliges somebody to do, from records worked by hand, on 31 December 2025."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from generator.compute.duties import DUTIES
from generator.compute.duty import duties_of
from tests.support.snapshots import city, county, method, snapshot_of

SCHEDULE = {"self": "11-30", "verified": "12-15", "feedback": "12-20", "final": "01-20", "answer_days": 30}


def ruled(year: int = 2025, **schedule: Any) -> tuple[str, dict[str, Any]]:
    days = {k: v for k, v in (SCHEDULE | schedule).items() if v is not None}
    kind, data = method(f"m-{year}", first=f"{year}-01-01", last=f"{year}-12-31")
    return kind, data | {"evaluation": {"decimals": 2, "minimum_coverage": 95, "schedule": days}}


def listed(year: int = 2025) -> tuple[str, dict[str, Any]]:
    item = {"id": "a", "text": "a", "points": 100, "method": "count", "scoring": {"each": 1}}
    sections = [{"id": "s", "title": "s", "items": [item]}]
    return "checklists", {
        "id": f"evaluation-{year}",
        "kind": "evaluation",
        "year": year,
        "sections": sections,
    }


def evaluation(unit: str, status: str, year: int = 2025) -> tuple[str, dict[str, Any]]:
    head = {"id": f"ev-{year}-{unit}", "unit": unit, "year": year, "checklist": f"evaluation-{year}"}
    return "evaluations", {**head, "status": status, "dates": {}, "items": []}


BUREAU = ("bureau", {"id": "bureau", "city": "city"})


def found(*made: Any) -> list[tuple[str, str, str, str]]:
    snapshot = snapshot_of(BUREAU, city(), county("a"), county("b"), *made)
    owed = (d for d in duties_of(snapshot, DUTIES) if d.kind in ("evaluation", "evaluation-answer"))
    return [(d.unit, d.due.isoformat(), d.record, d.title.zh) for d in owed]


def test_the_next_stage_is_owed_by_the_county_first_and_then_by_the_city() -> None:
    """One county told its self score, the other wrote nothing; the last step, 20 January, is of next year."""
    owed = found(ruled(), listed(), evaluation("a", "self"))
    assert owed == [
        ("b", "2025-11-30", "methods/m-2025", "2025年度考核评价自评：B"),
        ("city", "2025-12-15", "evaluations/ev-2025-a", "2025年度考核评价核查：A"),
    ]
    (_, last) = found(ruled(), listed(), evaluation("a", "review"), evaluation("b", "feedback"))
    assert last == ("city", "2026-01-20", "evaluations/ev-2025-b", "2025年度考核评价终定：B")


def test_nobody_owes_a_record_that_may_be_a_file_with_a_fault() -> None:
    """A slip in the file of a county is said at the file; that the county did nothing would be untrue."""
    snapshot = snapshot_of(BUREAU, city(), county("a"), ruled(), listed())
    broken = replace(snapshot, set_aside=frozenset({"evaluations/ev-2025-a"}))
    owed = [[d.unit for d in duties_of(one, DUTIES) if d.kind == "evaluation"] for one in (snapshot, broken)]
    assert owed == [["a"], []]


def test_what_is_final_old_or_without_days_is_not_owed() -> None:
    """Of 2024 nothing was written at all; the demands say so, and no deadline is made up for it."""
    assert found(ruled(), listed(), evaluation("a", "final"), evaluation("b", "final")) == []
    assert found(ruled(2024), listed(2024)) == []
    assert [d[1] for d in found(ruled(2024), listed(2024), evaluation("a", "review", 2024))] == ["2025-01-20"]
    bare = ruled()
    del bare[1]["evaluation"]["schedule"]
    assert found(bare, listed(), evaluation("a", "self")) == []


def test_statements_and_appeals_are_answered_within_the_days_of_the_method() -> None:
    """Thirty days from 8 December end on 7 January; what was answered, or has no days set, is not owed."""
    said = ("statements", {"id": "s1", "evaluation": "ev-2025-a", "on": "2025-12-08"})
    asked = ("appeals", {"id": "p1", "evaluation": "ev-2025-a", "filed_on": "2025-12-09"})
    decided = ("appeals", {"id": "p2", "evaluation": "ev-2025-a", "filed_on": "2025-12-09", "decision": {}})
    both = (evaluation("a", "final"), evaluation("b", "final"), listed(), said, asked, decided)
    assert found(ruled(), *both) == [
        ("city", "2026-01-07", "statements/s1", "答复申辩：A2025年度评价"),
        ("city", "2026-01-08", "appeals/p1", "作出复核决定：A2025年度评价"),
    ]
    assert found(ruled(answer_days=None), *both) == []
