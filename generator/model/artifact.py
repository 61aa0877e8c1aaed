"""A file of the site before it is written, and the work of making all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Artifact:
    """*path* is posix, relative to the folder that it is written to; *content* its bytes.

    records: keys (``kind/id``) of the records that this file promises to show in full; publishing
        counts them, so that no valid record can fail to reach its page or its table.
    frame, own: of a page, the parts that it has in common with all of its shell, the very same objects on
        each, and what stands between them: ``frame[0] + own[0] + frame[1] + …`` is *content*.
    """

    path: str
    content: bytes
    records: tuple[str, ...] = ()
    frame: tuple[bytes, ...] = ()
    own: tuple[bytes, ...] = ()


# A piece of work: called once, in whatever process, it gives files that no other share gives.
Share = Callable[[], Iterable[Artifact]]


def _nothing(_written: Set[str], _shown: Set[str]) -> tuple[Share, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Work:
    """All files of a site, in shares that may be made in any order and side by side.

    rest: the shares that are left when the others are done, given the paths that these wrote and the keys of
        the records that their pages show.
    """

    shares: tuple[Share, ...]
    rest: Callable[[Set[str], Set[str]], tuple[Share, ...]] = _nothing
