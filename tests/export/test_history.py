"""The history as tables: every change, every score that changed, no address and nothing of counted kinds."""

from __future__ import annotations

from generator.export.history import history_tables
from generator.export.open_data import written
from generator.model.history import Author, Change, History, Place, Score
from tests.render.city import snapshot_of

FIRST = Change(
    "1" * 40, "2025-03-01T08:00:00+08:00", Author("张三 <z@x.cn>"), "added", "records/a.yml", "b" * 40
)
LAST = Change("2" * 40, "2025-03-02T08:00:00+08:00", Author("李四"), "removed", "records/a.yml", "")
PLACE = Place("results[].score", "fire")


def test_one_row_for_each_change_and_each_score() -> None:
    """A county can follow its records in a spreadsheet, down to the commit."""
    history = History(
        "c" * 40, True, 2, (), {"inspections/a": (FIRST, LAST)},
        {"inspections/a": (Score(PLACE, "3", FIRST), Score(PLACE, "", LAST))},
    )  # fmt: skip
    changes, scores = history_tables(snapshot_of({}), history)
    assert [row[:3] for row in changes.rows] == [
        ("inspections/a", "added", "新增"),
        ("inspections/a", "removed", "删除"),
    ]
    assert [row[:5] for row in scores.rows] == [
        ("inspections/a", "results[].score", "得分", "fire", "3"),
        ("inspections/a", "results[].score", "得分", "fire", None),
    ]
    assert b"@" not in written(changes)[1] + written(scores)[1]


def test_kinds_that_are_counted_only_have_no_rows() -> None:
    """The day of an interview is not public, so neither is the day of its entry."""
    history = History("c" * 40, True, 1, (), {"interviews/a": (FIRST,)})
    assert [table.rows for table in history_tables(snapshot_of({}), history)] == [(), ()]


def test_shallow_clone_says_so_and_outside_of_git_there_are_no_tables() -> None:
    """An empty table that claims to be whole would be a lie."""
    told = history_tables(snapshot_of({}), History("c" * 40))
    assert [table.description.zh.startswith("历史不全") for table in told] == [True, True]
    assert history_tables(snapshot_of({}), History()) == ()
