"""Annual evaluations: every item of the list has one entry, and what is stated is what the facts give."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.model.diagnostic import Severity
from generator.model.instrument import Item
from generator.model.number import trimmed
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from generator.validate.evaluated import evaluated
from generator.validate.questions import in_force, near
from generator.validate.rule import Finding, rule

_METHODS = {
    "compliance": Text("符合即得分", "compliance"),
    "deduct": Text("逐项扣分", "deduction"),
    "ratio": Text("按比例", "ratio"),
    "level": Text("分档", "level"),
    "count": Text("按数量", "count"),
    "threshold": Text("达标线", "threshold"),
    "rank": Text("按名次", "rank"),
}


@rule(
    "EVL006",
    "wrong-list",
    Severity.ERROR,
    message=Text(
        "「{checklist}」不是 {year} 年的考核评价细则",
        "{checklist} is no list for the annual evaluation of {year}",
    ),
    hint=Text(
        "写 kind 为 evaluation、年度相同的细则，或核对年度",
        "Name a list of kind evaluation of the same year, or check the year",
    ),
)
def wrong_list(snapshot: Snapshot) -> Iterator[Finding]:
    """Everybody is judged by the list of the year, which all have known from its beginning.

    各单位只按当年年初印发的细则评价，不能用别的表，也不能用别的年度的细则。
    """
    for record, data in in_force(snapshot, "evaluations"):
        checklist = snapshot.get("checklists", data["checklist"])
        if checklist is None:
            continue
        given = checklist.document.data
        if given["kind"] != "evaluation" or given["year"] != data["year"]:
            params = {"checklist": checklist.id, "year": data["year"]}
            yield Finding(record, ("checklist",), params, related=((checklist, ("year",)),))


@rule(
    "EVL007",
    "not-a-county",
    Severity.ERROR,
    message=Text("「{unit}」不是县（区）", "{unit} is no county"),
    hint=Text("年度评价的对象是县（区），一县一条", "Counties are evaluated, one record each"),
)
def not_a_county(snapshot: Snapshot) -> Iterator[Finding]:
    """The list is addressed to counties; anything else would be ranked among them.

    细则的考核对象是县（区）教育行政部门，学校和学区不与县（区）排在一起。
    """
    for record, data in in_force(snapshot, "evaluations"):
        unit = snapshot.get("organizations", data["unit"])
        if unit and unit.document.data["level"] != "county":
            yield Finding(record, ("unit",), {"unit": unit.id}, related=((unit, ("level",)),))


@rule(
    "EVL008",
    "second-evaluation",
    Severity.ERROR,
    message=Text("「{unit}」{year} 年已经有一条评价", "{unit} has another evaluation of {year}"),
    hint=Text("合并为一条，或撤回其中一条", "Merge them, or withdraw one of them"),
)
def second_evaluation(snapshot: Snapshot) -> Iterator[Finding]:
    """A unit has one score a year; with two nobody knows which one holds.

    一个单位一年只有一个得分；有两条就说不清哪条算数。
    """
    first: dict[tuple[str, int], Record] = {}
    for record, data in in_force(snapshot, "evaluations"):
        key = (data["unit"], data["year"])
        if key in first:
            params = {"unit": data["unit"], "year": data["year"]}
            yield Finding(record, ("unit",), params, related=((first[key], ("unit",)),))
        first.setdefault(key, record)


@rule(
    "EVL009",
    "item-without-entry",
    Severity.ERROR,
    message=Text("细则里的 {items} 没有写", "Without an entry: {items}"),
    hint=Text(
        "每一项都写一条；还没有评分的 state 写 pending",
        "Write an entry for every item, with state pending where it is not scored yet",
    ),
)
def item_without_entry(snapshot: Snapshot) -> Iterator[Finding]:
    """What is missing is neither zero nor skipped: it has a state, and the state is written down.

    缺的项目既不是零分，也不能跳过；是什么情况要写明。
    """
    for one in evaluated(snapshot):
        written = {row["item"] for row in one.data["items"]}
        missing = [item for item in one.items if item not in written]
        if missing:
            yield Finding(one.record, ("items",), {"items": _listed(missing)}, at_key=True)


@rule(
    "EVL010",
    "entry-without-item",
    Severity.ERROR,
    message=Text("细则「{checklist}」里没有「{item}」", "The list {checklist} has no item {item}"),
    hint=Text("项目编号以细则为准{near}", "Items are named as in the list{near}"),
)
def entry_without_item(snapshot: Snapshot) -> Iterator[Finding]:
    """Points for an item that does not exist are lost.

    对不上细则的得分不会计入总分。
    """
    for one in evaluated(snapshot):
        for i, row in enumerate(one.data["items"]):
            if row["item"] not in one.items:
                name = row["item"]
                params = {
                    "checklist": one.instrument.checklist, "item": name, "near": near(name, one.items)
                }  # fmt: skip
                yield Finding(one.record, ("items", i, "item"), params)


@rule(
    "EVL011",
    "item-twice",
    Severity.ERROR,
    message=Text("「{item}」写了两条", "The item {item} has two entries"),
    hint=Text("合并为一条", "Keep one entry"),
)
def item_twice(snapshot: Snapshot) -> Iterator[Finding]:
    """One item has one score.

    一项只有一个得分。
    """
    for record, data in in_force(snapshot, "evaluations"):
        seen: set[str] = set()
        for i, row in enumerate(data["items"]):
            if row["item"] in seen:
                yield Finding(record, ("items", i, "item"), {"item": row["item"]})
            seen.add(row["item"])


@rule(
    "EVL012",
    "facts-of-another-method",
    Severity.ERROR,
    message=Text(
        "「{item}」{method}，事实应写 {wanted}，写的是 {given}",
        "{item} is scored by {method}, which takes {wanted} and not {given}",
    ),
    hint=Text("改写事实，只写一种", "Write the facts that the method takes, of one sort only"),
)
def facts_of_another_method(snapshot: Snapshot) -> Iterator[Finding]:
    """Facts that the method cannot use give no points, and nobody sees why.

    算不进去的事实等于没有写，得分就成了凭空填的数。
    """
    for one in evaluated(snapshot):
        for i, row, item in one.rows:
            given = frozenset(row.get("facts", {}))
            wanted = _fitting(item)
            main = given - {"failures"} if item.method != "deduct" and item.deductions else given
            if given and main not in wanted:
                params = {
                    "item": item.id,
                    "method": _METHODS[item.method],
                    "wanted": _either(wanted),
                    "given": _either([given]),
                }
                yield Finding(one.record, ("items", i, "facts"), params, at_key=True)


@rule(
    "EVL013",
    "numerator-above-denominator",
    Severity.ERROR,
    message=Text(
        "分子 {above} 大于分母 {below}", "The numerator {above} is more than the denominator {below}"
    ),
    hint=Text(
        "核对两个数；没有应做的，state 写 not_applicable",
        "Check both; where there was nothing to do, the state is not_applicable",
    ),
)
def numerator_above_denominator(snapshot: Snapshot) -> Iterator[Finding]:
    """A part cannot be more than the whole.

    完成数不会多于应完成数。
    """
    for record, data in in_force(snapshot, "evaluations"):
        for i, row in enumerate(data["items"]):
            facts = row.get("facts", {})
            if "numerator" in facts and "denominator" in facts:
                above, below = Decimal(facts["numerator"]), Decimal(facts["denominator"])
                if above > below:
                    params = {"above": trimmed(above), "below": trimmed(below)}
                    yield Finding(record, ("items", i, "facts", "numerator"), params)


@rule(
    "EVL014",
    "unknown-case",
    Severity.ERROR,
    message=Text("细则的「{item}」里没有「{case}」", "The item {item} of the list has no {case}"),
    hint=Text("编号以细则的档次或扣分情形为准{near}", "Name a level or a case of the item{near}"),
)
def unknown_case(snapshot: Snapshot) -> Iterator[Finding]:
    """A level or a case that the list does not know gives and costs nothing.

    细则里没有的档次和情形，既不得分也不扣分。
    """
    for one in evaluated(snapshot):
        for i, row, item in one.rows:
            facts, levels = row.get("facts", {}), [level.id for level in item.levels]
            if "level" in facts and levels and facts["level"] not in levels:
                params = {"item": item.id, "case": facts["level"], "near": near(facts["level"], levels)}
                yield Finding(one.record, ("items", i, "facts", "level"), params)
            for j, failure in enumerate(facts.get("failures", ())):
                name = failure["deduction"]
                if item.deductions and name not in item.deductions:
                    params = {"item": item.id, "case": name, "near": near(name, item.deductions)}
                    yield Finding(one.record, ("items", i, "facts", "failures", j, "deduction"), params)


@rule(
    "EVL015",
    "case-twice",
    Severity.ERROR,
    message=Text("扣分情形「{case}」写了两条", "The case {case} is given twice"),
    hint=Text("合并为一条，count 写合计的次数", "Keep one, with the sum as `count`"),
)
def case_twice(snapshot: Snapshot) -> Iterator[Finding]:
    """Only one of two entries for the same case would count.

    同一情形写两条，只有一条会算进去。
    """
    for record, data in in_force(snapshot, "evaluations"):
        for i, row in enumerate(data["items"]):
            seen: set[str] = set()
            for j, failure in enumerate(row.get("facts", {}).get("failures", ())):
                name = failure["deduction"]
                if name in seen:
                    place = ("items", i, "facts", "failures", j, "deduction")
                    yield Finding(record, place, {"case": name})
                seen.add(name)


@rule(
    "EVL016",
    "score-above-item",
    Severity.ERROR,
    message=Text(
        "「{item}」{title} {score} 分，超过该项的 {points} 分",
        "The {title} of {item} is {score}, more than its {points} points",
    ),
    hint=Text("核对得分", "Check the score"),
)
def score_above_item(snapshot: Snapshot) -> Iterator[Finding]:
    """No item gives more than its points.

    任何一项的得分都不超过该项分值。
    """
    for one in evaluated(snapshot):
        for i, row, item in one.rows:
            for name, title in _SCORES.items():
                if name in row and Decimal(row[name]) > item.points:
                    params = {
                        "item": item.id,
                        "title": title,
                        "score": trimmed(Decimal(row[name])),
                        "points": trimmed(item.points),
                    }
                    yield Finding(one.record, ("items", i, name), params)


_SCORES = {"self_score": Text("自评", "self score"), "verified_score": Text("核查", "verified score")}


@rule(
    "EVL017",
    "score-against-facts",
    Severity.ERROR,
    message=Text(
        "「{item}」核查得分写的是 {stated}，按事实应为 {computed}",
        "The verified score of {item} is {stated}, but the facts give {computed}",
    ),
    hint=Text(
        "事实对就改得分（或不写，由程序算），得分对就改事实",
        "Correct the score (or leave it out) or the facts",
    ),
)
def score_against_facts(snapshot: Snapshot) -> Iterator[Finding]:
    """The score follows from the facts by the list; a number typed beside them must be the same.

    得分按细则由事实算出；另外填的数若不一样，总有一个是错的。
    """
    for one in evaluated(snapshot):
        for i, row, item in one.rows:
            is_idle = bool(item.metric) and "override" not in row  # EVL019 says that these facts do not count
            computed = None if is_idle else one.computed(row, item)
            if (
                computed is not None
                and "verified_score" in row
                and Decimal(row["verified_score"]) != computed
            ):
                stated = trimmed(Decimal(row["verified_score"]))
                params = {"item": item.id, "stated": stated, "computed": trimmed(computed)}
                yield Finding(one.record, ("items", i, "verified_score"), params)


@rule(
    "EVL018",
    "difference-without-reason",
    Severity.ERROR,
    message=Text(
        "「{item}」自评 {own} 分，核查 {verified} 分，没有写原因",
        "{item} was self-scored {own} and verified as {verified}, without a reason",
    ),
    hint=Text("在 reason 里写明为什么不同", "Say why in `reason`"),
)
def difference_without_reason(snapshot: Snapshot) -> Iterator[Finding]:
    """Whoever loses points that they claimed is told why.

    自评的分没有被认可，要让被评价的单位知道原因。
    """
    for one in evaluated(snapshot):
        for i, row, item in one.rows:
            verified = one.score(row, item)
            if verified is None or "self_score" not in row or "reason" in row:
                continue
            own = Decimal(row["self_score"])
            if own != verified:
                params = {"item": item.id, "own": trimmed(own), "verified": trimmed(verified)}
                yield Finding(one.record, ("items", i, "self_score"), params)


@rule(
    "EVL019",
    "override-without-reason",
    Severity.ERROR,
    message=Text(
        "「{item}」由系统自动取数，这里另填的事实没有写原因，不会算进去",
        "The system counts {item} by itself; the facts given here have no reason and do not count",
    ),
    hint=Text(
        "删去 facts；确实要另填的，在 override 里写明原因",
        "Delete `facts`, or say in `override` why they differ",
    ),
)
def override_without_reason(snapshot: Snapshot) -> Iterator[Finding]:
    """A number that comes with its records is not replaced in silence.

    系统的数有记录可查；不用它，要说明为什么。
    """
    for one in evaluated(snapshot):
        for i, row, item in one.rows:
            if item.metric and "facts" in row and "override" not in row:
                yield Finding(one.record, ("items", i, "facts"), {"item": item.id}, at_key=True)


@rule(
    "EVL039",
    "override-without-facts",
    Severity.ERROR,
    message=Text(
        "「{item}」写了为什么另填，却没有另填的事实",
        "{item} says why its facts differ from what the system counts, but states none",
    ),
    hint=Text(
        "在 facts 里写要用的数；用系统的数，就删去 override",
        "State them in `facts`, or delete `override` and let the system's number stand",
    ),
)
def override_without_facts(snapshot: Snapshot) -> Iterator[Finding]:
    """A reason without a number changes nothing, though whoever wrote it believes that it did.

    只写原因不写数，得分不会变，写的人却以为已经改了。
    """
    for one in evaluated(snapshot):
        for i, row, item in one.rows:
            if "override" in row and "facts" not in row:
                yield Finding(one.record, ("items", i, "override"), {"item": item.id}, at_key=True)


@rule(
    "EVL020",
    "scored-without-evidence",
    Severity.ERROR,
    message=Text(
        "「{item}」要求佐证，没有佐证却评了分", "{item} asks for evidence and is scored without any"
    ),
    hint=Text(
        "补上 evidence；没有交来的，state 写 no_evidence",
        "Add `evidence`, or set the state to no_evidence where none came",
    ),
)
def scored_without_evidence(snapshot: Snapshot) -> Iterator[Finding]:
    """Where the list asks for evidence, nothing is met without it.

    细则要求佐证的项目，没有佐证视为没有做到。
    """
    for one in evaluated(snapshot):
        if not one.is_verified:
            continue
        for i, row, item in one.rows:
            if item.needs_evidence and row["state"] == "scored" and not item.metric and "evidence" not in row:
                yield Finding(one.record, ("items", i, "state"), {"item": item.id})


def _fitting(item: Item) -> list[frozenset[str]]:
    """The sets of facts that the item's method can use, besides cases that cost points."""
    share, value = frozenset({"numerator", "denominator"}), frozenset({"value"})
    bounds = any(level.at_least is not None for level in item.levels)
    levels = [frozenset({"level"}), *((value, share) if bounds else ())]
    return {
        "compliance": [frozenset({"met"})],
        "deduct": [frozenset({"failures"})],
        "ratio": [share],
        "level": levels,
        "count": [frozenset({"count"})],
        "threshold": levels if item.levels else [value, share],
        "rank": [value],
    }[item.method]


def _either(sets: list[frozenset[str]]) -> Text:
    order = ("numerator", "denominator", "value", "count", "level", "met", "failures")
    named = ["、".join(name for name in order if name in one) for one in sets]
    return Text("或 ".join(named), " or ".join(name.replace("、", ", ") for name in named))


def _listed(names: list[str]) -> str:
    return "、".join(names)
