"""May a person's name be shown? One answer for pages, tables and the search index."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from .record import Record
from .text import Text

UNDISCLOSED = Text("未公开", "not public")

# Kind -> the fields that tell who somebody is, the name first; no other kind may name a person.
PERSONAL: Mapping[str, tuple[str, ...]] = {"experts": ("name", "unit"), "awards": ("person", "post")}


def name_is_public(record: Record, as_of: date) -> bool:
    """May the name of the person in *record*, and what else tells who it is, be shown on *as_of*?

    Not where it says ``consent: false``, nor after its ``public_until``; a record without these fields
    is not about a private person.
    """
    until = record.get("public_until")
    return record.get("consent", True) is True and (until is None or as_of.isoformat() <= str(until))


def hidden_fields(record: Record, as_of: date) -> tuple[str, ...]:
    """The fields of *record* that may not be shown on *as_of*, the name first; () where all may."""
    return () if name_is_public(record, as_of) else PERSONAL.get(record.kind, ())
