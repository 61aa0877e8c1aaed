"""Checklists and the answers to them: what was asked is answered, once, and taken seriously."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from generator.model.diagnostic import FieldPath, Severity
from generator.model.failures import FAILED
from generator.model.number import trimmed
from generator.model.record import Record
from generator.model.schema import Schema
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from generator.validate.questions import (
    Data,
    Visit,
    days_after,
    drafts,
    fits,
    hazards_asked,
    in_force,
    near,
    visits,
)
from generator.validate.rule import Finding, record_rule, rule


@rule(
    "CHK001",
    "wrong-checklist",
    Severity.ERROR,
    message=Text(
        "检查表「{checklist}」不是这个主题的督查用表",
        "The checklist {checklist} is not for inspections of this topic",
    ),
    hint=Text(
        "选一张 kind 为 inspection、topic 与本次督查相同的检查表",
        "Choose a checklist of kind inspection with the same topic",
    ),
)
def wrong_checklist(snapshot: Snapshot) -> Iterator[Finding]:
    """Scores of different questions cannot be compared or ranked together.

    题目不同，分数就不能放在一起比较和排名。
    """
    for record, data in in_force(snapshot, "inspections"):
        checklist = snapshot.get("checklists", data["checklist"])
        if checklist and not fits(checklist.document.data, data):
            related = ((checklist, ("kind",)), (checklist, ("topic",)))
            yield Finding(record, ("checklist",), {"checklist": checklist.id}, related=related)


@rule(
    "CHK002",
    "checklist-not-valid",
    Severity.ERROR,
    message=Text(
        "检查当天（{day}）检查表「{checklist}」不在有效期（{start} 至 {end}）内",
        "On {day} the checklist {checklist} was not valid ({start} to {end})",
    ),
    hint=Text("改用当时有效的检查表，或核对日期", "Use the checklist of that time, or check the dates"),
)
def checklist_not_valid(snapshot: Snapshot) -> Iterator[Finding]:
    """A school is measured by the rules that were in force on the day.

    学校只应按检查当天有效的标准来衡量。
    """
    for visit in (*visits(snapshot), *drafts(snapshot)):
        data = visit.data
        checklist = snapshot.kinds["checklists"][data["checklist"]]
        valid, day = checklist.document.data["valid"], data.get("date")
        if day and not _is_valid(checklist, day):
            params = {"day": day, "checklist": checklist.id, "start": valid["from"], "end": valid["to"]}
            yield Finding(visit.record, ("checklist",), params, related=((checklist, ("valid",)),))


@rule(
    "CHK003",
    "unknown-item",
    Severity.ERROR,
    message=Text(
        "检查表「{checklist}」里没有「{item}」这一项", "The checklist {checklist} has no item {item}"
    ),
    hint=Text("项目编号以检查表为准{near}", "Items are named as in the checklist{near}"),
)
def unknown_item(snapshot: Snapshot) -> Iterator[Finding]:
    """An answer to no question is lost, and with it its points.

    对不上题目的回答会丢掉，分数也跟着丢掉。
    """
    for visit in (*visits(snapshot), *drafts(snapshot)):
        results = () if visit.is_complete else visit.data.get("results") or ()
        for name, rows in (("results", results), ("findings", visit.data.get("findings") or ())):
            for i, row in enumerate(rows):
                if row["item"] not in visit.sheet.items:
                    params = {
                        "checklist": visit.data["checklist"],
                        "item": row["item"],
                        "near": near(row["item"], visit.sheet.items),
                    }
                    yield Finding(visit.record, (name, i, "item"), params)


@rule(
    "CHK004",
    "unanswered-item",
    Severity.ERROR,
    message=Text("没有回答：{items}", "Not answered: {items}"),
    hint=Text(
        "逐项写明结果；没有查的写 not_checked 并说明原因",
        "Answer every item; write not_checked with a reason for what was not looked at",
    ),
)
def unanswered_item(snapshot: Snapshot) -> Iterator[Finding]:
    """What is left out would silently raise the score.

    漏答的项目不计分，得分率就会不声不响地变高。
    """
    for visit in visits(snapshot):
        if visit.is_complete:
            continue
        answered = {row["item"] for row in visit.data.get("results") or ()}
        missing = [item for item in visit.sheet.items if item not in answered]
        if missing:
            yield Finding(
                visit.record, ("results",), {"items": _listed(missing)}, at_key="results" in visit.data
            )


@record_rule(
    "CHK005",
    "item-answered-twice",
    Severity.ERROR,
    message=Text("「{item}」这一项回答了两次", "The item {item} is answered twice"),
    hint=Text("保留正确的一个结果", "Keep the right one"),
    kinds=("inspections",),
)
def item_answered_twice(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Two answers to one question count twice, and may contradict each other.

    一项两个结果会重复计分，还可能互相矛盾。
    """
    rows = record.document.data.get("results") or ()
    if len({row["item"] for row in rows}) == len(rows):
        return
    first: dict[str, int] = {}
    for i, row in enumerate(rows):
        before = first.setdefault(row["item"], i)
        if before != i:
            related = ((record, ("results", before)),)
            yield Finding(record, ("results", i, "item"), {"item": row["item"]}, related=related)


