"""libyaml's events to plain data with every fault and every position: the careful reading.

Events are used, not nodes, so that an anchor, a tag or a twenty-first level is met before anything is built
from it. ``quick`` does the same for ordinary files in a quarter of the time; a test holds the two together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from yaml._yaml import CParser
from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from generator.model.diagnostic import FieldPath, Problem

from . import faults
from .encoding import Lines, escaped_fault
from .faults import Fault
from .scalars import (
    comma_slips,
    indent_slips,
    inner_slips,
    is_not_a_number,
    is_strange,
    line_slips,
    resolve,
    value_slips,
)
from .syntax import explain

LIMIT = 20
"""Levels of nesting that a record may have."""

Place = tuple[int, int]


class _TooDeepError(Exception):
    """The rest may be as deep as the file is long, so it is not read."""


class Walk:
    """One careful reading: data, faults, and the positions of every value.

    data: the mapping; None where there is none, and worth nothing where there are faults.
    positions: path from the root -> (place of the value, place of its key).
    is_broken: libyaml gave up before the end.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = Lines(text)
        self.data: dict[str, Any] | None = None
        self.positions: dict[FieldPath, tuple[Place, Place]] = {}
        self.faults: list[Fault] = []
        self.is_broken = False
        self._last = 0  # index of the line where the last event stood
        self._has_comments = " #" in text
        self._get: Callable[[], Any] = CParser(text.encode("utf-8", "replace")).get_event
        try:
            self._document()
        except YAMLError as error:
            self._broken(error)
        except _TooDeepError:
            pass

    def _next(self) -> Any:
        event = self._get()
        if event is not None:
            self._last = event.start_mark.line
        return event

    def _fault(self, problem: Problem, mark: Any, field: FieldPath = (), **params: str) -> None:
        self.faults.append(Fault(problem, mark.line + 1, mark.column + 1, params, field))

    def _document(self) -> None:
        self._next()
        start = self._next()
        if start.__class__ is StreamEndEvent:
            self.faults.append(Fault(faults.EMPTY_FILE, 1, 1, {}))
            return
        self._directives(start)
        root = self._next()
        mark = root.start_mark
        self.positions[()] = ((mark.line + 1, mark.column + 1),) * 2
        if root.__class__ is MappingStartEvent:
            self._properties(root, ())
            self.data = self._mapping((), 1)
        elif root.__class__ is SequenceStartEvent:
            self._fault(faults.LIST_AT_TOP, mark)
            self._sequence((), 1, root)
        else:
            self._root_scalar(root)
        self._next()
        following = self._next()
        if following.__class__ is DocumentStartEvent:
            self._fault(faults.SECOND_DOCUMENT, following.start_mark)

    def _directives(self, start: Any) -> None:
        if not start.explicit:
            return
        for index in range(min(start.end_mark.line + 1, len(self.lines))):
            if self.lines[index].startswith("%"):
                self.faults.append(Fault(faults.DIRECTIVE, index + 1, 1, {}))

    def _root_scalar(self, event: Any) -> None:
        if event.__class__ is AliasEvent:
            self._fault(faults.ALIAS, event.start_mark, anchor=str(event.anchor))
            return
        self._properties(event, ())
        if not event.value and not event.style:
            self.faults.append(Fault(faults.EMPTY_FILE, 1, 1, {}))
            return
        before = len(self.faults)
        if not event.style:
            self._slips_in_lines(event.start_mark.line, event.end_mark.line, ())
        if len(self.faults) == before:
            self._fault(faults.NOT_A_MAPPING, event.start_mark)

    def _mapping(self, path: FieldPath, depth: int, *, is_flow: bool = False) -> dict[str, Any]:
        found: dict[str, Any] = {}
        seen: dict[str, Place] = {}
        while True:
            event = self._next()
            if event.__class__ is MappingEndEvent:
                self._comment_after(event, path)
                return found
            mark = event.start_mark
            place = (mark.line + 1, mark.column + 1)
            key = self._key(event, path, depth, is_flow)
            here = (*path, key)
            name = unicodedata.normalize("NFC", key)
            if name in seen:
                first = seen[name]
                self.faults.append(
                    Fault(faults.REPEATED_KEY, *place, {"key": key, "first": str(first[0])}, here, first)
                )
            else:
                seen[name] = place
            event = self._next()
            value_mark = event.start_mark
            if here not in self.positions:
                self.positions[here] = ((value_mark.line + 1, value_mark.column + 1), place)
            found[key] = self._value(event, here, depth)

    def _sequence(self, path: FieldPath, depth: int, start: Any) -> list[Any]:
        found: list[Any] = []
        while True:
            event = self._next()
            if event.__class__ is SequenceEndEvent:
                self._comment_after(event, path)
                return found
            here = (*path, len(found))
            mark = event.start_mark
            place = (mark.line + 1, mark.column + 1)
            self.positions.setdefault(here, (place, place))
            if event.__class__ is ScalarEvent and not event.style:
                self._item_slips(event, here, bool(start.flow_style))
            found.append(self._value(event, here, depth))

    def _value(self, event: Any, path: FieldPath, depth: int) -> Any:
        kind = event.__class__
        if kind is ScalarEvent:
            return self._scalar(event, path)
        if kind is AliasEvent:
            self._fault(faults.ALIAS, event.start_mark, path, anchor=str(event.anchor))
            return None
        self._properties(event, path)
        if depth == LIMIT:
            self._fault(faults.TOO_DEEP, event.start_mark, path, limit=str(LIMIT))
            self.is_broken = True
            raise _TooDeepError
        if kind is MappingStartEvent:
            return self._mapping(path, depth + 1, is_flow=bool(event.flow_style))
        return self._sequence(path, depth + 1, event)

    def _key(self, event: Any, path: FieldPath, depth: int, is_flow: bool) -> str:
        if event.__class__ is not ScalarEvent:
            if event.__class__ is AliasEvent:
                self._fault(faults.ALIAS, event.start_mark, path, anchor=str(event.anchor))
            else:
                self._fault(faults.COMPLEX_KEY, event.start_mark, path)
                self._value(event, (*path, ""), depth)
            return ""
        self._properties(event, path)
        key = str(event.value)
        if event.style:
            self._escapes(event, path)
            return key
        here = (*path, key)
        if key == "<<":
            self._fault(faults.MERGE_KEY, event.start_mark, here)
        elif not isinstance(resolve(key), str) or is_not_a_number(key):
            self._fault(faults.KEY_NOT_TEXT, event.start_mark, here, key=key)
        else:
            self._key_slips(event, here, is_flow)
        self._comment_after(event, here)
        return key

    def _key_slips(self, event: Any, path: FieldPath, is_flow: bool) -> None:
        key = event.value
        slips = list(line_slips(key)) or list(value_slips(key)) or list(indent_slips(key))
        if not slips and is_flow:
            slips = list(inner_slips(key))
        if not slips and key[-1] in "\u3000\xa0":
            slips = [(p, len(key) - 1, params) for p, _, params in indent_slips(key[-1])]
        self._slips(slips, event.start_mark, path)

    def _item_slips(self, event: Any, path: FieldPath, is_flow: bool) -> None:
        if event.start_mark.line == event.end_mark.line:
            self._slips(list(line_slips(event.value)), event.start_mark, path)
        if is_flow:
            self._slips(list(comma_slips(event.value)), event.start_mark, path)

    def _scalar(self, event: Any, path: FieldPath) -> Any:
        self._properties(event, path)
        if event.style:
            self._escapes(event, path)
            if event.style in "'\"":
                self._comment_after(event, path)
            return event.value
        value = event.value
        if is_not_a_number(value):
            self._fault(faults.NOT_A_NUMBER, event.start_mark, path, value=value)
        elif is_strange(value):
            self._slips([*value_slips(value), *inner_slips(value)], event.start_mark, path)
            if event.start_mark.line != event.end_mark.line:
                self._slips_in_lines(event.start_mark.line + 1, event.end_mark.line, path)
        self._comment_after(event, path)
        return resolve(value)

    def _escapes(self, event: Any, path: FieldPath) -> None:
        if event.style == '"':
            mark = event.start_mark
            fault = escaped_fault(event.value, mark.line + 1, mark.column + 1)
            if fault:
                self.faults.append(fault._replace(field=path))

    def _properties(self, event: Any, path: FieldPath) -> None:
        if event.anchor is not None:
            self._fault(faults.ANCHOR, event.start_mark, path, anchor=str(event.anchor))
        if event.tag is not None:
            self._fault(faults.TAG, event.start_mark, path, tag=event.tag)

    def _slips(self, slips: list[tuple[Problem, int, dict[str, str]]], mark: Any, path: FieldPath) -> None:
        for problem, offset, params in slips:
            self.faults.append(Fault(problem, mark.line + 1, mark.column + 1 + offset, params, path))

    def _slips_in_lines(self, first: int, last: int, path: FieldPath) -> None:
        for index in range(first, min(last + 1, len(self.lines))):
            for problem, offset, params in line_slips(self.lines[index]):
                self.faults.append(Fault(problem, index + 1, offset + 1, params, path))

    def _comment_after(self, event: Any, path: FieldPath) -> None:
        """Text after a value that begins with ``#`` and no blank may have been meant as text."""
        if not self._has_comments:
            return
        mark = event.end_mark
        if mark.line >= len(self.lines):
            return
        match = re.match(r" *:?( +)(#[^\s#!].*)", self.lines[mark.line][mark.column :])
        if match and self.lines[mark.line][: mark.column].strip(" "):
            column = mark.column + match.start(2) + 1
            comment = match[2][:20]
            self.faults.append(Fault(faults.LOST_COMMENT, mark.line + 1, column, {"comment": comment}, path))

    def _broken(self, error: YAMLError) -> None:
        self.is_broken = True
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        last = min(mark.line if mark else self._last, len(self.lines) - 1)
        before = len(self.faults)
        for index in range(min(self._last, last), last + 1):
            line = self.lines[index]
            slips = list(line_slips(line)) or list(indent_slips(line)) or list(inner_slips(line))
            self.faults.extend(Fault(p, index + 1, offset + 1, params) for p, offset, params in slips)
        if len(self.faults) == before:
            self.faults.append(explain(error, self.lines))
