"""Exemptions: what may be tolerated at all; whether one is needed is told once all problems are found."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.diagnostic import Severity
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from generator.validate.exempt import is_exemptible, is_of_past
from generator.validate.questions import in_force
from generator.validate.rule import Finding, rule


@rule(
    "EXM003",
    "not-to-be-tolerated",
    Severity.ERROR,
    message=Text("{code} 这类问题不能容忍：{why}", "A problem {code} cannot be tolerated: {why}"),
    hint=Text(
        "改正记录；已经公布的用更正记录或更正通报",
        "Mend the record; what was issued by a correction",
    ),
)
def not_to_be_tolerated(snapshot: Snapshot) -> Iterator[Finding]:
    """An exemption buys time for a record; it cannot publish personal data, or excuse what was announced.

    容忍只是给时间改记录；个人信息不能带着问题公布，已经公布的数据有错要更正，文件写得不对就读不了。
    """
    for record, data in in_force(snapshot, "exemptions"):
        named = snapshot.find(data["record"])
        why = None
        if not is_exemptible(data["code"]):
            why = Text("这类问题必须先改好", "that kind is mended first")
        elif named and is_of_past(snapshot, named):
            why = Text("记录属于已经公布的数据", "the record belongs to the issued past")
        if why:
            yield Finding(record, ("code",), {"code": data["code"], "why": why})
