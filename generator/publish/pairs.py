"""Two built sites side by side: the pages that differ."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from generator.model.impact import PagePair


def differing(before: Path, after: Path, stamps: Iterable[str]) -> tuple[PagePair, ...]:
    """The pages of which the bytes differ, by path; *stamps*, the revisions that every page names, aside."""
    marks = sorted((stamp.encode() for stamp in stamps if stamp), key=len, reverse=True)
    paths = {p.relative_to(root).as_posix() for root in (before, after) for p in root.rglob("*.html")}
    pairs = []
    for path in sorted(paths):
        old, new = (_content(root / path, marks) for root in (before, after))
        if old != new:
            pairs.append(PagePair(path, old is not None, new is not None))
    return tuple(pairs)


def _content(path: Path, marks: Iterable[bytes]) -> bytes | None:
    if not path.is_file():
        return None
    content = path.read_bytes()
    for mark in marks:
        content = content.replace(mark, b"")
    return content
