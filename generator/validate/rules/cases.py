"""Cases (典型经验): whose experience it is, since when, and where it was really shared.

Pupils' data is kept out by the schema (``no_pupil_data``) and by the privacy rules, which read every text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from generator.model.diagnostic import FieldPath, Severity
from generator.model.record import Record
from generator.model.register import register
from generator.model.schema import Schema
from generator.model.snapshot import Snapshot
from generator.model.standing import exists_on
from generator.model.text import Text
from generator.validate.questions import in_force, line_above, name_key, near, sheet_of
from generator.validate.rule import Finding, record_rule, rule


@rule(
    "CAS001",
    "case-of-absent-unit",
    Severity.ERROR,
    message=Text("{when} 时「{unit}」不存在", "{unit} did not exist on {when}"),
    hint=Text(
        "核对单位、开始日期和收录年度；单位撤并的写当时的单位",
        "Check unit, first day and year; where units were merged, name the one of that time",
    ),
)
def case_of_absent_unit(snapshot: Snapshot) -> Iterator[Finding]:
    """Experience belongs to a unit that was there when it was made and when it was taken into the library.

    做法要有做的单位：开始时已经设立，收录那年还在。
    """
    for record, data in in_force(snapshot, "cases"):
        unit = snapshot.get("organizations", data["unit"])
        began, first = data["began_on"], f"{data['year']}-01-01"
        for when in dict.fromkeys((began, max(began, first))) if unit else ():
            if unit and not exists_on(unit, when):
                yield Finding(record, ("unit",), {"when": when, "unit": unit.id}, related=((unit, ("id",)),))
                break


@record_rule(
    "CAS002",
    "case-before-it-began",
    Severity.ERROR,
    message=Text("收录年度 {year} 早于开始日期 {day}", "Taken in {year}, before it began on {day}"),
    hint=Text("核对收录年度和开始日期", "Check the year and the first day"),
    kinds=("cases",),
)
def case_before_it_began(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """What nobody had done yet was nobody's experience.

    还没有开始做，谈不上经验。
    """
    data = record.document.data
    if int(data["began_on"][:4]) > data["year"]:
        params = {"year": data["year"], "day": data["began_on"]}
        yield Finding(record, ("year",), params, related=((record, ("began_on",)),))


@rule(
    "CAS003",
    "shared-at-meeting-not-held",
    Severity.ERROR,
    message=Text(
        "会议「{meeting}」{state}，不能算已经推广", "The meeting {meeting} {state}: nothing was shared there"
    ),
    hint=Text(
        "换成真正交流过的会议；会议已开的，先把它的状态改为 held",
        "Name the meeting at which it was shared; where this one took place, set its status to held first",
    ),
)
def shared_at_meeting_not_held(snapshot: Snapshot) -> Iterator[Finding]:
    """A case is shared where people met; a plan or a meeting that fell through spread nothing.

    会没有开，经验就没有交流。
    """
    for record, data in in_force(snapshot, "cases"):
        for i, target in enumerate(data.get("shared_at") or ()):
            meeting = snapshot.get("meetings", target)
            status = meeting.document.data.get("status") if meeting else "held"
            if meeting and status != "held":
                params = {"meeting": meeting.id, "state": _NOT_HELD if status == "not_held" else _PLANNED}
                yield Finding(record, ("shared_at", i), params, related=((meeting, ("status",)),))


_PLANNED = Text("还没有召开", "has not taken place yet")
_NOT_HELD = Text("没有召开", "was not held")


@rule(
    "CAS004",
    "shared-before-it-began",
    Severity.ERROR,
    message=Text("{day} 推广时做法还没有开始（{began}）", "Shared on {day}, before it began on {began}"),
    hint=Text("核对开始日期，或换成真正推广的会议、公文", "Check the first day, or where it was shared"),
)
def shared_before_it_began(snapshot: Snapshot) -> Iterator[Finding]:
    """Nobody can tell of what has not happened.

    还没有发生的事，交流不了。
    """
    known = register(snapshot)
    for record, data in in_force(snapshot, "cases"):
        began = data["began_on"]
        for path, other, place, day in _shared(snapshot, known, record):
            if day and day < began:
                yield Finding(record, path, {"day": day, "began": began}, related=((other, place),))


@rule(
    "CAS005",
    "demonstration-of-another-unit",
    Severity.ERROR,
    message=Text(
        "示范校记录「{demonstration}」是「{school}」的，不是「{unit}」的",
        "The demonstration {demonstration} is that of {school}, not of {unit}",
    ),
    hint=Text(
        "写这所学校（或它的学区、县区）自己的示范校记录，或删去这一项",
        "Name a demonstration of the unit or of a school below it, or leave it out",
    ),
    whole=("organizations",),
)
def demonstration_of_another_unit(snapshot: Snapshot) -> Iterator[Finding]:
    """A case comes out of its own unit's demonstration, or out of that of a school below it.

    案例和示范校要对得上：学校写自己的，学区和县（区）写下属学校的。
    """
    for record, data in in_force(snapshot, "cases"):
        target = snapshot.get("demonstrations", data.get("demonstration", ""))
        school = target.document.data.get("school") if target else None
        if target and school and data["unit"] not in {u.id for u in line_above(snapshot, school)}:
            params = {"demonstration": target.id, "school": school, "unit": data["unit"]}
            yield Finding(record, ("demonstration",), params, related=((target, ("school",)),))


@rule(
    "CAS006",
    "repeated-case",
    Severity.ERROR,
    message=Text(
        "「{title}」与 {other} 是同一单位的同一案例", "{title} is the case {other} of the same unit"
    ),
    hint=Text("撤回重复的一条", "Withdraw the repeated one"),
)
def repeated_case(snapshot: Snapshot) -> Iterator[Finding]:
    """One case under two ids counts twice and is found half.

    一个案例录了两次，条数就多算，材料也分在两处。
    """
    first: dict[tuple[str, str], Record] = {}
    for record, data in in_force(snapshot, "cases"):
        other = first.setdefault((data["unit"], name_key(data["title"])), record)
        if other is not record:
            params = {"title": data["title"], "other": other.key}
            yield Finding(record, ("title",), params, related=((other, ("title",)),))


@rule(
    "CAS007",
    "case-never-shared",
    Severity.WARNING,
    message=Text("{year} 年收录，至今没有推广", "Taken in {year}, and shared nowhere since"),
    hint=Text(
        "在会议上交流的填 shared_at，发文推广的填 document；不宜推广的撤回",
        "Fill in shared_at or document once it is shared; withdraw what should not be",
    ),
)
def case_never_shared(snapshot: Snapshot) -> Iterator[Finding]:
    """Experience is collected to be spread; a year later it should have been.

    收集经验是为了推广；收录满一年还没有在会议或公文里推广的，应当有个说法。
    """
    for record, data in in_force(snapshot, "cases"):
        if data["year"] < snapshot.as_of.year and not ({"shared_at", "document", "source"} & data.keys()):
            yield Finding(record, ("year",), {"year": data["year"]})


@rule(
    "CAS008",
    "case-on-unknown-item",
    Severity.ERROR,
    message=Text("“{topic}”的检查表里没有「{item}」这一项", "No checklist for “{topic}” has an item {item}"),
    hint=Text("核对督查主题和项目编号{near}", "Check the topic and the id of the item{near}"),
)
def case_on_unknown_item(snapshot: Snapshot) -> Iterator[Finding]:
    """Who fails an item looks there for how others met it; an id that is none leads nobody to the case.

    学校在检查项目的页面上找做法；编号写错，案例就没有人找得到。哪一年的检查表有这一项都可以。
    """
    if "cases" not in snapshot.schemas:  # a revision that knew none yet
        return
    known: dict[str, set[str]] = defaultdict(set)
    for checklist, data in in_force(snapshot, "checklists"):
        if data["kind"] == "inspection":
            known[data["topic"]].update(sheet_of(checklist).ids)
    titles = {c.value: c.title for c in snapshot.schemas["cases"].choices("solves[].topic")}
    for record, data in in_force(snapshot, "cases"):
        for i, one in enumerate(data.get("solves") or ()):
            if one["item"] not in known[one["topic"]]:
                name = titles.get(one["topic"], one["topic"])
                close = near(one["item"], known[one["topic"]])
                params = {"topic": name, "item": one["item"], "near": close}
                yield Finding(record, ("solves", i, "item"), params)


def _shared(
    snapshot: Snapshot, known: Mapping[str, Record], record: Record
) -> Iterator[tuple[FieldPath, Record, FieldPath, str]]:
    """Where a case was shared: the field that says so, the record of it, its field of the day, the day."""
    data = record.document.data
    for i, target in enumerate(data.get("shared_at") or ()):
        meeting = snapshot.get("meetings", target)
        if meeting:
            day = meeting.document.data.get("dates", {}).get("to", "")
            yield ("shared_at", i), meeting, ("dates", "to"), day
    document = known.get(data.get("document", ""))
    if document:
        yield ("document",), document, ("signed_on",), document.document.data.get("signed_on", "")
