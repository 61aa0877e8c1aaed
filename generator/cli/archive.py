"""``generator archive``: the revisions at which bulletins were issued, and what is kept of each."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import click

from generator.model.shown import visible
from generator.model.text import Text

from . import Command, Session, as_of_option, at_option
from .tables import as_csv, as_table, form_option

if TYPE_CHECKING:
    from generator.provenance import Release

_SHORT = 12
_KEYS = ("bulletin", "number", "signed_on", "issued_in", "made_from", "records", "missing", "sha256")


@click.command(
    "archive",
    cls=Command,
    help="每份通报印发时的版本，以及当时数据的存档。Revisions at which bulletins were issued.",
)
@form_option
@at_option
@as_of_option
@click.pass_obj
def command(session: Session, form: str, revision: str | None, as_of: date | None) -> None:
    """List every issued bulletin, the oldest first; GeneratorError in a shallow clone."""
    from generator import provenance

    checked = session.check(session.source(revision), as_of)
    found = provenance.releases(session.root, checked)
    rows = [_row(one) for one in found]
    if form == "json":
        listed = [dict(zip(_KEYS, row, strict=True)) for row in rows]
        click.echo(json.dumps({"format": 1, "bulletins": listed}, ensure_ascii=False, indent=2))
    elif form == "csv":
        click.echo(as_csv(_KEYS, [[str(cell) for cell in row] for row in rows]), nl=False)
    elif not rows:
        session.say(Text("还没有印发过通报", "No bulletin was issued yet"))
    else:
        session.say(Text(_table(session, found)))


def _row(one: Release) -> list[str | int]:
    return [
        one.issued.id,
        one.issued.number,
        one.issued.signed_on,
        one.at.commit if one.at else "",
        one.issued.commit,
        one.archive.records,
        len(one.archive.missing),
        one.archive.sha256,
    ]


def _table(session: Session, found: tuple[Release, ...]) -> str:
    head = ["发文字号", "印发日期", "印发于提交", "提交日期", "依据的提交", "记录", "缺", "存档 SHA-256"]
    if session.language == "en":
        head = ["Number", "Issued on", "Issued in", "Committed", "Made from", "Records", "Missing", "SHA-256"]
    rows = [
        [
            visible(one.issued.number),
            one.issued.signed_on,
            one.at.commit[:_SHORT] if one.at else "–",
            one.at.on if one.at else "–",
            one.issued.commit[:_SHORT] or "–",
            str(one.archive.records),
            str(len(one.archive.missing)),
            one.archive.sha256[:_SHORT],
        ]
        for one in found
    ]
    return as_table(head, rows)
