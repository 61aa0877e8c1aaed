"""The id of a new record follows those that are there: another unit's name in it would mislead for good."""

from __future__ import annotations

from typing import Any

import pytest

from generator.export.draft import serial_start, unit_start

TASKS = [{"id": f"t-2025-{unit}-{n}", "year": 2025, "unit": unit} for unit in ("jia", "yi-x") for n in (1, 2)]
CASES = [{"id": "c-2024-01", "year": 2024}, {"id": "c-2025-07", "year": 2025}]
AWARDS = [
    *({"id": f"a-2025-unit-0{n}", "year": 2025, "kind": "unit", "unit": "jia"} for n in (1, 2, 3)),
    {"id": "a-2025-person-01", "year": 2025, "kind": "person", "unit": "jia"},
]
BATCHES = [
    {"id": "p-2025-jia-training-1", "year": 2025, "unit": "jia", "batch": "training"},
    {"id": "p-2025-yi-research", "year": 2025, "unit": "yi", "batch": "research"},
]


@pytest.mark.parametrize(
    ("others", "data", "start"),
    [
        (TASKS, {"year": 2026, "unit": "bing"}, ("t-2026-bing-", 1)),
        (TASKS, {"year": 2026}, None),
        (CASES, {"year": 2026}, ("c-2026-", 2)),
        (AWARDS, {"year": 2026, "kind": "person"}, ("a-2026-person-", 2)),
        (BATCHES, {"year": 2026, "unit": "yi", "batch": "activity"}, ("p-2026-yi-activity-", 1)),
        ([{"id": "e-2025-014"}], {"year": 2026}, None),
        ([{"id": "expert-009"}], {"name": "李四"}, None),
        ([], {"year": 2026, "unit": "jia"}, None),
    ],
)
def test_ids_are_counted_on_within_their_year_and_unit(
    others: list[dict[str, Any]], data: dict[str, Any], start: tuple[str, int] | None
) -> None:
    """By the habit of most records of the sort; without a clear one the id is counted on as it was."""
    assert serial_start(others, data) == start


UNITS = [
    {"id": "city", "level": "city"},
    {"id": "east", "level": "county", "parent": "city"},
    {"id": "west", "level": "county", "parent": "city"},
    {"id": "east-c01", "level": "cluster", "parent": "east"},
    {"id": "west-c01", "level": "cluster", "parent": "west"},
    {"id": "west-c02", "level": "cluster", "parent": "west"},
    *({"id": f"east-s0{n}", "level": "school", "parent": "east-c01"} for n in (1, 2, 3)),
    {"id": "west-s01", "level": "school", "parent": "west-c01"},
]


@pytest.mark.parametrize(
    ("data", "start"),
    [
        ({"level": "school", "parent": "west-c01"}, "west-s"),
        ({"level": "school", "parent": "west-c02"}, "west-s"),
        ({"level": "cluster", "parent": "west"}, "west-c"),
        ({"level": "county", "parent": "city"}, "county-"),
        ({"name": "李四"}, None),
    ],
)
def test_a_unit_is_named_as_those_beside_it(data: dict[str, Any], start: str | None) -> None:
    """Most schools of a city may be another county's; an id stays for good."""
    assert unit_start(UNITS, data) == start
