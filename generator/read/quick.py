"""libyaml's events to plain data, as fast as Python allows, for files that are as they should be.

It decides nothing: where anything is out of the ordinary it gives None, and ``walk`` looks.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any

from yaml._yaml import CParser
from yaml.error import YAMLError
from yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from .scalars import LIST_COMMA, is_strange, resolve
from .walk import LIMIT

_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_NOT_KEYS = frozenset({"true", "false", "null"})
_SHORT = 64  # longer texts are hardly ever equal, and a memo of them would keep files' texts alive
_SHORT_ROW = 96  # the same for what Python writes of a row
_UNKNOWN = object()


class Memo:
    """Keys, short unquoted scalars and short rows that were already read, shared by the files of one reading.

    It saves the second look, and lets 10,000 records share one string for each word that they have in common,
    and one mapping for each ``{item: hc-01, result: met}``.
    """

    __slots__ = ("keys", "plain", "rows")

    def __init__(self) -> None:
        self.keys: dict[str, str] = {}
        self.plain: dict[str, Any] = {}
        self.rows: dict[str, dict[str, Any]] = {}


class _LookCloserError(Exception):
    """Something that only the careful reading can judge."""


def quick(content: bytes, memo: Memo) -> dict[str, Any] | None:
    """The mapping in *content*, or None where the careful reading must look.

    content: UTF-8 without forbidden characters, and without ``&``, ``*``, ``!`` and backslash, so that no
        anchor, alias, tag or escape can occur.
    """
    get: Callable[[], Any] = CParser(content).get_event
    try:
        get()
        start = get()
        if start.__class__ is not DocumentStartEvent or start.explicit:
            return None
        if get().__class__ is not MappingStartEvent:
            return None
        data = _mapping(get, memo, LIMIT - 1)
        get()
        return data if get().__class__ is StreamEndEvent else None
    except (_LookCloserError, YAMLError):
        return None


def _mapping(get: Callable[[], Any], memo: Memo, levels: int) -> dict[str, Any]:
    keys, plain = memo.keys, memo.plain
    found: dict[str, Any] = {}
    while True:
        event = get()
        kind = event.__class__
        if kind is not ScalarEvent:
            if kind is MappingEndEvent:
                return found
            raise _LookCloserError
        value = event.value
        key = keys.get(value)
        if key is None:
            key = _new_key(value, keys)
        if key in found:
            raise _LookCloserError
        event = get()
        kind = event.__class__
        if kind is ScalarEvent:
            value = event.value
            if event.style:
                found[key] = value if len(value) > _SHORT else sys.intern(value)
            else:
                known = plain.get(value, _UNKNOWN)
                found[key] = _new_value(value, plain) if known is _UNKNOWN else known
        elif not levels:
            raise _LookCloserError
        elif kind is MappingStartEvent:
            found[key] = _mapping(get, memo, levels - 1)
        else:
            found[key] = _sequence(get, memo, levels - 1, event.flow_style)


def _sequence(get: Callable[[], Any], memo: Memo, levels: int, is_flow: bool) -> list[Any]:
    plain = memo.plain
    found: list[Any] = []
    while True:
        event = get()
        kind = event.__class__
        if kind is MappingStartEvent and levels:
            row = _mapping(get, memo, levels - 1)
            found.append(_shared(row, memo.rows) if event.flow_style else row)
        elif kind is ScalarEvent:
            value = event.value
            if event.style:
                found.append(value if len(value) > _SHORT else sys.intern(value))
            elif is_flow and LIST_COMMA.search(value):
                raise _LookCloserError
            else:
                known = plain.get(value, _UNKNOWN)
                found.append(_new_value(value, plain) if known is _UNKNOWN else known)
        elif kind is SequenceEndEvent:
            return found
        elif kind is SequenceStartEvent and levels:
            found.append(_sequence(get, memo, levels - 1, event.flow_style))
        else:
            raise _LookCloserError


def _shared(row: dict[str, Any], rows: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The first row that says the same; 1, 1.0, 1.00 and true are equal for Python and not the same."""
    said = repr(row)
    return rows.setdefault(said, row) if len(said) <= _SHORT_ROW else row


def _new_key(value: str, keys: dict[str, str]) -> str:
    if value in _NOT_KEYS or not _KEY.fullmatch(value):
        raise _LookCloserError
    key = keys[value] = sys.intern(value)
    return key


def _new_value(value: str, plain: dict[str, Any]) -> Any:
    if is_strange(value):
        raise _LookCloserError
    result = resolve(value)
    if len(value) <= _SHORT:
        plain[value] = result
    return result
