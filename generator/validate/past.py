"""The issued past: what was announced, decided or counted, and may change only by a correction.

Judged by the state before the change. Which of the bulletins' own fields may still be added to is told by the
rules on bulletins; they are corrected by a bulletin, not by a record of corrections.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from generator.model.bulletin import rests_on
from generator.model.change import FieldChange, RecordChange
from generator.model.correction import field_name
from generator.model.hazard import lives
from generator.model.period import Period
from generator.model.snapshot import Snapshot
from generator.model.text import Text

Data = Mapping[str, Any]
_OWN_REASON = ("withdrawn", "aliases", "id")  # say when and why, or are looked at by the rules on identity


def why_past(base: Snapshot, change: RecordChange) -> Text | None:
    """Why the record belongs to the issued past; None where it does not."""
    asked = _PAST.get(change.kind)
    return asked(base, change) if asked else None


def moved(change: RecordChange) -> tuple[tuple[FieldChange, str], ...]:
    """Every value that the change moves and that needs a reason, with its name; a new record moves its id.

    A record that is withdrawn says itself when and why; taking that back moves a value.
    """
    if change.before is None and change.after:
        return ((FieldChange(("id",), None, change.key.partition("/")[2]), "id"),)
    return tuple(
        (f, field_name(f.path, side.data))
        for f in change.fields
        if f.path[0] not in _OWN_REASON or (f.path[0] == "withdrawn" and f.before is not None)
        for side in ((change.after if f.after is not None else change.before),)
        if side
    )


def _bulletin(_: Snapshot, change: RecordChange) -> Text | None:
    was = change.before.data if change.before else {}
    return Text("通报已经印发", "the bulletin was issued") if was.get("status") == "issued" else None


def _evaluation(_: Snapshot, change: RecordChange) -> Text | None:
    was = change.before.data if change.before else {}
    return Text("年度评价已经终定", "the evaluation is final") if was.get("status") == "final" else None


def _draw(_: Snapshot, change: RecordChange) -> Text | None:
    was = change.before.data if change.before else {}
    return Text("抽签已经开启", "the draw was opened") if "opened" in was else None


def _hazard(base: Snapshot, change: RecordChange) -> Text | None:
    life = base.once(lives).get(change.key.partition("/")[2])
    return _closed(life.closed_on) if life and life.closed_on else None


def _event(base: Snapshot, change: RecordChange) -> Text | None:
    """Events of a closed hazard up to its closing; what comes after, a second look, is free."""
    for data in _sides(change):
        life = base.once(lives).get(data.get("hazard", ""))
        if life and life.closed_on and str(data.get("on", "")) <= life.closed_on:
            return _closed(life.closed_on)
    return None


def _closed(day: str) -> Text:
    return Text(f"隐患已于 {day} 销号", f"the hazard was closed on {day}")


def _inspection(base: Snapshot, change: RecordChange) -> Text | None:
    """An inspection of a closed quarter; one that is a draft before and after counts nowhere."""
    sides = tuple(_sides(change))
    for data in sides:
        if any(d.get("status") != "draft" for d in sides) and (why := _closing(base, data)):
            return why
    return None


def _sides(change: RecordChange) -> Iterator[Data]:
    for document in (change.before, change.after):
        if document:
            yield document.data


def _closing(base: Snapshot, data: Data) -> Text | None:
    """Why the quarter of an inspection is closed: a bulletin counted it, or the next quarter is over, too."""
    code, topic = str(data.get("period", "")), str(data.get("topic", ""))
    if bulletin := base.once(counted).get((code, topic)):
        return Text(f"{code} 已由通报「{bulletin}」公布", f"{code} was announced by the bulletin {bulletin}")
    try:
        period = Period.parse(code)
    except ValueError:
        return None
    following = Period(period.year + period.quarter // 4, period.quarter % 4 + 1)
    if period.quarter and following.end < base.as_of:
        return Text(f"{code} 的下一季度也已结束", f"the quarter after {code} is over, too")
    return None


def counted(snapshot: Snapshot) -> Mapping[tuple[str, str], str]:
    """(quarter, topic) -> id of the issued bulletin that counted its inspections after it was over."""
    found: dict[tuple[str, str], str] = {}
    for record in snapshot.of("bulletins"):
        issued = record.document.data.get("issued", {})
        for key in rests_on(record.document.data):
            visit = snapshot.find(key) if key.startswith("inspections/") else None
            if visit and Period.parse(visit["period"]).end < date.fromisoformat(issued["as_of"]):
                found.setdefault((visit["period"], visit["topic"]), record.id)
    return MappingProxyType(found)


_PAST: Mapping[str, Callable[[Snapshot, RecordChange], Text | None]] = MappingProxyType(
    {
        "bulletins": _bulletin,
        "evaluations": _evaluation,
        "draws": _draw,
        "hazards": _hazard,
        "rectifications": _event,
        "follow-ups": _event,
        "inspections": _inspection,
    }
)
