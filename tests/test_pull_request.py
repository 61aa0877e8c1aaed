"""A fork's pull request from its check to the comment: the workflows' steps in order, hostile names."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .support.forge import Repository, packed, served
from .support.histories import begun, change, commit, git
from .support.records import ROOT
from .support.workflow import Ran, job, run_steps

VISIT = Path("records/inspections/i-01.yml")
TITLE = "改正::error file=x::y\n$(touch pwned-title) `touch pwned-title` \u202e"
BRANCH = "x;$(touch${IFS}pwned-branch)"
HOSTILE = [
    "::error::x.yml",
    "$(touch pwned-file).yml",
    "a\nb.yml",
    "x\u202ey.yml",
    "@all #1 [a](b) <img>.yml",
]
CHECK_RUN = 5
JUDGING = "Annotate the lines and report in the summary"


class Place:
    """A runner's folder: the judge from the base, the change as the fork has it."""

    def __init__(self, root: Path, repository: Repository, variables: dict[str, str]) -> None:
        self.root = root
        self.repository = repository
        self.variables = variables | {
            "GITHUB_STEP_SUMMARY": str(root / "summary.md"),
            "GITHUB_RUN_ID": str(CHECK_RUN),
            "GENERATOR_CACHE": "off",
        }
        self.change = begun(root / "change")
        self.base = git(self.change, "rev-parse", "HEAD")
        git(self.change, "switch", "-q", "-c", BRANCH)
        self.judge = root / "judge"
        installed(self.judge)

    def checked(self, author: str = "stranger") -> list[Ran]:
        """The check of the change as it is now, up to the artifact."""
        head = commit(self.change, TITLE)
        self.repository.pulls = [{"number": 3, "head": {"sha": head}}]
        context = {
            "github.event.pull_request.base.sha || github.event.merge_group.base_sha": self.base,
            "github.event.pull_request.user.login": author,
            "github.event.pull_request.number": "3",
            "github.token": "t",
        }
        shutil.rmtree(self.judge / "out", ignore_errors=True)
        done = run_steps(job("check", "records"), self.root, self.variables, context)
        kept = self.judge / "out" / "impact"
        self.repository.artifacts[CHECK_RUN] = packed({f.name: f.read_bytes() for f in kept.iterdir()})
        return done

    def moves(self) -> Ran:
        """The job that demands the label."""
        context = {"github.event.pull_request.number": "3", "github.token": "t"}
        (done,) = run_steps(job("check", "moves"), self.root, self.variables, context)
        return done

    def commented(self) -> Ran:
        """The comment, by the main branch's code."""
        context = {
            "github.token": "t",
            "github.event.workflow_run.id": str(CHECK_RUN),
            "github.event.workflow_run.run_attempt": "1",
            "github.event.workflow_run.head_sha": self.repository.pulls[0]["head"]["sha"],
            "github.event.workflow_run.head_branch": BRANCH,
            "github.event.workflow_run.head_repository.owner.login": "stranger",
        }
        (done,) = run_steps(job("comment", "comment"), self.judge, self.variables, context)
        return done

    @property
    def comment(self) -> str:
        """The one comment that the pull request has."""
        (only,) = self.repository.comments[3]
        return str(only["body"])


def installed(folder: Path, program: str = "generator") -> None:
    """What a checkout of the base and the installation of the generator leave behind."""
    (folder / ".github").mkdir(parents=True, exist_ok=True)
    (folder / ".venv/bin").mkdir(parents=True)
    for name in ("Makefile", "requirements.txt", ".github/forge.py"):
        shutil.copy(ROOT / name, folder / name)
    start = f'PYTHONPATH="{ROOT}" exec "{sys.executable}" -m {program} "$@"\n'
    for name, words in (("python", '[ "$1 $2" = "-m generator" ] && shift 2 || exit\n'), ("generator", "")):
        file = folder / ".venv/bin" / name
        file.write_text(f"#!/bin/sh\n{words}{start}")
        file.chmod(0o755)
    for name in ("created", "ready"):
        (folder / ".venv" / name).touch()
    os.utime(folder / "requirements.txt", (0, 0))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A fork's pull request on a small bureau."""
    repository = Repository()
    with served(repository) as variables:
        yield Place(tmp_path, repository, variables)


def ended(done: list[Ran]) -> dict[str, int]:
    return {one.name: one.code for one in done}


