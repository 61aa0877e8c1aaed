"""A draft becomes an inspection that is done: findings for what failed, and a hazard for each of them.

What a person wrote is kept; what the checklist and the bureau decide is added: grade and deadline of a
finding, free ids, and which hazard came back. Nothing is written here; the new data are given back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from generator.model.failures import FAILED
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.standing import requirement

from .loop import loop_of

Data = Mapping[str, Any]
REMEDY = ("measures", "responsible", "funds", "deadline", "plan")


@dataclass(frozen=True, slots=True)
class Finalized:
    """What a draft becomes.

    findings: of the inspection, in full. hazards: the new records, in order of the findings.
    """

    findings: tuple[Data, ...]
    hazards: tuple[Data, ...]


def pending_items(data: Data) -> tuple[str, ...]:
    """Items that nobody has filled in yet."""
    return tuple(row["item"] for row in data["results"] if row["result"] == "pending")


def dropped_items(snapshot: Snapshot, data: Data) -> tuple[str, ...]:
    """Items of the checklist that the draft has lost."""
    there = {row["item"] for row in data["results"]}
    return tuple(item for item in _items(snapshot, data) if item not in there)


def wordless_items(data: Data) -> tuple[str, ...]:
    """Items that failed, and neither a finding nor the facts say what was wrong."""
    told = {finding["item"] for finding in data.get("findings", ())}
    return tuple(
        row["item"]
        for row in data["results"]
        if row["result"] in FAILED and row["item"] not in told and "facts" not in row
    )


def major_items(snapshot: Snapshot, data: Data, reasons: Data) -> tuple[str, ...]:
    """Items with a major finding that becomes a hazard, whose five commitments must be known."""
    items = _items(snapshot, data)
    findings = _findings(snapshot, data, items)
    majors = [f for f in findings if f["grade"] == "major" and not _spared(f, reasons)]
    return tuple(dict.fromkeys(finding["item"] for finding in majors))


def finalized(snapshot: Snapshot, draft: Record, reasons: Data, remedies: Mapping[str, Data]) -> Finalized:
    """What *draft* becomes, whose items are all filled in and told.

    reasons: item -> why it becomes no hazard. remedies: item -> the five commitments of a major hazard.
    """
    data = draft.document.data
    items = _items(snapshot, data)
    findings = [
        finding | {"no_hazard": reasons[finding["item"]]} if finding["item"] in reasons else finding
        for finding in _findings(snapshot, data, items)
    ]
    if "hazards" not in snapshot.schemas:
        return Finalized(tuple(findings), ())
    names = _free_ids(snapshot, f"hz-{data['period'].lower()}-")
    hazards = [
        _hazard(snapshot, draft, finding, next(names), remedies)
        for finding in findings
        if "no_hazard" not in finding
    ]
    return Finalized(tuple(findings), tuple(hazards))


def _items(snapshot: Snapshot, data: Data) -> Mapping[str, Data]:
    checklist = snapshot.get("checklists", data["checklist"])
    sections = checklist.document.data["sections"] if checklist else ()
    return MappingProxyType({item["id"]: item for section in sections for item in section["items"]})


def _findings(snapshot: Snapshot, data: Data, items: Mapping[str, Data]) -> list[dict[str, Any]]:
    """The draft's own findings, then one for each failed item that only the facts speak of."""
    findings = [dict(finding) for finding in data.get("findings", ())]
    told = {finding["item"] for finding in findings}
    taken = {finding["id"] for finding in findings}
    free = (name for i in range(1, 1000) if (name := f"f-{i:02}") not in taken)
    for row in data["results"]:
        if row["result"] in FAILED and row["item"] not in told and "facts" in row:
            item = items.get(row["item"], {})
            grade = _grade(item, row["result"])
            due = _due(snapshot, item, grade, data["date"])
            name = next(free)
            findings.append(
                {"id": name, "item": row["item"], "grade": grade, "text": row["facts"], "due": due}
            )
    return findings


def _grade(item: Data, result: str) -> str:
    """A failure is major where the checklist says so of the item and it is not met at all."""
    return "major" if item.get("hazard_grade") == "major" and result == "unmet" else "general"


def _due(snapshot: Snapshot, item: Data, grade: str, day: str) -> str:
    """The item's days, else the bureau's of the grade, counted from the inspection."""
    bureau = snapshot.bureau
    defaults = bureau.document.data.get("deadlines", {}) if bureau else {}
    days = item.get("days", defaults.get(grade, 0))
    return (date.fromisoformat(day) + timedelta(days=int(days))).isoformat()


def _spared(finding: Data, reasons: Data) -> bool:
    return "no_hazard" in finding or finding["item"] in reasons


def _free_ids(snapshot: Snapshot, start: str) -> Iterator[str]:
    """Ids beyond the highest that is taken, by files set aside too."""
    aside = (key.partition("/")[2] for key in snapshot.set_aside if key.startswith("hazards/"))
    taken = [*(record.id for record in snapshot.of("hazards")), *aside]
    numbers = [int(m[1]) for name in taken if (m := re.fullmatch(re.escape(start) + "([0-9]+)", name))]
    highest = max(numbers, default=0)
    return (f"{start}{number:03}" for number in range(highest + 1, highest + 1000))


def _hazard(
    snapshot: Snapshot, draft: Record, finding: Data, name: str, remedies: Mapping[str, Data]
) -> dict[str, Any]:
    data = draft.document.data
    found: dict[str, Any] = {
        "id": name,
        "school": data["organization"],
        "registered_on": data["date"],
        "origin": "inspection",
        "inspection": draft.id,
        "finding": finding["id"],
        "topic": data["topic"],
        "item": finding["item"],
        "grade": finding["grade"],
        "text": finding["text"],
    }
    if "place" in finding:
        found["place"] = finding["place"]
    found["due"] = finding["due"]
    if finding["grade"] == "major" and finding["item"] in remedies:
        found["remedy"] = {key: remedies[finding["item"]][key] for key in REMEDY}
    if before := _closed_before(snapshot, data, finding["item"]):
        found["relapse_of"] = before
    return found | ({"sample": True} if draft.is_sample else {})


def _closed_before(snapshot: Snapshot, data: Data, item: str) -> str:
    """The hazard of the same school and item that was closed last, if it was lately; "" for none."""
    days = int(requirement(snapshot, "hazards", data["date"]).get("relapse_days", 0))
    earliest = (date.fromisoformat(data["date"]) - timedelta(days=days)).isoformat()
    closed = [
        (hazard.life.closed_on, hazard.id)
        for hazard in loop_of(snapshot).schools.get(data["organization"], ())
        if hazard.item == item and hazard.topic == data["topic"]
        if earliest <= hazard.life.closed_on <= data["date"]
    ]
    return max(closed)[1] if days and closed else ""
