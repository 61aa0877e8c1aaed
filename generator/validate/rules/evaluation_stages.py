"""The stages of an evaluation: 自评 → 核查 → 反馈 → 申辩 → 复核 → 终定, in this order, each with its day.

Dates are compared as text: the schema admits ``YYYY-MM-DD`` only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from generator.model.diagnostic import Severity
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.stages import REACHED, STEPS
from generator.model.text import Text
from generator.validate.questions import Data, in_force, lacks
from generator.validate.rule import Finding, rule

_TITLES = {
    "self": Text("自评", "self-assessment"),
    "verified": Text("核查", "verification"),
    "feedback": Text("反馈", "feedback"),
    "statement": Text("申辩", "statement"),
    "review": Text("复核", "review"),
    "final": Text("终定", "final"),
}


@rule(
    "EVL026",
    "stage-without-its-days",
    Severity.ERROR,
    message=Text(
        "阶段是「{stage}」，dates 里{what}「{step}」的日期",
        "The stage is {stage}, but the day of {step} {what}",
    ),
    hint=Text(
        "阶段和日期一起改：到了哪一步，就写到哪一步的日期",
        "Change both together: the days up to the stage that was reached",
    ),
)
def stage_without_its_days(snapshot: Snapshot) -> Iterator[Finding]:
    """The stage says what may be relied on; a day beyond it, or none for it, says something else.

    阶段说明评价走到了哪一步、能不能作为依据；日期与阶段对不上，就说不清。
    """
    for record, data in in_force(snapshot, "evaluations"):
        reached = REACHED[data["status"]]
        for place, step in enumerate(STEPS):
            is_there = step in data["dates"]
            if is_there == (place < reached):
                continue
            what = Text("却已经有", "is there already") if is_there else Text("没有", "is missing")
            params = {"stage": _TITLES[data["status"]], "step": _TITLES[step], "what": what}
            yield Finding(record, ("dates", step) if is_there else ("status",), params)


@rule(
    "EVL027",
    "stages-out-of-order",
    Severity.ERROR,
    message=Text("{step} {day} 早于{before} {earlier}", "{step} {day} is before {before} {earlier}"),
    hint=Text(
        "按 自评、核查、反馈、终定 的先后核对日期", "Check the days: each stage follows the one before"
    ),
)
def stages_out_of_order(snapshot: Snapshot) -> Iterator[Finding]:
    """Nothing is verified before it is stated, and nothing is final before the unit has heard of it.

    没有自评就谈不上核查，没有反馈就不能终定；评价也不会早于被评价的年度。
    """
    for record, data in in_force(snapshot, "evaluations"):
        days = [(step, data["dates"][step]) for step in STEPS if step in data["dates"]]
        for (before, earlier), (step, day) in pairwise(days):
            if day < earlier:
                params = {"step": _TITLES[step], "day": day, "before": _TITLES[before], "earlier": earlier}
                yield Finding(record, ("dates", step), params)
        first = f"{data['year']}-01-01"
        if days and days[0][1] < first:
            params = {
                "step": _TITLES[days[0][0]],
                "day": days[0][1],
                "before": Text("年度开始", "the year's beginning"),
                "earlier": first,
            }
            yield Finding(record, ("dates", days[0][0]), params)


@rule(
    "EVL028",
    "final-but-open",
    Severity.ERROR,
    message=Text("已经终定，但{open}", "It is final, but {open}"),
    hint=Text(
        "评完、复核完再终定；要更正的，先把 status 改回 review",
        "Finish it first; to correct it, set the status back to review",
    ),
)
def final_but_open(snapshot: Snapshot) -> Iterator[Finding]:
    """What is final is used for commendation and accountability, so nothing in it may be open.

    终定的结果要用于表扬和问责，不能还有没评的项目、没决定的复核。
    """
    appeals = _of_evaluation(snapshot, "appeals")
    for record, data in in_force(snapshot, "evaluations"):
        if data["status"] != "final":
            continue
        for i, row in enumerate(data["items"]):
            if row["state"] == "pending":
                name = row["item"]
                open_ = Text(f"「{name}」尚未评分", f"{name} is not scored yet")
                yield Finding(record, ("items", i, "state"), {"open": open_})
        for appeal, asked in appeals.get(record.id, ()):
            decided = asked.get("decision", {}).get("on", "")
            if not decided:
                open_ = Text(f"复核「{appeal.id}」还没有决定", f"the appeal {appeal.id} is undecided")
            elif decided > data["dates"].get("final", "9999"):
                open_ = Text(
                    f"复核「{appeal.id}」{decided} 才决定", f"the appeal {appeal.id} came after, {decided}"
                )
            else:
                continue
            yield Finding(record, ("status",), {"open": open_}, related=((appeal, ()),))


@rule(
    "EVL029",
    "stage-without-reply",
    Severity.WARNING,
    message=Text(
        "阶段是「{stage}」，却没有对应的{kind}记录",
        "The stage is {stage}, but there is no record of the {kind}",
    ),
    hint=Text(
        "补录申辩（statements）或复核（appeals），或核对阶段",
        "Add the statement or the appeal, or check the stage",
    ),
)
def stage_without_reply(snapshot: Snapshot) -> Iterator[Finding]:
    """What a unit says to its score is shown beside the score, so it is on record.

    申辩、复核要与得分一起公开，所以要有记录。
    """
    kinds = {"statement": "statements", "review": "appeals"}
    for record, data in in_force(snapshot, "evaluations"):
        kind = kinds.get(data["status"])
        if kind and not lacks(snapshot, kind) and not _of_evaluation(snapshot, kind).get(record.id):
            title = _TITLES[data["status"]]
            yield Finding(record, ("status",), {"stage": title, "kind": title})


def _of_evaluation(snapshot: Snapshot, kind: str) -> dict[str, list[tuple[Record, Data]]]:
    found: dict[str, list[tuple[Record, Data]]] = defaultdict(list)
    for record, data in in_force(snapshot, kind):
        found[data["evaluation"]].append((record, data))
    return found
