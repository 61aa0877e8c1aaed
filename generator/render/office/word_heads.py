"""What stands at fixed places of the Word file's pages: a letter's mark and lines, numbers, the address."""

from __future__ import annotations

from . import layout
from .elements import Element, el, field, mm_twips, paragraph, run, twips
from .layout import BOTTOM_MARGIN, RED, RIGHT_MARGIN, mm, pt
from .word_styles import pitch, style_id
from .wording import Printed

_THICK = round(layout.pt("letter-red-thick") * 8)


def foot_height() -> float:
    """How far the lower edge of the page number is from that of the paper, in millimetres."""
    return BOTTOM_MARGIN - mm("page-number-gap") - mm("size-page-number") / 2


def letter_head(words: Printed) -> Element:
    """The mark of a letter with the double line below it."""
    size = layout.mark_size(words.mark)
    space = round(pt("letter-red-gap"))
    return paragraph(
        style_id("mark"),
        run(words.mark, size),
        border=el("pBdr", el("bottom", val="thickThinSmallGap", sz=_THICK, space=space, color=RED)),
        spacing=el("spacing", before=0, after=0, line=twips(size), lineRule="exact"),
        ind=el("ind", left=-_beyond(mm("left-margin")), right=-_beyond(RIGHT_MARGIN)),
    )


def _beyond(margin: float) -> int:
    """How far the lines of a letter reach into a margin, in twips."""
    return mm_twips(margin - (mm("page-width") - mm("letter-red-width")) / 2)


def lower_line() -> Element:
    """The second double line of a letter, in a frame of its own at its place on the paper."""
    thickness = mm("letter-red-thick") + 2 * mm("letter-red-thin")
    top = mm("page-height") - mm("letter-red-bottom") - thickness
    left = (mm("page-width") - mm("letter-red-width")) / 2
    return paragraph(
        style_id("address"),
        frame=_frame(left, top, mm("letter-red-width"), 2),
        border=el("pBdr", el("top", val="thinThickSmallGap", sz=_THICK, space=0, color=RED)),
        spacing=el("spacing", before=0, after=0, line=20, lineRule="exact"),
    )


def address(text: str) -> Element:
    """The permanent address, in the lower margin."""
    high = mm("size-small") * 1.2
    top = mm("page-height") - mm("address-bottom") - high
    frame = _frame(mm("left-margin"), top, mm("type-width"), high)
    return paragraph(style_id("address"), run(text), frame=frame)


def _frame(left: float, top: float, width: float, height: float) -> Element:
    return el(
        "framePr",
        w=mm_twips(width),
        h=mm_twips(height),
        hRule="exact",
        wrap="around",
        vAnchor="page",
        hAnchor="page",
        x=mm_twips(left),
        y=mm_twips(top),
    )


def page_number(side: str) -> Element:
    """The number of a page, one character from the outer edge of the type area."""
    inset = mm_twips(mm("page-number-indent") * _share())
    chars = round(layout.measured("page-number-indent") * 100)
    return paragraph(
        style_id("page-number"),
        run("— "),
        *field("PAGE"),
        run(" —"),
        ind=el("ind", **{f"{side}Chars": chars, side: inset}),
        jc=el("jc", val=side),
    )


def _share() -> float:
    return layout.measured("size-page-number") / layout.measured("size-text")


def lying_number(*, even: bool) -> Element:
    """The number of a lying page: where it would be if the paper stood, so turned and at the left edge."""
    high = pitch("page-number") / 20 * layout.MM_OF_PT
    long = 20.0
    inset = mm("page-number-indent") * _share()
    y = mm("left-margin") + inset if even else mm("left-margin") + mm("type-width") - inset - long
    position = {
        "horzAnchor": "page",
        "vertAnchor": "page",
        "tblpX": mm_twips(_turned(high)),
        "tblpY": mm_twips(y),
    }
    number = paragraph(
        style_id("page-number"),
        run("— "),
        *field("PAGE"),
        run(" —"),
        jc=el("jc", val="left" if even else "right"),
    )
    cell = el(
        "tc",
        el("tcPr", el("tcW", w=mm_twips(high), type="dxa"), el("textDirection", val="tbRl")),
        number,
    )
    row = el("tr", el("trPr", el("trHeight", val=mm_twips(long), hRule="exact")), cell)
    margins = (el(edge, w=0, type="dxa") for edge in ("top", "left", "bottom", "right"))
    return el(
        "tbl",
        el(
            "tblPr",
            el("tblpPr", **position),
            el("tblW", w=mm_twips(high), type="dxa"),
            el("tblLayout", type="fixed"),
            el("tblCellMar", *margins),
        ),
        el("tblGrid", el("gridCol", w=mm_twips(high))),
        row,
    )


def _turned(high: float) -> float:
    """From the left edge of a lying page to the number, whose middle is 7 mm outside the type area."""
    return BOTTOM_MARGIN - mm("page-number-gap") - high / 2
