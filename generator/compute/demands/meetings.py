"""What the third mechanism demands of on-site meetings (示范典范引领), in the order of the text."""

from __future__ import annotations

from collections.abc import Iterator

from generator.compute.demand import Judgement, by_year_end, demand
from generator.model.demand import Mechanism, State
from generator.model.designation import cycle_of
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.standing import day_of_judgement, own_city, required_of, requirement
from generator.model.text import Text


@demand(
    "on-site-meeting",
    Mechanism.DEMONSTRATION,
    words=Text("一年一主题、一年一现场", "One theme, one site a year"),
    asks=Text(
        "每年召开一次现场推进会，有主题、有承办地；没有开成的写明原因",
        "An on-site meeting is held every year, with a theme and a host; a year without one says why",
    ),
    rules=("MTG001", "MTG002", "MTG003", "MTG006"),
    kinds=("meetings",),
)
def on_site_meeting(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """The city's on-site meetings of the year; where no method binds it, only what was held is shown."""
    city = own_city(snapshot)
    if city is None or "meetings" not in snapshot.schemas:
        return
    there = _on_site(snapshot, city, year, year)
    held = [r for r in there if r.document.data.get("status") == "held"]
    day = day_of_judgement(year, snapshot.as_of)
    asked = requirement(snapshot, "meetings", day).get("per_year", 1)
    is_met = len(held) >= asked
    is_bound = bool(required_of(snapshot, "meetings", day, city))
    state = by_year_end(snapshot, year, is_met) if is_met or is_bound else State.EXEMPT
    yield Judgement(city.id, state, _told(snapshot, there), tuple(r.key for r in there))


@demand(
    "on-site-cycle",
    Mechanism.DEMONSTRATION,
    words=Text("年年有特色、三年上台阶", "Something new each year, a step up every three"),
    asks=Text(
        "一个周期内，各年现场推进会的主题和承办地都不重复",
        "Within a cycle no theme and no host of an on-site meeting is repeated",
    ),
    rules=("MTG004", "MTG005"),
    kinds=("meetings",),
)
def on_site_cycle(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """Themes and hosts of the cycle's meetings up to the year differ; one meeting alone repeats nothing."""
    city = own_city(snapshot)
    day = day_of_judgement(year, snapshot.as_of)
    cycle = cycle_of(year, requirement(snapshot, "meetings", day))
    if city is None or cycle is None or "meetings" not in snapshot.schemas:
        return
    first = cycle[0]
    there = [
        r
        for r in _on_site(snapshot, city, first, year)
        if r.document.data.get("status") in ("held", "planned")
    ]
    repeated = [word for field, word in _FIELDS if _is_repeated(there, field)]
    if repeated:
        zh, en = "、".join(w.zh for w in repeated), " and ".join(w.en for w in repeated)
        state, reason = State.OPEN, Text(f"周期内{zh}有重复", f"Repeated within the cycle: {en}")
    else:
        state = State.MET if there else State.PENDING
        years = f"{first}—{year}" if first < year else f"{year}"
        reason = Text(
            f"{years} 年 {len(there)} 次，主题和承办地没有重复", f"{len(there)} in {years}, none repeated"
        )
    is_bound = bool(required_of(snapshot, "meetings", day, city))
    shown = state if is_bound or state is State.MET else State.EXEMPT
    yield Judgement(city.id, shown, reason, tuple(r.key for r in there))


_FIELDS = (("theme", Text("主题", "theme")), ("host", Text("承办地", "host")))


def _is_repeated(meetings: list[Record], field: str) -> bool:
    values = [r.document.data[field] for r in meetings if field in r.document.data]
    return len(values) > len(set(values))


def _on_site(snapshot: Snapshot, city: Record, first: int, last: int) -> list[Record]:
    """The city's on-site meetings of these years, in order of time."""
    found = [
        r
        for r in snapshot.active("meetings")
        if r.document.data.get("kind") == "on_site"
        and r.document.data.get("unit") == city.id
        and first <= r.document.data.get("year", 0) <= last
    ]
    return sorted(found, key=lambda r: (r.document.data["year"], r.id))


def _told(snapshot: Snapshot, meetings: list[Record]) -> Text:
    """The year's meeting in a few words: theme and host, the day of a plan, or why there was none."""
    if not meetings:
        return Text("还没有登记", "None on record")
    data = meetings[0].document.data
    if data.get("status") == "not_held":
        return Text(f"未召开：{data.get('reason', '')}", f"Not held: {data.get('reason', '')}")
    host = snapshot.get("organizations", data.get("host", ""))
    where = host.document.data.get("name", host.id) if host else ""
    theme = data.get("theme") or data.get("title", "")
    zh = f"已在{where}召开" if data.get("status") == "held" else f"计划在{where}召开"
    en = "held" if data.get("status") == "held" else "planned"
    return Text(f"{zh}：{theme}", f"{en} in {where}: {theme}")
