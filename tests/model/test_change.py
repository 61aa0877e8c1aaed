"""Two states side by side: which record is which, and which value moved."""

from __future__ import annotations

from typing import Any

from generator.model.change import RecordChange, field_changes, file_changes, record_changes
from generator.model.document import Document, SourceFile


def document(path: str, **data: Any) -> Document:
    return Document(f"records/{path}.yml", data)


def changes(before: list[Document], after: list[Document]) -> list[RecordChange]:
    return list(record_changes(before, after, {d.path for d in (*before, *after)}))


def test_added_changed_removed_withdrawn() -> None:
    """One word for what became of each record, by key."""
    before = [
        document("experts/a", id="a", name="x"),
        document("experts/b", id="b"),
        document("awards/w", id="w"),
    ]
    after = [
        document("experts/a", id="a", name="y"),
        document("experts/c", id="c", name="z"),
        document("awards/w", id="w", withdrawn={"reason": "r"}),
    ]
    found = changes(before, after)
    assert [(c.key, c.what) for c in found] == [
        ("awards/w", "withdrawn"),
        ("experts/a", "changed"),
        ("experts/b", "removed"),
        ("experts/c", "added"),
    ]
    assert [(f.path, f.before, f.after) for f in found[1].fields] == [(("name",), "x", "y")]


def test_a_record_in_another_folder_is_renamed_and_known_by_its_id() -> None:
    """The year's folder is no part of what a record is."""
    found = changes([document("awards/2024/w", id="w")], [document("awards/2025/w", id="w")])
    assert [(c.key, c.what, c.path) for c in found] == [("awards/w", "renamed", "records/awards/2025/w.yml")]


def test_another_id_with_all_else_the_same_is_renamed() -> None:
    """Or with other changes, where the new record names the old id."""
    same = changes([document("experts/a", id="a", name="x")], [document("experts/b", id="b", name="x")])
    assert [(c.key, c.what) for c in same] == [("experts/b", "renamed")]
    named = changes(
        [document("experts/a", id="a", name="x")],
        [document("experts/b", id="b", name="y", aliases=["a"])],
    )
    assert [(c.key, c.what) for c in named] == [("experts/b", "renamed")]
    other = changes([document("experts/a", id="a", name="x")], [document("experts/b", id="b", name="y")])
    assert [(c.key, c.what) for c in other] == [("experts/a", "removed"), ("experts/b", "added")]


def test_other_writing_of_the_same_data_changes_no_record() -> None:
    """A comment, or another order of keys."""
    assert not changes([document("experts/a", id="a", name="x")], [document("experts/a", name="x", id="a")])


def test_entries_are_joined_by_what_names_them() -> None:
    """An entry put in front of the others is one change, not one for each that follows."""
    before = {"items": [{"item": "i1", "points": 1}, {"item": "i2", "points": 2}]}
    after = {"items": [{"item": "i0", "points": 9}, {"item": "i1", "points": 1}, {"item": "i2", "points": 3}]}
    assert [(f.path, f.before, f.after) for f in field_changes(before, after)] == [
        (("items", 0), None, {"item": "i0", "points": 9}),
        (("items", 2, "points"), 2, 3),
    ]


def test_entries_without_names_are_joined_by_place() -> None:
    """And a value of another type is another value."""
    assert [(f.path, f.before, f.after) for f in field_changes({"a": ["x", "y"]}, {"a": ["x"]})] == [
        (("a", 1), "y", None)
    ]
    assert [f.path for f in field_changes({"a": True}, {"a": 1})] == [("a",)]


def test_files_differ_by_content_or_mode() -> None:
    """A file above the limit has no known content, so it counts as changed."""
    same, large = SourceFile("a", blob="1"), SourceFile("big", size=9)
    before = [same, SourceFile("b", blob="1"), SourceFile("c", blob="1"), large]
    after = [same, SourceFile("b", blob="2"), SourceFile("c", "link"), large, SourceFile("d", blob="1")]
    assert [f.path for f in file_changes(before, after)] == ["b", "big", "c", "d"]
