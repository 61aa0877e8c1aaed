"""Stock-takings of chemicals and hand-overs of waste: complete by the bureau's own terms, and lawful."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.model.diagnostic import FieldPath, Severity
from generator.model.record import Record
from generator.model.risk import latest_stocktaking
from generator.model.schema import Schema
from generator.model.snapshot import Snapshot
from generator.model.standing import exists_on
from generator.model.text import Text
from generator.validate.questions import in_force, name_key, near
from generator.validate.rule import Finding, record_rule, rule


@rule(
    "CHM001",
    "unknown-double",
    Severity.ERROR,
    message=Text("本局登记的“五双”里没有「{id}」", "The bureau's five doubles have no {id}"),
    hint=Text("五双的编号见 bureau.yml{near}", "The ids stand in bureau.yml{near}"),
)
def unknown_double(snapshot: Snapshot) -> Iterator[Finding]:
    """Each bureau means its own five; an entry for something else says nothing about them.

    各地“五双”定义不同，以本局登记的为准。只看每所学校最近一次盘点：定义改了，以前的盘点按以前的填。
    """
    ids = _ids(snapshot)
    for record in latest_stocktaking(snapshot).values():
        for i, row in enumerate(record.document.data.get("doubles") or ()):
            if ids and row["double"] not in ids:
                params = {"id": row["double"], "near": near(row["double"], ids)}
                yield Finding(record, ("doubles", i, "double"), params, related=_definition(snapshot))


@rule(
    "CHM002",
    "double-not-answered",
    Severity.ERROR,
    message=Text("“五双”没有填全，缺：{missing}", "Of the five doubles these are missing: {missing}"),
    hint=Text(
        "逐项写落实没有；药品已经清空的，classes 写 [] 并且不写 doubles",
        "Answer each; where nothing is kept any more write classes: [] and no doubles",
    ),
)
def double_not_answered(snapshot: Snapshot) -> Iterator[Finding]:
    """Four of five would be counted as all; what is left out is usually what is not met.

    漏填的往往就是没有落实的；五项填全，才算得出符合率。
    """
    bureau = snapshot.bureau
    titles = {d["id"]: d["title"] for d in bureau.document.data["five_doubles"]} if bureau else {}
    for record in latest_stocktaking(snapshot).values():
        data = record.document.data
        told = {row["double"] for row in data.get("doubles") or ()}
        missing = [title for double, title in titles.items() if double not in told]
        if missing and data["classes"]:
            params = {"missing": Text("、".join(missing), ", ".join(missing))}
            at_key = "doubles" in data
            yield Finding(record, ("doubles",) if at_key else ("classes",), params, at_key=True)


@record_rule(
    "CHM003",
    "double-answered-twice",
    Severity.ERROR,
    message=Text("「{id}」填了两次", "{id} is answered twice"),
    hint=Text("保留正确的一条", "Keep the right one"),
    kinds=("chemicals",),
)
def double_answered_twice(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Two answers to one question may contradict each other.

    一项填两次，可能互相矛盾。
    """
    seen: dict[str, int] = {}
    for i, row in enumerate(record.document.data.get("doubles") or ()):
        before = seen.setdefault(row["double"], i)
        if before != i:
            related = ((record, ("doubles", before)),)
            yield Finding(record, ("doubles", i, "double"), {"id": row["double"]}, related=related)


