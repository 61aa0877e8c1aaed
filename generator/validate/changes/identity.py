"""An id never disappears: whoever was given an address or a number once must find it again."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.diagnostic import Severity
from generator.model.document import Document
from generator.model.snapshot import aliases_of
from generator.model.text import Text
from generator.validate.change_rule import ChangeFinding, Proposal, change_rule, on_record


@change_rule(
    "CHG001",
    "record-removed",
    Severity.ERROR,
    message=Text("「{key}」被删除了", "{key} was deleted"),
    hint=Text(
        "恢复文件（git checkout 基准 -- 路径）；作废的写 withdrawn（日期和原因），"
        "换了编号的在新记录的 aliases 里写上旧编号",
        "Restore the file; a record that no longer holds says withdrawn (day and reason), one with a new id "
        "names the old one in aliases",
    ),
)
def record_removed(proposal: Proposal) -> Iterator[ChangeFinding]:
    """Addresses are in circulation and figures rest on records; what is void is withdrawn and stays readable.

    网址已经发出去，数字也以记录为依据；作废的记录写明原因、继续可查，而不是消失。草稿和从未通过核对的文件没有公布过，可以删。
    """
    there = {file.path for file in proposal.change.files if file.after}  # at fault, perhaps, but not gone
    for change in proposal.change.records:
        if change.what == "removed" and change.path not in there and _was_public(proposal, change.key):
            yield on_record(change, params={"key": change.key})


@change_rule(
    "CHG002",
    "id-changed",
    Severity.ERROR,
    message=Text("编号由「{old}」改成了「{new}」", "The id was changed from {old} to {new}"),
    hint=Text(
        "在 aliases 里加上旧编号 {old}，旧网址才会转到这里；否则恢复原来的编号",
        "Add {old} to aliases, so that its old address leads here; or restore the old id",
    ),
)
def id_changed(proposal: Proposal) -> Iterator[ChangeFinding]:
    """A record that is found under another name only is lost to whoever knows the old one.

    只有新编号，知道旧编号的人就找不到它了。只是挪到别的文件夹、编号不变的，不在此列。
    """
    for change in proposal.change.records:
        old, new = (key.partition("/")[2] for key in (change.old_key, change.key))
        is_lost = change.what == "renamed" and old != new and old not in _aliases(change.after)
        if is_lost and _was_public(proposal, f"{change.kind}/{old}"):
            yield on_record(change, ("id",), {"old": old, "new": new})


@change_rule(
    "CHG003",
    "alias-removed",
    Severity.ERROR,
    message=Text("曾用编号「{alias}」被删掉了", "The old id {alias} was removed from aliases"),
    hint=Text("恢复 aliases 里的「{alias}」", "Put {alias} back into aliases"),
)
def alias_removed(proposal: Proposal) -> Iterator[ChangeFinding]:
    """An old id goes on leading to its record for as long as anybody may follow it.

    旧编号要一直能找到这条记录：旧网址、旧文件里还写着它。
    """
    for change in proposal.change.records:
        if change.before and change.after:
            kept = {change.after.data.get("id"), *_aliases(change.after)}
            for alias in _aliases(change.before):
                if alias not in kept:
                    yield on_record(change, ("aliases",), {"alias": alias})


@change_rule(
    "CHG004",
    "published-made-draft",
    Severity.ERROR,
    message=Text("「{key}」已经公布，又改回了草稿", "{key} was public and became a draft again"),
    hint=Text(
        "恢复原来的 status；内容有错的改内容，不再有效的写 withdrawn（日期和原因）",
        "Restore the status; mend what is wrong, or withdraw the record with day and reason",
    ),
)
def published_made_draft(proposal: Proposal) -> Iterator[ChangeFinding]:
    """A draft has no page and counts nowhere, so this takes a record away as deleting it would.

    草稿没有页面、不计入统计；把已公布的改回草稿，等于删掉它。
    """
    for change in proposal.change.records:
        now = proposal.head.find(change.key)
        if now and now.is_draft and _was_public(proposal, change.key):
            yield on_record(change, ("status",), {"key": change.key})


def _was_public(proposal: Proposal, key: str) -> bool:
    record = proposal.base.find(key)
    return record is not None and not record.is_draft


def _aliases(document: Document | None) -> tuple[str, ...]:
    return aliases_of(document.data) if document else ()
