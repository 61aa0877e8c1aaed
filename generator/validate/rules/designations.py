"""Demonstration schools, what follows the application: survey, decision, yearly checks, renewal, leaving."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from generator.model.designation import is_valid_on, spans
from generator.model.diagnostic import FieldPath, Severity
from generator.model.record import Record
from generator.model.schema import Schema
from generator.model.snapshot import Snapshot
from generator.model.standing import NOTHING, requirement
from generator.model.text import Text
from generator.validate.questions import Data, in_force, name_key, sheet_of
from generator.validate.rule import Finding, record_rule, rule

_STEPS = ("recommendation", "survey", "designation", "renewal", "withdrawal")


@record_rule(
    "DEM010",
    "steps-out-of-order",
    Severity.ERROR,
    message=Text(
        "「{step}」的日期 {day} 早于前一步的 {before}", "{step} on {day}, before the step of {before}"
    ),
    hint=Text(
        "按申报、推荐、调研、认定、复评、退出的顺序核对日期",
        "Check the days in the order of applying, recommending, surveying, deciding, renewing, leaving",
    ),
    kinds=("demonstrations",),
)
def steps_out_of_order(record: Record, schema: Schema) -> Iterator[Finding]:
    """Each step rests on the one before; a decision before its survey decided without it.

    一步以前一步为依据；先认定后调研，调研就没有意义。
    """
    data = record.document.data
    before: tuple[str, FieldPath] = (data["applied_on"], ("applied_on",))
    for step in _STEPS:
        if step in data:
            day, place = data[step]["on"], (step, "on")
            if day < before[0]:
                params = {"step": schema.field(step).title, "day": day, "before": before[0]}
                yield Finding(record, place, params, related=((record, before[1]),))
            before = (day, place)


@record_rule(
    "DEM011",
    "mark-above-full",
    Severity.ERROR,
    message=Text("「{aspect}」得 {score} 分，超过满分 {full} 分", "{aspect} has {score} of {full} marks"),
    hint=Text("核对得分和满分", "Check the marks and the full marks"),
    kinds=("demonstrations",),
)
def mark_above_full(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A mark above its maximum lifts the total above what others could reach.

    得分超过满分，总分就比别的学校凭空多出一截。
    """
    for i, mark in enumerate(record.document.data.get("survey", NOTHING).get("marks", ())):
        if mark["score"] > mark["full"]:
            params = {"aspect": mark["aspect"], "score": mark["score"], "full": mark["full"]}
            yield Finding(record, ("survey", "marks", i, "score"), params)


