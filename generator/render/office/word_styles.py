"""The styles of the Word file: one for each role of a line, so that officers edit by style."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from generator.model.official import Face

from . import layout
from .elements import Element, el, flag, mm_twips, twips
from .layout import RED, STYLES, Role, Style

NOTICE = "official-notice-text"
# A line of Word is as high as its pitch with the characters in its middle: half the gap lies on each side.
_HALF = (layout.line(layout.measured("size-text")) - layout.measured("size-text")) / 2
# What Word's pane for moving about shows.
_OUTLINE: Mapping[Role, int] = {
    "heading-1": 0,
    "heading-2": 1,
    "heading-3": 2,
    "heading-4": 3,
    "attachment-title": 0,
}
# By so many twentieths of a point are characters closer that just twenty-eight fill a line. The grid of the
# page says so too, but programs read it differently; so no style clings to it.
_CLOSER = math.floor(20 * (layout.CHARACTER / layout.MM_OF_PT - layout.measured("size-text")))
NEAR: Mapping[Role, int] = {
    "mark": mm_twips(layout.mm("mark-drop")),
    "number": mm_twips(layout.mm("number-lines")) + twips(_HALF),
    "title": mm_twips(layout.mm("title-lines")),
    "listed": mm_twips(layout.mm("listed-lines")),
    "attachment-title": mm_twips(layout.mm("attachment-line") - 2 * layout.LINE),
}


def style_id(role: Role) -> str:
    """The id of a role's style."""
    return f"official-{role}"


def styles(names: Mapping[Face, str]) -> list[Element]:
    """All styles of the document."""
    language = el("lang", val="en-US", eastAsia="zh-CN")
    base = el("rPr", _fonts(names["fangsong"]), *_sized(layout.measured("size-text")), language)
    return [el("docDefaults", el("rPrDefault", base)), _normal(names), *_roles(names), _beside(names)]


def _beside(names: Mapping[Face, str]) -> Element:
    """A notice that shares its line with the number."""
    return el(
        "style",
        el("name", val=f"{STYLES['notice'].title}字"),
        el("rPr", _fonts(names[STYLES["notice"].face])),
        type="character",
        styleId=NOTICE,
    )


def _normal(names: Mapping[Face, str]) -> Element:
    """The style that the grid of characters is counted by."""
    return el(
        "style",
        el("name", val="Normal"),
        el("qFormat"),
        el(
            "pPr",
            flag("widowControl", False),
            flag("autoSpaceDE", False),
            flag("autoSpaceDN", False),
            flag("snapToGrid", False),
            el("jc", val="both"),
        ),
        el("rPr", _fonts(names["fangsong"]), *_sized(layout.measured("size-text"))),
        type="paragraph",
        default="1",
        styleId="Normal",
    )


def _roles(names: Mapping[Face, str]) -> Iterator[Element]:
    for role, style in STYLES.items():
        size = layout.measured(style.size)
        yield el(
            "style",
            el("name", val=style.title),
            el("basedOn", val="Normal"),
            el("qFormat"),
            el("pPr", *_paragraph(role, style, size)),
            el("rPr", *_characters(names[style.face], style, size)),
            type="paragraph",
            styleId=style_id(role),
        )


def _characters(name: str, style: Style, size: float) -> Iterator[Element]:
    yield _fonts(name)
    if style.red:
        yield el("color", val=RED)
    if style.size == "size-text":
        yield el("spacing", val=_CLOSER)
    yield from _sized(size)


def pitch(role: Role) -> int:
    """The exact height of a line of *role*, in twips; never so much that twenty-two lines do not fit."""
    size = layout.measured(STYLES[role].size)
    if role in ("head", "cell", "table-note"):
        return twips(layout.measured("cell-line"))
    if role in ("mark", "page-number", "address"):
        return twips(size)
    return int(layout.line(size) * 20)


def _paragraph(role: Role, style: Style, size: float) -> Iterator[Element]:
    if role.startswith("heading") or role in ("title", "attachment", "attachment-title", "caption"):
        yield el("keepNext")
    before = NEAR.get(role, mm_twips(layout.mm(style.before)) if style.before else 0)
    yield el("spacing", before=before, after=0, line=pitch(role), lineRule="exact")
    indent = _indent(style, size)
    if indent:
        yield el("ind", **indent)
    yield el("jc", val=style.side)
    yield el("textAlignment", val="center")
    if role in _OUTLINE:
        yield el("outlineLvl", val=_OUTLINE[role])


def _indent(style: Style, size: float) -> Mapping[str, int]:
    """Indents in hundredths of a character, and in twips for programs that do not count characters."""
    found: dict[str, int] = {}
    share = size / layout.measured("size-text")
    for name, measure in (("left", style.left), ("firstLine", style.first)):
        if measure:
            count = layout.measured(measure)
            found |= {f"{name}Chars": round(count * 100), name: mm_twips(count * layout.CHARACTER * share)}
    return found


def _fonts(name: str) -> Element:
    return el("rFonts", ascii=name, eastAsia=name, hAnsi=name, cs=name)


def _sized(size: float) -> tuple[Element, Element]:
    return el("sz", val=round(size * 2)), el("szCs", val=round(size * 2))
