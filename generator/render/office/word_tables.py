"""Tables of the Word file, and the record (版记) at the foot of its last page, which is one too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy

from docx.oxml.ns import qn

from generator.model.official import Table

from . import layout
from .elements import Element, el, flag, mm_twips, paragraph, run, twips
from .layout import Role, mm, pt
from .tables import low, repeats, together
from .word_styles import style_id
from .wording import Printed

_TEXT = qn("w:t")


def table(part: Table, *, landscape: bool) -> Iterator[Element]:
    """A table with its caption and note; heads repeat on each page, and no row is torn that fits a page."""
    if part.caption:
        yield paragraph(style_id("caption"), run(part.caption))
    across = mm_twips(mm("type-height" if landscape else "type-width"))
    whole = sum(c.weight for c in part.columns)
    widths = [int(across * c.weight / whole) for c in part.columns]
    keep = together(part, landscape=landscape)
    heads = repeats(part, landscape=landscape)
    head = _empty_row(widths, "head", ["center"] * len(widths), keep=heads, torn=not heads)
    # Rows are alike but for their words: one is built for each way to break it, the others are copies.
    kept, usual, torn = (
        _empty_row(widths, "cell", [c.align for c in part.columns], keep=keep, torn=torn)
        for keep, torn in ((True, False), (False, False), (False, True))
    )
    rows = [_filled(head, [c.label for c in part.columns])]
    for i, cells in enumerate(part.rows):
        tied = kept if keep and i + 1 < len(part.rows) else usual
        rows.append(_filled(tied if low(part, cells, landscape=landscape) else torn, cells))
    yield el("tbl", _framed(sum(widths)), el("tblGrid", *(el("gridCol", w=w) for w in widths)), *rows)
    yield paragraph(style_id("table-note"), *([run(part.note)] if part.note else []))


def _empty_row(
    widths: Sequence[int], role: Role, sides: Sequence[str], *, keep: bool, torn: bool = False
) -> Element:
    cells = (
        el(
            "tc",
            el("tcPr", el("tcW", w=wide, type="dxa"), el("vAlign", val="center")),
            paragraph(style_id(role), run(""), keep=el("keepNext") if keep else None, jc=el("jc", val=side)),
        )
        for wide, side in zip(widths, sides, strict=True)
    )
    properties = el(
        "trPr", None if torn else el("cantSplit"), el("tblHeader") if role == "head" and not torn else None
    )
    return el("tr", properties, *cells)


def _filled(row: Element, cells: Sequence[str]) -> Element:
    made = deepcopy(row)
    for words, text in zip(made.iter(_TEXT), cells, strict=True):
        words.text = text
    return made


def _framed(across: int) -> Element:
    weight = round(pt("table-line") * 8)
    gap = (layout.measured("cell-line") - layout.measured("size-cell")) / 2
    aside, above = mm_twips(mm("cell-inset")), twips(pt("cell-inset") - gap)
    insets = {"top": above, "left": aside, "bottom": above, "right": aside}
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = (el(edge, val="single", sz=weight, space=0, color="000000") for edge in edges)
    return el(
        "tblPr",
        el("tblW", w=across, type="dxa"),
        el("tblBorders", *lines),
        el("tblLayout", type="fixed"),
        el("tblCellMar", *(el(edge, w=inset, type="dxa") for edge, inset in insets.items())),
    )


def record(words: Printed) -> Iterator[Element]:
    """版记: a table that floats to the lower edge of the type area of the page where the document ends."""
    letter = words.layout == "letter"
    across = mm_twips(mm("type-width"))
    rows = []
    if words.copies:
        lead, _, names = words.copies.partition("：")
        hanging = mm_twips(3 * mm("size-record"))
        made = paragraph(
            style_id("copies"),
            run(f"{lead}：{names}"),
            ind=el("ind", leftChars=0, left=hanging, hanging=hanging),
        )
        rows.append(el("tr", el("trPr", el("cantSplit")), _recorded(made, across, span=2)))
    if words.issuer or words.printed:
        half = across // 2
        who, when = (
            paragraph(
                style_id("issuer"), run(text), ind=el("ind", leftChars=0, left=0), jc=el("jc", val=side)
            )
            for text, side in ((words.issuer, "left"), (words.printed, "right"))
        )
        cells = (_recorded(who, half), _recorded(when, half))
        rows.append(el("tr", el("trPr", el("cantSplit")), *cells))
    if rows:
        yield el("tbl", _floating(across, ruled=not letter), _halves(across), *rows)
        yield _last()


def _halves(across: int) -> Element:
    return el("tblGrid", el("gridCol", w=across // 2), el("gridCol", w=across // 2))


def _recorded(made: Element, across: int, *, span: int = 1) -> Element:
    wide, over = el("tcW", w=across, type="dxa"), el("gridSpan", val=span) if span > 1 else None
    return el("tc", el("tcPr", wide, over, el("vAlign", val="center")), made)


def _floating(across: int, *, ruled: bool) -> Element:
    thick, thin = round(pt("record-thick") * 8), round(pt("record-thin") * 8)
    weights = (("top", thick), ("bottom", thick), ("insideH", thin))
    lines = (el(edge, val="single", sz=weight, space=0, color="000000") for edge, weight in weights)
    inset = mm_twips(mm("record-indent") * layout.measured("size-record") / layout.measured("size-text"))
    place = el(
        "tblpPr",
        leftFromText=0,
        rightFromText=0,
        vertAnchor="margin",
        horzAnchor="margin",
        tblpXSpec="left",
        tblpYSpec="bottom",
    )
    return el(
        "tblPr",
        place,
        el("tblOverlap", val="never"),
        el("tblW", w=across, type="dxa"),
        el("tblBorders", *lines) if ruled else None,
        el("tblLayout", type="fixed"),
        el("tblCellMar", *(el(edge, w=inset, type="dxa") for edge in ("left", "right"))),
    )


def _last() -> Element:
    """The paragraph that a floating table hangs on, a point high."""
    small = el("rPr", el("sz", val=2), el("szCs", val=2))
    properties = el(
        "pPr",
        flag("snapToGrid", False),
        el("spacing", before=0, after=0, line=20, lineRule="exact"),
        small,
    )
    return el("p", properties)
