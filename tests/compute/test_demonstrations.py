"""What demonstration schools owe, and how far the mechanism is done; looked at from 31 December 2025."""

from __future__ import annotations

from typing import Any

import pytest

from generator.compute.demand import judged
from generator.compute.demands import DEMANDS
from generator.compute.duties import DUTIES
from generator.compute.duty import duties_of
from generator.model.demand import State
from tests.support.snapshots import (
    WITHDRAWN,
    Made,
    application,
    city,
    county,
    method,
    schemas_without,
    school,
    snapshot_of,
)

ASKED = {
    "applicants_min": 2,
    "applicants_max": 3,
    "cycle_from": 2023,
    "cycle_years": 3,
    "valid_years": 3,
    "per_county": 2,
    "themes_once": True,
}
BUREAU = ("bureau", {"id": "bureau", "city": "city"})
SCHOOLS = tuple(school(f"s{n}", "c1") for n in range(1, 7))


def asked(**more: Any) -> Made:
    kind, data = method()
    return kind, data | {"requirements": {"demonstrations": ASKED | more}}


def owed(*made: Made) -> list[tuple[str, str, str, str]]:
    snapshot = snapshot_of(BUREAU, city(), county("c1"), *SCHOOLS, *made)
    return [(d.kind, d.unit, d.due.isoformat(), d.record) for d in duties_of(snapshot, DUTIES)]


def states(demand: str, year: int, *made: Made) -> dict[str, tuple[State, str]]:
    snapshot = snapshot_of(BUREAU, city(), county("c1"), county("c2"), *SCHOOLS, *made)
    found = judged(snapshot, DEMANDS, (year,))
    return {f.unit: (f.state, f.reason.zh) for f in found if f.demand == demand}


def test_an_application_waits_for_its_survey_by_the_day_that_was_set() -> None:
    """The bureau owes the visit; where no day was set, by the end of the year."""
    declined = {"result": "declined", "on": "2025-06-01"}
    assert owed(
        application("d1", "s1", survey_by="2025-11-20"),
        application("d2", "s2"),
        application("d3", "s3", survey={"on": "2025-05-01"}),
        application("d4", "s4", designation=declined),
        application("d5", "s5", **WITHDRAWN),
    ) == [
        ("survey", "city", "2025-11-20", "demonstrations/d1"),
        ("survey", "city", "2025-12-31", "demonstrations/d2"),
    ]


def test_checks_are_owed_for_every_year_between_the_first_and_the_last() -> None:
    """Designated in June 2023 until May 2026: 2024 and 2025. The last year has the renewal instead."""
    checked = {"checks": [{"year": 2024, "on": "2024-10-10", "result": "passed"}]}
    left = {"withdrawal": {"on": "2025-03-01"}}
    assert owed(
        application("d1", "s1", 2023, until="2026-12-31", **checked),
        application("d2", "s2", 2024, until="2027-05-31"),
        application("d3", "s3", 2025, until="2028-05-31"),
        application("d4", "s4", 2023, until="2026-12-31", **left),
    ) == [
        ("check", "c1", "2025-12-31", "demonstrations/d1"),
        ("check", "c1", "2025-12-31", "demonstrations/d2"),
    ]
    assert owed(application("d1", "s1", 2023, until="2026-12-31"))[0][2] == "2024-12-31"


def test_a_designation_that_ends_within_half_a_year_is_to_be_renewed() -> None:
    """2 July is 183 days ahead. One that has ended stays owed until it is answered."""
    checks = {"checks": [{"year": year} for year in (2023, 2024, 2025)]}
    renewed = {"renewal": {"result": "renewed", "on": "2025-12-01", "valid_to": "2029-05-31"}}
    found = owed(
        application("d1", "s1", 2023, until="2026-07-02", **checks),
        application("d2", "s2", 2023, until="2026-07-03", **checks),
        application("d3", "s3", 2023, until="2026-05-31", **checks, **renewed),
        application("d4", "s4", 2022, until="2025-05-31", **checks),
        application("d5", "s5", 2022, until="2025-05-31", **checks),
        application("d6", "s5", 2025, applied_on="2025-09-01", survey={"on": "2025-10-01"}),
    )
    assert found == [
        ("renewal", "s4", "2025-05-31", "demonstrations/d4"),
        ("renewal", "s1", "2026-07-02", "demonstrations/d1"),
    ]


def test_a_county_owes_applications_while_the_year_runs_and_schools_are_free() -> None:
    """One of two is there. A county without schools owes none, and without a method nobody does."""
    surveyed = {"survey": {"on": "2025-10-01"}}
    made = (county("c2"), application("d1", "s1", **surveyed))
    assert owed(*made, asked()) == [("application", "c1", "2025-12-31", "organizations/c1")]
    assert owed(*made) == []
    assert owed(*made, asked(applicants_min=1)) == []


def test_an_application_of_an_old_revision_owes_nothing() -> None:
    """Its schema may have lacked every field."""
    assert owed(("demonstrations", {"id": "d"})) == []


