"""The warning that something is late. What is due, and by when, is not worked out here: it is handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from generator.model.diagnostic import Problem, Severity
from generator.model.duty import Duty
from generator.model.snapshot import Snapshot
from generator.model.text import Text

from .rule import Finding, Rule

LATE = Problem(
    "DUE001",
    "late-duty",
    Severity.WARNING,
    Text("已过期限：「{unit}」{title}（{due}）", "Late: {unit}, {title} (due {due})"),
    Text(
        "办结的登记结果，改期的改日期，不再办的写明原因；generator due 列出还要做的全部事项",
        "Enter that it was done, set a later day, or say why it was dropped; generator due lists all",
    ),
    Text(
        "期限由记录写明，过了期限还没有办结的记录，要么办了没录，要么没有办。是否逾期随日子变化，所以只是警告，"
        "不妨碍别人的改动；单位自己的页面上把它列在最前。",
        "A record sets a day and none says that it was kept: it was done and not entered, or not done. Being "
        "late comes with time alone, so it is a warning that blocks nobody; the unit's own page shows it.",
    ),
)


def late_rule(late: Callable[[Snapshot], Iterable[Duty]]) -> Rule:
    """The rule that warns of every duty that *late* gives, at the field that sets its day."""

    def find(snapshot: Snapshot) -> Iterator[Finding]:
        if snapshot.set_aside or not snapshot.bureau:  # what was done, or the day, may not be readable
            return
        for duty in late(snapshot):
            record = snapshot.find(duty.record)
            if record:
                unit = snapshot.get("organizations", duty.unit)
                name = unit.document.data.get("name", duty.unit) if unit else duty.unit
                yield Finding(record, duty.field, {"unit": name, "title": duty.title, "due": duty.due})

    return Rule(LATE, find)
