"""What a Word file says of its measures: its XML laid out on paper, line by line.

A line is as high as its exact pitch with its characters in the middle.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree as ET

from generator.model.official import Official
from generator.render.office import layout
from generator.render.office.titles import width
from generator.render.office.word import word
from tests.support.official import FONTS, LETTER, MM, ORDINARY, PLAIN, W, parts_of, style_of

MM_TWIP = MM / 20
GAP, GRID = layout.GAP * MM, layout.LINE - layout.mm("size-text")
TOP, LEFT = layout.mm("top-margin"), layout.mm("left-margin")


@dataclass(frozen=True)
class Placed:
    """A paragraph: the squares of its characters, its border below, its indents; mm from the page's top."""

    style: str
    text: str
    top: float
    bottom: float
    rule_top: float
    rule_bottom: float
    left: float
    right: float
    size: float


class File:
    """A Word file with its styles."""

    def __init__(self, official: Official) -> None:
        parts = parts_of(word(official, FONTS))
        self.body = parts["word/document.xml"].find(f"{W}body")
        assert self.body is not None
        self.parts = parts
        self.styles = {s.get(f"{W}styleId"): s for s in parts["word/styles.xml"].iter(f"{W}style")}
        self.sections = list(self.body.iter(f"{W}sectPr"))

    def style(self, role: str) -> ET.Element:
        return self.styles[f"official-{role}"]

    def font(self, role: str) -> str:
        return value(self.style(role), "rPr/rFonts", "eastAsia", str)

    def size(self, role: str) -> float:
        return value(self.style(role), "rPr/sz") / 2

    def placed(self, paragraphs: list[ET.Element], start: float) -> list[Placed]:
        """*paragraphs* one below the other from *start* on."""
        found, y = [], start
        for p in paragraphs:
            style = self.styles[style_of(p)]
            before = self._value(p, style, "spacing", "before") * MM_TWIP
            pitch = self._value(p, style, "spacing", "line") * MM_TWIP
            own = p.find(f"{W}r/{W}rPr/{W}sz")
            size = float(own.get(f"{W}val", 0)) / 2 if own is not None else value(style, "rPr/sz") / 2
            lines = 1 + len(list(p.iter(f"{W}br")))
            top = y + before + (pitch - size * MM) / 2
            bottom = top + (lines - 1) * pitch + size * MM
            y += before + lines * pitch
            border = p.find(f"{W}pPr/{W}pBdr/{W}bottom")
            rule_top = y + (float(border.get(f"{W}space", 0)) * MM if border is not None else 0)
            weight = float(border.get(f"{W}sz", 0)) / 8 * MM if border is not None else 0
            y = rule_top + weight
            text = "".join(t.text or "" for t in p.iter(f"{W}t"))
            left, right = (self._value(p, style, "ind", side) * MM_TWIP for side in ("left", "right"))
            hanging = self._value(p, style, "ind", "hanging") * MM_TWIP
            first = self._value(p, style, "ind", "firstLine") * MM_TWIP
            placed = (top, bottom, rule_top, rule_top + weight, left - hanging + first, right, size)
            found.append(Placed(style_of(p).removeprefix("official-"), text, *placed))
        return found

    def _value(self, p: ET.Element, style: ET.Element, tag: str, name: str) -> float:
        for holder in (p, style):
            found = holder.find(f"{W}pPr/{W}{tag}")
            if found is not None and found.get(f"{W}{name}") is not None:
                return float(found.get(f"{W}{name}", 0))
        return 0.0

    def upright(self) -> list[ET.Element]:
        """Paragraphs of the body that stand in no table."""
        assert self.body is not None
        return [p for p in self.body if p.tag == f"{W}p" and style_of(p)]


def value(holder: ET.Element, path: str, name: str = "val", kind: type = float) -> float:
    """An attribute of an element below *holder*."""
    found = holder.find("/".join(f"{W}{step}" for step in path.split("/")))
    assert found is not None, path
    return kind(found.get(f"{W}{name}"))


@cache
def word_measures() -> dict[str, float]:
    """Every measure that the XML of a Word file says, by its id."""
    return _page() | _ordinary() | _ending() | _attached() | _tables() | _letter()


def _page() -> dict[str, float]:
    file = File(ORDINARY)
    section = file.sections[0]
    edge = {n: value(section, "pgMar", n) * MM_TWIP for n in ("top", "right", "bottom", "left", "footer")}
    wide, high = (value(section, "pgSz", n) * MM_TWIP for n in ("w", "h"))
    across, down = wide - edge["left"] - edge["right"], high - edge["top"] - edge["bottom"]
    pitch = value(file.style("text"), "pPr/spacing", "line") * MM_TWIP
    closer = value(file.style("text"), "rPr/spacing") / 20
    number = file.style("page-number")
    foot = file.parts["word/footer2.xml"].find(f"{W}p")
    assert foot is not None
    middle = edge["footer"] + value(number, "pPr/spacing", "line") * MM_TWIP / 2
    return {
        "page-width": wide,
        "page-height": high,
        "top-margin": edge["top"],
        "left-margin": edge["left"],
        "type-width": across,
        "type-height": down,
        "size-text": file.size("text"),
        "lines": down // pitch,
        "characters": across // ((file.size("text") + closer) * MM),
        "size-title": file.size("title"),
        "size-page-number": file.size("page-number"),
        "page-number-gap": edge["bottom"] - middle,
        "page-number-indent": value(foot, "pPr/ind", "rightChars") / 100,
        "size-small": file.size("address"),
    }


def _rows(distance: float) -> float:
    return distance / layout.LINE


