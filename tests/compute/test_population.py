"""Who is counted: the schools that exist in a period and the inspections that were done there."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.compute.assess import assess
from generator.model.period import Period
from generator.model.results import Results
from tests.support.snapshots import (
    WITHDRAWN,
    Made,
    checklist,
    county,
    inspection,
    method,
    organization,
    school,
    snapshot_of,
)

Q2, YEAR = Period(2025, 2), Period(2025)


def results_of(*made: Made) -> Results:
    """The given records beside a county with the school s0, inspected in the second quarter."""
    return assess(
        snapshot_of(
            county("c"),
            school("s0", "c"),
            checklist(a=10),
            inspection("i0", "s0", "2025-Q2", a="met"),
            method(),
            *made,
        )
    )


def eligible(results: Results, period: Period) -> Decimal:
    found = results.measure("share-inspected", "c", period)
    assert found is not None
    return found.operands[1].value


@pytest.mark.parametrize(
    ("fields", "in_quarter", "in_year"),
    [
        ({"closed": "2025-03-31"}, 1, 2),  # the day before the second quarter
        ({"closed": "2025-04-01"}, 2, 2),
        ({"closed": "2024-12-31"}, 1, 1),
        ({"opened": "2025-06-30"}, 2, 2),
        ({"opened": "2025-07-01"}, 1, 2),
        ({"opened": "2026-01-01"}, 1, 1),
        (WITHDRAWN, 1, 1),
    ],
)
def test_school_is_eligible_while_it_exists(fields: dict[str, object], in_quarter: int, in_year: int) -> None:
    results = results_of(school("s1", "c", **fields))
    assert (eligible(results, Q2), eligible(results, YEAR)) == (in_quarter, in_year)


def test_school_that_is_not_eligible_has_no_measures() -> None:
    results = results_of(school("s1", "c", closed="2025-03-31"))
    assert results.measure("awards", "s1", Q2) is None
    assert results.measure("awards", "s1", YEAR) is not None


def test_inspection_of_a_withdrawn_school_counts_nowhere() -> None:
    """Else a share could exceed 100%."""
    results = results_of(school("s1", "c", **WITHDRAWN), inspection("i1", "s1", "2025-Q2", a="unmet"))
    found = results.measure("inspection-pass-rate", "c", YEAR)
    assert found is not None
    assert (found.value, found.evidence) == (
        Decimal("100.0"),
        ("checklists/list", "inspections/i0", "methods/method"),
    )


def test_school_inspected_twice_in_a_year_is_one_school() -> None:
    results = results_of(inspection("i1", "s0", "2025-Q3", a="met", findings=3))
    found = results.measure("findings-per-school", "c", YEAR)
    assert found is not None
    assert [o.value for o in found.operands] == [3, 1]


def test_quarter_without_a_method_leaves_the_year_without_pass_rate() -> None:
    """Half a year judged is not a year's rate: the gap is said, not skipped."""
    late = method(first="2025-07-01")
    results = assess(
        snapshot_of(
            county("c"),
            school("s", "c"),
            checklist(a=10),
            inspection("i1", "s", "2025-Q1", a="met"),
            inspection("i3", "s", "2025-Q3", a="met"),
            late,
        )
    )
    reasons = {
        str(p): m.reason.zh if (m := results.measure("inspection-pass-rate", "s", p)) and m.reason else None
        for p in results.periods
    }
    assert reasons == {
        "2025-Q1": "本期有检查没有适用的评定办法",
        "2025-Q3": None,
        "2025": "本期有检查没有适用的评定办法",
    }


def test_cycle_in_the_tree_is_walked_once() -> None:
    """The rules report it; the computation must end and count nothing twice."""
    results = results_of(
        organization("x", "county", "y"),
        organization("y", "cluster", "x"),
        school("s1", "y"),
        inspection("i1", "s1", "2025-Q2", a="met"),
    )
    found = results.measure("inspection-pass-rate", "x", Q2)
    assert found is not None
    assert [o.value for o in found.operands] == [1, 1]


def test_missing_parent_ends_the_line() -> None:
    results = results_of(school("s1", "nowhere"), inspection("i1", "s1", "2025-Q2", a="met"))
    assert results.measure("inspection-pass-rate", "s1", Q2) is not None
