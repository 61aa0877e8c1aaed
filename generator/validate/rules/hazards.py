"""Hazards: each is registered as it was found, under the school that has to put it right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from generator.model.diagnostic import Severity
from generator.model.record import Record
from generator.model.schema import Schema
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from generator.validate.questions import Data, days_after, in_force, near, sheet_of
from generator.validate.rule import Finding, record_rule, rule

_LATEST = date.max.isoformat()


@rule(
    "HAZ001",
    "not-the-inspected-school",
    Severity.ERROR,
    message=Text(
        "督查「{inspection}」查的是「{right}」，隐患却写在「{school}」名下",
        "The inspection {inspection} was of {right}, but the hazard is entered under {school}",
    ),
    hint=Text("把 school 改为 {right}，或核对督查编号", "Set school to {right}, or check the inspection"),
)
def not_the_inspected_school(snapshot: Snapshot) -> Iterator[Finding]:
    """A hazard entered under another school is put right by nobody, and counts against the wrong one.

    隐患写到别的学校名下，没有人去整改，统计也记错了账。
    """
    for record, data, inspection in _inspected(snapshot):
        right = inspection.document.data["organization"]
        if right != data["school"]:
            params = {"inspection": inspection.id, "right": right, "school": data["school"]}
            yield Finding(record, ("school",), params, related=((inspection, ("organization",)),))


@rule(
    "HAZ002",
    "unknown-finding",
    Severity.ERROR,
    message=Text(
        "督查「{inspection}」没有编号为「{finding}」的问题",
        "The inspection {inspection} has no finding {finding}",
    ),
    hint=Text("核对督查记录 findings 里的编号{near}", "Check the ids of its findings{near}"),
)
def unknown_finding(snapshot: Snapshot) -> Iterator[Finding]:
    """A hazard that an inspection found must be one that the inspection speaks of.

    督查发现的隐患，督查记录里要有这一条。
    """
    for record, data, inspection in _inspected(snapshot):
        known = [f["id"] for f in inspection.document.data.get("findings") or ()]
        if data["finding"] not in known:
            params = {
                "inspection": inspection.id,
                "finding": data["finding"],
                "near": near(data["finding"], known),
            }
            yield Finding(record, ("finding",), params, related=((inspection, ()),))


@rule(
    "HAZ003",
    "differs-from-finding",
    Severity.ERROR,
    message=Text(
        "「{title}」写的是 {value}，督查记录里是 {right}", "{title} is {value}, but {right} in the inspection"
    ),
    hint=Text(
        "与督查记录一致；督查记录写错的，先改正它",
        "Write what the inspection says; if that is wrong, correct it first",
    ),
)
def differs_from_finding(snapshot: Snapshot) -> Iterator[Finding]:
    """Topic, item and grade are decided where a hazard is found, not where it is registered.

    主题、项目和等级由督查认定，登记时不能另写；把重大写成一般，就逃过了督办。
    """
    for record, data, inspection in _inspected(snapshot):
        found = _finding(inspection, data["finding"])
        if found is None:
            continue
        rights = {"topic": inspection.document.data["topic"], "item": found["item"], "grade": found["grade"]}
        for name, right in rights.items():
            if data[name] != right:
                title = snapshot.schemas["hazards"].field(name).title
                params = {"title": title, "value": data[name], "right": right}
                yield Finding(record, (name,), params, related=((inspection, ("findings",)),))


@rule(
    "HAZ004",
    "unknown-checklist-item",
    Severity.ERROR,
    message=Text(
        "{day} 有效的检查表里没有「{item}」这一项", "No checklist in force on {day} has an item {item}"
    ),
    hint=Text("核对督查主题和项目编号{near}", "Check the topic and the id of the item{near}"),
)
def unknown_checklist_item(snapshot: Snapshot) -> Iterator[Finding]:
    """Items tie a hazard to what the law asks for, and to the same fault elsewhere.

    隐患凭项目编号对上依据，也凭它看出哪一项最容易出问题。（督查发现的，以督查记录为准。）
    """
    items = _Items(snapshot)
    for record, data in in_force(snapshot, "hazards"):
        if data["origin"] == "inspection" or "item" not in data:
            continue
        known = items.on(data["topic"], data["registered_on"])
        if known and data["item"] not in known:
            params = {
                "day": data["registered_on"],
                "item": data["item"],
                "near": near(data["item"], known),
            }
            yield Finding(record, ("item",), params)


@rule(
    "HAZ009",
    "registered-before-found",
    Severity.ERROR,
    message=Text(
        "登记日期 {day} 早于督查日期 {found}", "Registered on {day}, before the inspection of {found}"
    ),
    hint=Text("核对登记日期和督查编号", "Check the day and the inspection"),
)
def registered_before_found(snapshot: Snapshot) -> Iterator[Finding]:
    """What was not found yet could not be registered; one of the two days is wrong.

    还没有查出来的隐患无从登记，两个日期必有一个写错。
    """
    for record, data, inspection in _inspected(snapshot):
        found = inspection.document.data["date"]
        if data["registered_on"] < found:
            params = {"day": data["registered_on"], "found": found}
            yield Finding(record, ("registered_on",), params, related=((inspection, ("date",)),))


@record_rule(
    "HAZ010",
    "due-before-registration",
    Severity.ERROR,
    message=Text("整改期限 {due} 早于登记日期 {day}", "Due on {due}, before its registration on {day}"),
    hint=Text("当天就要改好的写登记当天", "What must be right at once is due on the day itself"),
    kinds=("hazards",),
)
def due_before_registration(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A hazard that is overdue when it is registered was never given any time.

    一登记就逾期，等于没有给整改时间。
    """
    data = record.document.data
    if data["due"] < data["registered_on"]:
        yield Finding(record, ("due",), {"due": data["due"], "day": data["registered_on"]})


