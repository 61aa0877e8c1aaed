"""A record kind as its schema file describes it: the source of checks, columns, forms and dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .text import Text

FieldType = Literal["string", "integer", "number", "boolean", "array", "object"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed value of a field and how people read it."""

    value: str
    title: Text


@dataclass(frozen=True, slots=True)
class Field:
    """One property of a schema.

    name: the key; path: dotted from the record's root, ``[]`` for list items (``findings[].due``).
    reference: the kind whose ids the value names, or None.
    decimals: printed decimals of a number, or None.
    internal: no page, export, form preview or search index may show it.
    public_number: a public office number, where a phone number is allowed.
    document_number: the number of an official document (``x-document-number``), by which records cite it.
    example: a value that could stand there, or "".
    fields: the properties of an object, or of the objects in an array.
    """

    name: str
    path: str
    title: Text
    description: Text
    type: FieldType
    required: bool = False
    choices: tuple[Choice, ...] = ()
    reference: str | None = None
    unit: str = ""
    decimals: int | None = None
    format: str = ""
    internal: bool = False
    public_number: bool = False
    document_number: bool = False
    example: str = ""
    fields: tuple[Field, ...] = ()

    def walk(self) -> Iterator[Field]:
        """This field and all below it, parents first."""
        yield self
        for child in self.fields:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Schema:
    """One record kind.

    kind: the folder below ``records/`` and the stem of the schema file.
    path: of the schema file. raw: the JSON Schema itself. blob: git's object id of the file.
    singleton: the kind is one file, ``records/<kind>.yml``, instead of a folder.
    """

    kind: str
    path: str
    title: Text
    description: Text
    fields: tuple[Field, ...]
    raw: Mapping[str, Any]
    blob: str
    singleton: bool = False
    _walked: tuple[Field, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Walk the fields once; rules ask for them thousands of times."""
        object.__setattr__(self, "_walked", tuple(found for top in self.fields for found in top.walk()))

    def walk(self) -> Iterator[Field]:
        """Every field at every depth, parents first, in the schema's order."""
        return iter(self._walked)

    def field(self, path: str) -> Field:
        """The field at a dotted *path*; KeyError where the schema has none."""
        for candidate in self.walk():
            if candidate.path == path:
                return candidate
        raise KeyError(path)

    def hides(self, path: Iterable[str | int]) -> bool:
        """Is what stands at *path* in a record internal, or within something that is?"""
        names = ".".join(key for key in path if isinstance(key, str))
        hidden = (f.path.replace("[]", "") for f in self.walk() if f.internal)
        return any(names == name or names.startswith(f"{name}.") for name in hidden)

    def choices(self, path: str) -> tuple[Choice, ...]:
        """The choices of the field at *path*; none where it has none, or an old revision lacks the field."""
        return next((f.choices for f in self.walk() if f.path == path), ())
