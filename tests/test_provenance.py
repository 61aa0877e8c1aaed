"""A site can be made again byte for byte, and an old manifest shows whether the past was rewritten."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from generator import pipeline, provenance
from generator.model.errors import GeneratorError
from generator.model.history import History
from generator.read.sources import Commit, WorkTree
from tests.support.histories import change
from tests.support.pull_requests import bureau, issue
from tests.support.repositories import Repository
from tests.support.site import ROOT, Built, build_here, cheaply, page_files
from tests.support.terminal import Run

BULLETIN = "records/bulletins/2025/quarterly-2025-q3.yml"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A history with two bulletins, and the site of its last commit.

    Neither making a site again nor the look at the past asks what kinds of records there are, so a bureau of
    thirty records shows it as well as a city; that of the sample is made again in ``test_site.py``.
    """
    root = bureau(tmp_path_factory.mktemp("provenance") / "city")
    change(root / "records/bureau.yml", "as_of: 2025-12-31", "as_of: 2026-01-05")
    issue(root, 3, "示教体函〔2026〕1号", date(2026, 1, 5))
    shutil.copytree(ROOT / "docs", root / "docs")
    shutil.copy(ROOT / "mkdocs.yml", root)
    Repository(root).commit({})
    return build_here(root, root.parent / "site")


@pytest.fixture
def copy(city: Built, tmp_path: Path) -> Repository:
    """The same repository, to be treated badly."""
    Repository(tmp_path).git("clone", "--quiet", str(city.root), str(tmp_path / "city"))
    return Repository(tmp_path / "city")


def test_uncommitted_changes_are_said_on_every_page(copy: Repository, tmp_path: Path) -> None:
    """A site from changed files must not pass for the site of a commit."""
    commit = copy.git("rev-parse", "HEAD").strip()
    bureau_file = copy.root / "records/bureau.yml"
    bureau_file.write_text(f"{bureau_file.read_text()}# 改过\n")
    built = build_here(copy.root, tmp_path / "site")
    assert json.loads((built.site / "manifest.json").read_bytes())["dirty"] is True
    pages = page_files(built.site)
    assert len(pages) > 100
    for path in pages:
        foot = path.read_text(encoding="utf-8").partition("<footer")[2]
        assert f"{commit[:12]}+" in re.sub(r"<[^>]*>", "", foot), path


# --- build --at ------------------------------------------------------------------------------------


def test_a_day_is_the_last_commit_of_the_main_line_on_it(tmp_path: Path) -> None:
    """Side branches count from the day of their merge; a day is the committer's own, and its end counts."""
    repository = Repository(tmp_path)
    first = repository.commit({"records/a/x.yml": "x: 1\n"}, on="2025-01-02")
    last = repository.commit({"records/a/x.yml": "x: 2\n"})
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit({"records/a/y.yml": "y: 1\n"}, on="2025-02-01")
    repository.git("checkout", "--quiet", "main")
    repository.day = "2025-03-01"
    repository.git("merge", "--quiet", "--no-ff", "side")
    merged = repository.git("rev-parse", "HEAD")
    assert first != last
    expected = {"2025-01-02": last, "2025-02-15": last, "2025-03-01": merged, "2026-01-01": merged}
    for day, commit in expected.items():
        source = Commit(tmp_path, day)
        assert source.revision.commit == commit, day
        assert source.commit_date == date.fromisoformat(day)
    with pytest.raises(GeneratorError, match="2025-01-01 以前还没有提交"):
        Commit(tmp_path, "2025-01-01")
    with pytest.raises(GeneratorError, match="没有版本"):
        Commit(tmp_path, "2025-02-31")


def test_a_day_before_the_edge_of_a_shallow_clone_asks_for_the_whole(tmp_path: Path) -> None:
    """The commit may well exist; it was only not fetched."""
    repository = Repository(tmp_path / "whole")
    repository.commit({"records/a/x.yml": "x: 1\n"}, on="2025-01-02")
    repository.commit({"records/a/x.yml": "x: 2\n"}, on="2025-06-02")
    cut = repository.shallow(tmp_path / "cut")
    assert Commit(cut, "2025-06-02").revision.commit == repository.ids[-1]
    with pytest.raises(GeneratorError, match="浅克隆") as stopped:
        Commit(cut, "2025-03-01")
    assert stopped.value.hint
    assert "fetch-depth: 0" in stopped.value.hint.zh


# --- verify-site -----------------------------------------------------------------------------------


def test_site_is_the_one_that_its_commit_gives(city: Built, run: Run) -> None:
    """Anybody can take a site and see that it came from these records, byte for byte."""
    with cheaply():
        code, out, err = run("--root", city.root, "verify-site", city.site)
    assert code == 0, out + err
    assert "逐字节一致" in out


