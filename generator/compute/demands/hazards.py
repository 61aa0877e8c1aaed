"""What the second mechanism demands of what was found: that it is put right, and stays so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from generator.compute.demand import Judgement, demand
from generator.compute.loop import loop_of
from generator.model.demand import Mechanism, State
from generator.model.hazard import CONFIRMED, EVENTS, RELAPSED
from generator.model.loop import Hazard, last_closing
from generator.model.snapshot import Snapshot
from generator.model.standing import (
    NOTHING,
    county_of,
    day_of_judgement,
    own_city_id,
    requirement,
    units_on,
)
from generator.model.text import Text


@dataclass(slots=True)
class _Found:
    """What was found in one county: findings, those with a hazard, a reason or a day, and the hazards."""

    findings: int = 0
    followed: int = 0
    records: list[str] = field(default_factory=list)
    hazards: list[Hazard] = field(default_factory=list)

    @property
    def closed(self) -> int:
        """How many hazards are closed."""
        return sum(not h.life.is_open for h in self.hazards)

    @property
    def overdue(self) -> int:
        """How many are open beyond their last day."""
        return sum(bool(h.overdue) for h in self.hazards)


@demand(
    "rectification-deadlines",
    Mechanism.INSPECTION,
    words=Text("对存在问题予以通报，督促整改", "What is found must be put right"),
    asks=Text(
        "检查发现的每个问题都登记隐患并写明期限，或者写明为什么不登记；隐患在期限内整改销号",
        "Every finding has a hazard with its last day, or says why not; hazards are put right by that day",
    ),
    rules=("CHK008", "CHK010", "CHK016", "HAZ006", "HAZ015", "DAT007", "DUE001"),
    kinds=("inspections", "hazards", *EVENTS),
)
def rectification_deadlines(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """In each county, whatever was found in the year is followed, and nothing of it is overdue.

    Hazards count in the year of their registration. A county in which nothing was found has met it.
    """
    if "inspections" not in snapshot.schemas:
        return
    day = day_of_judgement(year, snapshot.as_of)
    found = {county.id: _Found() for county in units_on(snapshot, day, "county")}
    loop = loop_of(snapshot)
    hazards = {(h.inspection, h.finding) for h in loop if h.finding}
    for record in snapshot.active("inspections"):
        data = record.document.data
        county = county_of(snapshot, data.get("organization", ""))
        if data.get("status") != "done" or data.get("period", "")[:4] != str(year) or county is None:
            continue
        if county.id in found:
            rows = data.get("findings", ())
            one = found[county.id]
            one.findings += len(rows)
            one.followed += sum(
                "due" in r or "no_hazard" in r or (record.id, r.get("id")) in hazards for r in rows
            )
            one.records += [record.key] * bool(rows)
    for hazard in loop:
        if hazard.county in found and hazard.registered_on[:4] == str(year):
            found[hazard.county].hazards.append(hazard)
    for unit, one in found.items():
        evidence = (*one.records, *(key for h in one.hazards for key in h.evidence))
        yield Judgement(unit, _state(one, year, snapshot.as_of), _reason(one), evidence)


def _state(one: _Found, year: int, as_of: date) -> State:
    if one.followed < one.findings or one.overdue:
        return State.OPEN
    if one.closed < len(one.hazards) or (not one.findings and year >= as_of.year):
        return State.PENDING
    return State.MET


def _reason(one: _Found) -> Text:
    if not one.findings and not one.hazards:
        return Text("没有登记问题", "Nothing was found")
    parts = []
    if one.findings:
        parts.append(
            Text(
                f"登记问题 {one.findings} 项，写明期限 {one.followed} 项",
                f"{one.followed} of {one.findings} findings have a deadline",
            )
        )
    if one.hazards:
        number = len(one.hazards)
        parts.append(
            Text(
                f"登记隐患 {number} 项，已销号 {one.closed} 项，逾期 {one.overdue} 项",
                f"{one.closed} of {number} hazards closed, {one.overdue} overdue",
            )
        )
    return Text("；".join(p.zh for p in parts), "; ".join(p.to("en") for p in parts))


@demand(
    "second-looks",
    Mechanism.INSPECTION,
    words=Text("回头看、回头查", "Second looks"),
    asks=Text(
        "办法规定要回头看的隐患，销号后都在规定的天数内再看一次",
        "Closed hazards of the grades that the method names are looked at again within its number of days",
    ),
    rules=("DUE001",),
    kinds=("hazards", "follow-ups"),
)
def second_looks(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """The city, which inspects, has looked again at what was to be looked at by a day of the year."""
    unit = own_city_id(snapshot)
    if not unit or "hazards" not in snapshot.schemas:
        return
    day = day_of_judgement(year, snapshot.as_of)
    asked = requirement(snapshot, "hazards", day).get("second_look", NOTHING)
    if not asked:
        reason = Text("当年的办法没有规定", "The method of that year asks for none")
        yield Judgement(unit, State.EXEMPT, reason)
        return
    due: dict[bool, list[Hazard]] = defaultdict(list)
    for one in loop_of(snapshot):
        closing = last_closing(one.life)
        if closing and one.grade in asked["grades"]:
            last = (date.fromisoformat(closing) + timedelta(asked["days"])).isoformat()
            is_looked = _is_looked(one, closing)
            if last[:4] == str(year) and (is_looked or last < snapshot.as_of.isoformat()):
                due[is_looked].append(one)
    yield _judged(unit, year, snapshot.as_of, due[True], due[False])


def _judged(unit: str, year: int, as_of: date, seen: Sequence[Hazard], late: Sequence[Hazard]) -> Judgement:
    number = len(seen) + len(late)
    evidence = tuple(key for one in (*seen, *late) for key in one.evidence)
    if not number:
        state = State.PENDING if year >= as_of.year else State.MET
        return Judgement(unit, state, Text("没有应当回头看的隐患", "Nothing was to be looked at again"))
    reason = Text(
        f"应回头看 {number} 项，已看 {len(seen)} 项",
        f"{len(seen)} of {number} hazards to be looked at again were",
    )
    state = State.OPEN if late else State.MET if year < as_of.year else State.PENDING
    return Judgement(unit, state, reason, evidence)


def _is_looked(one: Hazard, closing: str) -> bool:
    looks = (s.event for s in one.life.steps if s.event.kind in (CONFIRMED, RELAPSED))
    return any(event.on >= closing for event in looks)
