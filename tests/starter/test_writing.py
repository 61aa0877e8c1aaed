"""The lines that the starter writes are read back as what was meant."""

from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.starter.writing import one_line, quoted, yaml_text


@pytest.mark.parametrize(
    "text",
    [
        "2100000101", "009901", "1.1", "yes", "No", "null", "", " 前有空格",
        "结尾冒号:", "a: b", "a #b", "- 条目",
        "[1]", "{a}", "*a", "&a", "!a", "@a", "%a", "`a`", '"引"', "'引'", "第1项, 第2项", "1e5",
        "0x1F", "a?", "?",
        "|", "~", "尾空格 ",
    ],
)  # fmt: skip
def test_text_that_yaml_would_take_for_something_else_is_quoted(text: str) -> None:
    """A school code is ten characters, not a number; both in a block and in a one-line mapping."""
    assert yaml.safe_load(f"a: {quoted(text)}\n") == {"a": text}
    assert yaml.safe_load(one_line({"a": text, "b": 1})) == {"a": text, "b": 1}


@pytest.mark.parametrize(
    "text", ["陈例安", "2024-Q1", "2024年，第1项", "“五双”制度", "《条例》第四条", "hc-01"]
)
def test_ordinary_text_stands_plain(text: str) -> None:
    """Quotes everywhere would be noise for the people who edit the files."""
    assert quoted(text) == text


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Zl", "Zp")), max_size=12))
def test_any_text_comes_back(text: str) -> None:
    """Invented names and sentences change; the quoting must not have to be looked at again."""
    loaded = yaml.load(f"a: {quoted(text)}\nb:\n  - {one_line({'c': text})}\n", Loader=yaml.SafeLoader)
    plain_date = not isinstance(loaded["a"], str)
    assert plain_date or loaded == {"a": text, "b": [{"c": text}]}


def test_layout_is_the_canonical_one() -> None:
    """Tables in one line per row, everything else in blocks, lists indented below their key."""
    data = {
        "id": "i-1",
        "valid": {"from": "2024-01-01"},
        "results": [{"item": "hc-01", "result": "partly", "score": Decimal("2.5")}],
        "findings": [{"id": "f-01", "text": "缺签名"}],
        "duties": ["review"],
        "organ_codes": [],
        "sample": True,
    }
    assert yaml_text(data) == (
        "id: i-1\n"
        "valid:\n  from: 2024-01-01\n"
        "results:\n  - {item: hc-01, result: partly, score: 2.5}\n"
        "findings:\n  - id: f-01\n    text: 缺签名\n"
        "duties:\n  - review\n"
        "organ_codes: []\n"
        "sample: true\n"
    )
