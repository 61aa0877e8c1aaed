"""``CODEOWNERS``: whom the forge asks to review which files, from the owners in the bureau's record.

A pattern knows names of files and not what stands in them, so a unit gets what bears its id in its name;
whether the author of a change may make it is checked by content (``validate/changes/owners.py``).
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.artifact import Artifact
from generator.model.ownership import UNIT_FIELDS, owners_above, owners_of
from generator.model.snapshot import Snapshot
from generator.model.standing import own_city_id

PATH = ".github/CODEOWNERS"
GITEA = ".gitea/CODEOWNERS"
"""The same for Gitea and Forgejo, whose patterns are regular expressions and all count, not the last one."""
_HEAD = (
    "# 谁来审核哪些文件：由 generator schema 按 records/bureau.yml 的 owners 生成，请勿手改",
    "# Who is asked to review what: from owners in records/bureau.yml by generator schema; do not edit",
)


def codeowners(snapshot: Snapshot) -> Iterator[Artifact]:
    """The files for both sorts of forge; nothing where the city has no owners."""
    if own_city_id(snapshot) in snapshot.once(owners_of):
        for path, lines in ((PATH, _lines(snapshot)), (GITEA, _expressions(snapshot))):
            yield Artifact(path, ("\n".join((*_HEAD, *lines)) + "\n").encode())


def _lines(snapshot: Snapshot) -> Iterator[str]:
    city = _city(snapshot)
    yield f"* {city}"
    for unit in _by_depth(snapshot):
        handles = _handles(snapshot, unit)
        for name in (f"{unit}.yml", f"{unit}-*.yml", f"*-{unit}.yml", f"*-{unit}-*.yml"):
            yield f"/records/**/{name} {handles}"
    yield f"/records/bureau.yml {city}"
    for kind in sorted(snapshot.schemas.keys() - UNIT_FIELDS.keys() - {"bureau"}):
        yield f"/records/{kind}/ {city}"


def _expressions(snapshot: Snapshot) -> Iterator[str]:
    yield f".* {_city(snapshot)}"
    for unit in _by_depth(snapshot):
        yield rf"records/(.+/)?(.+-)?{unit}(-.+)?\\.yml {_handles(snapshot, unit)}"


def _city(snapshot: Snapshot) -> str:
    return " ".join(snapshot.once(owners_of)[own_city_id(snapshot)].handles)


def _handles(snapshot: Snapshot, unit: str) -> str:
    """Whoever owns the unit or anything above it, the nearest first."""
    return " ".join(dict.fromkeys(h for owner in owners_above(snapshot, unit) for h in owner.handles))


def _by_depth(snapshot: Snapshot) -> list[str]:
    """The units below the city that have owners, those above before those below."""
    depth = {}
    for unit in snapshot.once(owners_of):
        line: list[str] = []
        record = snapshot.get("organizations", unit)
        while record and record.id not in line:
            line.append(record.id)
            record = snapshot.get("organizations", record.document.data.get("parent") or "")
        depth[unit] = len(line)
    return sorted((u for u in depth if u != own_city_id(snapshot)), key=lambda u: (depth[u], u))
