"""What the corrections of a change say, for every rule that a correction satisfies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .change_rule import Proposal

Said = tuple[str | None, str | None]


def corrections_of(proposal: Proposal) -> Mapping[str, Mapping[str, Said]]:
    """Record -> field -> old and new value, by the valid corrections that the change adds."""
    found: dict[str, dict[str, Said]] = {}
    for change in proposal.change.records:
        record = proposal.head.find(change.key) if change.kind == "corrections" else None
        if record is None or change.what != "added":
            continue
        data: Mapping[str, Any] = record.document.data
        for row in data["changes"]:
            found.setdefault(data["record"], {})[row["field"]] = (row.get("old"), row.get("new"))
    return found


def fits(said: Said | None, old: str | None, new: str | None) -> bool:
    """Does a correction say just this?"""
    return said == (old, new)