@record_rule(
    "CHM004",
    "doubles-of-empty-store",
    Severity.ERROR,
    message=Text("没有存放任何药品，却填了“五双”", "Nothing is kept, yet the five doubles are answered"),
    hint=Text("写明存放类别，或者删去 doubles", "Name the classes kept, or drop doubles"),
    kinds=("chemicals",),
)
def doubles_of_empty_store(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """An empty store meets everything by itself and would raise the share of those that do.

    空库房自然样样符合，算进去会抬高符合率。
    """
    data = record.document.data
    if not data["classes"] and data.get("doubles"):
        yield Finding(record, ("doubles",), at_key=True)


@rule(
    "CHM005",
    "highly-toxic-without-doubles",
    Severity.WARNING,
    message=Text("存放剧毒化学品，却没有落实：{unmet}", "Highly toxic chemicals are kept without: {unmet}"),
    hint=Text(
        "立即落实，或者移交县级库代存；落实后另登记一次盘点",
        "Put it right at once or hand them over for safe keeping, then enter a new stock-taking",
    ),
)
def highly_toxic_without_doubles(snapshot: Snapshot) -> Iterator[Finding]:
    """The law itself asks for two persons at a store of the highly toxic, whatever a bureau decides.

    剧毒化学品双人收发、双人保管是法定要求，一天也不能缺。
    """
    bureau = snapshot.bureau
    titles = {d["id"]: d["title"] for d in bureau.document.data["five_doubles"]} if bureau else {}
    for record in latest_stocktaking(snapshot).values():
        data = record.document.data
        unmet = [titles.get(r["double"], r["double"]) for r in data.get("doubles") or () if not r["met"]]
        if unmet and "highly_toxic" in data["classes"]:
            params = {"unmet": Text("、".join(unmet), ", ".join(unmet))}
            yield Finding(record, ("classes", data["classes"].index("highly_toxic")), params)


@rule(
    "CHM006",
    "stock-against-register",
    Severity.WARNING,
    message=Text(
        "最近一次盘点的类别与单位登记的不一致：{what}",
        "The newest stock-taking differs from what the unit's own record says: {what}",
    ),
    hint=Text(
        "核对后改正其中一条；清空或新购的，改单位记录的 keeps",
        "Correct one of the two; what a unit keeps stands there",
    ),
)
def stock_against_register(snapshot: Snapshot) -> Iterator[Finding]:
    """Who is inspected for chemicals is chosen by the unit's record; a store it does not know is never seen.

    查谁、不查谁以单位登记为准；登记里没有的库房，就没有人去查。
    """
    names = snapshot.labels("chemicals", "classes")
    for record in latest_stocktaking(snapshot).values():
        unit = snapshot.get("organizations", record.document.data["school"])
        if unit is None or not exists_on(unit, snapshot.as_of):
            continue
        found = set(record.document.data["classes"])
        keeps = unit.document.data.get("keeps", {})
        told = set(keeps.get("hazchem_classes") or found) if keeps.get("hazchem") else set()
        if found != told:
            what = _difference(found, told, names)
            yield Finding(record, ("classes",), {"what": what}, at_key=True, related=((unit, ("keeps",)),))


@rule(
    "CHM007",
    "stock-taken-twice",
    Severity.ERROR,
    message=Text("同一天的盘点已经登记过（{other}）", "This day's stock-taking is on record ({other})"),
    hint=Text("保留一条", "Keep one"),
)
def stock_taken_twice(snapshot: Snapshot) -> Iterator[Finding]:
    """Two records of one stock-taking can contradict each other, and the newer one counts.

    一次盘点登记两条，可能互相矛盾，不知道以哪条为准。
    """
    seen: dict[tuple[str, str], Record] = {}
    for record, data in in_force(snapshot, "chemicals"):
        before = seen.setdefault((data["school"], data["on"]), record)
        if before is not record:
            yield Finding(record, ("on",), {"other": before.id}, related=((before, ("on",)),))


@rule(
    "WST001",
    "repeated-manifest",
    Severity.ERROR,
    message=Text("联单「{manifest}」已经用在「{other}」", "{manifest} stands in {other} already"),
    hint=Text("一次移交一张联单，核对编号", "Each hand-over has a manifest of its own; check the number"),
)
def repeated_manifest(snapshot: Snapshot) -> Iterator[Finding]:
    """A manifest follows one load from the school to its disposal; two loads on one cannot be traced.

    一张联单跟着一批废物从学校走到处置单位；两次移交共用一张，就追不到去向。
    """
    seen: dict[str, Record] = {}
    for record, data in in_force(snapshot, "waste-transfers"):
        before = seen.setdefault(name_key(data["manifest"]), record)
        if before is not record:
            params = {"manifest": data["manifest"], "other": before.id}
            yield Finding(record, ("manifest",), params, related=((before, ("manifest",)),))


@record_rule(
    "WST002",
    "licence-expired",
    Severity.ERROR,
    message=Text(
        "移交当天（{day}）接收单位的许可证已经过期（有效期至 {end}）",
        "On {day} the carrier's licence had expired ({end})",
    ),
    hint=Text(
        "核对日期；续期的写新证的有效期，确已过期的报生态环境部门",
        "Check the days; enter the renewed licence, or report it to the environmental office",
    ),
    kinds=("waste-transfers",),
)
def licence_expired(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Hazardous waste may be given to a licensed unit only, and the licence must hold on the day.

    危险废物只能交给有许可证的单位，许可证要在移交当天有效（固体废物污染环境防治法第八十条）。
    """
    data = record.document.data
    if data["on"] > data["licence_to"]:
        params = {"day": data["on"], "end": data["licence_to"]}
        yield Finding(record, ("licence_to",), params, related=((record, ("on",)),))


@rule(
    "WST003",
    "licence-of-two-units",
    Severity.WARNING,
    message=Text(
        "许可证「{licence}」在「{other}」里写的是「{carrier}」",
        "In {other} the licence {licence} is that of {carrier}",
    ),
    hint=Text("一证一单位，核对名称和证号", "A licence belongs to one unit; check name and number"),
)
def licence_of_two_units(snapshot: Snapshot) -> Iterator[Finding]:
    """A borrowed licence is no licence; usually it is a slip of the pen.

    许可证不能借用；多数时候是抄错了一个。
    """
    seen: dict[str, Record] = {}
    for record, data in in_force(snapshot, "waste-transfers"):
        before = seen.setdefault(data["licence"], record)
        carrier = before.document.data["carrier"]
        if name_key(carrier) != name_key(data["carrier"]):
            params = {"licence": data["licence"], "other": before.id, "carrier": carrier}
            yield Finding(record, ("licence",), params, related=((before, ("carrier",)),))


def _ids(snapshot: Snapshot) -> tuple[str, ...]:
    bureau = snapshot.bureau
    return tuple(d["id"] for d in bureau.document.data["five_doubles"]) if bureau else ()


def _definition(snapshot: Snapshot) -> tuple[tuple[Record, FieldPath], ...]:
    return ((snapshot.bureau, ("five_doubles",)),) if snapshot.bureau else ()


def _difference(found: set[str], told: set[str], names: Mapping[str, Text]) -> Text:
    zh, en = [], []
    for words, classes in ((_ONLY_FOUND, found - told), (_ONLY_TOLD, told - found)):
        if classes:
            labels = [names.get(c, Text(c)) for c in sorted(classes)]
            zh.append(words.zh + "、".join(label.zh for label in labels))
            en.append(words.en + ", ".join(label.to("en") for label in labels))
    return Text("；".join(zh), "; ".join(en))


_ONLY_FOUND = Text("盘点有而登记没有 ", "found, not registered: ")
_ONLY_TOLD = Text("登记有而盘点没有 ", "registered, not found: ")
