"""``generator due``: late ones first, a unit with all below it, and one sentence for what is wrong."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.records import base
from tests.support.site import ROOT
from tests.support.terminal import Run

VISIT = """id: {id}
period: 2026-Q1
topic: hazchem
organization: {unit}
mode: {mode}
status: planned
planned_on: {day}
team:
  - {{expert: expert-01, role: lead}}
checklist: hazchem-2025
"""


@pytest.fixture
def bureau(tmp_path: Path) -> Path:
    """The bureau of the rule cases with three planned visits; looked at from 10 January 2026."""
    files = dict(base())
    for number, (unit, mode, day) in enumerate(
        (
            ("no1-middle", "announced", "2026-01-05"),
            ("no1-middle", "announced", "2026-01-12"),
            ("no1-middle", "announced", "2026-02-20"),
            ("no1-middle", "unannounced", "2026-01-13"),
        )
    ):
        files[f"records/inspections/p-{number}.yml"] = VISIT.format(
            id=f"p-{number}", unit=unit, mode=mode, day=day
        )
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    for schema in (ROOT / "schemas").iterdir():
        (tmp_path / "schemas").mkdir(exist_ok=True)
        (tmp_path / "schemas" / schema.name).write_bytes(schema.read_bytes())
    return tmp_path


def asked(run: Run, bureau: Path, *arguments: str) -> str:
    code, out, err = run("--root", bureau, "due", "--as-of", "2026-01-10", *arguments)
    assert (code, err) == (0, "")
    return out


def days(run: Run, bureau: Path, *arguments: str) -> list[tuple[str, str, int]]:
    found = json.loads(asked(run, bureau, "--format", "json", *arguments))
    return [(d["due"], d["unit"], d["days"]) for d in found["duties"] if d["kind"] == "visit"]


def test_late_ones_come_first_then_by_day(run: Run, bureau: Path) -> None:
    """What is overdue for a school to be visited is owed by the bureau, not by the school."""
    assert days(run, bureau) == [
        ("2026-01-05", "shili", -5),
        ("2026-01-12", "no1-middle", 2),
        ("2026-02-20", "no1-middle", 41),
    ]


@pytest.mark.parametrize("unit", ["dongcheng", "东城区", "no1-middle"])
def test_a_unit_stands_for_itself_and_all_below(run: Run, bureau: Path, unit: str) -> None:
    """A county's officer asks once."""
    assert [day for day, _, _ in days(run, bureau, "--unit", unit)] == ["2026-01-12", "2026-02-20"]


@pytest.mark.parametrize(
    ("within", "last"),
    [("2d", "2026-01-12"), ("1", "2026-01-05"), ("6w", "2026-02-20"), ("41天", "2026-02-20")],
)
def test_within_keeps_what_is_late(run: Run, bureau: Path, within: str, last: str) -> None:
    """Late is due now, however short the look ahead."""
    found = days(run, bureau, "--within", within)
    assert (found[0][0], found[-1][0]) == ("2026-01-05", last)


def test_the_table_is_chinese_and_says_how_much_there_is(run: Run, bureau: Path) -> None:
    """The first line is what one tells the head of the bureau."""
    first, head, *rows = asked(run, bureau, "--within", "30d").splitlines()
    assert first.startswith("全市，截至 2026-01-10，逾期的和今后 30 天的：共 ")
    assert "逾期 1 项" in first
    assert head.split() == ["期限", "距今", "单位", "类别", "事项", "依据"]
    assert rows[0].startswith("2026-01-05  逾期 5 天")
    assert rows[0].endswith("records/inspections/p-0.yml")


def test_csv_can_be_opened_in_a_spreadsheet(run: Run, bureau: Path) -> None:
    """One row a duty under stable names."""
    rows = list(csv.DictReader(io.StringIO(asked(run, bureau, "--format", "csv"))))
    late = rows[0]
    assert (late["due"], late["days"], late["unit"], late["kind"]) == ("2026-01-05", "-5", "shili", "visit")
    assert late["record"] == "inspections/p-0"


