"""One YAML file to a document: exactly one plain mapping, or diagnostics that say what to type instead.

Never raises for what a file holds. What a mapping may say is the schemas' business, not ours. Imported only
where there is a file to parse, since its patterns and libyaml take a tenth of a start.
"""

from __future__ import annotations

import re

from generator.model.diagnostic import Diagnostic
from generator.model.document import Document, SourceFile
from generator.model.location import Location

from . import faults
from .encoding import character_faults, decode, forbidden, is_unusual
from .faults import Fault
from .paths import TOO_LARGE
from .positions import positions
from .quick import Memo, quick
from .walk import Walk

_MOST = 50  # faults reported per file; more would bury the first ones
_CONFLICT = re.compile(r"(?:^|(?<=[\r\n]))(<{7}|={7}|>{7})(?=[ \r\n]|$)")
_LFS = "version https://git-lfs.github.com/"
_HTML = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\b|html\b|head\b|body\b|\?xml\b)", re.IGNORECASE | re.DOTALL
)


def read_document(file: SourceFile, memo: Memo | None = None) -> Document | tuple[Diagnostic, ...]:
    """The mapping that *file* holds, or at least one diagnostic.

    memo: shares words among the files of one reading.
    """
    if file.content is None:
        return (TOO_LARGE.at(Location(file.path), size=file.size),)
    text = decode(file.content)
    if isinstance(text, Fault):
        return _diagnostics(file.path, [text])
    if not is_unusual(text) and "<<<<<<<" not in text and not _may_lose_text(text):
        data = quick(file.content, memo or Memo())
        if data is not None:
            return Document(file.path, data, file.content, positions, file.blob)
    found, data = _examined(text)
    if data is None or found:
        return _diagnostics(file.path, found)
    return Document(file.path, data, file.content, positions, file.blob)


def _examined(text: str) -> tuple[list[Fault], dict[str, object] | None]:
    """All faults of a text and its data; the faults are complete only where libyaml reads to the end."""
    other = _not_yaml_at_all(text)
    if other:
        return [other], None
    characters = list(character_faults(text))
    if characters:
        # Go on with harmless characters of the same width, so that columns stay right.
        walk = Walk(forbidden.sub(lambda m: " " if m[0] == "\t" else "x", text))
        return [*characters, *([] if walk.is_broken else walk.faults)], None
    walk = Walk(text)
    conflict = [
        Fault(faults.CONFLICT_MARKER, *walk.lines.place(m.start()), {"marker": m[0]})
        for m in _CONFLICT.finditer(text)
    ]
    if any(fault.params["marker"][0] != "=" for fault in conflict):
        return conflict, None
    if (walk.data is None and not walk.is_broken) or _is_first_line(walk):
        table = _csv(text)
        if table:
            return [table], None
    return walk.faults, walk.data


def _is_first_line(walk: Walk) -> bool:
    return walk.is_broken and bool(walk.faults) and min(f.line for f in walk.faults) <= 2


def _not_yaml_at_all(text: str) -> Fault | None:
    if text.startswith(_LFS):
        return Fault(faults.LFS_POINTER, 1, 1, {})
    if "<" in text[:400] and _HTML.match(text[:4000]):
        return Fault(faults.HTML, 1, 1, {})
    return None


def _csv(text: str) -> Fault | None:
    """Two or more lines with the same number of commas or TABs, and no field among them."""
    lines = [line for line in text.splitlines() if line.strip()][:20]
    for mark in (",", "\t", ";"):
        counts = {line.count(mark) for line in lines}
        if len(lines) > 1 and len(counts) == 1 and counts.pop() and not any(": " in line for line in lines):
            return None if lines[0].lstrip()[:1] in ("-", "[", "{") else Fault(faults.CSV, 1, 1, {})
    return None


def _may_lose_text(text: str) -> bool:
    """A ``#`` after a blank begins a comment; glued to what follows it may have been meant as text."""
    return " #" in text and bool(re.search(r" #[^ \r\n]", text))


def _diagnostics(path: str, found: list[Fault]) -> tuple[Diagnostic, ...]:
    given: dict[tuple[int, int, str], Fault] = {}
    for fault in sorted(found, key=lambda f: (f.line, f.column, f.problem.code)):
        given.setdefault((fault.line, fault.column, fault.problem.code), fault)
    return tuple(
        fault.problem.at(
            Location(path, fault.line, fault.column),
            field=fault.field,
            related=(Location(path, *fault.first),) if fault.first else (),
            **fault.params,
        )
        for fault in list(given.values())[:_MOST]
    )
