"""Days that inspections set: announced visits, and what visits found."""

from __future__ import annotations

from collections.abc import Iterator

from generator.compute.duty import Owed, duty
from generator.compute.loop import loop_of
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.standing import own_city
from generator.model.text import Text

UNSAID = Text("")


@duty("visit", Text("检查", "Visit"), warns=False)  # DAT006 says more about one that is overdue
def announced_visits(snapshot: Snapshot) -> Iterator[Owed]:
    """Planned visits that are announced; an unannounced one would no longer be.

    The school has to be ready on the day. Once the day has passed the bureau owes the result, but a real
    bureau owes nothing for a visit that was made up as a sample.
    """
    topics = snapshot.labels("inspections", "topic")
    today = snapshot.as_of.isoformat()
    for record in snapshot.active("inspections"):
        data = record.document.data
        is_announced = data.get("status") == "planned" and data.get("mode") == "announced"
        if is_announced and "planned_on" in data and "organization" in data:
            topic = topics.get(data.get("topic", ""), UNSAID)
            school, day = data["organization"], data["planned_on"]
            if day >= today:
                title = Text(f"已公布的{topic.zh}检查", f"Announced visit: {topic.to('en')}".rstrip(": "))
                yield Owed(school, day, title, record, ("planned_on",))
            elif owner := _owner(snapshot, record):
                yield Owed(owner, day, _unrecorded(snapshot, school, topic), record, ("planned_on",))


def _owner(snapshot: Snapshot, visit: Record) -> str:
    """The bureau's city; "" where it is real and the visit is not, or where nobody says which it is."""
    city = own_city(snapshot)
    return city.id if city and (city.is_sample or not visit.is_sample) else ""


def _unrecorded(snapshot: Snapshot, school: str, topic: Text) -> Text:
    unit = snapshot.get("organizations", school)
    name = unit.document.data.get("name", school) if unit else school
    return Text(
        f"补录检查结果：{name}的{topic.zh}检查过了计划日期", f"Record the result of the visit to {name}"
    )


@duty("rectification", Text("整改", "Rectification"), warns=False)  # no record says that it was done
def rectifications(snapshot: Snapshot) -> Iterator[Owed]:
    """What visits found and nobody made a hazard of, up to the day set for it.

    A finding that was put right on the spot, or dealt with otherwise, says so; a hazard has a day of its own.
    """
    today = snapshot.as_of.isoformat()
    hazards = {(h.inspection, h.finding) for h in loop_of(snapshot) if h.finding}
    for record in snapshot.active("inspections"):
        data = record.document.data
        if data.get("status") == "done" and "organization" in data:
            for i, finding in enumerate(data.get("findings", ())):
                is_hazard = "no_hazard" in finding or (record.id, finding.get("id", "")) in hazards
                if finding.get("due", "") >= today and not is_hazard:
                    what = finding.get("text", "")
                    title = Text(f"整改：{what}", f"Rectify: {what}")
                    place = ("findings", i, "due")
                    is_major = finding.get("grade") == "major"
                    yield Owed(data["organization"], finding["due"], title, record, place, is_major)
