"""One mistake gets one answer, and what has nothing to do with it is told all the same."""

from __future__ import annotations

from dataclasses import replace

from generator.model.diagnostic import Diagnostic, Severity
from generator.validate.consequences import without_consequences
from generator.validate.rule import run_rules
from generator.validate.rules import RULES
from tests.support.records import base, snapshot_of

VISIT = "records/inspections/i-01.yml"
EXPERT = "records/experts/expert-01.yml"


def told(path: str, *swaps: tuple[str, str]) -> tuple[list[str], list[str]]:
    """The codes of the errors that rules find in the base with one file spoilt, and of those told."""
    text = base()[path]
    for old, new in swaps:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    snapshot = snapshot_of(f"--- {path}\n{text}")
    found = run_rules(snapshot, RULES)
    return codes(found), codes(without_consequences(snapshot, found))


def codes(found: tuple[Diagnostic, ...]) -> list[str]:
    return sorted(d.code for d in found if d.severity is Severity.ERROR)


def test_day_to_come_is_told_once() -> None:
    """The year is mistyped each January; terms, checklist and deadlines are right all the while."""
    found, shown = told(VISIT, ("date: 2025-11-06", "date: 2027-11-06"))
    assert {"CON003", "CHK002", "DAT003"} < set(found)
    assert shown == ["DAT005"]


def test_swapped_term_is_told_where_it_stands_and_not_at_every_visit() -> None:
    """An expert has many visits; the fault is in none of them."""
    found, shown = told(EXPERT, ("to: 2026-12-31", "to: 2023-12-31"))
    assert found == ["CON003", "DAT001"]
    assert shown == ["DAT001"]


def test_item_that_does_not_exist_has_not_failed() -> None:
    """It is answered under a wrong name, so the right one is missing; its points are nobody's."""
    _, shown = told(VISIT, ("item: hc-1\n    result: met", "item: hc-91\n    result: partly\n    score: 99"))
    assert shown == ["CHK003", "CHK004"]


def test_what_has_nothing_to_do_with_it_is_told_beside_it() -> None:
    """Everything that one can mend now is said now."""
    other = ("unit: dongcheng", "unit: nowhere")
    assert told(EXPERT, ("to: 2026-12-31", "to: 2023-12-31"), other)[1] == ["DAT001", "REF001"]


def test_tolerated_cause_hides_nothing() -> None:
    """It stops nobody, so what follows from it has to be heard."""
    text = base()[VISIT].replace("date: 2025-11-06", "date: 2027-11-06")
    snapshot = snapshot_of(f"--- {VISIT}\n{text}")
    found = run_rules(snapshot, RULES)
    softened = tuple(replace(d, severity=Severity.WARNING) if d.code == "DAT005" else d for d in found)
    assert without_consequences(snapshot, softened) == softened
