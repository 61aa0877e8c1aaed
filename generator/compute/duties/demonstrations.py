"""Days that demonstration schools set: applications, surveys, yearly checks, renewals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from generator.compute.duty import Owed, duty
from generator.model.designation import free_schools, is_valid_on, last_day
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.standing import NOTHING, own_city_id, requirement, units_on
from generator.model.text import Text

AHEAD = 183  # days: who is to be renewed learns it half a year before the end


@duty("application", Text("示范校申报", "Application"), warns=False)  # DEM006 says it once the year is over
def applications(snapshot: Snapshot) -> Iterator[Owed]:
    """Counties that have sent fewer schools this year than the method asks for, while they still can."""
    year = snapshot.as_of.year
    least = requirement(snapshot, "demonstrations", snapshot.as_of).get("applicants_min", 0)
    if not least:
        return
    sent = Counter(
        d.get("county")
        for r in snapshot.active("demonstrations")
        if (d := r.document.data).get("year") == year
    )
    free = free_schools(snapshot, (year,))
    for county in units_on(snapshot, snapshot.as_of, "county"):
        count = sent[county.id]
        wanted = min(least, count + free[county.id, year]) - count
        if wanted > 0:
            title = Text(
                f"还应申报示范校 {wanted} 所（已报 {count} 所）",
                f"{wanted} more demonstration schools to send ({count} sent)",
            )
            yield Owed(county.id, f"{year}-12-31", title, county, ("name",))


@duty("survey", Text("示范校联合调研", "Joint survey"))
def surveys(snapshot: Snapshot) -> Iterator[Owed]:
    """Applications that nobody has visited or decided about yet; the bureau leads the survey."""
    city = own_city_id(snapshot)
    for record in snapshot.active("demonstrations"):
        data = record.document.data
        if not {"survey", "designation"} & data.keys() and "year" in data:
            due = data.get("survey_by", f"{data['year']}-12-31")
            name = _name(snapshot, record)
            title = Text(f"联合调研：{name}申报示范校", f"Joint survey: application of {name}")
            yield Owed(city, due, title, record, ("survey_by",))


@duty("check", Text("示范校年检", "Yearly check"))
def yearly_checks(snapshot: Snapshot) -> Iterator[Owed]:
    """Years between the designation and its last one that no check is entered for, this year's included."""
    for record in snapshot.active("demonstrations"):
        data = record.document.data
        if is_valid_on(record, snapshot.as_of):
            done = {check.get("year") for check in data.get("checks", ())}
            first = int(data["designation"]["on"][:4]) + 1
            last = min(snapshot.as_of.year, int(last_day(data)[:4]) - 1)
            for year in range(first, last + 1):
                if year not in done:
                    name = _name(snapshot, record)
                    title = Text(f"{year}年年检：{name}", f"Check of {year}: {name}")
                    yield Owed(data.get("county", ""), f"{year}-12-31", title, record, ("checks",))


@duty("renewal", Text("示范校复评", "Renewal"))
def renewals(snapshot: Snapshot) -> Iterator[Owed]:
    """Designations that end within half a year, or have ended, with neither renewal nor leaving entered."""
    ahead = (snapshot.as_of + timedelta(days=AHEAD)).isoformat()
    applied: dict[str, str] = {}  # school -> its newest application
    for record in snapshot.active("demonstrations"):
        school, day = (record.document.data.get(name, "") for name in ("school", "applied_on"))
        applied[school] = max(day, applied.get(school, ""))
    for record in snapshot.active("demonstrations"):
        data = record.document.data
        until = data.get("designation", NOTHING).get("valid_to")
        is_answered = {"renewal", "withdrawal"} & data.keys() or applied[data.get("school", "")] > (
            until or ""
        )
        if until and until <= ahead and not is_answered:
            name = _name(snapshot, record)
            title = Text(f"示范校复评：{name}", f"Renewal as demonstration school: {name}")
            yield Owed(data.get("school", ""), until, title, record, ("designation", "valid_to"))


def _name(snapshot: Snapshot, record: Record) -> str:
    school = snapshot.get("organizations", record.document.data.get("school", ""))
    return str(school.document.data.get("name", school.id)) if school else "学校"
