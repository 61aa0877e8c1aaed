"""A table that leaves the house: plain values under named columns, for downloads and for pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from .text import Text

Value = str | int | Decimal | bool | None
Row = tuple[Value, ...]

# A spreadsheet runs what begins like this; some also read the full-width twins of Chinese input methods.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NEGATIVE = re.compile(r"-[0-9]+(\.[0-9]+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Column:
    """name: stable, for programs (``notice.number``); title: for people; unit: "" for none."""

    name: str
    title: Text
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Rows(Collection[Row]):
    """Rows that are made whenever they are gone through: half a million of them are never kept.

    count: how many *make* gives, the same ones each time.
    """

    count: int
    make: Callable[[], Iterable[Row]]

    def __len__(self) -> int:
        """How many rows there are; none is made."""
        return self.count

    def __iter__(self) -> Iterator[Row]:
        """The rows, made anew."""
        return iter(self.make())

    def __contains__(self, row: object) -> bool:
        """Is it one of the rows?"""
        return any(row == one for one in self)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of values in the order of *columns*; None where there is no value.

    id: lower-case with hyphens, the stem of its files. records: keys of the records that it shows in full.
    """

    id: str
    title: Text
    description: Text
    columns: tuple[Column, ...]
    rows: Collection[Row]
    records: tuple[str, ...] = ()


def safe_cell(text: str) -> str:
    """*text* as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) and not _NEGATIVE.fullmatch(text) else text
