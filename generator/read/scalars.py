"""What a plain scalar stands for, and the slips of the keyboard that make it stand for something else.

Only ``true``, ``false``, ``null``, nothing, integers without leading zeros and decimals are more than text:
``NO``, ``0123``, ``12:30`` and ``2025-02-30`` are what they look like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from generator.model.diagnostic import Problem

from .faults import (
    FULLWIDTH_BLANK,
    FULLWIDTH_COLON,
    FULLWIDTH_COMMA,
    FULLWIDTH_QUOTES,
    GLUED_HASH,
    MISSING_BLANK,
)

Plain = str | int | bool | Decimal | None
Slip = tuple[Problem, int, dict[str, str]]  # problem, offset in the line, parameters

_WORDS: Final[dict[str, Plain]] = {"": None, "null": None, "true": True, "false": False}
_INTEGER = re.compile(
    r"0|-?[1-9][0-9]{0,17}"
)  # 18 digits: what every reader of JSON keeps exactly as an int64
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_NOT_A_NUMBER = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_FIELD_COLON = r"(?:：|:(?![ /\\]|$))"  # a colon that was meant to end a key; `https://` and `c:\` were not
_KEYLIKE = re.compile(
    rf"([ \u3000\xa0]*)((?:- +)*)([a-z][a-z0-9_]*)([ \u3000\xa0]*)({_FIELD_COLON})[ \u3000\xa0]*"
)
_INNER_KEY = re.compile(rf"([，、；])[ \u3000\xa0]*([a-z][a-z0-9_]*){_FIELD_COLON.replace('[ /', '[/')}")
_QUOTED = re.compile(r"(“[^“”]*”|‘[^‘’]*’|＂[^＂]*＂)")
LIST_COMMA = re.compile("[，、；]")
"""What may stand between the items of a bracketed list in place of a comma."""
_BLANKS = {"\u3000": "全角空格 U+3000", "\xa0": "不换行空格 U+00A0"}
_OPENING_QUOTES = frozenset("“‘＂")
_STRANGE = re.compile(
    r"#|^[“‘＂\u3000\xa0]| [\u3000\xa0]|[\u3000\xa0]$"
    rf"|(?:^|[ ，、；])[a-z][a-z0-9_]*[ \u3000\xa0]*{_FIELD_COLON}|[，、；] *[a-z][a-z0-9_]*:"
)


def resolve(value: str) -> Plain:
    """What an unquoted scalar stands for."""
    if value in _WORDS:
        return _WORDS[value]
    if _INTEGER.fullmatch(value):
        return int(value)
    if _DECIMAL.fullmatch(value):
        return Decimal(value)
    return value


def is_not_a_number(value: str) -> bool:
    """Is it one of YAML's spellings of infinity or not-a-number?"""
    return bool(_NOT_A_NUMBER.fullmatch(value))


def is_strange(value: str) -> bool:
    """May an unquoted scalar be a slip? True sends the file to the careful reading, which decides."""
    if "：" in value or ":" in value or "#" in value or "\u3000" in value or "\xa0" in value:
        return bool(_STRANGE.search(value))  # ten times the cost of looking for these five
    return (value[:1] in _OPENING_QUOTES and _QUOTED.fullmatch(value) is not None) or is_not_a_number(value)


def value_slips(value: str) -> Iterator[Slip]:
    """Slips that show in an unquoted value wherever it stands; offsets count from its start."""
    if value[:1] in _BLANKS:
        yield FULLWIDTH_BLANK, 0, {"blank": _BLANKS[value[0]]}
    elif _QUOTED.fullmatch(value):
        yield FULLWIDTH_QUOTES, 0, {"quotes": value[0] + value[-1], "value": value}
    hash_at = value.find("#")
    if hash_at > 0 and not value.startswith("https://"):
        yield GLUED_HASH, hash_at, {"value": value[max(0, hash_at - 12) : hash_at + 12]}


def inner_slips(value: str) -> Iterator[Slip]:
    """Fields inside a bracket that were separated by a full-width comma."""
    for match in _INNER_KEY.finditer(value):
        yield FULLWIDTH_COMMA, match.start(), {"comma": match[1]}


def comma_slips(value: str) -> Iterator[Slip]:
    """Items of a bracketed list that were separated by a full-width comma."""
    match = LIST_COMMA.search(value)
    if match:
        yield FULLWIDTH_COMMA, match.start(), {"comma": match[0]}


def line_slips(line: str) -> Iterator[Slip]:
    """Slips by which a line that was meant to begin with a key has none."""
    match = _KEYLIKE.match(line)
    if not match:
        return
    indent, _, key, gap, colon = match.groups()
    for blanks, start in ((indent, match.start(1)), (gap, match.start(4))):
        for offset, blank in enumerate(blanks):
            if blank in _BLANKS:
                yield FULLWIDTH_BLANK, start + offset, {"blank": _BLANKS[blank]}
                break
    if colon == "：":
        yield FULLWIDTH_COLON, match.start(5), {"key": key}
    elif line[match.end(5) : match.end(5) + 1] in _BLANKS:
        yield FULLWIDTH_BLANK, match.end(5), {"blank": _BLANKS[line[match.end(5)]]}
    else:
        yield MISSING_BLANK, match.start(5), {"key": key}


def indent_slips(line: str) -> Iterator[Slip]:
    """Blanks that are none at the start of a line."""
    match = re.match(" *([\u3000\xa0])", line)
    if match:
        yield FULLWIDTH_BLANK, match.start(1), {"blank": _BLANKS[match[1]]}
