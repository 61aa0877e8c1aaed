"""How inspections are judged and units are weighed: what a method record says, as values.

Weights and thresholds are records with a history, never code; this module only reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from generator.model.record import Record
from generator.model.snapshot import Snapshot

GRADES = ("excellent", "good", "pass", "fail")  # from best to worst
WORST = GRADES[-1]


@dataclass(frozen=True, slots=True)
class Weighing:
    """How one ranking adds up.

    minimum_coverage: the share of inspected schools (%) below which a unit is not ranked.
    weights: metric id -> weight, in the record's order; 0 shows a metric without counting it.
    """

    minimum_coverage: Decimal
    weights: Mapping[str, Decimal]
    decimals: int


@dataclass(frozen=True, slots=True)
class Method:
    """One method record that is not withdrawn.

    first, last: the days it is valid from and to, both included.
    bands: (grade, lower bound) from the highest; a band reaches up to, and without, the next one's bound.
    red_failure: the best grade that an unmet red or veto item leaves.
    """

    id: str
    version: int
    first: date
    last: date
    bands: tuple[tuple[str, Decimal], ...]
    red_failure: str
    rankings: Mapping[str, Weighing]

    def grade(self, rate: Decimal | None, *, is_red: bool) -> str | None:
        """The grade of a printed *rate*; below every band it is the worst one.

        A red failure lowers a grade and never raises it. None where there is neither a rate nor a failure.
        """
        if rate is None:
            return self.red_failure if is_red else None
        grade = next((name for name, bound in self.bands if rate >= bound), WORST)
        return max(grade, self.red_failure, key=GRADES.index) if is_red else grade


def methods_of(snapshot: Snapshot) -> tuple[Method, ...]:
    """The methods that are not withdrawn, in order of their first day, then version, then id."""
    found = (_method(record) for record in snapshot.active("methods"))
    return tuple(sorted(found, key=lambda m: (m.first, m.version, m.id)))


def method_on(methods: Iterable[Method], day: date) -> Method | None:
    """The method valid on *day* (the latest, where periods of validity overlap), or None."""
    return next((m for m in reversed(tuple(methods)) if m.first <= day <= m.last), None)


def _method(record: Record) -> Method:
    data = record.document.data
    valid: Mapping[str, str] = data.get("valid", {})
    bands = ((b["grade"], Decimal(b["from"])) for b in data.get("grades", ()))
    return Method(
        id=record.id,
        version=data.get("version", 1),
        first=date.fromisoformat(valid["from"]) if "from" in valid else date.min,
        last=date.fromisoformat(valid["to"]) if "to" in valid else date.max,
        bands=tuple(sorted(bands, key=lambda band: band[1], reverse=True)),
        red_failure=data.get("red_failure", WORST),
        rankings=MappingProxyType({r["ranking"]: _weighing(r) for r in data.get("rankings", ())}),
    )


def _weighing(data: Mapping[str, Any]) -> Weighing:
    return Weighing(
        minimum_coverage=Decimal(data.get("minimum_coverage", 0)),
        weights=MappingProxyType({w["metric"]: Decimal(w["weight"]) for w in data.get("weights", ())}),
        decimals=data.get("decimals", 2),
    )
