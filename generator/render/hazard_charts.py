"""The loop of a unit in pictures: how far its hazards are, how old the open ones, quarter by quarter."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator.model.hazard import State
from generator.model.loop import Hazard
from generator.model.period import Period
from generator.model.text import Text

from .charts.bars import bars
from .charts.columns import columns
from .charts.drawing import Figure
from .site import Site

# Ages of open hazards in days: the last day of each band, and its words; the last band has no end.
BANDS = ((15, Text("15 天以内", "up to 15 days")), (30, Text("16–30 天", "16–30 days")),
         (60, Text("31–60 天", "31–60 days")), (90, Text("61–90 天", "61–90 days")))  # fmt: skip
OLDER = Text("90 天以上", "over 90 days")
MEASURES: tuple[tuple[Text, Callable[[Hazard], bool]], ...] = (
    (Text("登记", "Registered"), lambda _: True),
    (Text("报验晚于期限", "Reported or still open late"), lambda h: h.life.late > 0),
    (Text("未销号", "Still open"), lambda h: h.life.is_open),
    (Text("反弹", "Came back"), lambda h: bool(h.life.relapses or h.returned_as)),
)
REACHED = (
    (Text("登记", "registered"), tuple(State)),
    (Text("已着手", "begun"), (State.RECTIFYING, State.AWAITING, State.CLOSED)),
    (Text("已报验", "reported"), (State.AWAITING, State.CLOSED)),
    (Text("已销号", "closed"), (State.CLOSED,)),
)


@dataclass(frozen=True, slots=True)
class Panels:
    """Small drawings side by side, each with its title; their numbers as one table."""

    panels: tuple[tuple[str, Markup], ...]
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def funnel(site: Site, id: str, hazards: Sequence[Hazard]) -> Figure | None:
    """How many have come how far; None where there is none."""
    if not hazards:
        return None
    rows = [(site.say(word), sum(h.life.state in states for h in hazards)) for word, states in REACHED]
    title = site.say(Text("整改进度", "How far hazards have come"))
    caption = site.say(
        Text(
            f"登记 {rows[0][1]} 处，已着手 {rows[1][1]} 处，已报验 {rows[2][1]} 处，已销号 {rows[3][1]} 处。",
            f"{rows[0][1]} registered, {rows[1][1]} begun, {rows[2][1]} reported, {rows[3][1]} closed.",
        )
    )
    heads = (site.say(Text("走到", "Reached")), site.say(Text("处数", "Hazards")))
    numbers = tuple((label, str(count)) for label, count in rows)
    return Figure(bars(f"funnel-{id}", title, caption, rows), caption, heads, numbers)


def ages(site: Site, id: str, hazards: Sequence[Hazard]) -> Figure | None:
    """How long the open ones have been open; None where none is."""
    open_ = [h for h in hazards if h.life.is_open]
    if not open_:
        return None
    found = Counter(_band(h.age) for h in open_)
    late = Counter(_band(h.age) for h in open_ if h.overdue)
    words = [site.say(word) for _, word in BANDS] + [site.say(OLDER)]
    rows = [(word, found[place]) for place, word in enumerate(words)]
    oldest = max(h.age for h in open_)
    caption = site.say(
        Text(
            f"未销号 {len(open_)} 处，最久的 {oldest} 天。",
            f"{len(open_)} open, the oldest for {oldest} days.",
        )
    )
    heads = tuple(
        map(site.say, (Text("登记以来", "Since"), Text("未销号", "Open"), Text("其中逾期", "Of them late")))
    )
    numbers = tuple((word, str(found[place]), str(late[place])) for place, word in enumerate(words))
    title = site.say(Text("未销号隐患登记以来的天数", "Age of open hazards"))
    return Figure(bars(f"ages-{id}", title, caption, rows), caption, heads, numbers)


def _band(age: int) -> int:
    return next((place for place, (last, _) in enumerate(BANDS) if age <= last), len(BANDS))


def quarters(site: Site, id: str, hazards: Sequence[Hazard]) -> Panels | None:
    """Quarter by quarter what was registered, reported late, is still open, came back; None without any."""
    if not hazards:
        return None
    periods = _periods(hazards)
    of = _by_quarter(hazards)
    counts = [(site.say(word), [sum(map(holds, of[p])) for p in periods]) for word, holds in MEASURES]
    panels = []
    for place, (word, found) in enumerate(counts):
        rows = [(_short(p), count, count) for p, count in zip(periods, found, strict=True)]
        panels.append((word, columns(f"q-{id}-{place}", word, word, rows)))
    caption = site.say(
        Text(
            "按督查所在季度（自查和举报按登记日期）统计，截至今日。",
            "By the quarter in which each was found, as of today.",
        )
    )
    heads = (site.say(Text("季度", "Quarter")), *(word for word, _ in counts))
    numbers = tuple((site.say(p.label), *(str(n[i]) for _, n in counts)) for i, p in enumerate(periods))
    return Panels(tuple(panels), caption, heads, numbers)


def by_county(site: Site, hazards: Mapping[str, Sequence[Hazard]]) -> Panels | None:
    """One panel for each county: registered by quarter, still open in front, all to one scale."""
    every = [h for found in hazards.values() for h in found]
    if not every:
        return None
    periods = _periods(every)
    of = {county: _by_quarter(found) for county, found in hazards.items()}
    most = max(len(found) for one in of.values() for found in one.values())
    panels, rows = [], []
    for place, (county, found) in enumerate(of.items()):
        name = site.short(county)
        cells = [(_short(p), len(found[p]), sum(h.life.is_open for h in found[p])) for p in periods]
        panels.append((name, columns(f"county-{place}", name, name, cells, most)))
        rows.append((name, *(f"{total} / {open_}" for _, total, open_ in cells)))
    caption = site.say(
        Text(
            "柱高为当季登记的隐患，深色为其中至今未销号的。",
            "Height: registered in the quarter; dark: still open.",
        )
    )
    heads = (
        site.say(Text("县（区）：登记 / 未销号", "County: registered / open")),
        *(_short(p) for p in periods),
    )
    return Panels(tuple(panels), caption, heads, tuple(rows))


def _by_quarter(hazards: Sequence[Hazard]) -> defaultdict[Period, list[Hazard]]:
    found: defaultdict[Period, list[Hazard]] = defaultdict(list)
    for one in hazards:
        found[one.round].append(one)
    return found


def _periods(hazards: Sequence[Hazard]) -> list[Period]:
    """Every quarter from the first to the last, also those without any."""
    first, last = min(h.round for h in hazards), max(h.round for h in hazards)
    found = [last]
    while found[-1] != first:
        found.append(found[-1].previous)
    return found[::-1]


def _short(period: Period) -> str:
    return f"{period.year % 100:02}Q{period.quarter}"
