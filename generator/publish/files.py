"""Atomic writes for files that live in the repository: records, and what is generated beside them."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from generator.model.errors import GeneratorError
from generator.model.text import Text

from .errors import explained


def write_file(path: Path, content: bytes, *, lasts: bool = True) -> bool:
    """Make *content* the whole content of *path*, at once or not at all; False where it was so already.

    Missing folders are made and an existing file keeps its mode. GeneratorError where the disk refuses or
    *path* is a link, because a rename would put a file in the link's place. lasts: outlive a power cut, for
    which the disk is waited for twice; what can be made again need not.
    """
    try:
        old = path.lstat()
    except FileNotFoundError:
        old = None
    except OSError as error:
        raise explained(error, path) from error
    if old and not stat.S_ISREG(old.st_mode):
        raise GeneratorError(Text(f"「{path}」不是普通文件，拒绝写入", f"“{path}” is not a regular file"))
    try:
        if old and old.st_size == len(content) and path.read_bytes() == content:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content, stat.S_IMODE(old.st_mode) if old else None, lasts=lasts)
    except OSError as error:
        raise explained(error, path) from error
    return True


def write_secret(path: Path, text: str) -> None:
    """Write *text* into a new file that nobody but its owner can read; GeneratorError where there is one."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"{text}\n")
    except OSError as error:
        raise explained(error, path) from error


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write all of *files* or none: where one is refused, those before it become what they were.

    GeneratorError as from ``write_file``, once everything is put back. Folders that were made stay.
    """
    before = {path: path.read_bytes() if path.is_file() else None for path in files}
    written: list[Path] = []
    try:
        for path, content in files.items():
            write_file(path, content)
            written.append(path)
    except BaseException:
        for path in reversed(written):
            _put_back(path, before[path])
        raise


def _put_back(path: Path, content: bytes | None) -> None:
    with contextlib.suppress(OSError, GeneratorError):
        if content is None:
            path.unlink(missing_ok=True)
        else:
            write_file(path, content)


def _replace(path: Path, content: bytes, mode: int | None, *, lasts: bool) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with beside.open("xb") as file:
            file.write(content)
            if lasts:
                file.flush()
                os.fsync(file.fileno())
        if mode is not None:
            beside.chmod(mode)
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    if lasts:
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where folders can be opened (not on Windows)."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
