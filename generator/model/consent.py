"""May a person's name be shown? One answer for pages, tables and the search index."""

from __future__ import annotations

from datetime import date

from .record import Record
from .text import Text

UNDISCLOSED = Text("未公开", "not public")


def name_is_public(record: Record, as_of: date) -> bool:
    """May the name and unit of *record* be shown on *as_of*?

    Not where it says ``consent: false``, nor after its ``public_until``; a record without these fields
    is not about a private person.
    """
    until = record.get("public_until")
    return record.get("consent", True) is True and (until is None or as_of.isoformat() <= str(until))
