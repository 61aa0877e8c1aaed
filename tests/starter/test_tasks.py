"""The sample's key tasks: uneven as real ones are, with the gaps that its pages are to show."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.starter.test_city import AS_OF, Records
from tests.support import own


@pytest.fixture(scope="module")
def city() -> Records:
    return own.data()


@pytest.fixture(scope="module")
def tasks(city: Records) -> list[dict[str, Any]]:
    return list(city["tasks"].values())


def test_four_for_each_county_and_year_each_with_its_unit(city: Records, tasks: list[dict[str, Any]]) -> None:
    """A task of nobody would be a gap of the bureau's, which is real and of which nothing is invented."""
    assert Counter(t["year"] for t in tasks) == {2024: 20, 2025: 20}
    assert all("unit" in t for t in tasks)
    levels = Counter(city["organizations"][t["unit"]]["level"] for t in tasks if "unit" in t)
    assert levels["county"] == 30
    assert levels["cluster"] + levels["school"] == 10


def test_one_is_late_one_dropped_one_went_back_some_run_and_some_were_late(
    tasks: list[dict[str, Any]],
) -> None:
    """Everything that a page can show is there once, and nothing is late by chance."""
    open_ = [t for t in tasks if t["status"] == "running"]
    assert [t["id"] for t in open_ if t["deadline"] < AS_OF] == ["t-2025-wuchuan-1"]
    assert [t["id"] for t in tasks if t["status"] == "dropped"] == ["t-2025-bingling-1"]
    assert [t["id"] for t in tasks if any("reason" in p for p in t.get("progress", ()))] == ["t-2024-yixi-1"]
    assert len(open_) > 1
    done = [t for t in tasks if t["status"] == "done"]
    late = [t for t in done if t["settled_on"] > t["deadline"]]
    assert 0 < len(late) < len(done) / 3
    assert all("reason" in t for t in late)


def test_open_tasks_have_no_step_that_is_late(tasks: list[dict[str, Any]]) -> None:
    """One late task is meant; steps beside it would be a second warning for the same."""
    steps = [s for t in tasks if t["status"] == "running" for s in t["milestones"]]
    assert steps
    assert all("done_on" in s or s["due"] >= AS_OF for s in steps)


def test_every_task_cites_the_list_of_its_year(city: Records, tasks: list[dict[str, Any]]) -> None:
    numbers = {d["number"]: d["title"] for d in city["documents"].values() if "number" in d}
    for task in tasks:
        assert f"{task['year']}年" in numbers[task["document"]]
        assert "重点任务清单暨考核评价细则" in numbers[task["document"]]
