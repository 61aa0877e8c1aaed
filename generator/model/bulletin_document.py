"""From a bulletin's record to the official document that its page, Word file and PDF are made of.

Everything comes from the record: nothing is looked up, so that a document of years ago is printed
the same today. A draft is shown with the part that an issue would add now.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from .bulletin import Data, filled, printed_figures
from .official import Attachment, Block, Column, Heading, Official, Paragraph, Table

_WIDE = 74
"""Half-widths that a row may fill on an upright page; a wider table lies."""
_SHORT = 16
"""Half-widths of a cell that is centred, and stays on one line where there is room."""
_CORRECTIONS = ("更正处", "原印", "应为", "原因", "位次变化")


def official_of(data: Data, *, address: str = "") -> Official:
    """The document of an issued bulletin, or of a draft with an issue put in for looking at it.

    address: where its page stands for good, "" where the site has no address.
    """
    issued = data["issued"]
    figures = printed_figures(data)
    tables = {row["id"]: row for row in issued.get("tables", ())}
    is_letter = data["layout"] == "letter"
    issuer = data["issuer"]
    return Official(
        layout="letter" if is_letter else "ordinary",
        organ=issuer,
        mark=issuer if is_letter else f"{issuer}文件",
        red_head=issued.get("red_head", False),
        number=issued["number"],
        title=data["title"],
        addressees="，".join(data.get("addressees", ())),
        blocks=tuple(_blocks(data, figures, tables)),
        attachments=tuple(_attachment(row, tables) for row in data.get("attachments", ())),
        signatory=issuer,
        signed_on=issued["signed_on"],
        sealed=True,
        note=issued.get("remark", ""),
        copies="，".join(data.get("copies", ())),
        issuer=issued.get("printed_by", ""),
        printed_on=issued["signed_on"] if issued.get("printed_by") else "",
        notice="" if data["status"] == "issued" else "未印发稿",
        address=address,
    )


def _blocks(data: Data, figures: Mapping[str, str], tables: Mapping[str, Data]) -> Iterator[Block]:
    for section in data.get("sections", ()):
        if "heading" in section:
            yield Heading(1, filled(section["heading"], figures))
        for part in section["parts"]:
            if "heading" in part:
                yield Heading(2, filled(part["heading"], figures))
            elif "table" in part:
                yield _table(tables.get(part["table"]), part["table"])
            else:
                yield Paragraph(filled(part.get("text", ""), figures))
    if "withdraws" in data:
        yield Paragraph(f"撤回原因：{data['withdraws']['reason'].rstrip('。')}。")
    if data.get("corrections"):
        yield Heading(1, "更正说明")
        rows = [
            [row[name] for name in ("place", "old", "new", "reason", "ranks")] for row in data["corrections"]
        ]
        yield table_of("更正内容", _CORRECTIONS, rows)


def _attachment(row: Data, tables: Mapping[str, Data]) -> Attachment:
    found = _table(tables.get(row["table"]), row["table"])
    return Attachment(row["title"], (Table("", found.columns, found.rows, found.landscape, found.note),))


def _table(found: Data | None, name: str) -> Table:
    if found is None:  # a rule says so; the page shows where the table is missing
        return Table(name, (Column(name),), ())
    rows = [list(row["cells"]) for row in found["rows"]]
    made = table_of(found["title"], found["columns"], rows)
    if rest := found.get("rest", 0):
        words = f"共{len(rows) + rest}条，本表列出前{len(rows)}条，另有{rest}条没有列出。"
        return replace(made, note=words)
    return made


def table_of(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """A table whose columns are as wide as their contents ask; numbers are centred, words on the left."""
    widths = [
        max(4, min(44, 2 + max((_width(row[at]) for row in rows), default=4)), 2 + -(-_width(label) // 2))
        for at, label in enumerate(columns)
    ]
    made = tuple(
        Column(label, _align([row[at] for row in rows]), widths[at]) for at, label in enumerate(columns)
    )
    return Table(
        caption,
        made,
        tuple(tuple(row) for row in rows),
        landscape=sum(widths) > _WIDE and len(columns) > 5,
        note="" if rows else "无。",
    )


def _align(cells: Sequence[str]) -> Literal["left", "center"]:
    return "center" if all(_width(cell) <= _SHORT for cell in cells) else "left"


def _width(text: str) -> int:
    """In half-widths, as the eye sees it."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
