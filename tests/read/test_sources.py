"""Work tree, commit and memory give the same files; nothing is followed, run or changed."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from generator.model.document import SourceFile
from generator.model.errors import GeneratorError
from generator.model.snapshot import Revision
from generator.read import git
from generator.read.sources import LIMIT, Commit, Memory, Source, WorkTree, blob_id


def run(root: Path, *arguments: str) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    environment |= {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "a",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@example.org",
        "GIT_AUTHOR_DATE": "2025-12-31T23:30:00+08:00",
        "GIT_COMMITTER_DATE": "2025-12-31T23:30:00+08:00",
    }
    done = subprocess.run(["git", *arguments], cwd=root, env=environment, check=True, capture_output=True)
    return done.stdout.decode().strip()


FILES: dict[str, bytes] = {
    "records/bureau.yml": b"name: a\r\n",
    "records/experts/a.yml": "id: 张\n".encode(),
    "records/experts/a-b.yml": b"id: a-b\n",
    "records/experts/2025/a.yml": b"",
    "records/experts/.hidden": b"x",
    "records/experts/名单 1.yml": b"x",
    "records/experts/line\nbreak.yml": b"x",
    "records/big.yml": b"a" * (LIMIT + 1),
    "schemas/experts.schema.json": b"{}",
    "other/x.yml": b"x",
    "mkdocs.yml": b"site_name: x\n",
}


def write(root: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """One commit with ordinary and odd files."""
    write(tmp_path, FILES)
    (tmp_path / "records/experts/link.yml").symlink_to("/etc/hostname")
    (tmp_path / "records/folder-link").symlink_to("/etc")
    run(tmp_path, "init", "-q", "-b", "main")
    run(tmp_path, "add", "-A")
    run(tmp_path, "commit", "-q", "-m", "first")
    return tmp_path


def listed(source: Source, *folders: str) -> list[SourceFile]:
    return list(source.files(*folders))


def test_work_tree_commit_and_memory_give_equal_files(repository: Path) -> None:
    """An old revision must read exactly as it did when it was on disk."""
    work_tree = listed(WorkTree(repository), "schemas", "records", "mkdocs.yml", "missing")
    assert listed(Commit(repository, "HEAD"), "schemas", "records", "mkdocs.yml", "missing") == work_tree
    ordinary = [f for f in work_tree if f.mode == "file"]
    assert listed(Memory(FILES), "schemas", "records", "mkdocs.yml", "missing") == ordinary
    assert [f.path for f in ordinary] == sorted(p for p in FILES if not p.startswith("other"))
    assert [f.path for f in work_tree if f.mode == "link"] == [
        "records/experts/link.yml",
        "records/folder-link",
    ]


def test_content_above_one_mebibyte_is_not_read(repository: Path) -> None:
    """The size is still known, for the diagnostic."""
    for source in (WorkTree(repository), Commit(repository, "main")):
        (big,) = [f for f in source.files("records") if f.path == "records/big.yml"]
        assert (big.content, big.size) == (None, LIMIT + 1)


def test_blob_is_gits_own_id(repository: Path) -> None:
    """So a cache filled from disk is good for a commit too."""
    assert blob_id(b"id: a-b\n") == run(repository, "rev-parse", "HEAD:records/experts/a-b.yml")


def test_folder_without_files_is_listed(tmp_path: Path) -> None:
    """Git would lose it without a word."""
    (tmp_path / "records/experts/2025").mkdir(parents=True)
    assert listed(WorkTree(tmp_path), "records") == [SourceFile("records/experts/2025", "folder")]


def test_nested_repository_is_not_entered(repository: Path) -> None:
    """Its content belongs to other commits; git itself calls it a submodule."""
    inner = repository / "records/experts/inner"
    write(inner, {"a.yml": b"id: a\n"})
    run(inner, "init", "-q")
    run(inner, "add", "-A")
    run(inner, "commit", "-q", "-m", "x")
    run(repository, "add", "-A")
    run(repository, "commit", "-q", "-m", "second")
    expected = SourceFile("records/experts/inner", "submodule")
    assert expected in listed(WorkTree(repository), "records")
    assert listed(Commit(repository, "HEAD"), "records") == listed(WorkTree(repository), "records")


def test_pipe_is_not_opened(tmp_path: Path) -> None:
    """Opening it would wait for ever."""
    (tmp_path / "records").mkdir()
    os.mkfifo(tmp_path / "records/pipe.yml")
    assert listed(WorkTree(tmp_path), "records") == [SourceFile("records/pipe.yml", "other")]


def test_root_may_be_a_folder_of_the_repository(repository: Path) -> None:
    """A bureau may keep its records inside a larger repository."""
    assert listed(Commit(repository / "records", "HEAD"), "experts") == listed(
        WorkTree(repository / "records"), "experts"
    )


def test_revision_and_date(repository: Path) -> None:
    """A page names the commit that it was made from; the date is the committer's own day."""
    head = run(repository, "rev-parse", "HEAD")
    for source in (WorkTree(repository), Commit(repository, "main")):
        assert source.revision == Revision(head, dirty=False)
        assert source.commit_date == date(2025, 12, 31)
    (repository / "records/experts/new.yml").write_bytes(b"id: new\n")
    assert WorkTree(repository).revision == Revision(head, dirty=True)
    assert Commit(repository, "main").revision == Revision(head, dirty=False)


