"""Bytes to text, and the characters that no text may hold.

A file is looked at once with one compiled expression, not once per string.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from generator.model.diagnostic import Problem

from .faults import (
    BIDI_CONTROL,
    BYTE_ORDER_MARK,
    CONTROL_CHARACTER,
    GBK,
    INVISIBLE_CHARACTER,
    LINE_SEPARATOR,
    NONCHARACTER,
    NOT_UTF8,
    REPLACEMENT_CHARACTER,
    TAB,
    UTF16,
    Fault,
)

_MOST = 20  # forbidden characters reported per file; a file with more is damaged as a whole

# Last characters of the 17 planes are noncharacters; those of the first one are in the class itself.
_PLANE_ENDS = "".join(chr(plane * 0x10000 + end) for plane in range(1, 17) for end in (0xFFFE, 0xFFFF))
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_SEPARATORS = "\x85\u2028\u2029"
_INVISIBLE = (
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\uffa0\ufff0-\ufffb"
    "\U000e0000-\U000e007f"
)
_NONCHARACTERS = "\ufdd0-\ufdef\ufffe\uffff" + _PLANE_ENDS
_CLASSES: tuple[tuple[re.Pattern[str], Problem], ...] = tuple(
    (re.compile(f"[{characters}]"), problem)
    for characters, problem in (
        ("\t", TAB),
        ("\ufeff", BYTE_ORDER_MARK),
        (_CONTROLS + "\ud800-\udfff", CONTROL_CHARACTER),
        (_SEPARATORS, LINE_SEPARATOR),
        (_BIDI, BIDI_CONTROL),
        (_INVISIBLE, INVISIBLE_CHARACTER),
        (_NONCHARACTERS, NONCHARACTER),
        ("\ufffd", REPLACEMENT_CHARACTER),
    )
)
_ALL = "\t\ufeff\ufffd" + _CONTROLS + _SEPARATORS + _BIDI + _INVISIBLE + _NONCHARACTERS + "\ud800-\udfff"

forbidden = re.compile(f"[{_ALL}]")
"""Finds the first character that no text may hold."""

_unusual = re.compile(f"[{_ALL}&*!\\\\]")
# Everyday characters, the most frequent first: a class that reaches beyond U+FFFF is eight times slower.
_not_everyday = re.compile(
    "[^+-\\[\\]-~ \u4e00-\u9fff\n\r\"-%'-)\u3000-\u303f\uff00-\uff9f\u2010-\u2027\u2460-\u24ff]"
)


def is_unusual(text: str) -> bool:
    """Has *text* a forbidden character, or an ``&``, ``*``, ``!`` or backslash, which YAML interprets?"""
    return bool(_not_everyday.search(text)) and bool(_unusual.search(text))


_BREAK = re.compile("\r\n|\n|\r")
_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


class Lines:
    """The lines of a text, for turning an offset into a line and a column.

    Lines end where libyaml ends them in a text without forbidden characters: CR LF, LF or CR.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in _BREAK.finditer(text))]

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, index: int) -> str:
        """The line with this index from 0, without its end."""
        start = self.starts[index]
        end = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of the character at *offset*."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


def decode(content: bytes) -> str | Fault:
    """The text of a UTF-8 file, or what encoding it seems to be in instead."""
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        return _other_encoding(content, error.start)
    if content.startswith(b"\x00") or b"\x00" in content[1:4]:
        encoding = _without_mark(content)
        if encoding:
            return Fault(UTF16, 1, 1, {"encoding": encoding})
    return text


def character_faults(text: str) -> Iterator[Fault]:
    """Each forbidden character with its place, at most 20; TABs of one run count once."""
    lines = Lines(text)
    last = -2
    found = 0
    for match in forbidden.finditer(text):
        offset = match.start()
        if not (match[0] == "\t" and offset == last + 1):
            yield Fault(*_describe(match[0], lines.place(offset)))
            found += 1
            if found == _MOST:
                return
        last = offset if match[0] == "\t" else -2


def escaped_fault(value: str, line: int, column: int) -> Fault | None:
    """The first forbidden character that an escape put into *value*, placed at the value."""
    match = forbidden.search(value) or re.search("\r", value)
    return Fault(*_describe(match[0], (line, column))) if match else None


def _describe(character: str, place: tuple[int, int]) -> tuple[Problem, int, int, dict[str, str]]:
    name = f"U+{ord(character):04X}"
    for pattern, problem in _CLASSES:
        if pattern.match(character):
            return problem, *place, {"character": name}
    return CONTROL_CHARACTER, *place, {"character": name}


def _other_encoding(content: bytes, start: int) -> Fault:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return Fault(UTF16, 1, 1, {"encoding": encoding})
    encoding_found = _without_mark(content)
    if encoding_found:
        return Fault(UTF16, 1, 1, {"encoding": encoding_found})
    before = content[:start].decode()
    line, column = Lines(before + "x").place(len(before))
    try:
        as_gbk = content.decode("gb18030")
    except UnicodeDecodeError:
        as_gbk = ""
    if re.search("[\u4e00-\u9fff]", as_gbk) and not forbidden.search(as_gbk):
        return Fault(GBK, line, column, {})
    return Fault(NOT_UTF8, line, column, {"byte": f"0x{content[start]:02X}"})


def _without_mark(content: bytes) -> str:
    """UTF-16 or UTF-32 where at least a third of the bytes are zero, as in ASCII text written that way."""
    head = content[:400]
    zeros = head.count(0)
    if len(head) >= 4 and len(content) % 2 == 0 and zeros * 3 >= len(head):
        return "UTF-32" if zeros * 3 > len(head) * 2 else "UTF-16"
    return ""
