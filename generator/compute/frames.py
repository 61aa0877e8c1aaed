"""Tidy pandas tables made from a snapshot, each with a stated contract.

Rows of one frame name rows of another by number, so that nothing is looked up by text twice. What the
rules report as an error (an answer to an unknown item, an inspection of an unknown school) is left out
here without a word: the page is not published then, and a traceback would help nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from generator.model.designation import is_valid_on
from generator.model.number import fen, round_half_up
from generator.model.period import Period, with_years
from generator.model.record import Record
from generator.model.service import Days, services
from generator.model.snapshot import Snapshot
from generator.model.tasks import is_due, was_in_time

from .chemical_frames import Keepers, keepers_of
from .contract import NEVER, NOWHERE, Contract
from .hazard_frames import Stands, stands_of
from .loop import loop_of
from .waste_frames import Handing, handing_of
from .yearly_frames import Yearly, asked_of, yearly_of

THOUSANDTHS = 3  # decimals of every number of points

MET, PARTLY, UNMET, NOT_APPLICABLE, NOT_CHECKED = range(5)
ANSWERS = {
    "met": MET,
    "partly": PARTLY,
    "unmet": UNMET,
    "not_applicable": NOT_APPLICABLE,
    "not_checked": NOT_CHECKED,
    "pending": NOT_CHECKED,  # a rule reports it where the visit is done
}


# One row per organization, also withdrawn ones, because the tree runs through them.
# parent: row of this frame; opened, closed: day numbers, 1 and NEVER where not said.
ORGANIZATIONS = Contract(
    "organizations",
    {
        "id": "str",
        "level": "str",
        "parent": "int64",
        "order": "int64",
        "opened": "int64",
        "closed": "int64",
        "is_active": "bool",
    },
    ("id",),
)
# One row per inspection that is done and not withdrawn. period: row of Frames.periods, a quarter.
INSPECTIONS = Contract(
    "inspections",
    {"id": "str", "organization": "int64", "period": "int64", "checklist": "str"},
    ("id",),
)
# One row per item of every checklist; points in thousandths; is_full_marks: not applicable gives all points.
ITEMS = Contract(
    "items",
    {"checklist": "str", "id": "str", "points": "int64", "is_red": "bool", "is_full_marks": "bool"},
    ("checklist", "id"),
)
# One row per answer of an inspection in the frame above; given: the points written down for "partly".
SCORES = Contract(
    "scores",
    {"inspection": "int64", "item": "int64", "answer": "int64", "given": "int64"},
    ("inspection", "item"),
)
# One row per finding of an inspection in the frame above.
FINDINGS = Contract("findings", {"inspection": "int64", "grade": "str"}, ())
# One row per award that is not withdrawn. period: row of Frames.periods, a year, or NOWHERE.
AWARDS = Contract("awards", {"id": "str", "organization": "int64", "period": "int64"}, ("id",))
# One row per application that is not withdrawn. period: row of Frames.periods, a year, or NOWHERE.
APPLICATIONS = Contract("applications", {"id": "str", "organization": "int64", "period": "int64"}, ("id",))
# One row per application and period at whose end (or on as_of, if earlier) its designation was valid.
DESIGNATIONS = Contract(
    "designations", {"application": "int64", "period": "int64"}, ("application", "period")
)
# One row per budget that is not withdrawn. period: as for awards; planned, spent: sums of its lines in fen.
BUDGETS = Contract(
    "budgets",
    {"id": "str", "organization": "int64", "period": "int64", "planned": "int64", "spent": "int64"},
    ("id",),
)
# One row per project that is not withdrawn; statements that there is none are left out.
PROJECTS = Contract(
    "projects", {"id": "str", "organization": "int64", "period": "int64", "is_done": "bool"}, ("id",)
)
# One row per task that is due by now, neither dropped nor withdrawn. period: a year, or NOWHERE.
TASKS = Contract(
    "tasks", {"id": "str", "organization": "int64", "period": "int64", "is_in_time": "bool"}, ("id",)
)
# One row per problem session that was held and not withdrawn. period: a year, or NOWHERE.
SESSIONS = Contract("sessions", {"id": "str", "organization": "int64", "period": "int64"}, ("id",))
# One row per expert on an engagement, inspection or survey that is done and counts; period: a year.
SERVICES = Contract(
    "services", {"record": "str", "organization": "int64", "period": "int64", "tenths": "int64"}, ()
)


class Frames:
    """The frames of one snapshot, rows in order of ids, so that the order of the records cannot matter.

    Each is made when it is first asked for: who asks for few metrics pays for few frames.

    periods: the quarters that have a done inspection and their years, in order of time.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._units = _by_id(snapshot.of("organizations"))
        visits = _by_id(snapshot.active("inspections"))
        done = [(r, quarter) for r in visits if (quarter := _done_quarter(r)) is not None]
        self._inspected = [r for r, _ in done]
        self._quarters = [quarter for _, quarter in done]
        self.periods: tuple[Period, ...] = with_years(set(self._quarters))
        self._unit_rows = {r.id: row for row, r in enumerate(self._units)}
        self._period_rows = {period: row for row, period in enumerate(self.periods)}

    def _active(self, kind: str) -> list[Record]:
        return _by_id(self._snapshot.active(kind))

    @cached_property
    def organizations(self) -> pd.DataFrame:
        """See ``ORGANIZATIONS``."""
        return _organizations(self._units, self._unit_rows)

    @cached_property
    def inspections(self) -> pd.DataFrame:
        """See ``INSPECTIONS``."""
        every = [_data(r) for r in self._inspected]
        return INSPECTIONS.frame(
            id=[r.id for r in self._inspected],
            organization=[self._unit_rows.get(d.get("organization", ""), NOWHERE) for d in every],
            period=[self._period_rows[quarter] for quarter in self._quarters],
            checklist=[d.get("checklist", "") for d in every],
        )

    @cached_property
    def _sheets(self) -> tuple[pd.DataFrame, dict[str, dict[str, int]]]:
        return _items(_by_id(self._snapshot.of("checklists")))

    @property
    def items(self) -> pd.DataFrame:
        """See ``ITEMS``."""
        return self._sheets[0]

    @cached_property
    def scores(self) -> pd.DataFrame:
        """See ``SCORES``."""
        items, sheets = self._sheets
        return _scores(self._inspected, sheets, len(items))

    @cached_property
    def findings(self) -> pd.DataFrame:
        """See ``FINDINGS``."""
        return _findings(self._inspected)

    @cached_property
    def awards(self) -> pd.DataFrame:
        """See ``AWARDS``."""
        return _awards(self._active("awards"), self._unit_rows, self._period_rows)

    @cached_property
    def applications(self) -> pd.DataFrame:
        """See ``APPLICATIONS``."""
        return _applications(self._active("demonstrations"), self._unit_rows, self._period_rows)

    @cached_property
    def designations(self) -> pd.DataFrame:
        """See ``DESIGNATIONS``."""
        return _designations(self._active("demonstrations"), self.periods, self._snapshot.as_of)

    @cached_property
    def budgets(self) -> pd.DataFrame:
        """See ``BUDGETS``."""
        return _budgets(self._active("budgets"), self._unit_rows, self._period_rows)

    @cached_property
    def projects(self) -> pd.DataFrame:
        """See ``PROJECTS``."""
        return _projects(self._active("projects"), self._unit_rows, self._period_rows)

    @cached_property
    def tasks(self) -> pd.DataFrame:
        """See ``TASKS``."""
        due = [r for r in self._active("tasks") if is_due(_data(r), self._snapshot.as_of)]
        return _tasks(due, self._unit_rows, self._period_rows)

    @cached_property
    def sessions(self) -> pd.DataFrame:
        """See ``SESSIONS``."""
        return _sessions(self._active("meetings"), self._unit_rows, self._period_rows)

    @cached_property
    def asked(self) -> pd.DataFrame:
        """Of whom the method of each year asks for problem sessions; see ``yearly_frames.ASKED``."""
        years = {period: row for period, row in self._period_rows.items() if not period.quarter}
        return asked_of(self._snapshot, "guarantee", self._unit_rows, years)

    @cached_property
    def services(self) -> pd.DataFrame:
        """See ``SERVICES``."""
        return _services(self._snapshot, self._unit_rows, self._period_rows)

    @cached_property
    def yearly(self) -> Yearly:
        """What is judged once a year."""
        return yearly_of(self._snapshot, self._unit_rows, self._period_rows)

    @cached_property
    def hazards(self) -> Stands:
        """Where every hazard stood at the end of every period and of every quarter of its year."""
        return stands_of(self._snapshot, loop_of(self._snapshot), self._unit_rows, self.periods)

    @cached_property
    def keepers(self) -> Keepers:
        """Where every school that keeps chemicals stood at the end of every period."""
        return keepers_of(self._snapshot, self._unit_rows, self.periods)

    @cached_property
    def handing(self) -> Handing:
        """Which of them handed waste over in each year."""
        return handing_of(self._snapshot, self._unit_rows, self.periods)


