"""The hazards of the sample city: every finding has one or a reason, and every state can be seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest

from generator.model.hazard import Life, State, lives
from generator.model.snapshot import Snapshot
from generator.starter.hazard_texts import AGAIN, DONE
from tests.support import own


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return own.snapshot()


@pytest.fixture(scope="module")
def known(snapshot: Snapshot) -> Mapping[str, Life]:
    return snapshot.once(lives)


def test_no_finding_is_lost(snapshot: Snapshot) -> None:
    """Findings of finished visits are hazards or say why not; what was not met at all is always a hazard."""
    registered = {
        (h.document.data["inspection"], h.document.data["finding"])
        for h in snapshot.active("hazards")
        if h.document.data["origin"] == "inspection"
    }
    expected = set()
    for inspection in snapshot.active("inspections"):
        data = inspection.document.data
        if data["status"] != "done":
            continue
        unmet = {r["item"] for r in data["results"] if r["result"] == "unmet"}
        findings = data.get("findings", ())
        assert unmet <= {f["item"] for f in findings}
        assert all(("no_hazard" in f) == (f["item"] not in unmet) for f in findings)
        expected |= {(inspection.id, f["id"]) for f in findings if f["item"] in unmet}
    assert registered == expected
    assert 300 <= len(registered) <= 420


def test_every_state_can_be_seen(snapshot: Snapshot, known: Mapping[str, Life]) -> None:
    """Pages have to show them, so the sample has to have them."""
    assert {life.state for life in known.values()} == set(State)
    assert any(life.awaits_extension for life in known.values())
    assert any(life.is_extended for life in known.values())
    assert sum(life.relapses for life in known.values()) == 2
    grades = {h.id: h.document.data["grade"] for h in snapshot.active("hazards")}
    assert any(life.is_listed and grades[name] == "major" for name, life in known.items())
    assert any("relapse_of" in h.document.data for h in snapshot.active("hazards"))
    assert any(h.is_withdrawn for h in snapshot.of("hazards"))
    assert {h.document.data["origin"] for h in snapshot.of("hazards")} == {
        "inspection", "self_check", "report"
    }  # fmt: skip


def test_older_quarters_are_closed_but_for_a_few(known: Mapping[str, Life]) -> None:
    """A city that leaves its hazards open for years would be no example."""
    still = Counter(name[3:10] for name, life in known.items() if life.is_open)
    assert sum(count for quarter, count in still.items() if quarter != "2025-q4") <= 5
    late = [name for name, life in known.items() if life.is_overdue and name[3:10] == "2025-q4"]
    assert len(late) >= 2


def test_few_come_back_and_some_are_found_so_at_a_second_look(snapshot: Snapshot) -> None:
    """Two to four in a hundred, at least two of them seen at a second look; more would be no example."""
    known = snapshot.active("hazards")
    linked = sum("relapse_of" in h.document.data for h in known)
    seen = [e.document.data for e in snapshot.active("follow-ups") if e.document.data["kind"] == "relapsed"]
    assert len(seen) >= 2
    assert {data["look"] for data in seen} == {"second_look"}
    assert 0.02 <= (linked + len(seen)) / len(known) <= 0.04


def test_what_was_done_fits_the_item(snapshot: Snapshot) -> None:
    """Nobody mends a lock where a ledger is at fault."""
    items = {h.id: h.document.data.get("item", "") for h in snapshot.of("hazards")}
    for record in snapshot.of("rectifications"):
        data = record.document.data
        item = items[data["hazard"]]
        if data["kind"] == "done" and item:
            assert data["text"].startswith((DONE[item], *AGAIN)), record.id


def test_events_tell_a_whole_story(snapshot: Snapshot, known: Mapping[str, Life]) -> None:
    """Two or three for each, and none that the table of moves would not allow."""
    events = len(snapshot.of("rectifications")) + len(snapshot.of("follow-ups"))
    assert 2 <= events / len(known) <= 3
    assert not any(life.faults for life in known.values())
    kinds = {e.document.data["kind"] for k in ("rectifications", "follow-ups") for e in snapshot.of(k)}
    assert len(kinds) == 11
