"""Key tasks (重点任务): whether one is settled, late, and who answers for it.

Days are ISO text; the schema admits ``YYYY-MM-DD`` only, so text order is time order. Fields are read
optionally, since the records of an old revision may lack them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from .record import Record
from .snapshot import Snapshot
from .standing import exists_on

Data = Mapping[str, Any]


def is_settled(task: Data) -> bool:
    """Done, or dropped with a reason."""
    return task.get("status") in ("done", "dropped")


def is_late(task: Data, as_of: date | str) -> bool:
    """Still open although its last day is over."""
    return not is_settled(task) and task.get("deadline", "9999") < str(as_of)


def is_due(task: Data, as_of: date | str) -> bool:
    """To be counted as in time or not: its last day is over and it was not dropped."""
    return task.get("status") != "dropped" and task.get("deadline", "9999") < str(as_of)


def was_in_time(task: Data) -> bool:
    """Done, not after its last day."""
    return bool(task.get("status") == "done" and task.get("settled_on", "9999") <= task.get("deadline", ""))


def percent_of(task: Data) -> int:
    """How much is done, by the last report; 0 without one."""
    entries = task.get("progress") or ()
    return int(entries[-1].get("percent", 0)) if entries else 0


def in_charge(snapshot: Snapshot, task: Data) -> Record | None:
    """The unit that answers for a task; None where none is named, or where it was not there for it.

    A unit answers from the first day of the task until it is settled or, at the latest, until now.
    """
    unit = snapshot.get("organizations", task.get("unit", ""))
    until = min(task.get("settled_on", "9999"), snapshot.as_of.isoformat())
    if unit is None or not exists_on(unit, task.get("start", "")):
        return None
    return unit if unit.document.data.get("closed", "9999") > until or until < task.get("start", "") else None
