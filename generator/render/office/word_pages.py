"""The sections of the Word file: paper, margins, grid, and which heads and feet their pages have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from docx.oxml.ns import qn
from docx.parts.document import DocumentPart
from docx.parts.story import StoryPart

from . import layout
from .elements import Element, el, flag, mm_twips
from .layout import BOTTOM_MARGIN, RIGHT_MARGIN, mm
from .word_heads import address, foot_height, letter_head, lower_line, lying_number, page_number
from .word_styles import pitch
from .wording import Printed

Section = Literal["first", "upright", "lying", "record"]
_THICK = round(layout.pt("letter-red-thick") * 8)


class Pages:
    """The heads and feet of one file, each made once however many sections show it."""

    def __init__(self, words: Printed, part: DocumentPart) -> None:
        self.words = words
        self.part = part
        self.letter = words.layout == "letter"
        self.plain_head = self._head(el("p"))
        self.plain_foot = self._foot(el("p"))
        self.odd = self._foot(page_number("right"))
        self.even = self._foot(page_number("left"))
        self.lying_odd = self._head(lying_number(even=False), el("p"))
        self.lying_even = self._head(lying_number(even=True), el("p"))
        self.first_head = self._head(letter_head(words)) if self.letter and words.mark else self.plain_head
        self.first_foot = self._foot(*self._first_foot())

    def _head(self, *parts: Element) -> str:
        """Puts a head into the file and gives its id."""
        return _filled(self.part.add_header_part(), parts)  # type: ignore[no-untyped-call]

    def _foot(self, *parts: Element) -> str:
        return _filled(self.part.add_footer_part(), parts)  # type: ignore[no-untyped-call]

    def _first_foot(self) -> Iterator[Element]:
        if self.letter and self.words.mark:
            yield lower_line()
        if self.words.address:
            yield address(self.words.address)
        yield el("p") if self.letter else page_number("right")

    def section(self, kind: Section) -> Element:
        """The properties of a section. record: a page that holds the record alone has no number."""
        lying, first = kind == "lying", kind == "first"
        odd, even = (self.plain_foot,) * 2 if kind in ("lying", "record") else (self.odd, self.even)
        head = mm("letter-mark-top") if first and self.letter else mm("top-margin") / 2
        return el(
            "sectPr",
            _reference("header", "default", self.lying_odd if lying else self.plain_head),
            _reference("header", "even", self.lying_even if lying else self.plain_head),
            _reference("header", "first", self.first_head) if first else None,
            _reference("footer", "default", odd),
            _reference("footer", "even", even),
            _reference("footer", "first", self.first_foot) if first else None,
            el("type", val="nextPage"),
            *_paper(lying=lying, head=head),
            el("titlePg") if first else None,
            _grid(),
        )


def _filled(made: tuple[StoryPart, str], parts: Sequence[Element]) -> str:
    story, name = made
    story.element[:] = parts
    return name


def _paper(*, lying: bool, head: float) -> tuple[Element, Element]:
    """Size and margins; the lying page is the upright one turned clockwise."""
    width, height = mm_twips(mm("page-width")), mm_twips(mm("page-height"))
    edges = [mm("top-margin"), RIGHT_MARGIN, BOTTOM_MARGIN, mm("left-margin")]
    if lying:
        edges = [edges[3], edges[0], edges[1], edges[2]]
    names = ("top", "right", "bottom", "left", "header", "footer")
    values = dict(zip(names, map(mm_twips, (*edges, head, foot_height())), strict=True))
    if lying:
        return el("pgSz", w=height, h=width, orient="landscape"), el("pgMar", **values, gutter=0)
    return el("pgSz", w=width, h=height), el("pgMar", **values, gutter=0)


def _reference(what: str, which: str, id: str) -> Element:
    made = el(f"{what}Reference", type=which)
    made.set(qn("r:id"), id)
    return made


def _grid() -> Element:
    """Lines and characters of a page; what a character is narrower than its size is in 4096ths of a point."""
    size = layout.measured("size-text")
    space = int((layout.CHARACTER / layout.MM_OF_PT - size) * 4096) - 1
    return el("docGrid", type="linesAndChars", linePitch=pitch("text"), charSpace=space)


def settings() -> Iterator[Element]:
    """What the file says of itself: odd and even pages differ, punctuation is close, Word 2013 or later."""
    yield flag("evenAndOddHeaders", True)
    yield el("characterSpacingControl", val="compressPunctuation")
    word = "http://schemas.microsoft.com/office/word"
    yield el("compat", el("compatSetting", name="compatibilityMode", uri=word, val=15))
    yield el("themeFontLang", val="en-US", eastAsia="zh-CN")
