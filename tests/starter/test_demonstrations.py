"""Demonstration schools of the sample: every stage is there, and what is uneven is meant to be."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from generator.starter import sample_city
from generator.starter.writing import record_file
from tests.support import own


@pytest.fixture(scope="module")
def records() -> list[dict[str, Any]]:
    return list(own.data()["demonstrations"].values())


def test_each_county_sends_two_or_three_a_year_and_the_youngest_too_few(
    records: list[dict[str, Any]],
) -> None:
    """Five counties, three years; 戊川县 sent one in 2024 and one this year."""
    counts = Counter((r["county"], r["year"]) for r in records if "withdrawn" not in r)
    assert len(counts) == 15
    assert {key for key, count in counts.items() if not 2 <= count <= 3} == {
        ("wuchuan", 2024),
        ("wuchuan", 2025),
    }
    assert sum("withdrawn" in r for r in records) == 1


def test_no_school_applies_twice_and_no_county_repeats_a_theme(records: list[dict[str, Any]]) -> None:
    """The cycle is one of rotation."""
    assert len({r["school"] for r in records}) == len(records)
    assert len({(r["county"], r["theme"]) for r in records}) == len(records)


def test_every_outcome_and_every_later_step_is_there(records: list[dict[str, Any]]) -> None:
    """A page that never shows a case is never looked at."""
    results = Counter(r["designation"]["result"] for r in records if "designation" in r)
    assert set(results) == {"designated", "cultivated", "declined"}
    assert results["designated"] > results["cultivated"] >= results["declined"]
    steps = Counter(
        step for r in records for step in ("checks", "kept", "renewal", "withdrawal") if step in r
    )
    assert set(steps) == {"checks", "kept", "renewal", "withdrawal"}
    running = [r for r in records if r["year"] == 2025]
    assert {"survey" in r for r in running} == {True, False}
    assert not any("designation" in r for r in running)


@pytest.mark.parametrize("schools", [5, 150])
def test_other_sizes_have_them_too(schools: int) -> None:
    """A county with one school sends that one once; a large city sends three a year from each county."""
    paths = [a.path for a in sample_city(schools) if a.path.startswith("records/demonstrations/")]
    assert len(paths) == len(set(paths))
    assert len(paths) <= min(schools, 3 * 3 * max(5, schools // 100))
    assert paths


def test_marks_are_written_in_one_line_each() -> None:
    """They are a table and are read as one."""
    text = record_file(
        "demonstrations", {"id": "d", "marks": [{"aspect": "甲", "full": 30, "score": 27}]}
    ).content
    assert "- {aspect: 甲, full: 30, score: 27}" in text.decode()
