"""What moved a rank, in words: the same sentences for the site and the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from .evaluation import ItemState, YearEvaluation
from .movement import Movement, Recast
from .number import trimmed
from .text import Text

ORDER = Text(
    "先按今年的细则和办法重算上年的事实，名次由此的变动是细则和办法的部分；再按“先换自身、后换其他单位”和"
    "“先换其他单位、后换自身”两种顺序各算一次，取平均。三部分相加，正好是位次的变化。",
    "Last year's facts are judged by this year's rules first: that is the part of the rules. From there two "
    "orders are worked out, the unit first and the others first, and their mean is taken. The parts add "
    "up to the change of rank exactly.",
)


def signed(amount: Decimal) -> str:
    """With its sign, a real minus; 0 without."""
    if not amount:
        return "0"
    return f"{'+' if amount > 0 else '−'}{trimmed(abs(amount))}"


def places(gained: Decimal) -> Text:
    """So many places up or down, by an arrow and a word."""
    if not gained:
        return Text("不变", "same")
    amount = trimmed(abs(gained))
    return (
        Text(f"↑ 上升 {amount} 位", f"↑ up {amount}")
        if gained > 0
        else Text(f"↓ 下降 {amount} 位", f"↓ down {amount}")
    )


def headline(one: Movement, before: int) -> Text:
    """From which rank to which, and of whose doing."""
    gained = Decimal(one.gained)
    parts = tuple((label, amount) for label, amount, _ in shares(one))
    zh = "，".join(f"{label.zh} {signed(amount)} 位" for label, amount in parts)
    en = ", ".join(f"{label.to('en')} {signed(amount)}" for label, amount in parts)
    moved = places(gained)
    return Text(
        f"位次从 {before} 年度的第 {one.before} 位到第 {one.after} 位（{moved.zh}）：{zh}。",
        f"From rank {one.before} in {before} to rank {one.after} ({moved.to('en')}): {en}.",
    )


def points(one: Movement, recast: Recast) -> Text:
    """What the total was, what it would have been by this year's rules, and what it is."""
    gain = signed(one.total_after - one.total_recast)
    if recast.is_same or one.total_recast == one.total_before:
        return Text(
            f"总分从 {one.total_before:f} 分到 {one.total_after:f} 分（{gain} 分）。",
            f"The total went from {one.total_before:f} to {one.total_after:f} ({gain}).",
        )
    return Text(
        f"总分从 {one.total_before:f} 分到 {one.total_after:f} 分：上年的事实按今年的细则和办法是 "
        f"{one.total_recast:f} 分、第 {one.recast} 位，其余 {gain} 分来自事实的变化。",
        f"The total went from {one.total_before:f} to {one.total_after:f}: last year's facts give "
        f"{one.total_recast:f} (rank {one.recast}) by this year's rules, changed facts {gain}.",
    )


def shares(one: Movement) -> Iterator[tuple[Text, Decimal, Text]]:
    """The three parts: their names, places gained, and what each of them is."""
    yield (
        Text("自身事实变化", "own facts"),
        one.own,
        Text("本单位今年的事实换下上年的", "This unit's facts of this year in place of last year's"),
    )
    yield (
        Text("其他单位变化", "other units"),
        one.others,
        Text("其他单位的事实变化，以及新参加或不再排位次的单位", "Facts of the others, and who came or went"),
    )
    yield (
        Text("细则和办法变化", "rules"),
        one.rules,
        Text("事实不变，只把细则和办法换成今年的", "The same facts by this year's list and method"),
    )


def mapping(recast: Recast) -> Text:
    """Which items could not be carried over as they are; "" where all could."""
    zh, en = [], []
    if recast.added:
        zh.append(f"今年新增的 {_listed(recast.added)} 上年没有事实，上年按其余各项折算到满分")
        en.append(f"new this year and left out of the year before: {_listed(recast.added)}")
    if recast.dropped:
        zh.append(f"今年取消的 {_listed(recast.dropped)} 不计")
        en.append(f"dropped this year: {_listed(recast.dropped)}")
    if recast.carried:
        zh.append(
            f"{_listed(recast.carried)} 上年的事实对不上今年的算法（或者只有评分），按得分占分值的比例折算"
        )
        en.append(f"carried over in proportion to their points: {_listed(recast.carried)}")
    return Text("；".join(zh) + "。", "; ".join(en).capitalize() + ".") if zh else Text("")


def _listed(items: tuple[str, ...]) -> str:
    return "、".join(items)


def not_yet(year: YearEvaluation, unit: str, item: str) -> Text:
    """Marks an item that has lost its points only because nobody scored it yet; "" for others."""
    found = year.by_unit[unit].item(item)
    is_waiting = found is not None and found.state is ItemState.PENDING
    return Text("（尚未评分）", " (not yet)") if is_waiting else Text("")
