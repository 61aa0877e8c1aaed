"""What somebody has to do by a day, whatever record says so: a task, a term that ends, a visit, a session.

All duties are one list, so that whatever shows them agrees: ``generator due``, ``check``, the page of
deadlines, the pages of units, the calendars.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date

from .diagnostic import FieldPath
from .text import Text


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that is still to be done.

    kind: id of the sort of duty (``task``); label: that sort as readers see it.
    unit: id of the organization that owes it. due: the last day on which it is in time.
    title: what is to be done, complete by itself in a calendar; no name that is not public.
    record, field: key and place of what says so.
    warns: whether ``check`` is to say it once it is late; False where a rule of its own does.
    major: it weighs more than others of its sort, as a major hazard does.
    """

    kind: str
    label: Text
    unit: str
    due: date
    title: Text
    record: str
    field: FieldPath = ()
    warns: bool = True
    major: bool = False

    def days(self, as_of: date) -> int:
        """Days left on *as_of*; negative once it is late."""
        return (self.due - as_of).days


def select(
    duties: Iterable[Duty], as_of: date, *, units: Set[str] | None = None, within: int | None = None
) -> tuple[Duty, ...]:
    """The duties of *units* that are late or due within so many days; all where neither is given."""
    return tuple(
        d
        for d in duties
        if (units is None or d.unit in units) and (within is None or d.days(as_of) <= within)
    )


def calendar_path(county: str = "") -> str:
    """Where the calendar of a county, or of the whole city, lies below the site's first page."""
    return f"calendars/{county}.ics" if county else "calendar.ics"
