"""All pages of a site at once: parsed by the same parser as a single `Page`, but each piece of HTML once.

Most of a page stands on a thousand others. A page is cut wherever a tag or a line ends; a piece that cannot
be understood by itself (half of a tag, a comment or a script) is put together with those that follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from tests.support.site import Page, page_files

_CUT = "\0"


@dataclass(frozen=True)
class Piece:
    """What a parser found in a part of a page. values: attribute -> its values, in order."""

    tokens: tuple[tuple[Any, ...], ...]
    links: tuple[tuple[str, str], ...]
    ids: tuple[str, ...]
    values: Mapping[str, tuple[str, ...]]
    tags: frozenset[str]
    text: str


@dataclass(frozen=True)
class Sheet:
    """A page in pieces; what it gives is what `Page` gives."""

    pieces: tuple[Piece, ...]

    @cached_property
    def links(self) -> list[tuple[str, str]]:
        """Attribute and address of every link."""
        return [link for piece in self.pieces for link in piece.links]

    @cached_property
    def ids(self) -> set[str]:
        """Every anchor."""
        return {one for piece in self.pieces for one in piece.ids}

    @property
    def names(self) -> set[tuple[str, str]]:
        """Every element with "" and with each of its attributes."""
        opened = (token for piece in self.pieces for token in piece.tokens if token[0] == "<")
        return {(tag, name) for _, tag, values in opened for name in ("", *values)}

    @property
    def text(self) -> str:
        """Everything that is no markup, scripts and styles left out."""
        return "".join([piece.text for piece in self.pieces])

    def having(self, name: str) -> list[str]:
        """The values of an attribute, over all elements."""
        return [value for piece in self.pieces if name in piece.values for value in piece.values[name]]

    def texts(self, tag: str) -> list[str]:
        """The texts of all elements of a name."""
        found: list[str] = []
        opened: list[list[str]] = []
        for piece in self.pieces:
            if opened or tag in piece.tags:
                for kind, what, *_ in piece.tokens:
                    if kind == "<" and what == tag:
                        opened.append([])
                    elif kind == ">" and what == tag and opened:
                        found.append("".join(opened.pop()).strip())
                    elif kind == "text":
                        for one in opened:
                            one.append(what)
        return found


def sheets(site: Path) -> Iterator[tuple[str, Sheet]]:
    """Path and content of every page."""
    for path in page_files(site):
        yield path.relative_to(site).as_posix(), sheet(path)


def sheet(path: Path) -> Sheet:
    """The content of one page."""
    return Sheet(tuple(_pieces(path.read_text(encoding="utf-8"))))


def _pieces(html: str) -> Iterator[Piece]:
    assert _CUT not in html
    held = ""
    for part in html.replace("><", f">{_CUT}<").replace("\n", f"\n{_CUT}").split(_CUT):
        piece = _piece(f"{held}{part}")
        if piece is None:
            held += part
        else:
            held = ""
            yield piece
    assert not held, f"the page ends within {held[:80]}"


@cache
def _piece(html: str) -> Piece | None:
    """What stands in *html*; None where it ends in the middle of something."""
    page = Page()
    page.feed(html)
    if page.rawdata or page.cdata_elem:
        return None
    values: dict[str, list[str]] = {}
    for _, pairs in page.attributes:
        for name, value in pairs.items():
            values.setdefault(name, []).append(value)
    return Piece(
        tokens=tuple(page.tokens),
        links=tuple(page.links),
        ids=tuple(one for _, pairs in page.attributes for name, one in pairs.items() if name == "id"),
        values={name: tuple(all_of_it) for name, all_of_it in values.items()},
        tags=frozenset(token[1] for token in page.tokens if token[0] in "<>"),
        text=page.text,
    )
