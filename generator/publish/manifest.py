"""``manifest.json``: from what a site was made, and the digest of each of its files."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.model.digest import canonical
from generator.model.snapshot import Snapshot
from generator.model.text import Text

from .staging import Stamp

FORMAT = 1
NAME = "manifest.json"
_MADE_BY = "equipment-records"


@dataclass(frozen=True, slots=True)
class Origin:
    """What a site was made from: enough to make it again.

    as_of: ISO date. schemas: kind -> digest of its schema.
    """

    version: str
    commit: str
    dirty: bool
    as_of: str
    schemas: Mapping[str, str]

    @classmethod
    def of(cls, snapshot: Snapshot, version: str) -> Origin:
        """The origin of a site made from *snapshot* by this *version* of the generator."""
        return cls(
            version=version,
            commit=snapshot.revision.commit,
            dirty=snapshot.revision.dirty,
            as_of=snapshot.as_of.isoformat(),
            schemas={kind: schema.digest for kind, schema in snapshot.schemas.items()},
        )


def manifest(origin: Origin, stamps: Mapping[str, Stamp]) -> bytes:
    """The manifest in canonical JSON: equal bytes for equal sites. It does not list itself."""
    return canonical(
        {
            "format": FORMAT,
            "generator": {"name": _MADE_BY, "version": origin.version},
            "commit": origin.commit,
            "dirty": origin.dirty,
            "as_of": origin.as_of,
            "schemas": dict(origin.schemas),
            "files": [
                {"path": path, "bytes": stamp.size, "sha256": stamp.sha256}
                for path, stamp in sorted(stamps.items())
            ],
        }
    )


def is_ours(folder: Path) -> bool:
    """Was *folder* written by this program? Its manifest says so."""
    return _parsed(folder) is not None


def verify(folder: Path) -> tuple[Text, ...]:
    """What differs between a site on disk and its manifest: missing, changed, added files; () when whole."""
    data = _parsed(folder)
    if data is None:
        return (Text(f"「{folder}」没有可用的 {NAME}", f"“{folder}” has no usable {NAME}"),)
    promised = {str(entry["path"]): entry for entry in data["files"]}
    present = set(_files(folder)) - {NAME}
    problems = [Text(f"缺少文件：{p}", f"missing file: {p}") for p in sorted(promised.keys() - present)]
    problems += [Text(f"多出文件：{p}", f"unexpected file: {p}") for p in sorted(present - promised.keys())]
    for path in sorted(promised.keys() & present):
        content = (folder / path).read_bytes()
        if hashlib.sha256(content).hexdigest() != promised[path]["sha256"]:
            problems.append(Text(f"内容不符：{path}", f"changed content: {path}"))
    return tuple(problems)


def _parsed(folder: Path) -> dict[str, Any] | None:
    try:
        if (folder / NAME).is_symlink():
            return None
        data = json.loads((folder / NAME).read_bytes())
        whole = data["generator"]["name"] == _MADE_BY and all(
            e["path"] and e["sha256"] for e in data["files"]
        )
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    return data if whole else None


def _files(folder: Path) -> list[str]:
    return [
        Path(place, name).relative_to(folder).as_posix()
        for place, _, names in os.walk(folder)
        for name in names
    ]
