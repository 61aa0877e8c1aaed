"""A page as a browser reads it: its elements, and everything that they link to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

LINKING = {"href", "src", "srcset", "poster", "data", "action", "formaction", "xlink:href", "background"}
"""Attributes whose value is a link."""

_CSS = re.compile(
    rb"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE
)
# A link of these relations says something about another page; a browser does not fetch it.
_SILENT_RELATIONS = {"canonical", "alternate", "author", "license", "help", "me", "bookmark", "next", "prev"}


class Elements(HTMLParser):
    """Links and anchors of one page, as a browser sees them: (link, does the browser fetch it by itself?)."""

    def __init__(self, content: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[str, bool]] = []
        self.anchors: set[str] = set()
        self.has_base = False
        self._in_style = False
        self.feed(content.decode("utf-8", "replace"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what one element links to."""
        values = {name: value or "" for name, value in attrs}
        self._in_style = tag == "style"
        self.has_base = self.has_base or tag == "base"
        if "id" in values:
            self.anchors.add(values["id"])
        if tag == "a" and "name" in values:
            self.anchors.add(values["name"])
        relations = set(values.get("rel", "").lower().split())
        fetched = tag not in ("a", "area") and not (
            tag == "link" and relations and relations <= _SILENT_RELATIONS
        )
        for name, value in values.items():
            if name == "srcset" or name == "imagesrcset":
                self.links.extend((text_of(link), True) for link in srcset(value.encode()))
            elif name == "style":
                self.links.extend((text_of(link), True) for link in css_links(value.encode()))
            elif name in LINKING and not (name == "data" and tag != "object"):
                self.links.append((value, fetched))
        if tag == "meta" and values.get("http-equiv", "").lower() == "refresh":
            self.links.append(
                (re.sub(r"(?i)^\s*[\d.]*\s*[;,]?\s*(url\s*=)?\s*", "", values.get("content", "")), True)
            )

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the same for an element without content."""
        self.handle_starttag(tag, attrs)
        self._in_style = False

    def handle_endtag(self, _tag: str) -> None:
        """Leave a style sheet."""
        self._in_style = False

    def handle_data(self, data: str) -> None:
        """Note what a style sheet in the page asks for."""
        if self._in_style:
            self.links.extend((text_of(link), True) for link in css_links(data.encode()))


def css_links(content: bytes) -> Iterator[bytes]:
    """Everything that a style sheet asks for."""
    # Looking for two words and reading on from there takes a tenth of searching for the whole pattern.
    lower = content.lower()
    for word in (b"url(", b"@import"):
        start = lower.find(word)
        while start >= 0:
            match = _CSS.match(content, start)
            if match:
                yield match[match.lastindex or 0]
            start = lower.find(word, start + 1)


def srcset(value: bytes) -> Iterator[bytes]:
    """The links of an image's candidates."""
    for candidate in value.split(b","):
        if candidate.split():
            yield candidate.split()[0]


def text_of(link: bytes) -> str:
    """A link as text, whatever its bytes."""
    return link.decode("utf-8", "replace")
