"""Page, Word file and PDF say the same words in the same order, and the same document is the same bytes."""

import hashlib
import multiprocessing
import subprocess
import sys
from dataclasses import replace

import pypdfium2
import pytest

from generator.model.bulletin_document import official_of
from generator.model.errors import MissingExtra
from generator.model.official import Column, Fonts, Official, Paragraph, Table
from generator.render.office.pdf import pdf
from generator.render.office.word import word
from tests.support.official import (
    COUNTIES,
    FONTS,
    FULL,
    LETTER,
    ORDINARY,
    PLAIN,
    WIDE,
    characters,
    docx_words,
    html_of,
    html_words,
    joined,
    pdf_words,
)

LONG = replace(
    PLAIN,
    blocks=(
        replace(COUNTIES, rows=tuple((str(i), f"第{i}校", "1", "2") for i in range(500))),
        Paragraph("完。"),
    ),
)
ISSUED = {
    "title": "关于督查情况的通报",
    "status": "issued",
    "layout": "letter",
    "issuer": "示例市教育局",
    "sections": [{"parts": [{"text": "清单附后。"}]}],
    "attachments": [{"title": "抽查学校问题清单", "table": "hazards"}],
    "issued": {
        "number": "示教函〔2025〕12号",
        "signed_on": "2025-10-09",
        "tables": [
            {
                "id": "hazards",
                "title": "抽查学校问题清单",
                "columns": [c.label for c in COUNTIES.columns],
                "rows": [{"cells": [str(i), f"第{i}校", "1", "2"]} for i in range(600)],
                "rest": 634,
            }
        ],
    },
}
SIGNS = (
    """<b>"'&amp; {{ x }} {% x %} {#} #let x $x^2$ \\ @ref *粗* _斜_ // /* `代码` ~ -- --- ... <w:t> ]]>"""
)
HEADS = tuple(joined("".join(c.label for c in t.columns)) for t in (COUNTIES, WIDE))
BAD = replace(
    ORDINARY,
    title=SIGNS + "长" * 200,
    blocks=(
        Paragraph(SIGNS),
        Table(SIGNS, (Column(SIGNS),), ((SIGNS,), ("a" * 300,), ("，" * 40,)), note=SIGNS),
    ),
    **dict.fromkeys(
        ("number", "addressees", "signatory", "note", "copies", "issuer", "notice", "address"), SIGNS
    ),
)
HUGE = replace(PLAIN, title="示例" * 5_000, blocks=(replace(COUNTIES, rows=(("1", "长" * 3_000, "", ""),)),))


@pytest.mark.parametrize(
    "official",
    [ORDINARY, LETTER, PLAIN, FULL, LONG, BAD],
    ids=["ordinary", "letter", "plain", "full", "long", "bad"],
)
def test_page_word_and_pdf_agree_word_for_word(official: Official) -> None:
    """Who reads the page and who reads the paper have read the same; text is text, whatever it looks like."""
    page = html_words(html_of(official))
    assert docx_words(word(official, FONTS)) == page
    assert pdf_words(pdf(official, FONTS), HEADS) == page


def test_a_list_that_is_too_long_says_in_all_three_how_much_is_left_out() -> None:
    """Of a record, not of a model made by hand: the last row and the number of the others stand in each."""
    official = official_of(ISSUED)
    page = html_words(html_of(official))
    assert "599第599校12共1234条，本表列出前600条，另有634条没有列出。" in page
    assert docx_words(word(official, FONTS)) == page
    assert pdf_words(pdf(official, FONTS), HEADS) == page


def test_a_title_of_ten_thousand_characters_breaks_nothing() -> None:
    """Also a row that is longer than a page: nothing runs off the paper."""
    page = html_words(html_of(HUGE))
    assert docx_words(word(HUGE, FONTS)) == page
    made = pdf(HUGE, FONTS)
    for sheet in pypdfium2.PdfDocument(made):
        assert all(
            top > 10 and bottom < 290 and left > 20 for _, left, top, _, bottom, _ in characters(sheet)
        )
    assert pdf_words(made, HEADS) == page


