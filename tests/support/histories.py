"""Small histories in Git for tests: a bureau in a folder, commits by fixed persons on fixed days."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from .records import base
from .site import ROOT

DAY = "2025-12-31"


def git(
    root: Path,
    *words: str,
    day: str = DAY,
    hour: int = 9,
    author: str = "录入员",
    address: str = "entry@example.org",
) -> str:
    """What git says; whatever it commits is by *author*, on *day*. Nobody's own settings play a part."""
    known = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    for who in ("AUTHOR", "COMMITTER"):
        known |= {f"GIT_{who}_NAME": author, f"GIT_{who}_EMAIL": address}
        known[f"GIT_{who}_DATE"] = f"{day}T{hour:02}:00:00+08:00"
    known["GIT_CONFIG_GLOBAL"] = os.devnull
    done = subprocess.run(["git", *words], cwd=root, env=known, capture_output=True, check=True)
    return done.stdout.decode().strip()


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
    write(root, {**base(), **(files or {}), ".gitignore": "/site\n"})
    (root / "schemas").mkdir()
    for schema in (ROOT / "schemas").iterdir():
        (root / "schemas" / schema.name).write_bytes(schema.read_bytes())
    git(root, "init", "-q", "-b", "main")
    commit(root, "records: begin")
    return root
