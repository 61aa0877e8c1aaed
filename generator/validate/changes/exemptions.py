"""An exemption gives time for what stands; no change brings a problem and its excuse together."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.diagnostic import Severity
from generator.model.text import Text
from generator.validate.change_rule import ChangeFinding, Proposal, change_rule, on_record


@change_rule(
    "CHG061",
    "exempts-its-own-problem",
    Severity.ERROR,
    message=Text(
        "「{key}」的 {code} 是这次改动带来的，不能同时把它列入容忍",
        "The problem {code} of {key} comes with this change, which cannot tolerate it, too",
    ),
    hint=Text(
        "先改正记录；原来就有、一时改不了的问题才可以列入容忍清单",
        "Mend the record; only what stood before and takes time is tolerated",
    ),
)
def exempts_its_own_problem(proposal: Proposal) -> Iterator[ChangeFinding]:
    """New problems block; whoever could excuse them at once would never be blocked.

    新问题要先改好。谁都能给自己的新问题开一张容忍，核对就没有用了。
    """
    before, after = proposal.problems
    for change in proposal.change.records:
        record = proposal.head.find(change.key) if change.kind == "exemptions" else None
        if record is None or record.is_withdrawn:
            continue
        place = (record["code"], record["record"])
        if place in after and place not in before:
            yield on_record(change, ("code",), {"key": place[1], "code": place[0]})
