"""The plan of a draw: who is in the pool, with which weight, who keeps away; from a few made records."""

from __future__ import annotations

from typing import Any

import pytest

from generator.compute.draw import Wanted, default_strata, differences, plan
from generator.model.errors import GeneratorError
from generator.model.snapshot import Snapshot
from tests.support.snapshots import city, cluster, county, inspection, school, snapshot_of

DRAWS: dict[str, Any] = {
    "seen_rounds": 2, "seen": 1, "unseen": 3, "team_size": 2, "open_within_days": 14,
    "topics": [{"topic": "hazchem", "from": [{"pool": "city", "category": "laboratory"}]}],
}  # fmt: skip
STRATA = ({"id": "c1", "title": "甲县", "county": "c1", "hazchem": True, "size": 1},)


def expert(id: str, unit: str, **more: Any) -> tuple[str, dict[str, Any]]:
    term = {"from": "2024-01-01", "to": "2026-12-31"}
    place = {"pool": "city", "category": "laboratory", "term": term}
    return "experts", {"id": id, "unit": unit, "pools": [place], **more}


def made(*more: tuple[str, dict[str, Any]], **draws: Any) -> Snapshot:
    method = {"id": "m", "valid": {"from": "2025-01-01", "to": "2025-12-31"}, "draws": {**DRAWS, **draws}}
    keeps = {"keeps": {"hazchem": True}}
    return snapshot_of(
        city(), county("c1"), county("c2"), cluster("g1", "c1"),
        school("s1", "g1", **keeps), school("s2", "g1", **keeps), school("s3", "g1"),
        school("t1", "c2", **keeps), ("methods", method), *more,
    )  # fmt: skip


def wanted(**more: Any) -> Wanted:
    said: dict[str, Any] = {
        "id": "d", "period": "2025-Q4", "topic": "hazchem", "planned_on": "2025-10-08", "first": "2025-10-14",
        "last": "2025-12-05", "strata": STRATA, "seed_rule": "规则", "names_schools": True,
    }  # fmt: skip
    return Wanted(**{**said, **more})


