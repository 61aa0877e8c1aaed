"""Where every value of an accepted document stands; worked out only when a place is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yaml._yaml import CParser
from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from generator.model.diagnostic import FieldPath
from generator.model.document import Positions

Place = tuple[int, int]
_Found = dict[FieldPath, tuple[Place, Place]]


def positions(text: str) -> Positions:
    """Path from the root -> places of the value and of its key, for a text that was accepted before."""
    get: Callable[[], Any] = CParser(text.encode()).get_event
    get()
    get()
    root = get().start_mark
    place = (root.line + 1, root.column + 1)
    found: _Found = {(): (place, place)}
    _mapping(get, found, ())
    return found


def _mapping(get: Callable[[], Any], found: _Found, path: FieldPath) -> None:
    while True:
        event = get()
        if event.__class__ is MappingEndEvent:
            return
        mark = event.start_mark
        key = (*path, event.value)
        key_place = (mark.line + 1, mark.column + 1)
        event = get()
        mark = event.start_mark
        found[key] = ((mark.line + 1, mark.column + 1), key_place)
        if event.__class__ is not ScalarEvent:
            _below(event, get, found, key)


def _sequence(get: Callable[[], Any], found: _Found, path: FieldPath) -> None:
    index = 0
    while True:
        event = get()
        if event.__class__ is SequenceEndEvent:
            return
        mark = event.start_mark
        place = (mark.line + 1, mark.column + 1)
        key = (*path, index)
        found[key] = (place, place)
        index += 1
        if event.__class__ is not ScalarEvent:
            _below(event, get, found, key)


def _below(event: Any, get: Callable[[], Any], found: _Found, path: FieldPath) -> None:
    if event.__class__ is MappingStartEvent:
        _mapping(get, found, path)
    elif event.__class__ is SequenceStartEvent:
        _sequence(get, found, path)
