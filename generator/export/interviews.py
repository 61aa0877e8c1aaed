"""Interviews as open data: how many by year, level of the unit and cause, and nothing about a single one."""

from __future__ import annotations

from collections import Counter

from generator.model.snapshot import Snapshot
from generator.model.table import Column, Table
from generator.model.text import Text

_COLUMNS = (
    Column("year", Text("年度", "Year")),
    Column("level", Text("被约谈单位层级", "Level of the unit")),
    Column("level_label", Text("被约谈单位层级（文字）", "Level of the unit (words)")),
    Column("cause", Text("事由类别", "Cause")),
    Column("cause_label", Text("事由类别（文字）", "Cause (words)")),
    Column("count", Text("次数", "Number"), "次"),
)


def interview_counts(snapshot: Snapshot) -> Table:
    """The table of the kind; it stands for every record, and counts those that are not withdrawn."""
    schema = snapshot.schemas["interviews"]
    levels = {c.value: c.title.zh for c in snapshot.schemas["organizations"].choices("level")}
    causes = {c.value: c.title.zh for c in schema.choices("cause")}
    found: Counter[tuple[int, str, str]] = Counter()
    for record in snapshot.active("interviews"):
        if unit := snapshot.get("organizations", record["unit"]):  # an unknown one stops the build elsewhere
            found[int(record["date"][:4]), unit["level"], record["cause"]] += 1
    order = [*levels, *causes]
    rows = tuple(
        (year, level, levels[level], cause, causes[cause], found[year, level, cause])
        for year, level, cause in sorted(found, key=lambda k: (k[0], *map(order.index, k[1:])))
    )
    keys = tuple(record.key for record in snapshot.of("interviews"))
    return Table("interviews", schema.title, schema.description, _COLUMNS, rows, keys)
