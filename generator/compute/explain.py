"""Why a unit has the numbers it has, down to the records: what ``generator explain`` prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from generator.model.consent import UNDISCLOSED, hidden_fields
from generator.model.explain import Account, accounts
from generator.model.period import Period
from generator.model.record import Record
from generator.model.results import Conclusion, Results
from generator.model.snapshot import Snapshot
from generator.model.text import Text


@dataclass(frozen=True, slots=True)
class Basis:
    """A record behind a number: its key, its file, and one line on what it says."""

    key: str
    path: str
    summary: Text


@dataclass(frozen=True, slots=True)
class Explanation:
    """A unit's accounts by period; records: every key named in them -> the record behind it."""

    unit: str
    accounts: tuple[Account, ...]
    records: Mapping[str, Basis]


def explain(results: Results, snapshot: Snapshot, unit: str, period: Period | None = None) -> Explanation:
    """All numbers of *unit*, in one period or in all; empty where nothing was computed for it."""
    found = tuple(accounts(results, unit, period))
    keys = {key for a in found for e in a.measures for key in e.measure.evidence}
    records = {key: record for key in sorted(keys) if (record := snapshot.find(key))}
    return Explanation(
        unit,
        found,
        MappingProxyType({k: Basis(k, r.path, _summary(r, results, snapshot)) for k, r in records.items()}),
    )


def _summary(record: Record, results: Results, snapshot: Snapshot) -> Text:
    """What a reader should know of a record before opening it; its name or title for most kinds."""
    match record.kind:
        case "inspections":
            return _inspection(record, results.conclusions.get(record.id), snapshot)
        case "awards":
            kind = _choice(snapshot, "awards", "kind", record.get("kind", ""))
            return Text(f"{record.get('year')}年 {kind.zh}", f"{record.get('year')} {kind.to('en')}")
        case "hazards":
            return _hazard(record, results, snapshot)
        case "rectifications" | "follow-ups":
            kind = _choice(snapshot, record.kind, "kind", record.get("kind", ""))
            day = record.get("on", "")
            return Text(f"{day} {kind.zh}", f"{day} {kind.to('en')}")
    if hidden_fields(record, snapshot.as_of):
        return Text(UNDISCLOSED.zh, UNDISCLOSED.to("en"))
    return Text(str(record.get("name") or record.get("title") or record.id))


def _hazard(record: Record, results: Results, snapshot: Snapshot) -> Text:
    """Since when, where, what, and how it stands on the day of looking."""
    school = snapshot.get("organizations", record.get("school", ""))
    name = school["name"] if school else record.get("school", "")
    words = f"{record.get('registered_on', '')} {name}，{record.get('text', '')}"
    one = results.loop.hazards.get(record.id)
    if one is None:
        return Text(words)
    state = one.life.state.value
    late = Text(f"，逾期{one.overdue}天", f", {one.overdue} days late") if one.overdue else Text("", "")
    return Text(f"{words}（{state.zh}{late.zh}）", f"{words} ({state.to('en')}{late.to('en')})")


def _inspection(record: Record, conclusion: Conclusion | None, snapshot: Snapshot) -> Text:
    school = snapshot.get("organizations", record.get("organization", ""))
    day, name = record.get("date") or record.get("period"), school["name"] if school else record.id
    if conclusion is None or conclusion.rate is None:
        return Text(f"{day} {name}", f"{day} {name}")
    grade = _choice(snapshot, "methods", "grades[].grade", conclusion.grade) if conclusion.grade else None
    points = f"{conclusion.rate:f}%"
    if grade is None:
        return Text(f"{day} {name}，得分率 {points}", f"{day} {name}, {points}")
    return Text(f"{day} {name}，得分率 {points}，{grade.zh}", f"{day} {name}, {points}, {grade.to('en')}")


def _choice(snapshot: Snapshot, kind: str, path: str, value: str) -> Text:
    """How people read a choice, by the schema; the value itself where the schema does not say."""
    schema = snapshot.schemas.get(kind)
    for field in schema.walk() if schema else ():
        if field.path == path:
            return next((c.title for c in field.choices if c.value == value), Text(value))
    return Text(value)
