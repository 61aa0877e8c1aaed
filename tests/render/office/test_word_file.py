"""Word opens only what its schema allows: the order of elements, what a cell and a file must hold."""

import io
import zipfile
from dataclasses import replace

import docx
import pytest

from generator.model.official import Heading, Official, Paragraph
from generator.render.office.word import word
from tests.support.official import FONTS, LETTER, ORDINARY, PLAIN, WIDE, W, parts_of

# The order of ECMA-376, part 1, as far as our files use it.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl pBdr tabs autoSpaceDE autoSpaceDN "
    "snapToGrid spacing ind jc textAlignment outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts color spacing sz szCs lang",
    "tblPr": "tblStyle tblpPr tblOverlap tblW jc tblBorders tblLayout tblCellMar",
    "tcPr": "tcW gridSpan tcBorders textDirection vAlign",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "sectPr": "headerReference footerReference type pgSz pgMar titlePg docGrid",
    "style": "name basedOn next qFormat pPr rPr",
    "settings": "evenAndOddHeaders characterSpacingControl compat themeFontLang",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p",
}
LYING = replace(ORDINARY, blocks=(Heading(1, "一"), WIDE, Paragraph("后")), attachments=(), notice="未印发稿")
ALL = pytest.mark.parametrize(
    "official", [ORDINARY, LETTER, PLAIN, LYING], ids=["ordinary", "letter", "plain", "lying"]
)


@ALL
def test_elements_stand_in_the_order_of_the_schema(official: Official) -> None:
    """Word calls a file damaged whose elements are right but in another order."""
    for name, part in parts_of(word(official, FONTS)).items():
        for holder in part.iter():
            order = ORDER.get(holder.tag.removeprefix(W), "").split()
            if order and name.startswith("word/") and "theme" not in name:
                places = [order.index(child.tag.removeprefix(W)) for child in holder]
                assert places == sorted(places), (name, holder.tag)


@ALL
def test_every_name_that_is_used_is_there(official: Official) -> None:
    """A style or a part that is named and missing is silently something else."""
    made = word(official, FONTS)
    parts = parts_of(made)
    styles = {s.get(f"{W}styleId") for s in parts["word/styles.xml"].iter(f"{W}style")}
    used = {
        e.get(f"{W}val") for p in parts.values() for tag in ("pStyle", "rStyle") for e in p.iter(f"{W}{tag}")
    }
    assert used <= styles
    opened = docx.Document(io.BytesIO(made))
    assert len(opened.sections) == len(list(parts["word/document.xml"].iter(f"{W}sectPr")))
    assert all(
        cell.tag == f"{W}tc" and cell[-1].tag == f"{W}p" for cell in opened.element.body.iter(f"{W}tc")
    )


def test_nothing_in_the_file_tells_when_or_where_it_was_made() -> None:
    """One time for all entries, in order; the properties are the document's own."""
    with zipfile.ZipFile(io.BytesIO(word(ORDINARY, FONTS))) as file:
        entries = file.infolist()
        properties = file.read("docProps/core.xml").decode()
    assert [e.filename for e in entries] == sorted(e.filename for e in entries)
    assert {e.date_time for e in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert "2025-10-09T00:00:00Z" in properties
    assert "python-docx" not in properties
    assert ORDINARY.title in properties
