"""The data dictionary: every field of every record kind as people read it, from the schemas alone."""

from __future__ import annotations

from collections.abc import Mapping

from generator.model.artifact import Artifact
from generator.model.schema import Field, Schema
from generator.model.text import Text

PATH = "docs/reference/data-dictionary.md"
TYPES: Mapping[str, Text] = {
    "string": Text("文字", "text"),
    "integer": Text("整数", "whole number"),
    "number": Text("数字", "number"),
    "boolean": Text("是/否", "true/false"),
    "array": Text("列表", "list"),
    "object": Text("一组字段", "group"),
}
DATE = Text("日期", "date")
HEAD = """---
hide: [navigation, toc]
fold: 2
---

# 数据字典 Data dictionary

记录里可以写哪些字段、怎样写。本页由 `schemas/` 生成，请勿手改；模式改动后运行 `generator schema`。

What a record may hold. Generated from `schemas/`; run `generator schema` after changing them.

“内部”字段不会出现在任何页面、表格或搜索里。Internal fields appear on no page, table or search index.
"""
COLUMNS = (
    "字段 Field",
    "名称 Title",
    "类型 Type",
    "必填 Required",
    "选项或对应记录 Choices or reference",
    "说明 Description",
    "公开 Visibility",
)
# What Markdown or HTML would take for its own: shown as written instead.
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": " ", "\r": " ", **{c: f"\\{c}" for c in r"\|`*_{}[]#~"}}
)


def data_dictionary(schemas: Mapping[str, Schema]) -> Artifact:
    """The page for all *schemas*, in order of their kinds."""
    parts = [HEAD, *(_section(schemas[kind]) for kind in sorted(schemas))]
    return Artifact(PATH, "\n".join(parts).encode())


def escaped(text: str) -> str:
    """*text* as a Markdown table cell shows it literally."""
    return text.translate(_ESCAPES)


def _section(schema: Schema) -> str:
    rows = [_row(COLUMNS), _row(("---",) * len(COLUMNS)), *(_row(_cells(f)) for f in schema.walk())]
    return "\n".join(
        (
            f"## {escaped(schema.title.zh)} {schema.kind}",  # MkDocs makes the anchor of the ASCII part
            "",
            escaped(schema.description.zh),
            "",
            f"{escaped(schema.title.to('en'))}: {escaped(schema.description.to('en'))}",
            "",
            *rows,
            "",
        )
    )


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(field: Field) -> tuple[str, ...]:
    return (
        f"`{field.path}`",
        _both(field.title),
        _type(field),
        "必填 required" if field.required else "",
        _allowed(field),
        _both(_told(field)),
        "内部 internal" if field.internal else "",
    )


def _told(field: Field) -> Text:
    """The description, and an example where it gives none itself."""
    zh, en = field.description.zh, field.description.en
    if not field.example or field.choices or "如" in zh:
        return field.description
    return Text(f"{zh}，如 {field.example}", en and f"{en}, such as {field.example}")


def _both(text: Text) -> str:
    return f"{escaped(text.zh)}<br>{escaped(text.en)}" if text.en else escaped(text.zh)


def _type(field: Field) -> str:
    name = DATE if field.format == "date" else TYPES[field.type]
    parts = [f"{name.zh} {name.en}"]
    if field.unit:
        parts.append(f"单位 unit: {escaped(field.unit)}")
    if field.decimals is not None:
        parts.append(f"小数 decimals: {field.decimals}")
    return "<br>".join(parts)


def _allowed(field: Field) -> str:
    if field.reference:
        return f"[{field.reference}](#{field.reference})"
    return "<br>".join(
        f"`{c.value}` {escaped(c.title.zh)} {escaped(c.title.en)}".rstrip() for c in field.choices
    )
