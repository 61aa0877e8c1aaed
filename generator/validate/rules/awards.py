"""Commendations: who may receive one, of which day its notice is, and what it is called.

AWD005 looked at the form of the notice's number; DOC001 does so for the numbers of all kinds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.model.diagnostic import FieldPath, Severity
from generator.model.record import Record
from generator.model.register import parsed, register
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from generator.validate.questions import in_force, name_key
from generator.validate.rule import Finding, Passage, passage_rule, rule

_LEVELS = {"city": Text("市级单位", "city"), "cluster": Text("学区", "cluster")}


@rule(
    "AWD001",
    "ineligible-level",
    Severity.ERROR,
    message=Text("先进单位不能是{level}「{unit}」", "A {level} ({unit}) cannot be an advanced unit"),
    hint=Text("先进单位只评县（区）和学校", "Advanced units are counties and schools"),
)
def ineligible_level(snapshot: Snapshot) -> Iterator[Finding]:
    """The bureau commends the counties and schools below it, not itself and not a grouping of schools.

    市局表扬的是县（区）教育部门和学校；学区不是独立单位，市级单位不能表扬自己。
    """
    for record, data in in_force(snapshot, "awards"):
        unit = snapshot.get("organizations", data["unit"])
        level = unit.document.data["level"] if unit else ""
        if unit and data["kind"] == "advanced_unit" and level in _LEVELS:
            params = {"level": _LEVELS[level], "unit": unit.id}
            yield Finding(record, ("unit",), params, related=((unit, ("level",)),))


@rule(
    "AWD002",
    "award-to-closed-unit",
    Severity.ERROR,
    message=Text("通报时（{day}）「{unit}」{state}", "When the notice was issued ({day}), {unit} {state}"),
    hint=Text(
        "核对单位和日期；单位撤并的写接管的单位", "Check unit and day, or name the unit that took over"
    ),
)
def award_to_closed_unit(snapshot: Snapshot) -> Iterator[Finding]:
    """A notice names units that exist on the day that it is issued.

    通报表扬的应是当时存在的单位。
    """
    for record, data in in_force(snapshot, "awards"):
        unit = snapshot.get("organizations", data["unit"])
        day = data["notice"]["issued_on"]
        if unit is None:
            continue
        facts = unit.document.data
        for field, state, wrong in (
            ("opened", Text("尚未设立", "had not opened yet"), "opened" in facts and day < facts["opened"]),
            ("closed", Text("已经撤销", "had been closed"), "closed" in facts and facts["closed"] <= day),
        ):
            if wrong:
                params = {"day": day, "unit": unit.id, "state": state}
                yield Finding(record, ("unit",), params, related=((unit, (field,)),))


@rule(
    "AWD003",
    "award-despite-major-finding",
    Severity.ERROR,
    message=Text(
        "「{unit}」{year} 年查出过重大隐患，不能评为先进单位",
        "{unit} had a major finding in {year} and cannot be an advanced unit",
    ),
    hint=Text(
        "撤下这一表扬；若重大隐患认定有误，先改正检查记录",
        "Drop it, or correct the inspection first if it is wrong",
    ),
)
def award_despite_major_finding(snapshot: Snapshot) -> Iterator[Finding]:
    """A major hazard vetoes the year's commendation; otherwise the two pages contradict each other.

    当年查出重大隐患的一票否决；否则同一所学校一边通报隐患、一边通报表扬。
    """
    major: dict[tuple[str, int], tuple[Record, int]] = {}
    for record, data in in_force(snapshot, "inspections"):
        if data["status"] == "done" and "date" in data:
            for i, finding in enumerate(data.get("findings") or ()):
                if finding["grade"] == "major":
                    major.setdefault((data["organization"], int(data["date"][:4])), (record, i))
    for record, data in in_force(snapshot, "awards"):
        found = major.get((data["unit"], data["year"]))
        if found and data["kind"] == "advanced_unit":
            params = {"unit": data["unit"], "year": data["year"]}
            yield Finding(record, ("unit",), params, related=((found[0], ("findings", found[1])),))


@rule(
    "AWD004",
    "repeated-award",
    Severity.ERROR,
    message=Text(
        "{year} 年已有同样的表扬：{other}", "There is the same commendation of {year} already: {other}"
    ),
    hint=Text("撤回重复的一条", "Withdraw the repeated one"),
)
def repeated_award(snapshot: Snapshot) -> Iterator[Finding]:
    """One commendation under two numbers counts twice.

    同一表扬录了两次，表扬数就多算一次。
    """
    first: dict[tuple[object, ...], Record] = {}
    for record, data in in_force(snapshot, "awards"):
        key = (data["year"], data["kind"], data["unit"], name_key(data.get("person", "")))
        other = first.setdefault(key, record)
        if other is not record:
            field = "person" if "person" in data else "unit"
            params = {"year": data["year"], "other": other.key}
            yield Finding(record, (field,), params, related=((other, (field,)),))


@rule(
    "AWD006",
    "notice-year-not-of-issue",
    Severity.WARNING,
    message=Text(
        "发文字号的年份 {year} 与通报日期 {day} 不符", "The number is of {year}, the notice of {day}"
    ),
    hint=Text("字号里的年份是发文的年份", "The year in the number is the year of issue"),
)
def notice_year_not_of_issue(snapshot: Snapshot) -> Iterator[Finding]:
    """Series restart every year, so the year in the number is that of the day of issue.

    序号每年重编，字号里的年份就是发文当年。
    """
    for record, data in in_force(snapshot, "awards"):
        notice = data["notice"]
        number = parsed(notice["number"])
        if number and f"{number.year}" != notice["issued_on"][:4]:
            params = {"year": number.year, "day": notice["issued_on"]}
            yield Finding(record, ("notice", "number"), params)


@rule(
    "AWD007",
    "one-number-two-dates",
    Severity.ERROR,
    message=Text(
        "同一发文字号「{number}」在 {other} 里是另一个日期", "The number {number} has another day in {other}"
    ),
    hint=Text(
        "一个字号只对应一份文件、一个日期，请核对原件", "One number is one document of one day; look at it"
    ),
)
def one_number_two_dates(snapshot: Snapshot) -> Iterator[Finding]:
    """One number is one document of one day: that of the register, else the one that most awards give.

    一个字号只有一份文件、一个日期；以公文登记的成文日期为准，登记里没有日期的以多数表扬记录为准。
    """
    known = register(snapshot)
    by_number: dict[str, dict[str, list[Record]]] = {}
    for record, data in in_force(snapshot, "awards"):
        days = by_number.setdefault(data["notice"]["number"], {})
        days.setdefault(data["notice"]["issued_on"], []).append(record)
    place: FieldPath = ("notice", "issued_on")
    for number, days in by_number.items():
        document = known.get(number)
        signed = document.document.data.get("signed_on") if document else None
        usual = max(days.values(), key=len)  # the first day where two are as frequent
        right = signed or usual[0].document.data["notice"]["issued_on"]
        other: tuple[Record, FieldPath] = (usual[0], place)
        if document and signed:
            other = (document, ("signed_on",))
        for day, records in days.items():
            for record in records if day != right else ():
                params = {"number": number, "other": other[0].key}
                yield Finding(record, place, params, related=(other,))


@passage_rule(
    "AWD008",
    "honour-instead-of-praise",
    Severity.ERROR,
    suspect=("表彰",),
    message=Text("「{title}」里写了「表彰」", "{title} says 表彰 (honour)"),
    hint=Text("改为「表扬」", "Write 表扬 (praise)"),
)
def honour_instead_of_praise(passage: Passage) -> Iterator[Mapping[str, object]]:
    """Honours need the approval of the centre or the province; a bureau only commends.

    表彰项目须经中央或省级批准；教育局通报的是「表扬」，公开页面上不能写成「表彰」。
    """
    yield {"title": passage.field.title}


@rule(
    "AWD009",
    "person-named-in-text",
    Severity.ERROR,
    message=Text("「{title}」里写了这个人的姓名", "{title} holds the name of the person"),
    hint=Text(
        "删去姓名；姓名只写在 person 里，公开期满以后才不会再显示",
        "Remove the name; it stands in person alone, and is no longer shown after the day that ends it",
    ),
)
def person_named_in_text(snapshot: Snapshot) -> Iterator[Finding]:
    """A name in running text stays when the time for which it may be shown is over.

    姓名写进文字里，公开期满或者本人不再同意以后还会显示出来。
    """
    for record, data in in_force(snapshot, "awards"):
        name = data.get("person", "")
        for field in ("merit", "note"):
            if name and name in data.get(field, ""):
                title = snapshot.schemas["awards"].field(field).title
                yield Finding(record, (field,), {"title": title}, related=((record, ("person",)),))
