"""The grid of subjects and periods, and how records add up in it.

A cell is one subject in one period. A record of a school counts in the cells of the school and of every
unit above it, in its own period and, if that is a quarter, in the year too. All metrics are computed for
all cells at once; the records behind a number are looked up only when someone asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.model.period import Period

from .contract import NOWHERE
from .frames import Frames
from .hazard_frames import Behind

Ints = NDArray[np.int64]
# Numbers of rows and of cells: half as large as amounts, and of them a large city keeps the most.
Places = NDArray[np.int32]
Flags = NDArray[np.bool_]

SCHOOL = "school"


@dataclass(frozen=True, slots=True, eq=False)
class Trail:
    """The records behind every cell: *keys* are ``kind/id`` by row of a frame, "" for no record."""

    starts: Places
    rows: Places
    keys: Sequence[str]

    def at(self, cell: int) -> list[str]:
        """The keys behind one cell; a key comes as often as it has rows."""
        found = self.rows[self.starts[cell] : self.starts[cell + 1]].tolist()
        return [key for row in found if (key := self.keys[row])]


@dataclass(frozen=True, slots=True, eq=False)
class Bundles:
    """Like a trail, where a row rests on several records: *keys* gives those of a row."""

    starts: Places
    rows: Places
    keys: Behind | Sequence[tuple[str, ...]]

    def at(self, cell: int) -> list[str]:
        """The keys behind one cell."""
        found = self.rows[self.starts[cell] : self.starts[cell + 1]].tolist()
        return [key for row in found for key in self.keys[row]]


@dataclass(frozen=True, eq=False)
class Spread:
    """Rows of a frame, each once for every cell that it counts in; ordered by cell, then by row.

    size: number of cells; cells, rows: two columns of equal length.
    """

    size: int
    cells: Places
    rows: Places

    @cached_property
    def starts(self) -> Places:
        """Where each cell's rows begin, and one end more."""
        return np.searchsorted(self.cells, np.arange(self.size + 1, dtype=np.int32)).astype(np.int32)

    def where(self, holds: Flags) -> Spread:
        """Only the rows for which *holds*, a column of their frame, is true."""
        keep = holds[self.rows]
        return Spread(self.size, self.cells[keep], self.rows[keep])

    def count(self) -> Ints:
        """How many rows each cell has."""
        return np.bincount(self.cells, minlength=self.size).astype(np.int64)

    def total(self, amounts: Ints) -> Ints:
        """The exact sum of *amounts*, a column of the rows' frame, in each cell."""
        return sums_between(amounts[self.rows], self.starts)

    def distinct(self, owner: Ints) -> Spread:
        """The different values in each cell of *owner*, a column that names rows of another frame."""
        pairs = pd.DataFrame({"cell": self.cells, "row": owner[self.rows]}).drop_duplicates()
        return _ordered(self.size, pairs["cell"].to_numpy(), pairs["row"].to_numpy())

    def trail(self, keys: Sequence[str]) -> Trail:
        """The records behind each cell, where *keys* names the record of every row of the frame."""
        return Trail(self.starts, self.rows, keys)

    def bundles(self, keys: Behind | Sequence[tuple[str, ...]]) -> Bundles:
        """All the records behind each cell, where *keys* gives those of every row of the frame."""
        return Bundles(self.starts, self.rows, keys)