def test_from_the_check_to_the_comment(place: Place) -> None:
    """A change that moves a number: the label is set, and the check that wanted it passes then."""
    change(place.change / VISIT, "result: met", "result: unmet")
    done = place.checked()
    assert all(code == 0 for name, code in ended(done).items() if name != JUDGING), done
    wanting = place.moves()
    assert wanting.code != 0
    assert "result-moves" in wanting.out
    assert place.commented().code == 0
    assert "i-01" in place.comment
    assert place.repository.labels[3] == ["result-moves"]
    assert place.moves().code == 0
    assert [path for _, path, _ in place.repository.asked if path.startswith("actions/")] == [
        f"actions/runs/{CHECK_RUN}/rerun-failed-jobs"
    ]


def test_hostile_names_do_nothing(place: Place) -> None:
    """Titles, branches, files and text of a fork: none of their commands runs or is obeyed."""
    for name in HOSTILE:
        (place.change / "records/awards").mkdir(exist_ok=True)
        (place.change / "records/awards" / name).write_text("id: x\ntitle: '::error::from a record'\n")
    change(place.change / VISIT, "result: met", "result: unmet")
    done = place.checked(author="$(touch pwned-author)")
    assert ended(done)[JUDGING] == 1
    assert "\u202e" not in (place.root / "summary.md").read_text()
    assert ended(done)["Work out who moves"] == 0
    assert not list(place.root.rglob("pwned*"))
    said = next(one.out for one in done if one.name == JUDGING)
    commands = [line for line in said.splitlines() if line.lstrip().startswith(("::", "##["))]
    assert commands
    assert all(
        line.startswith(("::error file=records/", "::warning file=", "::error title=", "::notice"))
        for line in commands
    )
    assert not any("\u202e" in one.out for one in done)
    posted = place.commented()
    assert posted.code == 0, posted.out
    assert not list(place.root.rglob("pwned*"))
    assert "\u202e" not in place.comment
    assert "<img" not in place.comment
    assert "@all" not in place.comment


def test_a_change_of_nothing_published_needs_no_label(place: Place) -> None:
    """And its comment says so."""
    (place.change / "notes.md").write_text("x")
    place.checked()
    assert place.moves().code == 0
    assert place.commented().code == 0
    assert 3 not in place.repository.labels
    assert "没有单位的名次变动" in place.comment


@pytest.fixture
def main_line(tmp_path: Path) -> Path:
    """The bureau's repository with the project's own files, as a checkout of main has it.

    Its sites have no search, and MkDocs runs once for both: that a commit gives the site of its work tree
    with everything is shown in ``test_site.py``; here it is the steps of the workflow and their order.
    """
    root = begun(tmp_path / "main")
    installed(root, "tests.support.cheaper")
    shutil.copytree(ROOT / "docs", root / "docs")
    shutil.copy(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    (root / ".gitignore").write_text("/.venv\n/site/\n/.site-*/\n/out/\n")
    commit(root, "docs: begin")
    return root


def test_publication_refuses_a_rewritten_past(main_line: Path) -> None:
    """The first one passes; after a force push the site is not even built."""
    repository = Repository()
    with served(repository) as variables:
        first = run_steps(job("publish", "build"), main_line, variables, {})
        assert [one.code for one in first] == [0] * len(first), first
        repository.manifest = (main_line / "site/manifest.json").read_bytes()
        git(main_line, "commit", "-q", "--amend", "--allow-empty", "-m", "docs: begin otherwise")
        second = run_steps(job("publish", "build"), main_line, variables, {})
    assert [one.name for one in second if one.code] == ["Refuse a past that was changed"]
    assert second[-1].name == "Refuse a past that was changed"
    assert "强制推送" in second[-1].out


PLANNED = """id: p-01
period: 2026-Q1
topic: hazchem
organization: no1-middle
mode: announced
status: planned
planned_on: 2026-01-05
team:
  - {expert: expert-01, role: lead}
checklist: hazchem-2025
"""


def test_every_night_the_counties_are_told(main_line: Path) -> None:
    """A visit that nobody entered is late from then on; each night's run changes the same issues."""
    (main_line / "records/inspections/p-01.yml").write_text(PLANNED, encoding="utf-8")
    repository = Repository()
    with served(repository) as variables:
        for _ in range(2):
            shutil.rmtree(main_line / "out", ignore_errors=True)
            done = run_steps(job("schedule", "remind"), main_line, variables, {"github.token": "t"})
            assert [one.code for one in done] == [0] * len(done), done
    titles = [issue["title"] for issue in repository.issues]
    assert "到期清单：示例市" in titles
    assert len(set(titles)) == len(titles)
