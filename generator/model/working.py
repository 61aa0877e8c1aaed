"""How the points of an item were worked out, in words: the same sentence for the site and the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from .evaluation import Facts, ItemScore, ItemState
from .instrument import item_of
from .number import trimmed
from .scoring import points_of
from .text import Text

Data = Mapping[str, Any]  # one item of a checklist, as its record says it

ORIGINS = {
    "metric": Text("由系统按记录自动取数", "counted by the system"),
    "facts": Text("按核定的事实计算", "computed from verified facts"),
    "verified": Text("核查评分", "scored by the verifiers"),
    "self": Text("自评，尚未核查", "self-assessed, not verified yet"),
    "appeal": Text("复核后改定", "changed after an appeal"),
    "none": Text("", ""),
}


def working(item: Data, score: ItemScore) -> Text:
    """The formula with this unit's numbers put in and what it gives; the state where nothing was scored."""
    if score.state is not ItemState.SCORED or score.score is None:
        return score.state.value
    result = trimmed(score.score)
    if score.origin in ("verified", "self"):
        origin = ORIGINS[score.origin]
        return Text(f"{origin.zh} {result} 分", f"{origin.en}: {result}")
    steps = _steps(item, score.facts)
    if not steps.zh:
        return Text(f"{result} 分", result)
    if score.origin == "appeal":
        return Text(f"{steps.zh}；复核后改为 {result} 分", f"{steps.en}; {result} after an appeal")
    return Text(f"{steps.zh} = {result} 分", f"{steps.en} = {result}")


def counted(item: Data, score: ItemScore) -> Text:
    """What the system counted where an officer says why other facts count; "" where nobody does."""
    if not score.override:
        return Text("")
    if score.measured is None:
        return Text("系统没有取到数", "nothing was counted by the system")
    points = points_of(item_of(item, score.section), score.measured)
    gives = Text(f" = {trimmed(points)} 分", f" = {trimmed(points)}") if points is not None else Text("")
    steps = _steps(item, score.measured)
    return Text(f"系统取数：{steps.zh}{gives.zh}", f"counted by the system: {steps.to('en')}{gives.to('en')}")


def needed(item: Data, score: ItemScore) -> Text:
    """What would have given full marks; "" where nothing was lost or nothing can be said exactly."""
    if not score.loss or score.state is not ItemState.SCORED:
        return Text("补齐佐证材料", "Bring the evidence") if score.state is ItemState.UNPROVEN else Text("")
    facts, scoring = score.facts, item.get("scoring", {})
    if item["method"] == "ratio" and facts.numerator is not None and facts.denominator is not None:
        short = facts.denominator - facts.numerator
        whole = trimmed(facts.denominator)
        words = [Text(f"还差 {trimmed(short)}（满 {whole}）", f"{trimmed(short)} short of {whole}")]
        words = words if short > 0 else []
        words += [Text("消除扣分情形", "without deductions")] if facts.failures else []
        return Text("，".join(w.zh for w in words), ", ".join(w.en for w in words))
    if item["method"] == "count" and facts.count is not None and scoring.get("each"):
        most = Decimal(item["points"]) / Decimal(scoring["each"])
        return Text(f"再有 {trimmed(most - facts.count)} 次可得满分", f"{trimmed(most - facts.count)} more")
    if item["method"] == "deduct" and facts.failures:
        return Text("没有扣分情形即得满分", "Nothing that costs points")
    if scoring.get("levels"):
        best = max(scoring["levels"], key=lambda level: Decimal(level["points"]))
        return Text(f"达到“{best['text']}”可得满分", f"Full marks for: {best['text']}")
    return Text("")


def _steps(item: Data, facts: Facts) -> Text:
    method, points, scoring = item["method"], trimmed(Decimal(item["points"])), item.get("scoring", {})
    lost = "".join(_lost(scoring, facts))
    if method == "deduct":
        return Text(f"{points}{lost or ' − 0'}", f"{points}{lost or ' − 0'}")
    if method == "ratio" and facts.numerator is not None and facts.denominator is not None:
        words = f"{trimmed(facts.numerator)} ÷ {trimmed(facts.denominator)} × {points}{lost}"
        return Text(words, words)
    if method == "count" and facts.count is not None:
        words = f"{trimmed(facts.count)} × {trimmed(Decimal(scoring.get('each', 0)))}"
        return Text(f"{words}（最多 {points}）", f"{words} (at most {points})")
    if method == "compliance" and facts.met is not None:
        return Text("符合" if facts.met else "不符合", "met" if facts.met else "not met")
    return _judged(scoring, facts)


def _judged(scoring: Data, facts: Facts) -> Text:
    """A level by its words, a value by itself."""
    for level in scoring.get("levels", ()):
        if facts.level and level["id"] == facts.level:
            return Text(str(level["text"]), str(level["text"]))
    value = facts.value
    if value is None and facts.numerator is not None and facts.denominator:
        value = facts.numerator * 100 / facts.denominator
    if value is None:
        return Text("")
    bounds = [level for level in scoring.get("levels", ()) if level.get("at_least") is not None]
    reached = [level for level in bounds if value >= Decimal(level["at_least"])]
    if not reached:
        return Text(f"数值 {trimmed(value)}", f"value {trimmed(value)}")
    words = max(reached, key=lambda level: Decimal(level["at_least"]))["text"]
    return Text(f"数值 {trimmed(value)}：{words}", f"value {trimmed(value)}: {words}")


def _lost(scoring: Data, facts: Facts) -> Iterator[str]:
    for case in scoring.get("deductions", ()):
        count = (facts.failures or {}).get(case["id"], 0)
        if count:
            yield f" − {count} × {trimmed(Decimal(case['points']))}（{case['text']}）"
