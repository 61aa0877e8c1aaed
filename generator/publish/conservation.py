"""No valid record is lost on the way: each reaches a page and a table, and hidden names stay hidden."""

from __future__ import annotations

from collections.abc import Iterable, Set
from copy import copy

from generator.model.artifact import Artifact
from generator.model.consent import PERSONAL, name_is_public
from generator.model.snapshot import Snapshot
from generator.model.text import Text

from .errors import PublishError

_SHOWN = 20


class Ledger:
    """What the written files promised to show, held against the records of the snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._keys = tuple(r.key for records in snapshot.kinds.values() for r in records.values())
        self._hidden = _hidden_names(snapshot)
        self._on_pages: set[str] = set()
        self._in_tables: set[str] = set()
        self._leaks: list[str] = []

    @property
    def shown(self) -> Set[str]:
        """The keys of the records that have a page so far."""
        return self._on_pages

    def apart(self) -> Ledger:
        """Another of the same records, for another process; it has counted nothing yet."""
        other = copy(self)
        other._on_pages, other._in_tables, other._leaks = set(), set(), []  # noqa: SLF001 - its own copy
        return other

    def join(self, other: Ledger) -> None:
        """Add what *other* counted."""
        self._on_pages |= other._on_pages
        self._in_tables |= other._in_tables
        self._leaks += other._leaks

    def add(self, artifact: Artifact) -> None:
        """Count the records of one file."""
        if not artifact.records:
            return
        if artifact.path.endswith(".html"):
            self._on_pages.update(artifact.records)
            # Only a record's own page: elsewhere the same two characters may be somebody else's name.
            for key in artifact.records if len(artifact.records) == 1 else ():
                if key in self._hidden and self._hidden[key] in artifact.content:
                    self._leaks.append(f"{key} → {artifact.path}")
        elif artifact.path.startswith("data/"):
            self._in_tables.update(artifact.records)

    def check(self) -> None:
        """PublishError that names every record without a page or table, and every name that leaked."""
        pages = [key for key in self._keys if key not in self._on_pages]
        tables = [key for key in self._keys if key not in self._in_tables]
        found = [
            _listed(Text("没有页面的记录", "records without a page"), pages),
            _listed(Text("没有进入数据表的记录", "records without a data table"), tables),
            _listed(Text("未经同意而出现的姓名", "names shown without consent"), sorted(self._leaks)),
        ]
        problems = [text for text in found if text]
        if problems:
            raise PublishError(
                Text("；".join(t.zh for t in problems), "; ".join(t.en for t in problems)),
                Text(
                    "每条有效记录都必须有自己的页面和数据表",
                    "every valid record must have a page and a data table",
                ),
            )


def _hidden_names(snapshot: Snapshot) -> dict[str, bytes]:
    """Key -> name in UTF-8 of every record whose name no page may show and nobody else publicly bears."""
    every = (r for records in snapshot.kinds.values() for r in records.values())
    named = [(r, str(name)) for r in every if (name := r.get(PERSONAL.get(r.kind, ("name",))[0]))]
    public = {name for r, name in named if name_is_public(r, snapshot.as_of)}
    return {
        r.key: name.encode()
        for r, name in named
        if not name_is_public(r, snapshot.as_of) and name not in public and len(name) > 1
    }


def _listed(title: Text, keys: Iterable[str]) -> Text | None:
    names = list(keys)
    if not names:
        return None
    shown = names[:_SHOWN]
    more = len(names) - len(shown)
    return Text(
        f"{title.zh}：{'、'.join(shown)}" + (f" 等共 {len(names)} 条" if more else ""),
        f"{title.en}: {', '.join(shown)}" + (f" and {more} more" if more else ""),
    )
