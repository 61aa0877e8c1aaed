"""Commendations: who may receive one, how its notice is numbered, and what it is called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.model.diagnostic import Severity
from generator.model.record import Record
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
    "AWD005",
    "notice-number-format",
    Severity.ERROR,
    message=Text("发文字号「{number}」不合规范：{why}", "The document number {number} is not in form: {why}"),
    hint=Text(
        "写成 机关代字〔年份〕序号号，例如 {example}",
        "Write organ code, 〔year〕, number and 号, such as {example}",
    ),
)
def notice_number_format(snapshot: Snapshot) -> Iterator[Finding]:
    """People search for documents by number; the form is that of GB/T 9704, with the bureau's own codes.

    公文凭发文字号查找；格式按 GB/T 9704：六角括号〔〕、年份写全、序号不编虚位、不加「第」，机关代字用本局的。
    """
    codes = _organ_codes(snapshot)
    example = f"{codes[0] if codes else '某教函'}〔{snapshot.as_of.year}〕5号"
    for record, data in in_force(snapshot, "awards"):
        number = data["notice"]["number"]
        why = _fault(number, codes)
        if why:
            yield Finding(record, ("notice", "number"), {"number": number, "why": why, "example": example})


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
        match = _NUMBER.fullmatch(notice["number"])
        if match and match["year"] != notice["issued_on"][:4]:
            params = {"year": match["year"], "day": notice["issued_on"]}
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
    """One number is one document; two days for it mean that one record is wrong.

    一个字号只有一份文件；出现两个日期，必有一条写错。以多数记录的日期为准，指出与之不同的。
    """
    by_number: dict[str, dict[str, list[Record]]] = {}
    for record, data in in_force(snapshot, "awards"):
        days = by_number.setdefault(data["notice"]["number"], {})
        days.setdefault(data["notice"]["issued_on"], []).append(record)
    place = ("notice", "issued_on")
    for number, days in by_number.items():
        usual = max(days.values(), key=len)  # the first day where two are as frequent
        for records in days.values():
            for record in records if records is not usual else ():
                params = {"number": number, "other": usual[0].key}
                yield Finding(record, place, params, related=((usual[0], place),))


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


_NUMBER = re.compile(r"(?P<code>[^\s0-9〔〕]+)〔(?P<year>[0-9]{4})〕(?P<serial>[1-9][0-9]*)号")


def _organ_codes(snapshot: Snapshot) -> tuple[str, ...]:
    """The bureau's organ codes, with and without the name of the series at their end."""
    rows = snapshot.bureau.document.data["organ_codes"] if snapshot.bureau else ()
    whole = tuple(
        row["code"] if row["code"].endswith(row["series"]) else row["code"] + row["series"] for row in rows
    )
    return (*whole, *(row["code"] for row in rows))


def _fault(number: str, codes: tuple[str, ...]) -> Text | None:
    """What is wrong with a document number; None where nothing is."""
    match = _NUMBER.fullmatch(number)
    if match:
        if codes and match["code"] not in codes:
            return Text(
                f"机关代字「{match['code']}」不是本局的", f"the organ code {match['code']} is not ours"
            )
        return None
    if re.search(r"[\[\](){}（）【】［］\u3014\u3015]", number) and not re.search("〔[^〕]*〕", number):
        return Text("年份应放在六角括号〔〕里", "the year stands in 〔〕")
    if "第" in number:
        return Text("序号前不加「第」", "no 第 before the number")
    if re.search(r"〕0", number):
        return Text("序号前不加 0", "no zero before the number")
    if not number.endswith("号"):
        return Text("末尾应是「号」", "it ends with 号")
    return Text("格式不对", "wrong form")
