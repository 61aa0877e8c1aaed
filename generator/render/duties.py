"""What is still to be done, as pages show it: one list for deadlines, for the first page and for every unit.

Where the list is long, it is counted by span (late, within a week, within a month, later) and by county.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.model.duty import Duty, calendar_path
from generator.model.text import Text

from .site import Link, Site

WEEK, SOON = 7, 30
TERM = "term"  # the sort of duty that has many on one day


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty. *days*: left until due, negative once it is late. *record*: what says so.

    area: id of the county that *unit* is in, "" for the city; county: its short name.
    pool: of experts, whose term it is that ends; "" for all other duties.
    """

    due: str
    days: int
    unit: Link
    area: str
    county: str
    kind: str
    label: str
    title: str
    record: Link
    major: bool
    pool: str = ""

    @property
    def is_late(self) -> bool:
        """Has its day passed?"""
        return self.days < 0

    @property
    def overdue(self) -> int:
        """Days since its last day."""
        return -self.days


@dataclass(frozen=True, slots=True)
class Tally:
    """How many duties there are by span; each stands in one span. *first*: the next day, "" for none."""

    late: int
    week: int
    month: int
    later: int
    first: str

    @property
    def soon(self) -> int:
        """Due today or within a month."""
        return self.week + self.month

    @property
    def total(self) -> int:
        """All of them."""
        return self.late + self.week + self.month + self.later


@dataclass(frozen=True, slots=True)
class AreaLine:
    """What is due in a county, or at the city itself. *calendar*: path of its file, "" for none."""

    area: str
    link: Link
    tally: Tally
    calendar: str


class DutyList:
    """The duties of a site, found by the unit that owes them or by any unit above it."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.all = tuple(self._line(duty) for duty in site.results.duties)
        self._below: dict[str, list[DutyLine]] = defaultdict(list)
        above: dict[str, tuple[str, ...]] = {}
        for duty, line in zip(site.results.duties, self.all, strict=True):
            if duty.unit not in above:
                above[duty.unit] = (duty.unit, *(r.id for r in site.ancestors(duty.unit)))
            for unit in above[duty.unit]:
                self._below[unit].append(line)

    def of(self, unit: str) -> tuple[DutyLine, ...]:
        """What the unit and all below it owe, by day."""
        return tuple(self._below.get(unit, ()))

    def by_area(self) -> tuple[AreaLine, ...]:
        """The city itself where it owes something, then every county in administrative order."""
        found: dict[str, list[DutyLine]] = defaultdict(list)
        for line in self.all:
            found[line.area].append(line)
        lines = []
        if "" in found:
            here = Link(self._site.say(Text("市级", "City")))
            lines.append(AreaLine("", here, tally(found[""]), ""))
        for record in self._site.organizations:
            if record.document.data["level"] == "county" and (found[record.id] or not record.is_withdrawn):
                calendar = "" if record.is_withdrawn else calendar_path(record.id)
                link = self._site.organization(record.id)
                lines.append(AreaLine(record.id, link, tally(found[record.id]), calendar))
        return tuple(lines)

    def _line(self, duty: Duty) -> DutyLine:
        site = self._site
        county = site.county_of(duty.unit)
        return DutyLine(
            due=duty.due.isoformat(),
            days=duty.days(site.as_of),
            unit=site.organization(duty.unit),
            area=county.id if county else "",
            county=site.short(county.id) if county else "",
            kind=duty.kind,
            label=site.say(duty.label),
            title=site.say(duty.title),
            record=site.link(duty.record),
            major=duty.major,
            pool=self._pool(duty),
        )

    def _pool(self, duty: Duty) -> str:
        expert = self._site.snapshot.find(duty.record) if duty.kind == TERM else None
        if expert is None or duty.field[:1] != ("pools",):
            return ""
        place = self._site.public(expert)["pools"][duty.field[1]]
        return self._site.label("experts", "pools[].pool", place.get("pool"))


def merged(site: Site, lines: Iterable[DutyLine]) -> tuple[DutyLine, ...]:
    """The same, where terms that end together in one pool are one line: whoever renews them does it at once.

    The line stands where the first of them stood and leads to the list of terms on the page of experts.
    """
    known = tuple(lines)
    together = Counter((line.due, line.unit, line.pool) for line in known)
    rows, told = [], set()
    for line in known:
        key = (line.due, line.unit, line.pool)
        if not line.pool or together[key] == 1:
            rows.append(line)
        elif key not in told:
            told.add(key)
            rows.append(_together(site, line, together[key]))
    return tuple(rows)


def _together(site: Site, line: DutyLine, count: int) -> DutyLine:
    words = Text(
        f"{line.pool} {count} 名专家聘期届满，续聘或另行遴选",
        f"{line.pool}: terms of {count} experts end, renew or replace",
    )
    title = site.say(words)
    return replace(line, title=title, record=Link(title, "experts/#endings"))


def late(lines: Iterable[DutyLine]) -> tuple[DutyLine, ...]:
    """Those whose day has passed, the longest overdue first."""
    return tuple(line for line in lines if line.is_late)


def ahead(lines: Iterable[DutyLine], days: int | None = None) -> tuple[DutyLine, ...]:
    """Those due today or later, at most *days* from today where given."""
    return tuple(line for line in lines if line.days >= 0 and (days is None or line.days <= days))


def tally(lines: Iterable[DutyLine]) -> Tally:
    """Counts by span."""
    known = tuple(lines)
    return Tally(
        late=sum(line.is_late for line in known),
        week=sum(0 <= line.days <= WEEK for line in known),
        month=sum(WEEK < line.days <= SOON for line in known),
        later=sum(line.days > SOON for line in known),
        first=next((line.due for line in known if not line.is_late), ""),
    )


def outlook(found: Tally) -> Text:
    """What is late and what is due in a month, as the end of a sentence; right for none, one and many."""
    if not found.total:
        return Text("没有要办的事项", "nothing is due")
    zh = f"逾期 {found.late} 项，" if found.late else "没有逾期，"
    zh += f"今后 {SOON} 天到期 {found.soon} 项" if found.soon else f"今后 {SOON} 天没有到期的事项"
    en = f"{found.late or 'nothing'} late, {found.soon or 'nothing'} due in the next {SOON} days"
    return Text(zh, en)
