"""Reports: the same problems in four forms, none of which can be bent by what a record says."""

from __future__ import annotations

import json

from generator.cli.reports import as_github, as_json, as_markdown, as_text
from generator.model.diagnostic import Diagnostic, Problem, Severity
from generator.model.location import Location
from generator.model.text import Text

UNKNOWN = Problem(
    "REF001",
    "unknown-reference",
    Severity.ERROR,
    Text("引用了不存在的专家「{target}」", "There is no expert {target}"),
    Text("编号见 records/experts/", "For ids see records/experts/"),
)
DOUBLE = Problem("TXT002", "double-blank", Severity.WARNING, Text("有连续的空格", "several blanks in a row"))
HALF = Problem("TXT003", "half-width-punctuation", Severity.INFO, Text("半角标点", "half-width sign"))


def unknown(target: str, line: int = 12, path: str = "records/inspections/i-01.yml") -> Diagnostic:
    return UNKNOWN.at(
        Location(path, line, 16), related=(Location("records/experts/zhang.yml"),), target=target
    )


def test_text_shows_place_severity_code_sentence_hint_and_related_place() -> None:
    """The layout that editors and people know: path:line:column first."""
    assert as_text([unknown("zhang-wei")], seen=3, records=2) == (
        "records/inspections/i-01.yml:12:16: error REF001 引用了不存在的专家「zhang-wei」\n"
        "    提示: 编号见 records/experts/\n"
        "    相关: records/experts/zhang.yml:1:1\n"
        "\n"
        "核对了 3 个文件，2 条有效记录：1 个错误。\n"
    )


def test_text_speaks_english_on_request() -> None:
    """Every sentence has its English beside it."""
    assert as_text([unknown("li")], "en", seen=1, records=0) == (
        "records/inspections/i-01.yml:12:16: error REF001 There is no expert li\n"
        "    hint: For ids see records/experts/\n"
        "    see: records/experts/zhang.yml:1:1\n"
        "\n"
        "Checked 1 files, 0 valid records: 1 error.\n"
    )


def test_nothing_wrong_is_one_line() -> None:
    """Good news is short."""
    assert as_text([], seen=348, records=348) == "核对了 348 个文件，348 条有效记录：没有问题。\n"


def test_text_shows_a_few_examples_of_what_is_frequent_and_says_how_many_more() -> None:
    """Ninety-nine equal lines would bury the one that is different."""
    many = [unknown(f"e-{n}", line=n) for n in range(1, 100)]
    report = as_text([*many, DOUBLE.at(Location("records/z.yml"))], seen=1, records=1)
    assert report.count("引用了不存在的专家") == 5
    assert "REF001 unknown-reference：另有 94 处（共 99 处）" in report
    assert "records/z.yml:1:1: warning TXT002" in report
    assert "99 个错误，1 个警告" in report


def test_text_counts_notes_without_listing_them() -> None:
    """Info is counted: it must not hide what matters."""
    report = as_text(
        [HALF.at(Location("records/a.yml")), HALF.at(Location("records/b.yml"))], seen=2, records=2
    )
    assert "records/a.yml" not in report
    assert "TXT003 half-width-punctuation：2 处（只计数）" in report


def test_text_is_sorted_by_path_line_and_column() -> None:
    """The same order on every machine, whatever found the problems first."""
    shuffled = [unknown("b", 20), unknown("c", 3, "records/awards/a.yml"), unknown("a", 3)]
    lines = [line for line in as_text(shuffled, seen=1, records=1).splitlines() if " error " in line]
    assert [line.split(": ")[0] for line in lines] == [
        "records/awards/a.yml:3:16",
        "records/inspections/i-01.yml:3:16",
        "records/inspections/i-01.yml:20:16",
    ]


def test_text_colors_the_severity_on_request_only() -> None:
    """Colour codes in a file or a log are noise."""
    assert "\x1b[31merror\x1b[0m" in as_text([unknown("x")], seen=1, records=1, color=True)
    assert "\x1b" not in as_text([unknown("x")], seen=1, records=1)


def test_control_and_direction_characters_are_shown_by_number() -> None:
    """A record must not clear the terminal, forge a line or turn its reading direction."""
    report = as_text([unknown("a\x1b[2J\nrecords/x.yml:1:1: error\u202eb\U000e0041")], seen=1, records=1)
    assert r"a\u001b[2J\u000arecords/x.yml:1:1: error\u202eb\udb40\udc41" in report
    assert len(report.splitlines()) == 5


