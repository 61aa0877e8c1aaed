"""Where a long title is broken: words whole, lines of unequal length, as clause 7.3.1 asks.

No dictionary of Chinese is at hand, so a break is judged by what stands at it: good behind 关于 and before
的通报, forbidden within a word of the trade, within a number and beside a bracket.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

_LONGEST = 60  # longer titles are filled line by line
_SHORT = 0.3  # no line but the last is shorter than this share of the width

# Words that no line may cut; what is cut elsewhere is judged by balance alone.
_WORDS = """
教育 体育 装备 信息化 数字化 管理 应用 督查 检查 情况 通报 通知 学校 工作 先进 单位
个人 年度 季度 学期 全市 全县 全区 各县 危化品 危险 化学品 实验 实验室 图书馆 图书室
安全 隐患 整改 评价 结果 督办 表扬 示范 专项 第一 第二 第三 第四 上半年 下半年 中小学
幼儿园 义务 公示 更正 撤销 使用 保障 服务 问题 清单 县区 得分 市县 开展 印发 组织
召开 关于 进行 建设 考核 办法 方案 实施 自制 教具 教学
"""
_WHOLE = re.compile("|".join(sorted(_WORDS.split(), key=len, reverse=True)))
_NUMBER = re.compile(
    r"[0-9０-９A-Za-z.%．，,—–-]+年?(?:度|第?[一二三四]季度)?|第[一二三四五六七八九十]+[季年学]?"
)
_NOT_FIRST = "，。、；：？！）》」』】〕”’…—％%·的"
_NOT_LAST = "（《「『【〔“‘"
_GOOD_BEHIND = ("关于", "局", "厅", "、", "，", "和", "与", "及", "》", "）", " ")
_GOOD_BEFORE = ("的通报", "的通知", "情况的", "关于", "《", "（", "先进", "和", "与", "暨")


@cache
def _wide(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5


def width(text: str) -> float:
    """How many characters wide *text* is: half for Latin letters and digits, one for the rest."""
    return sum(map(_wide, text))


def title_lines(title: str, most: float) -> tuple[str, ...]:
    """*title* in as few lines as fit *most* characters each; joined they are the title again."""
    if width(title) <= most:
        return (title,)
    if len(title) <= _LONGEST:
        least = int(-(-width(title) // most))
        for count in (least, least + 1):
            ways = list(_ways(title, 0, count, most, _places(title)))
            if ways:
                return min(ways, key=lambda lines: (_cost(lines, most), lines))
    return tuple(_filled(title, most))


def pieces(title: str) -> tuple[str, ...]:
    """*title* cut wherever a line may end, for a page whose width nobody knows; joined they are the title."""
    if len(title) > 4 * _LONGEST:
        return (title,)
    return tuple(title[a:b] for a, b in pairwise((0, *_places(title), len(title))))


def _ways(title: str, start: int, count: int, most: float, places: list[int]) -> Iterator[tuple[str, ...]]:
    """Every way to put the title from *start* on into *count* lines none of which is very short."""
    rest = width(title[start:])
    if count == 1:
        if rest <= most:
            yield (title[start:],)
        return
    for place in places:
        line = title[start:place]
        if (
            place > start
            and _SHORT * most <= width(line) <= most
            and rest - width(line) <= most * (count - 1)
        ):
            for lines in _ways(title, place, count - 1, most, places):
                yield (line, *lines)


def _places(title: str) -> list[int]:
    """Where a break is allowed: no word, number or pair of bracket and text is cut."""
    inside = {
        i for found in (_WHOLE, _NUMBER) for m in found.finditer(title) for i in range(m.start() + 1, m.end())
    }
    return [
        i
        for i in range(1, len(title))
        if i not in inside
        and title[i - 1] not in _NOT_LAST
        and (title[i] not in _NOT_FIRST or _closes(title, i))
    ]


def _closes(title: str, i: int) -> bool:
    """Does 的通报 or 的通知 begin here; such a last line is usual."""
    return title.startswith(("的通报", "的通知", "的函"), i)


def _cost(lines: tuple[str, ...], most: float) -> float:
    """Small for lines of about one length, neither equal nor narrow in the middle, broken at good places."""
    widths = [width(line) for line in lines]
    cost = (max(widths) - min(widths)) / most
    if any(abs(a - b) < 1 for a, b in pairwise(widths)):
        cost += 0.15
    if any(b < a and b < c for a, b, c in zip(widths, widths[1:], widths[2:], strict=False)):
        cost += 1.0
    for before, after in pairwise(lines):
        good = before.endswith(_GOOD_BEHIND) or after.startswith(_GOOD_BEFORE)
        cost += 0.0 if good else 0.45
    return cost + (0.6 if widths[-1] < 4 else 0.0)


def _filled(title: str, most: float) -> Iterator[str]:
    start, wide = 0, 0.0
    for i, character in enumerate(title):
        wide += width(character)
        if wide > most:
            yield title[start:i]
            start, wide = i, width(character)
    yield title[start:]
