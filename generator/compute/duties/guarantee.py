"""Days that the guarantee sets: sessions of this half year, decisions, promises made at interviews."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from generator.compute.duty import Owed, duty
from generator.model.snapshot import Snapshot
from generator.model.standing import method_on, requirement, units_asked
from generator.model.text import Text

HALVES = ((6, "06-30", Text("上半年", "first half")), (12, "12-31", Text("下半年", "second half")))


@duty("problem-session", Text("专题研究", "Problem session"))
def problem_sessions(snapshot: Snapshot) -> Iterator[Owed]:
    """What is still missing by the end of this half year so that the year's number can be reached.

    By the end of June half of the number (rounded up) is owed, by the end of the year all of it. A session
    that is planned for this half year is a duty of its own and not owed twice.
    """
    today = snapshot.as_of
    method = method_on(snapshot, today)
    if method is None or "meetings" not in snapshot.schemas:
        return
    half = 0 if today.month <= HALVES[0][0] else 1
    _, end, words = HALVES[half]
    last = f"{today.year}-{end}"
    yearly = requirement(snapshot, "guarantee", today).get("sessions_per_year", 0)
    found = _counted(snapshot, last)
    for unit in units_asked(snapshot, "guarantee", today):
        missing = (yearly + 1) // 2 - found[unit.id] if half == 0 else yearly - found[unit.id]
        if missing > 0:
            title = Text(
                f"{words.zh}还应专题研究突出困难和问题 {missing} 次",
                f"{missing} more problem session{'' if missing == 1 else 's'} in the {words.en} of the year",
            )
            yield Owed(unit.id, last, title, method, ("requirements", "guarantee", "sessions_per_year"))


def _counted(snapshot: Snapshot, last: str) -> Counter[str]:
    """Sessions of this year by unit: held, missed with a reason, or planned up to *last*."""
    found: Counter[str] = Counter()
    for record in snapshot.active("meetings"):
        data = record.document.data
        if data.get("kind") == "problem_session" and data.get("year") == snapshot.as_of.year:
            day = data.get("dates", {}).get("to", "9999") if data.get("status") == "planned" else ""
            found[data.get("unit", "")] += day <= last
    return found


@duty("decision", Text("决定落实", "Decision"))
def decisions(snapshot: Snapshot) -> Iterator[Owed]:
    """What was decided on a problem that has no outcome yet."""
    for record in snapshot.active("problems"):
        data = record.document.data
        decision = data.get("decision", {})
        if "outcome" not in data and "due" in decision and "owner" in decision:
            name = data.get("title", "")
            title = Text(f"落实决定：{name}", f"Carry out the decision on: {name}")
            yield Owed(decision["owner"], decision["due"], title, record, ("decision", "due"))


@duty("interview-check", Text("约谈核查", "Check after an interview"))
def interview_checks(snapshot: Snapshot) -> Iterator[Owed]:
    """Promises that nobody has checked, by their last day; only who interviewed, and so checks, is named."""
    for record in snapshot.active("interviews"):
        data = record.document.data
        days = [(row["due"], i) for i, row in enumerate(data.get("promises", ())) if "due" in row]
        if "check" not in data and days and "by" in data:
            due, last = max(days)
            title = Text("核查约谈时的整改承诺", "Check what was promised at an interview")
            yield Owed(data["by"], due, title, record, ("promises", last, "due"))
