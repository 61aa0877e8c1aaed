"""One kind of change: what people did is not mixed with what judges it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.diagnostic import Severity
from generator.model.text import Text
from generator.validate.change_rule import ChangeFinding, Proposal, change_rule, on_file
from generator.validate.judging import MIXED, is_of_records, judges


@change_rule(
    "CHG051",
    "mixed-change",
    Severity.ERROR,
    message=Text(
        "这个文件决定怎样评判记录（模式、办法、程序、流程），同一改动还改了 {count} 个记录文件，如 {example}",
        "This file says how records are judged; {count} files of records change with it, such as {example}",
    ),
    hint=Text(
        "分成两个改动，先改规则、后改记录；确须一起改的，由审核人加上标签 " + MIXED,
        "Make two changes of it, the rules first; a reviewer who wants both at once sets the label " + MIXED,
    ),
)
def mixed_change(proposal: Proposal) -> Iterator[ChangeFinding]:
    """Whoever may change the yardstick together with what is measured can make anything fit.

    量的人连尺子一起改，什么都能“合格”；分开改，两样都有人单独看过。
    """
    if MIXED in proposal.circumstances.labels:
        return
    paths = [file.path for file in proposal.change.files]
    records, judging = tuple(filter(is_of_records, paths)), tuple(filter(judges, paths))
    if records:
        for path in judging:
            yield on_file(path, {"count": len(records), "example": records[0]})