def _ordinary() -> dict[str, float]:
    file = File(ORDINARY)
    mark, number, title, to, text = file.placed(file.upright()[:5], TOP)
    pitch = value(file.style("title"), "pPr/spacing", "line") / 20
    across = layout.mm("type-width")
    return {
        "mark-drop": mark.top - TOP,
        "number-lines": _rows(number.top - mark.bottom - GRID),
        "red-gap": number.rule_top - number.bottom,
        "red-width": across - number.left - number.right,
        "red-weight": number.rule_bottom - number.rule_top,
        "line-gap": (pitch - title.size) * MM / layout.mm("size-text"),
        "title-lines": _rows(title.top - number.rule_bottom - GAP),
        "addressee-lines": _rows(to.top - title.bottom - GAP),
        "indent": text.left / layout.CHARACTER,
        "address-bottom": _address(file),
    }


def _address(file: File) -> float:
    foot = next(p for n, p in file.parts.items() if "footer" in n and list(p.iter(f"{W}framePr")))
    frame = next(foot.iter(f"{W}framePr"))
    y, high = (float(frame.get(f"{W}{n}", 0)) * MM_TWIP for n in ("y", "h"))
    return layout.mm("page-height") - y - high


def _ending() -> dict[str, float]:
    def end(official: Official) -> dict[str, Placed]:
        file = File(official)
        placed = file.placed(file.upright(), 0)
        return {p.style: p for p in placed} | {
            "above": _above(placed, "signatory"),
            "over": _above(placed, "listed"),
        }

    sealed, plain = end(ORDINARY), end(PLAIN)
    who, day = plain["signatory"], plain["date"]
    begins = [layout.mm("type-width") - p.right - width(p.text) * layout.CHARACTER for p in (who, day)]
    return {
        "listed-lines": _rows(sealed["listed"].top - sealed["over"].bottom - GRID),
        "listed-indent": sealed["listed"].left / layout.CHARACTER,
        "listed-next-indent": sealed["listed-next"].left / layout.CHARACTER,
        "sealed-right": sealed["date"].right / layout.CHARACTER,
        "sealed-lines": _rows(sealed["signatory"].top - sealed["above"].bottom - GRID),
        "signed-right": who.right / layout.CHARACTER,
        "signed-lines": _rows(who.top - plain["above"].bottom - GRID),
        "signed-shift": (begins[1] - begins[0]) / layout.CHARACTER,
        "note-indent": sealed["note"].left / layout.CHARACTER,
    }


def _above(placed: list[Placed], style: str) -> Placed:
    at = next((i for i, p in enumerate(placed) if p.style == style), 0)
    return placed[at - 1]


def _attached() -> dict[str, float]:
    file = File(ORDINARY)
    paragraphs = file.upright()
    start = max(i for i, p in enumerate(paragraphs) if style_of(p) == "official-attachment")
    number, title, text = file.placed(paragraphs[start : start + 3], TOP)
    return {
        "attachment-line": _rows(title.top - number.top) + 1,
        "attachment-lines": _rows(text.top - title.bottom - GAP),
    }


def _tables() -> dict[str, float]:
    file = File(ORDINARY)
    assert file.body is not None
    tables = [t for t in file.body if t.tag == f"{W}tbl"]
    record, first = tables[-1], tables[0]
    weights = {n: value(record, f"tblPr/tblBorders/{n}", "sz") / 8 * MM for n in ("top", "bottom", "insideH")}
    assert weights["top"] == weights["bottom"]
    inset = value(record, "tblPr/tblCellMar/left", "w") * MM_TWIP
    cell = value(first, "tblPr/tblCellMar/top", "w") / 20
    pitch = value(file.style("cell"), "pPr/spacing", "line") / 20
    return {
        "record-thick": weights["top"],
        "record-thin": weights["insideH"],
        "size-record": file.size("copies"),
        "record-indent": inset / (file.size("copies") * MM),
        "size-caption": file.size("caption"),
        "size-cell": file.size("cell"),
        "cell-line": pitch,
        "cell-inset": (cell + (pitch - file.size("cell")) / 2) * MM,
        "table-line": value(first, "tblPr/tblBorders/top", "sz") / 8 * MM,
    }


def _letter() -> dict[str, float]:
    file = File(LETTER)
    head = next(p for n, p in file.parts.items() if "header" in n and list(p.iter(f"{W}pBdr")))
    foot = next(p for n, p in file.parts.items() if "footer" in n and list(p.iter(f"{W}pBdr")))
    (mark,) = file.placed(list(head.iter(f"{W}p")), value(file.sections[0], "pgMar", "header") * MM_TWIP)
    border = next(head.iter(f"{W}bottom"))
    thick = float(border.get(f"{W}sz", 0)) / 8 * MM
    thin = 0.75 * MM  # of a thick line over a thin one with a small gap, whatever the thick one weighs
    lower = mark.rule_top + thick + 2 * thin
    number, title = file.placed(file.upright()[:2], lower)
    frame = next(foot.iter(f"{W}framePr"))
    return {
        "size-mark": mark.size,
        "letter-mark-top": mark.top,
        "letter-red-gap": mark.rule_top - mark.bottom,
        "letter-red-bottom": layout.mm("page-height")
        - float(frame.get(f"{W}y", 0)) * MM_TWIP
        - thick
        - 2 * thin,
        "letter-red-width": layout.mm("type-width") - mark.left - mark.right,
        "letter-red-thick": thick,
        "letter-red-thin": thin,
        "letter-number-gap": (number.top - lower) / layout.mm("size-text"),
        "letter-title-lines": _rows(title.top - number.bottom - GAP),
    }
