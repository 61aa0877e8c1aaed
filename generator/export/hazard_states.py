"""The reference of the states of a hazard: a drawing and a table, made from the table of moves itself.

The layout is as simple as the table: states stand below one another in their order. A move to the next state
goes straight down, one that leaves states out goes down on the left, one that goes back goes up on the right,
and what leaves the state as it is stands in its box.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from generator.model.artifact import Artifact
from generator.model.hazard import MOVES, State
from generator.model.schema import Schema
from generator.model.text import Text

PATH = "docs/reference/hazard-states.md"
_SIDES = {"rectifications": Text("学校"), "follow-ups": Text("检查一方")}

_WIDTH = 360
_LEFT, _BOX, _HIGH, _GAP, _TOP = 74, 176, 74, 48, 8
_MIDDLE = _LEFT + _BOX // 2
_LINE = 11  # how many characters fit a line of a box

_HEAD = """---
hide: [navigation]
---

# 隐患状态表 States of a hazard

隐患记录里没有“状态”一栏：状态由学校的整改记录（`rectifications`）和检查一方的复查记录（`follow-ups`）按日期先后得出。
下图和下表就是程序使用的那张表，表里没有的一步不能登记，核对时会在那一行指出当前状态和可以做什么
（[EVT001](rules.md#evt001-move-not-allowed)）。本页由 `generator schema` 生成，请勿手改。

A hazard has no field for its state: the state follows from what the school has done and what the inspecting
side has found, in order of their days. The drawing and the table are the one that the program uses; a step
that is not in it cannot be entered. Written by `generator schema`; do not edit.
"""
_TAIL = """
## 与状态并列的标记 Beside the state

| 标记 | 什么时候有 | |
|---|---|---|
| 逾期 | 没有报请验收，期限（含批准的延期）已过 | overdue: unreported beyond its last day |
| 延期 | 学校申请、检查一方同意之后，期限改到新的一天 | extended: asked for and granted |
| 反弹 | 销号以后回头看发现又出现，重新整改，期限重定 | relapsed: found again after it was closed |
| 挂牌督办 | 重大隐患，或者逾期超过办法规定的天数；销号时自动摘牌 | listed: major, or long overdue |

同一天有几件事的，先算学校一方，再算检查一方；同一方的按编号先后。早于登记日期的事项、没有申请就答复的延期、
没有挂牌就摘牌，都不算数，核对时会逐条指出。

On one day the school's events come first, then those of the inspecting side, each by their ids.
"""


def hazard_states(schemas: Mapping[str, Schema]) -> Artifact:
    """The page; what events are called comes from the *schemas*."""
    titles = _titles(schemas)
    lines = [
        _HEAD,
        *_figure(titles),
        "",
        "## 哪一步之后可以做什么 What may follow",
        "",
        *_table(titles),
        "",
        "## 两种语言的说法 In both languages",
        "",
        *_words(titles),
        _TAIL,
    ]
    return Artifact(PATH, ("\n".join(lines).rstrip() + "\n").encode())


def _titles(schemas: Mapping[str, Schema]) -> Mapping[str, tuple[Text, Text]]:
    """Kind of event -> what it is called and which side enters it."""
    found: dict[str, tuple[Text, Text]] = {}
    for kind, side in _SIDES.items():
        choices = schemas[kind].choices("kind") if kind in schemas else ()
        found.update({choice.value: (choice.title, side) for choice in choices})
    return found


def _table(titles: Mapping[str, tuple[Text, Text]]) -> Iterator[str]:
    yield "| 当前状态 | 谁 | 登记什么 | 之后的状态 |"
    yield "|---|---|---|---|"
    for (before, kind), after in MOVES.items():
        title, side = titles.get(kind, (Text(kind), Text("–")))
        then = after.value.zh if after is not before else "不变"
        yield f"| {before.value.zh} | {side.zh} | {title.zh} | {then} |"


def _words(titles: Mapping[str, tuple[Text, Text]]) -> Iterator[str]:
    """What stands in a record, and how both languages say it."""
    yield "| 记录里写 | 中文 | English |"
    yield "|---|---|---|"
    for kind, (title, _) in titles.items():
        yield f"| `{kind}` | {title.zh} | {title.en} |"
    for state in State:
        yield f"| – | {state.value.zh} | {state.value.en} |"


def _figure(titles: Mapping[str, tuple[Text, Text]]) -> Iterator[str]:
    states = list(State)
    moves: dict[tuple[int, int], list[str]] = {}
    for (before, kind), after in MOVES.items():
        ends = states.index(before), states.index(after)
        moves.setdefault(ends, []).append(titles[kind][0].zh if kind in titles else kind)
    height = _TOP + len(states) * _HIGH + (len(states) - 1) * _GAP + 6
    yield '<figure class="chart chart--small">'
    yield f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{_spoken(states, moves)}">'
    for i, state in enumerate(states):
        yield from _node(i, state, moves.get((i, i), []))
    lane = 0
    for (i, j), names in sorted(moves.items(), key=lambda pair: abs(pair[0][0] - pair[0][1])):
        if j == i + 1:
            yield from _down(i, names)
        elif j > i:
            yield from _over(i, j, names)
        elif j < i:
            yield from _back(i, j, names, lane)
            lane += 1
    yield "</svg>"
    yield "<figcaption>框里小字是登记以后状态不变的事项；箭头是登记以后到达的状态。</figcaption>"
    yield "</figure>"


def _spoken(states: Sequence[State], moves: Mapping[tuple[int, int], Sequence[str]]) -> str:
    """The drawing in words, for who cannot see it."""
    steps = (
        f"{states[i].value.zh}经{'或'.join(names)}到{states[j].value.zh}"
        for (i, j), names in moves.items()
        if i != j
    )
    return escape("；".join(steps) + "。")


def _y(i: int) -> int:
    return _TOP + i * (_HIGH + _GAP)


def _node(i: int, state: State, same: Sequence[str]) -> Iterator[str]:
    y = _y(i)
    yield f'<rect class="c-node" x="{_LEFT}" y="{y}" width="{_BOX}" height="{_HIGH}" rx="6"/>'
    lines = list(_wrapped(same))
    first = y + _HIGH // 2 + 5 - 8 * len(lines)
    yield f'<text class="c-strong" x="{_MIDDLE}" y="{first}" text-anchor="middle">{state.value.zh}</text>'
    for n, line in enumerate(lines, start=1):
        place = f'x="{_MIDDLE}" y="{first + 2 + 16 * n}"'
        yield f'<text class="c-muted" {place} text-anchor="middle">{escape(line)}</text>'


def _wrapped(names: Sequence[str]) -> Iterator[str]:
    """The names in lines that fit a box."""
    line = ""
    for name in names:
        if line and len(line) + len(name) > _LINE:
            yield line
            line = ""
        line = f"{line}、{name}" if line else name
    if line:
        yield line


def _down(i: int, names: Sequence[str]) -> Iterator[str]:
    y, end = _y(i) + _HIGH, _y(i + 1)
    yield f'<path class="c-arrow" d="M{_MIDDLE} {y}V{end - 7}"/>'
    yield _head(_MIDDLE, end, down=True)
    for n, name in enumerate(names):
        yield f'<text x="{_MIDDLE + 9}" y="{y + _GAP // 2 + 2 + 15 * n}">{escape(name)}</text>'


def _over(i: int, j: int, names: Sequence[str]) -> Iterator[str]:
    """Down on the left, past the states in between."""
    y, end, x = _y(i) + _HIGH // 2, _y(j) + _HIGH // 2, _LEFT - 13
    yield f'<path class="c-arrow" d="M{_LEFT} {y}H{x}V{end}H{_LEFT - 7}"/>'
    yield _head(_LEFT, end, right=True)
    for n, name in enumerate(names):
        place = f'x="{x - 5}" y="{(y + end) // 2 + 4 + 15 * n}"'
        yield f'<text {place} text-anchor="end">{escape(name)}</text>'


def _back(i: int, j: int, names: Sequence[str], lane: int) -> Iterator[str]:
    """Up on the right; the first lane has its words outside, the others inside, beside where they begin."""
    right = _LEFT + _BOX
    x = right + 20 + 78 * lane
    y, end = _y(i) + _HIGH // 2 - 8 + 4 * lane, _y(j) + _HIGH // 2 + 12 - 20 * lane
    yield f'<path class="c-arrow" d="M{right} {y}H{x}V{end}H{right + 7}"/>'
    yield _head(right, end, right=False)
    middle = (y + end) // 2 if not lane else _y(i) - _GAP // 2 - 4
    for n, name in enumerate(names):
        anchor = f'x="{x - 5}" text-anchor="end"' if lane else f'x="{x + 5}"'
        yield f'<text {anchor} y="{middle + 4 + 15 * n}">{escape(name)}</text>'


def _head(x: int, y: int, *, down: bool = False, right: bool = False) -> str:
    """The head of an arrow that ends at a point, pointing down, to the right, or else to the left."""
    if down:
        points = f"{x} {y}L{x - 5} {y - 9}H{x + 5}Z"
    else:
        back = x - 9 if right else x + 9
        points = f"{x} {y}L{back} {y - 5}V{y + 5}Z"
    return f'<path class="c-head" d="M{points}"/>'
