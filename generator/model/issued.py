"""What an issued bulletin promised, kept short: the past that a manifest holds and can be asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .bulletin import digests
from .digest import digest
from .snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Issued:
    """One issued bulletin.

    number: of the document. signed_on, as_of: ISO dates. commit: from which it was made, "" where it names
    none. sha256: the digests that it bears, by name. holds: what they would be for what stands in it.
    """

    id: str
    number: str
    signed_on: str
    as_of: str
    commit: str
    sha256: Mapping[str, str]
    holds: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Issued:
        """As ``plain`` wrote it; KeyError, TypeError or AttributeError where it did not."""
        digests = {str(name): str(value) for name, value in data["sha256"].items()}
        name, number, signed_on, as_of, commit = (str(data[word]) for word in _WORDS)
        return cls(name, number, signed_on, as_of, commit, digests)

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {**{name: getattr(self, name) for name in _WORDS}, "sha256": dict(self.sha256)}


_WORDS = ("id", "number", "signed_on", "as_of", "commit")


def issued_bulletins(snapshot: Snapshot) -> tuple[Issued, ...]:
    """Every bulletin that was issued, withdrawn ones too, in order of their ids; for ``once``."""
    found = []
    for record in snapshot.of("bulletins"):
        data = record.document.data
        if "issued" in data:
            part = data["issued"]
            days = str(part["signed_on"]), str(part["as_of"])
            stated = part.get("sha256", {})
            right = {name: value for name, value in digests(data).items() if name in stated}
            commit = part.get("commit", "")
            found.append(Issued(record.id, part["number"], *days, commit, stated, right))
    return tuple(found)


def methods_of(snapshot: Snapshot) -> tuple[dict[str, Any], ...]:
    """The method records with their versions and digests, in order of their ids."""
    return tuple(
        {"id": r.id, "version": r.document.data.get("version"), "sha256": r.document.once(digest)}
        for r in snapshot.of("methods")
    )
