"""The sample's nominations: whoever is praised meets every condition, in a city of any size."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from generator.compute.assess import assess
from generator.compute.eligibility import eligibility
from generator.model.commendation import ACCEPTED, DECLINED, Standing
from generator.model.snapshot import Snapshot
from generator.samples import sample
from tests.starter.made import whole
from tests.starter.test_valid import checked


@cache
def of_size(schools: int) -> Snapshot:
    return checked(whole() if schools == 60 else sample(schools, 7, 2 * schools))[0]


@pytest.mark.parametrize("schools", [5, 23, 60, 700])
def test_whoever_is_praised_meets_every_condition(schools: int) -> None:
    """Praise follows the grades that the city's own results give; nobody is praised beside them."""
    snapshot = of_size(schools)
    found = eligibility(snapshot, assess(snapshot).evaluations)
    told = {
        e.record.id: [c.reason.zh for c in e.conditions if c.standing is not Standing.HOLDS] for e in found
    }
    praised = [r.id for r in snapshot.active("nominations") if r.document.data["status"] == ACCEPTED]
    assert {name: told[name] for name in praised if told[name]} == {}
    assert {r.document.data["nomination"] for r in snapshot.of("awards")} == set(praised)
    assert {r.document.data["year"] for r in snapshot.of("awards")} <= {2023, 2024}
    assert praised


def test_each_answer_can_be_seen() -> None:
    """Accepted; refused for the grade, or for the places; open with something unknown or failed."""
    snapshot = of_size(60)
    found = eligibility(snapshot, assess(snapshot).evaluations)
    states = Counter(e.record.document.data["status"] for e in found)
    assert states[ACCEPTED] == 32
    refused = {
        c.id for e in found if e.record.document.data["status"] == DECLINED for c in e.of(Standing.FAILS)
    }
    assert refused == {"county-grade", "quota"}
    running = [e.standing for e in found if e.record.document.data["year"] == 2025]
    assert set(running) == {Standing.UNKNOWN, Standing.FAILS}
