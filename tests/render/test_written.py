"""Written pages are read on phones, too: tables are cards, references fold, long pages list their parts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.render.contents import MARK, contents, filled
from generator.render.written import readable

FRAME = '<article class="x"{fold}>\n{inner}\n@@provenance@@\n</article>'
TABLE = """<table>
<thead>
<tr>
<th>写法</th>
<th>意思</th>
<th style="text-align: right;">还要写</th>
</tr>
</thead>
<tbody>
<tr>
<td><code>met</code></td>
<td>符合</td>
<td style="text-align: right;"></td>
</tr>
</tbody>
</table>"""


def page(inner: str, fold: str = "") -> str:
    return FRAME.format(inner=inner, fold=f' data-fold="{fold}"' if fold else "")


def test_a_table_becomes_cards_whose_cells_know_their_heads() -> None:
    """Seven columns on 390 pixels were one character wide each, and a page half a million pixels long."""
    shown = readable(page(TABLE), "本页内容")
    assert '<table class="records records--cards written">' in shown
    assert '<td class="headline"><code>met</code></td>' in shown
    assert '<td data-label="意思：">符合</td>' in shown


def test_an_empty_cell_takes_no_line_on_a_phone() -> None:
    """Most fields of the data dictionary have neither choices nor a remark on who may see them."""
    assert 'style="text-align: right;" class="nil" data-label="还要写："></td>' in readable(page(TABLE), "")


def test_a_table_in_an_example_stays_as_it_is() -> None:
    """Inside ``<pre>`` markup is text."""
    example = "<pre><code>&lt;table&gt;&lt;tr&gt;</code></pre>"
    assert example in readable(page(example), "")


def test_parts_fold_under_their_heading_which_keeps_its_anchor() -> None:
    """A link to a part of the reference has to find it, and nothing may be lost on the way."""
    inner = '<p>头</p>\n<h2 id="fil">文件 FIL</h2>\n<p>甲</p>\n<h2 id="yml">写法 YML</h2>\n<p>乙</p>\n'
    shown = readable(page(inner, "2"), "本页内容")
    assert '<details class="fold fold--2"><summary><h2 id="fil">文件 FIL</h2></summary>' in shown
    assert shown.index("头") < shown.index("<details")
    assert shown.count("<details") == shown.count("</details>") == 2
    assert shown.index("乙") < shown.rindex("</details>") < shown.index("@@provenance@@")
    assert "contents" not in shown
    assert "data-fold" not in shown


def test_a_folded_rule_says_its_message_beside_its_code() -> None:
    """Codes alone would make a reader open each."""
    inner = '<h2 id="fil">文件</h2>\n<h3 id="fil001">FIL001</h3>\n<p><strong>文件名不合规定</strong></p>\n'
    shown = readable(page(inner, "3"), "")
    assert '<h3 id="fil001">FIL001</h3><span class="fold__text">文件名不合规定</span></summary>' in shown
    assert shown.count("<details") == 2


def test_a_bold_word_that_opens_a_sentence_is_no_message() -> None:
    """Folded, a part of the guide had the first bold word of its text beside its name."""
    shown = readable(page('<h2 id="a">经费</h2>\n<p><strong>预算</strong>：年初填写</p>\n', "2"), "")
    assert "fold__text" not in shown


@pytest.mark.parametrize(("parts", "listed"), [(5, False), (6, True)])
def test_a_page_of_many_parts_lists_them_before_the_first(parts: int, listed: bool) -> None:
    """The guide is twenty screens long on a phone."""
    inner = "<p>头</p>" + "".join(f'<h2 id="p{n}">第 <em>{n}</em> 部分</h2>' for n in range(parts))
    shown = readable(page(inner), "本页内容")
    assert ('<a href="#p0">第 0 部分</a>' in shown) is listed
    if listed:
        assert shown.index("头") < shown.index("<nav") < shown.index("<h2")


def test_a_template_says_where_the_list_of_its_parts_stands() -> None:
    """What is late comes first on a unit's page, the list of parts after it."""
    html = f'<h2 id="late">逾期 2</h2>{MARK}<h2 id="due">期限</h2><h2>无锚</h2><h2 id="why">数字</h2>'
    shown = filled(html, "本页内容")
    assert MARK not in shown
    assert re.findall(r'href="(#[a-z]+)"', shown) == ["#due", "#why"]
    assert filled("<p>没有</p>", "本页内容") == "<p>没有</p>"
    assert contents('<h2 id="one">一</h2>', "本页内容") == ""


def test_the_long_references_fold() -> None:
    """On a phone they were 590,000 and 400,000 pixels long."""
    docs = Path(__file__).parents[2] / "docs" / "reference"
    assert "\nfold: 2\n" in (docs / "data-dictionary.md").read_text(encoding="utf-8")
    assert "\nfold: 3\n" in (docs / "rules.md").read_text(encoding="utf-8")
