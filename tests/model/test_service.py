"""Who served where on which days, on records worked by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.model.service import Days, goes_on, in_term, loads, places_on, services, terms
from tests.support.snapshots import (
    WITHDRAWN,
    application,
    engagement,
    expert,
    inspection,
    method,
    snapshot_of,
)

TEAM = {"team": [{"expert": "e1", "role": "lead"}, {"expert": "e2", "role": "member"}]}
HALF = {"requirements": {"experts": {"inspection_days": Decimal("0.5")}}}


def test_inspections_surveys_and_engagements_are_told_in_one_shape() -> None:
    """What is cancelled or withdrawn is no service; a planned one is, and says so."""
    snapshot = snapshot_of(
        inspection("i1", "s1", more=TEAM),
        inspection("i2", "s1", status="planned", more={**TEAM, "date": "", "planned_on": "2026-01-05"}),
        inspection("i3", "s1", status="cancelled", more=TEAM),
        inspection("i4", "s1", more={**TEAM, **WITHDRAWN}),
        application("d1", "s2", survey={"on": "2025-05-14", **TEAM}),
        application("d2", "s2"),
        engagement("g1", "c1", "2025-06-01", "2", duty="training"),
        engagement("g2", "c1", "2025-06-01", status="planned"),
    )
    found = [(s.record.id, s.expert, s.unit, s.first, s.is_done, s.judges) for s in services(snapshot)]
    assert found == [
        ("i1", "e1", "s1", "2025-02-15", True, True),
        ("i1", "e2", "s1", "2025-02-15", True, True),
        ("i2", "e1", "s1", "2026-01-05", False, True),
        ("i2", "e2", "s1", "2026-01-05", False, True),
        ("d1", "e1", "s2", "2025-05-14", True, True),
        ("d1", "e2", "s2", "2025-05-14", True, True),
        ("g1", "e1", "c1", "2025-06-01", True, False),
        ("g2", "e1", "c1", "2025-06-01", False, False),
    ]
    assert [s.field for s in services(snapshot)][4] == ("survey", "team", 0, "expert")


def test_days_of_a_visit_are_those_of_the_method_of_its_day() -> None:
    """Half a day each in 2025; the method of 2024 says nothing, so visits of then do not count."""
    snapshot = snapshot_of(
        inspection("i1", "s1", "2024-Q4", more=TEAM),
        inspection("i2", "s1", "2025-Q1", more=TEAM),
        engagement("g1", "c1", "2025-01-08", "2.5"),
        method("m1", last="2024-12-31"),
        method("m2", first="2025-01-01", **HALF),
    )
    found = tuple(services(snapshot))
    assert [Days(snapshot).of(s) for s in found] == [0, 0, Decimal("0.5"), Decimal("0.5"), Decimal("2.5")]
    load = loads(snapshot, found)["e1", 2025]
    assert load.days == 3
    assert [s.record.id for s in load.services] == ["g1", "i2"]
    assert loads(snapshot, found)["e1", 2024].days == 0


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [
        ("2024-01-01", "2024-12-31", True),
        ("2023-12-31", "2024-01-02", False),
        ("2024-12-30", "2025-01-03", True),  # the second term begins the day after the first
        ("2025-12-30", "2026-02-02", False),  # a month between the second and the third
        ("2026-02-01", "2026-02-01", True),
    ],
)
def test_terms_together_cover_every_day(first: str, last: str, holds: bool) -> None:
    """A renewal without a gap counts as one time in office, one with a gap does not."""
    spans = (("2026-02-01", "2027-01-31"), ("2024-01-01", "2024-12-31"), ("2025-01-01", "2025-12-31"))
    record = snapshot_of(expert("e1", "c1", *spans)).of("experts")[0]
    assert in_term(record, first, last) is holds


def test_places_need_a_whole_term_and_a_renewal_goes_on_in_the_same_pool() -> None:
    """A place of an old revision without its term is none."""
    (_, data) = expert("e1", "c1", ("2024-01-01", "2024-12-31"), ("2025-01-01", "2025-12-31"))
    data["pools"] += [
        {"pool": "provincial", "term": {"from": "2024-01-01", "to": "2024-12-31"}},
        {"pool": "x"},
    ]
    record = snapshot_of(("experts", data)).of("experts")[0]
    assert [i for i, _ in terms(record)] == [0, 1, 2]
    assert [p["pool"] for p in places_on(record, "2024-06-01")] == ["city", "provincial"]
    assert [goes_on(record, p) for _, p in terms(record)] == [True, False, False]


def test_scoring_judges_a_unit_and_counts_no_days() -> None:
    """Once for each expert and evaluation, at the first item; who decides an appeal, at that unit."""
    scorers = (("a", "e1"), ("c", "e2"), ("d", "e1"))
    rows = [{"item": "-"}, *({"item": item, "scorer": expert} for item, expert in scorers)]
    evaluation = {"id": "v1", "unit": "c1", "dates": {"verified": "2025-12-12"}, "items": rows}
    asked = {"id": "a1", "evaluation": "v1", "decision": {"on": "2025-12-20", "decider": "e3"}}
    undecided = {"id": "a2", "evaluation": "v1"}
    snapshot = snapshot_of(("evaluations", evaluation), ("appeals", asked), ("appeals", undecided))
    found = tuple(services(snapshot))
    assert [(s.record.key, s.field, s.expert, s.unit, s.first, s.judges) for s in found] == [
        ("evaluations/v1", ("items", 1, "scorer"), "e1", "c1", "2025-12-12", True),
        ("evaluations/v1", ("items", 2, "scorer"), "e2", "c1", "2025-12-12", True),
        ("appeals/a1", ("decision", "decider"), "e3", "c1", "2025-12-20", True),
    ]
    assert [Days(snapshot).of(s) for s in found] == [0, 0, 0]
