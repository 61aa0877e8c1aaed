"""The YAML test suite and arbitrary bytes: nothing raises, and what is accepted means what YAML says."""

from __future__ import annotations

import gzip
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.model.document import Document, SourceFile
from generator.read.encoding import forbidden, is_unusual
from generator.read.parsing import read_document
from generator.read.positions import positions
from generator.read.quick import Memo, quick
from generator.read.walk import Walk

SUITE = Path(__file__).parents[3] / "shared/testsuites/yaml-test-suite.jsonl.gz"


def read(content: bytes) -> Document | None:
    """The document, or None where there is at least one diagnostic."""
    found = read_document(SourceFile("records/experts/a.yml", "file", content, len(content)))
    if isinstance(found, Document):
        return found
    assert found, "neither a document nor a diagnostic"
    lines = content.count(b"\n") + content.count(b"\r") + 1
    for diagnostic in found:
        assert all([diagnostic.message.zh, diagnostic.message.en])
        assert 1 <= diagnostic.location.line <= lines
        assert diagnostic.location.column >= 1
    return None


def as_text(value: Any) -> Any:
    """Plain data as PyYAML's BaseLoader on libyaml gives it: every scalar a string."""
    if isinstance(value, dict):
        return {k: as_text(v) for k, v in value.items()}
    if isinstance(value, list):
        return [as_text(v) for v in value]
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value) if isinstance(value, int | Decimal) else value


def without_null(value: Any) -> Any:
    """BaseLoader keeps the word null, where we give None like for nothing at all."""
    if isinstance(value, dict):
        return {k: without_null(v) for k, v in value.items()}
    if isinstance(value, list):
        return [without_null(v) for v in value]
    return "" if value == "null" else value


def check_meaning(document: Document) -> None:
    """What we accept is what YAML's own reading gives, and every value has a position."""
    assert without_null(as_text(document.data)) == without_null(
        yaml.load(document.text, Loader=yaml.CBaseLoader)
    )
    walk = Walk(document.text)
    assert not walk.faults
    assert walk.data == document.data
    assert dict(positions(document.text)) == walk.positions


@pytest.mark.skipif(not SUITE.exists(), reason="the YAML test suite is not here")
def test_yaml_test_suite() -> None:
    """402 inputs from the makers of YAML, most of them outside of our subset."""
    accepted = 0
    with gzip.open(SUITE, "rt", encoding="utf-8") as stream:
        for line in stream:
            case = json.loads(line)
            if "yaml" in case:
                document = read(case["yaml"].encode("utf-8", "surrogatepass"))
                if document:  # also some that YAML 1.2 refuses and libyaml does not
                    check_meaning(document)
                    accepted += 1
    assert accepted >= 40


@settings(max_examples=300)
@given(st.binary(max_size=200))
@example(b"\xff\xfe")
@example(b"\x00")
@example(b"a: \xf0\x9f")
def test_any_bytes_give_a_document_or_a_diagnostic(content: bytes) -> None:
    """A problem in a record never raises."""
    document = read(content)
    if document:
        check_meaning(document)


_PIECES = st.sampled_from(
    [
        *["a", "b: ", "b:", "name：", "- ", "? ", ": ", "\n", "\n  ", "\n    ", "{", "}", "[", "]", ", "],
        *["'", '"', "|", ">", "\r\n", "#", " #", " # ", "&x ", "*x", "!t ", "<<: ", "---\n", "...\n", "，"],
        *["%YAML 1.1\n", "\t", "\u3000", "\xa0", "“", "”", "\\", "\\u202e", "1", "0.50", "true", "null"],
        *[".nan", "中文", "\u200b", "@", "`", "=======\n", "<<<<<<< x\n", "\x85", "\r", "a: 1\n"],
    ]
)  # fmt: skip


@settings(max_examples=1500)
@given(st.lists(_PIECES, max_size=14).map("".join))
def test_anything_typed_gives_a_document_or_a_diagnostic(text: str) -> None:
    """Pieces of YAML in any order reach further into the loader than arbitrary bytes do.

    To draw them takes as long as to read them, so the quick reading is given the same.
    """
    document = read(text.encode())
    if document:
        check_meaning(document)
    quick_reading_overlooks_no_fault(text)


def quick_reading_overlooks_no_fault(text: str) -> None:
    """It may pass a file on, but what it accepts the careful reading accepts too, with equal data."""
    if is_unusual(text) or forbidden.search(text) or " #" in text:
        return
    data = quick(text.encode(), Memo())
    if data is not None:
        walk = Walk(text)
        assert not walk.faults
        assert walk.data == data
