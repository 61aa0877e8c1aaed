"""The reference of rules: complete, in both languages, with examples that run."""

from __future__ import annotations

import re
from collections.abc import Mapping

import markdown  # type: ignore[import-untyped]  # has no stubs

from generator.export.rule_pages import examples, rules_reference
from generator.model.diagnostic import Problem, Severity
from generator.model.document import SourceFile
from generator.model.text import Text
from generator.pipeline import problems
from generator.read.sources import WorkTree
from tests.support.records import ROOT

ODD = Problem(
    "TXT001",
    "odd",
    Severity.WARNING,
    Text("「{title}」有 <b> 和 `x`", "{title} has <b> and `x`"),
    Text("改", "Change it"),
    Text("因为", "Because"),
)


def page(found: list[Problem], cases: dict[str, tuple[str, str]] | None = None) -> str:
    return rules_reference(found, cases or {}).content.decode()


def html(text: str) -> str:
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    return str(markdown.markdown(text, extensions=["tables", "fenced_code", "toc"]))


def of(files: Mapping[str, str | bytes]) -> Mapping[str, tuple[str, str]]:
    """The examples of cases given as path below ``tests/cases`` -> content."""
    contents = {path: c if isinstance(c, bytes) else c.encode() for path, c in files.items()}
    return examples(SourceFile(f"tests/cases/{path}", "file", c) for path, c in contents.items())


def test_entry_has_code_name_severity_message_reason_and_hint_in_both_languages() -> None:
    """Who looks up a code finds everything about it in one place."""
    text = page([ODD])
    assert "</span>TXT001\n" in text
    assert "警告：照常发布，但会显示 *warning: shown, does not stop publication* `odd`" in text
    assert "**为什么** 因为<br>*Why:* Because" in text
    assert "**怎么改** 改<br>*What to do:* Change it" in text


def test_anchor_is_the_code_and_the_code_with_its_name() -> None:
    """Reports and pages link to a code; families are linked from the table at the top."""
    found = html(page([ODD]))
    assert '<h3 id="txt001">' in found
    assert 'id="txt001-odd"' in found
    assert '<h2 id="txt">' in found
    assert '<a href="#txt">' in found


def test_words_are_shown_as_they_are() -> None:
    """A message may quote markup; the page must not run it."""
    text = page([ODD])
    assert r"「…」有 &lt;b&gt; 和 \`x\`" in text
    assert "<b>" not in text


def test_families_come_in_the_order_in_which_a_file_passes_them() -> None:
    """Files first, then writing, structure, meaning."""
    codes = ["TXT001", "IDN002", "FIL001", "IDN001", "ZZZ001"]
    text = page([Problem(code, "n", Severity.ERROR, Text("说")) for code in codes])
    found = [text.index(f"</span>{code}\n") for code in ("FIL001", "IDN001", "IDN002", "TXT001", "ZZZ001")]
    assert found == sorted(found)
    assert "## 编号与名称 IDN" in text


def test_fence_is_longer_than_any_backticks_in_an_example() -> None:
    """Otherwise an example could end its own block."""
    text = page([ODD], {"TXT001": ("name: ````\n", "name: x\n")})
    assert "`````yaml\nname: ````\n`````" in text


def test_examples_show_the_lines_around_the_fault_and_the_same_lines_mended() -> None:
    """Thirty lines of which one matters teach nobody."""
    body = [f"k{n}: {n}" for n in range(20)]
    bad, good = of(
        {
            "rules/base/records/a.yml": "\n".join(body),
            "rules/REF001-x/expected.txt": "records/a.yml:11:1 REF001\n",
            "rules/REF001-x/bad/records/a.yml": "\n".join([*body[:10], "k10: wrong", *body[11:]]),
            "rules/REF001-x/good/records/a.yml": "\n".join([*body[:10], "k10: right", *body[11:]]),
        }
    )["REF001"]
    assert bad.splitlines() == [
        "# records/a.yml",
        "# …",
        *body[6:10],
        "k10: wrong  # ← 这里",
        *body[11:15],
        "# …",
    ]
    assert "k10: right" in good


def test_example_shows_both_files_where_the_fault_is_mended_elsewhere() -> None:
    """An expert's unit decides whether a team is right, so both must be seen."""
    bad, good = of(
        {
            "rules/base/records/team.yml": "expert: e\n",
            "rules/base/records/e.yml": "unit: far\n",
            "rules/CON001-x/expected.txt": "records/team.yml:1:9 CON001\n",
            "rules/CON001-x/bad/records/e.yml": "unit: near\n",
            "rules/CON001-x/good/records/e.yml": "unit: far\n",
        }
    )["CON001"]
    assert bad == "# records/team.yml\nexpert: e  # ← 这里\n\n# records/e.yml\nunit: near\n"
    assert good == "# records/e.yml\nunit: far\n"


