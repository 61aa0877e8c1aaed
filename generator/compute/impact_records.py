"""Changed records as a reader may see them: fields by title, values in words, internal ones counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date
from decimal import Decimal
from typing import Any

from generator.model.change import Change, FieldChange, Kind, RecordChange
from generator.model.consent import name_is_public
from generator.model.diagnostic import FieldPath
from generator.model.document import Document
from generator.model.impact import FieldShift, RecordShift
from generator.model.number import trimmed
from generator.model.record import Record, is_counted, key_of
from generator.model.schema import Field, Schema
from generator.model.snapshot import Snapshot
from generator.model.text import Text

_UNITS = ("organization", "school", "unit", "county", "hazard")  # fields that say whose record it is
_DAYS = ("date", "on", "registered_on", "filed_on", "year")
_SAYS = ("id", "item", "hazard", "expert", "entry", "metric", "code", "name", "title")
YES, NO = Text("是", "yes"), Text("否", "no")
_LONG = 200


def record_shifts(change: Change, base: Snapshot, head: Snapshot, unnamed: Set[str]) -> Iterator[RecordShift]:
    """Every changed record, by key, and every file below ``records/`` that cannot be read now.

    unnamed: keys of inspections whose school is not named where they are shown.
    """
    present = {f.path for f in change.files if f.after}
    shifts = [_shift(one, base, head, present, unnamed) for one in change.records]
    known = {d.path for one in change.records for d in (one.before, one.after) if d}
    for file in change.files:
        if file.path.startswith("records/") and file.path not in known:
            key = key_of(file.path)
            schema = head.schemas.get(key.partition("/")[0])
            what: Kind = "changed" if file.before and file.after else "added" if file.after else "removed"
            title = _title(schema, key.partition("/")[0])
            shifts.append(RecordShift(key, what, title, "", file.path, is_unread=file.after is not None))
    yield from sorted(shifts, key=lambda s: (s.key, s.path))


def _shift(
    one: RecordChange, base: Snapshot, head: Snapshot, present: Set[str], unnamed: Set[str]
) -> RecordShift:
    schema = head.schemas.get(one.kind) or base.schemas.get(one.kind)
    title = _title(schema, one.kind)
    is_unread = one.after is None and one.path in present
    what = "changed" if is_unread else one.what
    if is_counted(one.key):
        return RecordShift(one.key, what, title, "", one.path, is_unread=is_unread)
    documents = [d for d in (one.before, one.after) if d]
    shown, hidden, unknown = _shown(one, schema, head.as_of) if schema else ((), 0, len(one.fields))
    return RecordShift(
        key=one.key,
        what=what,
        title=title,
        name="" if one.key in unnamed else name_of(one.key, documents[-1], head, schema),
        path=one.path,
        fields=shown,
        hidden=hidden,
        unknown=unknown,
        was=one.old_key if one.old_key != one.key else "",
        reason=_reason(one),
        is_draft=all(d.data.get("status") == "draft" for d in documents),
        is_unread=is_unread,
    )


def _title(schema: Schema | None, kind: str) -> Text:
    return schema.title if schema else Text(kind)


def _reason(one: RecordChange) -> str:
    said = one.after.data.get("withdrawn") if one.after and one.what == "withdrawn" else None
    return str(said.get("reason", "")) if isinstance(said, dict) else ""


def name_of(key: str, document: Document, snapshot: Snapshot, schema: Schema | None) -> str:
    """What people call a record: its name or title, else whose it is and of when; "" if private."""
    data = document.data
    if is_counted(key) or schema is None or not _may_name(key, document, snapshot.as_of):
        return ""
    for name in ("name", "title"):
        if isinstance(data.get(name), str) and not schema.hides((name,)):
            return str(data[name])
    unit = next((data[n] for n in _UNITS if isinstance(data.get(n), str)), "")
    found = snapshot.get("organizations", unit) if unit else None
    whose = found.document.data.get("name", unit) if found else unit
    when = next((str(data[n]) for n in _DAYS if n in data), "")
    return " ".join(word for word in (whose, when) if word)


def _may_name(key: str, document: Document, as_of: date) -> bool:
    kind, _, name = key.partition("/")
    return name_is_public(Record(kind, name, document), as_of)


def _shown(one: RecordChange, schema: Schema, as_of: date) -> tuple[tuple[FieldShift, ...], int, int]:
    """The values that may be shown, how many are internal, how many stand in unknown fields."""
    documents = [d for d in (one.before, one.after) if d]
    is_named = all(_may_name(one.key, d, as_of) for d in documents)
    shifts: list[FieldShift] = []
    hidden = unknown = 0
    for change in one.fields:
        if one.what == "withdrawn" and change.path[:1] == ("withdrawn",):
            continue  # its reason is said by itself
        field = field_at(schema.fields, change.path)
        is_private = not is_named and change.path[:1] in (("name",), ("unit",))
        if field is None:
            unknown += 1
            continue
        if schema.hides(change.path) or is_private:
            hidden += 1
            continue
        title = titled(schema, change, documents)
        shifts.append(FieldShift(title, in_words(change.before, field), in_words(change.after, field)))
    return tuple(shifts), hidden, unknown


def field_at(fields: Iterable[Field], path: FieldPath) -> Field | None:
    """The field that a path in a record leads to; None where the schema has none."""
    found = None
    for key in path:
        if isinstance(key, str):
            found = next((f for f in fields if f.name == key), None)
            if found is None:
                return None
            fields = found.fields
    return found


def titled(schema: Schema, change: FieldChange, documents: Iterable[Document]) -> Text:
    """The title of a changed field after those above it; an entry of a list by its name, or its place."""
    fields: tuple[Field, ...] = schema.fields
    zh: list[str] = []
    en: list[str] = []
    for place, key in enumerate(change.path):
        if isinstance(key, int):
            entry = _entry(change.path[: place + 1], documents) or str(key + 1)
            zh[-1] += f"（{entry}）"
            en[-1] += f" ({entry})"
            continue
        field = next((f for f in fields if f.name == key), None)
        zh.append(field.title.zh if field else key)
        en.append(field.title.to("en") if field else key)
        fields = field.fields if field else ()
    return Text(" › ".join(zh), " › ".join(en))


def _entry(path: FieldPath, documents: Iterable[Document]) -> str:
    """What names the entry of a list, read where it stands: in the newer state, else in the older."""
    for document in reversed(list(documents)):
        value: Any = document.data
        for key in path:
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                value = None
                break
        if isinstance(value, dict):
            return next((str(value[name]) for name in _SAYS if isinstance(value.get(name), str)), "")
    return ""


def in_words(value: Any, field: Field) -> str:
    """A value as people read it, without what is internal in it; "" for none."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "；".join(in_words(one, field) for one in value)
    if isinstance(value, dict):
        return _entries(value, field)
    if isinstance(value, bool):
        return (YES if value else NO).zh
    if isinstance(value, Decimal):
        return trimmed(value)
    text = next((c.title.zh for c in field.choices if c.value == value), str(value))
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def _entries(value: Mapping[str, Any], field: Field) -> str:
    known = {f.name: f for f in field.fields if not f.internal}
    parts = [f"{known[n].title.zh} {in_words(v, known[n])}" for n, v in value.items() if n in known]
    return "，".join(parts)
