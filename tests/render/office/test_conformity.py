"""What is measured in the files is what GB/T 9704—2012 asks, parameter by parameter, within its tolerance."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from importlib.resources import files

import pypdfium2
import pytest
from pypdfium2 import raw

from generator.model.official import Fonts, Paragraph
from generator.render.office import layout
from generator.render.office.pdf import pdf
from generator.render.office.typefaces import OFFICIAL, at_hand
from generator.render.office.word import word
from tests.support import official_layout
from tests.support.measuring_pdf import BOTTOM, sheets
from tests.support.measuring_pdf import pdf_measures as measure_pdf
from tests.support.measuring_word import File, value
from tests.support.measuring_word import word_measures as measure_word
from tests.support.official import COUNTIES, FONTS, LETTER, ORDINARY, PLAIN, WIDE, W, characters, style_of
from tests.support.records import ROOT


@pytest.mark.parametrize("measure", layout.MEASURES, ids=lambda m: m.id)
@pytest.mark.parametrize("measured", [measure_word, measure_pdf], ids=["word", "pdf"])
def test_each_parameter_is_kept(measure: layout.Measure, measured: Callable[[], dict[str, float]]) -> None:
    """A number off by a line is seen by everyone who has ever typed such a document."""
    assert measured()[measure.id] == pytest.approx(measure.value, abs=measure.tolerance + 1e-6)


def test_the_reference_prints_what_is_measured() -> None:
    """Who doubts a number looks it up there: ``python -m tests.support.official_layout`` renews it."""
    assert official_layout.PATH.read_text(encoding="utf-8") == official_layout.page()


@pytest.mark.parametrize("role", layout.STYLES)
def test_word_names_the_faces_that_the_standard_names(role: layout.Role) -> None:
    """Also for Latin letters and digits, which clause 5.2.2 does not exempt."""
    style, file = layout.STYLES[role], File(PLAIN)
    fonts = file.style(role).find(f"{W}rPr/{W}rFonts")
    assert fonts is not None
    assert set(fonts.attrib.values()) == {OFFICIAL[style.face][0]}
    assert file.size(role) == layout.measured(style.size)
    assert (file.style(role).find(f"{W}rPr/{W}color") is not None) == style.red


def test_the_bureaus_own_faces_come_first() -> None:
    """A bureau that has bought a font names it once, and both forms use it."""
    fonts = Fonts(fangsong="方正仿宋_GBK")
    with zipfile.ZipFile(io.BytesIO(word(PLAIN, fonts))) as file:
        assert "方正仿宋_GBK" in file.read("word/styles.xml").decode()
    families = {"方正仿宋_GBK", "FangSong_GB2312", "Noto Sans CJK SC"}
    found, lacking = at_hand(fonts, families)
    assert found["fangsong"][0] == "方正仿宋_GBK"
    assert at_hand(Fonts(), families)[0]["fangsong"][0] == "FangSong_GB2312"
    assert lacking == ("xiaobiaosong", "heiti", "kaiti", "songti")


def test_a_stand_in_is_said_on_the_first_page_alone() -> None:
    """Nobody may take a specimen for the issued paper."""
    first, *others = sheets(ORDINARY)
    assert [line.text for line in first.lines if "样张" in line.text] == ["样张：以替代字体排印"]
    assert not any("样张" in line.text for sheet in others for line in sheet.lines)


def test_fonts_of_the_bureaus_folder_are_used_and_need_no_mark() -> None:
    """Where all five faces are at hand the PDF is no specimen; here a font of the tests plays all of them."""
    folder = str(files(import_module("manimgx_fonts_cjk")))
    fonts = Fonts(*["noto sans cjk sc"] * 5, folder=folder, system=False)
    assert "样张" not in "".join(c[0] for c in characters(pypdfium2.PdfDocument(pdf(PLAIN, fonts))[0]))


def test_numbers_of_pages_stand_outside_and_none_on_the_first_of_a_letter() -> None:
    """Clauses 7.5 and 10.1: odd right, even left."""
    middle = layout.measured("page-width") / 2

    def sides(official: object) -> list[str]:
        found = []
        for i, sheet in enumerate(sheets(official), start=1):  # type: ignore[arg-type]
            number = [line for line in sheet.lines if line.text == f"—{i}—"]
            found.append(("left" if number[0].right < middle else "right") if number else "none")
        return found

    assert sides(replace(PLAIN, blocks=(Paragraph("国" * 28 * 70),))) == ["right", "left", "right", "left"]
    assert sides(LETTER)[0] == "none"
    assert sides(LETTER)[1] == "left"


def test_a_page_that_holds_the_record_alone_has_no_number() -> None:
    """Clause 7.5; the text leaves room for the signature but not for the record."""
    official = replace(ORDINARY, attachments=(), blocks=(Paragraph("国" * 28 * 22),))
    last = sheets(official)[-1]
    assert [line.text[:2] for line in last.lines] == ["抄送", "示例"]


@pytest.mark.parametrize("lines", [20, 22, 24, 26, 28, 30])
def test_the_signature_is_never_alone_on_a_page(lines: int) -> None:
    """Clause 7.3.5.5: a page with the signature has text too."""
    made = sheets(replace(ORDINARY, attachments=(), blocks=(Paragraph("国" * 28 * lines),)))
    signed = next(s for s in made if any(line.text == "2025年10月9日" for line in s.lines))
    assert any(line.text.startswith("国") for line in signed.lines)


def test_lying_tables_have_lying_pages_with_their_numbers_where_they_were() -> None:
    """Clause 8: turned back to upright, the number is at the lower edge, on its usual side."""
    rows = tuple((str(i), *WIDE.rows[0][1:]) for i in range(60))
    made = sheets(replace(PLAIN, blocks=(Paragraph("前"), replace(WIDE, rows=rows), Paragraph("后"))))
    lying = [(i, s) for i, s in enumerate(made, start=1) if s.width > s.height]
    assert len(lying) > 1
    for i, sheet in lying:
        box = [c for line in sheet.lines for c in [line] if line.left < 34 and line.text in ("—", str(i))]
        assert box
        below = layout.measured("page-height") - sum(b.left + b.right for b in box) / 2 / len(box)
        assert below == pytest.approx(BOTTOM + layout.mm("page-number-gap"), abs=1.5)
        across = sum(b.top for b in box) / len(box)
        assert (across > layout.measured("page-width") / 2) == bool(i % 2)


def test_heads_repeat_and_rows_are_whole() -> None:
    """In both forms: a number without its head, or half a row, is misread."""
    long = replace(COUNTIES, rows=tuple((str(i), "示例县" * 9, "1", "2") for i in range(80)))
    official = replace(PLAIN, blocks=(long,))
    made = [s for s in sheets(official) if any(line.text.startswith("示例县示例县") for line in s.lines)]
    assert len(made) > 2
    assert all(any("县（区）" in line.text for line in s.lines) for s in made[:-1])
    words = ["".join(line.text for line in s.lines) for s in made]
    assert all(page.count("示例县") % 9 == 0 for page in words), "each row is on one page"
    table = next(File(official).body.iter(f"{W}tbl"))  # type: ignore[union-attr]
    rows = list(table.iter(f"{W}tr"))
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, *[False] * 80]


def test_word_has_a_section_for_each_turn_of_the_paper() -> None:
    """Upright, lying, upright again; each with the grid of 22 lines and 28 characters."""
    sections = File(ORDINARY).sections
    assert [s.find(f"{W}pgSz").get(f"{W}orient") for s in sections] == [None, "landscape", None]  # type: ignore[union-attr]
    for section in sections:
        assert value(section, "docGrid", "type", str) == "linesAndChars"
        assert value(section, "docGrid", "linePitch") == 579
    assert sections[0].find(f"{W}titlePg") is not None
    assert sections[1].find(f"{W}titlePg") is None


def test_attachments_begin_new_pages() -> None:
    """Clause 7.3.7: in Word by a break before or by a section, in PDF by the page itself."""
    file = File(ORDINARY)
    first = next(p for p in file.upright() if style_of(p) == "official-attachment")
    assert first.find(f"{W}pPr/{W}pageBreakBefore") is not None
    tops = [s.lines for s in sheets(ORDINARY)]
    assert all(
        any(line.text.startswith(f"附件{n}") and line.top < 40 for lines in tops for line in lines)
        for n in "13"
    )


def test_red_is_only_on_the_red_head() -> None:
    """Clause 5.2.4: black unless stated; without a red head nothing is red and no mark is printed."""

    def inks(page: object) -> set[tuple[int, ...]]:
        import ctypes

        found = set()
        for item in page.get_objects():  # type: ignore[attr-defined]
            colour = [ctypes.c_uint() for _ in range(4)]
            raw.FPDFPageObj_GetFillColor(item, *colour)
            found.add(tuple(c.value for c in colour[:3]))
        return found

    with_head, without = (pypdfium2.PdfDocument(pdf(d, FONTS))[0] for d in (ORDINARY, PLAIN))
    assert (255, 0, 0) in inks(with_head)
    assert (255, 0, 0) not in inks(without)
    assert "文件" not in "".join(line.text for line in sheets(PLAIN)[0].lines)


def test_the_printed_page_has_the_same_margins() -> None:
    """The style sheet is written by hand, so its numbers are compared."""
    css = (ROOT / "docs" / "assets" / "records.css").read_text(encoding="utf-8")
    margins = re.search(r"@page official \{ size: A4; margin: (\d+)mm (\d+)mm (\d+)mm (\d+)mm; \}", css)
    assert margins is not None
    right, bottom = layout.RIGHT_MARGIN, layout.BOTTOM_MARGIN
    expected = (layout.mm("top-margin"), right, bottom, layout.mm("left-margin"))
    assert tuple(map(float, margins.groups())) == pytest.approx(expected)
    assert f"line-height: {layout.LINE:.3f}mm" in css
