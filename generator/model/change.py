"""What a change does: two states of a repository side by side, down to the single value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .diagnostic import FieldPath
from .document import Document, SourceFile
from .record import key_of

Kind = Literal["added", "changed", "removed", "withdrawn", "renamed"]

# What tells the entries of a list apart, where it tells every one of them apart; else their place does.
_NAMES = ("id", "item", "hazard", "expert", "school", "unit", "code", "key", "name")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that is not what it was.

    path: keys and indexes from the record's root, in the new state where the value is there, else in the old.
    before, after: plain data; None where the value is absent (or was null).
    """

    path: FieldPath
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One record that is not what it was.

    key: ``kind/id`` in the new state, in the old one where it is gone.
    what: ``withdrawn`` where the change withdraws it; ``renamed`` where it has another id or file.
    before, after: the documents, whether they pass their schema or not; None where there is none.
    fields: every value that differs; () for what was added or removed as a whole.
    """

    key: str
    what: Kind
    before: Document | None
    after: Document | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of the record."""
        return self.key.partition("/")[0]

    @property
    def old_key(self) -> str:
        """The key that the record had before; that of now where it is new."""
        return key_of(self.before.path) if self.before else self.key

    @property
    def path(self) -> str:
        """The file, as it is now; as it was where it is gone."""
        document = self.after or self.before
        return document.path if document else ""


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file of the repository that is not what it was; None where there is none."""

    path: str
    before: SourceFile | None
    after: SourceFile | None


@dataclass(frozen=True, slots=True)
class Change:
    """Everything that differs between two states.

    files: of the whole repository, by path. records: by kind and id.
    """

    files: tuple[FileChange, ...]
    records: tuple[RecordChange, ...]

    @property
    def is_empty(self) -> bool:
        """Are both states the same?"""
        return not self.files


def file_changes(before: Iterable[SourceFile], after: Iterable[SourceFile]) -> Iterator[FileChange]:
    """The files that differ in content or mode, by path; too large ones of the same size count as changed."""
    old, new = ({file.path: file for file in files} for files in (before, after))
    for path in sorted(old.keys() | new.keys()):
        one, other = old.get(path), new.get(path)
        if one is None or other is None or not one.blob or (one.mode, one.blob) != (other.mode, other.blob):
            yield FileChange(path, one, other)


def record_changes(
    before: Iterable[Document], after: Iterable[Document], changed: Iterable[str]
) -> Iterator[RecordChange]:
    """The records that differ, by key, of two lists of documents.

    changed: paths of the files that differ; no other document is looked at.
    """
    paths = set(changed)
    old, new = ({key_of(d.path): d for d in documents if d.path in paths} for documents in (before, after))
    gone, come = (old.keys() - new.keys()), (new.keys() - old.keys())
    heirs = dict(_heirs({k: old[k] for k in sorted(gone)}, {k: new[k] for k in sorted(come)}))
    taken = set(heirs.values())
    for key in sorted(old.keys() | new.keys()):
        if key in taken:
            continue
        one, other = old.get(key), new.get(heirs.get(key, key))
        fields = tuple(field_changes(one.data, other.data)) if one and other else ()
        if one and other and one.path == other.path and not fields:
            continue
        yield RecordChange(heirs.get(key, key), _what(one, other), one, other, fields)


def _what(before: Document | None, after: Document | None) -> Kind:
    if before is None:
        return "added"
    if after is None:
        return "removed"
    if "withdrawn" in after.data and "withdrawn" not in before.data:
        return "withdrawn"
    return "changed" if before.path == after.path else "renamed"


def _heirs(gone: Mapping[str, Document], come: Mapping[str, Document]) -> Iterator[tuple[str, str]]:
    """Old key -> new key, where a record has another id: it names the old one, or says all else the same."""
    same = {(key.partition("/")[0], repr(_without_id(d.data))): key for key, d in come.items()}
    for key, document in gone.items():
        kind, _, name = key.partition("/")
        named = [k for k, d in come.items() if k.startswith(f"{kind}/") and name in _aliases(d)]
        heir = named[0] if named else same.pop((kind, repr(_without_id(document.data))), None)
        if heir:
            yield key, heir


def _aliases(document: Document) -> list[Any]:
    found = document.data.get("aliases")
    return found if isinstance(found, list) else []


def _without_id(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != "id"}


def field_changes(before: Any, after: Any, path: FieldPath = ()) -> Iterator[FieldChange]:
    """Every value that differs, at its deepest place; entries of a list are joined by what names them."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys((*before, *after)):
            yield from field_changes(before.get(name), after.get(name), (*path, name))
    elif isinstance(before, list) and isinstance(after, list):
        for index, one, other in _joined(before, after):
            yield from field_changes(one, other, (*path, index))
    elif before != after or type(before) is not type(after):
        yield FieldChange(path, before, after)


def _joined(before: list[Any], after: list[Any]) -> Iterator[tuple[int, Any, Any]]:
    """(index, old, new) of every entry of two lists; the index is that of the new state where it is there."""
    name = names_entry(before, after)
    if name is None:
        for index in range(max(len(before), len(after))):
            yield index, _at(before, index), _at(after, index)
        return
    old = {entry[name]: entry for entry in before}
    for index, entry in enumerate(after):
        yield index, old.get(entry[name]), entry
    kept = {entry[name] for entry in after}
    for index, entry in enumerate(before):
        if entry[name] not in kept:
            yield index, entry, None


def names_entry(*lists: list[Any]) -> str | None:
    """The field that tells the entries of each of the *lists* apart; None where only their place does."""
    return next((n for n in _NAMES if all(_tells_apart(entries, n) for entries in lists)), None)


def _tells_apart(entries: list[Any], name: str) -> bool:
    values = [e.get(name) if isinstance(e, dict) else None for e in entries]
    return all(isinstance(v, str | int) for v in values) and len(set(values)) == len(values)


def _at(entries: list[Any], index: int) -> Any:
    return entries[index] if index < len(entries) else None
