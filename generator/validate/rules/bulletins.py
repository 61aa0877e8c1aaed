"""Bulletins: what is printed is what was found, and an issued one stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.model.bulletin import (
    altered,
    cited,
    is_garbled,
    printed_figures,
    rests_on,
    tables,
    texts,
    unexplained,
)
from generator.model.diagnostic import Severity
from generator.model.record import Record
from generator.model.register import register
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from generator.validate.questions import Data, in_force
from generator.validate.rule import Finding, rule

_PART = ("text", "heading", "table")
_PARTS = {
    "figures": Text("数字和表", "figures and tables"),
    "text": Text("文字", "the text"),
    "grounds": Text("依据", "the grounds"),
}
_REST = Text("其他内容", "something else in it")
_OFTEN = ("none", "overdue")  # what may be said several times in a period
_KIND_PART = ("sentence", "text", "write", "table")


def _issued(snapshot: Snapshot) -> Iterator[tuple[Record, Data]]:
    """The bulletins in force that were issued."""
    for record, data in in_force(snapshot, "bulletins"):
        if "issued" in data:
            yield record, data


def _is_about_another(data: Data) -> bool:
    """Does it correct or withdraw one, and is no announcement of its own?"""
    return "corrects" in data or "withdraws" in data


@rule(
    "BUL001",
    "part-not-one-thing",
    Severity.ERROR,
    message=Text("这一条应在 {names} 里只写一项", "Write exactly one of {names} here"),
    hint=Text("一段、一个小标题、一张表各写成一条", "One entry for each paragraph, heading and table"),
)
def part_not_one_thing(snapshot: Snapshot) -> Iterator[Finding]:
    """An entry with two of them has no order, and an empty one prints nothing.

    一条里写了两样，印出来谁先谁后说不清；一样也没写的，印不出东西。
    """
    for kind, names in (("bulletins", _PART), ("bulletin-kinds", _KIND_PART)):
        for record, data in in_force(snapshot, kind):
            for i, section in enumerate(data["sections"]):
                for j, part in enumerate(section["parts"]):
                    if len(part) != 1:
                        path = ("sections", i, "parts", j)
                        yield Finding(record, path, {"names": Text("、".join(names), ", ".join(names))})


@rule(
    "BUL002",
    "garbled-reference",
    Severity.ERROR,
    message=Text("花括号里的引用写错了：{text}", "A reference in braces is not in form: {text}"),
    hint=Text(
        "引用数字写成 {{fig:编号}}，如 {{fig:schools}}", "Cite a figure as {{fig:id}}, as in {{fig:schools}}"
    ),
)
def garbled_reference(snapshot: Snapshot) -> Iterator[Finding]:
    """A reference with a slip would be printed as it was typed.

    引用写错一个字符，就会原样印到公文里。
    """
    for record, data in in_force(snapshot, "bulletins"):
        for path, text in texts(data):
            if is_garbled(text):
                yield Finding(record, path, {"text": _around(text)})


def _around(text: str) -> str:
    at = min(found for sign in "{}" if (found := text.find(sign)) >= 0)
    return text[max(0, at - 8) : at + 24]


@rule(
    "BUL003",
    "figure-not-printed",
    Severity.ERROR,
    message=Text("引用了印发时没有记下的「{name}」", "{name} was not kept when the bulletin was issued"),
    hint=Text(
        "印发后不能改动正文；有错的用 generator bulletin correct 另发更正",
        "An issued text stays; correct it by generator bulletin correct",
    ),
)
def figure_not_printed(snapshot: Snapshot) -> Iterator[Finding]:
    """What an issued bulletin cites must stand in it, or its page would have a hole.

    已印发的通报只按本记录印出；没有记下的数和表，印不出来。
    """
    for record, data in _issued(snapshot):
        figures = printed_figures(data)
        sheets = {table["id"] for table in data["issued"].get("tables", ())}
        for path, text in texts(data):
            for name in cited(text):
                if name not in figures:
                    yield Finding(record, path, {"name": name})
        for path, name in tables(data):
            if name not in sheets:
                yield Finding(record, path, {"name": name})


@rule(
    "BUL004",
    "altered-after-issue",
    Severity.ERROR,
    message=Text(
        "这份通报印发以后被改动过：{parts}与印发时的摘要不符",
        "This bulletin was altered after it was issued: {parts} do not fit the digests",
    ),
    hint=Text(
        "恢复印发时的内容（Git 历史里有）；内容有错的用 generator bulletin correct 另发更正",
        "Restore it as it was issued (Git has it); correct a fault by generator bulletin correct",
    ),
)
def altered_after_issue(snapshot: Snapshot) -> Iterator[Finding]:
    """What was announced cannot be unsaid; whoever changes it does so in a correction that everybody sees.

    已经发出去的话收不回来；要改，就另发更正，让看过原件的人都看得到。撤回的通报页面还在，同样不能改。
    """
    for record in snapshot.of("bulletins"):
        if "issued" in record.document.data and (wrong := record.document.once(altered)):
            yield Finding(record, ("issued", "sha256"), {"parts": _named(wrong)})


def _named(digests: Sequence[str]) -> Text:
    """What was altered, by the digests that fit no more; the rest where it is none of the parts."""
    parts = [_PARTS[name] for name in digests if name in _PARTS] or [_REST]
    return Text("、".join(one.zh for one in parts), ", ".join(one.to("en") for one in parts))


@rule(
    "BUL005",
    "past-changed",
    Severity.WARNING,
    message=Text(
        "印发以后，所依据的记录有 {count} 条改动，如「{key}」",
        "{count} of the records that it rests on changed since, such as {key}",
    ),
    hint=Text(
        "影响数字的，用 generator bulletin correct 发更正；不影响的，在 acknowledged 里逐条写明原因",
        "Correct it by generator bulletin correct, or give the reason in acknowledged",
    ),
)
def past_changed(snapshot: Snapshot) -> Iterator[Finding]:
    """A bulletin and the records behind it may not drift apart without a word.

    通报里的数是按这些记录算的；记录改了而通报不动，两边就对不上。别人的改动不应被拦住，所以只是警告。
    """
    corrected = {data["corrects"] for _, data in _issued(snapshot) if "corrects" in data}
    for record, data in _issued(snapshot):
        changed = () if record.id in corrected else unexplained(snapshot, data)
        found = [one for one in changed if one.record not in snapshot.set_aside]
        if found:
            yield Finding(record, ("issued", "grounds"), {"count": len(found), "key": found[0].record})


@rule(
    "BUL006",
    "not-as-registered",
    Severity.ERROR,
    message=Text(
        "「{name}」与发文登记不一致：「{number}」登记的是 {right}",
        "{name} is not as registered: {number} has {right}",
    ),
    hint=Text(
        "核对 records/documents/ 里这个文号的登记，改正写错的一边", "Correct whichever of the two is wrong"
    ),
)
def not_as_registered(snapshot: Snapshot) -> Iterator[Finding]:
    """The register of documents and the bulletin are two papers about one thing.

    发文登记和通报说的是同一份公文，标题、日期必须一致。
    """
    known = register(snapshot)
    for record, data in _issued(snapshot):
        number = data["issued"]["number"]
        entry = known[number].document.data if number in known else {}
        for path, name, here in (
            (("title",), Text("标题", "The title"), data["title"]),
            (("issued", "signed_on"), Text("成文日期", "The day of signing"), data["issued"]["signed_on"]),
        ):
            right = entry.get(path[-1], here)
            if right != here:
                yield Finding(record, path, {"name": name, "number": number, "right": right})


@rule(
    "BUL007",
    "figures-after-signing",
    Severity.ERROR,
    message=Text(
        "数据截至 {as_of}，晚于成文日期 {signed_on}",
        "Figures as of {as_of}, after the signing on {signed_on}",
    ),
    hint=Text("改正写错的日期", "Correct the wrong day"),
)
def figures_after_signing(snapshot: Snapshot) -> Iterator[Finding]:
    """Nobody signs figures of a day that has not come.

    签发时还没有到的日子，不会有数。
    """
    for record, data in _issued(snapshot):
        issued = data["issued"]
        if issued["as_of"] > issued["signed_on"]:
            params = {"as_of": issued["as_of"], "signed_on": issued["signed_on"]}
            yield Finding(record, ("issued", "as_of"), params)


@rule(
    "BUL008",
    "issued-twice",
    Severity.ERROR,
    message=Text("{period} 的这种通报已经印发过：「{other}」", "{period} has this bulletin already: {other}"),
    hint=Text(
        "更正用 generator bulletin correct，会写明 corrects；前一份作废的用 generator bulletin withdraw",
        "A correction says corrects; one that is void is withdrawn by generator bulletin withdraw",
    ),
)
def issued_twice(snapshot: Snapshot) -> Iterator[Finding]:
    """Two bulletins of one kind and period leave readers to guess which holds.

    同一时期同一种通报有两份，读者不知道以哪份为准。情况通报、督办通知可以发几份，不在此列。
    """
    kinds = {r.id: r.document.data for r in snapshot.of("bulletin-kinds")}
    first: dict[tuple[str, str], str] = {}
    ordered = sorted(_issued(snapshot), key=lambda pair: (pair[1]["issued"]["signed_on"], pair[0].id))
    for record, data in ordered:
        if _is_about_another(data) or kinds.get(data["bulletin_kind"], {}).get("source") in _OFTEN:
            continue
        key = data["bulletin_kind"], data["period"]
        if key in first:
            yield Finding(record, ("period",), {"period": data["period"], "other": first[key]})
        else:
            first[key] = record.id


@rule(
    "BUL009",
    "correction-not-of-bulletin",
    Severity.ERROR,
    message=Text("更正与「{other}」对不上：{why}", "The correction does not fit {other}: {why}"),
    hint=Text("照原通报印出的写；generator bulletin correct 会自动写好", "Write what the old one prints"),
)
def correction_not_of_bulletin(snapshot: Snapshot) -> Iterator[Finding]:
    """A correction says what was printed and what is right; neither may be made up.

    更正要写明原来印的是什么、应该是什么；两边都要与通报本身一致，被更正的须是同一种、同一时期、已经印发的。
    """
    for record, data in in_force(snapshot, "bulletins"):
        old = snapshot.get("bulletins", data.get("corrects", ""))
        if old is None:
            if "corrections" in data and "corrects" not in data:
                why = Text("没有写明更正哪一份（corrects）", "corrects is missing")
                yield Finding(record, ("corrections",), {"other": "", "why": why})
            continue
        before = old.document.data
        if unfit := _unfit(record, data, before):
            yield Finding(record, ("corrects",), {"other": old.id, "why": unfit})
            continue
        yield from _wrong_values(record, data, old, before)


def _unfit(record: Record, data: Data, before: Data) -> Text | None:
    if before["id"] == record.id:
        return Text("不能更正自己", "it names itself")
    if "issued" not in before:
        return Text("那一份还没有印发", "that one was never issued")
    if (before["bulletin_kind"], before["period"]) != (data["bulletin_kind"], data["period"]):
        return Text("种类或时期不同", "kind or period differ")
    if not data.get("corrections"):
        return Text("没有写更正内容（corrections）", "corrections is missing")
    return None


def _wrong_values(record: Record, data: Data, old: Record, before: Data) -> Iterator[Finding]:
    was, now = printed_figures(before), printed_figures(data)
    for i, row in enumerate(data["corrections"]):
        name = row.get("figure", "")
        sides: tuple[tuple[str, Mapping[str, str]], ...] = (("old", was), ("new", now))
        for side, figures in sides:
            if name in figures and figures[name] != row[side]:
                why = Text(
                    f"「{row['place']}」印的是 {figures[name]}", f"{name} is printed as {figures[name]}"
                )
                yield Finding(record, ("corrections", i, side), {"other": old.id, "why": why})


@rule(
    "BUL010",
    "acknowledged-for-nothing",
    Severity.ERROR,
    message=Text("本通报不依据「{key}」，或它没有改动", "It does not rest on {key}, or that did not change"),
    hint=Text("删去这一条，或改正记录的编号", "Delete the entry, or correct the key"),
)
def acknowledged_for_nothing(snapshot: Snapshot) -> Iterator[Finding]:
    """An acknowledgement that stands for nothing hides the next change of that record.

    没有改动也写了说明的，以后真有改动就看不出来了。
    """
    for record, data in _issued(snapshot):
        if "acknowledged" not in data:
            continue
        changed = {one.record for one in unexplained(snapshot, {**data, "acknowledged": ()})}
        for i, row in enumerate(data["acknowledged"]):
            if row["record"] not in changed:
                yield Finding(record, ("acknowledged", i, "record"), {"key": row["record"]})


@rule(
    "BUL011",
    "sample-without-mark",
    Severity.ERROR,
    message=Text("依据的记录里有示例数据（「{key}」），本通报却没有写 sample: true", "{key} is a sample"),
    hint=Text("写上 sample: true", "Add sample: true"),
)
def sample_without_mark(snapshot: Snapshot) -> Iterator[Finding]:
    """Numbers made of illustrations may not look like facts.

    示例数据算出来的通报，不能当成真的印发。
    """
    for record, data in _issued(snapshot):
        if record.is_sample:
            continue
        found = next((key for key in rests_on(data) if (r := snapshot.find(key)) and r.is_sample), None)
        if found:
            yield Finding(record, ("status",), {"key": found})


@rule(
    "BUL013",
    "withdrawal-not-of-bulletin",
    Severity.ERROR,
    message=Text("撤回与「{other}」对不上：{why}", "The withdrawal does not fit {other}: {why}"),
    hint=Text(
        "用 generator bulletin withdraw 起草；印发时会在原通报里写好 withdrawn",
        "Draft it by generator bulletin withdraw; its issue marks the old one",
    ),
)
def withdrawal_not_of_bulletin(snapshot: Snapshot) -> Iterator[Finding]:
    """Who reads the old page must see from the same day on what the new paper says.

    撤回通报和原通报页面上的撤回说明是同一件事，日期必须一致；没有印发过的，没有什么可撤回。
    """
    for record, data in in_force(snapshot, "bulletins"):
        old = snapshot.get("bulletins", data.get("withdraws", {}).get("bulletin", ""))
        if old and (why := _no_withdrawal(data, old.document.data)):
            yield Finding(record, ("withdraws", "bulletin"), {"other": old.id, "why": why})


def _no_withdrawal(data: Data, old: Data) -> Text | None:
    mark = old.get("withdrawn")
    if old["id"] == data["id"]:
        return Text("不能撤回自己", "it names itself")
    if "issued" not in old:
        return Text("那一份还没有印发", "that one was never issued")
    if "issued" not in data:
        return (
            Text(f"那一份已于 {mark['date']} 撤回", f"withdrawn on {mark['date']} already") if mark else None
        )
    if mark is None:
        return Text("那一份没有写 withdrawn", "that one does not say withdrawn")
    if mark["date"] != data["issued"]["signed_on"]:
        return Text(f"那一份写的撤回日期是 {mark['date']}", f"that one says {mark['date']}")
    return None


@rule(
    "BUL014",
    "withdrawn-without-notice",
    Severity.WARNING,
    message=Text(
        "这份通报标明已撤回，却没有印发撤回通报", "It is marked as withdrawn, but no bulletin says so"
    ),
    hint=Text(
        "删去 withdrawn，用 generator bulletin withdraw 起草撤回通报，印发时会再写上",
        "Delete withdrawn, draft a withdrawal by generator bulletin withdraw; its issue writes it again",
    ),
    whole=("bulletins",),
)
def withdrawn_without_notice(snapshot: Snapshot) -> Iterator[Finding]:
    """Those who got the paper do not look at its page.

    收到原件的单位不会天天看网页；印发过的，要用一份公文撤回。
    """
    said = {data["withdraws"]["bulletin"] for _, data in _issued(snapshot) if "withdraws" in data}
    for record in snapshot.of("bulletins"):
        if "issued" in record.document.data and record.is_withdrawn and record.id not in said:
            yield Finding(record, ("withdrawn",), {})
