"""Interviews as open data: how many by year, level of the unit and cause, and nothing about a single one."""

from __future__ import annotations

from collections import Counter

from generator.model.snapshot import Snapshot
from generator.model.table import Column, Table
from generator.model.text import Text

from .counts import count_table

_COLUMNS = (
    Column("level", Text("被约谈单位层级", "Level of the unit")),
    Column("cause", Text("事由类别", "Cause")),
    Column("count", Text("次数", "Number"), "次"),
)


def interview_counts(snapshot: Snapshot) -> Table:
    """The table of the kind; it stands for every record, and counts those that are not withdrawn."""
    levels = {c.value: c.title.zh for c in snapshot.schemas["organizations"].choices("level")}
    causes = {c.value: c.title.zh for c in snapshot.schemas["interviews"].choices("cause")}
    found: Counter[tuple[int, str, str]] = Counter()
    for record in snapshot.active("interviews"):
        if unit := snapshot.get("organizations", record["unit"]):  # an unknown one stops the build elsewhere
            found[int(record["date"][:4]), unit["level"], record["cause"]] += 1
    return count_table(snapshot, "interviews", _COLUMNS, (levels, causes), found)
