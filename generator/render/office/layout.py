"""Every measure of GB/T 9704—2012 that a document is laid out by, each once, with its clause.

Both the Word file and the PDF take their numbers from here, the test of conformity measures the files
against this table, and ``docs/reference/official-layout.md`` prints it beside what was measured.

A character (字) is a twenty-eighth of the width of the type area, a line (行) a twenty-second of its height:
so both grids fill the area exactly, as clause 5.2.3 asks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from generator.model.official import Face

from .titles import width

Unit = Literal["mm", "pt", "字", "行", ""]
MM_OF_PT = 25.4 / 72
RED = "FF0000"


@dataclass(frozen=True, slots=True)
class Measure:
    """value: in *unit*; "" is a count. tolerance: of a measurement, in *unit*. clause: "" where we chose."""

    id: str
    title: str
    value: float
    unit: Unit
    tolerance: float
    clause: str


MEASURES = (
    Measure("page-width", "纸张宽", 210, "mm", 0.1, "5.1"),
    Measure("page-height", "纸张高", 297, "mm", 0.1, "5.1"),
    Measure("top-margin", "天头", 37, "mm", 1, "5.2.1"),
    Measure("left-margin", "订口", 28, "mm", 1, "5.2.1"),
    Measure("type-width", "版心宽", 156, "mm", 0.5, "5.2.1"),
    Measure("type-height", "版心高", 225, "mm", 0.5, "5.2.1"),
    Measure("size-text", "正文字号（3号）", 16, "pt", 0.1, "5.2.2"),
    Measure("lines", "每面行数", 22, "", 0, "5.2.3"),
    Measure("characters", "每行字数", 28, "", 0, "5.2.3"),
    Measure("line-gap", "大于3号的字：两行之间空（3号字的7/8）", 7 / 8, "字", 0.01, "3.2"),
    Measure("mark-drop", "发文机关标志上边缘至版心上边缘", 35, "mm", 1, "7.2.4"),
    Measure("number-lines", "发文字号在标志下空", 2, "行", 0.1, "7.2.5"),
    Measure("red-gap", "红色分隔线在发文字号下", 4, "mm", 0.5, "7.2.7"),
    Measure("red-width", "红色分隔线长（与版心等宽）", 156, "mm", 0.5, "7.2.7"),
    Measure("size-title", "标题字号（2号）", 22, "pt", 0.1, "7.3.1"),
    Measure("title-lines", "标题在红色分隔线下空", 2, "行", 0.1, "7.3.1"),
    Measure("addressee-lines", "主送机关在标题下空", 1, "行", 0.1, "7.3.2"),
    Measure("indent", "正文每段左空", 2, "字", 0.1, "7.3.3"),
    Measure("listed-lines", "附件说明在正文下空", 1, "行", 0.1, "7.3.4"),
    Measure("listed-indent", "附件说明左空", 2, "字", 0.1, "7.3.4"),
    Measure("listed-next-indent", "附件说明第二个附件起左空（与序号对齐）", 5, "字", 0.1, "7.3.4"),
    Measure("sealed-right", "加盖印章：成文日期右空", 4, "字", 0.2, "7.3.5.1"),
    Measure("sealed-lines", "加盖印章：署名之上留空", 2, "行", 0.1, ""),
    Measure("signed-lines", "不加盖印章：署名在正文下空", 1, "行", 0.1, "7.3.5.2"),
    Measure("signed-right", "不加盖印章：署名右空", 2, "字", 0.2, "7.3.5.2"),
    Measure("signed-shift", "不加盖印章：日期首字右移", 2, "字", 0.2, "7.3.5.2"),
    Measure("note-indent", "附注左空", 2, "字", 0.1, "7.3.6"),
    Measure("attachment-line", "附件标题所在行", 3, "行", 0.1, "7.3.7"),
    Measure("record-thick", "版记首末线粗", 0.35, "mm", 0.02, "7.4.1"),
    Measure("record-thin", "版记中间线粗", 0.25, "mm", 0.02, "7.4.1"),
    Measure("size-record", "版记字号（4号）", 14, "pt", 0.1, "7.4.2"),
    Measure("record-indent", "版记左右各空", 1, "字", 0.2, "7.4.2"),
    Measure("size-page-number", "页码字号（4号）", 14, "pt", 0.1, "7.5"),
    Measure("page-number-gap", "页码一字线在版心下", 7, "mm", 0.5, "7.5"),
    Measure("page-number-indent", "页码单右双左各空", 1, "字", 0.3, "7.5"),
    Measure("letter-mark-top", "信函：标志上边缘至上页边", 30, "mm", 1, "10.1"),
    Measure("letter-red-gap", "信函：红色双线在标志下", 4, "mm", 0.5, "10.1"),
    Measure("letter-red-bottom", "信函：下红色双线距下页边", 20, "mm", 0.5, "10.1"),
    Measure("letter-red-width", "信函：红色双线长", 170, "mm", 0.5, "10.1"),
    Measure("letter-number-gap", "信函：发文字号在双线下（3号字高的7/8）", 7 / 8, "字", 0.1, "10.1"),
    Measure("letter-title-lines", "信函：标题在上一要素下空", 2, "行", 0.1, "10.1"),
    Measure("size-mark", "发文机关标志字号不大于", 44, "pt", 0.1, ""),
    Measure("red-weight", "红色分隔线粗", 0.5, "mm", 0.1, ""),
    Measure("letter-red-thick", "信函：红色双线的粗线", 0.8, "mm", 0.1, ""),
    Measure("letter-red-thin", "信函：红色双线的细线和间距", 0.26, "mm", 0.1, ""),
    Measure("attachment-lines", "附件正文在附件标题下空", 1, "行", 0.1, ""),
    Measure("size-caption", "表题字号（4号）", 14, "pt", 0.1, ""),
    Measure("size-cell", "表内字号（小4号）", 12, "pt", 0.1, ""),
    Measure("cell-line", "表内行距", 18, "pt", 0.1, ""),
    Measure("cell-inset", "表内文字距表线", 1.5, "mm", 0.1, ""),
    Measure("table-line", "表线粗", 0.18, "mm", 0.03, ""),
    Measure("size-small", "网址字号（小5号）", 9, "pt", 0.1, ""),
    Measure("address-bottom", "网址距下页边", 11, "mm", 0.5, ""),
)  # fmt: skip

_BY_ID = {m.id: m for m in MEASURES}


def measured(id: str) -> float:
    """The value of a measure in its own unit."""
    return _BY_ID[id].value


def mm(id: str) -> float:
    """The value of a measure in millimetres; characters run across, lines down the page."""
    m = _BY_ID[id]
    return m.value * {"mm": 1, "pt": MM_OF_PT, "字": CHARACTER, "行": LINE}[m.unit]


def pt(id: str) -> float:
    """The value of a measure in points."""
    return mm(id) / MM_OF_PT


CHARACTER = measured("type-width") / measured("characters")
LINE = measured("type-height") / measured("lines")
RIGHT_MARGIN = measured("page-width") - measured("left-margin") - measured("type-width")
BOTTOM_MARGIN = measured("page-height") - measured("top-margin") - measured("type-height")
GAP = measured("line-gap") * measured("size-text")  # points between two lines of any size

Role = Literal[
    "notice", "mark", "number", "title", "addressees", "heading-1", "heading-2", "heading-3", "heading-4",
    "text", "listed", "listed-next", "signatory", "date", "note", "attachment", "attachment-title",
    "caption", "head", "cell", "table-note", "copies", "issuer", "page-number", "address",
]  # fmt: skip
Side = Literal["left", "center", "right", "both"]


@dataclass(frozen=True, slots=True)
class Style:
    """How the lines of one role look. size, first, left: ids of measures. face: as the standard names it.

    first: indent of a paragraph's first line. left: indent of all its lines. before: what is left free above.
    """

    title: str
    face: Face
    size: str = "size-text"
    side: Side = "both"
    first: str = ""
    left: str = ""
    before: str = ""
    red: bool = False


STYLES: dict[Role, Style] = {
    "notice": Style("公文提示", "heiti", side="left"),
    "mark": Style("发文机关标志", "xiaobiaosong", "size-mark", "center", red=True),
    "number": Style("发文字号", "fangsong", side="center"),
    "title": Style("公文标题", "xiaobiaosong", "size-title", "center"),
    "addressees": Style("主送机关", "fangsong", before="addressee-lines"),
    "heading-1": Style("公文一级标题", "heiti", first="indent"),
    "heading-2": Style("公文二级标题", "kaiti", first="indent"),
    "heading-3": Style("公文三级标题", "fangsong", first="indent"),
    "heading-4": Style("公文四级标题", "fangsong", first="indent"),
    "text": Style("公文正文", "fangsong", first="indent"),
    "listed": Style("附件说明", "fangsong", left="listed-indent"),
    "listed-next": Style("附件说明续", "fangsong", left="listed-next-indent"),
    "signatory": Style("发文机关署名", "fangsong", side="right"),
    "date": Style("成文日期", "fangsong", side="right"),
    "note": Style("附注", "fangsong", first="note-indent"),
    "attachment": Style("附件序号", "heiti", side="left"),
    "attachment-title": Style("附件标题", "xiaobiaosong", "size-title", "center"),
    "caption": Style("表题", "heiti", "size-caption", "center"),
    "head": Style("表头", "heiti", "size-cell", "center"),
    "cell": Style("表内文字", "fangsong", "size-cell", "left"),
    "table-note": Style("表注", "fangsong", "size-cell", "left"),
    "copies": Style("抄送机关", "fangsong", "size-record", "left", left="record-indent"),
    "issuer": Style("印发机关", "fangsong", "size-record", "left", left="record-indent"),
    "page-number": Style("页码", "songti", "size-page-number", "right"),
    "address": Style("网址", "songti", "size-small", "center"),
}


def line(size: float) -> float:
    """The pitch of lines of *size* points, in points: text on the grid, larger type as clause 3.2 says."""
    grid = LINE / MM_OF_PT
    return max(grid, size + GAP) if size > measured("size-text") else grid


def mark_size(mark: str) -> float:
    """The size of the mark in half points: as large as the type area allows, up to the largest."""
    most = 0.97 * pt("type-width") / max(1.0, width(mark))
    return max(measured("size-text"), min(measured("size-mark"), math.floor(most * 2) / 2))