def test_a_document_that_says_nothing_is_made_all_the_same() -> None:
    """A draft has neither number nor day, but a PDF/A must have one; properties hold no odd character."""
    empty = Official("letter", "局\ud800", "", ())
    assert docx_words(word(empty, FONTS)) == pdf_words(pdf(empty, FONTS)) == ""
    odd = replace(
        PLAIN, signed_on="2025-13-40", printed_on="待定", blocks=(replace(COUNTIES, rows=((), ("1",) * 9)),)
    )
    assert pdf_words(pdf(odd, FONTS)) == docx_words(word(odd, FONTS))


TALL = Table(
    "",
    (Column("长" * 40, weight=2), Column("乙", weight=18)),
    (("", ""), ("长" * 60, "a"), ("x", "y")),
)


@pytest.mark.parametrize("wrong", [False, True])
def test_a_head_and_rows_too_high_for_a_page_are_torn(wrong: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Typst gives up on rows that fit no page; where our estimate is wrong, it is asked again."""
    if wrong:
        for name in ("low", "repeats"):
            monkeypatch.setattr(f"generator.render.office.pdf.{name}", lambda *_, **__: True)
    official = replace(PLAIN, blocks=(TALL,))
    found = pdf_words(pdf(official, FONTS))
    assert sorted(found) == sorted(html_words(html_of(official)))


@pytest.mark.parametrize("rare", ["㛃", "䶮", "𬭎"])
def test_a_character_that_a_font_lacks_comes_from_another(rare: str) -> None:
    """People and places have such names; and Typst refuses to make a PDF/A with an empty box."""
    assert rare in pdf_words(pdf(replace(PLAIN, signatory=f"王{rare}"), FONTS))


def test_a_character_that_no_font_has_is_the_printers_sign() -> None:
    """〓 stands for a type that is missing; the Word file keeps the character."""
    official = replace(PLAIN, signatory="王\U0010fffd", note="葛\U000e0100")
    assert "王〓" in pdf_words(pdf(official, FONTS))
    assert "葛）" in pdf_words(pdf(official, FONTS)), "which shape is meant is no character of its own"
    assert "王\U0010fffd" in docx_words(word(official, FONTS))


def test_the_same_document_is_the_same_bytes() -> None:
    """Also in another process at another time: no clock, no random id."""
    script = (
        "import hashlib; from tests.support.official import FONTS, LETTER, ORDINARY;"
        "from generator.render.office.word import word; from generator.render.office.pdf import pdf;"
        "made = (make(d, FONTS) for make in (word, pdf) for d in (LETTER, ORDINARY));"
        "print(hashlib.sha256(b''.join(made)).hexdigest())"
    )
    made = b"".join(make(d, FONTS) for make in (word, pdf) for d in (LETTER, ORDINARY))
    other = subprocess.run([sys.executable, "-c", script], env={"PYTHONHASHSEED": "7"}, capture_output=True)
    assert other.stdout.decode().strip() == hashlib.sha256(made).hexdigest(), other.stderr.decode()


@pytest.mark.parametrize(("make", "package", "extra"), [(word, "docx", "word"), (pdf, "typst", "pdf")])
def test_without_the_extra_a_sentence_says_so(
    make: object, package: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site is built without these files; who asks for one is told what to install."""
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtra) as raised:
        make(PLAIN, Fonts(folder="/nowhere", system=False))  # type: ignore[operator]
    assert raised.value.extra == extra
    assert "没有安装" in str(raised.value)


@pytest.mark.skipif(sys.platform == "win32", reason="no fork")
def test_a_fork_behind_typst_is_told_and_does_not_wait_forever() -> None:
    """Typst's threads are not copied by a fork; the site is written by forked processes."""
    pdf(PLAIN, FONTS)
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe(duplex=False)

    def child() -> None:
        try:
            pdf(PLAIN, FONTS)
        except RuntimeError as error:
            there.send(str(error))

    process = fork.Process(target=child)
    process.start()
    assert here.poll(30)
    assert "forked" in here.recv()
    process.join()


def test_a_check_imports_neither_word_nor_typst() -> None:
    """Checking is what people wait for; these packages are for documents alone."""
    imported = "sorted({'docx', 'lxml', 'typst'} & set(sys.modules))"
    script = f"import sys, generator.cli.check, generator.pipeline; print({imported})"
    made = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert made.stdout.strip() == "[]"
