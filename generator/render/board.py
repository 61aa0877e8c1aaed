"""The board of problem sessions: every unit that has to hold them, by year and half year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.record import Record
from generator.model.standing import day_of_judgement, requirement, units_asked
from generator.model.text import Text

from . import wording
from .agenda import days_of, meeting_mark
from .marks import Mark
from .site import Link, Site

YEARS_SHOWN = 2
HALVES = (
    (Text("上半年", "First half"), "01", "06"),
    (Text("下半年", "Second half"), "07", "12"),
)


@dataclass(frozen=True, slots=True)
class Session:
    """One session on the board: its mark and day. *note*: why it was not held."""

    mark: Mark
    link: Link
    note: str


@dataclass(frozen=True, slots=True)
class Half:
    """The sessions of a unit in half a year; *empty* says what stands there when there is none."""

    label: str
    sessions: tuple[Session, ...]
    empty: str


@dataclass(frozen=True, slots=True)
class UnitYear:
    """A unit in one year. *count*: held of asked; *is_short*: the year is over and too few were held."""

    year: int
    halves: tuple[Half, ...]
    held: int
    count: str
    is_short: bool


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One unit with the years that the board shows."""

    unit: Link
    years: tuple[UnitYear, ...]


def board_years(site: Site, sessions: list[Record]) -> tuple[int, ...]:
    """The newest years that had a session, this year included where the method asks for some."""
    found = {r["year"] for r in sessions}
    if requirement(site.snapshot, "guarantee", site.as_of):
        found.add(site.as_of.year)
    return tuple(sorted((y for y in found if y <= site.as_of.year), reverse=True)[:YEARS_SHOWN])


def board_of(site: Site, sessions: list[Record], years: tuple[int, ...]) -> Iterator[BoardRow]:
    """A row for each unit that is asked or has a session, in administrative order."""
    there: dict[tuple[str, int], list[Record]] = defaultdict(list)
    for record in sessions:
        there[record["unit"], record["year"]].append(record)
    asked = {
        year: {u.id for u in units_asked(site.snapshot, "guarantee", day_of_judgement(year, site.as_of))}
        for year in years
    }
    shown = {unit for units in asked.values() for unit in units} | {u for u, y in there if y in years}
    for unit in site.organizations:
        if unit.id in shown:
            cells = tuple(
                _unit_year(site, year, there[unit.id, year], is_asked=unit.id in asked[year])
                for year in years
            )
            yield BoardRow(site.organization(unit.id), cells)


def _unit_year(site: Site, year: int, records: list[Record], *, is_asked: bool) -> UnitYear:
    least = _least(site, year) if is_asked else 0
    held = sum(r["status"] == "held" for r in records)
    halves = tuple(_half(site, year, records, *half) for half in HALVES)
    count = f"{held} / {least}" if least else str(held)
    return UnitYear(year, halves, held, count, is_short=year < site.as_of.year and held < least)


def _least(site: Site, year: int) -> int:
    asked = requirement(site.snapshot, "guarantee", day_of_judgement(year, site.as_of))
    return int(asked.get("sessions_per_year", 0))


def _half(site: Site, year: int, records: list[Record], label: Text, first: str, last: str) -> Half:
    """The sessions of this half; one without a day stands in the second."""
    mine = [r for r in records if first <= r.get("dates", {}).get("from", "-----12")[5:7] <= last]
    is_over = f"{year}-{last}-31" < site.as_of.isoformat()
    empty = Text("没有登记", "none") if is_over else Text("待召开", "to come")
    return Half(site.say(label), tuple(_session(site, r) for r in mine), "" if mine else site.say(empty))


def _session(site: Site, record: Record) -> Session:
    data = site.public(record)
    mark = meeting_mark(site, data)
    return Session(mark, Link(days_of(site, data) or mark.text, site.path(record)), data.get("reason", ""))


def board_sentence(site: Site, board: tuple[BoardRow, ...]) -> Text:
    """How many units have reached the number of this year, and who missed it in a year that is over."""
    if not board:
        return Text("没有单位需要专题研究。", "No unit has to hold sessions.")
    least = _least(site, site.as_of.year)
    now = [cell for row in board for cell in row.years if cell.year == site.as_of.year]
    reached = sum(cell.held >= least for cell in now)
    zh, en = "今年的办法没有规定次数", "The method of this year prescribes no number"
    if least:
        zh = f"每年至少研究 {least} 次，{len(now)} 个单位中 {reached} 个今年已经做到"
        en = f"At least {least} a year; reached this year by {reached} of {wording.some(len(now), 'unit')}"
    short = [_missed(row, cell) for row in board for cell in row.years if cell.is_short]
    if short:
        zh += f"；往年没有做到的：{'、'.join(t.zh for t in short)}"
        en += f"; missed in earlier years by {wording.both(t.en for t in short)}"
    return Text(f"{zh}。", f"{en}.")


def _missed(row: BoardRow, cell: UnitYear) -> Text:
    """Who missed the number when, and whether the record says why."""
    is_told = any(session.note for half in cell.halves for session in half.sessions)
    why = Text("，已说明原因", ", reason given") if is_told else Text("，没有说明", ", no reason given")
    name = row.unit.text
    return Text(f"{name}（{cell.year} 年{why.zh}）", f"{name} ({cell.year}{why.en})")
