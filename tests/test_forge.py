"""What the workflows do on a forge: one comment, one label, one issue a county; nothing hostile."""

from __future__ import annotations

import importlib.util
import json
import sys
import types
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from .support.forge import BOT, Repository, packed, served

ROOT = Path(__file__).resolve().parents[1]
TEXT = """## 影响

甲禾县由第 2 位升至第 1 位。

<details><summary>名次</summary>

| 县 | 原 | 现 |
|---|---|---|
</details>
"""
COMMIT = "a" * 40


def _loaded() -> types.ModuleType:
    spec = importlib.util.spec_from_file_location("forge", ROOT / ".github" / "forge.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["forge"] = module
    spec.loader.exec_module(module)
    return module


forge = _loaded()


@pytest.fixture
def repository() -> Repository:
    """One open pull request, from a fork, whose check has run as run 5 and moves results."""
    known = Repository(pulls=[{"number": 3, "head": {"sha": COMMIT}}])
    known.artifacts[5] = artifact()
    return known


@pytest.fixture
def given(repository: Repository) -> Iterator[dict[str, str]]:
    """The variables of the comment's run."""
    with served(repository) as variables:
        event = {
            "CHECK_RUN": "5",
            "CHECK_ATTEMPT": "1",
            "COMMIT": COMMIT,
            "OWNER": "x",
            "BRANCH": "$(id)\n::error::x&y",
        }
        yield variables | event


def artifact(text: str = TEXT, number: object = 3, *, moves: object = True) -> bytes:
    verdict = json.dumps({"format": 1, "moves_results": moves})
    return packed({"impact.md": text, "pull.json": json.dumps({"number": number}), "impact.json": verdict})


def test_comment_is_posted_once_then_updated(repository: Repository, given: dict[str, str]) -> None:
    """A second run says nothing new; a third with another impact changes the same comment."""
    forge.post_comment(given)
    forge.post_comment(given)
    assert [c["body"].split("\n", 1)[1] for c in repository.comments[3]] == [TEXT]
    repository.artifacts[5] = artifact("另一次")
    forge.post_comment(given)
    assert [c["body"].split("\n", 1)[1] for c in repository.comments[3]] == ["另一次"]


def test_a_comment_of_somebody_else_is_never_written_over(
    repository: Repository, given: dict[str, str]
) -> None:
    """Whoever copies our mark into a comment of their own keeps it."""
    stranger = {"id": 1, "user": {"login": "stranger"}, "body": "<!-- records: impact -->\nx"}
    repository.comments[3] = [dict(stranger)]
    forge.post_comment(given)
    assert repository.comments[3][0] == stranger
    assert repository.comments[3][1]["user"]["login"] == BOT


def test_label_follows_the_verdict_and_the_check_reads_it_again(
    repository: Repository, given: dict[str, str]
) -> None:
    """The check failed for want of the label; it runs again once, when the label was just set."""
    rerun = ("POST", "actions/runs/5/rerun-failed-jobs", None)
    forge.post_comment(given)
    assert repository.labels[3] == ["result-moves"]
    assert repository.asked.count(rerun) == 1
    forge.post_comment(given)
    assert repository.asked.count(rerun) == 1
    repository.artifacts[5] = artifact(moves=False)
    forge.post_comment(given)
    assert repository.labels[3] == []


def test_a_second_attempt_never_starts_a_third(repository: Repository, given: dict[str, str]) -> None:
    """Somebody who takes the label away each time must not keep the machine busy."""
    forge.post_comment(given | {"CHECK_ATTEMPT": "2"})
    assert [path for _, path, _ in repository.asked if "rerun" in path] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x" * 60_001,
        "[x](https://example.org)",
        "see https://example.org",
        "WWW.example.org",
        "![x][y]",
        "@somebody look",
        "fixes #12",
        "<img src=x>",
        "<details open ontoggle=x>",
        "<!-- records: notice c1 -->",
        "a\u202eb",
        "a\x1b[2Jb",
        "a\ufeffb",
        "a\r\nb",
    ],
)
def test_hostile_comment_is_refused(repository: Repository, given: dict[str, str], text: str) -> None:
    """The generator writes none of these, so whoever does is not the generator."""
    repository.artifacts[5] = artifact(text)
    with pytest.raises(forge.RefusedError):
        forge.post_comment(given)
    assert repository.asked == []


@pytest.mark.parametrize("number", [4, 0, -3, True, "3", None, 10**12])
def test_an_artifact_cannot_choose_another_pull_request(
    repository: Repository, given: dict[str, str], number: object
) -> None:
    """The number must be that of an open pull request whose head the check ran on."""
    repository.pulls.append({"number": 4, "head": {"sha": "b" * 40}})
    repository.artifacts[5] = artifact(number=number)
    with pytest.raises(forge.RefusedError):
        forge.post_comment(given)
    assert repository.asked == []


