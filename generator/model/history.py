"""Who changed which record when: what one pass through the log gives, and how it is said.

A history belongs to a commit and is a function of it. E-mail addresses are never kept, and a name that is
one is not shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from .record import Record, is_counted, key_of
from .schema import Field, Schema
from .snapshot import Snapshot
from .text import Text

Happened = Literal["added", "changed", "moved", "removed"]

HAPPENED: Mapping[Happened, Text] = {
    "added": Text("新增", "added"),
    "changed": Text("修改", "changed"),
    "moved": Text("移动", "moved"),
    "removed": Text("删除", "removed"),
}
UNSIGNED = Text("未登记单位", "unit not registered")
NAMELESS = Text("未署名", "no name")
CUT_OFF = Text("历史不全", "history not available")
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")
_MOST = 60  # characters of a name


@dataclass(frozen=True, slots=True)
class Author:
    """Who made a commit. name: as Git has it; login: of the forge, "" where the commit does not tell it."""

    name: str
    login: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What one commit did to one record.

    at: ISO time in the committer's own zone. path: where the file lies afterwards (before, once removed).
    blob: Git's id of its content, "" once removed.
    turn: place of the commit in the log; later ones have higher numbers, also within one second.
    """

    commit: str
    at: str
    author: Author
    what: Happened
    path: str
    blob: str
    turn: int = 0

    @property
    def on(self) -> str:
        """The day, in the committer's own zone."""
        return self.at[:10]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a scored value stands. path: of the field in the schema; item: id (or number) of its element."""

    path: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """A value that one commit gave a scored field; "" where it took it away."""

    place: Place
    value: str
    change: Change


@dataclass(frozen=True, slots=True)
class Move:
    """A score that one commit replaced by another; "" for none."""

    place: Place
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class History:
    """The history of one commit.

    commit: "" outside of Git, where there is none. is_whole: False in a shallow clone, whose *changes* are
        left empty: what lies before its edge would look as if it had been added there.
    commits: how many lead to it; roots: those without a parent, sorted.
    changes: record (``kind/id``) -> its changes, the oldest first. A move between folders is one record's.
    scores: record -> what its scored fields were in turn, the oldest first; only fields that changed.
    """

    commit: str = ""
    is_whole: bool = False
    commits: int = 0
    roots: tuple[str, ...] = ()
    changes: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)
    scores: Mapping[str, tuple[Score, ...]] = field(default_factory=dict)

    def of(self, key: str) -> tuple[Change, ...]:
        """The changes of a record that may be told; none of one that is public as a count alone."""
        return () if is_counted(key) else self.changes.get(key, ())

    def scores_of(self, key: str) -> tuple[Score, ...]:
        """What the scored fields of a record were in turn."""
        return () if is_counted(key) else self.scores.get(key, ())

    def moves(self, key: str) -> Mapping[str, tuple[Move, ...]]:
        """Commit -> the scores of a record that it moved; a first value moves nothing."""
        last: dict[Place, str] = {}
        found: dict[str, tuple[Move, ...]] = {}
        for score in self.scores_of(key):
            if score.place in last:
                commit = score.change.commit
                moved = Move(score.place, last[score.place], score.value)
                found[commit] = (*found.get(commit, ()), moved)
            last[score.place] = score.value
        return found


def recorded_in(path: str) -> str | None:
    """The record that a file below ``records/`` holds, whatever folder of its kind it lies in; else None."""
    return key_of(path) if path.startswith("records/") and path.endswith(".yml") else None


def scored_fields(schema: Schema) -> tuple[Field, ...]:
    """The public numbers of a kind that are points, or stand beside points in the same list."""
    public = tuple(_public(schema.fields))
    lists = {path for f in public if f.unit == "分" and (path := _list_of(f.path))}
    return tuple(
        f
        for f in public
        if f.type in ("number", "integer")
        and (f.unit == "分" or any(f.path.startswith(f"{path}.") for path in lists))
    )


def _public(fields: tuple[Field, ...]) -> Iterator[Field]:
    for one in fields:
        if not one.internal:
            yield one
            yield from _public(one.fields)


def _list_of(path: str) -> str:
    """The innermost list that a field stands in, "" for none: ``a[].b[].c`` gives ``a[].b[]``."""
    start, mark, _ = path.rpartition("[].")
    return f"{start}[]" if mark else ""


def signature(author: Author, snapshot: Snapshot) -> Text:
    """An author as the bureau's record wants them shown: by name, with their unit, or by unit alone."""
    settings = snapshot.bureau.get("history", {}) if snapshot.bureau else {}
    unit = _unit_of(author, settings, snapshot)
    if settings.get("show") == "unit":
        return Text(str(unit["name"])) if unit else UNSIGNED
    name = shown_name(author)
    return Text(f"{name.zh}（{unit['name']}）", f"{name.to('en')} ({unit['name']})") if unit else name


def _unit_of(author: Author, settings: Mapping[str, object], snapshot: Snapshot) -> Record | None:
    people = settings.get("people", ())
    for one in people if isinstance(people, tuple) else ():
        if one["name"] in (author.name, author.login) and one["name"]:
            return snapshot.get("organizations", one["unit"])
    return None


def shown_name(author: Author) -> Text:
    """The name on one line, without what cannot be printed and without any e-mail address in it."""
    printable = "".join(c if c.isprintable() else " " for c in author.name)
    words = " ".join(_ADDRESS.sub(" ", printable).replace("@", " ").split())
    return Text(words[:_MOST]) if words else NAMELESS
