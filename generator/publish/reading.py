"""What a page links to, and what in it can be linked to, read in the time that a search takes.

Pages come by the ten thousand, so a page is cut at ``href`` and ``src`` instead of being parsed. That may see
a link where there is only text, and it says where it cannot be sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.model.artifact import Artifact

from .elements import LINKING, css_links, srcset

_HREF = re.compile(rb'href="([^"]*)"')
_ACTION = re.compile(rb' action="([^"]*)"')
_ID = re.compile(rb' id="([^"]*)"')
_SRC = re.compile(rb'src="([^"]*)"')
_VALUE = re.compile(rb"""(?:[sS][eE][tT])?\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """What a page, or its shell, links to and can be linked by.

    is_doubtful: a parser must read the page. is_cut: read as a part, a link may have been cut through.
    """

    links: frozenset[bytes]
    anchors: frozenset[bytes]
    is_doubtful: bool = False
    is_cut: bool = False


_NOTHING = Part(frozenset(), frozenset())


class Reader:
    """Reads one page after another; what many of them have in common is read once."""

    def __init__(self) -> None:
        self._frames: dict[tuple[bytes, ...], Part] = {}  # of shells, which thousands of pages share
        self._silent: set[bytes] = set()  # lines that neither link nor are linked to

    def parts(self, page: Artifact) -> tuple[Part, Part]:
        """What a page says itself and what its shell says; all of it as the first where a link may be cut."""
        frame = self._frame(page.frame)
        own = self._own(_GAP.join(page.own) if page.frame else page.content)
        if frame.is_cut or (own.is_cut and page.frame):
            return _read(page.content), _NOTHING
        return own, frame

    def _frame(self, frame: tuple[bytes, ...]) -> Part:
        found = self._frames.get(frame)
        if found is None:
            found = self._frames[frame] = _read(_GAP.join(frame))
        return found

    def _own(self, content: bytes) -> Part:
        """What ``_read`` gives, from the lines alone that can matter; most are on many pages, looked at once.

        No word of a link runs over the end of a line. Where a value might, everything is read.
        """
        silent = self._silent
        told = [line for line in content.split(b"\n") if line not in silent and not self._is_silent(line)]
        return _read_if_plain(b"\n".join(told)) or _read(content)

    def _is_silent(self, line: bytes) -> bool:
        """Is there nothing in a line that any of the readers looks for? Noted, where it is so."""
        lower = line.lower()
        if any(word in lower for word in _WORDS):
            return False
        if len(self._silent) > _KEPT_LINES:
            self._silent.clear()
        self._silent.add(line)
        return True


_RARE = (
    b'http-equiv="refresh',
    b"<base",
    b"<object",
    b" formaction=",
    b" poster=",
    b" background=",
)
_GAP = b"\0\n"  # between parts that are read together: no link runs from one into another unnoticed
_KEPT_LINES = 20_000


def _read(content: bytes) -> Part:
    part = _read_as_written(content)
    if part.is_doubtful or part.is_cut:
        links = _links_alone(content)
        if links is not None:
            part = replace(_read_as_written(links), anchors=part.anchors)
    return part


def _links_alone(content: bytes) -> bytes | None:
    """The tags of *content* with no attributes but those that can link; None where a tag is unusual.

    What stands in text or in a title links nowhere, whatever it looks like. Usual is a tag that every parser
    ends at the same place, so that nothing which one of them takes for a link is left out.
    """
    if b"<" in _TAG.sub(b"", content):
        return None
    return b"".join(
        match["style"] or _ATTRIBUTE.sub(_that_links, match["script"] or match[0])
        for match in _TAG.finditer(content)
    )


def _that_links(attribute: re.Match[bytes]) -> bytes:
    return attribute[0] if attribute[1].lower() in _THAT_LINK else b""


