"""Days that inspections set: announced visits, and what visits found."""

from __future__ import annotations

from collections.abc import Iterator

from generator.compute.duty import Owed, duty
from generator.model.snapshot import Snapshot
from generator.model.text import Text


@duty("visit", Text("检查", "Visit"), warns=False)  # DAT006 says more about one that is overdue
def announced_visits(snapshot: Snapshot) -> Iterator[Owed]:
    """Planned visits that are announced; an unannounced one would no longer be."""
    for record in snapshot.active("inspections"):
        data = record.document.data
        is_announced = data.get("status") == "planned" and data.get("mode") == "announced"
        if is_announced and "planned_on" in data and "organization" in data:
            title = Text("已公布的检查", "Announced visit")
            yield Owed(data["organization"], data["planned_on"], title, record, ("planned_on",))


@duty("rectification", Text("整改", "Rectification"), warns=False)  # no record says yet that it was done
def rectifications(snapshot: Snapshot) -> Iterator[Owed]:
    """What visits found, up to the day set for it."""
    today = snapshot.as_of.isoformat()
    for record in snapshot.active("inspections"):
        data = record.document.data
        if data.get("status") == "done" and "organization" in data:
            for i, finding in enumerate(data.get("findings", ())):
                if finding.get("due", "") >= today:
                    title = Text(f"整改：{finding.get('text', '')}", f"Rectify: {finding.get('text', '')}")
                    yield Owed(data["organization"], finding["due"], title, record, ("findings", i, "due"))
