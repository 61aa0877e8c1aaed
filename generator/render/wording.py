"""Phrases that several pages share, where a catalog entry is not enough because a number decides the wording.

Formatting only. What a number means, and how it is rounded, was decided before render.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from generator.model.number import trimmed
from generator.model.text import Text
from generator.render.filters import MISSING, day


def plain(value: Decimal | int) -> str:
    """A number as people write it: no exponent, no trailing zeros after the point."""
    return trimmed(Decimal(value))


def share(part: int, whole: int) -> str:
    """*part* of *whole* in per cent with one decimal, half-up; ``–`` of nothing."""
    if not whole:
        return MISSING
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}"


def some(count: int, one: str, many: str = "") -> str:
    """English count and noun: ``no findings``, ``1 finding``, ``3 findings``."""
    return f"{count or 'no'} {one if count == 1 else many or one + 's'}"


def both(parts: Iterable[str]) -> str:
    """English enumeration: ``a``, ``a and b``, ``a, b and c``."""
    words = list(parts)
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def on(date: str) -> Text:
    """A day in each language."""
    return Text(day(date, "zh"), day(date, "en"))


def ended(text: str) -> str:
    """*text* with exactly one full stop, so that a reason may be written with or without."""
    return text.rstrip("。.；; ")


def withdrawal(data: Mapping[str, Any]) -> Text | None:
    """When and why a record was withdrawn, as a sentence; None where it was not."""
    found = data.get("withdrawn")
    if not found:
        return None
    when, reason = on(found["date"]), ended(found["reason"])
    return Text(
        f"已于{when.zh}撤回，原因：{reason}。原文保留供查阅，不计入任何统计。",
        f"Withdrawn on {when.en}: {reason}. Kept for reference; counts nowhere.",
    )
