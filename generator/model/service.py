"""Who served where on which days: every expert on every inspection and engagement, in one shape.

Rules of conduct, workload and pages ask the same question of every kind of record that sends experts out.
A new kind with a team is one more function in ``_SOURCES``. Fields are read optionally, since the schema
of an old revision may lack them.

Who scores a county in the annual evaluation, or decides an appeal, judges it and is asked the same. It counts
no days: what the methods count are visits and engagements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from .diagnostic import FieldPath
from .record import Record
from .snapshot import Snapshot
from .standing import requirement

Data = Mapping[str, Any]

# Duties in which a unit is judged, so that whoever is tied to it keeps away.
JUDGING = frozenset({"guidance", "supervision", "review"})
# Kinds in which units are scored at a desk: no visits, and no days that a method counts.
SCORING = frozenset({"evaluations", "appeals"})


class Service(NamedTuple):
    """One expert at one unit.

    field: where the record names the expert. unit: who is judged or served.
    first, last: ISO days, both included; "" where no day is known yet.
    duty: of the five. days: None where the method says what it counts (an inspection, a survey).
    is_done: False for what is planned only. judges: the unit is judged.
    """

    record: Record
    field: FieldPath
    expert: str
    unit: str
    first: str
    last: str
    duty: str
    role: str
    days: Decimal | None
    is_done: bool
    judges: bool

    @property
    def year(self) -> int:
        """The year in which it counts: that of its first day; 0 where no day is known."""
        return int(self.first[:4]) if self.first else 0


class Load(NamedTuple):
    """What one expert does in one year, in order of time, and how many days it comes to."""

    days: Decimal
    services: tuple[Service, ...]


def services(snapshot: Snapshot) -> Iterator[Service]:
    """All services done or planned, by kind, then in order of the records; withdrawn records left out."""
    for kind, found_in in _SOURCES.items():
        for record in snapshot.active(kind):
            yield from found_in(record)
    yield from _appeals(snapshot)


def follow_ups(snapshot: Snapshot) -> Iterator[Service]:
    """Every expert of every follow-up, as one who judges the school; no days, so never part of a load."""
    for record in snapshot.active("follow-ups"):
        data = record.document.data
        hazard = snapshot.get("hazards", data.get("hazard", ""))
        school = hazard.document.data.get("school", "") if hazard else ""
        day = data.get("on", "")
        for i, expert in enumerate(data.get("by") or ()):
            yield Service(
                record, ("by", i), expert, school, day, day, "supervision", "", Decimal(0), True, True
            )


def loads(snapshot: Snapshot, found: Iterable[Service]) -> Mapping[tuple[str, int], Load]:
    """(expert, year) -> load of the *found* services, those without a day left out."""
    years: dict[tuple[str, int], list[Service]] = defaultdict(list)
    for service in found:
        if service.first:
            years[service.expert, service.year].append(service)
    counts = Days(snapshot)
    return {
        key: Load(sum((counts.of(s) for s in group), Decimal(0)), tuple(sorted(group, key=_by_day)))
        for key, group in sorted(years.items())
    }


class Days:
    """How many days a service counts: its own, or what the method of its day says of a visit."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._inspection: dict[str, Decimal] = {}

    def of(self, service: Service) -> Decimal:
        """Days of one service; 0 for an inspection where the method does not count them."""
        if service.days is not None:
            return service.days
        if service.first not in self._inspection:
            counted = requirement(self._snapshot, "experts", service.first).get("inspection_days", 0)
            self._inspection[service.first] = Decimal(str(counted))
        return self._inspection[service.first]


def terms(expert: Record) -> Iterator[tuple[int, Data]]:
    """The places of an expert in the pools that have a term, each with its index in ``pools``."""
    for i, place in enumerate(expert.document.data.get("pools") or ()):
        if {"from", "to"} <= place.get("term", {}).keys():
            yield i, place


