"""Whose work of a year was appraised, whose is still to be, and by when."""

from __future__ import annotations

from calendar import monthrange

from .record import Record
from .service import terms
from .snapshot import Snapshot
from .standing import requirement


def appraisal_due(snapshot: Snapshot, year: int) -> str:
    """The day in the year after *year* by which it is appraised; "" where the method of then asks nothing.

    The method in force at the end of *year* says it, since the one of the next year may not be out yet.
    """
    by = requirement(snapshot, "experts", f"{year}-12-31").get("appraised_by", "")
    if not by:
        return ""
    month = int(by[:2])
    return f"{year + 1}-{month:02}-{min(int(by[3:]), monthrange(year + 1, month)[1]):02}"


def to_appraise(snapshot: Snapshot, year: int) -> tuple[Record, ...]:
    """The experts in a term on the last day of *year*: whoever left before is out of the pool."""
    last = f"{year}-12-31"
    return tuple(
        record
        for record in snapshot.active("experts")
        if any(p["term"]["from"] <= last <= p["term"]["to"] for _, p in terms(record))
    )


def unappraised(snapshot: Snapshot, year: int) -> tuple[Record, ...]:
    """Those of them without an appraisal of *year*."""
    return tuple(
        record
        for record in to_appraise(snapshot, year)
        if all(a.get("year") != year for a in record.document.data.get("appraisals") or ())
    )