def test_example_of_names_is_the_list_itself() -> None:
    """What is wrong with a name shows among other names, not in a file."""
    bad, good = of(
        {
            "files/FIL004-link/bad.txt": "records/a.yml\nrecords/b.yml  链接到 ../b.yml\n",
            "files/FIL004-link/good.txt": "records/a.yml\nrecords/b.yml\n",
            "files/FIL004-link/expected.txt": "records/b.yml:1:1 FIL004\n",
        }
    )["FIL004"]
    assert bad == "records/a.yml\nrecords/b.yml  链接到 ../b.yml  ← 这里\n"
    assert good == "records/a.yml\nrecords/b.yml\n"


def test_file_that_is_missing_is_named() -> None:
    """An empty example would look like a slip of the page."""
    bad, good = of(
        {
            "files/STR015-x/expected.txt": "records/bureau.yml:1:1 STR015\n",
            "files/STR015-x/bad/records/a.yml": "id: a\n",
            "files/STR015-x/good/records/a.yml": "id: a\n",
            "files/STR015-x/good/records/bureau.yml": "name: 某局\n",
        }
    )["STR015"]
    assert bad == "# records/bureau.yml\n（没有这个文件）  # ← 这里\n"
    assert good == "# records/bureau.yml\nname: 某局\n"


def test_shortest_schema_case_with_a_good_side_is_the_example() -> None:
    """Many cases try the same fault; its line of expectation is not part of what people write."""
    found = of(
        {
            "schemas/awards/bad/long.yml": "# expect: STR002 3:1\nid: x\nyaer: 2025\nmerit: 零隐患\n",
            "schemas/awards/good/long.yml": "id: x\nyear: 2025\nmerit: 零隐患\n",
            "schemas/awards/bad/short.yml": "# expect: STR002 2:1\nyaer: 2025\n",
            "schemas/awards/good/short.yml": "year: 2025\n",
        }
    )
    assert found == {"STR002": ("yaer: 2025  # ← 这里\n", "year: 2025\n")}


def test_bytes_that_are_no_text_stay_out_of_the_page() -> None:
    """The page is text for people: what is invisible or unreadable is described."""
    found = of(
        {
            "yaml/YML007-x/bad.yml": "name: 一\u202e中\n",
            "yaml/YML007-x/good.yml": "name: 一中\n",
            "yaml/YML007-x/expected.txt": "bad.yml:1:8 YML007\n",
            "yaml/YML002-x/bad.yml": "name: 一中\n".encode("gbk"),
            "yaml/YML002-x/good.yml": "name: 一中\n",
            "yaml/YML002-x/expected.txt": "bad.yml:1:7 YML002\n",
        }
    )
    assert found["YML007"][0] == "name: 一\\u202E中  # ← 这里\n"
    assert found["YML002"][0].splitlines()[0].startswith("# 用 UTF-8 打开时的样子")
    assert "\ufffd" in found["YML002"][0]


def test_every_code_has_a_bad_and_a_good_example_that_differ() -> None:
    """The page is made from the cases that run in the tests; only a bug of ours cannot be shown in a file."""
    found = examples(WorkTree(ROOT).files("tests/cases"))
    assert set(found) == {p.code for p in problems()} - {"INT001"}
    assert all(bad != good for bad, good in found.values())


def test_page_survives_markdown() -> None:
    """No example becomes markup, and none swallows what follows it."""
    all_problems = problems()
    text = page(list(all_problems), dict(examples(WorkTree(ROOT).files("tests/cases"))))
    assert all(c.isprintable() or c == "\n" for c in text)
    assert not re.search(r"@@[a-z]+@@|data-slot|--8<--|\{%", text)
    found = html(text)
    assert re.findall(r'<h3 id="([a-z]{3}[0-9]{3})">', found) == [
        p.lower() for p in re.findall(r"(?m)^### .*>([A-Z0-9]+)$", text)
    ]
    assert found.count("<pre><code") == 2 * (len(all_problems) - 1)
    outside = re.sub(r"<pre>.*?</pre>", "", found, flags=re.DOTALL)
    tags = set(re.findall(r"</?([a-z0-9]+)", outside))
    assert not tags & {"html", "body", "script", "div", "li", "blockquote", "hr", "img"}
