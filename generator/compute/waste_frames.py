"""The table of schools that have waste of chemicals to hand over: which of them did in each year.

A school that keeps only what is general often has nothing to hand over, so it is asked only where it did.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import pandas as pd

from generator.model.period import Period
from generator.model.record import Record
from generator.model.risk import keeps_chemicals
from generator.model.snapshot import Snapshot
from generator.model.standing import day_of_judgement, exists_on

from .contract import NOWHERE, Contract

GENERAL = "general"  # the class of chemicals that alone makes no waste to be handed over

# One row per school that is asked and year at whose end (or on as_of) it is there.
HANDING = Contract(
    "handing",
    {
        "organization": "int64",
        "period": "int64",  # row of Frames.periods, years only
        "has_handed": "bool",  # handed waste over in the year, up to the day of looking
        "has_ever": "bool",  # did so in that year or before
    },
    ("organization", "period"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Handing:
    """The table, and the hand-overs of the year behind each row."""

    frame: pd.DataFrame
    keys: Sequence[tuple[str, ...]]


def handing_of(snapshot: Snapshot, rows: Mapping[str, int], periods: Sequence[Period]) -> Handing:
    """Every school that is asked in every year; *rows*: of the organizations."""
    handed = _handed(snapshot)
    schools = [r for r in snapshot.active("organizations") if keeps_chemicals(r)]
    years = [(n, p) for n, p in enumerate(periods) if not p.quarter and p.start <= snapshot.as_of]
    found, keys = [], []
    for (number, period), school in product(years, schools):
        day = day_of_judgement(period.year, snapshot.as_of)
        first, own = period.start.isoformat(), handed.get(school.id, [])
        behind = tuple(key for on, key in own if first <= on <= day)
        if exists_on(school, day) and (behind or _keeps_more(school)):
            has_ever = any(on <= day for on, _ in own)
            found.append((rows.get(school.id, NOWHERE), number, bool(behind), has_ever))
            keys.append(behind)
    columns = zip(*found, strict=True) if found else [()] * len(HANDING.columns)
    return Handing(HANDING.frame(**dict(zip(HANDING.columns, map(list, columns), strict=True))), keys)


def _handed(snapshot: Snapshot) -> Mapping[str, list[tuple[str, str]]]:
    """School -> (day, key) of its hand-overs."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for record in snapshot.active("waste-transfers"):
        data = record.document.data
        found[data.get("school", "")].append((data.get("on", ""), record.key))
    return found


def _keeps_more(school: Record) -> bool:
    """Does it keep more than what is general, or not say what?"""
    classes = school.document.data.get("keeps", {}).get("hazchem_classes", ())
    return not classes or any(name != GENERAL for name in classes)
