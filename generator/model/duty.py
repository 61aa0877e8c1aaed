"""What somebody has to do by a day, whatever record says so: a task, a term that ends, a visit, a session.

All duties are one list, so that whatever shows them agrees. It stands in ``Results.duties``; the page of
deadlines still makes its own list, and ``check`` does not warn yet.
"""

from __future__ import annotations

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
    """

    kind: str
    label: Text
    unit: str
    due: date
    title: Text
    record: str
    field: FieldPath = ()
    warns: bool = True

    def days(self, as_of: date) -> int:
        """Days left on *as_of*; negative once it is late."""
        return (self.due - as_of).days
