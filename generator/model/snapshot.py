"""All records of one revision, linked and immutable: what rules, metrics and pages look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from .record import Record
from .schema import Schema
from .text import Language, Text

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Revision:
    """Which state of the repository was read.

    commit: full object id, or "" where the source is no commit (and no git work tree).
    dirty: the work tree differs from *commit*; always False for a commit.
    """

    commit: str = ""
    dirty: bool = False

    @property
    def label(self) -> str:
        """Twelve characters of the commit, with ``+`` for uncommitted changes, or 未提交."""
        return f"{self.commit[:12]}{'+' if self.dirty else ''}" if self.commit else "未提交"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All valid records of one revision. Made only by ``validate.gate``.

    as_of: the day that the state is looked at from; never today's date by itself.
    kinds: kind -> id -> record, ids in sorted order; a kind without records is an empty mapping.
    set_aside: ``kind/id`` of files that could not be read or failed their schema, so that references to
        them are not reported a second time.
    held_back: how many drafts were left out, see ``published``.
    """

    revision: Revision
    as_of: date
    schemas: Mapping[str, Schema]
    kinds: Mapping[str, Mapping[str, Record]]
    set_aside: frozenset[str] = frozenset()
    held_back: int = 0
    _found: dict[Callable[[Snapshot], Any], Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def of(self, kind: str) -> tuple[Record, ...]:
        """The records of a kind in order of their ids, withdrawn ones included; () for an unknown kind."""
        return tuple(self.kinds.get(kind, {}).values())

    def active(self, kind: str) -> tuple[Record, ...]:
        """The records of a kind that are not withdrawn."""
        return tuple(r for r in self.of(kind) if not r.is_withdrawn)

    def get(self, kind: str, id: str) -> Record | None:
        """One record, or None where there is none."""
        return self.kinds.get(kind, {}).get(id)

    def find(self, key: str) -> Record | None:
        """The record of a ``kind/id`` key, or None."""
        kind, _, name = key.partition("/")
        return self.get(kind, name)

    def path_of(self, key: str) -> str:
        """The file of a ``kind/id`` key; the key itself where there is no such record."""
        record = self.find(key)
        return record.path if record else key

    def labels(self, kind: str, path: str) -> Mapping[str, Text]:
        """How people read the choices of a field; empty where the schemas have none, as old ones may."""
        fields = self.schemas[kind].walk() if kind in self.schemas else ()
        return {choice.value: choice.title for f in fields if f.path == path for choice in f.choices}

    def once(self, find: Callable[[Snapshot], T]) -> T:
        """What *find* gives for this snapshot, found the first time and kept.

        find: a function of a module, which reads the snapshot and nothing else.
        """
        if find not in self._found:
            self._found[find] = find(self)
        found: T = self._found[find]
        return found

    def heir(self, kind: str, old: str) -> Record | None:
        """The record that names *old* among its former ids, or None."""
        return self.heirs.get(f"{kind}/{old}")

    @property
    def heirs(self) -> Mapping[str, Record]:
        """Former keys and the records that have them now."""
        return self.once(_heirs)

    @property
    def drafts(self) -> tuple[Record, ...]:
        """The records that are still being filled in, by kind, then in order of their ids."""
        return tuple(r for records in self.kinds.values() for r in records.values() if r.is_draft)

    @property
    def published(self) -> Snapshot:
        """The same without drafts: all that may be counted and shown. Of these only their number remains."""
        return self.once(_published) if self.drafts else self

    @property
    def bureau(self) -> Record | None:
        """The bureau's own record, or None where ``records/bureau.yml`` is missing or at fault."""
        return self.get("bureau", "bureau")

    @property
    def language(self) -> Language:
        """The site's language, from the bureau's record; Chinese by default."""
        return "en" if self.bureau and self.bureau.get("language") == "en" else "zh"


def _published(snapshot: Snapshot) -> Snapshot:
    drafts, kinds = snapshot.drafts, dict(snapshot.kinds)
    for kind in {record.kind for record in drafts}:
        kept = {name: r for name, r in snapshot.kinds[kind].items() if not r.is_draft}
        kinds[kind] = MappingProxyType(kept)
    return replace(snapshot, kinds=MappingProxyType(kinds), held_back=snapshot.held_back + len(drafts))


def aliases_of(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The former ids that plain data names, as far as they are written as they should be."""
    found = data.get("aliases")
    return tuple(name for name in found if isinstance(name, str)) if isinstance(found, list) else ()


def _heirs(snapshot: Snapshot) -> dict[str, Record]:
    """``kind/former id`` -> the record that had it; of several the first."""
    found: dict[str, Record] = {}
    for kind in snapshot.kinds:
        for record in snapshot.of(kind):
            for old in record.document.data.get("aliases", ()):
                found.setdefault(f"{kind}/{old}", record)
    return found
