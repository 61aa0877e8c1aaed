"""A strict reader of iCalendar files (RFC 5545), written from the standard and not from our writer.

It refuses what the standard refuses: other line ends, lines over 75 bytes, a folded character, unknown
escapes, components that are not closed, properties that must be there once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_LINE = re.compile(
    r"(?P<name>[A-Za-z0-9-]+)"
    r"(?P<params>(?:;[A-Za-z0-9-]+=(?:\"[^\"\x00-\x08\x0a-\x1f\x7f]*\"|[^\";:,\x00-\x08\x0a-\x1f\x7f]*))*)"
    r":(?P<value>[^\x00-\x08\x0a-\x1f\x7f]*)"
)
_TEXTS = {"SUMMARY", "DESCRIPTION", "CATEGORIES", "NAME", "X-WR-CALNAME"}
_ONCE = {"VCALENDAR": {"PRODID", "VERSION"}, "VEVENT": {"UID", "DTSTAMP", "DTSTART"}, "VTIMEZONE": {"TZID"}}


@dataclass
class Component:
    """``BEGIN:name`` … ``END:name``: (property, parameters, value), and what stands inside."""

    name: str
    properties: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    inside: list[Component] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        """The value of a property that is there once."""
        (found,) = [value for key, _, value in self.properties if key == name]
        return found

    def keys(self) -> set[str]:
        """The names of its properties."""
        return {key for key, _, _ in self.properties}

    def parameters(self, name: str) -> dict[str, str]:
        """The parameters of a property that is there once."""
        (found,) = [params for key, params, _ in self.properties if key == name]
        return found

    def all(self, name: str) -> list[Component]:
        """The components of a name inside."""
        return [one for one in self.inside if one.name == name]


def read(content: bytes) -> Component:
    """The calendar in a file; AssertionError where it is none."""
    stack = [Component("")]
    for line in _unfolded(content):
        found = _LINE.fullmatch(line)
        assert found, f"no content line: {line!r}"
        name, value = found["name"].upper(), found["value"]
        if name == "BEGIN":
            stack.append(Component(value))
            stack[-2].inside.append(stack[-1])
        elif name == "END":
            closed = stack.pop()
            assert closed.name == value, f"END:{value} inside {closed.name}"
            _complete(closed)
        else:
            params = dict(part.split("=", 1) for part in found["params"].split(";")[1:])
            stack[-1].properties.append((name, params, _text(value) if name in _TEXTS else value))
    assert len(stack) == 1, f"{stack[-1].name} is not closed"
    (calendar,) = stack[0].inside
    assert calendar.name == "VCALENDAR"
    return calendar


def _unfolded(content: bytes) -> Iterator[str]:
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r") == content.count(b"\r\n")
    whole: list[str] = []
    for raw in content[:-2].split(b"\r\n"):
        assert 0 < len(raw) <= 75, f"{len(raw)} bytes: {raw!r}"
        line = raw.decode()  # a character divided by folding cannot be decoded
        if line[0] in " \t":
            assert whole, "the first line is a continuation"
            whole[-1] += line[1:]
        else:
            whole.append(line)
    yield from whole


def _text(value: str) -> str:
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value), f"not escaped: {value!r}"
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


def _complete(component: Component) -> None:
    for name in _ONCE.get(component.name, set()):
        assert [key for key, _, _ in component.properties].count(name) == 1, f"{component.name}: {name}"
    if component.name == "VCALENDAR":
        assert component.inside, "a calendar needs a component"
