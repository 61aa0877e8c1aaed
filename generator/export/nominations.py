"""Nominations as open data: how many of each kind and with what result in a year, and not a single one."""

from __future__ import annotations

from collections import Counter

from generator.model.snapshot import Snapshot
from generator.model.table import Column, Table
from generator.model.text import Text

_COLUMNS = (
    Column("year", Text("年度", "Year")),
    Column("kind", Text("类别", "Kind")),
    Column("kind_label", Text("类别（文字）", "Kind (words)")),
    Column("status", Text("结果", "Status")),
    Column("status_label", Text("结果（文字）", "Status (words)")),
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
    order = [*kinds, *states]
    rows = tuple(
        (year, kind, kinds[kind], status, states[status], found[year, kind, status])
        for year, kind, status in sorted(found, key=lambda k: (k[0], *map(order.index, k[1:])))
    )
    keys = tuple(record.key for record in snapshot.of("nominations"))
    return Table("nominations", schema.title, schema.description, _COLUMNS, rows, keys)
