"""This repository's own records, read and checked once for all tests of a process; nobody may change them.

They are the sample city as the starter makes it: ``tests/starter/test_city.py`` compares every byte.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from generator import pipeline
from generator.model.results import Results
from generator.model.snapshot import Snapshot
from generator.pipeline import Checked
from generator.read.sources import WorkTree
from tests.support.records import ROOT


@cache
def files() -> Mapping[str, bytes]:
    """Path -> content of every record."""
    return {f.path: f.content for f in WorkTree(ROOT).files("records") if f.content is not None}


@cache
def checked() -> Checked:
    """Everything that is found, as of the day pinned in ``records/bureau.yml``."""
    return pipeline.check(WorkTree(ROOT))


def snapshot() -> Snapshot:
    """What may be counted and published."""
    return checked().snapshot


@cache
def data() -> Mapping[str, Mapping[str, dict[str, Any]]]:
    """Kind -> id -> what the record says, drafts included."""
    kinds = checked().whole.kinds
    return {kind: {key: dict(r.document.data) for key, r in found.items()} for kind, found in kinds.items()}


@cache
def results() -> Results:
    """All that is computed of it."""
    return pipeline.assess(checked())
