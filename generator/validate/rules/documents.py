"""Official documents: how they are numbered and registered, and that every number that is cited exists."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from generator.model.diagnostic import FieldPath, Severity
from generator.model.record import Record
from generator.model.register import form_fault, form_meant, organ_codes, parsed, register
from generator.model.schema import Field, Schema
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from generator.validate.questions import in_force, near
from generator.validate.rule import Finding, record_rule, rule
from generator.validate.values import picker

# After so many suggestions in one run the rest go without: looking for near numbers is slow among thousands.
_SUGGESTIONS = 20


def _cites(field: Field) -> bool:
    return field.document_number


def _is_number(field: Field) -> bool:
    return field.document_number or field.path == "number"


@record_rule(
    "DOC001",
    "document-number-form",
    Severity.ERROR,
    message=Text("发文字号「{number}」不合规范：{why}", "The document number {number} is not in form: {why}"),
    hint=Text(
        "写成 机关代字〔年份〕序号号，{example}", "Write organ code, 〔year〕, serial and 号: {example}"
    ),
)
def document_number_form(record: Record, schema: Schema) -> Iterator[Finding]:
    """People search for documents by number; the form is that of GB/T 9704, wherever a number is written.

    公文凭发文字号查找；格式按 GB/T 9704：六角括号〔〕、年份写全、序号不编虚位、不加「第」，
    无论写在哪一种记录里。
    """
    wanted = _is_number if record.kind == "documents" else _cites
    for path, _, number in picker(schema, wanted)(record.document.data):
        why = form_fault(number)
        if why:
            yield Finding(record, path, {"number": number, "why": why, "example": _example(number)})


def _example(number: str) -> Text:
    """The very number that is meant where it can be told, else any."""
    meant = form_meant(number)
    return Text(f"即 {meant}", meant) if meant else Text("例如 某教函〔2025〕5号", "某教函〔2025〕5号")


@rule(
    "DOC002",
    "organ-code-not-ours",
    Severity.ERROR,
    message=Text("「{number}」不是本局的字号：{why}", "{number} is no number of the bureau: {why}"),
    hint=Text(
        "本局的代字和系列见 records/bureau.yml 的 organ_codes；外单位的公文写 external，不写 issuer",
        "See organ_codes in records/bureau.yml; for a document of another organ write external, not issuer",
    ),
)
def organ_code_not_ours(snapshot: Snapshot) -> Iterator[Finding]:
    """A document of the bureau has one of its own codes, and stands in the series of that code.

    本局的公文用本局的机关代字，登记在代字所属的系列；代字写错一个字，就再也查不到。
    """
    codes = organ_codes(snapshot)
    bureau = snapshot.bureau.document.data.get("city") if snapshot.bureau else None
    for record, data in in_force(snapshot, "documents"):
        number = parsed(data.get("number", ""))
        if not codes or number is None or data.get("issuer") != bureau:
            continue
        own = codes.get(number.code)
        if own is None:
            why = Text(f"机关代字「{number.code}」没有登记", f"the organ code {number.code} is not ours")
            yield Finding(record, ("number",), {"number": data["number"], "why": why})
        elif data.get("series", own.series) != own.series:
            why = Text(f"这个代字属于「{own.series}」系列", f"this code is of the series {own.series}")
            yield Finding(record, ("series",), {"number": data["number"], "why": why})


@rule(
    "DOC003",
    "number-year-not-of-signing",
    Severity.WARNING,
    message=Text(
        "发文字号的年份 {year} 与成文日期 {day} 不符", "The number is of {year}, the document of {day}"
    ),
    hint=Text("字号里的年份是成文的年份", "The year in the number is the year of signing"),
)
def number_year_not_of_signing(snapshot: Snapshot) -> Iterator[Finding]:
    """Series restart every year, so the year in the number is that of the day of signing.

    序号每年重编，字号里的年份就是成文当年。
    """
    for record, data in in_force(snapshot, "documents"):
        number, day = parsed(data.get("number", "")), data.get("signed_on", "")
        if number and day and day[:4] != f"{number.year}":
            yield Finding(record, ("number",), {"year": number.year, "day": day})


@rule(
    "DOC004",
    "repeated-document-number",
    Severity.ERROR,
    message=Text("发文字号「{number}」已由 {other} 登记", "The number {number} is that of {other}"),
    hint=Text(
        "一个字号只对应一份公文：核对原件，或撤回重复的一条",
        "One number is one document: look at it, or withdraw the repeated entry",
    ),
)
def repeated_document_number(snapshot: Snapshot) -> Iterator[Finding]:
    """A number that two documents have leads whoever cites it to the wrong one.

    两份公文用一个字号，引用它的人就不知道指哪一份。
    """
    first: dict[str, Record] = {}
    for record, data in in_force(snapshot, "documents"):
        if "number" not in data:
            continue
        other = first.setdefault(data["number"], record)
        if other is not record:
            params = {"number": data["number"], "other": other.key}
            yield Finding(record, ("number",), params, related=((other, ("number",)),))


@rule(
    "DOC005",
    "missing-serial",
    Severity.WARNING,
    message=Text(
        "{code}〔{year}〕的 {missing}没有登记，序号不连续",
        "{missing} of {code}〔{year}〕 is not registered, so the series has a gap",
    ),
    hint=Text(
        "补登缺号的公文；取了号没有印发的，登记这个号并写 voided（作废）",
        "Register what is missing; a number that was never used is registered as voided",
    ),
    whole=("documents",),
)
def missing_serial(snapshot: Snapshot) -> Iterator[Finding]:
    """In a register that claims to be complete, a serial that is not there was lost or taken in secret.

    登记簿声明齐全（代字写了 complete_since）的年份，缺一个号就少一份公文；没有声明齐全的年份不查。
    """
    codes = organ_codes(snapshot)
    series: dict[tuple[str, int], dict[int, Record]] = defaultdict(dict)
    for record in snapshot.of("documents"):  # a withdrawn document keeps its number
        data = record.document.data
        number = parsed(data.get("number", ""))
        code = codes.get(number.code) if number else None
        since = code.complete_since if code else None
        if number and since is not None and number.year >= since and "external" not in data:
            series[number.code, number.year].setdefault(number.serial, record)
    for (code_text, year), by_serial in series.items():
        for before, after in pairwise((0, *sorted(by_serial))):
            if after > before + 1:
                params = {"code": code_text, "year": year, "missing": _serials(before + 1, after - 1)}
                yield Finding(by_serial[after], ("number",), params)


@rule(
    "DOC006",
    "serial-against-date",
    Severity.ERROR,
    message=Text(
        "{number} 的成文日期 {day} 与序号的先后不合：{other} 是 {other_day}",
        "{number} was signed on {day}, but {other} on {other_day}: serials and days disagree",
    ),
    hint=Text("核对原件的字号和落款日期", "Look at the number and the day on the document itself"),
)
def serial_against_date(snapshot: Snapshot) -> Iterator[Finding]:
    """Numbers are given in the order of signing, so a later serial with an earlier day has a slip in one.

    序号按签发先后编，序号在后而日期在前，必有一处写错；只指出与多数不合的那一份。
    """
    series: dict[tuple[str, int], list[tuple[int, str, Record]]] = defaultdict(list)
    for record, data in in_force(snapshot, "documents"):
        number = parsed(data.get("number", ""))
        if number and "signed_on" in data and "voided" not in data and "external" not in data:
            series[number.code, number.year].append((number.serial, data["signed_on"], record))
    for rows in series.values():
        rows.sort(key=lambda row: (row[0], row[2].id))
        for (_, day, record), (_, other_day, other) in _out_of_order(rows):
            params = {
                "number": record.document.data["number"],
                "day": day,
                "other": other.document.data["number"],
                "other_day": other_day,
            }
            yield Finding(record, ("signed_on",), params, related=((other, ("signed_on",)),))


@rule(
    "DOC007",
    "unknown-document",
    Severity.ERROR,
    message=Text("登记簿里没有公文「{number}」", "The register has no document {number}"),
    hint=Text(
        "核对文号；确有这份公文的，先在 records/documents/ 登记，外单位的注明 external{near}",
        "Check the number; a document that exists is registered in records/documents/ first, "
        "as external where another organ issued it{near}",
    ),
    whole=("documents",),  # the number may be that of the entry that could not be read
)
def unknown_document(snapshot: Snapshot) -> Iterator[Finding]:
    """Whoever reads a number looks for the document; one that leads nowhere proves nothing.

    看到文号的人会去找文件；查无此文的文号什么也证明不了。
    """
    known = register(snapshot)
    suggestions: dict[str, Text] = {}
    for record, path, number in _citations(snapshot):
        if number in known or form_fault(number):
            continue
        if number not in suggestions:
            few = len(suggestions) < _SUGGESTIONS
            suggestions[number] = near(number, known if few else ())
        yield Finding(record, path, {"number": number, "near": suggestions[number]})


@rule(
    "DOC008",
    "voided-document-cited",
    Severity.ERROR,
    message=Text("「{number}」是作废的号，没有这份公文", "{number} was voided: there is no such document"),
    hint=Text("核对原件的文号", "Look at the number on the document itself"),
)
def voided_document_cited(snapshot: Snapshot) -> Iterator[Finding]:
    """A voided number was never printed on any document.

    作废的号没有印发过任何公文，不能引用。
    """
    voided = {n: r for n, r in register(snapshot).items() if "voided" in r.document.data}
    for record, path, number in _citations(snapshot) if voided else ():
        if number in voided and not record.is_withdrawn:
            yield Finding(record, path, {"number": number}, related=((voided[number], ("voided",)),))


@rule(
    "DOC009",
    "rests-on-later-document",
    Severity.ERROR,
    message=Text("不能{verb}「{number}」：{why}", "It cannot {verb} {number}: {why}"),
    hint=Text("核对文号和两份公文的成文日期", "Check the number and both days"),
)
def rests_on_later_document(snapshot: Snapshot) -> Iterator[Finding]:
    """A document rests on, and takes the place of, what was there before it; never itself.

    公文只能依据、代替在它之前的公文，更不能是它自己。
    """
    known = register(snapshot)
    for record, data in in_force(snapshot, "documents"):
        for name, verb in _EARLIER.items():
            for i, number in enumerate(data.get(name, ())):
                other = known.get(number)
                if other is None:
                    continue
                own, day = data.get("signed_on", ""), other.document.data.get("signed_on", "")
                if other is record or (own and day > own):
                    why = _ITSELF if other is record else Text(f"它成文于 {day}", f"that is of {day}")
                    params = {"verb": verb, "number": number, "why": why}
                    yield Finding(record, (name, i), params, related=((other, ("signed_on",)),))


_ITSELF = Text("这就是它自己", "that is this very document")
_EARLIER = {"replaces": Text("代替", "replace"), "basis": Text("依据", "rest on")}


@record_rule(
    "DOC010",
    "posted-out-of-turn",
    Severity.ERROR,
    message=Text("公开日期 {day} {why}", "Posted on {day}, {why}"),
    hint=Text("核对公开日期和公开属性", "Check the day and whether the document is public"),
    kinds=("documents",),
)
def posted_out_of_turn(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """What is not signed cannot be posted, and what is closed must not be.

    没有签发的公文不能上网，不予公开的更不能；作废的号没有公文可公开。
    """
    data = record.document.data
    day, signed = data.get("posted_on", ""), data.get("signed_on", "")
    if not day:
        return
    if day < signed:
        why = Text(f"早于成文日期 {signed}", f"before it was signed on {signed}")
        yield Finding(record, ("posted_on",), {"day": day, "why": why}, related=((record, ("signed_on",)),))
    elif "voided" in data:
        why = Text("写在作废的号上", "though the number was voided")
        yield Finding(record, ("posted_on",), {"day": day, "why": why}, related=((record, ("voided",)),))
    elif data.get("disclosure", {}).get("kind") == "closed":
        why = Text("写在不予公开的公文上", "though it is not public")
        place: FieldPath = ("disclosure", "kind")
        yield Finding(record, ("posted_on",), {"day": day, "why": why}, related=((record, place),))


def _citations(snapshot: Snapshot) -> Iterator[tuple[Record, FieldPath, str]]:
    """Every number by which any record cites a document."""
    for kind in snapshot.kinds:
        schema, records = snapshot.schemas.get(kind), snapshot.of(kind)
        if schema is None or not records or not any(field.document_number for field in schema.walk()):
            continue
        pick = picker(schema, _cites)
        for record in records:
            for path, _, number in pick(record.document.data):
                yield record, path, number


def _serials(first: int, last: int) -> Text:
    if first == last:
        return Text(f"{first}号", f"No. {first}")
    return Text(f"{first}号至{last}号", f"Nos. {first} to {last}")


_Row = tuple[int, str, Record]


def _out_of_order(rows: list[_Row]) -> Iterator[tuple[_Row, _Row]]:
    """The rows outside the longest run of days that do not fall, each with a row that it contradicts."""
    days = [int(day.replace("-", "")) for _, day, _ in rows]
    ends: list[int] = []  # from the last row on, negated: the latest day on which a run of each length begins
    length = [0] * len(rows)
    for i in range(len(rows) - 1, -1, -1):
        at = bisect_right(ends, -days[i])
        ends[at : at + 1] = [-days[i]]
        length[i] = at + 1
    kept: list[int] = []
    for i, day in enumerate(days):
        if length[i] == len(ends) - len(kept) and (not kept or day >= days[kept[-1]]):
            kept.append(i)
    for i, row in enumerate(rows):
        at = bisect_left(kept, i)
        if at < len(kept) and kept[at] == i:
            continue
        before = rows[kept[at - 1]] if at else None
        yield row, before if before and row[1] < before[1] else rows[kept[at]]
