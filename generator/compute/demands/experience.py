"""What the third mechanism demands of experience: 培育战线典型, collected and spread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generator.compute.demand import Judgement, demand
from generator.model.demand import Mechanism, State
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.standing import day_of_judgement, requirement, units_on
from generator.model.text import Text


@demand(
    "typical-cases",
    Mechanism.DEMONSTRATION,
    words=Text("培育战线典型", "Typical experience"),
    asks=Text(
        "每个县（区）每年收集整理规定条数的典型案例，包括下属学区和学校的",
        "Every county collects as many cases a year as the method asks for, those of its schools included",
    ),
    rules=("CAS001", "CAS003", "CAS004", "CAS007"),
    kinds=("cases", "methods"),
)
def typical_cases(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """Each unit of the levels that the method names has taken so many cases into the library."""
    day = day_of_judgement(year, snapshot.as_of)
    asked = requirement(snapshot, "cases", day)
    least, levels = asked.get("per_year", 0), asked.get("levels", ())
    if not least or "cases" not in snapshot.schemas:
        return
    collected = _by_unit(snapshot, year)
    for unit in units_on(snapshot, day, *levels) if levels else ():
        found = collected[unit.id]
        shared = [r for r in found if {"shared_at", "document", "source"} & r.document.data.keys()]
        state = State.MET if len(found) >= least else State.PENDING
        if state is State.PENDING and year < snapshot.as_of.year:
            state = State.OPEN
        reason = Text(
            f"收录 {len(found)} 条，应不少于 {least} 条；已推广 {len(shared)} 条",
            f"{len(found)} collected, {least} asked for; {len(shared)} shared",
        )
        yield Judgement(unit.id, state, reason, tuple(r.key for r in found))


def _by_unit(snapshot: Snapshot, year: int) -> dict[str, list[Record]]:
    """Unit -> the cases of the year of the unit itself and of those below it."""
    found: dict[str, list[Record]] = defaultdict(list)
    for record in snapshot.active("cases"):
        if record.document.data.get("year") != year:
            continue
        at, seen = record.document.data.get("unit"), set[str]()
        while at and at not in seen:  # a circle in the tree is reported elsewhere
            seen.add(at)
            found[at].append(record)
            above = snapshot.get("organizations", at)
            at = above.document.data.get("parent") if above else None
    return found
