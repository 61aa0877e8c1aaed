"""``generator impact`` at the command line: what it prints and writes, and that it never blames."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.histories import begun, change, git
from tests.support.terminal import Run

VISIT = "records/inspections/i-01.yml"


@pytest.fixture
def bureau(tmp_path: Path) -> Path:
    """One commit on main, and a visit that is worse in the work tree: 90 points become 60."""
    root = begun(tmp_path / "bureau")
    change(root / VISIT, "item: hc-3\n    result: met", "item: hc-3\n    result: unmet")
    return root


def test_work_tree_is_compared_and_the_exit_code_is_0(run: Run, bureau: Path) -> None:
    """It informs; whether a change may come in is the business of ``check``. Errors are said all the same."""
    code, out, err = run("--root", bureau, "impact", "main")
    assert code == 0, err
    assert "名次  没有单位的名次变动" in out
    assert "CHK010" in out
    assert "  逐项结果（hc-3） › 结果  符合 → 不符合" in out


def test_json_for_a_workflow(run: Run, bureau: Path) -> None:
    """It sets a label by ``moves_results``."""
    code, out, _ = run("--root", bureau, "impact", "main", "--format", "json")
    found = json.loads(out)
    assert (code, found["format"], found["moves_results"]) == (0, 1, True)
    assert found["records"][0]["fields"][0]["before"] == "符合"
    assert json.loads(run("--root", bureau, "impact", "main", "main", "--format", "json")[1])["records"] == []


def test_report_goes_to_a_file(run: Run, bureau: Path, tmp_path: Path) -> None:
    """And nothing but what is said to people goes to the terminal."""
    path = tmp_path / "out" / "comment.md"
    code, out, _ = run("--root", bureau, "impact", "main", "--format", "markdown", "--output", path)
    assert (code, out) == (0, "")
    assert path.read_text(encoding="utf-8").startswith("## 改动的影响\n")


def test_english_on_request(run: Run, bureau: Path) -> None:
    """No Chinese is left in what the program says by itself."""
    out = run("--lang", "en", "--root", bureau, "impact", "main")[1]
    assert out.startswith("Ranks  No rank moves; 2 totals with the same rank, 16 numbers.")
    assert "Bulletins  No issued bulletin is contradicted." in out


def test_unknown_revision_is_an_error_of_use(run: Run, bureau: Path) -> None:
    """With the way out."""
    code, _, err = run("--root", bureau, "impact", "no-such-branch")
    assert code == 2
    assert "no-such-branch" in err


def test_site_is_not_built_of_records_with_errors(run: Run, bureau: Path, tmp_path: Path) -> None:
    """The report is written before."""
    change(bureau / VISIT, "result: unmet", "result: great")
    code, out, err = run("--root", bureau, "impact", "main", "--site", tmp_path / "sites")
    assert code == 2
    assert "名次" in out
    assert "还有错误" in err
    assert git(bureau, "status", "--porcelain") == f"M {VISIT}"
