"""What a PDF measures, in the units of the table of measures: squares of characters, lines on the paper."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

import pypdfium2
from pypdfium2 import raw

from generator.model.official import Column, Official, Table
from generator.render.office import layout
from generator.render.office.pdf import pdf
from tests.support.official import FONTS, FULL, LETTER, MM, ORDINARY, PLAIN, characters

LEFT, TOP = layout.mm("left-margin"), layout.mm("top-margin")
RIGHT, BOTTOM = LEFT + layout.mm("type-width"), TOP + layout.mm("type-height")
GAP, GRID = layout.GAP * MM, layout.LINE - layout.mm("size-text")


@dataclass(frozen=True)
class Line:
    """Characters side by side; lengths in mm, size in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float


@dataclass(frozen=True)
class Rule:
    """A drawn line."""

    left: float
    right: float
    top: float
    bottom: float

    @property
    def weight(self) -> float:
        return self.bottom - self.top


class Sheet:
    """One page of a PDF."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.width, self.height = page.get_width() * MM, page.get_height() * MM

    @cached_property
    def lines(self) -> list[Line]:
        rows: list[list[Any]] = []
        for character in characters(self.page):
            last = rows[-1][-1] if rows else None
            if last is None or abs(last[4] - character[4]) > 0.5 or last[5] != character[5]:
                rows.append([])
            rows[-1].append(character)
        found = []
        for chars in rows:
            (_, left, top, _, bottom, size), right = chars[0], max(c[3] for c in chars)
            found.append(Line("".join(c[0] for c in chars), left, top, right, bottom, size))
        return found

    def line(self, start: str) -> Line:
        return next(line for line in self.lines if line.text.startswith(start))

    def above(self, start: str) -> Line:
        return self.lines[self.lines.index(self.line(start)) - 1]

    @cached_property
    def rules(self) -> list[Rule]:
        """Level lines from the top down; pdfium gives a line's box widened by its weight on every side."""
        found = []
        for path in self.page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
            weight = ctypes.c_float()
            raw.FPDFPageObj_GetStrokeWidth(path, weight)
            left, bottom, right, top = (edge * MM for edge in path.get_bounds())
            half = weight.value * MM / 2
            if top - bottom < 3:
                found.append(
                    Rule(
                        left + 2 * half,
                        right - 2 * half,
                        self.height - top + half,
                        self.height - bottom - half,
                    )
                )
        return sorted(found, key=lambda rule: rule.top)

    @cached_property
    def mark_top(self) -> float:
        """The upper edge of the mark's ink; it is the largest text of the page."""
        text = self.page.get_textpage()
        sizes = [raw.FPDFText_GetFontSize(text, i) for i in range(text.count_chars())]
        tops = [text.get_charbox(i)[3] for i, size in enumerate(sizes) if size == max(sizes)]
        return self.height - max(tops) * MM

    @cached_property
    def mark_bottom(self) -> float:
        text = self.page.get_textpage()
        sizes = [raw.FPDFText_GetFontSize(text, i) for i in range(text.count_chars())]
        return self.height - min(text.get_charbox(i)[1] for i, s in enumerate(sizes) if s == max(sizes)) * MM


def sheets(official: Official) -> list[Sheet]:
    return [Sheet(page) for page in pypdfium2.PdfDocument(pdf(official, FONTS))]


@cache
def pdf_measures() -> dict[str, float]:
    """Every measure that can be taken of a PDF, by its id."""
    return _page() | _ordinary() | _ending() | _attached() | _table() | _letter()


def _rows(distance: float) -> float:
    return distance / layout.LINE


def _page() -> dict[str, float]:
    second = sheets(FULL)[1]
    text = [line for line in second.lines if line.text.startswith("国")]
    pitch = (text[-1].top - text[0].top) / (len(text) - 1)
    number = second.line("—2")
    return {
        "page-width": second.width,
        "page-height": second.height,
        "top-margin": text[0].top,
        "left-margin": text[0].left,
        "type-width": text[0].right - text[0].left,
        "type-height": pitch * len(text),
        "size-text": text[0].size,
        "lines": len(text),
        "characters": len(text[0].text),
        "size-page-number": number.size,
        "page-number-gap": (number.top + number.bottom) / 2 - BOTTOM,
        "page-number-indent": (number.left - LEFT) / (number.size * MM),
    }


