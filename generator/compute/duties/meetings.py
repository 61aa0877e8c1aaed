"""Days that meetings set: the year's on-site meeting, meetings that are planned, what they asked for."""

from __future__ import annotations

from collections.abc import Iterator

from generator.compute.duty import Owed, duty
from generator.model.snapshot import Snapshot
from generator.model.standing import day_of_judgement, method_on, own_city, required_of
from generator.model.text import Text


@duty("on-site-meeting", Text("现场推进会", "On-site meeting"))
def on_site_meeting(snapshot: Snapshot) -> Iterator[Owed]:
    """The meeting of this year while nothing is on record for it, not even a plan or a reason."""
    year, city = snapshot.as_of.year, own_city(snapshot)
    method = method_on(snapshot, snapshot.as_of)
    if city is None or method is None or "meetings" not in snapshot.schemas:
        return
    asked = required_of(snapshot, "meetings", day_of_judgement(year, snapshot.as_of), city)
    found = 0
    for record in snapshot.active("meetings"):
        data = record.document.data
        here = data.get("kind"), data.get("unit"), data.get("year")
        found += here == ("on_site", city.id, year)
    missing = asked.get("per_year", 0) - found
    if missing > 0:
        title = Text(f"召开 {year} 年现场推进会", f"Hold the on-site meeting of {year}")
        yield Owed(city.id, f"{year}-12-31", title, method, ("requirements", "meetings", "per_year"))


@duty("meeting", Text("会议", "Meeting"))
def planned_meetings(snapshot: Snapshot) -> Iterator[Owed]:
    """Meetings that are planned for a day; once it has passed, the record is to say what became of them."""
    for record in snapshot.active("meetings"):
        data = record.document.data
        day = data.get("dates", {}).get("to", "")
        if data.get("status") == "planned" and day and "unit" in data:
            name = data.get("title", "")
            title = Text(f"召开：{name}", f"Meeting: {name}")
            yield Owed(data["unit"], day, title, record, ("dates", "to"))


@duty("follow-up", Text("会后落实", "Follow-up"))
def follow_ups(snapshot: Snapshot) -> Iterator[Owed]:
    """What a meeting asked for and nobody has reported as done."""
    for record in snapshot.active("meetings"):
        for i, row in enumerate(record.document.data.get("follow_ups", ())):
            if "done" not in row and "due" in row and "unit" in row:
                title = Text(f"会后落实：{row.get('text', '')}", f"Follow up: {row.get('text', '')}")
                yield Owed(row["unit"], row["due"], title, record, ("follow_ups", i, "due"))
