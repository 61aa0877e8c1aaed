"""The draws of the sample: repeatable, planned as the command does it, and all that surprise visits go to."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from generator.compute.draw import Wanted, plan
from generator.model.drawing import plan_digest, state_of, unlike
from generator.model.snapshot import Snapshot
from generator.starter import sample_city
from tests.support import own
from tests.support.records import admitted

PROOF = ("seal", "opened", "sample")


def small() -> Snapshot:
    """A city of another size and seed than the committed one."""
    files: dict[str, str | bytes] = {a.path: a.content for a in sample_city(14, 3)}
    return admitted(files, date(2025, 12, 10))[0].published


@pytest.fixture(scope="module", params=[own.snapshot, small], ids=["sample", "small"])
def snapshot(request: pytest.FixtureRequest) -> Snapshot:
    found: Snapshot = request.param()
    return found


def draws(snapshot: Snapshot) -> list[dict[str, Any]]:
    return [dict(r.document.data) for r in snapshot.of("draws")]


def test_sixteen_are_open_one_is_sealed_and_one_is_planned(snapshot: Snapshot) -> None:
    states = Counter(state_of(data) for data in draws(snapshot))
    assert states == {"opened": 16, "sealed": 1, "planned": 1}
    assert sum(not data["names_schools"] for data in draws(snapshot)) == 2
    assert any("exclusions" in data for data in draws(snapshot))


def test_every_result_comes_out_again(snapshot: Snapshot) -> None:
    for data in draws(snapshot):
        assert data["plan_digest"] == plan_digest(data)
        assert "opened" not in data or not list(unlike(data))


def test_the_plans_are_those_that_the_command_makes_of_the_records(snapshot: Snapshot) -> None:
    """Pools, weights, recusal: worked out by the starter from its own data, by the command from records."""
    for data in draws(snapshot):
        assert plan(snapshot, Wanted.of(data)) == {k: v for k, v in data.items() if k not in PROOF}


def test_surprise_visits_are_the_drawn_ones_and_no_others(snapshot: Snapshot) -> None:
    drawn = {
        (data["id"], row["school"], tuple(row["team"]))
        for data in draws(snapshot)
        for row in data.get("opened", {}).get("schools", ())
    }
    visited = [
        (data["draw"], data["organization"], tuple(member["expert"] for member in data["team"]))
        for data in (r.document.data for r in snapshot.of("inspections"))
        if data["mode"] == "unannounced"
    ]
    assert len(visited) == len(set(visited))
    assert set(visited) <= drawn
    still_written = {draw for draw, *_ in drawn - set(visited)}  # drafts are no part of a snapshot
    assert still_written <= {"draw-2025-q4-hazchem", "draw-2025-q4-digital"}
    assert len(drawn) - len(visited) <= 2
    announced = [r for r in snapshot.of("inspections") if r.document.data["mode"] == "announced"]
    assert not any("draw" in r.document.data for r in announced)