@pytest.mark.parametrize(
    "content",
    [
        b"no archive",
        packed({"../impact.md": "x"}),
        packed({"impact.md": "x", "evil.sh": "x"}),
        packed(
            {"impact.md": b"\xff\xfe", "pull.json": '{"number": 3}', "impact.json": '{"moves_results": true}'}
        ),
        packed({"impact.md": "x", "pull.json": "[]", "impact.json": "{}"}),
        packed({"impact.md": "x", "pull.json": '{"number": 3}', "impact.json": "[" * 5000}),
        packed({"impact.md": "x" * 300_000, "pull.json": '{"number": 3}'}),
        packed({"impact.md": "x", "pull.json": '{"number": 3}', "impact.json": '{"moves_results": "yes"}'}),
        packed({}),
    ],
    ids=["no-zip", "path", "name", "no-text", "list", "depth", "large", "word", "empty"],
)
def test_hostile_artifact_is_refused(repository: Repository, given: dict[str, str], content: bytes) -> None:
    """Nothing is asked of the forge because of it."""
    repository.artifacts[5] = content
    with pytest.raises(forge.RefusedError):
        forge.post_comment(given)
    assert repository.asked == []


def test_a_bomb_is_not_unpacked(repository: Repository, given: dict[str, str]) -> None:
    """A small archive that says it holds little, and holds a thousand times as much."""
    repository.artifacts[5] = packed({"impact.json": b" " * 100_000_000})
    assert len(repository.artifacts[5]) < 200_000
    with pytest.raises(forge.RefusedError, match="太大"):
        forge.post_comment(given)


def test_two_entries_of_one_name_are_refused_or_read_as_one() -> None:
    """The same name twice must not hide a second text behind the one that was looked at."""
    import io
    import warnings

    content = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(content, "w") as folder:
        warnings.simplefilter("ignore")
        folder.writestr("impact.md", "one")
        folder.writestr("impact.md", "two")
    assert forge.unpacked(content.getvalue()) == {"impact.md": b"two"}


def test_check_demands_the_label_as_it_is_now(repository: Repository, given: dict[str, str]) -> None:
    """Not as it was when the run began; a group of the merge queue has none to show and needs it not."""
    asked = given | {"GITHUB_RUN_ID": "5", "PULL": "3"}
    with pytest.raises(forge.RefusedError, match="result-moves"):
        forge.demand_label(asked)
    repository.labels[3] = ["result-moves"]
    assert "result-moves" in forge.demand_label(asked)
    repository.labels[3] = []
    assert forge.demand_label(asked | {"PULL": ""})
    repository.artifacts[5] = artifact(moves=False)
    assert "不改变" in forge.demand_label(asked)


def test_labels_are_written_one_a_line(repository: Repository, given: dict[str, str], tmp_path: Path) -> None:
    """More than a page of them; one with a line break in its name is no two labels."""
    repository.labels[3] = [f"l{n}" for n in range(60)] + ["mixed\nresult-moves"]
    forge.main(["labels", str(tmp_path / "out/labels")], given | {"PULL": "3"})
    lines = (tmp_path / "out/labels").read_text().splitlines()
    assert lines == [f"l{n}" for n in range(60)]
    forge.main(["labels", str(tmp_path / "none")], given)
    assert (tmp_path / "none").read_text() == ""


def test_issues_are_made_updated_and_closed(
    repository: Repository, given: dict[str, str], tmp_path: Path
) -> None:
    """One for each notice, never a second; what somebody else opened is left alone."""
    repository.issues.append(
        {
            "number": 1,
            "state": "open",
            "user": {"login": "x"},
            "title": "t",
            "body": "<!-- records: notice c1 -->\n",
        }
    )
    (tmp_path / "c1.md").write_text("到期清单：甲\n\n截至 1 日\n")
    (tmp_path / "c2.md").write_text("到期清单：乙\n\n截至 1 日\n")
    forge.post_issues(given, tmp_path)
    forge.post_issues(given, tmp_path)
    assert [i["title"] for i in repository.issues] == ["t", "到期清单：甲", "到期清单：乙"]
    (tmp_path / "c1.md").write_text("到期清单：甲\n\n截至 2 日\n")
    (tmp_path / "c2.md").unlink()
    forge.post_issues(given, tmp_path)
    assert "截至 2 日" in repository.issues[1]["body"]
    assert [i["state"] for i in repository.issues] == ["open", "open", "closed"]


def test_manifest_of_the_published_site(
    repository: Repository, given: dict[str, str], tmp_path: Path
) -> None:
    """None at first; then the file; an address that is not https is refused."""
    file = tmp_path / "published.json"
    assert "还没有" in forge.fetch_published(given, file)
    assert not file.exists()
    repository.manifest = b"{}"
    forge.fetch_published(given, file)
    assert file.read_bytes() == b"{}"
    with pytest.raises(forge.RefusedError):
        forge.fetch_published(given | {"SITE_URL": "file:///etc/passwd"}, file)


def test_missing_variables_and_words_are_said() -> None:
    """In a sentence."""
    with pytest.raises(forge.RefusedError, match="GITHUB_API_URL"):
        forge.post_comment({})
    with pytest.raises(forge.RefusedError, match="comment"):
        forge.main(["x"], {})
