"""Which unit somebody at the keyboard means."""

from __future__ import annotations

from generator.model.errors import GeneratorError
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.text import Text


def organization(snapshot: Snapshot, unit: str) -> Record:
    """The organization with this id, name, short name or school code."""
    for record in snapshot.of("organizations"):
        if unit in (record.id, record["name"], record.get("short_name"), record.get("school_code")):
            return record
    from difflib import get_close_matches

    names = {r["name"]: r.id for r in snapshot.of("organizations")}
    near = get_close_matches(unit, [*names, *names.values()], 3, 0.5)
    raise GeneratorError(
        Text(f"没有找到单位「{unit}」", f"There is no unit {unit!r}"),
        Text(f"相近的有：{'、'.join(near)}", f"Near: {', '.join(near)}")
        if near
        else Text(
            "写编号、名称、简称或学校标识码，见 records/organizations/",
            "Write an id, a name or a school code as in records/organizations/",
        ),
    )
