"""The body of the Word file: each line a paragraph of its style, in the places that the standard gives."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.official import Table

from . import layout
from .elements import Element, el, mm_twips, paragraph, run, twips
from .layout import RED, STYLES, mm, pt
from .titles import title_lines, width
from .word_styles import NEAR, NOTICE, pitch, style_id
from .word_tables import table
from .wording import Leaf, Line, Printed

_HALF = (layout.line(layout.measured("size-text")) - layout.measured("size-text")) / 2


def opening(words: Printed) -> Iterator[Element]:
    """What stands above the title; a letter's mark is in the head of its first page."""
    if words.mark and words.layout == "ordinary":
        yield from _red_head(words)
        return
    above = twips(pt("letter-number-gap") - _HALF) if words.mark else 0
    side = "right" if words.layout == "letter" else "center"
    notice = (run(words.notice, style=NOTICE), el("r", el("tab"))) if words.notice else ()
    across = mm_twips(mm("type-width")) // (1 if side == "right" else 2)
    yield paragraph(
        style_id("number"),
        *notice,
        run(words.number),
        tabs=el("tabs", el("tab", val=side, pos=across)) if notice else None,
        spacing=el("spacing", before=above, after=0),
        jc=el("jc", val="left" if notice else side),
    )


def _red_head(words: Printed) -> Iterator[Element]:
    """Notice, mark, and the number with the red line below it."""
    if words.notice:
        yield paragraph(style_id("notice"), run(words.notice))
    size = layout.mark_size(words.mark)
    above = NEAR["mark"] - (pitch("notice") if words.notice else 0)
    spacing = el("spacing", before=above, after=0, line=twips(size), lineRule="exact")
    yield paragraph(style_id("mark"), run(words.mark, size), spacing=spacing)
    space, weight = round(pt("red-gap") - _HALF), round(pt("red-weight") * 8)
    rule = el("bottom", val="single", sz=weight, space=space, color=RED)
    yield paragraph(style_id("number"), run(words.number), border=el("pBdr", rule))


def body(leaf: Leaf, words: Printed, *, fresh: bool) -> Iterator[Element]:
    """The parts of a leaf. fresh: its first line opens a page by itself, as no section does it."""
    for i, part in enumerate(leaf.parts):
        before = leaf.parts[i - 1] if i else None
        after = leaf.parts[i + 1] if i + 1 < len(leaf.parts) else None
        if isinstance(part, Table):
            yield from table(part, landscape=leaf.landscape)
        else:
            made = _line(part, _role(before), _role(after), words, fresh=fresh and not i)
            if part.role == "attachment-title" and isinstance(after, Table):
                made.pPr.append(el("spacing", before=NEAR[part.role], after=mm_twips(mm("attachment-lines"))))
            yield made


def _role(part: Line | Table | None) -> str:
    return part.role if isinstance(part, Line) else ""


def _line(line: Line, before: str, after: str, words: Printed, *, fresh: bool) -> Element:
    properties: dict[str, Element] = {}
    signed = ("signatory", "date", "note")
    if after in signed:
        properties["keep"] = el("keepNext")
    if fresh:
        properties["fresh"] = el("pageBreakBefore")
    if before not in signed and line.role in signed:
        free = mm("sealed-lines" if words.sealed else "signed-lines")
        properties["spacing"] = _above(mm_twips(free))
    elif line.role == "title" and words.mark and words.layout == "ordinary":
        properties["spacing"] = _above(
            NEAR["title"] + twips(_HALF)
        )  # the red line above has no gap of its own
    elif before == "attachment-title":
        properties["spacing"] = _above(mm_twips(mm("attachment-lines")))
    if line.role in ("signatory", "date"):
        properties["ind"] = el("ind", right=signed_right(line, words))
    if line.lead:
        hanging = mm_twips(width(line.lead) * layout.CHARACTER)
        left = mm_twips(mm(STYLES[line.role].left)) + hanging
        properties["ind"] = el("ind", leftChars=0, left=left, hanging=hanging)
    return paragraph(style_id(line.role), *_runs(line), **properties)


def _above(before: int) -> Element:
    return el("spacing", before=before, after=0)


def _runs(line: Line) -> Iterator[Element]:
    if not line.role.endswith("title"):
        yield run(line.lead + line.text)
        return
    most = pt("type-width") / layout.measured("size-title")
    for i, text in enumerate(title_lines(line.text, most)):
        if i:
            yield el("r", el("br"))
        yield run(text)


def signed_right(line: Line, words: Printed) -> int:
    """How far signatory or day end from the right edge of the type area, in twips."""
    lines = {p.role: width(p.text) for leaf in words.leaves for p in leaf.parts if isinstance(p, Line)}
    who, day = lines.get("signatory", 0.0), lines.get("date", 0.0)
    if words.sealed:
        middle = max(layout.measured("sealed-right") + day / 2, who / 2)
        right = middle - (who if line.role == "signatory" else day) / 2
    else:
        shift = layout.measured("signed-shift")
        left = layout.measured("signed-right") + max(who, day + shift if day > who else who)
        right = left - who if line.role == "signatory" else left - shift - day
    return max(0, mm_twips(right * layout.CHARACTER))
