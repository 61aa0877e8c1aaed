"""Elements of WordprocessingML, written as they nest; text goes in as text and never as XML."""

from __future__ import annotations

from functools import cache
from typing import Any

from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import oxml_parser

from .layout import MM_OF_PT

Element = Any  # lxml's elements have no types here
_name = cache(qn)
_NAMESPACES = {"w": nsmap["w"]}


def el(tag: str, *children: Element | None, **attributes: object) -> Element:
    """``el("jc", val="center")`` is ``<w:jc w:val="center"/>``; children that are None are left out."""
    made = oxml_parser.makeelement(_name(f"w:{tag}"), nsmap=_NAMESPACES)
    for name, value in attributes.items():
        made.set(_name(f"w:{name}"), str(value))
    made.extend([child for child in children if child is not None])
    return made


def flag(tag: str, on: bool) -> Element:
    """A property that is on or off."""
    return el(tag) if on else el(tag, val="0")


def run(text: str, size: float = 0, style: str = "") -> Element:
    """*text* as a run. size: in points, where it differs from the paragraph's. style: of characters."""
    words = el("t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    if not size and not style:
        return el("r", words)
    sizes = (el(tag, val=round(size * 2)) for tag in ("sz", "szCs")) if size else ()
    return el("r", el("rPr", el("rStyle", val=style) if style else None, *sizes), words)


def field(instruction: str) -> tuple[Element, ...]:
    """A field that the reader's program fills in, such as PAGE."""
    code = el("instrText")
    code.text = f" {instruction} "
    begin, end = (el("r", el("fldChar", fldCharType=kind)) for kind in ("begin", "end"))
    return begin, el("r", code), el("r", el("fldChar", fldCharType="separate")), run("1"), end


def paragraph(style: str, *runs: Element, **properties: Element | None) -> Element:
    """A paragraph of a style; *properties* in the order of the schema of WordprocessingML."""
    return el("p", el("pPr", el("pStyle", val=style), *properties.values()), *runs)


def twips(points: float) -> int:
    """Points as twentieths of a point."""
    return round(points * 20)


def mm_twips(millimetres: float) -> int:
    """Millimetres as twentieths of a point."""
    return twips(millimetres / MM_OF_PT)