@rule(
    "CHK006",
    "score-above-points",
    Severity.ERROR,
    message=Text("得分 {score} 超过该项分值 {points}", "The score {score} is more than the {points} points"),
    hint=Text("核对得分，分值见检查表", "Check the score; the points stand in the checklist"),
)
def score_above_points(snapshot: Snapshot) -> Iterator[Finding]:
    """A total above one hundred percent is not a result.

    得分超过分值，得分率就可能超过百分之百。
    """
    for visit in (*visits(snapshot), *drafts(snapshot)):
        for i, row in visit.scored:
            item = visit.sheet.items.get(row["item"])
            if item and row["score"] > item["points"]:
                params = {"score": row["score"], "points": item["points"]}
                yield Finding(visit.record, ("results", i, "score"), params)


@record_rule(
    "CHK007",
    "finding-without-failure",
    Severity.ERROR,
    message=Text(
        "「{item}」写了问题，结果却是「{result}」",
        "There is a finding for {item}, but its result is {result}",
    ),
    hint=Text(
        "把结果改为 unmet 或 partly，或删去这个问题", "Set the result to unmet or partly, or drop the finding"
    ),
    kinds=("inspections",),
)
def finding_without_failure(record: Record, schema: Schema) -> Iterator[Finding]:
    """A school cannot be told to mend what it was told is in order.

    一边说符合，一边要求整改，学校无所适从。
    """
    data = record.document.data
    findings = data.get("findings")
    if not findings:
        return
    named = {finding["item"] for finding in findings}
    fine = {
        row["item"]: (i, row["result"])
        for i, row in enumerate(data.get("results") or ())
        if row["item"] in named and row["result"] not in FAILED
    }
    for i, finding in enumerate(findings):
        if finding["item"] in fine:
            at, result = fine[finding["item"]]
            titles = {choice.value: choice.title for choice in schema.field("results[].result").choices}
            params = {"item": finding["item"], "result": titles.get(result, Text(result))}
            yield Finding(record, ("findings", i, "item"), params, related=((record, ("results", at)),))


@rule(
    "CHK008",
    "major-item-without-finding",
    Severity.ERROR,
    message=Text(
        "「{item}」不符合即为重大隐患，但没有写成重大问题",
        "Failing {item} is a major hazard, but there is no major finding for it",
    ),
    hint=Text(
        "在 findings 里为该项写一个 grade 为 major 的问题和整改期限",
        "Add a finding of grade major with a deadline for that item",
    ),
)
def major_item_without_finding(snapshot: Snapshot) -> Iterator[Finding]:
    """A major hazard that is not listed is neither supervised nor closed; hiding one is an offence.

    重大隐患不列入问题清单，就没有人督办和销号；隐瞒不报要追究责任。
    """
    for visit in visits(snapshot):
        for i, item in _without_finding(visit):
            if _is_major(visit.sheet.items.get(item)):
                yield Finding(visit.record, ("results", i), {"item": item})


@rule(
    "CHK009",
    "major-graded-general",
    Severity.ERROR,
    message=Text(
        "「{item}」不符合即为重大隐患，不能定为一般",
        "Failing {item} is a major hazard and cannot be graded general",
    ),
    hint=Text("把 grade 改为 major", "Set grade to major"),
)
def major_graded_general(snapshot: Snapshot) -> Iterator[Finding]:
    """The checklist decides what is major, not the one who inspects.

    是不是重大隐患由检查表判定，不由检查人员酌情降格。
    """
    for visit in visits(snapshot):
        major = {row["item"] for _, row in visit.unmet if _is_major(visit.sheet.items.get(row["item"]))}
        for i, finding in enumerate(visit.data.get("findings") or ()) if major else ():
            if finding["grade"] != "major" and finding["item"] in major:
                yield Finding(visit.record, ("findings", i, "grade"), {"item": finding["item"]})


@rule(
    "CHK010",
    "unmet-without-finding",
    Severity.WARNING,
    message=Text(
        "「{item}」不符合，但没有写成问题", "The item {item} is unmet, but there is no finding for it"
    ),
    hint=Text("在 findings 里写明问题和整改期限", "Add a finding that says what is wrong and until when"),
)
def unmet_without_finding(snapshot: Snapshot) -> Iterator[Finding]:
    """Without a finding nobody is asked to mend anything.

    不写成问题，就没有人去整改。（重大隐患另有专门的规则；办法要求每个问题都有着落以后，由 HAZ015 管。）
    """
    for visit in visits(snapshot):
        for i, item in _without_finding(visit):
            if not _is_major(visit.sheet.items.get(item)) and not hazards_asked(snapshot, visit):
                yield Finding(visit.record, ("results", i), {"item": item})


