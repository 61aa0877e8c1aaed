"""Places that yield files at one revision: a work tree, a commit, or memory.

A source follows no link and judges nothing: what does not belong is yielded as what it is, and
``paths`` says so.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from generator.model.document import FileMode, SourceFile
from generator.model.errors import GeneratorError
from generator.model.snapshot import Revision
from generator.model.text import Text

from . import git

LIMIT = 1 << 20
"""Bytes above which a file is not read: 1 MiB."""

# A link that takes a file's place after it was looked at is not followed either.
_READ_ONLY = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


NOTHING: Mapping[str, bytes] = MappingProxyType({})


class Source(Protocol):
    """Files at one revision.

    commit_date: the day of the commit that the files belong to; None outside of Git.
    """

    @property
    def revision(self) -> Revision:
        """Which state is read."""

    @property
    def commit_date(self) -> date | None:
        """The committer's date."""

    def files(self, *folders: str) -> Iterator[SourceFile]:
        """Everything below *folders* (or the file of that name), sorted by path.

        A missing folder holds nothing. content is None above 1 MiB and for what is no file. A folder is
        yielded only where nothing is below it.
        """


class WorkTree:
    """The files on disk below *root*, saved or not, committed or not."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def revision(self) -> Revision:
        """The commit that the work tree stands on, and whether it was changed since."""
        return git.head(self.root)

    @cached_property
    def commit_date(self) -> date | None:
        """The date of that commit."""
        return git.head_date(self.root)

    def files(self, *folders: str) -> Iterator[SourceFile]:
        """See ``Source``. GeneratorError for what cannot be read."""
        entries: list[tuple[str, FileMode, str]] = []
        for folder in dict.fromkeys(folders):
            _scan_top(self.root / folder, folder, entries)
        for path, mode, real in sorted(entries):
            yield _read(path, real) if mode == "file" else SourceFile(path, mode)


class Commit:
    """The files below *root* as one commit has them, without checking anything out.

    root may be a folder inside the repository; paths are then relative to it. revision: what Git calls a
    commit, or a day, 2025-06-30: the last commit of the main line on it, looked at from that day.
    at_hand: bytes by Git's object id that were read from elsewhere, so that Git is not asked for them.
    """

    def __init__(self, root: Path, revision: str, at_hand: Mapping[str, bytes] = NOTHING) -> None:
        self.root = root
        self._at_hand = at_hand
        self._day = _day(revision)
        self._commit = git.last_of(root, self._day) if self._day else git.resolve(root, revision)

    @property
    def revision(self) -> Revision:
        """The commit, by its full object id."""
        return Revision(self._commit)

    @cached_property
    def commit_date(self) -> date | None:
        """The committer's date, or the day that was asked for."""
        return self._day or git.commit_date(self.root, self._commit)

    def files(self, *folders: str) -> Iterator[SourceFile]:
        """See ``Source``. Git keeps no empty folders, so none is yielded."""
        entries = sorted(set(git.listing(self.root, self._commit, tuple(dict.fromkeys(folders)))))
        blobs = dict.fromkeys(blob for _, mode, blob, size in entries if mode == "file" and size <= LIMIT)
        found = git.contents(self.root, tuple(blob for blob in blobs if blob not in self._at_hand))
        for path, mode, blob, size in entries:
            if mode == "file":
                content = found[blob] if blob in found else self._at_hand.get(blob)
                yield SourceFile(path, mode, content, size, blob if size <= LIMIT else "")
            else:
                yield SourceFile(path, mode)


class Memory:
    """Files given as texts or bytes by path; for tests and previews."""

    def __init__(self, files: Mapping[str, str | bytes], *, commit_date: date | None = None) -> None:
        self._files = {path: v.encode() if isinstance(v, str) else v for path, v in files.items()}
        self.revision = Revision()
        self.commit_date = commit_date

    def files(self, *folders: str) -> Iterator[SourceFile]:
        """See ``Source``."""
        for path in sorted(self._files):
            if any(path == folder or path.startswith(folder + "/") for folder in folders):
                yield _file(path, self._files[path])


class WithSchemas:
    """A source whose schemas are those of another one."""

    def __init__(self, source: Source, schemas: Source) -> None:
        self.revision, self.commit_date = source.revision, source.commit_date
        self._source, self._schemas = source, schemas

    def files(self, *folders: str) -> Iterator[SourceFile]:
        """See ``Source``; asked for schemas and other folders at once, it gives the schemas last."""
        others = tuple(folder for folder in folders if folder != "schemas")
        yield from self._source.files(*others) if others else ()
        yield from self._schemas.files("schemas") if "schemas" in folders else ()


def blob_id(content: bytes) -> str:
    """Git's object id of *content* as a file."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _day(revision: str) -> date | None:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", revision):
        return None
    try:
        return date.fromisoformat(revision)
    except ValueError:
        return None


def _file(path: str, content: bytes, size: int | None = None) -> SourceFile:
    if len(content) > LIMIT:
        return SourceFile(path, "file", None, size or len(content))
    return SourceFile(path, "file", content, len(content), blob_id(content))


def _scan_top(real: Path, path: str, entries: list[tuple[str, FileMode, str]]) -> None:
    try:
        mode = real.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise _unreadable(path, error) from None
    if stat.S_ISLNK(mode):
        entries.append((path, "link", ""))
    elif stat.S_ISDIR(mode):
        _scan(str(real), path, entries)
    else:
        entries.append((path, "file" if stat.S_ISREG(mode) else "other", str(real)))


def _scan(folder: str, path: str, entries: list[tuple[str, FileMode, str]]) -> None:
    before = len(entries)
    try:
        with os.scandir(folder) as found:
            for entry in found:
                name = os.fsencode(entry.name).decode("utf-8", "backslashreplace")
                below = f"{path}/{name}"
                if entry.is_symlink():
                    entries.append((below, "link", ""))
                elif entry.is_file(follow_symlinks=False):
                    entries.append((below, "file", entry.path))
                elif not entry.is_dir(follow_symlinks=False):
                    entries.append((below, "other", ""))
                elif os.path.lexists(f"{entry.path}/.git"):
                    entries.append((below, "submodule", ""))
                else:
                    _scan(entry.path, below, entries)
    except OSError as error:
        raise _unreadable(path, error) from None
    if len(entries) == before:
        entries.append((path, "folder", ""))


def _read(path: str, real: str) -> SourceFile:
    """A file's bytes by the system's own calls: for 10,000 small files ``open`` takes twice as long."""
    try:
        handle = os.open(real, _READ_ONLY)
        try:
            size = os.fstat(handle).st_size
            content = os.read(handle, min(size, LIMIT) + 1)
            # As long as it was said to be, it is whole; else it is read to its end.
            while size != len(content) <= LIMIT and (more := os.read(handle, LIMIT + 1 - len(content))):
                content += more
        finally:
            os.close(handle)
    except OSError as error:
        raise _unreadable(path, error) from None
    return _file(path, content, size)


def _unreadable(path: str, error: OSError) -> GeneratorError:
    return GeneratorError(
        Text(f"读不了 {path}：{error.strerror}", f"cannot read {path}: {error.strerror}"),
        Text(
            "检查文件的权限，以及是否被别的程序占用或正在同步",
            "Look at the file's permissions, and whether another program holds it",
        ),
    )
