"""What the comparison of two states takes for granted, asked of a whole invented city."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

import pytest

from generator.compute.assess import VISITED, VISITS, assess, with_states
from generator.compute.bulletin import content_for, scope_of
from generator.compute.bulletins import SOURCES
from generator.compute.cells import cells_of
from generator.compute.conclusions import conclude
from generator.compute.frames import Frames
from generator.compute.impact_boards import boards_of
from generator.compute.impact_measures import moved
from generator.compute.ledger import Ledger, ledger_of
from generator.compute.method import methods_of
from generator.compute.metrics import METRICS
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from tests.support import own
from tests.support.records import CASES, admitted, base, folder


@pytest.fixture(scope="module")
def city() -> Snapshot:
    return own.snapshot()


def ledger(snapshot: Snapshot) -> Ledger:
    frames = Frames(snapshot)
    chosen = [metric for metric in METRICS if metric.id in VISITS]
    concluded = conclude(frames, methods_of(snapshot))
    return ledger_of(cells_of(frames), concluded, chosen, snapshot.schemas)


def test_what_rests_on_visits_needs_no_other_kinds(city: Snapshot) -> None:
    """So a trial may leave the others out, which makes most of the time."""
    kinds = {kind: records if kind in VISITED else {} for kind, records in city.kinds.items()}
    few = replace(city, kinds=MappingProxyType(kinds))
    assert set(VISITS) <= {metric.id for metric in METRICS}
    assert moved(ledger(city), ledger(few), {}) == []


def test_a_bulletin_is_the_same_without_what_does_not_concern_it(city: Snapshot) -> None:
    """So the impact works out only those that a changed record concerns."""
    results, seen = own.results(), 0
    for record in _one_of_each(city):
        data, kind = record.document.data, _kind(city, record)
        source = next((s for s in SOURCES if s.id == kind["source"]), None)
        if source is None:  # words alone
            continue
        scope = scope_of(data, kind)
        kept = {
            name: {key: r for key, r in records.items() if source.concerns(scope, name, r.document.data)}
            for name, records in city.kinds.items()
        }
        few = replace(city, kinds=MappingProxyType(kept))
        seen += sum(map(len, kept.values())) < sum(map(len, city.kinds.values()))
        assert content_for(data, kind, few, assess(few), SOURCES) == content_for(
            data, kind, city, results, SOURCES
        )
    assert seen


def _one_of_each(city: Snapshot) -> Iterable[Record]:
    """A bulletin of each kind, the last one of it."""
    return {record["bulletin_kind"]: record for record in city.of("bulletins")}.values()


def _kind(city: Snapshot, record: Record) -> dict[str, str]:
    kind = city.get("bulletin-kinds", record.document.data["bulletin_kind"])
    assert kind
    return kind.document.data


@pytest.mark.parametrize("case", ["CHK", "EVL02"])
def test_records_that_rules_report_are_computed_all_the_same(case: str) -> None:
    """A change that brings an error gets its comment; the comment says that the numbers are provisional."""
    for path in sorted(CASES.glob(f"{case}*/bad")):
        snapshot = admitted({**base(), **folder(path)})[0].published
        assert boards_of(with_states(assess(snapshot), snapshot), {}) is not None, path
