"""The records that an issued bulletin rests on, as they were then, kept as one file for good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FOLDER = "data/archive"
# A record with the beginning of its digest, ``kind/id@digest`` -> its data then.
Versions = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Archive:
    """The file of one bulletin.

    content: JSON. sha256: of it. records: how many the bulletin rests on and may be shown; missing: those
    among them whose version of then was not found, in its order.
    """

    bulletin: str
    content: bytes
    sha256: str
    records: int
    missing: tuple[str, ...]

    @property
    def path(self) -> str:
        """Below the site's first page."""
        return f"{FOLDER}/{self.bulletin}.json"
