"""What is due: late, this week, this month and later, by unit and by kind, with calendars to subscribe to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model.duty import calendar_path
from generator.model.text import Text
from generator.render.duties import SOON, WEEK, AreaLine, DutyLine, DutyList, Tally, merged, tally
from generator.render.figures import KeyFigure
from generator.render.filters import day
from generator.render.page import Page, page
from generator.render.site import Site

# (anchor, title, first and last day counted from the day the state is looked at from)
NEVER = 10**6
SPANS = (
    ("late", Text("逾期", "Late"), -NEVER, -1),
    ("week", Text(f"{WEEK} 天内", f"Within {WEEK} days"), 0, WEEK),
    ("month", Text(f"{WEEK + 1} 至 {SOON} 天", f"{WEEK + 1} to {SOON} days"), WEEK + 1, SOON),
    ("later", Text(f"{SOON} 天以后", "Later"), SOON + 1, NEVER),
)
# So many lines of a span and the sentence over them is enough at first.
MANY = {"month": 30, "later": 12}


@dataclass(frozen=True, slots=True)
class Span:
    """The duties whose day lies in one span of time, *count* of them; terms that end together are one line.

    sentence: opens the section, also where it is empty. What is late or due this week is never folded.
    """

    anchor: str
    title: str
    sentence: str
    count: int
    lines: tuple[DutyLine, ...]

    @property
    def is_folded(self) -> bool:
        """Whether the lines are shown only to who asks for them."""
        return len(self.lines) > MANY.get(self.anchor, len(self.lines))


@dataclass(frozen=True, slots=True)
class KindLine:
    """How many duties there are of one sort."""

    kind: str
    label: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class DeadlinesContext:
    """Everything with a day. *calendar*: the path of the city's; *address*: where it stays, "" if unknown.

    areas: the counties, for the table and the filter; kinds likewise.
    """

    sentence: str
    figures: tuple[KeyFigure, ...]
    spans: tuple[Span, ...]
    areas: tuple[AreaLine, ...]
    kinds: tuple[KindLine, ...]
    calendar: str
    address: str


@page
def deadlines(site: Site) -> Iterator[Page]:
    """The page of what is due."""
    duties = DutyList(site)
    areas = duties.by_area()
    sentence = site.say(deadlines_sentence(duties.all, areas))
    spans = tuple(_span(site, duties.all, *span) for span in SPANS)
    context = DeadlinesContext(
        sentence=sentence,
        figures=tuple(_figures(site, spans)),
        spans=spans,
        areas=areas,
        kinds=tuple(_kinds(duties.all)),
        calendar=calendar_path(),
        address=f"{site.address}{calendar_path()}" if site.address else "",
    )
    yield Page("deadlines/", context, description=sentence)


def deadlines_sentence(lines: Iterable[DutyLine], areas: Iterable[AreaLine] = ()) -> Text:
    """What is late and what the next 30 days ask for, in one sentence; grammatical for none, one and many."""
    known = tuple(lines)
    if not known:
        return Text("没有要办的事项。", "Nothing is due.")
    found = tally(known)
    zh = f"逾期 {found.late} 项{_where(areas)}" if found.late else "没有逾期的事项"
    en = f"{found.late or 'Nothing'} {'is' if found.late < 2 else 'are'} late"
    if found.soon:
        major = sum(line.major for line in known if 0 <= line.days <= SOON)
        zh += f"；今后 {SOON} 天到期 {found.soon} 项，其中 {WEEK} 天内 {found.week} 项"
        zh += f"、重大隐患 {major} 项" if major else ""
        zh += f"，最近一项 {day(found.first)}到期。"
        en += f"; {found.soon} due in the next {SOON} days, {found.week or 'none'} of them within {WEEK}"
        en += f", {major} major" if major else ""
        return Text(zh, f"{en}; the next on {day(found.first, 'en')}.")
    zh += f"；今后 {SOON} 天没有到期的事项"
    en += f"; nothing is due in the next {SOON} days"
    more = f"，再往后有 {found.later} 项。" if found.later else "。"
    return Text(zh + more, en + (f", {found.later} later." if found.later else "."))


def _where(areas: Iterable[AreaLine]) -> str:
    """Where all that is late lies, if it is one place."""
    places = [area.link.text for area in areas if area.tally.late]
    return f"，均在{places[0]}" if len(places) == 1 else ""


def _span(site: Site, found: Iterable[DutyLine], anchor: str, title: Text, first: int, last: int) -> Span:
    lines = tuple(line for line in found if first <= line.days <= last)
    units = len({line.unit for line in lines})
    rows = merged(site, lines)
    zh = f"{len(lines)} 项，涉及 {units} 个单位" if lines else "没有"
    en = f"{len(lines)}, owed by {units} unit{'' if units == 1 else 's'}" if lines else "None"
    if len(rows) < len(lines):
        zh += "；同一天届满的聘期按专家库合为一行"
        en += "; terms that end together in one pool are one line"
    return Span(anchor, site.say(title), site.say(Text(f"{zh}。", f"{en}.")), len(lines), rows)


def _figures(site: Site, spans: Iterable[Span]) -> Iterator[KeyFigure]:
    for span in spans:
        tone = "alarm" if span.anchor == "late" and span.lines else ""
        yield KeyFigure(
            str(span.count), site.say(Text("项", "")), span.title, f"#{span.anchor}", "", "", tone
        )


def _kinds(lines: Iterable[DutyLine]) -> Iterator[KindLine]:
    found: dict[tuple[str, str], list[DutyLine]] = {}
    for line in lines:
        found.setdefault((line.kind, line.label), []).append(line)
    for (kind, label), own in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        yield KindLine(kind, label, tally(own))
