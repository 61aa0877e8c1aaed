"""What a person is told to write instead: only what one step leads to."""

from __future__ import annotations

import pytest

from generator.validate.advice import closest_field, pattern_hint
from tests.support.records import schemas

ID, CODE, QUARTER = "^[a-z0-9][a-z0-9-]{0,59}$", "^[0-9]{10}$", "^[0-9]{4}-Q[1-4]$"


@pytest.mark.parametrize(
    ("pattern", "written", "meant"),
    [
        (CODE, "21-0000 0111", "2100000111"),
        (QUARTER, "2025年第3季度", "2025-Q3"),
        (ID, "No_Team", "no-team"),
        # The level of an item is named by its id; the digits of its words are nobody's id.
        (ID, "2月底前", None),
        (ID, "第4项", None),
    ],
)
def test_the_form_that_was_meant(pattern: str, written: str, meant: str | None) -> None:
    found = pattern_hint(pattern, written)
    assert (found and found.zh) == (meant and f"写成 {meant}")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("plan_on", "planned_on"),
        ("Planned_on", "planned_on"),
        ("计划日期", "planned_on"),
        ("计划时间", "planned_on"),
        # Fields of a file of another kind: half the letters of an English title are no likeness.
        ("year", None),
        ("kind", None),
        ("unit", None),
    ],
)
def test_the_field_that_was_meant(written: str, meant: str | None) -> None:
    """A wrong suggestion sends people further astray than none."""
    found = closest_field(written, schemas()["inspections"].fields)
    assert (found and found.name) == meant
