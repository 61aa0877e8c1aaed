"""What a unit's page opens with: what is due, what is late, and what it was praised for, in that order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.model.duty import calendar_path
from generator.model.record import Record

from .duties import DutyLine, DutyList, ahead, late, merged
from .profile import Award
from .site import Site

FEW, MOST = 5, 60


@dataclass(frozen=True, slots=True)
class Mine:
    """The unit's own and, for a county, what all below it owe and were praised for.

    lines: late ones, then due ones, where terms that end together are one line.
    few: how many of each are shown at once; listed: all duties to fold out, *more* of them left to the page
    of deadlines. calendar: path of a file with these dates, "" where there is none for the unit alone.
    here: the path of the unit's own page, which is not named again. of_city: name the counties of units, too.
    """

    due: tuple[DutyLine, ...]
    late: tuple[DutyLine, ...]
    lines: tuple[DutyLine, ...]
    awards: tuple[Award, ...]
    calendar: str
    here: str
    of_city: bool
    few: int = FEW

    @property
    def total(self) -> int:
        """All that is still to be done."""
        return len(self.due) + len(self.late)

    @property
    def listed(self) -> tuple[DutyLine, ...]:
        """What is folded out, late ones first; nothing where all of it is shown already."""
        shown = len(self.due) <= self.few and len(self.late) <= self.few
        return () if shown else self.lines[:MOST]

    @property
    def next(self) -> tuple[DutyLine, ...]:
        """The few that are due next."""
        return tuple(line for line in self.lines if not line.is_late)[: self.few]

    @property
    def more(self) -> int:
        """How many are not even among *listed*."""
        return max(0, len(self.lines) - MOST)


def mine_of(site: Site, record: Record, duties: DutyList, awards: Sequence[Award]) -> Mine:
    """The opening of the page of *record*, with *awards* as they are to be listed."""
    own = duties.of(record.id)
    level = record.document.data["level"]
    calendar = calendar_path(record.id) if level == "county" and not record.is_withdrawn else ""
    if level == "city" and record.id == site.bureau.get("city"):
        calendar = calendar_path()
    lines = merged(site, (*late(own), *ahead(own)))
    return Mine(ahead(own), late(own), lines, tuple(awards), calendar, site.path(record), level == "city")
