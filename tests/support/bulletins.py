"""Bulletins for tests: a kind, and those of a city issued again after its records were changed on purpose."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generator.model.bulletin import SHORT, digests
from generator.model.digest import digest
from generator.model.record import key_of
from generator.read.documents import read_records
from generator.read.schemas import read_schemas
from generator.read.sources import WorkTree

from .site import load, save

QUARTERLY = """id: quarterly
title: 季度督查通报
source: round
topic: hazchem
heading: 关于{period}督查情况的通报
layout: letter
series: 函
names_schools: false
sections:
  - heading: 基本情况
    parts:
      - sentence: visited
      - sentence: conclusions
"""
"""A kind of bulletin on the visits of a quarter; a test may add to its last section."""


def reissue(root: Path) -> None:
    """Give every issued bulletin below *root* the digests of its records, and of itself, as they are now."""
    source = WorkTree(root)
    documents = read_records(source, read_schemas(source)[0]).documents
    known = {key_of(d.path): d.data for d in documents}
    for path in sorted((root / "records" / "bulletins").rglob("*.yml")):
        data = load(path)
        if "issued" not in data:
            continue
        issued: dict[str, Any] = data["issued"]
        for group in issued.get("grounds", ()):
            keys = [stamp.partition("@")[0] for stamp in group["records"]]
            group["records"] = [f"{key}@{digest(known.get(key))[:SHORT]}" for key in keys]
        issued["sha256"] = digests(data)
        save(path, data)
