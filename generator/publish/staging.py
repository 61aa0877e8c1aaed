"""The new site's folder while it is filled: safe paths, fixed modes, a digest of every file."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from generator.model.artifact import Artifact
from generator.model.text import Text

from .errors import PublishError, explained, explaining

_FILE_MODE = 0o644
_FOLDER_MODE = 0o755
_FLAGS = (
    os.O_WRONLY | os.O_CREAT | os.O_EXCL
    | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the manifest says about one file: its size and SHA-256."""

    size: int
    sha256: str


class Staging:
    """Writes artifacts below *root*, a folder that does not exist yet.

    A path that climbs, is absolute, comes twice, or differs from another only by case or Unicode form is a
    ``PublishError``: on some disks the one would overwrite the other. Nothing is synced to the platter: after
    a power cut ``manifest.verify`` tells whether the site is whole.
    """

    def __init__(self, root: Path, out: Path) -> None:
        self.root = root
        self._out = out
        self._prefix = f"{root}{os.sep}"
        self._stamps: dict[str, Stamp] = {}
        self._names: dict[str, str] = {}  # folded path of every file and folder -> as first written
        self._folders: set[str] = set()
        try:
            root.mkdir(mode=0o777)
            umask = 0o777 & ~root.stat().st_mode
            self._fix_files = bool(umask & _FILE_MODE)
            self._fix_folders = bool(umask & _FOLDER_MODE)
            root.chmod(_FOLDER_MODE)
        except OSError as error:
            raise explained(error, out) from error

    @property
    def stamps(self) -> Mapping[str, Stamp]:
        """Path -> stamp of every file written so far."""
        return MappingProxyType(self._stamps)

    def write(self, artifact: Artifact) -> None:
        """Write one file; GeneratorError where the disk refuses."""
        path, content = artifact.path, artifact.content
        folder = path.rpartition("/")[0]
        try:
            if folder not in self._folders:
                self._make_folder(folder, path)
            self._claim(path)
            self._write_bytes(self._prefix + path, content)
        except OSError as error:
            raise explained(error, self._out) from error
        self._stamps[path] = Stamp(len(content), hashlib.sha256(content).hexdigest())

    def read(self, path: str) -> bytes:
        """The content of a written file."""
        with explaining(self._out):
            return (self.root / path).read_bytes()

    def apart(self) -> Staging:
        """Another that writes to the same place, for another process; it has written nothing yet."""
        other = copy(self)
        other._stamps, other._names, other._folders = {}, {}, set()  # noqa: SLF001 - its own copy
        return other

    def join(self, other: Staging) -> None:
        """Take over what *other* wrote; PublishError where both claimed one place."""
        for folded, path in other._names.items():
            if self._names.setdefault(folded, path) != path or path in self._stamps:
                raise _clash(self._names[folded], path)
        self._stamps.update(other._stamps)
        self._folders.update(other._folders)

    def adopt(self, folder: str) -> None:
        """Take in what another program wrote below *folder*: fixed modes, digests."""
        try:
            for place, folders, names in os.walk(self.root / folder):
                folders.sort()
                Path(place).chmod(_FOLDER_MODE)
                for name in sorted(names):
                    file = Path(place, name)
                    file.chmod(_FILE_MODE)
                    content = file.read_bytes()
                    path = file.relative_to(self.root).as_posix()
                    self._stamps[path] = Stamp(len(content), hashlib.sha256(content).hexdigest())
        except OSError as error:
            raise explained(error, self._out) from error

    def _write_bytes(self, target: str, content: bytes) -> None:
        try:
            descriptor = os.open(target, _FLAGS, _FILE_MODE)
        except (FileExistsError, IsADirectoryError):
            path = target.removeprefix(self._prefix)
            raise _clash(path, path) from None
        try:
            written = os.write(descriptor, content)
            while written < len(content):  # a full disk takes a part first, and fails the next time
                written += os.write(descriptor, memoryview(content)[written:])
            if self._fix_files:
                Path(target).chmod(_FILE_MODE)
        finally:
            os.close(descriptor)

    def _make_folder(self, folder: str, path: str) -> None:
        _refuse_unsafe(path)
        if folder:
            parent = folder.rpartition("/")[0]
            if parent not in self._folders:
                self._make_folder(parent, path)
            self._claim(folder)
            try:
                os.mkdir(self._prefix + folder, _FOLDER_MODE)  # noqa: PTH102 a Path costs as much again
                if self._fix_folders:
                    Path(self._prefix + folder).chmod(_FOLDER_MODE)
            except FileExistsError:  # another process may have needed the same one
                if not Path(self._prefix + folder).is_dir():
                    raise _clash(folder, path) from None
        self._folders.add(folder)

    def _claim(self, path: str) -> None:
        _refuse_unsafe_name(path)
        folded = (path if path.isascii() else unicodedata.normalize("NFC", path)).casefold()
        if folded in self._names:
            raise _clash(self._names[folded], path)
        self._names[folded] = path


def _clash(one: str, other: str) -> PublishError:
    message = Text("两个文件争用同一位置：「{a}」与「{b}」", "two files want one place: “{a}” and “{b}”")
    return PublishError(message.format(a=one, b=other))


def _refuse_unsafe(path: str) -> None:
    parts = path.split("/")
    if any(part in ("", ".", "..") for part in parts):
        _refuse(path)


def _refuse_unsafe_name(path: str) -> None:
    name = path.rpartition("/")[2]
    if (
        name in ("", ".", "..")
        or path.startswith("/")
        or not path.isprintable()
        or "\\" in path
        or ":" in path
    ):
        _refuse(path)


def _refuse(path: str) -> None:
    message = Text("文件路径不安全：「{path}」", "unsafe path for a file: “{path}”")
    raise PublishError(
        message.format(path=path.encode("unicode_escape").decode() if not path.isprintable() else path)
    )
