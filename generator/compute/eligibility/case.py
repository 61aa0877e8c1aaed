"""What the conditions of one nomination look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.compute.loop import loop_of
from generator.model.commendation import Standing, competing, terms_of
from generator.model.evaluation import Evaluation, YearEvaluation
from generator.model.loop import Hazard, Loop
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.standing import Data, below, county_of, method_on, unit_name
from generator.model.text import Text

Finding = tuple[Standing, Text, tuple[str, ...]]
"""What was found of a condition, in words, and the keys of the records behind it."""


@dataclass(frozen=True, slots=True)
class Case:
    """One nomination with what its conditions look at.

    day: as of which it is judged. county: of its unit, None for the city's own. evaluation: that county's of
    the year. hazards: of the unit and all below it. method: key of the year's method, "" without one.
    """

    snapshot: Snapshot
    record: Record
    data: Data
    terms: Data
    method: str
    day: str
    county: Record | None
    evaluation: Evaluation | None
    hazards: tuple[Hazard, ...]

    @property
    def rivals(self) -> tuple[Record, ...]:
        """The nominations of its year and kind that were not declined, in order."""
        return self.snapshot.once(competing).get((self.data["year"], self.data["kind"]), ())

    def name(self, unit: str) -> str:
        """What a unit is called; its id where it is unknown."""
        return unit_name(self.snapshot, unit)


def case_of(snapshot: Snapshot, years: Mapping[int, YearEvaluation], record: Record) -> Case:
    """The case of a nomination."""
    data = record.document.data
    county = county_of(snapshot, data["unit"])
    year = years.get(data["year"])
    method = method_on(snapshot, f"{data['year']}-12-31")
    return Case(
        snapshot,
        record,
        data,
        terms_of(snapshot, record),
        method.key if method else "",
        min(data.get("decision", {}).get("on", "9999"), snapshot.as_of.isoformat()),
        county,
        year.by_unit.get(county.id) if year and county else None,
        tuple(_hazards(snapshot, loop_of(snapshot), data["unit"])),
    )


def _hazards(snapshot: Snapshot, loop: Loop, unit: str) -> Iterable[Hazard]:
    if unit in loop.counties:
        return loop.counties[unit]
    record = snapshot.get("organizations", unit)
    if record is None or record.document.data["level"] == "school":
        return loop.schools.get(unit, ())
    return (h for school in sorted(below(snapshot, unit)) for h in loop.schools.get(school, ()))
