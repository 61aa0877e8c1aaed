"""From the answers of an inspection to its points, rate and grade.

met gives the item's points, partly what was written down, unmet nothing. Not applicable gives full points
or leaves the item out of both sums, as the checklist says; not checked leaves it out of both. An item that
nobody answered counts like one that was not checked. The rate is rounded half-up to two decimals, and the
grade is decided from that printed rate: whoever holds the page in hand must be able to repeat it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from generator.model.number import scaled
from generator.model.results import Conclusion
from generator.model.snapshot import Snapshot

from .cells import Ints, sums_between
from .contract import Contract
from .frames import MET, NOT_APPLICABLE, PARTLY, THOUSANDTHS, UNMET, Frames
from .method import WORST, Method, method_on, methods_of

RATE_DECIMALS = 2

# One row per row of the inspections frame; obtained, applicable in thousandths; method: id or "".
CONCLUSIONS = Contract(
    "conclusions",
    {
        "obtained": "int64",
        "applicable": "int64",
        "method": "str",
        "is_concluded": "bool",
        "is_passed": "bool",
    },
    (),
)


@dataclass(frozen=True, slots=True, eq=False)
class Concluded:
    """The conclusions twice: by inspection id for readers, and as a frame beside ``Frames.inspections``."""

    by_inspection: Mapping[str, Conclusion]
    frame: pd.DataFrame


def conclusions(snapshot: Snapshot) -> Mapping[str, Conclusion]:
    """Inspection id -> conclusion, for every inspection that is done and not withdrawn."""
    return conclude(Frames(snapshot), methods_of(snapshot)).by_inspection


def conclude(frames: Frames, methods: Sequence[Method]) -> Concluded:
    """What every inspection of *frames* came to, judged by the method valid when its quarter began."""
    points = _points(frames)
    red = _red_failures(frames)
    valid = [method_on(methods, period.start) for period in frames.periods]
    judged = [valid[period] for period in frames.inspections["period"].tolist()]
    sums = zip(*(column.tolist() for column in points), strict=True)
    named = zip(frames.inspections["id"].tolist(), sums, strict=True)
    found = [_conclusion(name, own, red.get(row, ()), judged[row]) for row, (name, own) in enumerate(named)]
    frame = CONCLUSIONS.frame(
        obtained=points[0],
        applicable=points[1],
        method=[c.method for c in found],
        is_concluded=[c.grade is not None for c in found],
        is_passed=[c.grade is not None and c.grade != WORST for c in found],
    )
    return Concluded({c.inspection: c for c in found}, frame)


def _points(frames: Frames) -> tuple[Ints, Ints, Ints]:
    """By inspection: points obtained and applicable in thousandths, the rate in hundredths, 0 for none."""
    scores = frames.scores
    rows = scores["item"].to_numpy()
    answer = scores["answer"].to_numpy()
    full = frames.items["points"].to_numpy()[rows]
    is_full = (answer == MET) | ((answer == NOT_APPLICABLE) & frames.items["is_full_marks"].to_numpy()[rows])
    counts = is_full | (answer == PARTLY) | (answer == UNMET)
    given = np.where(is_full, full, np.where(answer == PARTLY, scores["given"].to_numpy(), 0))
    # The answers of an inspection stand together, so their sum is a difference of running sums.
    ends = np.searchsorted(scores["inspection"].to_numpy(), np.arange(len(frames.inspections) + 1))
    obtained, applicable = (sums_between(amounts, ends) for amounts in (given, np.where(counts, full, 0)))
    below = applicable.clip(min=1)
    return obtained, applicable, (2 * obtained * 100 * 10**RATE_DECIMALS + below) // (2 * below)


def _red_failures(frames: Frames) -> dict[int, tuple[str, ...]]:
    """Row of the inspection -> ids of its unmet red or veto items, in the checklist's order."""
    scores, items = frames.scores, frames.items
    is_red = items["is_red"].to_numpy()[scores["item"].to_numpy()]
    failed = scores[(scores["answer"].to_numpy() == UNMET) & is_red].sort_values(["inspection", "item"])
    names = items["id"].tolist()
    found: dict[int, tuple[str, ...]] = {}
    for inspection, item in zip(failed["inspection"].tolist(), failed["item"].tolist(), strict=True):
        found[inspection] = (*found.get(inspection, ()), names[item])
    return found


def _conclusion(
    inspection: str, sums: Sequence[int], red: tuple[str, ...], method: Method | None
) -> Conclusion:
    obtained, applicable, rate = sums
    printed = scaled(rate, RATE_DECIMALS) if applicable > 0 else None
    return Conclusion(
        inspection=inspection,
        obtained=scaled(obtained, THOUSANDTHS),
        applicable=scaled(applicable, THOUSANDTHS),
        rate=printed,
        grade=method.grade(printed, is_red=bool(red)) if method else None,
        red_failures=red,
        method=method.id if method else "",
    )
