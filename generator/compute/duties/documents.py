"""Days that official documents set: what is public is posted within the days that the method gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from generator.compute.duty import Owed, duty
from generator.model.snapshot import Snapshot
from generator.model.standing import requirement
from generator.model.text import Text


@duty("posting", Text("公文公开", "Posting"))
def postings(snapshot: Snapshot) -> Iterator[Owed]:
    """Documents that are public and not posted yet; those of other organs are not ours to post."""
    for record in snapshot.active("documents"):
        data = record.document.data
        signed, is_public = data.get("signed_on"), data.get("disclosure", {}).get("kind") == "proactive"
        if not signed or not is_public or "posted_on" in data or "issuer" not in data:
            continue
        days = requirement(snapshot, "documents", signed).get("posted_within_days")
        if days is not None:
            due = date.fromisoformat(signed) + timedelta(days=days)
            number = data.get("number", "")
            title = Text(f"把{number}公开上网，填写公开日期", f"Post {number} and enter the day")
            yield Owed(data["issuer"], due.isoformat(), title, record, ("disclosure", "kind"))
