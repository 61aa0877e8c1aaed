"""What the keeping of chemicals in the sample says of a county's year, as the metrics of the list count it.

As of the day of the sample, which is late in the autumn term: its reviews and stock-takings are all due.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .inspections import AS_OF
from .organizations import School, Tree
from .risks import TERMS

Data = dict[str, Any]
Share = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Kept:
    """A county's year. listed: schools whose risk points are all reviewed, and schools with chemicals.

    in_order: points met at the newest stock-takings, and points asked. handed: schools that handed waste
        over, and those that have some; None before the first hand-over.
    """

    listed: Share
    in_order: Share
    handed: Share | None


class Chemicals:
    """How the schools of the sample keep chemicals, by county."""

    def __init__(
        self, city: Tree, points: Iterable[Data], stock: Iterable[Data], waste: Iterable[Data]
    ) -> None:
        self._city = city
        self._points: dict[str, list[Data]] = defaultdict(list)
        for point in points:
            self._points[point["school"]].append(point)
        self._newest = {row["school"]: row for row in sorted(stock, key=lambda row: (row["on"], row["id"]))}
        self._handed_in = {
            row["school"]: row["on"][:4] for row in sorted(waste, key=lambda row: str(row["on"]))
        }

    def kept(self, county: int, year: int) -> Kept:
        """One county in the year of the sample's day."""
        today = AS_OF.isoformat()
        schools = [
            s for s in self._city.by_county[county]
            if s.hazchem and s.opened <= today and (not s.closed or today < s.closed)
        ]  # fmt: skip
        listed = sum(self._is_listed(school, f"{year}-{TERMS[1]['from']}", today) for school in schools)
        taken = [self._newest[school.id] for school in schools if school.id in self._newest]
        answers = [d["met"] for row in taken for d in row["doubles"]] + [r["ledger_agrees"] for r in taken]
        return Kept((listed, len(schools)), (sum(answers), len(answers)), self._handed(schools, year))

    def _is_listed(self, school: School, first: str, today: str) -> bool:
        open_ones = [
            p for p in self._points[school.id]
            if min(p["reviewed_on"]) <= today < p.get("closed_on", "9999")
        ]  # fmt: skip
        return bool(open_ones) and all(max(p["reviewed_on"]) >= first for p in open_ones)

    def _handed(self, schools: list[School], year: int) -> Share | None:
        done = {s.id for s in schools if self._handed_in.get(s.id) == str(year)}
        asked = [s for s in schools if s.id in done or s.hazchem != ("general",)]
        is_known = any(s.id in self._handed_in for s in asked)
        return (len(done), len(asked)) if is_known or not asked else None
