"""Two folders change places, in one step where the system can."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h
_RENAME_SWAP = 2  # sys/stdio.h of macOS
_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}

ASIDE = "-old"


def exchange(new: Path, live: Path) -> None:
    """Put *new* where *live* is; afterwards *new* holds what *live* held.

    Both are folders of one file system. Where the system cannot swap two names, *live* is renamed aside
    first; then *live* is absent for a moment, and ``recover`` repairs a build that died in it.
    """
    if not swap(new, live):
        exchange_by_renaming(new, live)


def swap(first: Path, second: Path) -> bool:
    """Exchange two names in one system call; False where system or file system cannot."""
    names = (os.fsencode(first), os.fsencode(second))
    if sys.platform == "linux":
        # glibc has it since 2.28; older ones and some musl do not.
        call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
        failed = call is None or call(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE)
    elif sys.platform == "darwin":
        call = getattr(ctypes.CDLL(None, use_errno=True), "renamex_np", None)
        failed = call is None or call(*names, _RENAME_SWAP)
    else:
        return False
    if not failed:
        return True
    if call is None or ctypes.get_errno() in _UNSUPPORTED:
        return False
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(second))


def exchange_by_renaming(new: Path, live: Path) -> None:
    """The portable way: live aside, new in, old to where new was; rolled back on any failure."""
    aside = new.with_name(new.name + ASIDE)
    try:
        live.rename(aside)
        new.rename(live)
    except BaseException:
        if not os.path.lexists(live) and os.path.lexists(aside):
            aside.rename(live)
        raise
    aside.rename(new)


def recover(folder: Path, live: Path) -> None:
    """Put back a live folder that a build which died between two renames left aside in *folder*."""
    if os.path.lexists(live):
        return
    for aside in sorted(folder.glob(f"*{ASIDE}")):
        aside.rename(live)
        return