@pytest.fixture
def rebuilt(city: Built, monkeypatch: pytest.MonkeyPatch) -> Built:
    """What is made again is the site of the city, without the work."""
    monkeypatch.setattr(provenance, "build", lambda _source, _checked, out, **_: out.symlink_to(city.site))
    return city


def test_manifest_alone_is_enough(rebuilt: Built, run: Run) -> None:
    """Whoever kept only the list of digests can hold it against the records."""
    code, out, err = run("--root", rebuilt.root, "verify-site", rebuilt.site / "manifest.json")
    assert code == 0, out + err


def test_each_file_that_differs_is_named(rebuilt: Built, run: Run, tmp_path: Path) -> None:
    """One changed digit, one lost file and one slipped in."""
    site = tmp_path / "site"
    shutil.copytree(rebuilt.site, site, copy_function=os.link)
    page = site / "rankings/index.html"
    content = page.read_bytes()
    page.unlink()
    page.write_bytes(content + b" ")
    (site / "data/awards.csv").unlink()
    (site / "extra.html").write_text("x")
    code, out, err = run("--root", rebuilt.root, "verify-site", site)
    assert code == 1
    assert out.splitlines() == [
        "缺少文件：data/awards.csv", "多出文件：extra.html", "内容不符：rankings/index.html",
    ]  # fmt: skip
    assert "3 个文件" in err


def test_reasons_why_a_site_may_differ_are_said(rebuilt: Built, run: Run, tmp_path: Path) -> None:
    """Another commit, another version of the generator, changes that nobody committed."""
    first = Repository(rebuilt.root).git("rev-parse", "HEAD~1")
    data = json.loads((rebuilt.site / "manifest.json").read_bytes())
    data |= {"commit": first, "dirty": True, "generator": {"name": "equipment-records", "version": "0.0.1"}}
    (tmp_path / "manifest.json").write_text(json.dumps(data), encoding="utf-8")
    code, out, _ = run("--root", rebuilt.root, "verify-site", tmp_path / "manifest.json")
    assert code == 1
    assert out.splitlines()[0] == "内容不符：manifest.json"
    assert f"清单写的提交是 {first}" in out
    assert "由 0.0.1 版程序生成" in out
    assert "未提交改动" in out


def test_shallow_clone_cannot_make_a_site_again(rebuilt: Built, run: Run, tmp_path: Path) -> None:
    """The pages tell the history, so a part of it gives other pages; the hint says how to fetch all."""
    cut = Repository(rebuilt.root).shallow(tmp_path / "cut")
    code, _, err = run("--root", cut, "verify-site", rebuilt.site / "manifest.json")
    assert code == 2
    assert "fetch-depth: 0" in err


def test_folder_of_something_else_is_refused(rebuilt: Built, run: Run, tmp_path: Path) -> None:
    """There is nothing to compare with."""
    code, _, err = run("--root", rebuilt.root, "verify-site", tmp_path)
    assert code == 2
    assert "manifest.json" in err


# --- verify-history --------------------------------------------------------------------------------


def verified(run: Run, repository: Repository, city: Built) -> tuple[int, str]:
    code, out, err = run("--root", repository.root, "verify-history", "--since", city.site / "manifest.json")
    return code, out + err


def edit(repository: Repository, path: str, old: str, new: str) -> None:
    text = (repository.root / path).read_text(encoding="utf-8")
    assert re.search(old, text)
    repository.commit({path: re.sub(old, new, text, count=1)}, on="2026-03-01")


def test_past_that_only_grew_holds(city: Built, copy: Repository, run: Run) -> None:
    """New records, a new commit, also through a merge: nothing that was promised is gone."""
    copy.commit({"records/notes.txt": "x"}, on="2026-03-01")
    code, said = verified(run, copy, city)
    assert code == 0, said
    assert "没有被改过" in said
    assert "2 份通报" in said


def test_rewritten_issue_date_is_found(city: Built, copy: Repository, run: Run) -> None:
    """An ordinary commit can do it, with no force push at all."""
    edit(copy, BULLETIN, r"signed_on: \S+", "signed_on: 2025-01-01")
    code, said = verified(run, copy, city)
    assert code == 1
    assert re.search(r"印发日期被改过 +2026-01-05 +2025-01-01", said)


def test_removed_and_reworded_bulletins_are_found(city: Built, copy: Repository, run: Run) -> None:
    """Each by its number, each in a row of its own."""
    copy.commit({BULLETIN: None})
    edit(copy, "records/bulletins/2025/quarterly-2025-q4.yml", "title: 关于", "title: 重新关于")
    code, said = verified(run, copy, city)
    assert code == 1
    assert "通报不见了" in said
    assert "文字被改过" in said