@rule(
    "HAZ011",
    "hazard-due-too-late",
    Severity.WARNING,
    message=Text(
        "整改期限 {due} 晚于应有的期限 {latest}", "Due on {due}, later than the deadline of {latest}"
    ),
    hint=Text(
        "改为 {latest}；需要更长时间的，由学校申请延期",
        "Write {latest}; if it takes longer, the school asks for an extension",
    ),
    whole=("checklists", "inspections"),
)
def hazard_due_too_late(snapshot: Snapshot) -> Iterator[Finding]:
    """More time is asked for and granted, so that everybody sees it; it is not written in beforehand.

    期限由督查记录定；其他来源的按检查表该项的天数，没有的按本局默认天数。要延长就走延期，人人看得见。
    """
    defaults = snapshot.bureau.document.data["deadlines"] if snapshot.bureau else {}
    items = _Items(snapshot)
    for record, data in in_force(snapshot, "hazards"):
        latest = _due(snapshot, items, data, defaults)
        if data["due"] > latest:
            yield Finding(record, ("due",), {"due": data["due"], "latest": latest})


@rule(
    "HAZ014",
    "major-item-graded-general",
    Severity.WARNING,
    message=Text(
        "「{item}」不符合即为重大隐患，这里写成一般",
        "Failing {item} is a major hazard, but it is graded general",
    ),
    hint=Text(
        "完全不符合的改为 major；只是部分不符合的，在 note 里说明",
        "Write major if it is not met at all; if it is met in part, say so in note",
    ),
)
def major_item_graded_general(snapshot: Snapshot) -> Iterator[Finding]:
    """What a school found itself or somebody reported is graded by the checklist too.

    自查和举报的隐患，等级同样以检查表为准。（督查发现的，以督查记录为准。）
    """
    items = _Items(snapshot)
    for record, data in in_force(snapshot, "hazards"):
        if data["origin"] != "inspection" and data["grade"] == "general" and "note" not in data:
            item = items.on(data["topic"], data["registered_on"]).get(data.get("item", ""), {})
            if item.get("hazard_grade") == "major":
                yield Finding(record, ("grade",), {"item": data["item"]})


class _Items:
    """The items of the checklists in force on a day, remembered by topic and day."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._lists = [
            (data, sheet_of(record).items)
            for record, data in in_force(snapshot, "checklists")
            if data["kind"] == "inspection"
        ]
        self._found: dict[tuple[str, str], Mapping[str, Data]] = {}

    def on(self, topic: str, day: str) -> Mapping[str, Data]:
        """Item id -> its data; nothing where no checklist of the topic was in force."""
        if (topic, day) not in self._found:
            fit = [
                items for data, items in self._lists
                if data.get("topic") == topic and data["valid"]["from"] <= day <= data["valid"]["to"]
            ]  # fmt: skip
            self._found[topic, day] = {name: item for items in fit for name, item in items.items()}
        return self._found[topic, day]


def _inspected(snapshot: Snapshot) -> Iterator[tuple[Record, Data, Record]]:
    """Hazards of inspections that were done, each with its inspection."""
    for record, data in in_force(snapshot, "hazards"):
        inspection = snapshot.get("inspections", data.get("inspection", ""))
        if inspection and inspection.document.data["status"] == "done":
            yield record, data, inspection


def _finding(inspection: Record, name: str) -> Data | None:
    return next((f for f in inspection.document.data.get("findings") or () if f["id"] == name), None)


def _due(snapshot: Snapshot, items: _Items, data: Data, defaults: Mapping[str, int]) -> str:
    """The latest day that *data* may give as its deadline."""
    inspection = snapshot.get("inspections", data.get("inspection", ""))
    found = _finding(inspection, data["finding"]) if inspection else None
    if found:
        return str(found["due"])
    item = items.on(data["topic"], data["registered_on"]).get(data.get("item", ""), {})
    days = item.get("days", defaults.get(data["grade"]))
    return _LATEST if days is None else days_after(data["registered_on"], days)
