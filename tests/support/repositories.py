"""Small Git histories made by script: who commits what on which day, for tests of history and provenance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .histories import git


@dataclass
class Repository:
    """A repository in *root*. Each commit is an hour after the one before unless a day is given."""

    root: Path
    day: str = "2025-01-01"
    hour: int = 8
    name: str = "张三"
    address: str = "someone@example.org"
    ids: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> str:
        """Run git as the present person on the present day; gives what it prints."""
        return git(
            self.root, *arguments, day=self.day, hour=self.hour, author=self.name, address=self.address
        )

    def write(self, files: Mapping[str, str | None]) -> None:
        """Write files, or remove those that are None."""
        for path, content in files.items():
            place = self.root / path
            if content is None:
                place.unlink()
            else:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(content, encoding="utf-8")

    def commit(
        self, files: Mapping[str, str | None], *, by: str = "", address: str = "", on: str = ""
    ) -> str:
        """Commit changed files; gives the id."""
        self.name, self.address = by or self.name, address or self.address
        self.day, self.hour = (on, 8) if on else (self.day, self.hour + 1)
        self.write(files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message=records: change")
        self.ids.append(self.git("rev-parse", "HEAD"))
        return self.ids[-1]

    def shallow(self, folder: Path) -> Path:
        """A clone of the last commit alone."""
        self.git("clone", "--quiet", "--depth=1", f"file://{self.root}", str(folder))
        return folder
