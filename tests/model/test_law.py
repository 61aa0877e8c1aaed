"""Which laws hold when, and how articles are counted."""

from __future__ import annotations

import pytest

from generator.model.law import lapses, numeral
from tests.support.snapshots import Made, snapshot_of

OLD: Made = (
    "laws",
    {"id": "old", "in_force": {"from": "2013-12-07", "to": "2026-04-30"}, "replaced_by": "new"},
)
NEW: Made = ("laws", {"id": "new", "in_force": {"from": "2026-05-01"}})
UNDATED: Made = ("laws", {"id": "standard"})


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (10, "十"), (19, "十九"), (24, "二十四"), (100, "一百"), (105, "一百零五"), (110, "一百一十"),
     (127, "一百二十七"), (1005, "一千零五"), (1105, "一千一百零五")],
)  # fmt: skip
def test_articles_are_counted_as_laws_do(number: int, written: str) -> None:
    assert numeral(number) == written


@pytest.mark.parametrize(
    ("basis", "first", "last", "lapsed"),
    [
        (["old"], "2025-01-01", "2025-12-31", []),
        (["old"], "2026-01-01", "2026-12-31", ["old"]),
        (["old", "new"], "2026-01-01", "2026-12-31", []),
        (["new"], "2026-01-01", "2026-12-31", ["new"]),
        (["new"], "2026-05-01", "2026-12-31", []),
        (["old"], "2026-04-30", "2026-04-30", []),
        (["old"], "2026-05-01", "2026-05-01", ["old"]),
        (["new"], "2026-04-30", "2026-04-30", ["new"]),
        (["old", "new"], "2026-05-01", "2026-05-01", []),
        (["standard", "unknown"], "2026-01-01", "2026-12-31", []),
    ],
)
def test_basis_must_hold_on_every_day_or_cite_its_successor(
    basis: list[str], first: str, last: str, lapsed: list[str]
) -> None:
    """On 1 May 2026 the regulation gives way to the law: a year's checklist cites both."""
    item = {"id": "hc-01", "basis": [{"law": law} for law in basis]}
    found = lapses(snapshot_of(OLD, NEW, UNDATED), item, first, last)
    assert [law.id for _, law in found] == lapsed


def test_basis_of_an_old_revision_was_free_text() -> None:
    assert not list(lapses(snapshot_of(OLD), {"basis": ["《条例》第四条"]}, "2026-01-01", "2026-12-31"))
