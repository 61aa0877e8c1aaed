"""The PDF of an official document, set by Typst.

The words reach Typst as data beside a template of ours, so nothing in them can act. The same document with
the same fonts is the same bytes: days and ids come from the document, never from the clock.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from importlib.resources import files
from multiprocessing import current_process
from typing import TYPE_CHECKING, Any

from generator.model.errors import MissingExtra
from generator.model.official import Fonts, Official, Table
from generator.model.text import Text

from . import layout
from .tables import low, repeats, together
from .titles import title_lines
from .typefaces import at_hand
from .wording import Leaf, Line, Printed, clean, made_on, printed

if TYPE_CHECKING:
    import typst

_SPECIMEN = "样张：以替代字体排印"
_MISSING = "〓"  # the printers' sign for a type that is not in the case
_VARIANTS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # which shape of a character is meant
# Characters that every Chinese font has.
_USUAL = re.compile(r"[ -~·—‘’“”…、。〈-】〔〕！（），．：；？｜～一-龥０-９％]*")


def pdf(official: Official, fonts: Fonts) -> bytes:
    """*official* as PDF; raises MissingExtra where Typst or the stand-in font is not installed."""
    _stay()
    shelf = _shelf(fonts.folder, fonts.system)
    words, day = printed(official), made_on(official)
    faces, lacking = at_hand(fonts, _families(shelf))
    data = {
        "title": words.title,
        "author": clean(official.organ),
        "day": [day.year, day.month, day.day],
        "specimen": _SPECIMEN if lacking else "",
        "mark": layout.mark_size(words.mark),
        "measures": {m.id: layout.mm(m.id) if m.unit else m.value for m in layout.MEASURES},
        "character": layout.CHARACTER,
        "line": layout.LINE,
        "red": layout.RED,
        "styles": {
            role: _style(s, faces[s.face], bold=s.face == "xiaobiaosong" and s.face in lacking)
            for role, s in layout.STYLES.items()
        },
        "printed": _data(words),
    }
    text = json.dumps(data, ensure_ascii=False)
    text = _VARIANTS.sub("", text)
    for character in sorted(_without(set(text), fonts)):
        text = text.replace(character, _MISSING)
    try:
        return _compiled(_template(), text, shelf)
    except _Refused:
        return _compiled(_template(), text, shelf, careful="yes")


class _Refused(Exception):  # noqa: N818 - what happened, not what is wrong
    """Typst stopped at a table whose whole rows fit no page: our estimate of their heights was wrong."""


_processes: set[int] = set()


def was_used() -> bool:
    """Was a PDF made in this process, or in one that it was forked from?"""
    return bool(_processes)


def _stay() -> None:
    """Raises RuntimeError in a process that was forked from one that had used Typst.

    Typst works in threads that a fork does not copy, so it would wait forever there.
    """
    _processes.add(current_process().ident or 0)
    if len(_processes) > 1:
        raise RuntimeError("Typst was used before this process was forked; make PDFs before that")


@cache
def _shelf(folder: str, system: bool) -> typst.Fonts:
    try:
        import typst

        stand_in = str(files(import_module("manimgx_fonts_cjk")))
    except ModuleNotFoundError as error:
        raise MissingExtra(
            "pdf",
            Text("没有安装生成 PDF 的程序包，不能生成 PDF。", "The packages for PDF are not installed."),
        ) from error
    return typst.Fonts(system, True, [*([folder] if folder else []), stand_in])


@cache
def _families(shelf: typst.Fonts) -> frozenset[str]:
    return frozenset(shelf.families())


@cache
def _template() -> bytes:
    return files("generator.render.office").joinpath("official.typ").read_bytes()


def _compiled(template: bytes, text: str, shelf: typst.Fonts, careful: str = "") -> bytes:
    """The file. careful: "yes" lets every row be torn and repeats no head, for tables of odd heights."""
    import typst

    # PDF/A-2b is for archives; also, Typst then refuses characters that no font has.
    inputs = {"data": text, "careful": careful}
    try:
        return typst.compile(template, font_paths=shelf, sys_inputs=inputs, pdf_standards="a-2b", timestamp=0)
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # of the extension, and no Exception
            raise _Refused from error
        raise


def _without(characters: Iterable[str], fonts: Fonts) -> frozenset[str]:
    """Those of *characters* that no font at hand has."""
    return frozenset(
        c for c in characters if not _USUAL.fullmatch(c) and not _has(c, fonts.folder, fonts.system)
    )


@cache
def _has(character: str, folder: str, system: bool) -> bool:
    """Does any font at hand have *character*; Typst is asked, which refuses to print what none has."""
    import typst

    try:
        _compiled(b"#sys.inputs.data", character, _shelf(folder, system))
    except typst.TypstError:
        return False
    return True


def _style(style: layout.Style, families: tuple[str, ...], *, bold: bool) -> Mapping[str, Any]:
    size = layout.measured(style.size)
    return {
        "fonts": families,
        "weight": 700 if bold else 400,
        "size": size,
        "pitch": layout.measured("cell-line") if style.size == "size-cell" else layout.line(size),
        "side": style.side,
        "first": layout.measured(style.first) if style.first else 0,
        "left": layout.measured(style.left) if style.left else 0,
        "before": layout.mm(style.before) if style.before else 0,
        "red": style.red,
    }


def _data(words: Printed) -> Mapping[str, Any]:
    lead, _, copies = words.copies.partition("：")
    return {
        "layout": words.layout,
        "notice": words.notice,
        "mark": words.mark,
        "number": words.number,
        "sealed": words.sealed,
        "copies": {"lead": f"{lead}：", "text": copies} if copies else None,
        "issuer": words.issuer,
        "printed": words.printed,
        "address": words.address,
        "leaves": [{"landscape": leaf.landscape, "parts": _parts(leaf, words)} for leaf in words.leaves],
    }


def _parts(leaf: Leaf, words: Printed) -> list[dict[str, Any]]:
    """The parts of a leaf; signatory, day and remark are one part, since they stay together."""
    found: list[dict[str, Any]] = []
    for part in leaf.parts:
        before = found[-1]["kind"] if found else ""
        if isinstance(part, Table):
            found.append(_table(part, leaf.landscape))
        elif part.role in ("signatory", "date", "note"):
            if before != "signed":
                free = layout.mm("sealed-lines" if words.sealed else "signed-lines")
                found.append({"kind": "signed", "signatory": "", "date": "", "note": "", "free": free})
            found[-1][part.role] = part.text
        else:
            found.append(_line(part))
    return found


def _line(line: Line) -> dict[str, Any]:
    free = layout.mm("listed-lines") if line.role == "listed" else 0
    most = layout.pt("type-width") / layout.measured("size-title")
    lines = title_lines(line.text, most) if line.role.endswith("title") else ()
    return {"kind": line.role, "text": line.text, "lead": line.lead, "free": free, "lines": lines}


def _table(table: Table, landscape: bool) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": table.caption,
        "note": table.note,
        "together": together(table, landscape=landscape),
        "repeats": repeats(table, landscape=landscape),
        "columns": [{"label": c.label, "align": c.align, "weight": c.weight} for c in table.columns],
        "rows": [{"cells": row, "low": low(table, row, landscape=landscape)} for row in table.rows],
    }