@record_rule(
    "DEM012",
    "designated-without-survey",
    Severity.ERROR,
    message=Text("没有联合调研就认定了", "Designated without a joint survey"),
    hint=Text(
        "补录联合调研（日期、调研组、评分）；没有调研的，先调研再认定",
        "Enter the joint survey with day, team and marks, or survey first",
    ),
    kinds=("demonstrations",),
)
def designated_without_survey(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """What nobody went to see cannot be held up as an example.

    没有人去看过的现场，不能立为标杆。
    """
    data = record.document.data
    if data.get("designation", NOTHING).get("result") == "designated" and "survey" not in data:
        yield Finding(record, ("designation", "result"))


@record_rule(
    "DEM013",
    "designated-without-notice",
    Severity.ERROR,
    message=Text("「{step}」没有写公布结果的文号", "{step} names no notice that announced it"),
    hint=Text(
        "补上 document（发文字号）；还没有发文的，发文以后再登记",
        "Give the notice's number; enter it after the notice",
    ),
    kinds=("demonstrations",),
)
def designated_without_notice(record: Record, schema: Schema) -> Iterator[Finding]:
    """A school is a demonstration school by a notice, not by an entry here.

    是不是市级示范校，以发文为准，不以这里的登记为准。
    """
    data = record.document.data
    for step, given in (("designation", "designated"), ("renewal", "renewed")):
        if data.get(step, NOTHING).get("result") == given and "document" not in data[step]:
            yield Finding(record, (step, "result"), {"step": schema.field(step).title})


@rule(
    "DEM014",
    "valid-for-too-long",
    Severity.ERROR,
    message=Text(
        "从 {day} 起最多有效 {years} 年，写的是到 {last}",
        "Valid for at most {years} years from {day}, here it is until {last}",
    ),
    hint=Text("改为 {right} 或更早", "Set it to {right} or earlier"),
)
def valid_for_too_long(snapshot: Snapshot) -> Iterator[Finding]:
    """A designation ends so that it is looked at again; the method in force on its day says when.

    认定有期限，到期复评。期限以认定当天有效的评价办法为准；复评通过的，从原有效期满或复评之日（取较晚的）起算。
    """
    for record, data in in_force(snapshot, "demonstrations"):
        before = ""
        for (first, last), step in zip(spans(data), ("designation", "renewal"), strict=False):
            years = requirement(snapshot, "demonstrations", first).get("valid_years")
            start = max(first, before)
            if years and last > (right := _years_later(start, years)):
                params = {"day": start, "years": years, "last": last, "right": right}
                yield Finding(record, (step, "valid_to"), params)
            before = last


@record_rule(
    "DEM015",
    "step-without-designation",
    Severity.ERROR,
    message=Text("没有认定为示范校，却有「{step}」", "{step} is entered, but the school was not designated"),
    hint=Text("核对认定结果，或删去这一项", "Check the decision, or remove this"),
    kinds=("demonstrations",),
)
def step_without_designation(record: Record, schema: Schema) -> Iterator[Finding]:
    """What was never given can be neither checked, renewed nor taken back.

    没有认定，就无从年检、复评和退出。
    """
    data = record.document.data
    if data.get("designation", NOTHING).get("result") != "designated":
        for step in ("checks", "kept", "renewal", "withdrawal"):
            if data.get(step):
                yield Finding(record, (step,), {"step": schema.field(step).title}, at_key=True)


@record_rule(
    "DEM016",
    "check-outside-validity",
    Severity.ERROR,
    message=Text("年检日期 {day} 不在认定有效期内", "Checked on {day}, when the designation was not valid"),
    hint=Text("核对年检日期和有效期", "Check the day and the validity"),
    kinds=("demonstrations",),
)
def check_outside_validity(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A check looks at a demonstration school; before and after there is none to look at.

    年检查的是有效期内的示范校。
    """
    data = record.document.data
    end = data.get("withdrawal", NOTHING).get("on", "9999")
    known = tuple(spans(data))
    for i, check in enumerate(data.get("checks", ())):
        is_within = any(first <= check["on"] <= last for first, last in known) and check["on"] <= end
        if known and not is_within:
            yield Finding(record, ("checks", i, "on"), {"day": check["on"]})


@record_rule(
    "DEM017",
    "repeated-check",
    Severity.ERROR,
    message=Text("{year} 年的年检登记了两次", "The check of {year} is entered twice"),
    hint=Text("一年一条，核对年度或删去一条", "One entry for each year: check the year, or remove one"),
    kinds=("demonstrations",),
)
def repeated_check(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """With two entries for one year another year seems to have none, and nobody knows which counts.

    一年两条，不知道以哪一条为准，另一年就显得没有年检。
    """
    seen: dict[int, int] = {}
    for i, check in enumerate(record.document.data.get("checks", ())):
        if seen.setdefault(check["year"], i) != i:
            other = ("checks", seen[check["year"]], "year")
            yield Finding(record, ("checks", i, "year"), {"year": check["year"]}, related=((record, other),))


@rule(
    "DEM018",
    "veto-unanswered",
    Severity.WARNING,
    message=Text(
        "有效期内的督查（{day}，{inspection}）查出重大隐患或触发一票否决，认定既没有撤销，也没有写保留理由",
        "The inspection {inspection} of {day} found a major hazard or a veto item unmet, and the designation "
        "was neither withdrawn nor kept for a stated reason",
    ),
    hint=Text(
        "撤销的填 withdrawal；经研究保留的，在 kept 里写明督查、日期和理由",
        "Fill in withdrawal, or state inspection, day and reason under kept",
    ),
)
def veto_unanswered(snapshot: Snapshot) -> Iterator[Finding]:
    """Others are sent to look at this school, so what was found there needs an answer that they can read.

    示范校是给别人看的；查出了重大问题，要么退出，要么公开说明为什么保留。
    """
    vetoes = _vetoes(snapshot)
    for record, data in in_force(snapshot, "demonstrations"):
        end = data.get("withdrawal", NOTHING).get("on")
        answered = {kept["inspection"] for kept in data.get("kept", ())}
        for day, inspection in vetoes.get(data["school"], ()):
            was_valid = is_valid_on(record, day)
            if was_valid and not end and inspection.id not in answered:
                params = {"day": day, "inspection": inspection.id}
                yield Finding(record, ("designation", "result"), params, related=((inspection, ()),))


@rule(
    "DEM019",
    "veto-of-another-school",
    Severity.ERROR,
    message=Text(
        "督查「{inspection}」查的是「{other}」，不是「{school}」",
        "The inspection {inspection} was of {other}, not of {school}",
    ),
    hint=Text("核对督查编号", "Check the id of the inspection"),
)
def veto_of_another_school(snapshot: Snapshot) -> Iterator[Finding]:
    """Who reads why a school left, or stayed, must find the inspection that led to it.

    读者要能从退出或保留的理由，找到那一次督查。
    """
    for record, data in in_force(snapshot, "demonstrations"):
        for named, place in _named_inspections(data):
            inspection = snapshot.get("inspections", named)
            other = inspection.document.data["organization"] if inspection else data["school"]
            if inspection and other != data["school"]:
                params = {"inspection": named, "other": other, "school": data["school"]}
                yield Finding(record, place, params, related=((inspection, ("organization",)),))


@rule(
    "DEM020",
    "designation-outlives-school",
    Severity.WARNING,
    message=Text(
        "「{school}」{closed} 已撤销，示范校认定还在有效期内",
        "{school} closed on {closed}, but is still designated",
    ),
    hint=Text("填退出（withdrawal），写明学校撤并", "Fill in withdrawal and say that the school was closed"),
)
def designation_outlives_school(snapshot: Snapshot) -> Iterator[Finding]:
    """A closed school would be counted, checked and sent visitors for years.

    学校撤并以后不填退出，就会一直算作示范校，还会安排年检和观摩。
    """
    for record, data in in_force(snapshot, "demonstrations"):
        school = snapshot.get("organizations", data["school"])
        closed = school.document.data.get("closed") if school else None
        if school and closed and is_valid_on(record, max(closed, snapshot.as_of.isoformat())):
            params = {"school": school.id, "closed": closed}
            yield Finding(record, ("designation", "valid_to"), params, related=((school, ("closed",)),))


@rule(
    "DEM021",
    "repeated-plaque",
    Severity.ERROR,
    message=Text("牌匾编号「{plaque}」与 {other} 相同", "The plaque {plaque} is that of {other}"),
    hint=Text("一块牌匾一个编号，请核对", "Each plaque has its own number; check it"),
)
def repeated_plaque(snapshot: Snapshot) -> Iterator[Finding]:
    """The plaque on the wall is what visitors check; two of one number mean that one is wrong.

    墙上的牌匾凭编号核对；两块同号，必有一块登记错了。
    """
    first: dict[str, Record] = {}
    place = ("designation", "plaque")
    for record, data in in_force(snapshot, "demonstrations"):
        plaque = data.get("designation", NOTHING).get("plaque")
        other = first.setdefault(name_key(plaque), record) if plaque else record
        if other is not record:
            yield Finding(record, place, {"plaque": plaque, "other": other.key}, related=((other, place),))


def _years_later(day: str, years: int) -> str:
    """The same day of the year, *years* later; the last of February where there is no 29th."""
    start = date.fromisoformat(day)
    try:
        return start.replace(year=start.year + years).isoformat()
    except ValueError:
        return start.replace(year=start.year + years, day=28).isoformat()


def _named_inspections(data: Data) -> Iterator[tuple[str, FieldPath]]:
    """The inspections that a record gives as reason, each with its place."""
    for i, kept in enumerate(data.get("kept", ())):
        yield kept["inspection"], ("kept", i, "inspection")
    if "inspection" in data.get("withdrawal", NOTHING):
        yield data["withdrawal"]["inspection"], ("withdrawal", "inspection")


def _vetoes(snapshot: Snapshot) -> dict[str, list[tuple[str, Record]]]:
    """Designated school -> days and inspections with a major hazard or an unmet veto item."""
    concerned = {data["school"] for _, data in in_force(snapshot, "demonstrations") if any(spans(data))}
    found: dict[str, list[tuple[str, Record]]] = defaultdict(list)
    for record, data in in_force(snapshot, "inspections") if concerned else ():
        if data["organization"] in concerned and data["status"] == "done" and _is_veto(snapshot, data):
            found[data["organization"]].append((data["date"], record))
    return found


def _is_veto(snapshot: Snapshot, inspection: Data) -> bool:
    """Did the visit find a major hazard, or an item unmet that the checklist marks as a veto?"""
    if any(finding["grade"] == "major" for finding in inspection.get("findings") or ()):
        return True
    checklist = snapshot.get("checklists", inspection.get("checklist", ""))
    items = sheet_of(checklist).items if checklist else NOTHING
    unmet = (row["item"] for row in inspection.get("results") or () if row["result"] == "unmet")
    return any(items.get(item, NOTHING).get("veto") for item in unmet)
