"""The place beside the live site where the new one is made: one build at a time, nothing left behind."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from generator.model.errors import GeneratorError
from generator.model.text import Text

from .errors import explaining
from .exchange import recover

_MARKER = b"equipment-records build\n"
_LOCK = "lock"
_LOCKED_BYTE = 1 << 20  # Windows locks bytes, and others must still be able to read the pid


@contextlib.contextmanager
def workspace(out: Path) -> Iterator[Path]:
    """A path in ``.<name>-building`` beside *out* for one build's folder; all of it is gone afterwards.

    The folder holds a lock that lives as long as the process, so what else is found in a folder with our
    lock file is what a dead build left, and is removed. A folder of that name that is not ours is an error.
    Each build has a name of its own: a child process of a killed build cannot write into the next one.
    """
    folder = out.with_name(f".{out.name}-building")
    with explaining(out):
        lock = _acquire(folder, out)
    try:
        with explaining(out):
            recover(folder, out)
            _clear(folder)
        yield folder / f"{os.getpid()}-{secrets.token_hex(4)}"
    finally:
        _clear(folder)
        _release(lock, folder)


def _acquire(folder: Path, out: Path) -> int:
    # The writing process of a build that was killed holds the lock until it notices, a moment later.
    patience = 20
    while True:
        with contextlib.suppress(FileExistsError):
            folder.mkdir()
        _refuse_foreign(folder)
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        try:
            descriptor = os.open(folder / _LOCK, flags, 0o644)
        except FileNotFoundError:  # another build has just tidied up
            continue
        if not _try_lock(descriptor):
            os.close(descriptor)
            if not patience:
                raise _busy(folder, out)
            patience -= 1
            time.sleep(0.05)
            continue
        if _is_same(descriptor, folder / _LOCK):
            os.ftruncate(descriptor, 0)
            os.write(descriptor, _MARKER + f"{os.getpid()}\n".encode())
            return descriptor
        os.close(descriptor)


def _release(descriptor: int, folder: Path) -> None:
    # On Windows an open file cannot be deleted; elsewhere it must go while the lock is held.
    if sys.platform == "win32":
        os.close(descriptor)
    with contextlib.suppress(OSError):
        (folder / _LOCK).unlink()
        folder.rmdir()
    if sys.platform != "win32":
        os.close(descriptor)


def _clear(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.name == _LOCK:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                entry.unlink()


def _refuse_foreign(folder: Path) -> None:
    try:
        mode = folder.lstat().st_mode
        names = [entry.name for entry in folder.iterdir()] if stat.S_ISDIR(mode) else [""]
        head = (folder / _LOCK).read_bytes()[: len(_MARKER)] if _LOCK in names else b""
    except FileNotFoundError:
        return
    if names and not (_LOCK in names and head in (b"", _MARKER)):
        raise GeneratorError(
            Text(
                "「{folder}」已存在，但不是本程序留下的",
                "“{folder}” exists and is not of this program's making",
            ).format(folder=folder),
            Text(
                "请改名或移走它，或用 --out 另选输出位置", "move it away, or choose another place with --out"
            ),
        )


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _is_same(descriptor: int, path: Path) -> bool:
    """Is the locked file still the one that others will find, or did its owner delete it meanwhile?"""
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(descriptor), path.stat())
    return False


def _busy(folder: Path, out: Path) -> GeneratorError:
    pid = "?"
    with contextlib.suppress(OSError, UnicodeDecodeError):
        pid = (folder / _LOCK).read_text(encoding="utf-8").partition("\n")[2].strip() or "?"
    return GeneratorError(
        Text(
            "另一次构建正在写「{out}」（进程 {pid}）", "another build is writing “{out}” (process {pid})"
        ).format(out=out, pid=pid),
        Text(
            "等它结束后再试，或用 --out 另选输出位置",
            "try again when it has ended, or choose another place with --out",
        ),
    )
