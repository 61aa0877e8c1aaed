"""What a unit says to its evaluation, and what is decided on it: in time, by others, on what was asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from generator.model.diagnostic import FieldPath, Severity
from generator.model.number import trimmed
from generator.model.record import Record
from generator.model.service import SCORING, Service
from generator.model.snapshot import Snapshot
from generator.model.standing import county_of
from generator.model.text import Text
from generator.validate.evaluated import Evaluated, evaluated
from generator.validate.questions import Data, in_force, near, served
from generator.validate.rule import Finding, rule


@rule(
    "EVL030",
    "reply-before-feedback",
    Severity.ERROR,
    message=Text(
        "{day} 提出时，评价「{evaluation}」还没有反馈", "On {day} {evaluation} had not been fed back yet"
    ),
    hint=Text(
        "核对日期，或在评价的 dates 里补上 feedback", "Check the day, or add `feedback` to the evaluation"
    ),
)
def reply_before_feedback(snapshot: Snapshot) -> Iterator[Finding]:
    """Nobody can answer a score that they have not been told.

    先有反馈，才有申辩和复核。
    """
    for kind, field in (("statements", "on"), ("appeals", "filed_on")):
        for record, data in in_force(snapshot, kind):
            evaluation = snapshot.get("evaluations", data["evaluation"])
            if evaluation is None:
                continue
            told = evaluation.document.data["dates"].get("feedback", "9999")
            if data[field] < told:
                params = {"day": data[field], "evaluation": evaluation.id}
                yield Finding(record, (field,), params, related=((evaluation, ("dates",)),))


@rule(
    "EVL031",
    "answer-before-reply",
    Severity.ERROR,
    message=Text(
        "{day} 答复（决定），早于提出的 {asked}", "Answered on {day}, before it was asked on {asked}"
    ),
    hint=Text("核对两个日期", "Check both days"),
)
def answer_before_reply(snapshot: Snapshot) -> Iterator[Finding]:
    """An answer follows the question.

    答复、决定都在提出之后。
    """
    for kind, asked, answer in (("statements", "on", "answer"), ("appeals", "filed_on", "decision")):
        for record, data in in_force(snapshot, kind):
            day = data.get(answer, {}).get("on")
            if day and day < data[asked]:
                yield Finding(record, (answer, "on"), {"day": day, "asked": data[asked]})


@rule(
    "EVL032",
    "reply-to-no-item",
    Severity.ERROR,
    message=Text("评价「{evaluation}」的细则里没有「{item}」", "The list of {evaluation} has no item {item}"),
    hint=Text("项目编号以细则为准{near}", "Items are named as in the list{near}"),
)
def reply_to_no_item(snapshot: Snapshot) -> Iterator[Finding]:
    """What is said to an item is shown beside it; with a wrong id it would be shown nowhere.

    申辩和复核显示在对应的项目旁边；编号写错就找不到位置。
    """
    evaluations = {one.record.id: one for one in evaluated(snapshot)}
    for kind in ("statements", "appeals"):
        for record, data in in_force(snapshot, kind):
            one = evaluations.get(data["evaluation"])
            for path, item in _items(data) if one else ():
                if one and item not in one.items:
                    params = {"evaluation": one.record.id, "item": item, "near": near(item, one.items)}
                    yield Finding(record, path, params)


@rule(
    "EVL033",
    "decider-scored",
    Severity.ERROR,
    message=Text(
        "「{decider}」评过「{item}」的分，不能再作复核", "{decider} scored {item} and cannot review it"
    ),
    hint=Text("请没有参加评分的专家复核", "Let somebody decide who did not score it"),
)
def decider_scored(snapshot: Snapshot) -> Iterator[Finding]:
    """A review by the person who scored is no review.

    自己评、自己复核，等于没有复核。
    """
    evaluations = {one.record.id: one for one in evaluated(snapshot)}
    for record, data in in_force(snapshot, "appeals"):
        one, decider = evaluations.get(data["evaluation"]), data.get("decision", {}).get("decider")
        asked = {row["item"] for row in data["items"]}
        for i, row, item in one.rows if one and decider else ():
            if one and item.id in asked and row.get("scorer") == decider:
                related = ((one.record, ("items", i, "scorer")),)
                params = {"decider": decider, "item": item.id}
                yield Finding(record, ("decision", "decider"), params, related=related)


@rule(
    "EVL034",
    "scored-by-the-unit",
    Severity.ERROR,
    message=Text(
        "「{expert}」是「{unit}」的人，不能评它的分", "{expert} belongs to {unit} and cannot judge it"
    ),
    hint=Text("请外县（区）或市级的专家", "Let somebody of another county or of the city do it"),
)
def scored_by_the_unit(snapshot: Snapshot) -> Iterator[Finding]:
    """Whoever works in the county is no fair judge of it, neither in the first round nor in the second.

    本县（区）的人不评本县（区）的分，复核也一样；调入本县（区）之前评的不算。
    """
    for service in served(snapshot):
        if service.record.kind in SCORING:
            yield from _own(snapshot, service)


@rule(
    "EVL035",
    "change-not-asked-for",
    Severity.ERROR,
    message=Text("「{item}」没有申请复核，却改了得分", "{item} was changed, but nobody asked for it"),
    hint=Text("在 items 里补上这一项和理由，或不改", "Add the item with its reason to `items`, or leave it"),
)
def change_not_asked_for(snapshot: Snapshot) -> Iterator[Finding]:
    """A review decides what was asked, so that everybody can follow what changed and why.

    复核只决定申请的项目，改了什么、为什么改，才说得清楚。
    """
    for record, data in in_force(snapshot, "appeals"):
        asked = {row["item"] for row in data["items"]}
        for i, change in enumerate(data.get("decision", {}).get("changes", ())):
            if change["item"] not in asked:
                yield Finding(record, ("decision", "changes", i, "item"), {"item": change["item"]})


@rule(
    "EVL036",
    "change-from-another-score",
    Severity.ERROR,
    message=Text(
        "「{item}」复核前是 {now} 分，写的是 {stated}", "{item} had {now} points before, not {stated}"
    ),
    hint=Text("from 写复核前的得分", "Write the score before the decision as `from`"),
)
def change_from_another_score(snapshot: Snapshot) -> Iterator[Finding]:
    """Before and after stand side by side; a wrong before hides what changed since.

    改前改后要对得上；改前的分不对，说明中间还动过。
    """
    for record, path, change, now in _changes(snapshot):
        if now is not None and Decimal(change["from"]) != now:
            params = {"item": change["item"], "now": trimmed(now), "stated": trimmed(Decimal(change["from"]))}
            yield Finding(record, (*path, "from"), params)


@rule(
    "EVL037",
    "change-outside-points",
    Severity.ERROR,
    message=Text(
        "「{item}」改为 {to} 分，超过该项的 {points} 分", "{item} becomes {to}, more than its {points} points"
    ),
    hint=Text("核对新得分", "Check the new score"),
)
def change_outside_points(snapshot: Snapshot) -> Iterator[Finding]:
    """A review cannot give more than the item has.

    复核也不能超过该项分值。
    """
    evaluations = {one.record.id: one for one in evaluated(snapshot)}
    for record, data in in_force(snapshot, "appeals"):
        one = evaluations.get(data["evaluation"])
        for i, change in enumerate(data.get("decision", {}).get("changes", ())):
            item = one.items.get(change["item"]) if one else None
            if item and Decimal(change["to"]) > item.points:
                params = {
                    "item": item.id,
                    "to": trimmed(Decimal(change["to"])),
                    "points": trimmed(item.points),
                }
                yield Finding(record, ("decision", "changes", i, "to"), params)


def _items(data: Data) -> Iterator[tuple[FieldPath, str]]:
    """The items that a statement or an appeal names."""
    for i, row in enumerate(data.get("items", ())):
        yield (("items", i), row) if isinstance(row, str) else (("items", i, "item"), row["item"])


def _own(snapshot: Snapshot, service: Service) -> Iterator[Finding]:
    person = snapshot.get("experts", service.expert)
    since = person.document.data.get("unit_since", "") if person else ""
    if person is None or (service.last and since > service.last):
        return
    county = county_of(snapshot, person.document.data["unit"])
    if county and county.id == service.unit:
        params = {"expert": service.expert, "unit": service.unit}
        yield Finding(service.record, service.field, params, related=((person, ("unit",)),))


def _changes(snapshot: Snapshot) -> Iterator[tuple[Record, FieldPath, Data, Decimal | None]]:
    """Every change in order of decision, with the score that the item had until then."""
    evaluations = {one.record.id: one for one in evaluated(snapshot)}
    appeals = [
        (r, d) for r, d in in_force(snapshot, "appeals") if "decision" in d and d["evaluation"] in evaluations
    ]
    scores: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for record, data in sorted(appeals, key=lambda pair: (pair[1]["filed_on"], pair[0].id)):
        one = evaluations[data["evaluation"]]
        known = scores[one.record.id] or _scores(one)
        for i, change in enumerate(data["decision"].get("changes", ())):
            yield record, ("decision", "changes", i), change, known.get(change["item"])
            known[change["item"]] = Decimal(change["to"])
        scores[one.record.id] = known


def _scores(one: Evaluated) -> dict[str, Decimal]:
    found = ((item.id, one.score(row, item)) for _, row, item in one.rows)
    return {name: score for name, score in found if score is not None}
