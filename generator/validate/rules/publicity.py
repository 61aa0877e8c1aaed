"""Publicity (公示): long enough, answered, and over before anything is issued."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.diagnostic import Severity
from generator.model.publicity import still_open
from generator.model.snapshot import Snapshot
from generator.model.standing import requirement
from generator.model.text import Text
from generator.model.workdays import working_days
from generator.validate.questions import in_force
from generator.validate.rule import Finding, rule


@rule(
    "PUB001",
    "publicity-too-short",
    Severity.ERROR,
    message=Text(
        "公示只有 {days} 个工作日，应不少于 {least} 个", "{days} working days, {least} are the least"
    ),
    hint=Text(
        "推迟最后一天；节假日在 records/bureau.yml 的 working_days 里登记",
        "Set a later last day; days off stand in working_days of records/bureau.yml",
    ),
)
def publicity_too_short(snapshot: Snapshot) -> Iterator[Finding]:
    """People must have time to object; holidays are not such time.

    公示要给人留出反映问题的时间，按工作日计算，节假日不算。
    """
    for record, data in in_force(snapshot, "publicity"):
        least = requirement(snapshot, "publicity", data["from"]).get("days", 1)
        days = working_days(snapshot, data["from"], data["to"])
        if days < least:
            yield Finding(record, ("to",), {"days": days, "least": least})


@rule(
    "PUB002",
    "issued-before-publicity-ends",
    Severity.ERROR,
    message=Text("{why}，不能在 {day} 印发", "It may not be issued on {day}: {why}"),
    hint=Text(
        "公示期满、异议办结以后再印发", "Issue it when the publicity is over and every objection answered"
    ),
    whole=("publicity",),
)
def issued_before_publicity_ends(snapshot: Snapshot) -> Iterator[Finding]:
    """A decision that is printed before anybody could object was not made public beforehand.

    先印发后公示，公示就成了走过场。
    """
    kinds = {r.id for r in snapshot.of("bulletin-kinds") if r.document.data.get("publicity")}
    for record, data in in_force(snapshot, "bulletins"):
        if (
            "issued" not in data
            or data["bulletin_kind"] not in kinds
            or "corrects" in data
            or "withdraws" in data
        ):
            continue
        day = data["issued"]["signed_on"]
        if why := next(still_open(snapshot, data, day), None):
            yield Finding(record, ("issued", "signed_on"), {"day": day, "why": why})


@rule(
    "PUB003",
    "answered-before-received",
    Severity.ERROR,
    message=Text("{answered} 答复，早于 {on} 收到", "Answered on {answered}, before it came on {on}"),
    hint=Text("改正写错的日期；答复要写办理结果", "Correct the wrong day"),
)
def answered_before_received(snapshot: Snapshot) -> Iterator[Finding]:
    """Nobody answers what has not come.

    没有收到的异议无从答复。
    """
    for record, data in in_force(snapshot, "publicity"):
        for i, row in enumerate(data.get("objections", ())):
            if row.get("answered_on", "9999") < row["on"]:
                params = {"answered": row["answered_on"], "on": row["on"]}
                yield Finding(record, ("objections", i, "answered_on"), params)
