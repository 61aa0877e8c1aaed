"""Files as they were found, and what they say once parsed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from .diagnostic import FieldPath
from .location import Location

T = TypeVar("T")

FileMode = Literal["file", "link", "folder", "submodule", "other"]

# (keys and indexes from the root) -> (line, column) of the value, and of the key where there is one.
Positions = Mapping[FieldPath, tuple[tuple[int, int], tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One entry below a folder of a source.

    path: posix, relative to the repository root.
    mode: what it is; only a ``file`` has content. ``folder`` is listed only where a folder holds nothing.
    content: its bytes, or None where it is no file or larger than the source's limit.
    size: bytes on disk or in git, also where the content was not read.
    blob: git's object id of the content ("" where unknown), equal for equal bytes.
    """

    path: str
    mode: FileMode = "file"
    content: bytes | None = None
    size: int = 0
    blob: str = ""


def _nowhere(text: str) -> Positions:  # noqa: ARG001 - there is none
    """No positions at all: of what was made without a file."""
    return {}


@dataclass(slots=True)
class Document:
    """A file that holds exactly one mapping, as plain dicts, lists, str, int, Decimal, bool, None.

    path: posix, relative to the repository root.
    data: the mapping; must not be changed by anyone.
    content: the whole file, UTF-8, empty where it was made without one; as text it takes twice the memory.
    blob: git's object id of the file's bytes, "" where it was made without a file.
    clean: the same bytes passed every check that depends on this file alone, under the same schemas and code.
    parse_positions: gives the positions of every value of a text; called only when a place is needed,
        because most documents have nothing wrong with them.
    """

    path: str
    data: dict[str, Any]
    content: bytes = b""
    parse_positions: Callable[[str], Positions] = _nowhere
    blob: str = ""
    clean: bool = False
    _positions: Positions | None = field(default=None, repr=False, compare=False)
    _found: dict[Callable[[dict[str, Any]], Any], Any] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def text(self) -> str:
        """The whole file, for whoever looks at the writing itself."""
        return self.content.decode()

    def once(self, find: Callable[[dict[str, Any]], T]) -> T:
        """What *find* gives for the data, found the first time and kept for every state with this file.

        find: a function of a module, which reads the data and nothing else.
        """
        if find not in self._found:
            self._found[find] = find(self.data)
        found: T = self._found[find]
        return found

    def known(self, find: Callable[[dict[str, Any]], T]) -> T | None:
        """The same where it was found before, else None."""
        return self._found.get(find)

    def know(self, find: Callable[[dict[str, Any]], T], found: T) -> None:
        """Take over what *find* gave for the same data before."""
        self._found[find] = found

    def locate(self, *keys: str | int, at_key: bool = False) -> Location:
        """The place of the value under *keys* (or of its key), or of its nearest parent that exists."""
        if self._positions is None:
            self._positions = self.parse_positions(self.text)
        for length in range(len(keys), -1, -1):
            found = self._positions.get(tuple(keys[:length]))
            if found:
                line, column = found[1] if at_key and length == len(keys) else found[0]
                return Location(self.path, line, column)
        return Location(self.path)
