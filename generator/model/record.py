"""A document that passed its schema."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from .document import Document
from .location import Location


def frozen(value: Any) -> Any:
    """A read-only view of plain data: mappings become proxies, lists become tuples."""
    if isinstance(value, dict):
        return MappingProxyType({k: frozen(v) for k, v in value.items()})
    if isinstance(value, list):
        return tuple(frozen(v) for v in value)
    return value


# Kinds that are public as counts alone: no record of them has a page, a row, a link or a day of its own.
COUNTED = frozenset({"interviews", "nominations"})


def is_counted(key: str) -> bool:
    """Is the record ``kind/id`` of a kind that is public as counts alone?"""
    return key.partition("/")[0] in COUNTED


def key_of(path: str) -> str:
    """``kind/id`` as the path of a record says it: ``records/awards/2025/a-1.yml`` is ``awards/a-1``."""
    parts = path.removesuffix(".yml").removesuffix(".yaml").split("/")
    return f"{parts[1]}/{parts[-1]}"


def page_path(key: str) -> str:
    """Where the record ``kind/id`` has its page, below the site's first page; a counted one, its kind's."""
    if is_counted(key):
        return f"{key.partition('/')[0]}/"
    return "about/" if key == "bureau/bureau" else f"{key}/"


class Record:
    """One record: ``record["name"]`` reads a field, ``record.locate("name")`` says where it stands.

    key: ``kind/id``, unique in a snapshot.
    Compared and hashed by identity; there is one instance per record of a snapshot.
    """

    __slots__ = ("document", "id", "key", "kind")

    def __init__(self, kind: str, id: str, document: Document) -> None:
        self.kind = kind
        self.id = id
        self.key = f"{kind}/{id}"
        self.document = document

    def __repr__(self) -> str:
        return f"<{self.key}>"

    def __getitem__(self, name: str) -> Any:
        """The value of a field, read-only; KeyError where the record has none."""
        return frozen(self.document.data[name])

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a field, read-only, or *default* where the record has none."""
        return frozen(self.document.data.get(name, default))

    def __contains__(self, name: str) -> bool:
        return name in self.document.data

    @property
    def path(self) -> str:
        """The file, posix and relative to the repository root."""
        return self.document.path

    @property
    def is_sample(self) -> bool:
        """Says ``sample: true``: illustrative, not a fact."""
        return bool(self.document.data.get("sample", False))

    @property
    def is_withdrawn(self) -> bool:
        """Withdrawn with a reason and a date; stays readable, counts nowhere."""
        return "withdrawn" in self.document.data

    @property
    def is_draft(self) -> bool:
        """Still being filled in: valid, but neither published nor counted."""
        return self.document.data.get("status") == "draft"

    def locate(self, *keys: str | int, at_key: bool = False) -> Location:
        """The place of a value (or of its key) in the file, or of its nearest parent."""
        return self.document.locate(*keys, at_key=at_key)
