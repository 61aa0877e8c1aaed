"""What an item's parameters say, in words, and a worked example of them, by the code that scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from .evaluation import Facts, ItemScore, ItemState
from .instrument import Item, item_of
from .number import trimmed
from .scoring import points_of
from .text import Text
from .working import working

Data = Mapping[str, Any]  # one item of a checklist, as its record says it


def rule_words(data: Data) -> Text:
    """How the program computes the points; "" where an item has no parameters."""
    parts = tuple(_parts(item_of(data, ""), data.get("scoring", {})))
    return Text("；".join(part.zh for part in parts), "; ".join(part.to("en") for part in parts))


def _parts(item: Item, scoring: Data) -> Iterator[Text]:
    most = trimmed(item.points)
    if item.method == "ratio":
        yield Text(f"分子 ÷ 分母 × {most}", f"numerator ÷ denominator × {most}")
    if item.each is not None:
        yield Text(
            f"每次 {trimmed(item.each)} 分，最多 {most} 分", f"{trimmed(item.each)} each, at most {most}"
        )
    if item.at_least is not None:
        yield Text(
            f"不低于 {trimmed(item.at_least)} 得 {most} 分", f"{most} from {trimmed(item.at_least)} on"
        )
    for level in scoring.get("levels", ()):
        bound = f"（≥ {trimmed(Decimal(level['at_least']))}）" if level.get("at_least") is not None else ""
        yield Text(f"{level['text']}{bound} {trimmed(Decimal(level['points']))} 分")
    if item.by_rank:
        steps = "、".join(trimmed(points) for points in item.by_rank)
        yield Text(f"从第 1 名起依次 {steps} 分", f"by rank: {steps}")
    for case in scoring.get("deductions", ()):
        yield Text(f"{case['text']} 扣 {trimmed(Decimal(case['points']))} 分")


def example(data: Data) -> Text:
    """One worked example with plain numbers; "" where the method needs more than numbers of one unit."""
    item = item_of(data, "")
    facts = _facts(item)
    points = points_of(item, facts) if facts is not None else None
    if facts is None or points is None:
        return Text("")
    score = ItemScore(item.id, "", item.points, ItemState.SCORED, points, origin="facts", facts=facts)
    return working(data, score)


def _facts(item: Item) -> Facts | None:
    """Numbers that show the method at work: something is missing, so that not all points are given."""
    first_case = next(iter(item.deductions), None)
    if item.method == "deduct":
        return Facts(failures={first_case: 1}) if first_case else None
    if item.method == "ratio":
        failures = {first_case: 1} if first_case else None
        return Facts(numerator=Decimal(9), denominator=Decimal(10), failures=failures)
    if item.method == "count":
        return Facts(count=Decimal(1)) if item.each is not None else None
    if item.method in ("level", "threshold") and len(item.levels) > 1:
        return Facts(level=item.levels[1].id)
    if item.method == "threshold" and item.at_least is not None:
        return Facts(value=item.at_least)
    return None
