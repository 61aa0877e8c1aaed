"""Laws and what rests on them: nobody is checked against a law that does not hold on the day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from generator.model.diagnostic import FieldPath, Severity
from generator.model.law import cited, holds_on, lapses, successors, title
from generator.model.record import Record
from generator.model.schema import Schema
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from generator.validate.questions import Data, in_force, visit_day
from generator.validate.rule import Finding, record_rule, rule


@rule(
    "LAW001",
    "basis-not-in-force",
    Severity.WARNING,
    message=Text(
        "依据{law}{state}，不能管到检查表的全部有效期（{first} 至 {last}）",
        "The basis {law} {state}, so it does not cover the checklist's validity ({first} to {last})",
    ),
    hint=Text("{way}", "{way}"),
    whole=("laws",),  # what takes the place of another may be among them
)
def basis_not_in_force(snapshot: Snapshot) -> Iterator[Finding]:
    """A fault that rests on a law no longer in force can be contested, and the school would be right.

    依据已经失效或者还没有施行的，学校提出异议就站不住脚。年中换法的，新旧两部都写进依据，各管各的日子。
    已经过了有效期的检查表不再报，由用它的督查记录报。
    """
    for record, data in in_force(snapshot, "checklists"):
        first, last = data["valid"]["from"], data["valid"]["to"]
        if last < snapshot.as_of.isoformat():
            continue
        for path, item in _items(data):
            for i, law in lapses(snapshot, item, first, last):
                params = {"law": title(law.document.data), "first": first, "last": last}
                yield Finding(
                    record,
                    (*path, "basis", i, "law"),
                    params | {"state": _state(law, last), "way": _way(snapshot, law, last)},
                    related=((law, ("in_force",)),),
                )


@rule(
    "LAW002",
    "inspected-by-lapsed-law",
    Severity.WARNING,
    message=Text(
        "检查当天（{day}）依据{law}{state}，涉及 {items}",
        "On {day} the basis {law} {state}; it concerns {items}",
    ),
    hint=Text("{way}", "{way}"),
    whole=("laws",),
)
def inspected_by_lapsed_law(snapshot: Snapshot) -> Iterator[Finding]:
    """What was found on a day is judged by the law of that day; a notice to mend must name one that held.

    检查发现的问题按当天有效的法规定性；整改通知引用失效条款，就没有效力。
    """
    known: dict[tuple[str, str], tuple[tuple[Record, Text], ...]] = {}
    for record, data in in_force(snapshot, "inspections"):
        checklist, day = snapshot.get("checklists", data["checklist"]), visit_day(data)
        if not checklist or not day or data["status"] == "cancelled":
            continue
        key = (checklist.id, day)
        if key not in known:
            known[key] = tuple(_lapsed_on(snapshot, checklist, day))
        for law, items in known[key]:
            params = {"day": day, "law": title(law.document.data), "items": items}
            yield Finding(
                record,
                ("checklist",),
                params | {"state": _state(law, day), "way": _way(snapshot, law, day)},
                related=((law, ("in_force",)),),
            )


@record_rule(
    "LAW003",
    "article-out-of-order",
    Severity.WARNING,
    message=Text("条款没有按顺序写：{articles}", "The articles are not in order: {articles}"),
    hint=Text("从小到大写，方便核对", "Write them in ascending order"),
    kinds=("checklists",),
)
def article_out_of_order(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Whoever looks an article up reads the law from the front; a slip of the pen shows in the order.

    条款从小到大写，核对起来快；顺序乱了的，多半有一个写错。
    """
    for path, item in _items(record.document.data):
        for i, entry in enumerate(item.get("basis") or ()):
            numbers = entry.get("articles") or []
            if sorted(numbers) != numbers:
                params = {"articles": "、".join(str(n) for n in numbers)}
                yield Finding(record, (*path, "basis", i, "articles"), params)


@rule(
    "LAW004",
    "successor-leaves-gap",
    Severity.ERROR,
    message=Text(
        "{law}到 {last} 为止，替代它的{other}却从 {first} 起施行",
        "{law} ends on {last}, but {other}, which replaces it, begins on {first}",
    ),
    hint=Text(
        "旧法的失效日期应当是新法施行的前一天；没有衔接的不写 replaced_by",
        "The old one ends on the day before the new one begins; leave replaced_by out where it does not",
    ),
)
def successor_leaves_gap(snapshot: Snapshot) -> Iterator[Finding]:
    """Between two versions there is no day without a law and none with both.

    新旧两个版本之间不能有空档，也不能重叠，否则说不清某一天该按哪一部。
    """
    for record, data in in_force(snapshot, "laws"):
        other = snapshot.get("laws", data.get("replaced_by", ""))
        if other is None:
            continue
        last = data["in_force"].get("to", "")
        first = other.document.data.get("in_force", {}).get("from", "")
        if not last or not first or not _is_next(last, first):
            params = {"law": title(data), "other": title(other.document.data)}
            ends = {"last": last or _UNKNOWN, "first": first or _UNKNOWN}
            yield Finding(record, ("replaced_by",), params | ends, related=((other, ("in_force",)),))


_UNKNOWN = Text("（没有写）", "(not given)")


def _items(checklist: Data) -> Iterator[tuple[FieldPath, Data]]:
    for s, section in enumerate(checklist["sections"]):
        for i, item in enumerate(section["items"]):
            yield ("sections", s, "items", i), item


def _named(checklist: Data) -> frozenset[str]:
    """The laws that a checklist cites."""
    return frozenset(entry["law"] for _, item in _items(checklist) for _, entry in cited(item))


def _lapsed_on(snapshot: Snapshot, checklist: Record, day: str) -> Iterator[tuple[Record, Text]]:
    """The laws that a checklist cites although they do not hold on *day*, each with its items."""
    gone = {law.id for law in snapshot.of("laws") if not holds_on(law.document.data, day)}
    if gone.isdisjoint(checklist.document.once(_named)):
        return
    found: dict[str, list[str]] = defaultdict(list)
    for _, item in _items(checklist.document.data):
        for _, lapsed in lapses(snapshot, item, day, day):
            if item["id"] not in found[lapsed.id]:
                found[lapsed.id].append(item["id"])
    for law, items in found.items():
        more = len(items) > 3
        zh = "、".join(items[:3]) + (f" 等 {len(items)} 项" if more else "")
        en = ", ".join(items[:3]) + (f" and {len(items) - 3} more" if more else "")
        yield snapshot.kinds["laws"][law], Text(zh, en)


def _state(law: Record, day: str) -> Text:
    span = law.document.data["in_force"]
    if day < span["from"] or holds_on(law.document.data, day):
        return Text(f"从 {span['from']} 起才施行", f"is in force only from {span['from']}")
    return Text(f"有效期到 {span['to']} 为止", f"ended on {span['to']}")


def _way(snapshot: Snapshot, law: Record, day: str) -> Text:
    """What to cite instead."""
    later = [r.document.data for r in successors(snapshot, law.id)]
    new = next((d for d in later if holds_on(d, day)), None)
    if new is None:
        return Text("改引当时有效的法规或标准", "Cite a law or standard that is in force then")
    first = new["in_force"]["from"]
    return Text(
        f"{first} 起施行的是{title(new)}，在这一项的依据里加上它",
        f"From {first} on it is {title(new)}: add it to the basis of the item",
    )


def _is_next(last: str, first: str) -> bool:
    return (date.fromisoformat(last) + timedelta(days=1)).isoformat() == first
