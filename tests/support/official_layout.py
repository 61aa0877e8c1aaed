"""The reference page of the layout of official documents, with what the produced files measure.

``python -m tests.support.official_layout`` writes it; a test compares it with what is measured now.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.official import Face
from generator.render.office import layout
from generator.render.office.typefaces import OFFICIAL
from tests.support.measuring_pdf import pdf_measures
from tests.support.measuring_word import File, word_measures
from tests.support.official import ORDINARY
from tests.support.records import ROOT

PATH = ROOT / "docs" / "reference" / "official-layout.md"
_FACES: dict[Face, str] = {
    "xiaobiaosong": "小标宋体",
    "fangsong": "仿宋体",
    "heiti": "黑体",
    "kaiti": "楷体",
    "songti": "宋体",
}
_SIZES = {22: "2号", 16: "3号", 14: "4号", 12: "小4号", 9: "小5号"}
_HEAD = """---
hide: [navigation]
---

# 公文版式 Layout of official documents

通报的 Word 文件和 PDF 按 GB/T 9704—2012《党政机关公文格式》排版。
下表是程序使用的全部参数，连同从生成的文件里实际量出来的值：
Word 量的是文件里的 XML，PDF 量的是文字和线条在纸上的位置。
条款栏为“–”的，标准没有规定，是本系统的取值。
“字”是版心宽的 1/28，“行”是版心高的 1/22；
3号字以内每行占一“行”，更大的字每行占字高加3号字的 7/8（条款 3.2）。
本页由 `python -m tests.support.official_layout` 生成，测试逐项核对，请勿手改。

Word files and PDFs of bulletins follow GB/T 9704—2012. The table lists every parameter that the program
uses beside what was measured in the files that it made.
Written by `python -m tests.support.official_layout`; do not edit.
"""
_TAIL = """
## 怎样实现 How it is done

- **字体**：Word 只写字体的名称，由打开文件的电脑提供。PDF 要把字体放进文件里：
  先用 `records/bureau.yml` 里 `fonts` 写明的，再用本机上标准规定的字体，
  都没有的用替代字体，并在第一页右上角注明“样张”。
  一种字体缺的字（如 㛃、䶮、𬭎）从另一种字体取，所有字体都没有的字印成“〓”。
- **红头**：记录写明印发的文件带红头时才有发文机关标志和红线；
  没有红头的，发文字号在第一行，标题在其下空二行。
- **印章**：不画印章，只在正文和署名之间留出位置。署名、日期、附注同正文最后一行在同一面。
- **页码**：单页居右、双页居左；信函首页没有；只有版记的一面没有。横排的表所在的页，页码在纸上的位置不变。
- **表格**：宽表单独成横页；表头每页重复；一行不跨页（一行高过半页的除外）；矮于四分之一页的表不拆开。
- **标题**：按词断行，各行长短不一，不把“教育”“装备”这样的词拆开。
- **Word 的已知差别**：版记是浮动在最后一面版心下缘的表格，
  LibreOffice 7 不支持与版心等宽的浮动表格，会接在正文之后。
  各行的位置按“行高固定、字在行中”计算，字体自身的上下留白会带来零点几毫米的差别。
"""


def page() -> str:
    """The page as it should be."""
    return "\n".join([_HEAD, *_measures(), "", *_faces()]) + "\n" + _TAIL


def _measures() -> Iterator[str]:
    word, pdf = word_measures(), pdf_measures()
    yield "## 参数 Parameters"
    yield ""
    yield "| 参数 | 条款 | 规定 | 允差 | Word | PDF |"
    yield "|---|---|---|---|---|---|"
    for m in layout.MEASURES:
        cells = (_number(found.get(m.id)) for found in (word, pdf))
        value = f"{_number(m.value)}{' ' + m.unit if m.unit else ''}"
        yield f"| {m.title} | {m.clause or '–'} | {value} | ±{m.tolerance:g} | {' | '.join(cells)} |"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{round(value + 1e-4, 2):.2f}".rstrip("0").rstrip(".")


def _faces() -> Iterator[str]:
    file = File(ORDINARY)
    yield "## 字体字号 Faces and sizes"
    yield ""
    yield "| 要素 | 规定 | Word 里的字体 | Word 里的字号 |"
    yield "|---|---|---|---|"
    for role, style in layout.STYLES.items():
        size = layout.measured(style.size)
        said = f"{_SIZES.get(int(size), '酌定')}{_FACES[style.face]}{'，红色' if style.red else ''}"
        yield f"| {style.title} | {said} | {file.font(role)} | {file.size(role):g} pt |"
    yield ""
    yield "下列名称都算标准规定的字体："
    yield ""
    for face, names in OFFICIAL.items():
        yield f"- {_FACES[face]}：{'、'.join(names)}"


if __name__ == "__main__":
    PATH.write_text(page(), encoding="utf-8")