def test_force_push_is_found(city: Built, copy: Repository, run: Run) -> None:
    """The commit of the manifest was amended away; an old clone still has it, a new one does not."""
    copy.git("commit", "--quiet", "--amend", "--message=records: other", "--no-edit")
    code, said = verified(run, copy, city)
    assert code == 1
    assert "强制推送" in said
    assert "不在今天的主线里" in said


def test_cut_off_history_is_found(city: Built, copy: Repository, run: Run) -> None:
    """Everything in one new first commit: the records are the same, their past is gone."""
    copy.git("checkout", "--quiet", "--orphan", "fresh")
    copy.git("commit", "--quiet", "--message=records: begin")
    copy.git("branch", "--quiet", "--force", "main")
    code, said = verified(run, copy, city)
    assert code == 1
    assert "历史被截断" in said


def test_manifest_that_was_tampered_with_is_no_witness(
    city: Built, copy: Repository, run: Run, tmp_path: Path
) -> None:
    """What it says is held against its own commit too."""
    data = json.loads((city.site / "manifest.json").read_bytes())
    data["bulletins"][0]["signed_on"] = "2020-01-01"
    (tmp_path / "manifest.json").write_text(json.dumps(data), encoding="utf-8")
    code, out, _ = run("--root", copy.root, "verify-history", "--since", tmp_path / "manifest.json")
    assert code == 1
    assert "与清单自己的提交不符" in out


def test_shallow_clone_cannot_show_that_nothing_was_rewritten(
    city: Built, copy: Repository, run: Run, tmp_path: Path
) -> None:
    """Silence about a past that is not there would be a lie."""
    code, said = verified(run, Repository(copy.shallow(tmp_path / "cut")), city)
    assert code == 2
    assert "fetch-depth: 0" in said


# --- archive ---------------------------------------------------------------------------------------


def test_archive_has_the_records_of_then_though_they_changed_since(city: Built, copy: Repository) -> None:
    """A school was renamed after the bulletin: the file of the bulletin has the old name, found by digest."""
    before = json.loads((city.site / "data/archive/quarterly-2025-q4.json").read_bytes())
    key = next(r["record"] for r in before["records"] if r["record"].startswith("organizations/"))
    path = f"records/{key}.yml"
    edit(copy, path, r"name: (\S+)", r"name: 新\1")
    checked = pipeline.check(WorkTree(copy.root))
    kept = provenance.archived(copy.root, checked, provenance.history_of(copy.root, checked))
    (mine,) = (one for one in kept if one.bulletin == "quarterly-2025-q4")
    assert mine.missing == ()
    assert json.loads(mine.content) == before
    without = provenance.archived(copy.root, checked, History())
    assert [key in one.missing for one in without if one.bulletin == mine.bulletin] == [True]


def test_archive_lists_where_each_bulletin_was_issued(city: Built, run: Run) -> None:
    """The revisions to look at, the oldest first, with the digest of what the site keeps."""
    code, out, err = run("--root", city.root, "archive", "--format", "json")
    assert code == 0, err
    listed = json.loads(out)["bulletins"]
    last, first = Repository(city.root).git("log", "--format=%H", "--grep=bulletins: issue").split()
    assert [one["issued_in"] for one in listed] == [first, last]
    assert [one["signed_on"] for one in listed] == sorted(one["signed_on"] for one in listed)
    index = json.loads((city.site / "data/archive/index.json").read_bytes())["bulletins"]
    assert {e["bulletin"]["id"]: e["sha256"] for e in index} == {o["bulletin"]: o["sha256"] for o in listed}
    _, table, _ = run("--root", city.root, "archive")
    assert len(table.splitlines()) == len(listed) + 1
    assert first[:12] in table
    assert last[:12] in table


def test_bulletin_leads_to_its_data_of_then(city: Built) -> None:
    """The page names the file and its digest; what the digest says is so."""
    page = (city.site / "bulletins/quarterly-2025-q4/index.html").read_text(encoding="utf-8")
    content = (city.site / "data/archive/quarterly-2025-q4.json").read_bytes()
    assert 'href="../../data/archive/quarterly-2025-q4.json"' in page
    assert hashlib.sha256(content).hexdigest() in page


def test_archive_needs_the_whole_history(copy: Repository, run: Run, tmp_path: Path) -> None:
    """Where a bulletin was issued cannot be told from the last commit alone."""
    code, _, err = run("--root", copy.shallow(tmp_path / "cut"), "archive")
    assert code == 2
    assert "fetch-depth: 0" in err
