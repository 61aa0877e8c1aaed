"""What the terminal tells of a record's history: in ``explain``, from the log of a small city."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.support.repositories import Repository
from tests.support.terminal import Run


@pytest.fixture(scope="module")
def city(village: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A small city where one score was moved, twice, by two people."""
    root = tmp_path_factory.mktemp("histories") / "city"
    shutil.copytree(village, root, symlinks=True)
    repository = Repository(root)
    path = one_visit(root)
    for who, on, score in (("张三", "2026-02-01", 1), ("李四", "2026-02-03", 0)):
        text = (root / path).read_text(encoding="utf-8")
        text = re.sub(r"score: \d+", f"score: {score}", text, count=1)
        repository.commit({path: text}, by=who, address=f"{score}+login@users.noreply.example.org", on=on)
    return repository


def one_visit(root: Path) -> str:
    found = next(
        path
        for path in sorted((root / "records/inspections/2025").glob("*.yml"))
        if "status: done" in (text := path.read_text(encoding="utf-8")) and re.search(r"score: [2-9]", text)
    )
    return found.relative_to(root).as_posix()


def test_explain_says_when_each_record_was_changed_last_and_by_whom(city: Repository, run: Run) -> None:
    """A number rests on records, and records on commits."""
    county = re.search(r"organization: (\S+?)-", (city.root / one_visit(city.root)).read_text("utf-8"))
    assert county
    code, out, err = run("--root", city.root, "explain", county[1])
    assert code == 0, err
    line = next(one for one in out.splitlines() if one_visit(city.root) in one)
    assert line.endswith(f"〔提交过 3 次，最近 2026-02-03 李四 {city.ids[-1][:12]}〕")
    assert "@" not in out


def test_explain_of_an_old_revision_has_its_history(city: Repository, run: Run) -> None:
    """What came later is not told of an earlier state."""
    _, out, _ = run("--root", city.root, "explain", "乙溪县", "--at", city.ids[0])
    assert "李四" not in out


def test_explain_a_year_lists_the_changes_of_the_evaluation(
    city: Repository, run: Run, tmp_path: Path
) -> None:
    """A score of the annual evaluation that was moved after the visit stands there with its mover."""
    root = tmp_path / "city"
    city.git("clone", "--quiet", str(city.root), str(root))
    changed = Repository(root)
    path = min((root / "records/evaluations").rglob("*2025*.yml")).relative_to(root).as_posix()
    text = (root / path).read_text(encoding="utf-8")
    old = re.search(r"self_score: ([\d.]+)", text)
    assert old
    changed.commit({path: text.replace(old[0], "self_score: 0.25", 1)}, by="王五", on="2026-02-05")
    unit = re.search(r"unit: (\S+)", text)
    assert unit
    code, out, err = run("--root", root, "explain", unit[1], "--year", "2025")
    assert code == 0, err
    told = out.partition("改动记录（evaluations/")[2]
    assert f"2026-02-05 修改  王五  {changed.ids[0][:12]}" in told
    assert f"自评得分 {old[1]} → 0.25" in told


def test_explain_in_a_shallow_clone_says_that_the_history_is_not_whole(
    city: Repository, run: Run, tmp_path: Path
) -> None:
    """The numbers are whole all the same, so it is said and no error."""
    code, out, _ = run("--root", city.shallow(tmp_path / "cut"), "explain", "乙溪县")
    assert code == 0
    assert "历史不全" in out
    assert "fetch-depth: 0" in out
