"""The hook before a commit: it judges the change where there is one, and the state where there is not."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.support.histories import commit, git
from tests.support.site import ROOT

HOOK = ROOT / ".githooks" / "pre-commit"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository without a commit, whose generator says what it was asked."""
    program = tmp_path / ".venv" / "bin" / "generator"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\necho "$@"\n')
    program.chmod(0o755)
    (tmp_path / ".gitignore").write_text("/.venv\n")
    git(tmp_path, "init", "-q", "-b", "main")
    return tmp_path


def asked(root: Path) -> str:
    done = subprocess.run([HOOK], cwd=root, env=os.environ, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_commit_is_compared_with_the_one_before(repository: Path) -> None:
    """The first one has none."""
    assert asked(repository) == "check"
    commit(repository, "begin")
    assert asked(repository) == "check --against HEAD"


def test_merge_is_not_blamed_for_what_others_changed(repository: Path) -> None:
    """Their changes were judged where they were put forward."""
    begun = commit(repository, "begin")
    (repository / "a").write_text("a")
    commit(repository, "one side")
    git(repository, "switch", "-q", "-c", "other", begun)
    (repository / "b").write_text("b")
    commit(repository, "other side")
    git(repository, "merge", "-q", "--no-commit", "--no-ff", "main")
    assert asked(repository) == "check"


def test_pre_commit_offers_the_same() -> None:
    """And downloads nothing."""
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (repo,) = config["repos"]
    (hook,) = repo["hooks"]
    assert (repo["repo"], hook["entry"], hook["pass_filenames"]) == ("local", ".githooks/pre-commit", False)
    assert os.access(HOOK, os.X_OK)
