"""Risk points: graded by the bureau's own levels, reviewed in order, and the red ones provided for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from generator.model.diagnostic import Severity
from generator.model.record import Record
from generator.model.risk import SCHEMES, levels, risk_level
from generator.model.schema import Schema
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from generator.validate.questions import Data, in_force
from generator.validate.rule import Finding, record_rule, rule


@rule(
    "RSK001",
    "levels-against-scheme",
    Severity.ERROR,
    message=Text(
        "风险分级写的是 {found}，与 risk_scheme 的{scheme}不符",
        "The risk levels are {found}, which is not the scheme: {scheme}",
    ),
    hint=Text(
        "颜色一级一色、从高到低，下限逐级减小，最低一级从 1 起",
        "One level a colour, highest first, each beginning lower, the last at 1",
    ),
)
def levels_against_scheme(snapshot: Snapshot) -> Iterator[Finding]:
    """A product without a colour, or with two, would leave a risk ungraded.

    分级有空档或重叠，就有风险定不出颜色。
    """
    bureau = snapshot.bureau
    rows = bureau.document.data.get("risk_levels") if bureau else None
    if not bureau or not rows:
        return
    wanted = SCHEMES[bureau.document.data["risk_scheme"]]
    colours, starts = tuple(row["color"] for row in rows), [row["from"] for row in rows]
    if colours != wanted or starts[-1] != 1 or any(a <= b for a, b in pairwise(starts)):
        found = "、".join(f"{row['color']} {row['from']}" for row in rows)
        params = {"found": found, "scheme": _scheme(wanted)}
        yield Finding(bureau, ("risk_levels",), params, at_key=True)


@rule(
    "RSK002",
    "risk-without-levels",
    Severity.ERROR,
    message=Text(
        "登记了 {count} 个风险点，本局却没有写风险分级",
        "There are {count} risk points, but the bureau gives no risk levels",
    ),
    hint=Text("在 bureau.yml 里写 risk_levels", "Write risk_levels in bureau.yml"),
)
def risk_without_levels(snapshot: Snapshot) -> Iterator[Finding]:
    """The colour of a risk is computed; without levels there is nothing to compute it from.

    风险的颜色由分级算出，没有分级就没有颜色。
    """
    count = sum(1 for _ in in_force(snapshot, "risk-points"))
    if count and snapshot.bureau and not levels(snapshot):
        yield Finding(snapshot.bureau, ("risk_scheme",), {"count": count}, at_key=True)


@record_rule(
    "RSK003",
    "reviews-out-of-order",
    Severity.ERROR,
    message=Text("评估日期 {day} 排在 {before} 之后", "The review of {day} stands after that of {before}"),
    hint=Text("按先后登记，新的写在最后", "Enter them in order, the newest last"),
    kinds=("risk-points",),
)
def reviews_out_of_order(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A mistyped year shows in the order, and a wrong one makes a review seem done that was not.

    年份写错的，多半会在先后顺序上露出来。
    """
    days = record.document.data["reviewed_on"]
    for i, (before, day) in enumerate(pairwise(days)):
        if day < before:
            yield Finding(record, ("reviewed_on", i + 1), {"day": day, "before": before})


@record_rule(
    "RSK004",
    "reviewed-after-closing",
    Severity.ERROR,
    message=Text("{closed} 已经解除，{day} 又评估了一次", "Closed on {closed}, yet reviewed again on {day}"),
    hint=Text("核对日期；风险重新出现的另登记一个风险点", "Check both; enter a risk that came back anew"),
    kinds=("risk-points",),
)
def reviewed_after_closing(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """What no longer exists cannot be reviewed, so one of the two days is wrong.

    已经不存在的风险无从评估，两个日期必有一个写错。
    """
    data = record.document.data
    closed = data.get("closed_on")
    late = [i for i, day in enumerate(data["reviewed_on"]) if closed and day > closed]
    if late:
        params = {"closed": closed, "day": data["reviewed_on"][late[0]]}
        yield Finding(record, ("closed_on",), params, related=((record, ("reviewed_on", late[0])),))


@rule(
    "RSK005",
    "red-without-emergency",
    Severity.ERROR,
    message=Text(
        "可能性 {likelihood} × 严重性 {severity} 是{title}（红色），没有写应急措施",
        "Likelihood {likelihood} × severity {severity} is red, and there is no emergency measure",
    ),
    hint=Text("写 emergency：出事时先做什么、报告谁", "Write emergency: what is done first and who is told"),
)
def red_without_emergency(snapshot: Snapshot) -> Iterator[Finding]:
    """What may end in the gravest harm needs an answer before it happens.

    最严重的风险，事先就要想好出了事怎么办。
    """
    for record, data, title in _red(snapshot):
        if "emergency" not in data:
            params = {"likelihood": data["likelihood"], "severity": data["severity"], "title": title}
            yield Finding(record, ("severity",), params)


@rule(
    "RSK006",
    "red-below-school-level",
    Severity.ERROR,
    message=Text(
        "{title}（红色）由{level}管控，应当由校级管控", "A red risk is controlled at the level {level}"
    ),
    hint=Text("把 level 改为 school，由校长负总责", "Set level to school: the head answers for it"),
)
def red_below_school_level(snapshot: Snapshot) -> Iterator[Finding]:
    """The higher the risk, the higher up it is controlled; a red one is the head's own business.

    风险越高，管控层级越高；红色风险由学校主要负责人管。
    """
    for record, data, title in _red(snapshot):
        if data["level"] != "school":
            names = snapshot.labels("risk-points", "level")
            params = {"title": title, "level": names.get(data["level"], Text(data["level"]))}
            yield Finding(record, ("level",), params)


@rule(
    "RSK007",
    "risk-entered-twice",
    Severity.WARNING,
    message=Text(
        "这所学校已经登记过「{title}」（{other}）", "This school has {title} on record already ({other})"
    ),
    hint=Text("是同一处的合并为一个；不是的，名称写得能区分", "Merge them, or give them names that differ"),
)
def risk_entered_twice(snapshot: Snapshot) -> Iterator[Finding]:
    """One risk counted twice makes the school look worse than it is.

    同一处风险登记两次，数字就虚高了。
    """
    seen: dict[tuple[str, str], Record] = {}
    for record, data in in_force(snapshot, "risk-points"):
        if "closed_on" in data:
            continue
        before = seen.setdefault((data["school"], data["title"]), record)
        if before is not record:
            params = {"title": data["title"], "other": before.id}
            yield Finding(record, ("title",), params, related=((before, ("title",)),))


def _red(snapshot: Snapshot) -> Iterator[tuple[Record, Data, str]]:
    """The risk points that are still there and red, each with its data and its level's title."""
    graded = levels(snapshot)
    for record, data in in_force(snapshot, "risk-points"):
        level = risk_level(graded, data)
        if level and level.colour == "red" and "closed_on" not in data:
            yield record, data, level.title


def _scheme(colours: tuple[str, ...]) -> Text:
    names = {"red": "红", "orange": "橙", "yellow": "黄", "blue": "蓝"}
    return Text("、".join(names[c] for c in colours), ", ".join(colours))
