"""``manifest.json``: from what a site was made, and the digest of each of its files."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from generator.model.digest import canonical, digest
from generator.model.errors import GeneratorError
from generator.model.history import History
from generator.model.issued import Issued, issued_bulletins, methods_of
from generator.model.snapshot import Snapshot
from generator.model.text import Text

from .staging import Stamp

FORMAT = 2
NAME = "manifest.json"
_MADE_BY = "equipment-records"
_COMMIT = re.compile(r"(?:[0-9a-f]{40}(?:[0-9a-f]{24})?)?")


@dataclass(frozen=True, slots=True)
class Origin:
    """What a site was made from: enough to make it again, and to hold its past against a later one.

    as_of: ISO date. schemas: kind -> digest of its schema. address: of the site, "" where it is not known.
    methods: id, version and digest of each. bulletins: those that were issued. history: of the commit.
    """

    version: str
    commit: str
    dirty: bool
    as_of: str
    schemas: Mapping[str, str]
    address: str = ""
    methods: tuple[Mapping[str, Any], ...] = ()
    bulletins: tuple[Issued, ...] = ()
    history: History = field(default_factory=History)

    @classmethod
    def of(
        cls, snapshot: Snapshot, version: str, address: str = "", history: History | None = None
    ) -> Origin:
        """The origin of a site made from *snapshot* by this *version* of the generator."""
        return cls(
            version=version,
            commit=snapshot.revision.commit,
            dirty=snapshot.revision.dirty,
            as_of=snapshot.as_of.isoformat(),
            schemas={kind: digest(schema.raw) for kind, schema in snapshot.schemas.items()},
            address=address,
            methods=methods_of(snapshot),
            bulletins=snapshot.once(issued_bulletins),
            history=history or History(),
        )


def manifest(origin: Origin, stamps: Mapping[str, Stamp]) -> bytes:
    """The manifest in canonical JSON: equal bytes for equal sites. It does not list itself."""
    history = origin.history
    return canonical(
        {
            "format": FORMAT,
            "generator": {"name": _MADE_BY, "version": origin.version},
            "commit": origin.commit,
            "dirty": origin.dirty,
            "as_of": origin.as_of,
            "address": origin.address,
            "schemas": dict(origin.schemas),
            "methods": [dict(one) for one in origin.methods],
            "bulletins": [one.plain() for one in origin.bulletins],
            "history": {"whole": history.is_whole, "commits": history.commits, "roots": list(history.roots)},
            "files": [
                {"path": path, "bytes": stamp.size, "sha256": stamp.sha256}
                for path, stamp in sorted(stamps.items())
            ],
        }
    )


def is_ours(folder: Path) -> bool:
    """Was *folder* written by this program? Its manifest says so."""
    return _parsed(folder / NAME) is not None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a manifest says. data: all of it. files: path -> SHA-256, the manifest's own included.

    commit: "" for a site that was made outside of Git. bulletins: those that had been issued by then; None
        where the manifest is of a format that did not hold them.
    """

    data: Mapping[str, Any]
    files: Mapping[str, str]
    bulletins: tuple[Issued, ...] | None

    @property
    def commit(self) -> str:
        """From which the site was made."""
        return str(self.data["commit"])

    @property
    def is_dirty(self) -> bool:
        """Was it made with changes that nobody committed?"""
        return bool(self.data.get("dirty"))

    @property
    def version(self) -> str:
        """Of the generator that made it."""
        return str(self.data["generator"].get("version", ""))

    @property
    def as_of(self) -> date:
        """The day that it was looked at from."""
        return date.fromisoformat(self.data["as_of"])

    @property
    def address(self) -> str:
        """Of the site, "" where it did not know."""
        return str(self.data.get("address", ""))

    @property
    def roots(self) -> tuple[str, ...]:
        """The first commits of the history that it had; () where it did not know."""
        return tuple(self.data.get("history", {}).get("roots", ()))

    @property
    def commits(self) -> int:
        """How many commits there were; 0 where it did not know."""
        return int(self.data.get("history", {}).get("commits", 0))


def read_claim(place: Path) -> Claim:
    """What the manifest at *place*, a file or a site's folder, says; GeneratorError where there is none.

    Of a folder, *files* are those that are there, whatever its manifest says of them.
    """
    file = place / NAME if place.is_dir() else place
    data = _parsed(file)
    if data is None:
        raise GeneratorError(
            Text(f"「{place}」没有可用的 {NAME}", f"“{place}” has no usable {NAME}"),
            Text(
                f"写网站的文件夹，或从网站上取下的 {NAME}",
                f"Name a site's folder, or a {NAME} taken from one",
            ),
        )
    files = {str(entry["path"]): str(entry["sha256"]) for entry in data["files"]}
    if place.is_dir():
        files = {path: _sha256(place / path) for path in _files(place)}
    files[NAME] = _sha256(file)
    known = tuple(map(Issued.read, data["bulletins"])) if "bulletins" in data else None
    return Claim(data, files, known)


def compare(claimed: Mapping[str, str], made: Mapping[str, str]) -> tuple[Text, ...]:
    """What differs between two sites, path -> SHA-256: missing, added and changed files, in that order."""
    problems = [Text(f"缺少文件：{p}", f"missing file: {p}") for p in sorted(made.keys() - claimed.keys())]
    problems += [
        Text(f"多出文件：{p}", f"unexpected file: {p}") for p in sorted(claimed.keys() - made.keys())
    ]
    problems += [
        Text(f"内容不符：{p}", f"changed content: {p}")
        for p in sorted(claimed.keys() & made.keys())
        if claimed[p] != made[p]
    ]
    return tuple(problems)


def verify(folder: Path) -> tuple[Text, ...]:
    """What differs between a site on disk and its manifest: missing, changed, added files; () when whole."""
    data = _parsed(folder / NAME)
    if data is None:
        return (Text(f"「{folder}」没有可用的 {NAME}", f"“{folder}” has no usable {NAME}"),)
    promised = {str(entry["path"]): str(entry["sha256"]) for entry in data["files"]}
    present = {path: _sha256(folder / path) for path in _files(folder) if path != NAME}
    return compare(present, promised)


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _parsed(file: Path) -> dict[str, Any] | None:
    try:
        if file.is_symlink():
            return None
        data = json.loads(file.read_bytes())
        whole = data["generator"]["name"] == _MADE_BY and all(
            e["path"] and e["sha256"] for e in data["files"]
        )
        whole = whole and all(Issued.read(one) for one in data.get("bulletins", ()))
        whole = whole and _is_history(data.get("history", {})) and bool(_COMMIT.fullmatch(data["commit"]))
        whole = whole and bool(date.fromisoformat(data["as_of"]))
    except (OSError, ValueError, TypeError, KeyError, RecursionError, AttributeError):
        return None
    return data if whole else None


def _is_history(data: Mapping[str, Any]) -> bool:
    roots = all(_COMMIT.fullmatch(root) for root in data.get("roots", ()))
    return roots and isinstance(data.get("commits", 0), int)


def _files(folder: Path) -> list[str]:
    return [
        Path(place, name).relative_to(folder).as_posix()
        for place, _, names in os.walk(folder)
        for name in names
    ]
