"""Days that the annual evaluation sets: the next stage of each county's, and answers to what counties say."""

from __future__ import annotations

from collections.abc import Iterator

from generator.compute.duty import Owed, duty
from generator.model.instrument import instruments
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.stages import STEP_TITLES, days_after, last_days, next_step, schedule_of
from generator.model.standing import day_of_judgement, method_on, own_city_id, units_on
from generator.model.text import Text


@duty("evaluation", Text("年度评价", "Annual evaluation"))
def next_steps(snapshot: Snapshot) -> Iterator[Owed]:
    """The next stage of every evaluation that is not final: a county assesses itself, the rest is the city's.

    A county without a record owes its self-assessment in the running year alone; what an older year lacks is
    said by the demands.
    """
    if "evaluations" not in snapshot.schemas:
        return
    for instrument in instruments(snapshot):
        days = last_days(schedule_of(snapshot, instrument.year), instrument.year)
        method = method_on(snapshot, f"{instrument.year}-12-31")
        for unit, record in _counties(snapshot, instrument.checklist, instrument.year) if days else ():
            step = next_step(record.document.data.get("status", "") if record else "")
            if step and method and (record or _is_asked(snapshot, instrument.year, method, unit)):
                says, field = (record, ("status",)) if record else (method, ("evaluation", "schedule", step))
                owes = unit.id if step == "self" else own_city_id(snapshot)
                yield Owed(owes, days[step], _title(instrument.year, step, unit), says, field)


def _is_asked(snapshot: Snapshot, year: int, method: Record, unit: Record) -> bool:
    """Does a county without a record owe one? Only of the running year, and no real county to a sample.

    Nobody is said to owe one while a file with a fault may be it.
    """
    is_sample = method.is_sample and not unit.is_sample
    is_one_unread = any(key.startswith("evaluations/") for key in snapshot.set_aside)
    return year == snapshot.as_of.year and not is_sample and not is_one_unread


def _counties(snapshot: Snapshot, checklist: str, year: int) -> Iterator[tuple[Record, Record | None]]:
    """The counties that were there when the year is looked back on, each with its evaluation."""
    found = {
        r.document.data.get("unit"): r
        for r in snapshot.active("evaluations")
        if r.document.data.get("checklist") == checklist
    }
    for unit in units_on(snapshot, day_of_judgement(year, snapshot.as_of), "county"):
        yield unit, found.get(unit.id)


def _title(year: int, step: str, unit: Record) -> Text:
    words, name = STEP_TITLES[step], unit.document.data.get("name", unit.id)
    return Text(
        f"{year}年度考核评价{words.zh}：{name}", f"Annual evaluation {year}, {words.to('en')}: {name}"
    )


@duty("evaluation-answer", Text("答复申辩和复核", "Answer to a county"))
def answers(snapshot: Snapshot) -> Iterator[Owed]:
    """Statements without an answer and appeals without a decision, by the days that the method gives."""
    sorts = (
        ("statements", "on", "answer", Text("答复申辩", "Answer the statement")),
        ("appeals", "filed_on", "decision", Text("作出复核决定", "Decide the appeal")),
    )
    for kind, filed, answer, words in sorts:
        for record in snapshot.active(kind):
            data = record.document.data
            evaluation = snapshot.get("evaluations", data.get("evaluation", ""))
            if evaluation is None or answer in data or filed not in data:
                continue
            year, unit = evaluation.document.data.get("year", 0), evaluation.document.data.get("unit", "")
            days = schedule_of(snapshot, year).get("answer_days")
            if days is not None:
                county = snapshot.get("organizations", unit)
                name = county.document.data.get("name", unit) if county else unit
                title = Text(f"{words.zh}：{name}{year}年度评价", f"{words.to('en')}: {name}, {year}")
                yield Owed(own_city_id(snapshot), days_after(data[filed], days), title, record, (filed,))
