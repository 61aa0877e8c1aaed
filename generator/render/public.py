"""What of a record anyone may see, and which other records its fields name; as the schemas say it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from generator.model.schema import Field

Public = Mapping[str, Any]
NUMBER = "#"  # what a field names that cites a document; no kind is called so


def internal_fields(fields: Iterable[Field]) -> dict[str, Any]:
    """Field name -> None for an internal one, or the same for the fields below; others are left out."""
    found: dict[str, Any] = {}
    for field in fields:
        if field.internal:
            found[field.name] = None
        elif below := internal_fields(field.fields):
            found[field.name] = below
    return found


def without(data: Any, internal: Mapping[str, Any]) -> Any:
    """*data* without its internal fields; what has none in it is the same object and not a copy."""
    if isinstance(data, list):
        left = [without(value, internal) for value in data]
        return data if all(map(operator.is_, left, data)) else left
    if not isinstance(data, dict):
        return data
    public = data
    for name, inner in internal.items():
        if name not in data or (inner and (below := without(data[name], inner)) is data[name]):
            continue
        if public is data:
            public = dict(data)
        if inner:
            public[name] = below
        else:
            del public[name]
    return public


def named(field: Field) -> str | None:
    """What a field names: a kind of record, a document by its number, or nothing."""
    return field.reference or numbered(field)


def numbered(field: Field) -> str | None:
    """That a field names a document by its number, or nothing."""
    return NUMBER if field.document_number else None


def fields_of(fields: Iterable[Field], named: Callable[[Field], str | None]) -> dict[str, Any]:
    """Field name -> what it names, or the same for the fields below; others are left out."""
    found: dict[str, Any] = {}
    for field in fields:
        if target := named(field):
            found[field.name] = target
        elif below := fields_of(field.fields, named):
            found[field.name] = below
    return found


def values(data: Any, fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the chosen fields name, and the value of each."""
    for name, target in fields.items():
        value = data.get(name)
        for one in value if isinstance(value, list) else [value]:
            if one is None:
                continue
            if isinstance(target, str):
                yield target, one
            elif isinstance(one, dict):
                yield from values(one, target)