@pytest.mark.parametrize(
    ("count", "year", "state"),
    [
        (1, 2024, State.OPEN),
        (1, 2025, State.PENDING),
        (2, 2024, State.MET),
        (3, 2024, State.MET),
        (4, 2025, State.OPEN),
    ],
)
def test_two_to_three_are_asked_of_each_county(count: int, year: int, state: State) -> None:
    """Too few can still be mended while the year runs, too many cannot. c2 has no school to send."""
    made = [application(f"d{n}", f"s{n}", year) for n in range(1, count + 1)]
    found = states("applicants", year, asked(), *made)
    assert found == {
        "c1": (state, f"申报 {count} 所，应报 2—3 所"),
        "c2": (State.EXEMPT, "没有可以申报的学校"),
    }


def test_without_a_method_or_a_schema_nothing_is_asked() -> None:
    """An old year is judged by what held then."""
    kind, data = method(first="2025-01-01")
    later = (kind, data | {"requirements": {"demonstrations": ASKED}})
    assert states("applicants", 2024, later) == {}
    assert states("city-demonstrations", 2024, later) == {}
    snapshot = snapshot_of(BUREAU, city(), county("c1"), asked(), schemas=schemas_without("demonstrations"))
    assert [f for f in judged(snapshot, DEMANDS, (2025,)) if f.demand == "applicants"] == []


def test_the_city_announces_its_decisions_every_year() -> None:
    cultivated = {"result": "cultivated", "on": "2024-06-01", "document": "函〔2024〕1号"}
    made = (
        application("d1", "s1", 2024, until="2027-05-31"),
        application("d2", "s2", 2024, designation=cultivated),
    )
    assert states("city-demonstrations", 2024, asked(), *made) == {
        "city": (State.MET, "认定 1 所，列入培育 1 所，不予认定 0 所")
    }
    assert states("city-demonstrations", 2025, asked(), *made) == {
        "city": (State.PENDING, "还没有发文公布认定结果")
    }
    assert states("city-demonstrations", 2023, asked(), *made)["city"][0] is State.OPEN


def test_turns_are_not_taken_twice() -> None:
    """s1 holds a designation of 2024 and applies again in 2025."""
    made = (
        application("d1", "s1", 2024, until="2027-05-31"),
        application("d2", "s1"),
        application("d3", "s2"),
    )
    assert states("rotation", 2025, asked(), *made)["c1"] == (State.OPEN, "申报 2 所，其中 1 所已是示范校")
    assert states("rotation", 2024, asked(), *made)["c1"] == (State.MET, "申报 1 所，都不是在册示范校")
    assert states("rotation", 2023, asked(), *made)["c1"] == (State.OPEN, "还没有申报")


def test_in_a_cycle_every_year_has_applications_and_no_theme_comes_twice() -> None:
    """2023 to 2025 is one cycle. A year that is over and empty stays open to its end."""
    first, third = application("d1", "s1", 2023), application("d3", "s3", 2025)
    second, same = application("d2", "s2", 2024), application("d4", "s2", 2024, theme="d1")
    assert states("three-year-cycle", 2025, asked(), first, second, third)["c1"] == (
        State.MET,
        "2023—2025 年申报 3 所",
    )
    assert states("three-year-cycle", 2025, asked(), first, third)["c1"] == (
        State.OPEN,
        "2023—2025 年申报 2 所，2024 年没有",
    )
    assert states("three-year-cycle", 2025, asked(), first, second)["c1"][0] is State.PENDING
    assert states("three-year-cycle", 2024, asked(), first, same)["c1"] == (
        State.OPEN,
        "2023—2024 年申报 2 所，主题重复 1 次",
    )


def test_ways_in_are_counted_for_the_city() -> None:
    made = (application("d1", "s1"), application("d2", "s2", way="named"))
    assert states("ways-in", 2025, asked(), *made) == {"city": (State.MET, "自愿申报 1 所，点名申报 1 所")}


def test_every_applicant_is_surveyed() -> None:
    """c2 has sent nobody, so there is nothing to visit."""
    made = (application("d1", "s1", survey={"on": "2025-10-01"}), application("d2", "s2"))
    assert states("joint-survey", 2025, asked(), *made) == {
        "c1": (State.PENDING, "申报 2 所，已调研 1 所"),
        "c2": (State.EXEMPT, "没有申报"),
    }


def test_at_the_end_of_a_cycle_each_county_has_its_model_schools() -> None:
    """Two are asked for. 2022 ended a cycle, 2024 is in the middle of one, 2025 ends today."""
    made = (
        application("d1", "s1", 2022, until="2025-05-31"),
        application("d2", "s2", 2022, until="2025-05-31"),
    )
    met = states("model-schools", 2022, asked(), *made)["c1"]
    assert met == (State.MET, "有效示范校 2 所，2022 年底应有 2 所")
    assert states("model-schools", 2022, asked(), made[0])["c1"][0] is State.OPEN
    assert states("model-schools", 2024, asked(), made[0])["c1"][0] is State.PENDING
    assert states("model-schools", 2025, asked(), *made)["c1"] == (
        State.PENDING,
        "有效示范校 0 所，2025 年底应有 2 所",
    )
