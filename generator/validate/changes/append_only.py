"""What was said and done on a day is added to, not rewritten: events, statements, appeals, interviews."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from generator.model.bulletin import rests_on
from generator.model.change import FieldChange, RecordChange
from generator.model.correction import is_hidden, value_text
from generator.model.diagnostic import Severity
from generator.model.hazard import histories
from generator.model.record import Record, is_counted
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from generator.validate.change_rule import ChangeFinding, Proposal, change_rule, on_record
from generator.validate.corrected import corrections_of, fits
from generator.validate.past import moved, why_past

# Kind -> the field that holds the day, and those that are filled in later, once.
_DAYS: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "rectifications": ("on", ()),
        "follow-ups": ("on", ()),
        "statements": ("on", ("answer",)),
        "appeals": ("filed_on", ("decision",)),
        "interviews": ("date", ("check",)),
        "corrections": ("on", ()),
    }
)
_WAY_OUT = Text(
    "恢复原文，另加一条；写错了的撤回（withdrawn）后重新登记，或在同一改动里加更正记录（records/corrections/）",
    "Restore it and add a record; withdraw a wrong one and enter it anew, or add a correction to the change",
)


@change_rule(
    "CHG031",
    "edited-after-a-day",
    Severity.ERROR,
    message=Text(
        "这是 {day} 的记录，过了一天只能补充、不能改写；「{name}」改了",
        "This is of {day}; after a day it is added to and not rewritten, but {name} changed",
    ),
    hint=_WAY_OUT,
)
def edited_after_a_day(proposal: Proposal) -> Iterator[ChangeFinding]:
    """Others have read and acted on it; a slip of the same day may still be mended.

    别人已经看到、已经据此办事；当天（24 小时内）发现的笔误还可以改。按数据日期（as_of）算。
    """
    last = (proposal.head.as_of - timedelta(days=1)).isoformat()
    for change, field, name, day in _rewritten(proposal):
        if day < last and change.old_key not in proposal.base.once(resting):
            yield on_record(change, field.path, {"day": day, "name": name})


@change_rule(
    "CHG032",
    "edited-under-another",
    Severity.ERROR,
    message=Text(
        "「{other}」以这条记录为依据，「{name}」却改了", "{other} rests on this record, and {name} changed"
    ),
    hint=_WAY_OUT,
)
def edited_under_another(proposal: Proposal) -> Iterator[ChangeFinding]:
    """A decision that was taken on what was said loses its ground when that is rewritten.

    后来的验收、答复、终定和通报都是看着它作出的；它一改，后面的就失去了依据。
    """
    for change, field, name, _ in _rewritten(proposal):
        if other := proposal.base.once(resting).get(change.old_key):
            related = (other.locate(),)
            yield on_record(change, field.path, {"other": other.key, "name": name}, related)


def _rewritten(proposal: Proposal) -> Iterator[tuple[RecordChange, FieldChange, str, str]]:
    """What was rewritten of a record that may only be added to, with the field's name and the record's day.

    What belongs to the issued past has a rule of its own; what a correction explains is no fault.
    """
    written = corrections_of(proposal)
    for change in proposal.change.records:
        if change.kind not in _DAYS or not change.before or not change.after:
            continue
        if not proposal.base.find(change.old_key) or why_past(proposal.base, change):
            continue
        day, later = _DAYS[change.kind]
        schema = proposal.head.schemas.get(change.kind)
        for field, name in moved(change):
            if field.path[0] in later and field.before is None and len(field.path) == 1:
                continue
            values = value_text(field.before), value_text(field.after)
            if schema and is_hidden(schema, name):
                values = None, None
            said = None if is_counted(change.key) else written.get(change.key, {}).get(name)
            if not fits(said, *values):
                yield change, field, name, str(change.before.data.get(day, ""))


def resting(snapshot: Snapshot) -> Mapping[str, Record]:
    """``kind/id`` of what may only be added to -> a record that rests on it, in one pass."""
    found: dict[str, Record] = {}
    for events in snapshot.once(histories).values():
        for event, following in pairwise(events):
            found.setdefault(event.record.key, following.record)
    for kind in ("statements", "appeals"):
        for record in snapshot.of(kind):
            evaluation = snapshot.get("evaluations", record.document.data["evaluation"])
            if evaluation and evaluation.document.data["status"] == "final":
                found[record.key] = evaluation
    for record in (*snapshot.of("evaluations"), *snapshot.of("bulletins")):
        for key in _named(record.document.data):
            if key.partition("/")[0] in _DAYS:
                found.setdefault(key, record)
    return MappingProxyType(found)


def _named(data: Mapping[str, Any]) -> Iterator[str]:
    """The records that an evaluation or an issued bulletin names as its grounds."""
    yield from rests_on(data)
    for row in data.get("items", ()):
        yield from (one["record"] for one in row.get("evidence", ()) if "record" in one)
    for name in ("bonus", "deductions", "vetoes"):
        yield from (one["record"] for one in data.get(name, ()) if "record" in one)
