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


class Findings:
    """The findings of a site's finished inspections, worked out once for each school."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._found: dict[str, tuple[FindingLine, ...]] = {}

    def of(self, schools: Iterable[Record]) -> tuple[FindingLine, ...]:
        """All findings at *schools*, the one that is due first before the others."""
        found = [line for school in schools for line in self._at(school.id)]
        return tuple(sorted(found, key=lambda f: (f.due, not f.is_major, f.inspection.path)))

    def _at(self, school: str) -> tuple[FindingLine, ...]:
        if school not in self._found:
            visits = self._site.visits(school)
            self._found[school] = tuple(line for visit in visits for line in _lines(self._site, visit))
        return self._found[school]


def ahead(found: Iterable[FindingLine], days: int | None = None) -> tuple[FindingLine, ...]:
    """Those due today or later, at most *days* from today where given."""
    return tuple(f for f in found if f.days >= 0 and (days is None or f.days <= days))


def _lines(site: Site, visit: Record) -> Iterator[FindingLine]:
    if visit.document.data["status"] != "done" or not visit.document.data.get("findings"):
        return
    data = site.public(visit)
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