def _data(record: Record) -> Mapping[str, Any]:
    # The plain data, not record[...]: freezing 250,000 answers would take longer than ranking them.
    return record.document.data


def _by_id(records: Iterable[Record]) -> list[Record]:
    return sorted(records, key=lambda r: r.id)


def _done_quarter(record: Record) -> Period | None:
    data = _data(record)
    return _quarter(data.get("period", "")) if data.get("status") == "done" else None


# Thousands of inspections share a few quarters, and partial points a few values.
@lru_cache(maxsize=1 << 12)
def _quarter(code: str) -> Period | None:
    try:
        period = Period.parse(code)
    except ValueError:
        return None
    return period if period.quarter else None


def _day(value: str | None, absent: int) -> int:
    return date.fromisoformat(value).toordinal() if value else absent


@lru_cache(maxsize=1 << 12)
def _thousandths(value: int | Decimal) -> int:
    return value * 1000 if isinstance(value, int) else int(round_half_up(value * 1000, 0))


def _organizations(records: list[Record], rows: Mapping[str, int]) -> pd.DataFrame:
    every = [_data(r) for r in records]
    return ORGANIZATIONS.frame(
        id=[r.id for r in records],
        level=[d.get("level", "") for d in every],
        parent=[rows.get(d.get("parent", ""), NOWHERE) for d in every],
        order=[d.get("order", NEVER) for d in every],
        opened=[_day(d.get("opened"), 1) for d in every],
        closed=[_day(d.get("closed"), NEVER) for d in every],
        is_active=[not r.is_withdrawn for r in records],
    )


