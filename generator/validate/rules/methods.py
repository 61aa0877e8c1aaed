"""Methods: the weights and bands by which units are judged must be whole and unambiguous."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from generator.model.diagnostic import Severity
from generator.model.record import Record
from generator.model.schema import Schema
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from generator.validate.questions import in_force
from generator.validate.rule import Finding, record_rule, rule

_BEST_FIRST = ("excellent", "good", "pass", "fail")


@rule(
    "MTH001",
    "overlapping-methods",
    Severity.ERROR,
    message=Text(
        "有效期与 {other} 重叠（{start} 至 {end}）", "Valid together with {other} ({start} to {end})"
    ),
    hint=Text(
        "让旧办法在新办法生效前一天截止", "Let the old method end on the day before the new one begins"
    ),
)
def overlapping_methods(snapshot: Snapshot) -> Iterator[Finding]:
    """On any day one method decides; with two, the same records give two rankings.

    任何一天都只能有一个办法；两个办法同时有效，同样的记录会算出两个名次。
    """
    spans = sorted(
        (data["valid"]["from"], data["valid"]["to"], record.id, record)
        for record, data in in_force(snapshot, "methods")
        if data["valid"]["from"] <= data["valid"]["to"]
    )
    last: tuple[str, Record] | None = None
    for start, end, _, record in spans:
        if last and start <= last[0]:
            params = {"other": last[1].key, "start": start, "end": min(end, last[0])}
            yield Finding(record, ("valid", "from"), params, related=((last[1], ("valid", "to")),))
        if not last or end > last[0]:
            last = (end, record)


@record_rule(
    "MTH002",
    "bands-not-descending",
    Severity.ERROR,
    message=Text("等次的起点分不是从高到低直到 0：{bands}", "The bands do not descend to 0: {bands}"),
    hint=Text(
        "按优秀、良好、合格、不合格依次写，最后一档从 0 起",
        "Write excellent, good, pass, fail in order; the last one starts from 0",
    ),
    kinds=("methods",),
)
def bands_not_descending(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Every score must fall into exactly one grade, and a higher score into no lower grade.

    每个得分都要落在唯一的等次里，分高的等次不能反而低。
    """
    grades = record.document.data["grades"]
    starts = [Decimal(row["from"]) for row in grades]
    ranks = [_BEST_FIRST.index(row["grade"]) for row in grades]
    falling = all(a > b for a, b in pairwise(starts))
    ordered = all(a < b for a, b in pairwise(ranks))
    if not falling or not ordered or starts[-1] != 0:
        shown = ", ".join(f"{row['grade']} {row['from']}" for row in grades)
        yield Finding(record, ("grades",), {"bands": shown}, at_key=True)


@record_rule(
    "MTH003",
    "no-weight",
    Severity.ERROR,
    message=Text("评价结果「{ranking}」的权重合计为 0", "The weights of the ranking {ranking} add up to 0"),
    hint=Text("至少给一项指标大于 0 的权重", "Give at least one metric a weight above 0"),
    kinds=("methods",),
)
def no_weight(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A ranking by nothing ranks nobody.

    没有任何指标计入，就排不出名次。
    """
    for i, ranking in enumerate(record.document.data["rankings"]):
        if sum((Decimal(row["weight"]) for row in ranking["weights"]), Decimal(0)) <= 0:
            yield Finding(record, ("rankings", i, "weights"), {"ranking": ranking["ranking"]}, at_key=True)


@record_rule(
    "MTH004",
    "counted-twice",
    Severity.ERROR,
    message=Text("「{name}」写了两次", "{name} is given twice"),
    hint=Text("合并为一行", "Keep one line"),
    kinds=("methods",),
)
def counted_twice(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A metric with two weights, or a ranking with two recipes, leaves open which one holds.

    同一指标两个权重、同一评价结果两种算法，说不清哪个算数。
    """
    rankings: set[str] = set()
    for i, ranking in enumerate(record.document.data["rankings"]):
        if ranking["ranking"] in rankings:
            yield Finding(record, ("rankings", i, "ranking"), {"name": ranking["ranking"]})
        rankings.add(ranking["ranking"])
        metrics: set[str] = set()
        for j, row in enumerate(ranking["weights"]):
            if row["metric"] in metrics:
                yield Finding(record, ("rankings", i, "weights", j, "metric"), {"name": row["metric"]})
            metrics.add(row["metric"])


@record_rule(
    "MTH005",
    "red-failure-outside-grades",
    Severity.ERROR,
    message=Text(
        "red_failure 的等次「{grade}」不在 grades 里", "The grade {grade} of red_failure is not in grades"
    ),
    hint=Text("改为 grades 里的一个等次", "Name one of the grades"),
    kinds=("methods",),
)
def red_failure_outside_grades(
    record: Record,
    schema: Schema,  # noqa: ARG001 - shape of a rule
) -> Iterator[Finding]:
    """A failed red item must lead to a grade that the method knows.

    红色项目不符合时判定的等次，必须是办法里有的等次。
    """
    data = record.document.data
    if data["red_failure"] not in {row["grade"] for row in data["grades"]}:
        yield Finding(record, ("red_failure",), {"grade": data["red_failure"]})
