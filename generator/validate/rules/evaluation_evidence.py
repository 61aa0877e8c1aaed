"""What an evaluation rests on: bonus, deductions and vetoes cite records of the unit's year, once each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.model.diagnostic import FieldPath, Severity
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.standing import county_of
from generator.model.text import Text
from generator.validate.evaluated import evaluated
from generator.validate.questions import Data, in_force, near
from generator.validate.rule import Finding, rule
from generator.validate.values import picker

_ENTRIES = ("bonus", "deductions", "vetoes")


@rule(
    "EVL021",
    "unknown-entry",
    Severity.ERROR,
    message=Text("细则「{checklist}」的{sort}里没有「{name}」", "The list {checklist} has no {sort} {name}"),
    hint=Text("编号以细则为准{near}", "Name it as in the list{near}"),
)
def unknown_entry(snapshot: Snapshot) -> Iterator[Finding]:
    """Nothing is added or deducted that the list did not announce.

    细则没有写的情形，不能加分、减分或者定等。
    """
    for one in evaluated(snapshot):
        list_ = one.instrument
        known = {
            "bonus": ("entry", [case.id for case in list_.bonus], Text("加分项", "bonus")),
            "deductions": ("entry", [case.id for case in list_.deduction], Text("减分项", "deduction")),
            "vetoes": ("veto", [veto.id for veto in list_.vetoes], Text("否决情形", "veto")),
        }
        for path, row in one.entries():
            field, names, sort = known[str(path[0])]
            if row[field] not in names:
                params = {
                    "checklist": list_.checklist,
                    "sort": sort,
                    "name": row[field],
                    "near": near(row[field], names),
                }
                yield Finding(one.record, (*path, field), params)


@rule(
    "EVL022",
    "unknown-evidence",
    Severity.ERROR,
    message=Text("没有「{cited}」这条记录", "There is no record {cited}"),
    hint=Text(
        "写“种类/编号”，如 meetings/on-site-2025{near}", "Write kind/id, such as meetings/on-site-2025{near}"
    ),
)
def unknown_evidence(snapshot: Snapshot) -> Iterator[Finding]:
    """Every point can be traced to its record; a record that is not there proves nothing.

    每一分都要能查到依据；查不到的记录证明不了什么。
    """
    for record, data in in_force(snapshot, "evaluations"):
        for path, key in _cited(data):
            kind, _, name = key.partition("/")
            if snapshot.get(kind, name) is None and key not in snapshot.set_aside:
                params = {"cited": key, "near": near(name, snapshot.kinds.get(kind, {}))}
                yield Finding(record, path, params)


@rule(
    "EVL023",
    "evidence-of-another",
    Severity.ERROR,
    message=Text(
        "「{cited}」不是「{unit}」{year} 年的记录",
        "{cited} is no record of {unit} in {year}",
    ),
    hint=Text(
        "引用本单位当年的记录；没有单位的全市文件可以引用当年和次年的",
        "Cite a record of the unit and the year; a document of the city may be of the year or the next",
    ),
    whole=("organizations",),
)
def evidence_of_another(snapshot: Snapshot) -> Iterator[Finding]:
    """Another county's merit, or last year's, is no reason for this score.

    别的单位的成绩、别的年度的事，都不是这一年加分减分的理由。
    """
    for record, data in in_force(snapshot, "evaluations"):
        for name in _ENTRIES:
            for i, row in enumerate(data.get(name, ())):
                cited = _record(snapshot, row["record"])
                if cited and not _belongs(snapshot, cited, data):
                    params = {"cited": cited.key, "unit": data["unit"], "year": data["year"]}
                    yield Finding(record, (name, i, "record"), params, related=((cited, ()),))


@rule(
    "EVL024",
    "evidence-used-twice",
    Severity.ERROR,
    message=Text(
        "「{cited}」已经给「{unit}」加过（减过、认定过）一次", "{cited} has already counted for {unit} once"
    ),
    hint=Text(
        "删去其中一条；几次的写在 count 里", "Delete one of them; several times are one entry with a count"
    ),
)
def evidence_used_twice(snapshot: Snapshot) -> Iterator[Finding]:
    """One event counts once, in one year.

    一件事只能加一次、减一次，也不能今年用了明年再用。
    """
    first: dict[tuple[str, str, str], tuple[Record, FieldPath]] = {}
    for record, data in in_force(snapshot, "evaluations"):
        for name in _ENTRIES:
            for i, row in enumerate(data.get(name, ())):
                key = ("vetoes" if name == "vetoes" else "", data["unit"], row["record"])
                if key in first:
                    params = {"cited": row["record"], "unit": data["unit"]}
                    yield Finding(record, (name, i, "record"), params, related=(first[key],))
                first.setdefault(key, (record, (name, i, "record")))


@rule(
    "EVL025",
    "evidence-not-public",
    Severity.ERROR,
    message=Text(
        "「{cited}」涉及哪个单位不公开，引用它就等于公开了",
        "Which unit {cited} is about is internal; citing it here would publish it",
    ),
    hint=Text(
        "改为引用公开的依据，如约谈所依据的督查记录或通报",
        "Cite what is public, such as the inspection or the bulletin behind it",
    ),
)
def evidence_not_public(snapshot: Snapshot) -> Iterator[Finding]:
    """An evaluation is public with everything that it cites; what was kept inside would come out by the way.

    评价连同依据一起公开；不公开被约谈单位，就不能在它的评价里引用约谈记录。
    """
    for record, data in in_force(snapshot, "evaluations"):
        for path, key in _cited(data):
            schema = snapshot.schemas.get(key.partition("/")[0])
            if schema and any(f.internal and f.reference == "organizations" for f in schema.fields):
                yield Finding(record, path, {"cited": key})


@rule(
    "EVL038",
    "evidence-withdrawn",
    Severity.WARNING,
    message=Text("依据的「{cited}」已经撤回", "{cited}, on which this rests, has been withdrawn"),
    hint=Text("换成现行的依据，或重新评分", "Cite a record that is in force, or score again"),
)
def evidence_withdrawn(snapshot: Snapshot) -> Iterator[Finding]:
    """A score whose reason no longer holds is looked at again.

    依据的记录作废了，这一分就要重新看。
    """
    for record, data in in_force(snapshot, "evaluations"):
        for path, key in _cited(data):
            kind, _, name = key.partition("/")
            found = snapshot.get(kind, name)
            if found and found.is_withdrawn:
                yield Finding(record, path, {"cited": key}, related=((found, ("withdrawn",)),))


def _cited(data: Data) -> Iterator[tuple[FieldPath, str]]:
    """The records that an evaluation cites, each with its place."""
    for i, row in enumerate(data["items"]):
        for j, evidence in enumerate(row.get("evidence", ())):
            if "record" in evidence:
                yield ("items", i, "evidence", j, "record"), evidence["record"]
    for name in _ENTRIES:
        for i, row in enumerate(data.get(name, ())):
            yield (name, i, "record"), row["record"]


def _record(snapshot: Snapshot, key: str) -> Record | None:
    """The record in force that a key names, None where there is none."""
    kind, _, name = key.partition("/")
    found = snapshot.get(kind, name)
    return None if found is None or found.is_withdrawn else found


def _belongs(snapshot: Snapshot, cited: Record, data: Data) -> bool:
    """Is the record one of the unit's year? A city's document that names no county is anybody's."""
    counties = {found.id for unit in _units(snapshot, cited) if (found := county_of(snapshot, unit))}
    is_document = cited.kind == "documents"
    is_of_unit = data["unit"] in counties or (is_document and not counties)
    years = _years(snapshot, cited)
    wanted = {data["year"], data["year"] + 1} if is_document else {data["year"]}
    return is_of_unit and (not years or not wanted.isdisjoint(years))


def _units(snapshot: Snapshot, record: Record) -> Iterator[str]:
    """The organizations that a record names; an organization is its own."""
    if record.kind == "organizations":
        yield record.id
        return
    pick = picker(snapshot.schemas[record.kind], _is_unit)
    for _, _, unit in pick(record.document.data):
        yield unit


def _is_unit(field: Any) -> bool:
    return bool(field.reference == "organizations")


def _years(snapshot: Snapshot, record: Record) -> set[int]:
    """The year that a record states, else the years of its days."""
    data: Mapping[str, Any] = record.document.data
    if "year" in data:
        return {data["year"]}
    if record.kind == "organizations":
        return set()
    return {int(day[:4]) for _, _, day in picker(snapshot.schemas[record.kind], _is_day)(data)}


def _is_day(field: Any) -> bool:
    return bool(field.format == "date")
