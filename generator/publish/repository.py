"""A new repository's first commit, so that every later state has one to be compared with."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

# git exports these inside hooks; they would lead it to another repository than the one asked for.
_FOREIGN = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX")


def first_commit(folder: Path, message: str) -> bool:
    """Make *folder* a git repository with one commit of everything in it.

    False, and nothing done, where git is missing or *folder* already lies in a work tree. The committer is
    the one that git knows, or "generator" where it knows none.
    """
    git = shutil.which("git")
    if not git or _run(git, folder, "rev-parse", "--is-inside-work-tree") == 0:
        return False
    # The disk is waited for once, not for each of many thousand objects.
    steps = [
        ("init", "--quiet", "--initial-branch=main"),
        ("-c", "core.fsyncMethod=batch", "add", "--all"),
    ]
    known = _run(git, folder, "config", "user.email") == 0
    identity = () if known else ("-c", "user.name=generator", "-c", "user.email=generator@localhost")
    steps.append((*identity, "commit", "--quiet", "--no-verify", "-m", message))
    return all(_run(git, folder, *step) == 0 for step in steps)


def _run(git: str, folder: Path, *arguments: str) -> int:
    environment = {k: v for k, v in os.environ.items() if k not in _FOREIGN}
    done = subprocess.run(  # noqa: S603 - our own arguments
        [git, "-C", str(folder), *arguments], env=environment, capture_output=True, check=False
    )
    return done.returncode
