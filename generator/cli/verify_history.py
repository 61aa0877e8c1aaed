"""``generator verify-history``: is the issued past that an earlier manifest names still there?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.model.shown import visible
from generator.model.text import Text

from . import Command, Session, at_option
from .tables import as_table

if TYPE_CHECKING:
    from generator.provenance import Past

_SHORT = 12


@click.command(
    "verify-history",
    cls=Command,
    help="用以前的 manifest.json 核对：已印发的通报和版本历史没有被改写。Is the issued past still there?",
)
@click.option(
    "--since",
    "place",
    required=True,
    type=click.Path(exists=True, path_type=Path),
    help="以前留下的 manifest.json 或网站文件夹。An earlier manifest, or a site's folder.",
)
@at_option
@click.pass_obj
def command(session: Session, place: Path, revision: str | None) -> int:
    """Print what is lost of the past as a table; 1 where there is anything."""
    from generator import provenance

    past = provenance.verify_history(session.root, place, revision)
    for one in past.late:
        session.say(
            Text(
                f"注意：{visible(one.number)} 写的是 {one.signed_on} 印发，当时的清单里还没有",
                f"Note: {visible(one.number)} bears {one.signed_on}, but the manifest does not have it",
            )
        )
    if past.lost:
        session.say(Text(_table(session, past)))
        _verdict(session, past)
        return 1
    then, now = past.since[:_SHORT], past.commit[:_SHORT]
    session.say(
        Text(
            f"✓ 没有被改过：提交 {then} 时的 {past.bulletins} 份通报都在，历史接得上今天的 {now}",
            f"✓ Nothing was rewritten: all {past.bulletins} bulletins of {then} are in {now}",
        )
    )
    return 0


def _table(session: Session, past: Past) -> str:
    head = ["对象", "情况", "当时", "今天"]
    if session.language == "en":
        head = ["What", "Finding", "Then", "Now"]
    rows = [
        [session.text(one.what), session.text(one.reason), one.then or "–", one.now or "–"]
        for one in past.lost
    ]
    return as_table(head, [[visible(cell) for cell in row] for row in rows])


def _verdict(session: Session, past: Past) -> None:
    then, now, count = past.since[:_SHORT], past.commit[:_SHORT], len(past.lost)
    session.say(
        Text(
            f"✗ 已印发的过去被改过：{count} 处（清单的提交 {then}，今天 {now}）",
            f"✗ The issued past was rewritten: {count} findings ({then} to {now})",
        ),
        err=True,
    )