def test_nothing_due_is_said(run: Run, bureau: Path) -> None:
    """Not an empty table."""
    code, out, _ = run("--root", bureau, "due", "--as-of", "2020-01-01", "--within", "0")
    assert (code, out) == (0, "全市，截至 2020-01-01，逾期的和今后 0 天的：没有要办的事项\n")


def test_files_that_failed_the_check_are_named_as_missing(run: Run, bureau: Path) -> None:
    """A list that leaves something out says so."""
    (bureau / "records" / "inspections" / "p-1.yml").write_text("id: p-1\n", encoding="utf-8")
    code, out, err = run("--root", bureau, "due", "--as-of", "2026-01-10")
    assert code == 0
    assert "2026-01-12" not in out
    assert "1 个文件没有通过核对" in err


@pytest.mark.parametrize(
    ("arguments", "sentence", "way_out"),
    [
        (["--within", "soon"], "「soon」不是天数，应写成 30d（天）或 4w（周）", "due --help"),
        (["--within", "-3d"], "「-3d」不是天数", "due --help"),
        (["--within", "3m"], "「3m」不是天数", "due --help"),
        (["--unit", "东城"], "没有找到单位「东城」", "相近的有：东城区、"),
        (["--as-of", "2026-13-01"], "2026-13-01", "2025-12-31"),
    ],
)
def test_what_is_wrong_is_one_sentence_with_a_way_out(
    run: Run, bureau: Path, arguments: list[str], sentence: str, way_out: str
) -> None:
    """Exit 2, no traceback, nothing on standard output."""
    code, out, err = run("--root", bureau, "due", *arguments)
    assert (code, out) == (2, "")
    assert sentence in err
    assert way_out in err
    assert len(err.splitlines()) <= 2


def test_it_starts_without_heavy_packages(bureau: Path) -> None:
    """A list of days needs no tables of numbers."""
    script = (
        "import sys, runpy; sys.argv = ['generator', '--root', sys.argv[1], 'due', '--as-of', '2026-01-10']\n"
        "try: runpy.run_module('generator', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "heavy = {'pandas', 'numpy', 'jinja2', 'mkdocs', 'ruamel', 'git'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(bureau)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stderr.splitlines()[-1] == "[]"
    assert "2026-01-05" in done.stdout


def test_remind_writes_a_notice_for_each_unit_that_owes(run: Run, bureau: Path, tmp_path: Path) -> None:
    """The county's visit of this week, the city's late entry, no unannounced visit; and what fails."""
    (bureau / "records/experts/broken.yml").write_text("id: broken\n")
    folder = tmp_path / "notices"
    code, out, err = run("--root", bureau, "remind", folder, "--as-of", "2026-01-10")
    assert code == 0, (out, err)
    notices = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}
    assert sorted(notices) == ["dongcheng.md", "failed.md", "shili.md"]
    assert notices["dongcheng.md"].startswith("到期清单：东城区\n\n截至 2026-01-10，逾期 0 项，即将到期 1 项")
    assert "| 2026-01-12 | 还有 2 天 | 东城第一中学 |" in notices["dongcheng.md"]
    assert "逾期 1 项，即将到期 0 项" in notices["shili.md"]
    assert not any("2026-01-13" in text for text in notices.values())
    assert notices["failed.md"].startswith("复核不符\n")
    assert "个错误" in notices["failed.md"]


def test_remind_leaves_a_folder_in_use_alone(run: Run, bureau: Path, tmp_path: Path) -> None:
    """Notices of another day would mix with today's."""
    (tmp_path / "x").write_text("x")
    code, _, err = run("--root", bureau, "remind", tmp_path)
    assert code == 2
    assert "不是空的" in err
    assert not list(tmp_path.glob("*.md"))
