"""How an author is shown, which fields are scores, and which record a path is."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.model.history import (
    NAMELESS,
    UNSIGNED,
    Author,
    History,
    recorded_in,
    scored_fields,
    shown_name,
)
from generator.read.schemas import read_schemas
from generator.read.sources import WorkTree

SCHEMAS, _ = read_schemas(WorkTree(Path(__file__).resolve().parents[2]))


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("records/awards/2025/a-1.yml", "awards/a-1"),
        ("records/awards/a-1.yml", "awards/a-1"),
        ("records/bureau.yml", "bureau/bureau"),
        ("records/notes.txt", None),
        ("docs/a.yml", None),
    ],
)
def test_key_is_kind_and_id_whatever_the_folder(path: str, key: str | None) -> None:
    """A record is followed by its id."""
    assert recorded_in(path) == key


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张三"),
        ("zhang@example.org", NAMELESS.zh),
        ("张三 <zhang@example.org>", "张三 < >"),
        ("张\u202e三\n四", "张 三 四"),
        ("", NAMELESS.zh),
        ("长" * 100, "长" * 60),
    ],
)
def test_name_never_holds_an_address_or_what_cannot_be_printed(name: str, shown: str) -> None:
    """Some people put their mail address where their name belongs; others put tricks there."""
    assert shown_name(Author(name)).zh == shown


def test_scored_fields_are_points_and_what_stands_beside_them() -> None:
    """The schema decides: numbers in 分, and numbers of the same list."""
    found = {kind: [f.path for f in scored_fields(schema)] for kind, schema in SCHEMAS.items()}
    assert found["inspections"] == ["results[].score"]
    assert "items[].verified_score" in found["evaluations"]
    assert "items[].facts.numerator" in found["evaluations"]
    assert "year" not in found["evaluations"]
    assert found["experts"] == []
    internal = {f.path for f in SCHEMAS["waste-transfers"].walk() if f.internal}
    assert internal.isdisjoint(found["waste-transfers"])


def test_counted_kinds_have_no_history_to_tell() -> None:
    """Interviews are public as counts alone: neither their days nor their number of changes are."""
    assert History(changes={"interviews/x": ()}).of("interviews/x") == ()
    assert UNSIGNED.zh
