"""Hazards as pages list them: late ones first, then those still open by their last day, then closed ones.

Everything comes from the loop that compute has judged; nothing here decides what is late or closed. Where
the record of a round says that it names no schools, neither school nor its page is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.model.hazard import State
from generator.model.loop import Hazard
from generator.model.text import Text

from .marks import Mark
from .site import UNNAMED_SCHOOL, Link, Site

STATES: Mapping[State, str] = {
    State.REGISTERED: "registered",
    State.RECTIFYING: "rectifying",
    State.AWAITING: "accepting",
    State.CLOSED: "closed",
}


@dataclass(frozen=True, slots=True)
class HazardLine:
    """One hazard in a list.

    school: without a path, and without a name, where its round names no schools. county: short name,
    county_id: its id, both "" for none. item: what was not met, "" where no item is named. flags: late,
    listed, extended, relapsed.
    days: left until its last day, negative beyond it, counted for open ones; 0 once closed.
    closed: day of closing, "" while open.
    """

    link: Link
    school: Link
    county: str
    county_id: str
    topic: str
    item: Link
    grade: Mark
    state: Mark
    flags: tuple[Mark, ...]
    registered: str
    due: str
    days: int
    closed: str

    @property
    def is_open(self) -> bool:
        """Has it still to be put right or accepted?"""
        return not self.closed

    @property
    def is_late(self) -> bool:
        """Is it open beyond its last day?"""
        return any(flag.kind == "overdue" for flag in self.flags)


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many hazards stand in one state."""

    mark: Mark
    count: int


class Hazards:
    """The lines of a site's hazards, each made once."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._lines: dict[str, HazardLine] = {}

    def of(self, hazards: Iterable[Hazard]) -> tuple[HazardLine, ...]:
        """The lines of *hazards*, the most urgent first."""
        return tuple(self._line(one) for one in by_urgency(hazards))

    def _line(self, one: Hazard) -> HazardLine:
        if one.id not in self._lines:
            self._lines[one.id] = hazard_line(self._site, one)
        return self._lines[one.id]


def by_urgency(hazards: Iterable[Hazard]) -> list[Hazard]:
    """Late ones first, the latest before the others; then open ones by their last day; then closed ones."""
    found = list(hazards)
    open_ = sorted((h for h in found if h.life.is_open), key=lambda h: (-h.overdue, h.life.due, h.id))
    closed = sorted((h for h in found if not h.life.is_open), key=lambda h: h.id)
    return open_ + sorted(closed, key=lambda h: h.life.closed_on, reverse=True)


def hazard_line(site: Site, one: Hazard) -> HazardLine:
    """One hazard as a line."""
    data = site.public(one.record)
    left = (date.fromisoformat(one.life.due) - site.as_of).days if one.life.due and one.life.is_open else 0
    return HazardLine(
        link=Link(str(data["text"]), site.path(one.record)),
        school=school_link(site, one),
        county=site.short(one.county) if one.county else "",
        county_id=one.county,
        topic=site.label("hazards", "topic", one.topic),
        item=item_link(site, one.topic, one.item) if one.item else Link(""),
        grade=Mark(one.grade, site.label("hazards", "grade", one.grade)),
        state=state_mark(site, one.life.state),
        flags=tuple(flags(site, one)),
        registered=one.registered_on,
        due=one.life.due,
        days=left,
        closed=one.life.closed_on,
    )


def school_link(site: Site, one: Hazard) -> Link:
    """The school of a hazard, or words in its place where the round names no schools."""
    if site.names_school(one.record):
        return site.organization(one.school)
    return Link(site.say(UNNAMED_SCHOOL))


def item_path(topic: str, item: str) -> str:
    """Where an item of the checklists of a topic has its page."""
    return f"items/{topic}-{item}/"


def item_link(site: Site, topic: str, item: str) -> Link:
    """An item in the words of the newest checklist that has it; its id, and no page, where none has."""
    text = site.item_texts.get((topic, item))
    return Link(text, item_path(topic, item)) if text else Link(item)


def state_mark(site: Site, state: State) -> Mark:
    """A state with its shape."""
    return Mark(STATES[state], site.say(state.value))


def flags(site: Site, one: Hazard) -> Iterator[Mark]:
    """What is to be said beside the state: late, listed, extension asked or given, came back."""
    if one.overdue:
        yield Mark("overdue", site.say(Text(f"逾期 {one.overdue} 天", f"{one.overdue} days late")))
    if one.life.late and not one.life.is_open:
        yield Mark("late", site.say(Text("逾期销号", "closed late")))
    if one.life.is_listed:
        yield Mark("listed", site.say(Text("挂牌督办", "listed")))
    if one.life.awaits_extension:
        yield Mark("asked", site.say(Text("已申请延期", "extension asked")))
    if one.life.is_extended and one.life.is_open:
        yield Mark("extended", site.say(Text("延期", "extended")))
    if one.life.relapses or one.relapse_of:
        yield Mark("relapsed", site.say(Text("反弹", "relapsed")))


def state_counts(site: Site, hazards: Iterable[Hazard]) -> tuple[StateCount, ...]:
    """How many stand in each state, in the order of a life."""
    found = Counter(h.life.state for h in hazards)
    return tuple(StateCount(state_mark(site, state), found[state]) for state in State)


def loop_sentence(hazards: Sequence[Hazard]) -> Text:
    """How many there are, how many are closed and how many are late; right for none, one and many."""
    total = len(hazards)
    if not total:
        return Text("没有登记隐患。", "No hazard is on record.")
    open_ = [h for h in hazards if h.life.is_open]
    if not open_:
        each = "全部销号" if total > 1 else "已经销号"
        return Text(f"登记隐患 {total} 处，{each}。", f"{_hazards(total)} on record, all closed.")
    major, late = (
        sum(h.is_major for h in open_),
        sorted((h.overdue for h in open_ if h.overdue), reverse=True),
    )
    zh = f"登记隐患 {total} 处，已销号 {total - len(open_)} 处，未销号 {len(open_)} 处"
    en = f"{_hazards(total)} on record, {total - len(open_)} closed, {len(open_)} open"
    if major:
        zh, en = f"{zh}（其中重大 {major} 处）", f"{en} ({major} major)"
    if not late:
        return Text(f"{zh}，没有逾期。", f"{en}, none late.")
    longest = f"，最长 {late[0]} 天" if len(late) > 1 else f" {late[0]} 天"
    zh = f"{zh}；逾期 {len(late)} 处{longest}。" if len(late) > 1 else f"{zh}；1 处逾期{longest}。"
    return Text(zh, f"{en}; {len(late)} late, by up to {late[0]} days.")


def _hazards(count: int) -> str:
    return f"{count} hazard{'' if count == 1 else 's'}"