def _ordinary() -> dict[str, float]:
    first = sheets(ORDINARY)[0]
    number, red = first.line("示教发"), first.rules[0]
    title, second, to, text = (first.line(s) for s in ("关于", "暨", "各县", "根据"))
    address = first.line("https")
    return {
        "mark-drop": first.mark_top - TOP,
        "number-lines": _rows(number.top - first.mark_bottom - GRID),
        "red-gap": red.top - number.bottom,
        "red-width": red.right - red.left,
        "red-weight": red.weight,
        "size-title": title.size,
        "line-gap": (second.top - title.bottom) / layout.mm("size-text"),
        "title-lines": _rows(title.top - red.bottom - GAP),
        "addressee-lines": _rows(to.top - second.bottom - GAP),
        "indent": (text.left - LEFT) / layout.CHARACTER,
        "size-small": address.size,
        "address-bottom": first.height - address.bottom,
    }


def _ending() -> dict[str, float]:
    sealed = next(s for s in sheets(ORDINARY) if any(line.text.startswith("附件：") for line in s.lines))
    plain = next(s for s in sheets(PLAIN) if any(line.text.startswith("2025年10月9日") for line in s.lines))
    listed, who, day = sealed.line("附件："), sealed.line("示例市教育和体育局"), sealed.line("2025年10月9日")
    open_who, open_day = plain.line("示例市教育和体育局"), plain.line("2025年10月9日")
    note = sealed.line("（此件")
    middle = abs((who.left + who.right) / 2 - (day.left + day.right) / 2)
    assert middle < 0.3, "the signatory stands over the middle of the day"
    return {
        "listed-lines": _rows(listed.top - sealed.above("附件：").bottom - GRID),
        "listed-indent": (listed.left - LEFT) / layout.CHARACTER,
        "listed-next-indent": (sealed.line("2.").left - LEFT) / layout.CHARACTER,
        "sealed-right": (RIGHT - day.right) / layout.CHARACTER,
        "sealed-lines": _rows(who.top - sealed.above(who.text).bottom - GRID),
        "signed-right": (RIGHT - open_who.right) / layout.CHARACTER,
        "signed-lines": _rows(open_who.top - plain.above(open_who.text).bottom - GRID),
        "signed-shift": (open_day.left - open_who.left) / layout.CHARACTER,
        "note-indent": (note.left - LEFT) / layout.CHARACTER,
    }


def _attached() -> dict[str, float]:
    made = sheets(ORDINARY)
    last = made[-1]
    title, text = last.line("上季度问题"), last.line("上季度发现")
    copies, printed = last.line("抄送"), last.line("示例市教育和体育局办公室")
    caption = next(line for s in made for line in s.lines if line.text.startswith("各县（区）抽查情况"))
    assert abs(last.rules[-1].bottom - BOTTOM) < 0.3, "the record ends with the type area"
    return {
        "attachment-line": _rows(title.top - TOP) + 1,
        "attachment-lines": _rows(text.top - title.bottom - GAP),
        "record-thick": last.rules[0].weight,
        "record-thin": last.rules[1].weight,
        "size-record": copies.size,
        "record-indent": (copies.left - LEFT + RIGHT - printed.right) / 2 / (copies.size * MM),
        "size-caption": caption.size,
    }


def _table() -> dict[str, float]:
    narrow = Table("", (Column("甲乙丙丁"), Column("宽", weight=9)), (("", ""),))
    first = sheets(replace(PLAIN, blocks=(narrow,)))[0]
    upper, lower = first.line("甲乙"), first.line("丙丁")
    return {
        "size-cell": upper.size,
        "cell-line": (lower.top - upper.top) / MM,
        "cell-inset": upper.top - (first.rules[0].top + first.rules[0].bottom) / 2,
        "table-line": first.rules[0].weight,
    }


def _letter() -> dict[str, float]:
    first = sheets(LETTER)[0]
    upper, thin, lower = first.rules[0], first.rules[1], first.rules[-1]
    number, title = first.line("征求意见稿"), first.line("关于")
    return {
        "size-mark": max(line.size for line in first.lines),
        "letter-mark-top": first.mark_top,
        "letter-red-gap": upper.top - first.mark_bottom,
        "letter-red-bottom": first.height - lower.bottom,
        "letter-red-width": upper.right - upper.left,
        "letter-red-thick": upper.weight,
        "letter-red-thin": thin.weight,
        "letter-number-gap": (number.top - thin.bottom) / layout.mm("size-text"),
        "letter-title-lines": _rows(title.top - number.bottom - GAP),
    }
