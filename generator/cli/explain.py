"""``generator explain``: every number of a unit, down to the records that it rests on."""

from __future__ import annotations

from datetime import date

import click

from generator.model.errors import GeneratorError
from generator.model.period import Period
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.text import Text

from . import Session, as_of_option, at_option
from .rank import period_option


@click.command("explain", help="一个单位的每个数字及其依据的记录；单位写编号或名称。Every number of a unit.")
@click.argument("unit")
@period_option
@at_option
@as_of_option
@click.pass_obj
def command(
    session: Session, unit: str, period: Period | None, revision: str | None, as_of: date | None
) -> None:
    """Print the explanation; GeneratorError for an unknown unit."""
    from generator import pipeline

    checked = pipeline.check(
        session.source(revision), as_of=as_of, epoch=session.epoch, cache_folder=session.cache_folder
    )
    organization = _organization(checked.snapshot, unit)
    for line in pipeline.explain(checked, organization.id, period):
        session.say(line)


def _organization(snapshot: Snapshot, unit: str) -> Record:
    """The organization with this id, name, short name or school code."""
    for record in snapshot.of("organizations"):
        if unit in (record.id, record["name"], record.get("short_name"), record.get("school_code")):
            return record
    from difflib import get_close_matches

    names = {r["name"]: r.id for r in snapshot.of("organizations")}
    near = get_close_matches(unit, [*names, *names.values()], 3, 0.5)
    raise GeneratorError(
        Text(f"没有找到单位「{unit}」", f"There is no unit {unit!r}"),
        Text(f"相近的有：{'、'.join(near)}", f"Near: {', '.join(near)}") if near else None,
    )
