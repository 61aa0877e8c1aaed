"""Which of the records behind an item of the annual evaluation cost it points; for site and terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .evaluation import ItemScore
from .hazard import EVENTS
from .period import Period
from .results import Measure, Results

# Events follow their hazard; who did no work is nobody's business to point at, the number says enough.
NOT_POINTED_AT = (*EVENTS, "experts", "methods")


def short_of(results: Results, unit: str, year: int, item: Mapping[str, Any], score: ItemScore) -> list[str]:
    """Keys that were counted below the line of a ratio and not above it, and those of cases that cost points.

    *item*: as the list has it. Sorted; empty where the facts were typed, or nothing can be told apart.
    """
    scoring = item.get("scoring", {})
    found: set[str] = set()
    if "metric" in scoring and item["method"] in ("ratio", "level"):
        measure = _measure(results, scoring["metric"], unit, year)
        if measure and len(measure.operands) == 2:
            over, under = measure.operands
            found.update(set(under.evidence) - set(over.evidence))
    for case in scoring.get("deductions", ()):
        measure = _measure(results, case["metric"], unit, year) if "metric" in case else None
        found.update(measure.operands[0].evidence if measure and measure.operands else ())
    return sorted(
        key
        for key in found & set(score.evidence)
        if score.loss and key.partition("/")[0] not in NOT_POINTED_AT
    )


def _measure(results: Results, metric: str, unit: str, year: int) -> Measure | None:
    return results.measure(metric, unit, Period(year))
