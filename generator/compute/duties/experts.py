"""Days that bind the bureau because of its experts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.compute.duty import Owed, duty
from generator.model.consent import name_is_public
from generator.model.snapshot import Snapshot
from generator.model.text import Text

AHEAD = 183  # days: a pool is renewed half a year before its terms end


@duty("term", Text("聘期届满", "Term ends"), warns=False)  # an ended term is no fault: the expert has left
def terms(snapshot: Snapshot) -> Iterator[Owed]:
    """Terms of experts that end within half a year; the bureau renews or replaces."""
    bureau = snapshot.bureau
    city = bureau.document.data.get("city", "") if bureau else ""
    for record in snapshot.active("experts"):
        data = record.document.data
        name = data.get("name", "专家") if name_is_public(record, snapshot.as_of) else "专家"
        for i, pool in enumerate(data.get("pools", ())):
            until = pool.get("term", {}).get("to")
            if until and 0 <= (date.fromisoformat(until) - snapshot.as_of).days <= AHEAD:
                title = Text(f"{name}的聘期届满，续聘或另行遴选", f"Term of {name} ends: renew or replace")
                yield Owed(city, until, title, record, ("pools", i, "term", "to"))
