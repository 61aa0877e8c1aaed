"""A state as a template draws it: the shape says it without colour, the words say it without the shape."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """*kind*: the class that ``ui.state`` and ``ui.mark`` draw; *text*: the state in words."""

    kind: str
    text: str
