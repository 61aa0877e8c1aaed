"""Nothing of the past changes silently: what was issued is corrected, with the old value beside the new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.model.change import FieldChange, RecordChange
from generator.model.correction import is_hidden, value_text
from generator.model.diagnostic import FieldPath, Severity
from generator.model.document import Document
from generator.model.text import Text
from generator.validate.change_rule import ChangeFinding, Proposal, change_rule, on_record
from generator.validate.corrected import corrections_of, fits
from generator.validate.past import moved, why_past


@change_rule(
    "CHG011",
    "issued-bulletin-changed",
    Severity.ERROR,
    message=Text(
        "通报「{id}」已经印发，改动了「{name}」", "The bulletin {id} was issued, and {name} changed"
    ),
    hint=Text(
        "恢复印发时的内容，用 generator bulletin correct {id} 另发更正；整份作废的写 withdrawn",
        "Restore it and issue a correction: generator bulletin correct {id}; a void one says withdrawn",
    ),
)
def issued_bulletin_changed(proposal: Proposal) -> Iterator[ChangeFinding]:
    """What was announced cannot be unsaid: it is corrected by a bulletin of its own that readers see.

    已经发出去的话收不回来，只能另发更正；原件保持原样。撤回（withdrawn）和已知变化（acknowledged）可以补写。
    """
    for change in _of_past(proposal):
        for field, name in moved(change) if change.kind == "bulletins" else ():
            if field.path[0] != "acknowledged":
                yield on_record(change, field.path, {"id": change.key.partition("/")[2], "name": name})


@change_rule(
    "CHG012",
    "past-changed-silently",
    Severity.ERROR,
    message=Text(
        "{why}，「{name}」由 {old} 改为 {new}，没有更正记录",
        "{why}, and {name} changed from {old} to {new} without a correction",
    ),
    hint=Text(
        "恢复原值；确有错的，在同一改动里加一条 records/corrections/：record 写 {key}，"
        "changes 写 field、old、new（照这里的写），并写明 reason",
        "Restore it, or add a record in records/corrections/ to the same change: record {key}, the field, "
        "the old and the new value as written here, and the reason",
    ),
)
def past_changed_silently(proposal: Proposal) -> Iterator[ChangeFinding]:
    """Results were announced, scores settled and lots drawn by these values; what became of them is told.

    结果、得分和抽签都是按这些值定的。值有错可以改，但要留下更正记录：原来是多少、改成多少、为什么。
    """
    written = corrections_of(proposal)
    for change in _of_past(proposal):
        why = why_past(proposal.base, change)
        for field, name in moved(change) if change.kind != "bulletins" else ():
            if not fits(written.get(change.key, {}).get(name), *_texts(proposal, change, field, name)):
                old, new = (_shown(t) for t in _texts(proposal, change, field, name))
                params = {"why": why, "name": name, "old": old, "new": new, "key": change.key}
                yield on_record(change, field.path, params)


@change_rule(
    "CHG013",
    "correction-unlike-change",
    Severity.ERROR,
    message=Text(
        "更正说「{key}」的「{name}」改了，与这次改动不符：{why}",
        "The correction says that {name} of {key} changed, and the change says otherwise: {why}",
    ),
    hint=Text(
        "照实际改动写 field、old、new；一条更正记录只说同一改动里改了的值",
        "Write the field and both values as they change; a correction tells of its own change only",
    ),
)
def correction_unlike_change(proposal: Proposal) -> Iterator[ChangeFinding]:
    """A correction that tells of something else hides what was changed.

    更正记录写的与实际改的不一样，读者就被误导了。内部字段只写 field，不写 old 和 new。
    """
    by_key = {change.key: change for change in proposal.change.records}
    for correction in _new_corrections(proposal):
        data = correction.after.data if correction.after else {}
        change = by_key.get(data["record"])
        actual = {name: field for field, name in moved(change)} if change else {}
        for i, row in enumerate(data["changes"]):
            field = actual.get(row["field"])
            texts = _texts(proposal, change, field, row["field"]) if change and field else None
            if why := _unlike(row, texts):
                path: FieldPath = ("changes", i, "field")
                params = {"key": data["record"], "name": row["field"], "why": why}
                yield on_record(correction, path, params, _places(change, field))


def _of_past(proposal: Proposal) -> Iterator[RecordChange]:
    """The changed records of the issued past; those that are gone are a matter of identity."""
    for change in proposal.change.records:
        if change.after and why_past(proposal.base, change):
            yield change


def _new_corrections(proposal: Proposal) -> Iterator[RecordChange]:
    for change in proposal.change.records:
        if change.kind == "corrections" and change.what == "added" and proposal.head.find(change.key):
            yield change


def _texts(
    proposal: Proposal, change: RecordChange, field: FieldChange, name: str
) -> tuple[str | None, str | None]:
    """What a correction must say of both values: nothing where the field may not be shown."""
    schema = proposal.head.schemas.get(change.kind)
    if schema is None or is_hidden(schema, name):
        return None, None
    return value_text(field.before), value_text(field.after)


def _shown(text: str | None) -> Text:
    if text is None:
        return Text("（不写）", "(left out)")
    return Text(f"「{text}」", f"“{text}”")


def _unlike(row: Mapping[str, Any], texts: tuple[str | None, str | None] | None) -> Text | None:
    if texts is None:
        return Text("这个值没有改动", "that value did not change")
    for said, is_said, actual in zip(("old", "new"), (row.get("old"), row.get("new")), texts, strict=True):
        if is_said != actual:
            shown = _shown(actual)
            return Text(f"{said} 应为{shown.zh}", f"{said} should be {shown.en}")
    return None


def _places(change: RecordChange | None, field: FieldChange | None) -> tuple[Any, ...]:
    document: Document | None = (change.after or change.before) if change else None
    return (document.locate(*(field.path if field else ())),) if document else ()
