"""The words of an official document in their order, once for all its forms.

Page, Word file and PDF lay out what stands here and add no word of their own but page numbers, so that they
agree word for word. Headings and attachments get their numbers here, days their Chinese form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator.model.official import Attachment, Block, Heading, Layout, Official, Paragraph, Table

from .layout import Role
from .titles import pieces

HEADINGS: Mapping[int, Role] = {1: "heading-1", 2: "heading-2", 3: "heading-3", 4: "heading-4"}
_DIGITS = "〇一二三四五六七八九"
# What XML cannot hold, what turns the direction of writing or cannot be seen: no document needs it.
_UNSEEN = {"Cc", "Cf", "Cs", "Cn"}
_BLANKS = re.compile(r"[ \t]+")
_BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph. lead: what stands before it so that its further lines begin behind (附件：1. )."""

    role: Role
    text: str
    lead: str = ""

    @property
    def pieces(self) -> tuple[str, ...]:
        """A title between whose pieces a line may end."""
        return pieces(self.text)


@dataclass(frozen=True, slots=True)
class Leaf:
    """What begins on a new page and runs on from page to page. landscape: on lying pages."""

    parts: tuple[Line | Table, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """The document as words.

    notice, mark, number: "" for none; mark also where there is no red head. leaves: at least one, upright;
    the first begins with the title. copies, issuer, printed: the record at the foot of the last page.
    sealed: is the signatory centred over the day. address: at the foot of the first page.
    """

    layout: Layout
    notice: str
    mark: str
    number: str
    leaves: tuple[Leaf, ...]
    copies: str
    issuer: str
    printed: str
    sealed: bool
    address: str

    @property
    def title(self) -> str:
        """Its title, for the properties of a file."""
        return next(p.text for leaf in self.leaves for p in leaf.parts if isinstance(p, Line))


def printed(official: Official) -> Printed:
    """The words of *official*; characters that cannot be printed are left out."""
    parts = [Line("title", clean(official.title))]
    if official.addressees:
        parts.append(Line("addressees", _ended(official.addressees, "：", ":：")))
    leaves = list(_leaves([*parts, *_blocks(official.blocks)], [*_listed(official), *_signed(official)]))
    for number, attachment in enumerate(official.attachments, start=1):
        leaves += _attached(attachment, number if len(official.attachments) > 1 else 0)
    letter = official.layout == "letter"
    day = "" if letter or not official.printed_on else f"{chinese_day(official.printed_on)}印发"
    return Printed(
        official.layout,
        clean(official.notice),
        clean(official.mark or official.organ) if official.red_head else "",
        clean(official.number),
        tuple(leaves),
        _ended(f"抄送：{official.copies}", "。", "。.") if official.copies else "",
        "" if letter else clean(official.issuer),
        day,
        official.sealed,
        clean(official.address),
    )


def clean(text: str) -> str:
    """*text* as one line of characters that can be printed."""
    shown = "".join(c for c in _BREAK.sub(" ", text) if c == "\t" or unicodedata.category(c) not in _UNSEEN)
    return _BLANKS.sub(" ", shown).strip()


def chinese_day(day: str) -> str:
    """2025-03-09 as 2025年3月9日; anything else as it is."""
    parts = day.split("-")
    if len(parts) != 3 or not all(p.isascii() and p.isdigit() for p in parts):
        return clean(day)
    year, month, of_month = (int(p) for p in parts)
    return f"{year}年{month}月{of_month}日"


def made_on(official: Official) -> date:
    """The day that a file says it was made on: the document's own, never today."""
    try:
        return date.fromisoformat(official.signed_on)
    except ValueError:
        return date(2000, 1, 1)


def heading_number(level: int, number: int) -> str:
    """一、, （一）, 1. or （1）."""
    if level <= 2:
        return f"{_chinese(number)}、" if level == 1 else f"（{_chinese(number)}）"
    return f"{number}. " if level == 3 else f"（{number}）"


def _chinese(number: int) -> str:
    """1 to 99 in Chinese, above as digits."""
    tens, ones = divmod(number, 10)
    if tens > 9:
        return str(number)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


def _ended(text: str, end: str, ends: str) -> str:
    return clean(text).rstrip(ends + " ") + end


def _blocks(blocks: Iterable[Block]) -> Iterator[Line | Table]:
    """The blocks with numbers before headings; a heading begins the count of those below it anew."""
    counts = [0, 0, 0, 0]
    for block in blocks:
        if isinstance(block, Heading):
            counts[block.level - 1] += 1
            counts[block.level :] = [0] * (4 - block.level)
            number = heading_number(block.level, counts[block.level - 1])
            yield Line(HEADINGS[block.level], number + clean(block.text))
        elif isinstance(block, Paragraph):
            yield from (Line("text", text) for text in map(clean, _BREAK.split(block.text)) if text)
        else:
            yield _table(block)


def _table(table: Table) -> Table:
    """The table with clean texts and as many cells in each row as there are columns."""
    width = len(table.columns)
    rows = tuple(tuple(map(clean, (*row, *[""] * width)[:width])) for row in table.rows)
    columns = tuple(replace(c, label=clean(c.label)) for c in table.columns)
    return replace(table, caption=clean(table.caption), columns=columns, rows=rows, note=clean(table.note))


def _listed(official: Official) -> Iterator[Line]:
    """附件说明: numbered where there are several, without closing punctuation."""
    several = len(official.attachments) > 1
    for number, attachment in enumerate(official.attachments, start=1):
        lead = ("附件：" if number == 1 else "") + (f"{number}. " if several else "")
        role: Role = "listed" if number == 1 else "listed-next"
        yield Line(role, clean(attachment.title).rstrip("。；;，,"), lead)


def _signed(official: Official) -> Iterator[Line]:
    if official.signatory:
        yield Line("signatory", clean(official.signatory))
    if official.signed_on:
        yield Line("date", chinese_day(official.signed_on))
    if official.note:
        yield Line("note", f"（{clean(official.note).removeprefix('（').removesuffix('）')}）")


def _attached(attachment: Attachment, number: int) -> Iterator[Leaf]:
    """An attachment's pages; its title stands on the lying page where it begins with a lying table."""
    heads = [Line("attachment", f"附件{number or ''}"), Line("attachment-title", clean(attachment.title))]
    blocks = tuple(_blocks(attachment.blocks))
    if blocks and isinstance(blocks[0], Table) and blocks[0].landscape:
        yield Leaf((*heads, blocks[0]), landscape=True)
        yield from _leaves([], blocks[1:])
    else:
        yield from _leaves([*heads, *blocks], [])


def _leaves(parts: Sequence[Line | Table], more: Sequence[Line | Table]) -> Iterator[Leaf]:
    """*parts* and *more* cut before and behind each lying table."""
    upright: list[Line | Table] = []
    for part in (*parts, *more):
        if isinstance(part, Table) and part.landscape:
            if upright:
                yield Leaf(tuple(upright))
            yield Leaf((part,), landscape=True)
            upright = []
        else:
            upright.append(part)
    if upright:
        yield Leaf(tuple(upright))
