"""The impact of a change for programs: everything, in both languages where it is words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from generator.model.demand import Fulfilment
from generator.model.diagnostic import Diagnostic
from generator.model.impact import Impact, Move, RecordShift, Standing, StateMove
from generator.model.shown import unicode_escape
from generator.model.text import Text

JSON_FORMAT = 1
"""A field may be added to it, none changes its meaning."""


def as_json(impact: Impact) -> str:
    """Everything; nothing in it that cannot be seen."""
    written = json.dumps(plain(impact), ensure_ascii=False, indent=2)
    return "".join(c if c == "\n" or c.isprintable() else unicode_escape(c) for c in written) + "\n"


def plain(impact: Impact) -> Mapping[str, Any]:
    """The impact as plain data."""
    return {
        "format": JSON_FORMAT,
        "base": impact.base.commit,
        "head": impact.head.commit,
        "head_is_dirty": impact.head.dirty,
        "as_of": impact.as_of.isoformat(),
        "moves_results": impact.moves_results,
        "errors": impact.errors,
        "trials": impact.trials,
        "names": dict(impact.names),
        "files": list(impact.files),
        "records": [_record(one) for one in impact.records],
        "problems": {
            "new": [_problem(d) for d in impact.problems_new],
            "gone": [_problem(d) for d in impact.problems_gone],
        },
        "moves": [_move(m) for m in impact.moves],
        "ties": [
            {"ranking": t.board, "rank": t.rank, "units": list(t.units), "made": t.is_made}
            for t in impact.ties
        ],
        "measures": [
            {
                "metric": m.metric.id,
                "version": m.metric.version,
                "unit": m.unit,
                "period": str(m.period),
                "before": _number(m.before),
                "after": _number(m.after),
                "because": list(m.because),
            }
            for m in impact.measures
        ],
        "grades": [_state(s) for s in impact.grades],
        "near": [_state(s) for s in impact.near],
        "robustness": [_state(s) for s in impact.robustness],
        "hazards": [_state(s) for s in impact.hazards],
        "demands": [
            {
                "demand": d.info.id,
                "unit": d.unit,
                "year": d.year,
                "before": _fulfilment(d.before),
                "after": _fulfilment(d.after),
            }
            for d in impact.demands
        ],
        "duties": [
            {
                "kind": d.duty.kind,
                "unit": d.duty.unit,
                "due": d.duty.due.isoformat(),
                "title": _both(d.duty.title),
                "record": d.duty.record,
                "new": d.is_new,
                "late": d.is_late,
            }
            for d in impact.duties
        ],
        "contradictions": [
            {
                "bulletin": c.bulletin,
                "number": c.number,
                "place": c.place,
                "printed": c.printed,
                "before": c.before,
                "after": c.after,
                "open": c.is_open,
                "because": list(c.because),
            }
            for c in impact.contradictions
        ],
        "altered": list(impact.altered),
        "pages": {"new": list(impact.pages_new), "gone": list(impact.pages_gone)},
    }


def _record(one: RecordShift) -> Mapping[str, Any]:
    return {
        "record": one.key,
        "what": one.what,
        "was": one.was,
        "name": one.name,
        "path": one.path,
        "draft": one.is_draft,
        "reason": one.reason,
        "fields": [{"title": _both(f.title), "before": f.before, "after": f.after} for f in one.fields],
        "hidden": one.hidden,
        "unknown": one.unknown,
        "unread": one.is_unread,
    }


def _problem(d: Diagnostic) -> Mapping[str, Any]:
    return {
        "code": d.code,
        "severity": d.severity.label,
        "path": d.location.path,
        "line": d.location.line,
        "record": d.record,
        "message": _both(d.message),
    }


def _move(move: Move) -> Mapping[str, Any]:
    return {
        "ranking": move.board,
        "title": _both(move.title),
        "unit": move.unit,
        "before": _standing(move.before),
        "after": _standing(move.after),
        "passive": move.is_passive,
        "because": list(move.because),
        "cause": {
            "records": list(move.cause.records),
            "how": move.cause.how,
            "others": [list(other) for other in move.cause.others],
        }
        if move.cause
        else None,
    }


def _standing(one: Standing | None) -> Mapping[str, Any] | None:
    if one is None:
        return None
    return {
        "rank": one.rank,
        "total": _number(one.total),
        "tied": one.tied,
        "grade": one.grade,
        "reason": _both(one.reason) if one.reason else None,
    }


def _state(one: StateMove) -> Mapping[str, Any]:
    return {
        "subject": one.subject,
        "title": _both(one.title),
        "before": _both(one.before),
        "after": _both(one.after),
        "because": list(one.because),
    }


def _fulfilment(one: Fulfilment | None) -> Mapping[str, Any] | None:
    return {"state": one.state.name.lower(), "reason": _both(one.reason)} if one else None


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _both(text: Text) -> Mapping[str, str]:
    return {"zh": text.zh, "en": text.to("en")}
