"""What held on a day, on a few units and two methods."""

from __future__ import annotations

from datetime import date

import pytest

from generator.model.standing import (
    below,
    county_of,
    day_of_judgement,
    existed_in,
    exists_on,
    last_day,
    method_on,
    required_of,
    requirement,
    units_asked,
    units_on,
)
from tests.support.snapshots import city, cluster, county, school, snapshot_of


def method(id: str, first: str, last: str, version: int = 1, **more: object):
    return "methods", {"id": id, "version": version, "valid": {"from": first, "to": last}, **more}


CITY = snapshot_of(
    city(),
    county("a"),
    cluster("a1", "a"),
    school("s", "a1", opened="2024-09-01", closed="2025-07-01"),
    method("old", "2024-01-01", "2024-12-31", requirements={"teams": {"levels": ["city"]}}),
    method("new", "2025-01-01", "2025-12-31"),
)


@pytest.mark.parametrize(
    ("day", "exists"),
    [("2024-08-31", False), ("2024-09-01", True), ("2025-06-30", True), ("2025-07-01", False)],
)
def test_a_unit_exists_from_its_first_day_and_not_on_the_day_of_closing(day: str, exists: bool) -> None:
    """The day of closing is the first day without the unit, as everywhere."""
    assert exists_on(CITY.kinds["organizations"]["s"], day) is exists


def test_units_are_chosen_by_day_and_level() -> None:
    assert {r.id for r in units_on(CITY, "2024-01-01")} == {"a", "a1", "city"}
    assert {r.id for r in units_on(CITY, "2025-01-01", "school", "county")} == {"a", "s"}
    assert {r.id for r in units_on(CITY, "2026-01-01", "school")} == set()


def test_a_unit_is_in_its_county_and_the_city_in_none() -> None:
    assert county_of(CITY, "s").id == "a"
    assert county_of(CITY, "a").id == "a"
    assert county_of(CITY, "city") is None
    assert county_of(CITY, "nowhere") is None


def test_each_day_is_judged_by_the_method_of_that_day() -> None:
    """A requirement of 2024 does not bind 2025, where the method asks for nothing."""
    assert method_on(CITY, "2024-12-31").id == "old"
    assert requirement(CITY, "teams", "2024-12-31") == {"levels": ["city"]}
    assert requirement(CITY, "teams", "2025-01-01") == {}
    assert method_on(CITY, "2023-12-31") is None
    assert requirement(CITY, "teams", "2023-12-31") == {}


def test_of_overlapping_methods_the_later_one_counts() -> None:
    both = snapshot_of(method("a", "2025-01-01", "2025-12-31"), method("b", "2025-07-01", "2025-12-31"))
    assert method_on(both, "2025-06-30").id == "a"
    assert method_on(both, "2025-07-01").id == "b"


def test_a_method_of_an_old_revision_without_validity_is_in_force_always() -> None:
    """It had no other meaning then; a later method with a first day goes before it."""
    old = snapshot_of(("methods", {"id": "old"}), method("new", "2025-01-01", "2025-12-31"))
    assert method_on(old, "2024-06-30").id == "old"
    assert method_on(old, "2025-06-30").id == "new"


def test_a_sample_method_asks_nothing_of_a_real_unit() -> None:
    """Nobody real may be found wanting by rules that were made up for illustration."""
    asks = {"requirements": {"guarantee": {"sessions_per_year": 2, "levels": ["county"]}}}
    made = (county("real"), county("invented", sample=True), school("s", "real"))
    sample = snapshot_of(*made, method("m", "2025-01-01", "2025-12-31", sample=True, **asks))
    real = snapshot_of(*made, method("m", "2025-01-01", "2025-12-31", **asks))
    assert [u.id for u in units_asked(sample, "guarantee", "2025-05-01")] == ["invented"]
    assert {u.id for u in units_asked(real, "guarantee", "2025-05-01")} == {"real", "invented"}
    assert units_asked(real, "guarantee", "2026-01-01") == ()
    county_of_both = real.kinds["organizations"]["real"]
    assert required_of(sample, "guarantee", "2025-05-01", county_of_both) == {}
    assert required_of(real, "guarantee", "2025-05-01", county_of_both)["sessions_per_year"] == 2


def test_a_year_is_judged_by_its_last_day_and_a_running_one_by_today() -> None:
    today = date(2025, 12, 10)
    days = [day_of_judgement(year, today) for year in (2024, 2025, 2026)]
    assert days == ["2024-12-31", "2025-12-10", "2025-12-10"]


def test_below_a_unit_is_everything_under_it_and_itself() -> None:
    """Whatever its state: a closed school may still owe something."""
    assert below(CITY, "a") == {"a", "a1", "s"}
    assert below(CITY, "city") == {"city", "a", "a1", "s"}
    assert below(CITY, "nowhere") == {"nowhere"}
    assert below(snapshot_of(county("x", "y"), county("y", "x")), "x") == {"x", "y"}  # a circle ends


def test_a_unit_existed_in_every_year_that_it_saw_a_day_of() -> None:
    school_of_a = CITY.kinds["organizations"]["s"]
    assert [existed_in(school_of_a, year) for year in (2023, 2024, 2025, 2026)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("by", "year", "day"),
    [("03-31", 2025, "2025-03-31"), ("02-30", 2025, "2025-02-28"), ("02-30", 2024, "2024-02-29")],
)
def test_a_requirement_is_due_on_its_day_or_the_last_of_a_shorter_month(by: str, year: int, day: str) -> None:
    """Whoever writes 02-30 means the end of February; without a day the year's end is meant."""
    rules = method("m", "2024-01-01", "2025-12-31", requirements={"projects": {"by": by}})
    assert last_day(snapshot_of(rules), "projects", year) == day
    assert last_day(snapshot_of(rules), "budgets", year) == f"{year}-12-31"
