"""Lists in the terminal: padded columns for people, CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence

import click

from generator.model.table import safe_cell

form_option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="输出格式。Format of the output.",
)


def as_csv(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Comma-separated, one header line; no cell can act as a formula."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([head, *([safe_cell(c) for c in row] for row in rows)])
    return out.getvalue()


def as_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns padded to their width in a terminal, where a Chinese character takes two cells."""
    widths = [max(_cells(row[i]) for row in [head, *rows]) for i in range(len(head))]
    return "\n".join(
        "  ".join(
            text + " " * (width - _cells(text)) for text, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in [head, *rows]
    )


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
