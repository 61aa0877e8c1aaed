"""Untouched means untouched: what a change does not concern keeps every byte."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.change import FileChange
from generator.model.diagnostic import Severity
from generator.model.record import key_of
from generator.model.text import Text
from generator.validate.change_rule import ChangeFinding, Proposal, change_rule, on_file


@change_rule(
    "CHG021",
    "only-the-writing-changed",
    Severity.ERROR,
    message=Text(
        "这个文件的内容没有变，只是写法变了（排版、注释、字段顺序），同一改动里还改了 {count} 条记录的内容",
        "Only the writing of this file changed, in a change that makes {count} records say something new",
    ),
    hint=Text(
        "恢复这个文件（git checkout 基准 -- 路径）；确要统一写法的，单独提交一次，只改写法",
        "Restore it (git checkout BASE -- PATH); a new layout goes in a change of its own",
    ),
)
def only_the_writing_changed(proposal: Proposal) -> Iterator[ChangeFinding]:
    """Among a hundred reformatted files nobody sees the one number that moved.

    一百个文件的排版一起变，真正改动的那一个数就没人看得见。编辑器“保存时自动排版”最容易造成这种情况。
    """
    changed = {d.path for r in proposal.change.records for d in (r.before, r.after) if d}
    for file in proposal.change.files if changed else ():
        if file.path not in changed and _is_record_on_both_sides(proposal, file):
            yield on_file(file.path, {"count": len(proposal.change.records)})


def _is_record_on_both_sides(proposal: Proposal, file: FileChange) -> bool:
    """Of a file that one side could not read nobody knows what it said."""
    if not (file.before and file.after and file.path.startswith("records/") and "." in file.path):
        return False
    return all(side.find(key_of(file.path)) for side in (proposal.base, proposal.head))
