"""A kind that is public as counts alone, as open data: how many by year and two choices, none by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from generator.model.snapshot import Snapshot
from generator.model.table import Column, Table
from generator.model.text import Text

Labels = tuple[Mapping[str, str], Mapping[str, str]]


def count_table(
    snapshot: Snapshot,
    kind: str,
    columns: tuple[Column, Column, Column],
    labels: Labels,
    found: Counter[tuple[int, str, str]],
) -> Table:
    """The table of *kind*; it stands for every record of it, whatever is counted.

    columns: of the two choices and of the count. labels: how people read both, in their order. found: year
        and both choices -> how many.
    """
    first, second, count = columns
    every = (Column("year", Text("年度", "Year")), first, _worded(first), second, _worded(second), count)
    order = [*labels[0], *labels[1]]
    rows = tuple(
        (year, one, labels[0][one], other, labels[1][other], found[year, one, other])
        for year, one, other in sorted(found, key=lambda k: (k[0], *map(order.index, k[1:])))
    )
    keys = tuple(record.key for record in snapshot.of(kind))
    schema = snapshot.schemas[kind]
    return Table(kind, schema.title, schema.description, every, rows, keys)


def _worded(column: Column) -> Column:
    title = Text(f"{column.title.zh}（文字）", f"{column.title.to('en')} (words)")
    return Column(f"{column.name}_label", title)