_THAT_LINK = {name.encode() for name in LINKING} | {b"style", b"imagesrcset", b"http-equiv"}
_ONE = rb"""\s++([^\s"'<>/=]++)(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=<>`]++))?+"""
_ATTRIBUTE = re.compile(_ONE)
_MANY = rb"(?:" + _ONE.replace(b"([^", b"(?:[^", 1) + rb")*+\s*+"
_TAG = re.compile(
    rb"(?is)(?P<style><style" + _MANY + rb">.*?</style\s*+>)"
    rb"|(?P<script><script" + _MANY + rb">).*?</script\s*+>"
    rb"|<!doctype[^<>\"']*+>|</[a-z][a-z0-9-]*+\s*+>|<[a-z][a-z0-9-]*+" + _MANY + rb"/?>"
)


def _read_if_plain(content: bytes) -> Part | None:
    """The links of *content* where all are written as we write them, each within its line; otherwise None."""
    lower = content.lower()
    if any(mark in lower for mark in _UNUSUAL):
        return None
    found: list[bytes] = []
    for name, plain in _PLAIN:
        if count := lower.count(name):
            values = plain.findall(content)
            if len(values) != count:
                return None
            found += values
    anchors = _ID.findall(content)
    every = b"".join(found + anchors)
    if lower.count(_ID_WORD) != len(anchors) or b"\n" in every or b"<" in every or b"\0" in every:
        return None
    return Part(frozenset(found), frozenset(anchors))


def _read_as_written(content: bytes) -> Part:
    lower = content.lower()
    found: set[bytes] = set()
    is_doubtful = is_cut = False
    for mark in _RARE:
        is_doubtful = is_doubtful or mark in lower
    for name, plain in _PLAIN:
        count = lower.count(name)
        if not count:
            continue
        values = plain.findall(content)
        if len(values) != count:
            for link, leaves in _irregular(content, lower, name):
                values.append(link)
                is_doubtful = is_doubtful or leaves
            is_cut = is_cut or _OPEN.search(content) is not None
        found.update(values)
    if b"url(" in lower or b"@import" in lower:
        styles = set(css_links(content))
        found |= styles
        is_doubtful = is_doubtful or any(is_external(link) for link in styles)
        is_cut = is_cut or any(end not in content[lower.rfind(w) :] for w, end in _ENDS if w in lower)
    is_cut = is_cut or any(b"<" in link or b"\0" in link for link in found)
    return Part(frozenset(found), quick_anchors(content), is_doubtful, is_cut)


_PLAIN = ((b"href", _HREF), (b"src", _SRC), (b" action", _ACTION))
_OPEN = re.compile(rb"""(?i)(?:href|src|srcset|action)\s*=\s*(?:"[^"]*|'[^']*|[^\s>"']*)\Z""")
_ENDS = ((b"url(", b")"), (b"@import", b";"))
_ID_WORD = b' id="'
_UNUSUAL = (*_RARE, *(word for word, _end in _ENDS))
_WORDS = (*(name for name, _pattern in _PLAIN), _ID_WORD, *_UNUSUAL)


def _irregular(content: bytes, lower: bytes, name: bytes) -> Iterator[tuple[bytes, bool]]:
    """Values in other quotes, in none, in capitals, with blanks, those of ``srcset``; is one external?"""
    start = lower.find(name)
    while start >= 0:
        start += len(name)
        match = _VALUE.match(content, start)
        if match:
            value = match[match.lastindex or 0]
            values = set(srcset(value)) if lower.startswith(b"set", start) else {value}
            leaves = any(is_external(link) for link in values)
            for link in values:
                yield link, leaves
        start = lower.find(name, start)


def is_external(link: bytes) -> bool:
    """Does a link lead to another host?"""
    return link[:2] == b"//" or link[:5].lower() == b"http:" or link[:6].lower() == b"https:"


def is_silent(content: bytes, link: bytes) -> bool:
    """Does every tag that names *link* only name it, as ``<a`` and a canonical link do?"""
    at = content.find(link)
    while at >= 0:
        tag = content[content.rfind(b"<", 0, at) : at]
        if not tag.startswith((b"<a ", b"<a\n", b'<link rel="canonical"')) and tag.endswith(
            (b"=", b'="', b"='")
        ):
            return False
        at = content.find(link, at + 1)
    return True


def quick_anchors(content: bytes) -> frozenset[bytes]:
    """Ids in the plain writing; a page may have more."""
    return frozenset(_ID.findall(content))
