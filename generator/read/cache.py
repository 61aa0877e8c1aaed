"""Parsed documents kept between runs, by content. Never needed: whatever is wrong with it, it is ignored.

Only documents without any diagnostic are kept, under a fingerprint of the code and the schemas that found
none, so a hit also means that the checks which depend on that file alone need not run again.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from generator.model.digest import digest
from generator.model.document import Document, Positions, SourceFile

_FORMAT = b"records-cache 3\n"
_BATCH = 1_000  # documents that are packed together: few enough to be copied, enough to share their words
_LENGTH = 8  # bytes before each batch
_FEW = 50  # one changed file among so many
# Path, data without decimals, these with their places, and the data's digest where a rule asked for it.
_Entry = tuple[str, dict[str, Any], list[tuple[tuple[str | int, ...], str]], str]


def fingerprint(version: str, sources: Iterable[Path], schemas: Iterable[SourceFile]) -> str:
    """What the verdict "clean" depends on besides a file: our version, our code, the schemas, this Python.

    sources: folders of code; their files count by name and content, as those of *schemas* do.
    """
    found = hashlib.sha256(f"{version}\n{sys.implementation.cache_tag}\n{sys.version}\n".encode())
    for folder in sources:
        for path in sorted(folder.rglob("*.py")):
            found.update(path.relative_to(folder).as_posix().encode() + b"\0")
            found.update(hashlib.sha256(path.read_bytes()).digest())
    for file in schemas:
        found.update(f"{file.path}\0{file.mode}\0{file.blob}\0".encode())
    return found.hexdigest()[:32]


class Store(Protocol):
    """Documents that were read before."""

    def document(self, file: SourceFile) -> Document | None:
        """The document of *file* where these bytes at this path are known, else None."""


class Known:
    """The documents of another state of the same repository, in memory.

    is_clean: says of a path whether nothing was wrong with it there, under the schemas and code of now.
    """

    def __init__(self, documents: Iterable[Document], is_clean: Callable[[str], bool]) -> None:
        self._documents = {d.path: d for d in documents}
        self._is_clean = is_clean

    def document(self, file: SourceFile) -> Document | None:
        """See ``Store``."""
        found = self._documents.get(file.path)
        if found is None or not file.blob or found.blob != file.blob:
            return None
        return replace(found, clean=self._is_clean(file.path))


class Cache:
    """The clean documents of an earlier run, on disk, whose schemas had no fault.

    document: one of them, once. save: keeps what is clean now. is_known: there was such a run.
    """

    def __init__(self, file: Path, entries: dict[str, _Entry] | None = None) -> None:
        self._file = file
        self.is_known = entries is not None
        self._entries = entries or {}
        self._hits = 0

    @classmethod
    def load(cls, folder: Path, fingerprint: str) -> Cache:
        """The cache of *fingerprint* in *folder*; an empty one where there is none or it is damaged."""
        file = folder / f"records-{fingerprint}.bin"
        try:
            raw = file.read_bytes()
        except OSError:
            return cls(file)
        head = len(_FORMAT) + 32
        payload = memoryview(raw)[head:]
        if raw[: len(_FORMAT)] != _FORMAT or hashlib.sha256(payload).digest() != raw[len(_FORMAT) : head]:
            return cls(file)
        try:
            return cls(file, _unpacked(payload))
        except (ValueError, EOFError, TypeError):
            return cls(file)

    def document(self, file: SourceFile) -> Document | None:
        """See ``Store``. The path counts because a record's id must equal its file's name."""
        entry = self._entries.get(file.blob)
        if entry is None or entry[0] != file.path or file.content is None:
            return None
        del self._entries[file.blob]  # all that is left of it is the document
        _, data, decimals, known = entry
        for keys, digits in decimals:
            _put(data, keys, Decimal(digits))
        self._hits += 1
        found = Document(file.path, data, file.content, _positions, file.blob, clean=True)
        if known:
            found.know(digest, known)
        return found

    def save(self, documents: Iterable[Document], at_fault: Collection[str]) -> None:
        """Keep the *documents* whose path is not *at_fault*; a disk that cannot be written is no fault.

        A few changed files are read again each time rather than writing everything for their sake.
        """
        kept = [d for d in documents if d.path not in at_fault and d.blob]
        unknown, stale = len(kept) - self._hits, len(self._entries)
        if max(unknown, stale) * _FEW <= stale + self._hits:
            return
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._write(kept)
            for old in self._file.parent.glob("records-*.bin"):
                if old != self._file:
                    old.unlink(missing_ok=True)

    def _write(self, documents: Sequence[Document]) -> None:
        """Batch by batch: a copy of everything takes as much memory again as all records."""
        handle, name = tempfile.mkstemp(prefix=".records-", dir=self._file.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                checksum = hashlib.sha256()
                stream.write(_FORMAT + checksum.digest())
                for first in range(0, len(documents), _BATCH):
                    batch = marshal.dumps({d.blob: _entry(d) for d in documents[first : first + _BATCH]})
                    for part in (len(batch).to_bytes(_LENGTH, "big"), batch):
                        checksum.update(part)
                        stream.write(part)
                stream.seek(len(_FORMAT))
                stream.write(checksum.digest())
            Path(name).replace(self._file)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


def _positions(text: str) -> Positions:
    """What ``positions`` gives; libyaml is imported only where something has to be shown."""
    from .positions import positions

    return positions(text)


def _unpacked(payload: memoryview) -> dict[str, _Entry]:
    """The entries of all batches."""
    entries: dict[str, _Entry] = {}
    at = 0
    while at < len(payload):
        start = at + _LENGTH
        at = start + int.from_bytes(payload[at:start], "big")
        entries |= marshal.loads(payload[start:at])  # noqa: S302 - our own file, its checksum was compared
    return entries


def _entry(document: Document) -> _Entry:
    """As ``document`` undoes it: marshal knows no Decimal, so each is put aside with its path."""
    decimals: list[tuple[tuple[str | int, ...], str]] = []
    return document.path, _without(document.data, (), decimals), decimals, document.known(digest) or ""


def _without(value: Any, path: tuple[str | int, ...], decimals: list[Any]) -> Any:
    if isinstance(value, dict):
        made = {k: _without(v, (*path, k), decimals) for k, v in value.items()}
        # marshal writes once what is the same object, such as a row that many records share.
        return made if any(made[k] is not v for k, v in value.items()) else value
    if isinstance(value, list):
        return [_without(v, (*path, i), decimals) for i, v in enumerate(value)]
    if isinstance(value, Decimal):
        decimals.append((path, str(value)))
        return None
    return value


def _put(data: Any, keys: tuple[str | int, ...], value: Decimal) -> None:
    for key in keys[:-1]:
        data = data[key]
    data[keys[-1]] = value
