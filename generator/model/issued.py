"""What an issued bulletin promised, kept short: the past that a manifest holds and can be asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from .bulletin import digests
from .digest import digest
from .snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Issued:
    """One issued bulletin.

    number: of the document. signed_on, as_of: ISO dates. commit: from which it was made, "" where it names
    none. figures, text, grounds: SHA-256, as what it prints gives them.
    """

    id: str
    number: str
    signed_on: str
    as_of: str
    commit: str
    figures: str
    text: str
    grounds: str

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Issued:
        """As ``plain`` wrote it; KeyError or TypeError where it did not."""
        return cls(**{name: str(data[name]) for name in cls.__slots__})

    def plain(self) -> dict[str, str]:
        """For JSON."""
        return asdict(self)


def issued_bulletins(snapshot: Snapshot) -> tuple[Issued, ...]:
    """Every bulletin that was issued, withdrawn ones too, in order of their ids."""
    found = []
    for record in snapshot.of("bulletins"):
        data = record.document.data
        if "issued" in data:
            part = data["issued"]
            dates = {name: str(part[name]) for name in ("number", "signed_on", "as_of")}
            found.append(Issued(record.id, commit=part.get("commit", ""), **dates, **digests(data)))
    return tuple(found)


def methods_of(snapshot: Snapshot) -> tuple[dict[str, Any], ...]:
    """The method records with their versions and digests, in order of their ids."""
    return tuple(
        {"id": r.id, "version": r.document.data.get("version"), "sha256": digest(r.document.data)}
        for r in snapshot.of("methods")
    )