@dataclass(frozen=True, eq=False)
class Cells:
    """All cells of the frames' organizations and periods, numbered subject by subject.

    is_eligible: subject × period: exists in the period (not withdrawn, not opened after its last day, not
        closed before its first).
    position: rank of every organization in administrative order: along the tree, by ``order``, then id.
    lines, line_starts: the rows of an organization and of all units above it, one after the other.
    years: the row of the year of every quarter, NOWHERE for a year.
    """

    frames: Frames
    is_eligible: Flags
    position: Ints
    lines: Ints
    line_starts: Ints
    years: Ints

    @property
    def size(self) -> int:
        """The number of cells."""
        return int(self.is_eligible.size)

    @cached_property
    def inspections(self) -> Spread:
        """The inspections of every cell."""
        frame = self.frames.inspections
        return self.spread(frame["organization"].to_numpy(), frame["period"].to_numpy())

    @cached_property
    def inspection_keys(self) -> list[str]:
        """``kind/id`` by row of the inspections frame."""
        return [f"inspections/{name}" for name in self.frames.inspections["id"].tolist()]

    @cached_property
    def stands(self) -> Spread:
        """The hazards of every cell; a year has rows of its own, which are as of its end."""
        frame = self.frames.hazards.frame
        places = frame["organization"].to_numpy(), frame["period"].to_numpy()
        return self.spread(*places, into_years=False)

    @cached_property
    def organization_keys(self) -> list[str]:
        """``kind/id`` by row of the organizations frame."""
        return [f"organizations/{name}" for name in self.frames.organizations["id"].tolist()]

    @cached_property
    def _levels(self) -> list[str]:
        """The level by row of the organizations frame."""
        return self.frames.organizations["level"].tolist()

    def of_level(self, *levels: str) -> Flags:
        """For every cell: is it that of an eligible subject of one of *levels*?"""
        wanted: Flags = np.array([level in levels for level in self._levels], dtype=bool)
        return (self.is_eligible & wanted[:, None]).ravel()

    def in_quarters(self) -> Flags:
        """For every cell: is its period a quarter?"""
        quarters = np.array([bool(p.quarter) for p in self.frames.periods], dtype=bool)
        return np.tile(quarters, len(self.frames.organizations))

    def spread(self, organizations: Ints, periods: Ints, *, into_years: bool = True) -> Spread:
        """The rows of a frame spread over the cells, given their organization and their period.

        Left out are rows whose organization or period is NOWHERE, or was not eligible then.
        """
        width = len(self.frames.periods)
        rows = np.flatnonzero((organizations != NOWHERE) & (periods != NOWHERE))
        rows = rows[self.is_eligible[organizations[rows], periods[rows]]]
        owner = organizations[rows]
        heights = self.line_starts[owner + 1] - self.line_starts[owner]
        rows = np.repeat(rows, heights)
        # The running number within each repeated row: 0 for the organization itself, 1 for its parent …
        step = np.arange(len(rows)) - np.repeat(np.cumsum(heights) - heights, heights)
        subject = self.lines[self.line_starts[organizations[rows]] + step]
        cells = subject * width + periods[rows]
        if into_years:
            year = self.years[periods[rows]]
            has_year = year != NOWHERE
            cells = np.concatenate((cells, (subject * width + year)[has_year]))
            rows = np.concatenate((rows, rows[has_year]))
        return _ordered(self.size, cells, rows)

    def own(self, organizations: Ints, periods: Ints) -> Spread:
        """The rows of a frame in the cells of their own organization alone, not of those above it."""
        width = len(self.frames.periods)
        rows = np.flatnonzero((organizations != NOWHERE) & (periods != NOWHERE))
        rows = rows[self.is_eligible[organizations[rows], periods[rows]]]
        return _ordered(self.size, organizations[rows] * width + periods[rows], rows)

    def schools(self) -> Spread:
        """The eligible schools of every cell, as rows of the organizations frame."""
        is_school = (self.frames.organizations["level"] == SCHOOL).to_numpy(dtype=bool)
        owner, period = np.nonzero(self.is_eligible & is_school[:, None])
        found = self.spread(owner, period, into_years=False)
        return Spread(found.size, found.cells, owner[found.rows].astype(np.int32))


def cells_of(frames: Frames) -> Cells:
    """The grid of *frames*."""
    organizations = frames.organizations
    parents = organizations["parent"].tolist()
    lines = [_line(row, parents) for row in range(len(parents))]
    order = organizations["order"].tolist()
    ids = organizations["id"].tolist()
    by_tree = sorted(range(len(lines)), key=lambda row: [(order[r], ids[r]) for r in reversed(lines[row])])
    position = np.empty(len(lines), dtype=np.int64)
    position[by_tree] = np.arange(len(lines))
    rows = {period: row for row, period in enumerate(frames.periods)}
    return Cells(
        frames=frames,
        is_eligible=_eligible(organizations, frames.periods),
        position=position,
        lines=np.array([row for line in lines for row in line], dtype=np.int64),
        line_starts=np.cumsum([0, *map(len, lines)], dtype=np.int64),
        years=np.array(
            [rows[Period(p.year)] if p.quarter else NOWHERE for p in frames.periods], dtype=np.int64
        ),
    )


def _line(row: int, parents: Sequence[int]) -> list[int]:
    """*row* and the rows above it, nearest first; a cycle (the rules report it) ends where it closes."""
    line: list[int] = []
    while row != NOWHERE and row not in line:
        line.append(row)
        row = parents[row]
    return line


def _eligible(organizations: pd.DataFrame, periods: Sequence[Period]) -> Flags:
    first = np.array([p.start.toordinal() for p in periods], dtype=np.int64)
    last = np.array([p.end.toordinal() for p in periods], dtype=np.int64)
    opened = organizations["opened"].to_numpy()[:, None]
    closed = organizations["closed"].to_numpy()[:, None]
    eligible: Flags = organizations["is_active"].to_numpy()[:, None] & (opened <= last) & (closed >= first)
    return eligible


def sums_between(amounts: Ints, ends: NDArray[np.integer[Any]]) -> Ints:
    """The exact sum of *amounts* between each two *ends*, which are places in it, in order.

    As differences of a running sum: bincount with weights would add up floats.
    """
    running = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(amounts)))
    found: Ints = np.diff(running[ends])
    return found


def _ordered(size: int, cells: Ints, rows: Ints) -> Spread:
    order = np.lexsort((rows, cells))
    return Spread(size, cells[order].astype(np.int32), rows[order].astype(np.int32))
