"""A sealed draw is to be opened within the days that its method sets after the last visit."""

from __future__ import annotations

from typing import Any

from generator.compute.duties import draws
from generator.compute.duties.draws import openings
from generator.model.snapshot import Snapshot
from tests.support.snapshots import city, snapshot_of

METHOD = {"id": "m", "valid": {"from": "2025-01-01", "to": "2025-12-31"}, "draws": {"open_within_days": 14}}
DRAW = {
    "id": "d", "period": "2025-Q4", "topic": "hazchem", "planned_on": "2025-10-08",
    "visits": {"from": "2025-10-14", "to": "2025-12-05"},
}  # fmt: skip
SEAL = {"seal": {"on": "2025-10-09"}}


def made(**more: Any) -> Snapshot:
    bureau = ("bureau", {"id": "bureau", "city": "city"})
    return snapshot_of(city(), bureau, ("methods", METHOD), ("draws", {**DRAW, **more}))


def owed(snapshot: Snapshot) -> list[tuple[str, str, str]]:
    return [(one.unit, one.due, one.title.zh) for one in openings.find(snapshot)]


def test_a_sealed_draw_is_due_fourteen_days_after_the_last_visit() -> None:
    assert owed(made(**SEAL)) == [("city", "2025-12-19", "开启抽签：2025-Q4 hazchem")]


def test_nothing_is_owed_for_one_that_is_only_planned_or_open_already() -> None:
    assert owed(made()) == []
    assert owed(made(**SEAL, opened={"on": "2025-12-08"})) == []


def test_it_stands_among_the_duties() -> None:
    assert draws.openings is openings
