"""A small city to publish: a snapshot of bare records and the pages and tables that show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any

from generator.model.artifact import Artifact, Work
from generator.model.document import Document
from generator.model.record import Record
from generator.model.schema import Schema
from generator.model.snapshot import Revision, Snapshot
from generator.model.text import Text


def snapshot_of(*records: tuple[str, dict[str, Any]], as_of: date = date(2026, 1, 1)) -> Snapshot:
    """A snapshot of (kind, data) pairs, ids taken from the data."""
    kinds: dict[str, dict[str, Record]] = {}
    for kind, data in records:
        document = Document(f"records/{kind}/{data['id']}.yml", data)
        kinds.setdefault(kind, {})[data["id"]] = Record(kind, data["id"], document)
    schemas = {
        kind: Schema(kind, f"schemas/{kind}.schema.json", Text(kind), Text(kind), (), {}, "0" * 64)
        for kind in kinds
    }
    return Snapshot(Revision("a" * 40), as_of, schemas, kinds)


def schools(number: int) -> Snapshot:
    """A snapshot of so many schools."""
    return snapshot_of(*(("organizations", {"id": f"s-{n}", "name": f"第{n}学校"}) for n in range(number)))


def site_of(snapshot: Snapshot, word: str = "甲", extra: Iterable[Artifact] = ()) -> Work:
    """Home, a page per record, a table of all, and *extra* files; *word* is written on every page."""
    keys = tuple(r.key for records in snapshot.kinds.values() for r in records.values())
    items = "".join(f'<li><a href="{key}/">{key}</a></li>' for key in keys)
    home = page("index.html", f"<h1>{word}</h1><ul>{items}</ul>")
    table = Artifact("data/all.json", b"[]", keys)
    portions = [keys[start : start + 10] for start in range(0, len(keys), 10)]
    return Work((lambda: [home, table], *(partial(pages, word, p) for p in portions), lambda: extra))


def pages(word: str, keys: Iterable[str]) -> Iterator[Artifact]:
    """A page for each record."""
    for key in keys:
        yield page(f"{key}/index.html", f'<h1>{word}</h1><p>{key}</p><a href="../../">首页</a>', key)


def page(path: str, body: str, *keys: str) -> Artifact:
    """An HTML artifact."""
    html = f'<!doctype html><html lang="zh"><title>页</title><body><article>{body}</article></body></html>'
    return Artifact(path, html.encode(), keys)
