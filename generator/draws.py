"""The order of a draw: its plan as a file, and whether a plan is still what its commit gives."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .model.artifact import Artifact
from .model.errors import GeneratorError
from .model.record import Record
from .model.snapshot import Snapshot
from .pipeline import snapshot_of

if TYPE_CHECKING:
    from .compute.draw import Difference, Wanted


def drawn_up(snapshot: Snapshot, wanted: Wanted, replaced: Record | None = None) -> Artifact:
    """The file of a draw's plan, in the place of a *replaced* one or in a folder of its year."""
    from .compute.draw import plan
    from .export.layout import canonical
    from .starter.writing import yaml_text

    data = plan(snapshot, wanted)
    if replaced:
        data |= {k: replaced.document.data[k] for k in ("sample", "note") if k in replaced}
    path = replaced.path if replaced else f"records/draws/{wanted.period[:4]}/{wanted.id}.yml"
    return Artifact(path, canonical(yaml_text(data), snapshot.schemas["draws"]).encode())


def drawn_from(root: Path, record: Record) -> tuple[Difference, ...] | None:
    """What of a draw's plan is not as its commit has it; None where no commit is named or at hand."""
    from .compute.draw import differences

    data = record.document.data
    commit = data["pool"].get("commit")
    if not commit:
        return None
    try:
        snapshot = snapshot_of(root, commit, date.fromisoformat(data["planned_on"]))
    except GeneratorError:
        return None
    return tuple(differences(snapshot, data))
