"""Corrections of the issued past: they name a record that is there, and show nothing that is internal.

That they say what was changed is asked of the change that brings them (``validate/changes/past.py``).
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.correction import is_hidden
from generator.model.diagnostic import Severity
from generator.model.record import is_counted
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from generator.validate.questions import in_force
from generator.validate.rule import Finding, rule


@rule(
    "COR001",
    "correction-of-nothing",
    Severity.ERROR,
    message=Text("更正的记录「{key}」不存在", "There is no record {key} to correct"),
    hint=Text(
        "写成“种类/编号”，如 inspections/i-2025-q3-hazchem-01；换了编号的写现在的",
        "Write kind/id, such as inspections/i-2025-q3-hazchem-01; of one that was renamed the present id",
    ),
)
def correction_of_nothing(snapshot: Snapshot) -> Iterator[Finding]:
    """A correction that leads nowhere is found by nobody who looks at the record.

    找不到被更正的记录，看那条记录的人也就看不到更正。
    """
    for record, data in in_force(snapshot, "corrections"):
        if not snapshot.find(data["record"]) and data["record"] not in snapshot.set_aside:
            yield Finding(record, ("record",), {"key": data["record"]})


@rule(
    "COR002",
    "correction-shows-internal",
    Severity.ERROR,
    message=Text("「{name}」不公开，更正里不能写它的值", "{name} is internal and may not be shown"),
    hint=Text(
        "只写 field，删去 old 和 new；约谈不公开，写错了的撤回后另登记",
        "Keep the field, delete old and new; interviews are not public: withdraw a wrong one, enter it anew",
    ),
)
def correction_shows_internal(snapshot: Snapshot) -> Iterator[Finding]:
    """Corrections are public; what a record keeps inside must not come out through them.

    更正记录会公开显示，内部字段的内容不能从这里漏出去。
    """
    for record, data in in_force(snapshot, "corrections"):
        kind = data["record"].partition("/")[0]
        schema = snapshot.schemas.get(kind)
        for i, row in enumerate(data["changes"]):
            shows = "old" in row or "new" in row
            if is_counted(data["record"]) or (schema and shows and is_hidden(schema, row["field"])):
                yield Finding(record, ("changes", i, "field"), {"name": row["field"]})


@rule(
    "COR003",
    "bulletin-corrected-by-record",
    Severity.ERROR,
    message=Text("通报「{id}」不用更正记录更正", "The bulletin {id} is not corrected by a record"),
    hint=Text(
        "用 generator bulletin correct {id} 另发更正通报",
        "Issue a correction: generator bulletin correct {id}",
    ),
)
def bulletin_corrected_by_record(snapshot: Snapshot) -> Iterator[Finding]:
    """Whoever received a bulletin receives its correction, by the same way and with a number of its own.

    收到通报的人要同样收到更正，所以通报的更正是另一份有文号的通报。
    """
    for record, data in in_force(snapshot, "corrections"):
        kind, _, name = data["record"].partition("/")
        if kind == "bulletins":
            yield Finding(record, ("record",), {"id": name})
