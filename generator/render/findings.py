"""What inspections found, school by school, with the days that are left to put it right.

The records say when something has to be put right, not yet whether it was: a day that has passed is called
that, and nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from generator.model.record import Record

from .site import Link, Site

SOON = 30


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding. *days*: left until due, negative after that. *county*: short name, "" for none."""

    school: Link
    county: str
    grade: str
    label: str
    text: str
    due: str
    days: int
    inspection: Link

    @property
    def is_major(self) -> bool:
        """A major hazard."""
        return self.grade == "major"


def findings(site: Site, schools: Iterable[Record]) -> tuple[FindingLine, ...]:
    """All findings of the finished inspections of *schools*, the day on which they are due first."""
    found = (line for school in schools for visit in site.visits(school.id) for line in _lines(site, visit))
    return tuple(sorted(found, key=lambda f: (f.due, not f.is_major, f.inspection.path, f.text)))


def ahead(found: Iterable[FindingLine], days: int | None = None) -> tuple[FindingLine, ...]:
    """Those due today or later, at most *days* from today where given."""
    return tuple(f for f in found if f.days >= 0 and (days is None or f.days <= days))


def _lines(site: Site, visit: Record) -> Iterator[FindingLine]:
    data = site.public(visit)
    if data["status"] != "done" or not data.get("findings"):
        return
    county = site.county_of(data["organization"])
    school = site.organization(data["organization"])
    for finding in data["findings"]:
        yield FindingLine(
            school=school,
            county=site.short(county.id) if county else "",
            grade=finding["grade"],
            label=site.label("inspections", "findings[].grade", finding["grade"]),
            text=finding["text"],
            due=finding["due"],
            days=(date.fromisoformat(finding["due"]) - site.as_of).days,
            inspection=site.link(visit.key),
        )
