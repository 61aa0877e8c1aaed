"""Personal identifiers in text: resident ids, student numbers, mobiles, bank cards, e-mail, landlines.

Precise on purpose: check characters and real dates are verified, so that school codes, unified social credit
codes, document numbers and digests stay silent. What is found is never repeated in full, only masked.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

Kind = Literal["resident", "student", "mobile", "card", "email", "landline"]

# Ten digits of any width with at most three signs between any two: without these there is no number.
_DIGIT = r"[0-9０-９⁰¹²³⁴-⁹₀-₉①-⑨⓪\U0001d7ce-\U0001d7ff]"
DIGITS = re.compile(rf"{_DIGIT}(?:[\W_]{{0,3}}{_DIGIT}){{9}}")
AT_SIGNS = ("@", "＠", "﹫")

# Beside an identifier stands no digit and no Latin letter; \b sees no border before a Chinese character.
_START, _END = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_RESIDENT = r"[1-9](?:[ -]?[0-9]){16}[ -]?[0-9Xx]"
# Found by looking ahead, so that a date before a number cannot swallow the number's beginning.
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("student", re.compile(rf"{_START}(?=([GJLgjl][ -]?{_RESIDENT}){_END})")),
    ("resident", re.compile(rf"{_START}(?=({_RESIDENT}){_END})")),
    ("card", re.compile(rf"{_START}(?=((?:62|4[0-9]|5[1-5])(?:[ -]?[0-9]){{14,17}}){_END})")),
    ("mobile", re.compile(rf"{_START}(?:\+?(?:00)?86\)?[ -]?)?(?=(1[ -]?[3-9](?:[ -]?[0-9]){{9}}){_END})")),
    (
        "landline",
        re.compile(
            rf"{_START}(?=((?:\(0(?:10|2[0-9]|[3-9][0-9]{{2}})\)[ -]?|0(?:10|2[0-9]|[3-9][0-9]{{2}})[ -])"
            rf"[2-9][0-9]{{2,3}}[ -]?[0-9]{{4}}|0(?:10|2[0-9]|[3-9][0-9]{{2}})[2-9][0-9]{{7}}){_END})"
        ),
    ),
    (
        "email",
        re.compile(
            r"(?<![0-9A-Za-z._%+-])(?=([0-9A-Za-z._%+-]{1,64}@[0-9A-Za-z-]{1,63}(?:\.[0-9A-Za-z-]{1,63}){1,8}))"
        ),
    ),
)
_PROVINCES = frozenset(
    str(code)
    for block in ((11, 16), (21, 24), (31, 38), (41, 47), (50, 55), (61, 66), (71, 72), (81, 84))
    for code in range(*block)
)
_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identifier. shown: masked, first three and last two characters."""

    kind: Kind
    shown: str


@lru_cache(maxsize=64)
def identifiers(text: str, as_of: date) -> tuple[Identifier, ...]:
    """The identifiers in *text*; a resident id whose birthday lies after *as_of* is none."""
    plain = normalized(text)
    found: list[Identifier] = []
    taken: list[range] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            place = range(match.start(1), match.end(1))
            compact = re.sub(r"[ ()-]", "", match[1]) if kind != "email" else match[1]
            overlaps = kind != "email" and any(place.start < t.stop and t.start < place.stop for t in taken)
            if not overlaps and _is_real(kind, compact, as_of):
                found.append(Identifier(kind, masked(compact)))
                taken.append(place)
    return tuple(found)


def normalized(text: str) -> str:
    """One writing for one number: widths folded, invisible signs dropped, one blank for many, one hyphen."""
    folded = unicodedata.normalize("NFKC", text).translate(_HYPHENS)
    seen = "".join(c for c in folded if unicodedata.category(c) != "Cf")
    return re.sub(r"\s+", " ", seen)


def masked(text: str) -> str:
    """First three and last two characters; the rest as stars."""
    return f"{text[:3]}{'*' * max(len(text) - 5, 3)}{text[-2:]}"


def is_resident_id(text: str, as_of: date) -> bool:
    """Province, real birthday not after *as_of*, and the check character of GB 11643."""
    if len(text) != 18 or text[:2] not in _PROVINCES:
        return False
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], _RESIDENT_WEIGHTS, strict=True))
    return born.year >= 1850 and born <= as_of and "10X98765432"[total % 11] == text[17].upper()


def is_bank_card(text: str) -> bool:
    """Luhn's sum, and not the same digit all along."""
    if len(set(text)) == 1 or is_credit_code(text):
        return False
    doubled = [int(d) * (1 + i % 2) for i, d in enumerate(reversed(text))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def is_credit_code(text: str) -> bool:
    """A unified social credit code (GB 32100): 18 signs, the last one a check sign modulo 31."""
    if len(text) != 18 or any(sign not in _CREDIT_SIGNS for sign in text):
        return False
    values = [_CREDIT_SIGNS.index(sign) for sign in text]
    total = sum(value * pow(3, i, 31) for i, value in enumerate(values[:17]))
    return (31 - total % 31) % 31 == values[17]


def _is_real(kind: Kind, compact: str, as_of: date) -> bool:
    if kind == "resident":
        return is_resident_id(compact, as_of)
    if kind == "student":
        return is_resident_id(compact[1:], as_of)
    return is_bank_card(compact) if kind == "card" else True
