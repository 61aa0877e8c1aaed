"""A file of the site before it is written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Artifact:
    """*path* is posix, relative to the folder that it is written to; *content* its bytes.

    records: keys (``kind/id``) of the records that this file promises to show in full; publishing
        counts them, so that no valid record can fail to reach its page or its table.
    """

    path: str
    content: bytes
    records: tuple[str, ...] = ()
