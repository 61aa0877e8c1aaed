"""The history of every record in one pass through the log, and every value of its scored fields.

A record is followed by its id: a file that moves to another folder of its kind goes on, one that gets
another name is another record. In a shallow clone nothing is told rather than something wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from generator.model.document import Document, SourceFile
from generator.model.errors import UNSHALLOW, GeneratorError
from generator.model.history import (
    CUT_OFF,
    Author,
    Change,
    Happened,
    History,
    Place,
    Score,
    recorded_in,
    scored_fields,
)
from generator.model.schema import Field, Schema
from generator.model.text import Text

from . import git
from .parsing import read_document
from .paths import FOLDER
from .quick import Memo

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
_LONGEST = 60


def read_history(root: Path, commit: str) -> History:
    """The history of *commit*; an empty one outside of Git, one without changes in a shallow clone."""
    if not commit or not git.has_repository(root):
        return History()
    if git.is_shallow(root):
        return History(commit)
    found: dict[str, list[Change]] = {}
    for back, entry in enumerate(git.log(root, commit, FOLDER)):
        for key, change in _changes(entry, -back):
            found.setdefault(key, []).append(change)
    commits, roots = git.extent(root, commit)
    changes = {key: tuple(reversed(found[key])) for key in sorted(found)}
    return History(commit, True, commits, roots, changes)


def whole(history: History) -> History:
    """The same; GeneratorError with the way out where it is cut off, or where there is none."""
    if history.is_whole:
        return history
    if history.commit:
        raise GeneratorError(CUT_OFF, UNSHALLOW)
    raise GeneratorError(
        Text("这里没有 Git 历史", "there is no Git history here"),
        Text("在记录仓库的文件夹里运行", "Run it inside the records' repository"),
    )


def require_whole(root: Path) -> None:
    """GeneratorError in a shallow clone, with the way out."""
    if git.is_shallow(root):
        raise GeneratorError(CUT_OFF, UNSHALLOW)


def _changes(entry: git.Entry, turn: int) -> Iterator[tuple[str, Change]]:
    """What a commit did, record by record; a file that left one folder for another is one change."""
    files: dict[str, list[git.Touched]] = {}
    for touched in entry.files:
        if key := recorded_in(touched.path):
            files.setdefault(key, []).append(touched)
    author = Author(entry.name, entry.login)
    for key, each in sorted(files.items()):
        here = [t for t in each if t.blob]
        last = (here or each)[-1]
        yield key, Change(entry.commit, entry.at, author, _happened(each), last.path, last.blob, turn)


def _happened(files: list[git.Touched]) -> Happened:
    if not any(t.blob for t in files):
        return "removed"
    if len(files) > 1 and any(not t.blob for t in files):
        return "moved"
    return "added" if all(t.is_new for t in files) else "changed"


def read_scores(
    root: Path, history: History, schemas: Mapping[str, Schema], keys: Collection[str]
) -> Mapping[str, tuple[Score, ...]]:
    """Every value that the scored fields of *keys* had in turn, where there was more than one.

    A version that was a draft, or that cannot be read, is passed over.
    """
    fields = {kind: scored_fields(schema) for kind, schema in schemas.items()}
    wanted = {
        key: changes
        for key in keys
        if fields.get(key.partition("/")[0])
        for changes in (history.of(key),)
        if len({c.blob for c in changes if c.blob}) > 1
    }
    data = read_versions(root, (c.blob for changes in wanted.values() for c in changes))
    found: dict[str, tuple[Score, ...]] = {}
    for key, changes in wanted.items():
        kind = key.partition("/")[0]
        scores = tuple(_scores(changes, data, _marks(schemas[kind]), fields[kind]))
        if scores:
            found[key] = scores
    return found


def read_versions(root: Path, blobs: Iterable[str]) -> Mapping[str, Mapping[str, Any]]:
    """Content -> the mapping in it, drafts and what is no record left out; each is read once."""
    wanted = tuple(dict.fromkeys(blob for blob in blobs if blob))
    memo, found = Memo(), {}
    for blob, content in git.contents(root, wanted).items():
        document = read_document(SourceFile("records/history.yml", "file", content, len(content)), memo)
        if isinstance(document, Document) and document.data.get("status") != "draft":
            found[blob] = document.data
    return found


def _scores(
    changes: tuple[Change, ...],
    data: Mapping[str, Mapping[str, Any]],
    marks: Mapping[str, str],
    fields: Iterable[Field],
) -> Iterator[Score]:
    """The values that were replaced and what replaced them, in order of time."""
    last: dict[Place, str] = {}
    found: dict[Place, list[Score]] = {}
    for change in changes:
        if change.blob not in data:
            continue
        now = dict(_values(data[change.blob], fields, marks))
        for place in dict.fromkeys((*last, *now)):
            value = now.get(place, "")
            if value != last.get(place, ""):
                found.setdefault(place, []).append(Score(place, value, change))
        last = now
    order = {id(change): i for i, change in enumerate(changes)}
    several = (score for scores in found.values() if len(scores) > 1 for score in scores)
    yield from sorted(several, key=lambda s: (order[id(s.change)], s.place.path, s.place.item))


def _marks(schema: Schema) -> Mapping[str, str]:
    """List -> the field by which its elements are told apart: the first public one that is a plain string."""
    found: dict[str, str] = {}
    for one in schema.walk():
        start, mark, name = one.path.rpartition("[].")
        if mark and "." not in name and one.type == "string" and not one.internal:
            found.setdefault(f"{start}[]", name)
    return found


def _values(
    data: Mapping[str, Any], fields: Iterable[Field], marks: Mapping[str, str]
) -> Iterator[tuple[Place, str]]:
    for one in fields:
        for item, value in _at(data, one.path.split("."), "", "", marks):
            if isinstance(value, int | Decimal) and not isinstance(value, bool):
                yield Place(one.path, item), format(value, "f") if isinstance(value, Decimal) else str(value)


def _at(
    value: Any, names: list[str], path: str, item: str, marks: Mapping[str, str]
) -> Iterator[tuple[str, Any]]:
    """(id of the innermost element on the way, value) of everything that stands at the path *names*.

    path, item: of the way that lies behind.
    """
    if not names:
        yield item, value
        return
    if not isinstance(value, Mapping):
        return
    name = names[0]
    here = f"{path}.{name}" if path else name
    inner = value.get(name.removesuffix("[]"))
    if not name.endswith("[]"):
        yield from _at(inner, names[1:], here, item, marks)
        return
    for number, element in enumerate(inner if isinstance(inner, list) else (), 1):
        yield from _at(element, names[1:], here, _named(element, marks.get(here, ""), number), marks)


def _named(element: Any, mark: str, number: int) -> str:
    """The id of an element; its number where it has none, or one that is a text rather than an id."""
    name = element.get(mark) if isinstance(element, Mapping) else None
    is_id = isinstance(name, str) and 0 < len(name) <= _LONGEST and _PLAIN.issuperset(name)
    return name if is_id and isinstance(name, str) else f"#{number}"
