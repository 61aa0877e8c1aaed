"""Tolerated problems: still listed, with the reason and the last day, but they stop nothing until then.

An exemption that no problem needs is an error, since it would hide the next one; so the list can only shrink.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.model.change import RecordChange
from generator.model.correction import field_name
from generator.model.diagnostic import Diagnostic, Problem, Severity
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.text import Text

from .past import why_past

NEEDLESS = Problem(
    "EXM001",
    "needless-exemption",
    Severity.ERROR,
    Text("「{key}」已经没有 {code} 这个问题", "{key} has no problem {code} any more"),
    Text(
        "问题已经解决的写 withdrawn（日期和原因）；写错的改正 code、record 或 field",
        "Withdraw it with day and reason where the problem is solved; else correct code, record or field",
    ),
    Text(
        "留着不用的容忍，会把以后新出现的同样问题也放过去。",
        "One that is left standing lets the next problem of the kind pass, too.",
    ),
)
EXPIRED = Problem(
    "EXM002",
    "expired-exemption",
    Severity.WARNING,
    Text("容忍已于 {until} 到期，{code} 又按错误处理", "It expired on {until}, and {code} is an error again"),
    Text(
        "改正记录；确须延长的，由市级改 until 并在 reason 里说明",
        "Mend the record; where more time is needed the city changes until and says why",
    ),
    Text("容忍是给时间改，不是不用改。", "It gives time to mend a problem, and does not excuse it."),
)
PROBLEMS = (NEEDLESS, EXPIRED)

_NEVER = ("FIL", "YML", "SCH", "STR", "PRV", "EXM", "CHG", "INT")
"""Families that nothing excuses: what is no record, personal data, changes of the past, bugs of ours."""


def is_exemptible(code: str) -> bool:
    """May a problem of this code be tolerated at all?"""
    return not code.startswith(_NEVER)


def is_of_past(snapshot: Snapshot, record: Record) -> bool:
    """Does the record belong to the issued past?"""
    same = RecordChange(record.key, "changed", record.document, record.document)
    return why_past(snapshot, same) is not None


def tolerated(snapshot: Snapshot, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """What was *found*, tolerated errors as warnings, and what is wrong with the exemptions themselves."""
    exemptions = snapshot.active("exemptions")
    if not exemptions:
        yield from found
        return
    by_place: dict[tuple[str, str], list[Record]] = {}
    for one in exemptions:
        by_place.setdefault((one["code"], one["record"]), []).append(one)
    needed: dict[str, Record] = {}
    for problem in found:
        candidates = by_place.get((problem.code, problem.record or ""), ())
        matching = [one for one in candidates if _fits(snapshot, one, problem)]
        needed |= {one.id: one for one in matching}
        valid = next((o for o in matching if _holds(snapshot, o)), None)
        yield _softened(problem, valid) if valid else problem
    for one in exemptions:
        params = {"key": one["record"], "code": one["code"], "until": one["until"]}
        if one.id not in needed:
            yield NEEDLESS.at(one.locate("code"), record=one.key, field=("code",), **params)
        elif one["until"] < snapshot.as_of.isoformat():
            yield EXPIRED.at(one.locate("until"), record=one.key, field=("until",), **params)


def _holds(snapshot: Snapshot, exemption: Record) -> bool:
    record = snapshot.find(exemption["record"])
    if not is_exemptible(exemption["code"]) or (record and is_of_past(snapshot, record)):
        return False
    return bool(exemption["until"] >= snapshot.as_of.isoformat())


def _fits(snapshot: Snapshot, exemption: Record, problem: Diagnostic) -> bool:
    """Is it an error, at the field that the exemption names if it names one?"""
    if problem.severity is not Severity.ERROR:
        return False
    record = snapshot.find(exemption["record"])
    return "field" not in exemption or bool(
        record and field_name(problem.field, record.document.data) == exemption["field"]
    )


def _softened(problem: Diagnostic, exemption: Record) -> Diagnostic:
    zh, en = problem.message.zh, problem.message.to("en")
    until, reason = exemption["until"], exemption["reason"]
    said = Text(f"{zh}（容忍到 {until}：{reason}）", f"{en} (tolerated until {until}: {reason})")
    related = (*problem.related, exemption.locate())
    return replace(problem, severity=Severity.WARNING, message=said, related=related)
