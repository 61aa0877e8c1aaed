"""Snapshots for tests from YAML text, through the real reader, schemas and gate."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from generator.model.diagnostic import Diagnostic
from generator.model.schema import Schema
from generator.model.snapshot import Revision, Snapshot
from generator.read.cache import Known
from generator.read.documents import read_records
from generator.read.schemas import read_schemas
from generator.read.sources import Memory
from generator.validate.gate import admit

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases" / "rules"
AS_OF = date(2025, 12, 31)


@cache
def schemas() -> Mapping[str, Schema]:
    """The repository's own schemas."""
    files = {f"schemas/{path.name}": path.read_bytes() for path in (ROOT / "schemas").glob("*.schema.json")}
    found, problems = read_schemas(Memory(files))
    assert not problems, problems
    return found


def admitted(
    files: Mapping[str, str | bytes], as_of: date = AS_OF
) -> tuple[Snapshot, tuple[Diagnostic, ...]]:
    """Snapshot of these files (path -> YAML), and what reading and structure complain about."""
    reading = read_records(Memory(files), schemas(), _known())
    snapshot, problems = admit(reading.documents, schemas(), Revision(), as_of)
    return snapshot, (*reading.diagnostics, *problems)


def snapshot_of(text: str, *, as_of: date = AS_OF, on_base: bool = True) -> Snapshot:
    """A snapshot of several YAML files in one string, each after a line ``--- records/…``.

    on_base: laid over the minimal bureau in ``tests/cases/rules/base``. Every file must pass its schema.
    """
    files: dict[str, str | bytes] = dict(base()) if on_base else {}
    files.update(split(text))
    snapshot, problems = admitted(files, as_of)
    wrong = [d for d in problems if on_base or d.name != "missing-bureau"]
    assert not wrong, [f"{d.location} {d.message}" for d in wrong]
    return snapshot


def split(text: str) -> dict[str, str]:
    """Path -> YAML of a text in which every file begins with a line ``--- path``."""
    parts = re.split(r"^--- (\S+)\n", text, flags=re.MULTILINE)
    assert not parts[0].strip(), "text before the first file"
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@cache
def _known() -> Known:
    """The base's documents, which are not parsed anew for every case; everything is checked all the same."""
    return Known(read_records(Memory(dict(base())), schemas()).documents, lambda _path: False)


@cache
def base() -> Mapping[str, str]:
    """The minimal valid bureau that all rule cases are laid over."""
    return folder(CASES / "base")


def folder(root: Path) -> dict[str, str]:
    """Path -> text of all files below *root*."""
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*.yml"))
    }
