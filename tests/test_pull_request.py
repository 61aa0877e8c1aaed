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
        _judge(self.judge)

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


def _judge(folder: Path) -> None:
    """What a checkout of the base and the installation of the generator leave behind."""
    (folder / ".github").mkdir(parents=True)
    (folder / ".venv/bin").mkdir(parents=True)
    for name in ("Makefile", "requirements.txt", ".github/forge.py"):
        shutil.copy(ROOT / name, folder / name)
    program = folder / ".venv/bin/generator"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m generator "$@"\n')
    program.chmod(0o755)
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
    assert all(
        code == 0
        for name, code in ended(done).items()
        if name not in ("Annotate the lines", "Report in the summary")
    ), done
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
    assert ended(done)["Annotate the lines"] == 1
    assert ended(done)["Work out who moves"] == 0
    assert not list(place.root.rglob("pwned*"))
    said = next(one.out for one in done if one.name == "Annotate the lines")
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