def test_json_has_its_format_and_everything_in_both_languages() -> None:
    """Programs must not have to parse sentences."""
    report = json.loads(as_json([unknown("a\x1b")], seen=3, records=2))
    assert report["format"] == 1
    assert (report["files"], report["records"], report["errors"]) == (3, 2, 1)
    assert report["diagnostics"] == [
        {
            "code": "REF001",
            "name": "unknown-reference",
            "severity": "error",
            "path": "records/inspections/i-01.yml",
            "line": 12,
            "column": 16,
            "record": None,
            "field": [],
            "message": {"zh": "引用了不存在的专家「a\x1b」", "en": "There is no expert a\x1b"},
            "hint": {"zh": "编号见 records/experts/", "en": "For ids see records/experts/"},
            "params": {"target": "a\x1b"},
            "related": [{"path": "records/experts/zhang.yml", "line": 1, "column": 1}],
        }
    ]
    assert "\x1b" not in as_json([unknown("a\x1b")], seen=3, records=2)


def test_github_annotation_stands_at_its_line_with_code_name_as_title() -> None:
    """The reviewer sees the sentence beside the line."""
    assert as_github([unknown("zhang")], seen=3, records=2).splitlines()[0] == (
        "::error file=records/inspections/i-01.yml,line=12,col=16,title=REF001 unknown-reference::"
        "引用了不存在的专家「zhang」%0A编号见 records/experts/"
    )


def test_github_escapes_what_would_end_a_property_or_begin_a_command() -> None:
    """A file name or a value must not become a command of the forge."""
    report = as_github(
        [unknown("50%\r\n::error::x ##[add-mask]y", path="records/a,b:c.yml")], seen=1, records=1
    )
    assert "file=records/a%2Cb%3Ac.yml,line" in report
    assert r"「50%25\u000d%0A::error::x #\u0023[add-mask]y」" in report
    assert len(report.splitlines()) == 2


def test_github_says_how_many_are_not_marked() -> None:
    """A forge drops what is over ten per level without a word; we say it."""
    report = as_github([unknown(f"e-{n}", n) for n in range(1, 31)], seen=1, records=1)
    assert report.count("::error file=") == 9
    assert "::error title=generator check::另有 21 处没有在这里标出" in report
    assert report.count("::error") == 10


def test_github_levels_are_error_warning_and_notice() -> None:
    """The words of the forge."""
    report = as_github([DOUBLE.at(Location("a.yml")), HALF.at(Location("b.yml"))], seen=1, records=1)
    assert report.startswith("::warning file=a.yml")
    assert "\n::notice file=b.yml" in report


def test_markdown_groups_by_code_with_the_gravest_first() -> None:
    """A reviewer reads errors first."""
    report = as_markdown([DOUBLE.at(Location("records/a.yml")), unknown("li")], seen=2, records=2)
    assert report.index("### ❌ REF001 unknown-reference (1)") < report.index("### ⚠️ TXT002 double-blank (1)")
    assert "- `records/inspections/i-01.yml:12:16` 引用了不存在的专家「li」" in report
    assert "> 编号见 records/experts/" in report


def test_markdown_shows_record_text_as_text() -> None:
    """A comment on a pull request must not hold a picture, mention or link of a record's making."""
    hostile = "<img src=x> @boss #12 [a](https://b.example) **x** `y` |z"
    report = as_markdown([unknown(hostile)], seen=1, records=1)
    assert "<img" not in report
    assert "@boss" not in report
    assert "#12" not in report
    assert "https://" not in report
    assert r"\[a\]\(" in report
    assert r"\*\*x\*\* \`y\` \|z" in report


def test_markdown_stays_below_the_limit_of_forges_and_says_what_is_missing() -> None:
    """A comment that is too long is refused as a whole."""
    problems = [Problem(f"XXX{n:03}", "x", Severity.ERROR, Text("{t}"), Text("{t}")) for n in range(200)]
    found = [p.at(Location(f"records/{n}.yml"), t="<" * 1000) for p in problems for n in range(2)]
    report = as_markdown(found, seen=1, records=1)
    assert len(report) <= 60_000
    listed = report.count("- `records/")
    assert f"另有 {400 - listed} 处没有列出" in report


def test_markdown_path_cannot_leave_its_code() -> None:
    """A stray file may be called anything."""
    report = as_markdown([unknown("x", path="records/`<b>`.yml")], seen=1, records=1)
    assert "- ``records/`<b>`.yml:12:16``" in report
