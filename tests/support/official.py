"""Official documents for tests, and the words that stand in the forms made of them."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pypdfium2
from pypdfium2 import raw

from generator.model.official import Attachment, Column, Fonts, Heading, Official, Paragraph, Table
from generator.render.environment import environment
from generator.render.office.wording import printed

FONTS = Fonts(system=False)  # the same on every machine
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MM = 25.4 / 72

COUNTIES = Table(
    "各县（区）抽查情况",
    (
        Column("序号", "center", 1),
        Column("县（区）", "left", 3),
        Column("抽查学校（所）", "right", 2),
        Column("平均达标率（%）", "right", 2),
    ),
    tuple((str(i), f"示例{name}县", str(3 + i), f"{80 + i}.4") for i, name in enumerate("甲乙丙丁", start=1)),
    note="数据截至2025年9月30日。",
)
WIDE = Table(
    "",
    (*COUNTIES.columns, Column("问题类别", weight=3), Column("整改时限", "center", 2)),
    tuple((str(i), f"示例县第{i}中学", "1", "86.4", "储存不规范", "2025-10-31") for i in range(1, 9)),
    landscape=True,
)
BLOCKS = (
    Paragraph(
        "根据《关于开展专项督查的通知》（示教发〔2025〕6号）安排，市教育和体育局组织开展了专项督查。" * 2
    ),
    Heading(1, "基本情况"),
    Paragraph("共抽查3县24校，平均达标率为86.4%，较上季度提高3.2个百分点。"),
    COUNTIES,
    Heading(2, "责任制度进一步落实"),
    Heading(3, "采购验收有据可查"),
    Heading(4, "领用登记"),
    Paragraph("领用登记完整率为91.7%。"),
)
ORDINARY = Official(
    "ordinary",
    "示例市教育和体育局",
    "关于2025年第三季度学校危化品暨装备管理应用督查情况的通报",
    BLOCKS,
    mark="示例市教育和体育局文件",
    red_head=True,
    number="示教发〔2025〕12号",
    addressees="各县（区）教育和体育局，市直属学校",
    attachments=(
        Attachment("各县（区）得分情况", (replace(COUNTIES, caption="", note=""),)),
        Attachment("抽查学校问题清单", (WIDE,)),
        Attachment("上季度问题销号情况", (Paragraph("上季度发现的隐患已全部销号。"),)),
    ),
    signatory="示例市教育和体育局",
    signed_on="2025-10-09",
    sealed=True,
    note="此件公开发布",
    copies="省教育厅，市委办公室、市政府办公室",
    issuer="示例市教育和体育局办公室",
    printed_on="2025-10-10",
    address="https://edu.example.org/bulletins/2025-q3/",
)
LETTER = replace(
    ORDINARY,
    layout="letter",
    mark="示例市教育和体育局",
    number="示教函〔2025〕12号",
    attachments=ORDINARY.attachments[:1],
    sealed=False,
    notice="征求意见稿",
)
PLAIN = replace(ORDINARY, red_head=False, attachments=(), sealed=False)
FULL = replace(PLAIN, blocks=(Paragraph("国" * 28 * 60),))


def html_of(official: Official) -> str:
    """The document as a page shows it."""
    template = '{% import "official.html.j2" as document %}{{ document.official(words) }}'
    return environment("zh").from_string(template).render(words=printed(official))


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def html_words(html: str) -> str:
    parser = _Words()
    parser.feed(html)
    return joined("".join(parser.words))


def parts_of(docx: bytes) -> dict[str, ET.Element]:
    """The parts of a Word file that are XML."""
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        return {n: ET.fromstring(file.read(n)) for n in file.namelist() if n.endswith(".xml")}


def docx_words(docx: bytes) -> str:
    """Heads of the first page, body, foot of the first page; without numbers of pages."""
    parts = parts_of(docx)
    body = parts["word/document.xml"]
    relations = {r.get("Id"): r.get("Target") for r in _relations(docx)}
    first = {
        kind: relations[r.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")]
        for kind in ("header", "footer")
        for r in body.iter(f"{W}{kind}Reference")
        if r.get(f"{W}type") == "first"
    }
    order = [parts[f"word/{first['header']}"], body, parts[f"word/{first['footer']}"]]
    return joined("".join(t.text or "" for part in order for p in _written(part) for t in p.iter(f"{W}t")))


def _relations(docx: bytes) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        return ET.fromstring(file.read("word/_rels/document.xml.rels"))


def _written(part: ET.Element) -> list[ET.Element]:
    """Paragraphs that are no numbers of pages."""
    return [p for p in part.iter(f"{W}p") if style_of(p) != "official-page-number"]


def style_of(paragraph: ET.Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style.get(f"{W}val", "") if style is not None else ""


def joined(text: str) -> str:
    """*text* without blanks, which each form sets in its own way."""
    return re.sub(r"\s", "", text)


def characters(page: Any) -> list[tuple[str, float, float, float, float, float]]:
    """Every character of a page: itself, left, top, right, bottom of its square in mm, size in points."""
    text, high = page.get_textpage(), page.get_height()
    found = []
    for i in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(i, loose=True)
        character = chr(raw.FPDFText_GetUnicode(text, i))
        size = raw.FPDFText_GetFontSize(text, i)
        if not character.isspace():
            found.append((character, left * MM, (high - top) * MM, right * MM, (high - bottom) * MM, size))
    return found


def pdf_words(pdf: bytes, heads: tuple[str, ...] = ()) -> str:
    """The words within the type areas, then the address; *heads* that begin a later page count once."""
    found, address = "", ""
    for number, page in enumerate(pypdfium2.PdfDocument(pdf)):
        lying = page.get_width() > page.get_height()
        text = ""
        for character, left, top, *_ in characters(page):
            if left > 34 if lying else 25 < top < 262:
                text += character
            elif not number and top > 280:
                address += character
        for head in heads:
            text = text.removeprefix(head) if head in found else text
        found += text
    return (found + address).encode("utf-16", "surrogatepass").decode("utf-16")
