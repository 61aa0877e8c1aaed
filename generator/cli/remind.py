"""``generator remind``: a notice for each county of what fell due, and one of what no longer holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.model.diagnostic import Severity
from generator.model.errors import GeneratorError
from generator.model.text import Text

from . import Command, Session, as_of_option

if TYPE_CHECKING:
    from generator.bulletins import Verdict

_WEEK = 7


@click.command(
    "remind",
    cls=Command,
    help="写通知：每个县（区）一份到期清单，另有一份复核不符。A notice for each county of what fell due.",
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@as_of_option
@click.pass_obj
def command(session: Session, folder: Path, as_of: date | None) -> None:
    """Write Markdown files into *folder*, which must be new or empty; none where there is nothing to say."""
    from generator import bulletins, pipeline
    from generator.export.notices import due_notices, failure_notice

    if folder.is_dir() and any(folder.iterdir()):
        raise GeneratorError(
            Text(f"文件夹 {folder} 不是空的", f"The folder {folder} is not empty"),
            Text("换一个新的文件夹", "Name a new folder"),
        )
    checked = session.check(session.source(None), as_of)
    session.tell_left_out(checked)
    snapshot = checked.snapshot
    issued = tuple(r for r in snapshot.of("bulletins") if "issued" in r)
    failed = [
        (one.record["issued"]["number"], _why(one))
        for one in bulletins.verify(session.root, checked, issued)
        if not one.holds
    ]
    errors = sum(d.severity is Severity.ERROR for d in checked.diagnostics)
    if errors:
        failed.append(("generator check", Text(f"记录有 {errors} 个错误", f"{errors} errors in the records")))
    address = str(snapshot.bureau.get("site_url") or "") if snapshot.bureau else ""
    notices = (
        *due_notices(pipeline.due(checked, within=_WEEK), snapshot, address and address.rstrip("/") + "/"),
        *failure_notice(failed, snapshot),
    )
    folder.mkdir(parents=True, exist_ok=True)
    for notice in notices:
        pipeline.save(folder, notice)
    session.say(Text(f"✓ 写了 {len(notices)} 份通知", f"✓ Wrote {len(notices)} notices"))


def _why(one: Verdict) -> Text:
    """Why a bulletin does not hold, the gravest first."""
    if not one.is_whole:
        return Text("印发的内容被改动", "what was issued has been altered")
    if one.state is None:
        return Text("找不到当时的记录", "the records of its time are not to be found")
    return Text(
        f"重算后有 {len(one.differences)} 处不符", f"{len(one.differences)} figures come out otherwise"
    )
