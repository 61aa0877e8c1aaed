"""Lists for the annual evaluation: points add up, and every item can be scored as it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from generator.model.diagnostic import FieldPath, Severity
from generator.model.instrument import instruments
from generator.model.metric_ids import METRIC_IDS, NOT_SCORED
from generator.model.number import trimmed
from generator.model.record import Record
from generator.model.schema import Schema
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from generator.validate.questions import Data, in_force, near
from generator.validate.rule import Finding, record_rule, rule

# What each method of scoring needs: any one of these.
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "deduct": ("deductions",),
    "level": ("levels",),
    "count": ("each",),
    "threshold": ("at_least", "levels"),
    "rank": ("by_rank",),
}


@record_rule(
    "EVL001",
    "points-not-total",
    Severity.ERROR,
    message=Text("各项分值合计 {sum}，不是 {total}", "The points add up to {sum} instead of {total}"),
    hint=Text("核对各项分值和 total", "Check the points of the items and `total`"),
    kinds=("checklists",),
)
def points_not_total(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A list says what it comes to; a slip in one item would shift every county's score.

    细则写明了总分；一项分值写错，所有单位的得分都会跟着错。
    """
    data = record.document.data
    total = sum((Decimal(item["points"]) for _, item in _items(data)), Decimal(0))
    if data["kind"] == "evaluation" and "total" in data and total != Decimal(data["total"]):
        yield Finding(record, ("total",), {"sum": trimmed(total), "total": trimmed(Decimal(data["total"]))})


