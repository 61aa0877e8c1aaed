"""Relapses: a fault that comes back is told apart from a new one.

For how many days after its closing stands in the method of the day (``requirements.hazards``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from generator.model.diagnostic import Severity
from generator.model.hazard import lives
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.standing import required_of
from generator.model.text import Text
from generator.validate.questions import Data, days_after, in_force
from generator.validate.rule import Finding, rule


@rule(
    "HAZ012",
    "relapse-not-linked",
    Severity.WARNING,
    message=Text(
        "「{school}」的「{item}」在「{before}」之后再次发现，应当登记为反弹",
        "Item {item} of {school} is found again after {before}, which makes it a relapse",
    ),
    hint=Text("写 relapse_of: {before}", "Write relapse_of: {before}"),
    whole=("follow-ups", "rectifications"),  # the closing may be among them
)
def relapse_not_linked(snapshot: Snapshot) -> Iterator[Finding]:
    """A fault that comes back shows that it was mended on paper only; so it is told apart from a new one.

    同一学校同一项目还没销号或者销号不久又发现，就是反弹，不能当作新隐患；多少天内算反弹写在办法里。
    """
    known = snapshot.once(lives)
    for before, record in _neighbours(snapshot):
        data = record.document.data
        days = required_of(snapshot, "hazards", data["registered_on"], record).get("relapse_days")
        if days is None or "relapse_of" in data:
            continue
        closed = known[before.id].closed_on
        was_open = not closed or closed > data["registered_on"]
        if was_open or data["registered_on"] <= days_after(closed, days):
            params = {"school": data["school"], "item": data["item"], "before": before.id}
            yield Finding(record, ("item",), params, related=((before, ("item",)),))


@rule(
    "HAZ013",
    "relapse-of-another",
    Severity.ERROR,
    message=Text(
        "「{before}」不是这一处隐患的上一次：{why}", "{before} cannot be what this one relapsed from: {why}"
    ),
    hint=Text(
        "写同一学校、同一项目、更早登记的隐患，不是反弹的删去 relapse_of",
        "Name an earlier hazard on the same item of the same school, or remove relapse_of",
    ),
)
def relapse_of_another(snapshot: Snapshot) -> Iterator[Finding]:
    """The rate of relapses is only as true as these links.

    反弹率全靠这一栏；连错了，查的就不是同一个问题。
    """
    for record, data in in_force(snapshot, "hazards"):
        before = snapshot.get("hazards", data.get("relapse_of", ""))
        if before is None or before is record:  # that it names itself is said of every reference
            continue
        why = _misfit(before.document.data, data)
        if why:
            params = {"before": before.id, "why": why}
            yield Finding(record, ("relapse_of",), params, related=((before, ()),))


def _neighbours(snapshot: Snapshot) -> Iterator[tuple[Record, Record]]:
    """Each hazard with the one registered on an earlier day for the same item of the same school."""
    groups: dict[tuple[str, str, str], list[Record]] = defaultdict(list)
    for record, data in in_force(snapshot, "hazards"):
        if "item" in data:
            groups[data["school"], data["topic"], data["item"]].append(record)
    for group in groups.values():
        group.sort(key=lambda r: (r.document.data["registered_on"], r.id))
        earlier: Record | None = None
        for before, record in pairwise(group):
            if before.document.data["registered_on"] < record.document.data["registered_on"]:
                earlier = before
            if earlier:
                yield earlier, record


def _misfit(before: Data, data: Data) -> Text | None:
    """Why *data* cannot be a relapse of *before*; None where it can."""
    if before["school"] != data["school"]:
        return Text("不是同一所学校", "another school")
    if (before["topic"], before.get("item")) != (data["topic"], data.get("item")):
        return Text("不是同一个项目", "another item")
    if before["registered_on"] >= data["registered_on"]:
        return Text("登记得不比它早", "not registered earlier")
    return None
