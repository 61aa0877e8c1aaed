"""Nominations as open data: how many of each kind and with what result in a year, and not a single one."""

from __future__ import annotations

from collections import Counter

from generator.model.snapshot import Snapshot
from generator.model.table import Column, Table
from generator.model.text import Text

from .counts import count_table

_COLUMNS = (
    Column("kind", Text("类别", "Kind")),
    Column("status", Text("结果", "Status")),
    Column("count", Text("件数", "Number"), "件"),
)


def nomination_counts(snapshot: Snapshot) -> Table:
    """The table of the kind; it stands for every record, and counts those that are not withdrawn."""
    schema = snapshot.schemas["nominations"]
    kinds, states = ({c.value: c.title.zh for c in schema.choices(name)} for name in ("kind", "status"))
    found = Counter(
        (data["year"], data["kind"], data["status"])
        for record in snapshot.active("nominations")
        if (data := record.document.data)
    )
    return count_table(snapshot, "nominations", _COLUMNS, (kinds, states), found)