def pool(snapshot: Snapshot, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = plan(snapshot, wanted(**more))["pool"]
    return found


def test_a_school_belongs_to_the_first_stratum_that_fits_or_to_none() -> None:
    """s3 keeps no chemicals, t1 lies in another county."""
    assert [row["school"] for row in pool(made())["schools"]] == ["s1", "s2"]


def test_a_school_that_is_left_out_or_closes_before_the_last_visit_is_not_in_the_pool() -> None:
    left_out = ({"school": "s1", "reason": "停课"},)
    assert [row["school"] for row in pool(made(), exclusions=left_out)["schools"]] == ["s2"]
    closing = made(school("s9", "g1", keeps={"hazchem": True}, closed="2025-11-30"))
    assert [row["school"] for row in pool(closing)["schools"]] == ["s1", "s2"]


def test_who_was_visited_in_the_last_two_rounds_of_the_topic_has_the_lower_weight() -> None:
    """s1 in the third quarter; s2 in the first, which is three rounds back."""
    more = {"topic": "hazchem"}
    snapshot = made(
        inspection("i1", "s1", "2025-Q3", more=more | {"date": "2025-09-10"}),
        inspection("i2", "s2", "2025-Q1", more=more | {"date": "2025-03-10"}),
    )
    assert [(row["school"], row["weight"]) for row in pool(snapshot)["schools"]] == [("s1", 1), ("s2", 3)]


def test_a_visit_of_another_topic_or_one_that_is_only_planned_changes_nothing() -> None:
    snapshot = made(
        inspection("i1", "s1", "2025-Q3", more={"topic": "digital", "date": "2025-09-10"}),
        inspection("i2", "s2", "2025-Q3", status="planned", more={"topic": "hazchem"}),
    )
    assert {row["weight"] for row in pool(snapshot)["schools"]} == {3}


def test_risk_adds_to_the_weight_where_the_method_says_so() -> None:
    """s1 has an open major hazard and a red point; the hazard of s2 was closed before."""
    hazard = {"grade": "major", "registered_on": "2025-09-01", "due": "2025-10-01"}
    snapshot = made(
        ("bureau", {"id": "bureau", "risk_levels": [{"color": "red", "title": "红", "from": 15}]}),
        ("hazards", {"id": "h1", "school": "s1", **hazard}),
        ("hazards", {"id": "h2", "school": "s2", **hazard}),
        ("rectifications", {"id": "r1", "hazard": "h2", "kind": "done", "on": "2025-09-10"}),
        ("follow-ups", {"id": "f1", "hazard": "h2", "kind": "accepted", "on": "2025-09-12"}),
        ("risk-points", {"id": "p1", "school": "s1", "likelihood": 3, "severity": 5}),
        ("risk-points", {"id": "p2", "school": "s2", "likelihood": 2, "severity": 5}),
        red=2, major=4,
    )  # fmt: skip
    assert [row["weight"] for row in pool(snapshot)["schools"]] == [9, 3]
    assert plan(snapshot, wanted())["weights"] == {
        "seen_rounds": 2, "seen": 1, "unseen": 3, "red": 2, "major": 4,
    }  # fmt: skip


def _said(day: str, *units: str) -> dict[str, Any]:
    return {"on": day, "units": list(units)}


def test_an_expert_keeps_away_from_own_unit_interests_and_declared_units() -> None:
    """A cluster stands for its schools, a county for itself, an interest that is over for nothing."""
    snapshot = made(
        expert("e1", "s1"),
        expert("e2", "g1"),
        expert("e3", "city", interests=[{"organization": "c1"}]),
        expert("e4", "city", interests=[{"organization": "s2", "until": "2025-10-13"}]),
        expert(
            "e5",
            "city",
            declarations=[_said("2025-01-10", "s1"), _said("2025-06-01")],
        ),
        expert("e6", "c1"),
    )
    kept = {row["expert"]: row.get("keeps_from", []) for row in pool(snapshot)["inspectors"]}
    assert kept == {"e1": ["s1"], "e2": ["s1", "s2"], "e3": ["c1"], "e4": [], "e5": [], "e6": []}


def test_the_own_county_counts_where_the_method_says_so() -> None:
    found = plan(made(expert("e1", "s1"), same_county=True), wanted())
    assert found["pool"]["inspectors"][0]["keeps_from"] == ["c1"]
    assert found["recusal"][-1] == "same_county"


def test_an_expert_whose_term_ends_during_the_visits_is_not_in_the_pool() -> None:
    term = {"from": "2024-01-01", "to": "2025-12-04"}
    late = expert("e1", "city", pools=[{"pool": "city", "category": "laboratory", "term": term}])
    assert pool(made(late))["inspectors"] == []


def test_strata_are_the_counties_where_nothing_else_is_wanted() -> None:
    """Two from each, or all where there is only one."""
    found = default_strata(made(), "hazchem", "2025-10-14", "2025-12-05", 2)
    assert [(row["id"], row["size"], row["hazchem"]) for row in found] == [("c1", 2, True), ("c2", 1, True)]


def test_what_was_changed_in_a_plan_is_found_by_the_records_it_came_from() -> None:
    """A weight by hand, an expert too many; how many units somebody keeps from, not which."""
    snapshot = made(expert("e1", "s1"))
    data = plan(snapshot, wanted())
    assert not list(differences(snapshot, data))
    data["pool"]["schools"][1]["weight"] = 30
    data["pool"]["inspectors"][0].pop("keeps_from")
    found = [(d.where.zh, d.written, d.right) for d in differences(snapshot, data)]
    assert found == [
        ("学校 s2", "stratum=c1 weight=30", "stratum=c1 weight=3"),
        ("专家 e1", "pool=city category=laboratory", "pool=city category=laboratory keeps_from=1"),
    ]


def test_a_method_that_says_nothing_of_draws_is_said() -> None:
    with pytest.raises(GeneratorError, match="没有规定抽签的办法"):
        plan(made(), wanted(planned_on="2026-01-08"))
