"""Frames keep their contract, and bad or old records do not stop them."""

from __future__ import annotations

import pytest

from generator.compute.contract import Contract
from generator.compute.frames import Frames
from generator.model.period import Period
from tests.support.snapshots import (
    WITHDRAWN,
    award,
    checklist,
    county,
    inspection,
    school,
    snapshot_of,
)

VISITS = Contract("visits", {"id": "str", "points": "int64"}, ("id",))


def test_frame_has_the_columns_and_types_of_its_contract() -> None:
    frame = VISITS.frame(id=["a", "b"], points=[1, 2])
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {"id": "str", "points": "int64"}


def test_empty_frame_keeps_its_types() -> None:
    """An empty bureau must be computed by the same code as a full one."""
    assert [str(t) for t in VISITS.frame(id=[], points=[]).dtypes] == ["str", "int64"]


def test_other_columns_are_refused() -> None:
    with pytest.raises(TypeError, match="visits"):
        VISITS.frame(id=["a"], score=[1])


def test_other_types_are_refused() -> None:
    frame = VISITS.frame(id=["a"], points=[1])
    with pytest.raises(TypeError, match="visits"):
        VISITS.checked(frame.astype({"points": "float64"}))


def test_gap_is_refused() -> None:
    with pytest.raises(ValueError, match="missing"):
        VISITS.frame(id=["a", None], points=[1, 2])


def test_repeated_key_is_refused() -> None:
    with pytest.raises(ValueError, match="unique"):
        VISITS.frame(id=["a", "a"], points=[1, 2])


def test_rows_are_in_order_of_ids_whatever_the_order_of_records() -> None:
    found = Frames(snapshot_of(school("b", "c"), county("c"), school("a", "c"))).organizations
    assert found["id"].tolist() == ["a", "b", "c"]
    assert found["parent"].tolist() == [2, 2, -1]


def test_periods_are_the_quarters_of_done_inspections_and_their_years() -> None:
    found = Frames(
        snapshot_of(
            school("s", "c"),
            inspection("x", "s", "2024-Q4"),
            inspection("y", "s", "2025-Q2"),
            inspection("planned", "s", "2026-Q1", status="planned"),
            inspection("withdrawn", "s", "2023-Q1", more=WITHDRAWN),
        )
    )
    assert found.periods == (Period(2024, 4), Period(2024), Period(2025, 2), Period(2025))


def test_points_are_whole_thousandths() -> None:
    found = Frames(snapshot_of(checklist(a=10), school("s", "c"), inspection("i", "s", a=7)))
    assert found.items["points"].tolist() == [10_000]
    assert found.scores["given"].tolist() == [7_000]


def test_unknown_references_name_no_row() -> None:
    found = Frames(snapshot_of(inspection("i", "nobody"), award("a", "nobody"), school("s", "nobody")))
    assert found.inspections["organization"].tolist() == [-1]
    assert found.awards["organization"].tolist() == [-1]
    assert found.organizations["parent"].tolist() == [-1]


def test_inspections_without_the_fields_of_later_years_are_no_reason_to_stop() -> None:
    """An old revision's records had neither results nor findings nor a checklist."""
    old = ("inspections", {"id": "i", "organization": "s", "period": "2025-Q1", "status": "done"})
    found = Frames(snapshot_of(school("s", "c"), old))
    assert (len(found.inspections), len(found.scores), len(found.findings)) == (1, 0, 0)
