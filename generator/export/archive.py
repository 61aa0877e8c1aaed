"""For each issued bulletin the records that it rests on, as they were then: JSON that stays as it is.

What is internal by today's schemas, or unknown to them, is left out, and so are names that may not be shown
today: what somebody no longer wants published is not published for having been so once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.model.archive import FOLDER, Archive, Versions
from generator.model.artifact import Artifact
from generator.model.bulletin import grounds_of
from generator.model.consent import PERSONAL, name_is_public
from generator.model.digest import canonical
from generator.model.issued import Issued, issued_bulletins
from generator.model.record import is_counted
from generator.model.schema import Field
from generator.model.snapshot import Snapshot

FORMAT = 1
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def archives(snapshot: Snapshot, versions: Versions) -> tuple[Archive, ...]:
    """One for each issued bulletin, in order of their ids.

    versions: what the grounds were then, as far as it was found.
    """
    return tuple(_archive(snapshot, one, versions) for one in snapshot.once(issued_bulletins))


def archive_files(found: tuple[Archive, ...], snapshot: Snapshot) -> Iterator[Artifact]:
    """The files, and ``data/archive/index.json``, which says of what bulletin each is, with its digest."""
    issued = {one.id: one for one in snapshot.once(issued_bulletins)}
    entries = []
    for one in found:
        yield Artifact(one.path, one.content)
        entries.append(
            {
                "bulletin": issued[one.bulletin].plain(),
                "path": one.path,
                "bytes": len(one.content),
                "sha256": one.sha256,
                "records": one.records,
                "missing": list(one.missing),
            }
        )
    if entries:
        yield Artifact(f"{FOLDER}/index.json", _json({"format": FORMAT, "bulletins": entries}))


def _archive(snapshot: Snapshot, issued: Issued, versions: Versions) -> Archive:
    record = snapshot.kinds["bulletins"][issued.id]
    stamps = [stamp for stamp in grounds_of(record.document.data) if not is_counted(stamp)]
    content = _json(
        {
            "format": FORMAT,
            "bulletin": issued.plain(),
            "records": [_record(snapshot, stamp, versions) for stamp in stamps],
        }
    )
    missing = tuple(stamp.partition("@")[0] for stamp in stamps if stamp not in versions)
    return Archive(issued.id, content, hashlib.sha256(content).hexdigest(), len(stamps), missing)


def _record(snapshot: Snapshot, stamp: str, versions: Versions) -> dict[str, Any]:
    """A record then. whole: nothing was left out, so that its digest can be made of what is there."""
    key, _, digest = stamp.partition("@")
    data = versions.get(stamp)
    if data is None:
        return {"record": key, "digest": digest, "data": None, "whole": False}
    shown = _shown(snapshot, key, data)
    return {"record": key, "digest": digest, "data": shown, "whole": shown == data}


def _shown(snapshot: Snapshot, key: str, data: Mapping[str, Any]) -> dict[str, Any]:
    kind = key.partition("/")[0]
    schema, present = snapshot.schemas.get(kind), snapshot.find(key)
    found = _public(data, schema.fields) if schema else {}
    is_about_somebody = "consent" in data or "public_until" in data
    if is_about_somebody and (present is None or not name_is_public(present, snapshot.as_of)):
        found = {name: value for name, value in found.items() if name not in PERSONAL.get(kind, ())}
    return found


def _public(data: Mapping[str, Any], fields: tuple[Field, ...]) -> dict[str, Any]:
    known = {one.name: one for one in fields if not one.internal}
    return {name: _value(value, known[name]) for name, value in data.items() if name in known}


def _value(value: Any, field: Field) -> Any:
    if isinstance(value, list):
        return [_value(one, field) for one in value]
    if isinstance(value, Mapping):
        return _public(value, field.fields)
    return value


def _json(value: Any) -> bytes:
    """Canonical JSON (a decimal number as its digits in a string), a line for each record, safe in HTML."""
    plain = json.loads(canonical(value))
    lists = {name: plain.pop(name) for name in ("records", "bulletins") if name in plain}
    head = canonical(plain).decode().removesuffix("}")
    text = head + "".join(
        f',"{name}":[\n' + ",\n".join(canonical(one).decode() for one in rows) + "\n]"
        for name, rows in lists.items()
    )
    for character, escape in _UNSAFE.items():
        text = text.replace(character, escape)
    return f"{text}}}\n".encode()