@record_rule(
    "EVL002",
    "missing-parameter",
    Severity.ERROR,
    message=Text(
        "「{item}」的算分参数（scoring）缺少 {needed}，算不出得分",
        "{item} has no {needed} in `scoring`, so no points can be computed",
    ),
    hint=Text(
        "逐项扣分写 deductions，分档写 levels，按数量写 each，达标线写 at_least 或 levels，按名次写 by_rank",
        "Write `deductions` for deduct, `levels` for level, `each` for count, `at_least` or `levels` for "
        "threshold, `by_rank` for rank",
    ),
    kinds=("checklists",),
)
def missing_parameter(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Points come from facts; what an item gives for them must be written down beforehand.

    得分按事实算出，算法要事先写在细则里，不能到评分时再定。
    """
    data = record.document.data
    if data["kind"] != "evaluation":
        return
    for path, item in _items(data):
        needed = _NEEDED.get(item["method"], ())
        if needed and not any(name in item.get("scoring", {}) for name in needed):
            params = {"item": item["id"], "needed": " / ".join(needed)}
            yield Finding(record, (*path, "scoring" if "scoring" in item else "method"), params)


@record_rule(
    "EVL003",
    "more-than-the-item",
    Severity.ERROR,
    message=Text(
        "「{item}」只有 {points} 分，这里却可以得 {given} 分",
        "{item} has {points} points, but this would give {given}",
    ),
    hint=Text("核对档次（名次）的分值", "Check the points of the level or the rank"),
    kinds=("checklists",),
)
def more_than_the_item(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """No item gives more than its points, so what a level promises beyond them is never given.

    得分以该项分值为限；档次写高了，超出的部分谁也得不到。
    """
    for path, item in _items(record.document.data):
        points, scoring = Decimal(item["points"]), item.get("scoring", {})
        given: list[tuple[FieldPath, Decimal]] = [
            (("levels", i, "points"), Decimal(level["points"]))
            for i, level in enumerate(scoring.get("levels", ()))
        ]
        given += [(("by_rank", i), Decimal(value)) for i, value in enumerate(scoring.get("by_rank", ()))]
        for place, value in given:
            if value > points:
                params = {"item": item["id"], "points": trimmed(points), "given": trimmed(value)}
                yield Finding(record, (*path, "scoring", *place), params)


@record_rule(
    "EVL004",
    "repeated-deduction-case",
    Severity.ERROR,
    message=Text("编号「{id}」在这里用了两次", "The id {id} is used twice here"),
    hint=Text("给每种情形（档次）一个自己的编号", "Give each case or level its own id"),
    kinds=("checklists",),
)
def repeated_case(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Evaluations name cases and levels by these ids; a repeated one gives the wrong points.

    评价记录凭这些编号认定情形和档次；编号重复，就会按错的分值算。
    """
    data = record.document.data
    for path, item in _items(data):
        for name in ("deductions", "levels"):
            yield from _twice(record, (*path, "scoring", name), item.get("scoring", {}).get(name, ()))
    for name in ("bonus", "deduction"):
        yield from _twice(record, (name, "items"), data.get(name, {}).get("items", ()))
    yield from _twice(record, ("vetoes",), data.get("vetoes", ()))


@rule(
    "EVL005",
    "unknown-tie-break",
    Severity.ERROR,
    message=Text(
        "细则「{checklist}」里没有「{id}」，同分时无从比较",
        "The list {checklist} has no {id}, so equal totals cannot be told apart by it",
    ),
    hint=Text("编号以当年细则的部分或项目为准", "Name a section or an item of the list of the year"),
)
def unknown_tie_break(snapshot: Snapshot) -> Iterator[Finding]:
    """The last place of a quota must not hang on a name that means nothing.

    优秀名额最后给谁，不能取决于一个对不上的编号。
    """
    lists: dict[str, list[tuple[Record, frozenset[str], frozenset[str]]]] = {}
    for one in instruments(snapshot):
        checklist = snapshot.kinds["checklists"][one.checklist]
        names = (frozenset(one.sections), frozenset(item.id for item in one.items))
        lists.setdefault(one.method, []).append((checklist, *names))
    for record, data in in_force(snapshot, "methods"):
        for i, row in enumerate(data.get("evaluation", {}).get("tie_break", ())):
            for checklist, sections, items in lists.get(record.id, ()):
                known = {"section": sections, "item": items}.get(row["by"])
                if known is not None and row["id"] not in known:
                    params = {"checklist": checklist.id, "id": row["id"]}
                    place = ("evaluation", "tie_break", i, "id")
                    yield Finding(record, place, params, related=((checklist, ()),))


@record_rule(
    "EVL040",
    "unknown-metric",
    Severity.ERROR,
    message=Text(
        "没有能给评价取数的指标「{metric}」",
        "There is no metric {metric} that an evaluation can take facts from",
    ),
    hint=Text(
        "指标编号见网站“指标”页；由人填事实的项目不写 metric{near}",
        "The ids stand on the page of metrics; leave `metric` out where people state the facts{near}",
    ),
    kinds=("checklists",),
)
def unknown_metric(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """With a misspelt metric nothing is counted, and the item waits for facts that nobody types.

    指标编号写错，系统取不到数，这一项就一直“尚未评分”，也没有人会去填。
    """
    for path, item in _items(record.document.data):
        scoring = item.get("scoring", {})
        places = [((*path, "scoring"), scoring)]
        places += [
            ((*path, "scoring", "deductions", n), d) for n, d in enumerate(scoring.get("deductions", ()))
        ]
        for place, row in places:
            name = row.get("metric", "")
            if name and name not in _SCORED:
                yield Finding(
                    record, (*place, "metric"), {"metric": name, "near": near(name, sorted(_SCORED))}
                )


_SCORED = frozenset(METRIC_IDS) - NOT_SCORED


def _items(data: Data) -> Iterator[tuple[FieldPath, Data]]:
    for s, section in enumerate(data["sections"]):
        for i, item in enumerate(section["items"]):
            yield ("sections", s, "items", i), item


def _twice(record: Record, path: FieldPath, rows: Iterable[Data]) -> Iterator[Finding]:
    seen: set[str] = set()
    for i, row in enumerate(rows):
        if row["id"] in seen:
            yield Finding(record, (*path, i, "id"), {"id": row["id"]})
        seen.add(row["id"])