def test_outside_of_git_there_is_no_revision(tmp_path: Path) -> None:
    """Files can be checked before they are under version control."""
    if git.has_repository(tmp_path):
        pytest.skip("the temporary folder lies in a repository")
    assert WorkTree(tmp_path).revision == Revision()
    assert WorkTree(tmp_path).commit_date is None


def test_repository_without_a_commit(tmp_path: Path) -> None:
    """The first check comes before the first commit."""
    run(tmp_path, "init", "-q")
    assert WorkTree(tmp_path).revision == Revision()
    assert WorkTree(tmp_path).commit_date is None


@pytest.mark.parametrize(
    "revision",
    [
        "",
        "--output=stolen",
        "-h",
        "nothing",
        "HEAD~5",
        "HEAD:records",
        "a\nb",
        "main..main",
        "^main",
        "HEAD^{tree}",
    ],
)
def test_what_names_no_commit_is_refused(repository: Path, revision: str) -> None:
    """A revision that looks like an option must never reach git as one."""
    with pytest.raises(GeneratorError) as caught:
        Commit(repository, revision)
    assert caught.value.message.en
    assert caught.value.hint
    assert not (repository / "stolen").exists()


def test_folder_that_is_no_repository(tmp_path: Path) -> None:
    """The sentence names the folder and says what to do."""
    if git.has_repository(tmp_path):
        pytest.skip("the temporary folder lies in a repository")
    with pytest.raises(GeneratorError, match="不是 Git 仓库"):
        Commit(tmp_path, "HEAD")
    with pytest.raises(GeneratorError, match="不是 Git 仓库"):
        Commit(tmp_path / "missing", "HEAD")


def test_variables_of_a_hook_do_not_mislead(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git exports GIT_DIR and GIT_INDEX_FILE inside hooks."""
    other = tmp_path_factory.mktemp("other")
    run(other, "init", "-q")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git/index"))
    assert Commit(repository, "main").revision == WorkTree(repository).revision
    assert os.environ["GIT_DIR"] == str(other / ".git")


def test_gits_own_folder_is_found_from_below_and_from_a_second_work_tree(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """It is never a folder that a commit holds."""
    second = tmp_path_factory.mktemp("second") / "tree"
    run(repository, "worktree", "add", "-q", "--detach", str(second))
    assert git.own_folder(repository) == git.own_folder(repository / "records") == repository / ".git"
    assert git.own_folder(second) == repository / ".git/worktrees/tree"
    (second / ".git").write_text("gitdir: nowhere")
    assert git.own_folder(second) is None
    assert git.own_folder(second.parent) is None


def test_merge_base(repository: Path) -> None:
    """The impact of a branch is measured from where it began."""
    base = run(repository, "rev-parse", "HEAD")
    run(repository, "checkout", "-q", "-b", "side")
    run(repository, "commit", "-q", "--allow-empty", "-m", "side")
    run(repository, "checkout", "-q", "main")
    run(repository, "commit", "-q", "--allow-empty", "-m", "main")
    assert git.merge_base(repository, "main", "side") == base


def test_shallow_clone_says_so(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A missing commit there is no typing error."""
    first = run(repository, "rev-parse", "HEAD")
    run(repository, "commit", "-q", "--allow-empty", "-m", "second")
    clone = tmp_path_factory.mktemp("clone")
    run(clone, "clone", "-q", "--depth", "1", f"file://{repository}", ".")
    assert git.is_shallow(clone)
    assert not git.is_shallow(repository)
    with pytest.raises(GeneratorError, match="浅克隆"):
        Commit(clone, first)


def test_reading_changes_nothing(repository: Path) -> None:
    """Not even git's index, which status likes to refresh."""
    os.utime(repository / "records/bureau.yml", (1, 1))
    index = (repository / ".git/index").read_bytes()
    assert WorkTree(repository).revision.commit
    listed(Commit(repository, "HEAD"), "records")
    assert (repository / ".git/index").read_bytes() == index


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_file_without_permission(tmp_path: Path) -> None:
    """Something around the records is wrong, not a record."""
    write(tmp_path, {"records/a.yml": b"x"})
    (tmp_path / "records/a.yml").chmod(0)
    with pytest.raises(GeneratorError, match=r"records/a\.yml"):
        listed(WorkTree(tmp_path), "records")


def test_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As above for whoever runs the tests as root: a disk that fails."""
    write(tmp_path, {"records/a.yml": b"x"})

    def fail(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.open", fail)
    with pytest.raises(GeneratorError, match=r"records/a\.yml"):
        listed(WorkTree(tmp_path), "records")


def test_work_tree_does_not_import_gitpython(repository: Path) -> None:
    """Its import takes 0.2 s, which every check would pay."""
    code = (
        "import sys, pathlib; from generator.read.sources import WorkTree;"
        f"w = WorkTree(pathlib.Path({str(repository)!r}));"
        "list(w.files('records')); assert w.revision.commit;"
        "print('git' in sys.modules, 'pandas' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.split() == ["False", "False"]
