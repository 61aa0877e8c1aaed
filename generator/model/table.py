"""A table that leaves the house: plain values under named columns, for downloads and for pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from .text import Text

Value = str | int | Decimal | bool | None

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
class Table:
    """Rows of values in the order of *columns*; None where there is no value.

    id: lower-case with hyphens, the stem of its files. records: keys of the records that it shows in full.
    """

    id: str
    title: Text
    description: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    records: tuple[str, ...] = ()


def safe_cell(text: str) -> str:
    """*text* as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) and not _NEGATIVE.fullmatch(text) else text
