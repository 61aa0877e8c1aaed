"""Identity: one thing, one record, one name, one number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from generator.model.diagnostic import Severity
from generator.model.record import Record
from generator.model.schema import Schema
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from generator.validate.identifiers import identifiers
from generator.validate.questions import in_force, name_key
from generator.validate.rule import Finding, record_rule, rule


@record_rule(
    "IDN002",
    "file-name-not-id",
    Severity.ERROR,
    message=Text("编号「{id}」与文件名「{stem}」不一致", "Id {id} differs from the file name {stem}"),
    hint=Text(
        "把文件改名为 {id}.yml，或把编号改为 {stem}",
        "Rename the file to {id}.yml, or change the id to {stem}",
    ),
)
def file_name_not_id(record: Record, schema: Schema) -> Iterator[Finding]:
    """Whoever knows an id must find the file at once, and two files can then never claim one id.

    知道编号就应当能直接找到文件；文件名与编号一致，两个文件也就不会抢同一个编号。
    """
    stem = record.path.rpartition("/")[2].removesuffix(".yml")
    written = record.document.data.get("id", stem)
    if not schema.singleton and written != stem:
        yield Finding(record, ("id",), {"id": written, "stem": stem})


@rule(
    "IDN003",
    "same-name-in-one-unit",
    Severity.ERROR,
    message=Text(
        "「{name}」与 {other} 重名，而且上级单位相同", "{name} has the name and the parent of {other}"
    ),
    hint=Text(
        "同一单位只建一条记录：撤回其中一条；确是两个单位则写全称区别",
        "One unit has one record: withdraw one of them, or write the full names if they are two units",
    ),
)
def same_name_in_one_unit(snapshot: Snapshot) -> Iterator[Finding]:
    """Two records of one school split its inspections, so that both of its figures are wrong.

    一所学校有两条记录，检查结果就被分到两处，两处的数字都不对。
    """
    rows = ((r, d) for r, d in in_force(snapshot, "organizations") if "closed" not in d)
    return _repeated(rows, lambda d: (d.get("parent"), name_key(d["name"])), "name")


@rule(
    "IDN004",
    "same-expert-name",
    Severity.WARNING,
    message=Text("这位专家与 {other} 同名", "This expert has the same name as {other}"),
    hint=Text(
        "确认是两个人；若是同一人，请合并为一条记录",
        "Make sure that these are two people, or merge the records",
    ),
)
def same_expert_name(snapshot: Snapshot) -> Iterator[Finding]:
    """People may share a name, but one expert under two ids escapes recusal and is counted twice.

    人可以同名；但一名专家有两个编号，就会绕开回避、被重复统计。
    """
    return _repeated(in_force(snapshot, "experts"), lambda d: name_key(d["name"]), "name")


@rule(
    "IDN005",
    "repeated-school-code",
    Severity.ERROR,
    message=Text("学校标识码与 {other} 相同", "The school code is that of {other}"),
    hint=Text(
        "标识码一校一码，请核对《学校（机构）代码》", "Each school has its own code; check it in the register"
    ),
)
def repeated_school_code(snapshot: Snapshot) -> Iterator[Finding]:
    """The national code is what other systems join by; a repeated one mixes two schools.

    其他系统凭学校标识码对接数据；标识码重复，两所学校的数据就会混在一起。
    """
    rows = in_force(snapshot, "organizations")
    return _repeated(rows, lambda d: d.get("school_code"), "school_code")


@rule(
    "IDN006",
    "repeated-division-code",
    Severity.ERROR,
    message=Text("行政区划代码与 {other} 相同", "The division code is that of {other}"),
    hint=Text("一个行政区只有一个代码，请核对", "A division has one code of its own; check it"),
)
def repeated_division_code(snapshot: Snapshot) -> Iterator[Finding]:
    """Maps and statistics are joined by division code; a repeated one counts one county for another.

    地图和统计数据按行政区划代码对接；代码重复就会把一个县的数据算到另一个县。
    """
    rows = in_force(snapshot, "organizations")
    return _repeated(rows, lambda d: d.get("division_code"), "division_code")


@rule(
    "IDN007",
    "look-alike-id",
    Severity.WARNING,
    message=Text("编号「{id}」与 {other} 的编号看起来一样", "The id {id} looks like that of {other}"),
    hint=Text(
        "数字 1 和字母 l、数字 0 和字母 o 难以分辨，请换一个编号",
        "The figure 1 and the letter l, or 0 and o, are hard to tell apart; choose another id",
    ),
)
def look_alike_id(snapshot: Snapshot) -> Iterator[Finding]:
    """People copy ids by eye; two that look alike are soon mistaken for each other.

    编号常常靠眼睛抄写；看起来一样的两个编号，迟早会用错。
    """
    for kind in snapshot.kinds:
        first: dict[str, Record] = {}
        for record in snapshot.of(kind):
            look = record.id.translate(_LOOKS)
            if "--" in look or look.endswith("-"):
                look = re.sub("-+", "-", look).strip("-")
            other = first.setdefault(look, record)
            if other is not record:
                yield Finding(
                    record, ("id",), {"id": record.id, "other": other.key}, related=((other, ("id",)),)
                )


_LOOKS = str.maketrans("10", "lo")


@record_rule(
    "IDN008",
    "id-like-identifier",
    Severity.ERROR,
    message=Text(
        "编号「{shown}」像是个人证件号或手机号", "The id {shown} looks like a personal number or a mobile"
    ),
    hint=Text(
        "换一个不含证件号、手机号的编号，如单位简称加顺序号",
        "Choose an id without such numbers, such as a short name and a counter",
    ),
)
def id_like_identifier(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """An id stands in addresses and file names for ever; a personal number must never be one.

    编号会一直留在网址和文件名里，所以绝不能用个人号码，也不能写成「区划代码＋日期＋四位数」的样子。
    """
    if len(record.id) >= 11 and _DIGITS.search(record.id):
        compact = record.id.replace("-", "")
        if _RESIDENT_SHAPE.search(compact) or identifiers(record.id, date.max):
            yield Finding(record, ("id",), {"shown": f"{record.id[:3]}***{record.id[-2:]}"})


_DIGITS = re.compile(r"[0-9](?:-*[0-9]){10}")
_RESIDENT_SHAPE = re.compile(
    r"(?<![0-9])[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9x]"
)


@rule(
    "IDN009",
    "taken-former-id",
    Severity.ERROR,
    message=Text("曾用编号「{alias}」也是 {other} 的编号", "The former id {alias} belongs to {other}, too"),
    hint=Text(
        "一个编号只属于一条记录：从其中一处删去；编号用过以后不再给别的记录用",
        "An id belongs to one record for good: take it out of one of the two",
    ),
)
def taken_former_id(snapshot: Snapshot) -> Iterator[Finding]:
    """An old address can lead to one record only, and an id that was used once is not used again.

    旧网址只能转到一条记录；用过的编号再给别的记录，旧文件里写的就成了另一条。
    """
    for kind, records in snapshot.kinds.items():
        owners: dict[str, Record] = {}
        for record in records.values():
            for index, alias in enumerate(record.document.data.get("aliases", ())):
                other = records.get(alias) or owners.get(alias)
                owners.setdefault(alias, record)
                if other:
                    params = {"alias": alias, "other": f"{kind}/{other.id}"}
                    yield Finding(record, ("aliases", index), params, related=((other, ()),))


def _repeated(
    rows: Iterable[tuple[Record, Any]], key: Callable[[Any], object], field: str
) -> Iterator[Finding]:
    """A finding at *field* for every record whose *key* an earlier one has; None is no key."""
    first: dict[object, Record] = {}
    for record, data in rows:
        value = key(data)
        if value is None:
            continue
        other = first.setdefault(value, record)
        if other is not record:
            yield Finding(
                record, (field,), {"name": data["name"], "other": other.key}, related=((other, (field,)),)
            )
