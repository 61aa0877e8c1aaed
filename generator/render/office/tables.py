"""How high the rows of a table will be, estimated: what may be torn and what is kept on one page."""

from __future__ import annotations

from math import ceil

from generator.model.official import Table

from . import layout
from .titles import width

_LOW = 0.5
_HEAD = 0.3
_TOGETHER = 0.25  # tables up to this share of a page are not torn


def height(table: Table, row: tuple[str, ...], *, landscape: bool = False) -> float:
    """The height of *row* as a share of a page; above 1 it cannot be on one page."""
    size, pitch = layout.measured("size-cell"), layout.measured("cell-line")
    inset = 2 * layout.pt("cell-inset")
    across, down = layout.pt("type-width"), layout.pt("type-height")
    if landscape:
        across, down = down, across
    whole = sum(column.weight for column in table.columns)
    lines = 1
    for cell, column in zip(row, table.columns, strict=True):
        room = max(1, int((across * column.weight / whole - inset) / size))
        lines = max(lines, ceil(width(cell) / room))
    return ((lines - 1) * pitch + size + inset) / down


def low(table: Table, row: tuple[str, ...], *, landscape: bool = False) -> bool:
    """Is *row* so low that it fits on a page below a head that is low itself; what is not may be torn."""
    return height(table, row, landscape=landscape) <= _LOW


def repeats(table: Table, *, landscape: bool = False) -> bool:
    """Is the head so low that every page has room for it and for rows."""
    return height(table, tuple(c.label for c in table.columns), landscape=landscape) <= _HEAD


def together(table: Table, *, landscape: bool = False) -> bool:
    """Is the table so low that it is better kept on one page."""
    if len(table.rows) > 30:
        return False
    rows = (tuple(c.label for c in table.columns), *table.rows)
    return sum(height(table, row, landscape=landscape) for row in rows) <= _TOGETHER
