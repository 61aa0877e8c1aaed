"""Days that hazards set: to put them right, to accept or answer, to look again.

The school owes the work, whoever inspects owes the answer: the city's bureau for what an inspection found,
the county for what a school found by itself or somebody reported. How many days an answer may take stands
in the method; where it says nothing, no day is set.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from generator.compute.duty import Owed, duty
from generator.compute.loop import loop_of
from generator.model.hazard import CONFIRMED, EXTENSION, State
from generator.model.loop import INSPECTION, Hazard, last_closing
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.standing import NOTHING, Data, own_city, required_of
from generator.model.text import Text


@duty("hazard", Text("隐患整改", "Rectification"), is_gathered=True)
def deadlines(snapshot: Snapshot) -> Iterator[Owed]:
    """Hazards that are not reported as put right, up to their last day as extended."""
    for one in loop_of(snapshot):
        if one.life.state in (State.REGISTERED, State.RECTIFYING) and one.life.due:
            what = one.record.document.data.get("text", "")
            title = Text(f"隐患整改：{what}", f"Put right: {what}")
            yield Owed(one.school, one.life.due, title, one.record, ("due",), one.is_major)


@duty("acceptance", Text("隐患验收", "Acceptance"), is_gathered=True)
def acceptances(snapshot: Snapshot) -> Iterator[Owed]:
    """Hazards that are reported as put right and wait for somebody to look."""
    for one in loop_of(snapshot):
        if one.life.state is State.AWAITING:
            yield from _answer(snapshot, one, one.life.reported_on, Text("隐患验收", "Accept or refuse"))


@duty("extension", Text("延期答复", "Answer to an extension"), is_gathered=True)
def extensions(snapshot: Snapshot) -> Iterator[Owed]:
    """Extensions that were asked for and not answered."""
    for one in loop_of(snapshot):
        if one.life.awaits_extension:
            asked = max(s.event.on for s in one.life.steps if s.event.kind == EXTENSION)
            yield from _answer(snapshot, one, asked, Text("答复延期申请", "Answer the request for more time"))


@duty("second-look", Text("隐患回头看", "Second look"), is_gathered=True)
def second_looks(snapshot: Snapshot) -> Iterator[Owed]:
    """Closed hazards that nobody has looked at again, of the grades and within the days of the method."""
    for one in loop_of(snapshot):
        asked = _asked(snapshot, one).get("second_look", NOTHING)
        if one.life.is_open or one.grade not in asked.get("grades", ()):
            continue
        closing = last_closing(one.life)
        if not any(s.event.kind == CONFIRMED and s.event.on >= closing for s in one.life.steps):
            yield from _owed(snapshot, one, closing, asked["days"], Text("隐患回头看", "Look again"))


def _answer(snapshot: Snapshot, one: Hazard, since: str, what: Text) -> Iterator[Owed]:
    days = _asked(snapshot, one).get("answer_days")
    if days is not None:
        yield from _owed(snapshot, one, since, days, what)


def _owed(snapshot: Snapshot, one: Hazard, since: str, days: int, what: Text) -> Iterator[Owed]:
    """What the inspecting side owes so many days after *since*; nobody owes what nobody is there to do."""
    owner = _inspecting(snapshot, one)
    if owner:
        due = (date.fromisoformat(since) + timedelta(days)).isoformat()
        place = _name(snapshot, one.school)
        text = one.record.document.data.get("text", "")
        title = Text(f"{what.zh}：{place}，{text}", f"{what.to('en')}: {place}, {text}")
        yield Owed(owner, due, title, one.record, ("text",), one.is_major)


def _asked(snapshot: Snapshot, one: Hazard) -> Data:
    return required_of(snapshot, "hazards", snapshot.as_of, one.record)


def _inspecting(snapshot: Snapshot, one: Hazard) -> str:
    """Whoever looks at it: the bureau's city or the county; "" where a real one would owe a made-up look."""
    if one.origin != INSPECTION:
        return one.county
    city = own_city(snapshot)
    return city.id if city and _may_owe(city, one.record) else ""


def _may_owe(unit: Record, record: Record) -> bool:
    return unit.is_sample or not record.is_sample


def _name(snapshot: Snapshot, school: str) -> str:
    unit = snapshot.get("organizations", school)
    return str(unit.document.data.get("name", school)) if unit else school