@record_rule(
    "CHK011",
    "repeated-id",
    Severity.ERROR,
    message=Text("编号「{id}」在本记录里用了两次", "The id {id} is used twice in this record"),
    hint=Text("给每一项一个自己的编号", "Give each its own id"),
    kinds=("checklists", "inspections"),
)
def repeated_id(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Results and deadlines are joined by these ids; a repeated one joins the wrong pair.

    结果、问题和期限都凭编号对应；编号重复就会张冠李戴。
    """
    data = record.document.data
    if record.kind == "inspections":
        places = [(("findings", i, "id"), f["id"]) for i, f in enumerate(data.get("findings") or ())]
        yield from _twice(record, places)
        return
    sections = data["sections"]
    yield from _twice(record, [(("sections", s, "id"), row["id"]) for s, row in enumerate(sections)])
    yield from _twice(
        record,
        [
            (("sections", s, "items", i, "id"), item["id"])
            for s, section in enumerate(sections)
            for i, item in enumerate(section["items"])
        ],
    )


@record_rule(
    "CHK012",
    "points-not-hundred",
    Severity.WARNING,
    message=Text("各项分值合计 {total}，不是 100", "The points add up to {total} instead of 100"),
    hint=Text("核对各项分值", "Check the points of the items"),
    kinds=("checklists",),
)
def points_not_hundred(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Readers take points for percent; most slips in a checklist show in its sum.

    读者习惯百分制；检查表里的笔误大多会在合计上露出来。
    """
    data = record.document.data
    total = sum((Decimal(item["points"]) for s in data["sections"] for item in s["items"]), Decimal(0))
    if data["kind"] == "inspection" and total != 100:
        yield Finding(record, ("sections",), {"total": trimmed(total)}, at_key=True)


@record_rule(
    "CHK013",
    "grave-item-without-days",
    Severity.WARNING,
    message=Text(
        "「{item}」是红色或重大项目，没有写整改天数",
        "The item {item} is red or major and gives no days to mend",
    ),
    hint=Text("写 days，例如 30", "Write days, for instance 30"),
    kinds=("checklists",),
)
def grave_item_without_days(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """The gravest items are the ones whose deadline must not be left to taste.

    越是严重的项目，整改期限越不能临时商量。
    """
    data = record.document.data
    if data["kind"] != "inspection":
        return
    for s, section in enumerate(data["sections"]):
        for i, item in enumerate(section["items"]):
            grave = item.get("risk_color") == "red" or _is_major(item)
            if grave and "days" not in item:
                yield Finding(record, ("sections", s, "items", i), {"item": item["id"]})


@record_rule(
    "CHK014",
    "year-outside-validity",
    Severity.WARNING,
    message=Text(
        "{year} 年的检查表，有效期却是 {start} 至 {end}",
        "A checklist of {year} that is valid from {start} to {end}",
    ),
    hint=Text("核对年度和有效期", "Check the year and the validity"),
    kinds=("checklists",),
)
def year_outside_validity(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A checklist is found by its year; one that was not valid then is the wrong one.

    大家按年度找检查表；那一年根本不生效的，多半是年度或日期写错了。
    """
    data = record.document.data
    valid, year = data["valid"], str(data["year"])
    if not valid["from"][:4] <= year <= valid["to"][:4]:
        yield Finding(record, ("year",), {"year": year, "start": valid["from"], "end": valid["to"]})


@rule(
    "CHK015",
    "color-outside-scheme",
    Severity.ERROR,
    message=Text("本局采用三色分级，没有橙色", "The bureau grades risks in three colours, without orange"),
    hint=Text("改为红、黄、蓝之一", "Use red, yellow or blue"),
)
def color_outside_scheme(snapshot: Snapshot) -> Iterator[Finding]:
    """A colour that the bureau's scheme does not have has no meaning on its pages.

    分级方案里没有的颜色，在页面上无从解释。
    """
    if not snapshot.bureau or snapshot.bureau.document.data["risk_scheme"] != "three":
        return
    for record, data in in_force(snapshot, "checklists"):
        for s, section in enumerate(data["sections"]):
            for i, item in enumerate(section["items"]):
                if item.get("risk_color") == "orange":
                    place = ("sections", s, "items", i, "risk_color")
                    yield Finding(record, place, related=((snapshot.bureau, ("risk_scheme",)),))


@rule(
    "CHK016",
    "deadline-too-late",
    Severity.WARNING,
    message=Text(
        "整改期限 {due} 晚于规定的 {days} 天（应不晚于 {latest}）",
        "Due on {due}, later than the {days} days allowed ({latest})",
    ),
    hint=Text(
        "改早期限；确需延长的，在问题里说明", "Set an earlier day, or say in the finding why it takes longer"
    ),
)
def deadline_too_late(snapshot: Snapshot) -> Iterator[Finding]:
    """Deadlines that differ from school to school for one and the same fault are unfair.

    同样的问题，各校期限不一，有失公平。期限以检查表的天数为准，没有写的按本局的默认天数。
    """
    defaults = snapshot.bureau.document.data["deadlines"] if snapshot.bureau else {}
    latest: dict[tuple[str, int], str] = {}
    for visit in visits(snapshot):
        day = visit.data.get("date")
        for i, finding in enumerate(visit.data.get("findings") or ()):
            item = visit.sheet.items.get(finding["item"], {})
            days = item.get("days", defaults.get(finding["grade"]))
            if days is None or not day:
                continue
            if (day, days) not in latest:
                latest[day, days] = days_after(day, days)
            if finding["due"] > latest[day, days]:
                params = {"due": finding["due"], "days": days, "latest": latest[day, days]}
                yield Finding(visit.record, ("findings", i, "due"), params)


@record_rule(
    "CHK017",
    "pending-item",
    Severity.ERROR,
    message=Text("还有 {count} 项没有填写：{items}", "{count} items are not filled in yet: {items}"),
    hint=Text(
        "逐项写明结果再用 generator inspection finalize 定稿；还没填完的，状态写 draft（草稿）",
        "Give each its result, then run generator inspection finalize; until then the status is draft",
    ),
    kinds=("inspections",),
)
def pending_item(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Only a draft may have open items: a published score over half a checklist is none.

    只有草稿可以有没填完的项目；查了一半就公布，分数没有意义。
    """
    data = record.document.data
    if data["status"] != "done":
        return
    rows = [(i, row["item"]) for i, row in enumerate(data["results"]) if row["result"] == "pending"]
    if rows:
        params = {"count": len(rows), "items": _listed([item for _, item in rows])}
        yield Finding(record, ("results", rows[0][0], "result"), params)


@rule(
    "CHK018",
    "planned-with-another-years-checklist",
    Severity.WARNING,
    message=Text(
        "计划检查那天（{day}）检查表「{checklist}」不在有效期内",
        "On the planned day {day} the checklist {checklist} will not be valid",
    ),
    hint=Text("那天有效的是「{valid}」", "Valid on that day: {valid}"),
)
def planned_with_another_checklist(snapshot: Snapshot) -> Iterator[Finding]:
    """A team that prepares with last year's questions finds out at the door, or after the visit.

    拿着去年的表去检查，回来还得重查；那天有效的表已经登记了的，现在就换。
    """
    tables = [table for table, _ in in_force(snapshot, "checklists")]
    for record, data in in_force(snapshot, "inspections"):
        if data["status"] != "planned" or "planned_on" not in data:
            continue
        day, checklist = data["planned_on"], snapshot.get("checklists", data["checklist"])
        if not checklist or _is_valid(checklist, day):
            continue
        right = [one.id for one in tables if fits(one.document.data, data) and _is_valid(one, day)]
        if right and fits(checklist.document.data, data):
            params = {"day": day, "checklist": checklist.id, "valid": "、".join(right)}
            yield Finding(record, ("checklist",), params, related=((checklist, ("valid",)),))


def _is_valid(checklist: Record, day: str) -> bool:
    valid = checklist.document.data["valid"]
    return bool(valid["from"] <= day <= valid["to"])


def _listed(items: list[str]) -> Text:
    """The first few of *items* and how many more there are."""
    shown, more = ", ".join(items[:5]), len(items) - 5
    return Text(f"{shown} 等 {len(items)} 项", f"{shown} and {more} more") if more > 0 else Text(shown, shown)


def _without_finding(visit: Visit) -> Iterator[tuple[int, str]]:
    """Unmet results that no finding speaks of: index and item."""
    if visit.unmet:
        listed = {finding["item"] for finding in visit.data.get("findings") or ()}
        for i, row in visit.unmet:
            if row["item"] not in listed:
                yield i, row["item"]


def _is_major(item: Data | None) -> bool:
    return item is not None and item.get("hazard_grade") == "major"


def _twice(record: Record, places: Iterable[tuple[FieldPath, str]]) -> Iterator[Finding]:
    first: dict[str, FieldPath] = {}
    for path, name in places:
        before = first.setdefault(name, path)
        if before != path:
            yield Finding(record, path, {"id": name}, related=((record, before),))
