"""Closing: nobody closes their own hazard, and nobody a major one alone.

That the closer is not of the responsible unit and free of other ties is asked by the rules of conduct, of
everybody who follows up (``questions.judged``).
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.diagnostic import Severity
from generator.model.hazard import ACCEPTED
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.standing import required_of
from generator.model.text import Text
from generator.validate.questions import in_force
from generator.validate.rule import Finding, rule


@rule(
    "EVT011",
    "accepted-by-a-helper",
    Severity.ERROR,
    message=Text(
        "专家「{expert}」帮助整改过「{hazard}」，不能验收它",
        "The expert {expert} helped to put {hazard} right and cannot accept it",
    ),
    hint=Text("换一名没有参与整改的专家验收", "Let an expert accept it who did not help"),
)
def accepted_by_a_helper(snapshot: Snapshot) -> Iterator[Finding]:
    """Nobody closes their own hazard: who helped to mend it would judge their own work.

    谁整改、谁就不能验收：帮忙整改的专家等于验收自己的活。（责任单位自己的人由检查纪律的规则管。）
    """
    helped: dict[tuple[str, str], Record] = {}
    for record, data in in_force(snapshot, "rectifications"):
        for expert in data.get("assisted_by") or ():
            helped[data["hazard"], expert] = record
    for record, data in in_force(snapshot, "follow-ups"):
        for i, expert in enumerate(data["by"]) if data["kind"] == ACCEPTED else ():
            if helping := helped.get((data["hazard"], expert)):
                params = {"expert": expert, "hazard": data["hazard"]}
                yield Finding(record, ("by", i), params, related=((helping, ("assisted_by",)),))


@rule(
    "EVT012",
    "major-accepted-by-too-few",
    Severity.ERROR,
    message=Text(
        "重大隐患「{hazard}」销号至少 {least} 名专家验收，只写了 {count} 名",
        "Closing the major hazard {hazard} takes {least} experts, and {count} are named",
    ),
    hint=Text("由规定人数的专家一起验收，都写进 by", "Let as many accept it together, and name them all"),
)
def major_accepted_by_too_few(snapshot: Snapshot) -> Iterator[Finding]:
    """A major hazard is not closed on one person's word; how many it takes stands in the method.

    重大隐患不能一个人说了算；几名专家验收写在办法里。
    """
    for record, data in in_force(snapshot, "follow-ups"):
        hazard = snapshot.get("hazards", data["hazard"])
        if data["kind"] != ACCEPTED or not hazard or hazard.document.data["grade"] != "major":
            continue
        least = required_of(snapshot, "hazards", data["on"], record).get("closers_major", 0)
        if len(data["by"]) < least:
            params = {"hazard": hazard.id, "least": least, "count": len(data["by"])}
            yield Finding(record, ("by",), params, related=((hazard, ("grade",)),))
