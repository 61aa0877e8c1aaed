"""Small histories in Git for tests: a bureau in a folder, commits by fixed persons on fixed days."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from .records import base
from .site import ROOT

DAY = "2025-12-31"


def git(root: Path, *words: str, day: str = DAY, author: str = "录入员") -> str:
    """What git says; whatever it commits is by *author*, on *day*."""
    known = (
        f"user.name={author}",
        "user.email=entry@example.org",
        "commit.gpgsign=false",
        "init.defaultBranch=main",
    )
    date = f"{day}T09:00:00+08:00"
    dated = {**os.environ, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    asked = ["git", *(word for setting in known for word in ("-c", setting)), *words]
    done = subprocess.run(asked, cwd=root, env=dated, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(root: Path, subject: str, day: str = DAY, author: str = "录入员") -> str:
    """Commit everything and give the commit's id."""
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", subject, day=day, author=author)
    return git(root, "rev-parse", "HEAD")


def change(path: Path, old: str, new: str) -> None:
    """Replace what the file must hold."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def write(root: Path, files: Mapping[str, str]) -> None:
    """Write *files*, by path below *root*."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def begun(root: Path, files: Mapping[str, str] | None = None) -> Path:
    """The bureau of the rule cases with *files* more, and the project's schemas, as the first commit."""
    write(root, {**base(), **(files or {}), ".gitignore": "/.cache\n"})
    (root / "schemas").mkdir()
    for schema in (ROOT / "schemas").iterdir():
        (root / "schemas" / schema.name).write_bytes(schema.read_bytes())
    git(root, "init", "-q", "-b", "main")
    commit(root, "records: begin")
    return root
