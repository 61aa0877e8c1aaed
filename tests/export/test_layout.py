"""The canonical layout: fields change places, and nothing else about a file changes."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.export.layout import canonical
from generator.model.schema import Field, Schema
from generator.model.text import Text


def field(name: str, *below: Field, type: Any = "string") -> Field:
    return Field(name, name, Text(name), Text(name), type, fields=below)


SCHEMA = Schema(
    "inspections",
    "schemas/inspections.schema.json",
    Text("检查"),
    Text("检查"),
    (
        field("id"),
        field("term", field("from"), field("to"), type="object"),
        field("results", field("item"), field("result"), field("score"), type="array"),
        field(
            "findings", field("id"), field("text"), field("term", field("from"), field("to")), type="array"
        ),
        field("summary"),
        field("note"),
    ),
    {},
    "",
)


def test_fields_stand_in_the_schemas_order_at_every_level() -> None:
    """Two people writing the same record then give the same file."""
    text = """\
note: 说明
results:
  - {result: met, item: HC-01}
  - {score: 1.50, result: partly, item: HC-02}
findings:
  - text: 甲
    id: f-1
    term:
      to: 2025-12-31
      from: 2025-01-01
term: {to: 2025-12-31, from: 2025-01-01}
id: a
"""
    assert (
        canonical(text, SCHEMA)
        == """\
id: a
term: {from: 2025-01-01, to: 2025-12-31}
results:
  - {item: HC-01, result: met}
  - {item: HC-02, result: partly, score: 1.50}
findings:
  - id: f-1
    text: 甲
    term:
      from: 2025-01-01
      to: 2025-12-31
note: 说明
"""
    )


def test_comments_move_with_their_fields() -> None:
    """A comment about a field would lie if it stayed behind; one about the file stays at the top."""
    text = """\
# 文件说明

# 关于总结
summary: 好 # 行尾
# 关于编号
id: a
results: # 结果
  # 第一条
  - {item: HC-01, result: met} # 行尾
  # 最后一条之后
# 末尾
"""
    expected = """\
# 文件说明

# 关于编号
id: a
results: # 结果
  # 第一条
  - {item: HC-01, result: met} # 行尾
  # 最后一条之后
# 关于总结
summary: 好 # 行尾
# 末尾
"""
    assert canonical(text, SCHEMA) == expected


def test_writing_of_values_is_untouched() -> None:
    """Quotes, digits and long texts are the writer's own."""
    text = """\
id: "a"
summary: |
  第一行  
    第二行

  # 不是注释
note: '长文本 到
  下一行'
"""  # noqa: W291
    assert canonical(text, SCHEMA) == text


def test_levels_are_indented_by_two() -> None:
    """Forms and editors indent as they like."""
    text = "id: a\nresults:\n- item: HC-01\n  result: met\nterm:\n    from: x\n    to: |\n        y\n"
    expected = "id: a\nterm:\n  from: x\n  to: |\n      y\nresults:\n  - item: HC-01\n    result: met\n"
    assert canonical(text, SCHEMA) == expected


def test_brackets_get_one_blank_after_each_comma() -> None:
    """`{ a:  1,b: 2 }` and `{a: 1, b: 2}` are one thing."""
    text = 'id: a\nresults: [ {result:  "met, not",item: HC-01 },{item: b} ]\n'
    assert canonical(text, SCHEMA) == 'id: a\nresults: [{item: HC-01, result: "met, not"}, {item: b}]\n'


def test_unknown_fields_come_last() -> None:
    """They are reported elsewhere and must not be lost here."""
    assert canonical("zzz: 1\nid: a\naaa: 2\n", SCHEMA) == "id: a\nzzz: 1\naaa: 2\n"


def test_line_ends_of_windows_are_kept() -> None:
    """Otherwise a checkout with CRLF would differ in every file."""
    assert canonical("note: b\r\nid: a\r\n", SCHEMA) == "id: a\r\nnote: b\r\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a\n",
        "a: [\n",
        "only text\n",
        "{id: a}\n",
        "? id\n: a\n",
        "id: a\nresults:\n  - - a\n",
        "summary: |+\n  a\n\nid: b\n",
    ],
)
def test_what_is_unusual_is_left_alone(text: str) -> None:
    """Diagnostics speak about it; changing it could make it worse."""
    assert canonical(text, SCHEMA) == text


def test_final_newline_and_document_marks() -> None:
    """A file ends with one newline, needs no marks and at most one blank line in a row."""
    assert canonical("---\nid: a", SCHEMA) == "id: a\n"
    assert canonical("\n\nid: a\n\n\n\nnote: b\n\n\n", SCHEMA) == "id: a\n\nnote: b\n"


_NAMES = [
    "id",
    "term",
    "results",
    "findings",
    "summary",
    "note",
    "from",
    "to",
    "item",
    "result",
    "text",
    "x",
    "y",
]
_SCALARS = st.sampled_from(
    ["a", "1.50", "'q: r'", '"d"', "", "2025-01-01", "长 文", "a # c", "a: b" * 0 + "t"]
)
_COMMENTS = st.sampled_from(["", "", "", "# c", "\n", "\n# d", "# e\n"])


@st.composite
def _blocks(draw: st.DrawFn, indent: int = 0, depth: int = 0) -> str:
    """A block mapping in any order, with comments, blank lines and any indentation."""
    lines = []
    for name in draw(st.lists(st.sampled_from(_NAMES), min_size=1, max_size=4, unique=True)):
        pad = " " * indent
        lines.extend(pad + comment if comment else "" for comment in draw(_COMMENTS).split("\n"))
        kind = draw(st.integers(0, 6 if depth < 2 else 3))
        step = draw(st.integers(1, 4))
        if kind <= 1:
            lines.append(f"{pad}{name}: {draw(_SCALARS)}")
        elif kind == 2:
            lines.append(f"{pad}{name}: {{to: {draw(st.sampled_from(['a', '']))}, from: 'b, c'}}")
        elif kind == 3:
            lines.append(f"{pad}{name}: |\n{pad}{' ' * step}one\n{pad}{' ' * step}# two\n")
        elif kind == 4:
            lines.append(f"{pad}{name}:\n{draw(_blocks(indent + step, depth + 1))}")
        else:
            dash = indent + draw(st.integers(0, 3))
            lines.append(f"{pad}{name}:")
            for _ in range(draw(st.integers(1, 3))):
                item = draw(_blocks(dash + 2, depth + 1)) if draw(st.booleans()) else ""
                kept = item.lstrip("\n ")
                if item and not kept.startswith("#"):
                    lines.append(f"{' ' * dash}- {kept}")
                else:
                    lines.append(f"{' ' * dash}- {draw(_SCALARS)}")
    return "\n".join(line for line in lines)


@settings(max_examples=800)
@given(_blocks())
def test_second_run_changes_nothing_and_no_meaning_or_comment_is_lost(text: str) -> None:
    """Whatever the file: the same data, the same comments, and a fixed point after one run."""
    once = canonical(text, SCHEMA)
    assert canonical(once, SCHEMA) == once
    try:
        before = yaml.load(text, Loader=yaml.CBaseLoader)
    except yaml.YAMLError:
        assert once == text
        return
    assert yaml.load(once, Loader=yaml.CBaseLoader) == before
    assert sorted(re.findall(r"[^\s,{}]+", once)) == sorted(re.findall(r"[^\s,{}]+", text))
