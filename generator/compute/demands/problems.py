"""What the fifth mechanism demands first: problems studied and solved, special meetings, interviews."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generator.compute.demand import Judgement, by_year_end, demand
from generator.model.demand import Mechanism, State
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.standing import day_of_judgement, own_city, requirement, units_asked, units_on
from generator.model.text import Text


@demand(
    "problem-sessions",
    Mechanism.GUARANTEE,
    words=Text("研究和解决突出困难和问题至少 2 次", "Outstanding problems are studied at least twice"),
    asks=Text(
        "每年专题研究突出困难和问题，次数达到当年办法的要求",
        "Each unit that the method names studies its outstanding problems as often as the method says",
    ),
    rules=("GUA001", "GUA010"),
    kinds=("meetings", "problems"),
)
def problem_sessions(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """Sessions held by each unit that the year's method names; a real one is shown only where it met that."""
    if "meetings" not in snapshot.schemas:
        return
    day = day_of_judgement(year, snapshot.as_of)
    asked = requirement(snapshot, "guarantee", day)
    least, levels = asked.get("sessions_per_year", 0), asked.get("levels", ())
    bound = {unit.id for unit in units_asked(snapshot, "guarantee", day)}
    sessions = _meetings(snapshot, year, "problem_session")
    for unit in units_on(snapshot, day, *levels) if levels else ():
        there = sessions.get(unit.id, [])
        held = sum(r.document.data.get("status") == "held" for r in there)
        state = _state(snapshot, year, held >= least, is_bound=unit.id in bound)
        reason = _session_reason(there, held, least) if state is not State.EXEMPT else NOT_BOUND
        yield Judgement(unit.id, state, reason, tuple(r.key for r in there))


@demand(
    "decisions-carried-out",
    Mechanism.GUARANTEE,
    words=Text("解决突出困难和问题", "Outstanding problems are solved"),
    asks=Text(
        "研究过的问题都有决定，决定有责任单位和期限，到期都有结果",
        "A problem that was studied has a decision with owner and deadline, and an outcome once it is due",
    ),
    rules=("GUA002", "GUA003", "GUA004", "GUA009"),
    kinds=("problems",),
)
def decisions_carried_out(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """For every unit with problems of the year: what is due by now has an outcome."""
    by_unit: dict[str, list[Record]] = defaultdict(list)
    for record in snapshot.active("problems"):
        if record.document.data.get("year") == year:
            by_unit[record.document.data.get("unit", "")].append(record)
    today = snapshot.as_of.isoformat()
    for unit, records in by_unit.items():
        known = [r.document.data for r in records]
        done = sum("outcome" in d for d in known)
        late = sum("outcome" not in d and d.get("decision", {}).get("due", today) < today for d in known)
        state = State.OPEN if late else State.MET if done == len(known) else State.PENDING
        reason = Text(
            f"突出问题 {len(known)} 项，有结果 {done} 项" + (f"，逾期 {late} 项" if late else ""),
            f"{done} of {len(known)} problems have an outcome" + (f", {late} late" if late else ""),
        )
        yield Judgement(unit, state, reason, tuple(r.key for r in records))


@demand(
    "special-meetings",
    Mechanism.GUARANTEE,
    words=Text("专题会议", "Special meetings"),
    asks=Text(
        "把专题会议作为常用的工作机制，每年都有",
        "Special meetings are part of how the city works, in every year",
    ),
    rules=("MTG007", "MTG008", "MTG009"),
    kinds=("meetings",),
)
def special_meetings(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """The city has held a special meeting in the year; how many is not prescribed."""
    city = own_city(snapshot)
    if city is None or "meetings" not in snapshot.schemas:
        return
    there = _meetings(snapshot, year, "special").get(city.id, [])
    held = [r for r in there if r.document.data.get("status") == "held"]
    is_bound = any(
        u.id == city.id for u in units_asked(snapshot, "guarantee", day_of_judgement(year, snapshot.as_of))
    )
    state = _state(snapshot, year, bool(held), is_bound=is_bound)
    reason = (
        Text(f"已召开 {len(held)} 次", f"{len(held)} held") if held else Text("还没有登记", "None on record")
    )
    yield Judgement(city.id, state, reason, tuple(r.key for r in there))


@demand(
    "interviews",
    Mechanism.GUARANTEE,
    words=Text("约谈问责", "Interviews"),
    asks=Text(
        "约谈有据可查，承诺到期都核查过；没有需要约谈的年份不要求",
        "Interviews rest on records, and promises are checked once they are due; none is asked for in itself",
    ),
    rules=("GUA011", "GUA012", "GUA013", "GUA014", "GUA015"),
    kinds=("interviews",),
)
def interviews(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """Every interview of the year was checked; counted for the whole city, since units are not public."""
    city = own_city(snapshot)
    if city is None or "interviews" not in snapshot.schemas:
        return
    there = [r for r in snapshot.active("interviews") if r.document.data.get("date", "")[:4] == str(year)]
    today = snapshot.as_of.isoformat()
    checked = sum("check" in r.document.data for r in there)
    late = sum("check" not in r.document.data and _last_day(r) < today for r in there)
    whole = State.MET if there else State.EXEMPT
    state = State.OPEN if late else State.PENDING if checked < len(there) else whole
    reason = (
        Text(f"约谈 {len(there)} 次，已核查 {checked} 次", f"{checked} of {len(there)} interviews checked")
        if there
        else Text("没有约谈记录", "No interview on record")
    )
    yield Judgement(city.id, state, reason, tuple(r.key for r in there))


NOT_BOUND = Text("示例办法不对真实单位提要求", "A sample method asks nothing of a real unit")


def _last_day(interview: Record) -> str:
    return max((row.get("due", "") for row in interview.document.data.get("promises", ())), default="9999")


def _meetings(snapshot: Snapshot, year: int, kind: str) -> dict[str, list[Record]]:
    """Unit -> its meetings of a kind in the year."""
    found: dict[str, list[Record]] = defaultdict(list)
    for record in snapshot.active("meetings"):
        data = record.document.data
        if data.get("kind") == kind and data.get("year") == year:
            found[data.get("unit", "")].append(record)
    return found


def _state(snapshot: Snapshot, year: int, is_met: bool, *, is_bound: bool) -> State:
    return by_year_end(snapshot, year, is_met) if is_met or is_bound else State.EXEMPT


def _session_reason(records: list[Record], held: int, least: int) -> Text:
    """What was held, and what else is on record: planned, or missed with a reason."""
    planned = sum(r.document.data.get("status") == "planned" for r in records)
    missed = sum(r.document.data.get("status") == "not_held" for r in records)
    zh, en = f"应研究 {least} 次，已研究 {held} 次", f"{held} of {least} sessions held"
    if planned:
        zh, en = f"{zh}，已安排 {planned} 次", f"{en}, {planned} planned"
    if missed:
        zh, en = f"{zh}，{missed} 次未召开、已说明原因", f"{en}, {missed} missed with a reason"
    return Text(zh, en)
