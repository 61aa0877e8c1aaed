"""Working days, by the bureau's own list of days off and of weekends at work."""

from __future__ import annotations

from datetime import date, timedelta

from .snapshot import Snapshot

_SATURDAY = 5


def working_days(snapshot: Snapshot, first: str, last: str) -> int:
    """How many working days lie from *first* to *last*, both included; 0 where *last* comes first."""
    found = snapshot.bureau.document.data.get("working_days", {}) if snapshot.bureau else {}
    off, work = set(found.get("off", ())), set(found.get("work", ()))
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    days = (start + timedelta(n) for n in range((end - start).days + 1))
    return sum(
        text in work or (day.weekday() < _SATURDAY and text not in off)
        for day in days
        for text in (day.isoformat(),)
    )
