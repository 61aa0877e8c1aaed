"""The time of each rule: counted while the rule works, and the outcome unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from generator.model.diagnostic import Severity
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from generator.validate.rule import Finding, record_rule, rule, run_rules
from generator.validate.stopwatch import Stopwatch
from tests.support.snapshots import city, county, snapshot_of


@rule("AAA001", "slow", Severity.WARNING, message=Text("慢"))
def slow(snapshot: Snapshot) -> Iterator[Finding]:
    """Reads the clock while it yields, as a rule that works would let time pass."""
    for record in snapshot.of("organizations"):
        next(TICKS)
        yield Finding(record)


@record_rule("AAA002", "quick", Severity.WARNING, message=Text("快"))
def quick(record: Record, _schema: object) -> Iterator[Finding]:
    """Finds nothing."""
    assert record.kind == "organizations"
    yield from ()


@rule("AAA003", "broken", Severity.WARNING, message=Text("坏"))
def broken(snapshot: Snapshot) -> Iterator[Finding]:
    """Fails at once."""
    raise ValueError(snapshot)
    yield


TICKS = count()


def test_a_rule_pays_for_its_own_time_and_finds_the_same() -> None:
    """Every look at the clock is one tick; a rule that fails has its time all the same.

    The slow rule looks twice itself, so it took three; the quick one is run on two records, one tick each.
    """
    snapshot = snapshot_of(city(), county("c"))
    rules = (slow, quick, broken)
    stopwatch = Stopwatch(lambda: float(next(TICKS)))
    timed = run_rules(snapshot, stopwatch.timed(rules))
    assert [(d.code, d.record) for d in timed] == [(d.code, d.record) for d in run_rules(snapshot, rules)]
    assert dict(stopwatch.seconds) == {"AAA001": 3.0, "AAA002": 2.0, "AAA003": 1.0}
    assert list(stopwatch.seconds) == ["AAA001", "AAA002", "AAA003"], "the slowest first"


def test_a_rule_that_never_ran_is_there_with_nothing() -> None:
    """A missing line would look like a missing rule."""
    stopwatch = Stopwatch(lambda: 0.0)
    stopwatch.timed((slow, quick))
    assert dict(stopwatch.seconds) == {"AAA001": 0.0, "AAA002": 0.0}