def goes_on(expert: Record, place: Data) -> bool:
    """Was the expert appointed to the same pool for a later time already?"""
    until = place["term"]["to"]
    return any(p.get("pool") == place.get("pool") and p["term"]["to"] > until for _, p in terms(expert))


def places_on(expert: Record, day: date | str) -> tuple[Data, ...]:
    """The places in the pools that an expert holds on *day*."""
    at = str(day)
    return tuple(p for _, p in terms(expert) if p["term"]["from"] <= at <= p["term"]["to"])


def in_term(expert: Record, first: str, last: str) -> bool:
    """Do the terms of an expert, taken together, cover every day from *first* to *last*?"""
    spans = [place["term"] for _, place in terms(expert)]
    if any(span["from"] <= first and last <= span["to"] for span in spans):
        return True
    open_from = first
    for start, end in sorted((span["from"], span["to"]) for span in spans):
        if start <= open_from <= end:
            if end >= last:
                return True
            open_from = (date.fromisoformat(end) + timedelta(days=1)).isoformat()
    return False


def _by_day(service: Service) -> tuple[str, str, str]:
    return (service.first, service.record.key, str(service.field))


def _inspections(record: Record) -> Iterator[Service]:
    data = record.document.data
    is_done = data.get("status") in ("done", "draft")  # a draft is of a visit that took place
    if not is_done and data.get("status") != "planned":
        return
    day = str(data.get("date" if is_done else "planned_on") or "")
    unit = data.get("organization", "")
    for i, member in enumerate(data.get("team") or ()):
        yield Service(
            record, ("team", i, "expert"), member.get("expert", ""), unit, day, day,
            "supervision", member.get("role", ""), None, is_done, True,
        )  # fmt: skip


def _surveys(record: Record) -> Iterator[Service]:
    """The joint survey of a school that applied."""
    data = record.document.data
    survey = data.get("survey", {})
    day = survey.get("on", "")
    for i, member in enumerate(survey.get("team") or ()):
        yield Service(
            record, ("survey", "team", i, "expert"), member.get("expert", ""), data.get("school", ""),
            day, day, "review", member.get("role", ""), None, True, True,
        )  # fmt: skip


def _engagements(record: Record) -> Iterator[Service]:
    data = record.document.data
    dates, duty = data.get("dates", {}), data.get("duty", "")
    yield Service(
        record, ("expert",), data.get("expert", ""), data.get("unit", ""),
        dates.get("from", ""), dates.get("to", ""), duty, data.get("role", ""),
        Decimal(str(data.get("days", 0))), data.get("status") == "done", duty in JUDGING,
    )  # fmt: skip


def _evaluations(record: Record) -> Iterator[Service]:
    """Who scored items of a unit's year, once each, at the first item; on the day of verification."""
    data = record.document.data
    day, known = data.get("dates", {}).get("verified", ""), set()
    for i, row in enumerate(data.get("items") or ()):
        expert = row.get("scorer")
        if expert and expert not in known:
            known.add(expert)
            yield Service(
                record, ("items", i, "scorer"), expert, data.get("unit", ""), day, day,
                "review", "scorer", Decimal(0), True, True,
            )  # fmt: skip


def _appeals(snapshot: Snapshot) -> Iterator[Service]:
    """Who decided on what a unit asked to be looked at again; the unit stands in the evaluation."""
    for record in snapshot.active("appeals"):
        data = record.document.data
        evaluation = snapshot.get("evaluations", data.get("evaluation", ""))
        decision = data.get("decision", {})
        if evaluation and "decider" in decision:
            unit, day = evaluation.document.data.get("unit", ""), decision.get("on", "")
            yield Service(
                record, ("decision", "decider"), decision["decider"], unit, day, day,
                "review", "decider", Decimal(0), True, True,
            )  # fmt: skip


_SOURCES: Mapping[str, Callable[[Record], Iterator[Service]]] = {
    "inspections": _inspections,
    "demonstrations": _surveys,
    "engagements": _engagements,
    "evaluations": _evaluations,
}
