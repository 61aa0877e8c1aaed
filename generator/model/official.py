"""An official document as it is printed: the one model of its page, its Word file and its PDF.

All text is plain: nothing in it is markup, whatever it looks like. What the standard GB/T 9704—2012 adds to
the words (numbers of headings, the colon after the addressees, brackets, the day in Chinese) is added once,
in ``render/office/wording``, so it is left out here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

Layout = Literal["ordinary", "letter"]
Align = Literal["left", "center", "right"]
Level = Literal[1, 2, 3, 4]
Face = Literal["xiaobiaosong", "fangsong", "heiti", "kaiti", "songti"]
FACES: tuple[Face, ...] = get_args(Face)


PERSON = "姓名"
"""Head of the column that says who somebody is."""


@dataclass(frozen=True, slots=True)
class Heading:
    """level: 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）. text: without its number, which is counted."""

    level: Level
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """text: one paragraph; a line break in it begins another."""

    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """label: its head. weight: its share of the width, beside those of the other columns."""

    label: str
    align: Align = "left"
    weight: float = 1


@dataclass(frozen=True, slots=True)
class Table:
    """caption: above it, "" for none. rows: as many cells as columns. landscape: on pages of its own, lying.

    note: below it, such as a source; "" for none.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    landscape: bool = False
    note: str = ""

    @property
    def names_persons(self) -> bool:
        """Is it a list of people? What was issued stays as printed, but no search finds anybody in it."""
        return any(column.label == PERSON for column in self.columns)


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Attachment:
    """What follows the document on pages of its own; the document names *title* below its text."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Official:
    """One document. An empty text means that the document does not have the element.

    layout: "ordinary" for the layout of downward documents, "letter" for that of letters (信函格式).
    organ: who issues it (发文机关). mark: what the red head says (发文机关标志): the organ, in the ordinary
    layout mostly with 文件 behind it. red_head: does the printed document carry it; else neither mark nor red
    lines. number: 示教函〔2025〕12号. title: without 《》. addressees: 主送机关 without the colon.
    signatory: who signs (发文机关署名). signed_on: ISO date. sealed: room is left for a seal, none is drawn.
    note: 附注, such as 此件公开发布, brackets or not. copies: 抄送 without that word.
    issuer, printed_on: who printed it and when (ISO date); letters have neither.
    notice: what readers must know before the title, such as 征求意见稿. address: permanent, on the web.
    """

    layout: Layout
    organ: str
    title: str
    blocks: tuple[Block, ...]
    mark: str = ""
    red_head: bool = False
    number: str = ""
    addressees: str = ""
    attachments: tuple[Attachment, ...] = ()
    signatory: str = ""
    signed_on: str = ""
    sealed: bool = False
    note: str = ""
    copies: str = ""
    issuer: str = ""
    printed_on: str = ""
    notice: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Fonts:
    """The faces of official documents: names of families, "" for those that the standard names.

    folder: where to look for their files beside the machine's own fonts, "" for nowhere.
    system: may the machine's own fonts be used; without them a PDF is the same on every machine.
    """

    xiaobiaosong: str = ""
    fangsong: str = ""
    heiti: str = ""
    kaiti: str = ""
    songti: str = ""
    folder: str = ""
    system: bool = True

    @classmethod
    def of(cls, settings: Mapping[str, Any], folder: str = "") -> Fonts:
        """From ``fonts`` of the bureau's record; *folder* is where that record's folder really is."""
        title, text, first, second, plain = (str(settings.get(face, "")) for face in FACES)
        return cls(title, text, first, second, plain, folder)