def _items(checklists: list[Record]) -> tuple[pd.DataFrame, dict[str, dict[str, int]]]:
    """The frame of items, and for each checklist the rows of its items by their ids."""
    sheets: dict[str, dict[str, int]] = {}
    found: list[tuple[str, str, int, bool, bool]] = []
    for checklist in checklists:
        data = _data(checklist)
        full_marks = data.get("not_applicable") == "full_marks"
        sheet = sheets[checklist.id] = {}
        for item in (i for section in data.get("sections", ()) for i in section.get("items", ())):
            if item["id"] not in sheet:
                sheet[item["id"]] = len(found)
                red = bool(item.get("veto")) or item.get("risk_color") == "red"
                found.append((checklist.id, item["id"], _thousandths(item["points"]), red, full_marks))
    columns = zip(*found, strict=True) if found else [()] * len(ITEMS.columns)
    return ITEMS.frame(**{n: list(c) for n, c in zip(ITEMS.columns, columns, strict=True)}), sheets


_ITEM, _RESULT = itemgetter("item"), itemgetter("result")
_NO_ANSWERS = np.empty((2, 0), dtype=np.int64)


def _answers(data: Mapping[str, Any]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """The items that a visit looked at, and below each other its answers and the points written down."""
    results = data.get("results") or ()
    # Chained maps: hundreds of thousands of answers pass without a step of Python's own.
    answers = list(map(ANSWERS.__getitem__, map(_RESULT, results)))
    given = [_thousandths(r["score"]) if "score" in r else 0 for r in results]
    return tuple(map(_ITEM, results)), np.array((answers, given), dtype=np.int64)


def _scores(inspected: list[Record], sheets: Mapping[str, Mapping[str, int]], items: int) -> pd.DataFrame:
    # Visits by one checklist answer the same items.
    known: dict[tuple[str, tuple[str, ...]], NDArray[np.int64]] = {}
    item, given = [_NO_ANSWERS[0]], [_NO_ANSWERS]
    for record in inspected:
        names, answers = record.document.once(_answers)
        asked = _data(record).get("checklist", ""), names
        if asked not in known:
            place = sheets.get(asked[0], {}).get
            known[asked] = np.array([place(name, NOWHERE) for name in names], dtype=np.int64)
        item.append(known[asked])
        given.append(answers)
    rows, (answer, points) = np.concatenate(item), np.concatenate(given, axis=1)
    lengths = np.array([len(one) for one in item[1:]], dtype=np.int64)
    inspection = np.repeat(np.arange(len(inspected), dtype=np.int64), lengths)
    # A second answer to an item, and one to an item that the checklist lacks, are the rules' business.
    keep = (rows != NOWHERE) & ~pd.Series(inspection * (items + 1) + rows).duplicated().to_numpy()
    return SCORES.frame(
        inspection=inspection[keep],
        item=rows[keep],
        answer=answer[keep],
        given=points[keep],
    )


def _findings(inspected: list[Record]) -> pd.DataFrame:
    found = [(row, f["grade"]) for row, r in enumerate(inspected) for f in _data(r).get("findings") or ()]
    return FINDINGS.frame(inspection=[row for row, _ in found], grade=[grade for _, grade in found])


def _awards(records: list[Record], rows: Mapping[str, int], periods: Mapping[Period, int]) -> pd.DataFrame:
    return AWARDS.frame(id=[r.id for r in records], **_places(records, rows, periods))


def _budgets(records: list[Record], rows: Mapping[str, int], periods: Mapping[Period, int]) -> pd.DataFrame:
    return BUDGETS.frame(
        id=[r.id for r in records],
        **_places(records, rows, periods),
        planned=[_sum(r, "planned") for r in records],
        spent=[_sum(r, "spent") for r in records],
    )


def _applications(
    records: list[Record], rows: Mapping[str, int], periods: Mapping[Period, int]
) -> pd.DataFrame:
    return APPLICATIONS.frame(
        id=[r.id for r in records],
        organization=[rows.get(_data(r).get("school", ""), NOWHERE) for r in records],
        period=[periods.get(Period(_data(r).get("year", 0)), NOWHERE) for r in records],
    )


def _designations(records: list[Record], periods: Sequence[Period], as_of: date) -> pd.DataFrame:
    found = [
        (row, place)
        for row, record in enumerate(records)
        for place, period in enumerate(periods)
        if period.start <= as_of and is_valid_on(record, min(period.end, as_of))
    ]
    return DESIGNATIONS.frame(application=[row for row, _ in found], period=[place for _, place in found])


def _projects(records: list[Record], rows: Mapping[str, int], periods: Mapping[Period, int]) -> pd.DataFrame:
    real = [r for r in records if _data(r).get("status") != "absent"]
    return PROJECTS.frame(
        id=[r.id for r in real],
        **_places(real, rows, periods),
        is_done=[_data(r).get("status") == "done" for r in real],
    )


def _services(snapshot: Snapshot, rows: Mapping[str, int], periods: Mapping[Period, int]) -> pd.DataFrame:
    counts = Days(snapshot)
    done = sorted(
        (s.record.key, str(s.field), s.unit, s.year, counts.of(s))
        for s in services(snapshot)
        if s.is_done and s.first
    )
    found = [(key, unit, year, days) for key, _, unit, year, days in done if days]
    return SERVICES.frame(
        record=[key for key, *_ in found],
        organization=[rows.get(unit, NOWHERE) for _, unit, _, _ in found],
        period=[periods.get(Period(year), NOWHERE) for _, _, year, _ in found],
        tenths=[int(round_half_up(days * 10, 0)) for *_, days in found],
    )


def _places(
    records: list[Record], rows: Mapping[str, int], periods: Mapping[Period, int]
) -> dict[str, list[int]]:
    """The columns of what belongs to a unit and a year."""
    return {
        "organization": [rows.get(_data(r).get("unit", ""), NOWHERE) for r in records],
        "period": [periods.get(Period(_data(r).get("year", 0)), NOWHERE) for r in records],
    }


def _sum(record: Record, name: str) -> int:
    """The sum of one amount over the lines of a budget, in fen."""
    return sum(fen(line.get(name, 0)) for line in _data(record).get("lines", ()))


def _tasks(records: list[Record], rows: Mapping[str, int], periods: Mapping[Period, int]) -> pd.DataFrame:
    return TASKS.frame(
        id=[r.id for r in records],
        organization=[rows.get(_data(r).get("unit", ""), NOWHERE) for r in records],
        period=[periods.get(Period(_data(r).get("year", 0)), NOWHERE) for r in records],
        is_in_time=[was_in_time(_data(r)) for r in records],
    )


def _sessions(records: list[Record], rows: Mapping[str, int], periods: Mapping[Period, int]) -> pd.DataFrame:
    held = [
        r for r in records if _data(r).get("kind") == "problem_session" and _data(r).get("status") == "held"
    ]
    return SESSIONS.frame(id=[r.id for r in held], **_places(held, rows, periods))
