"""May a nomination be accepted? Every condition of the year's method, why and why not, with its records.

Nothing here decides: a person does, and reads this before. A condition that nobody can tell yet is unknown,
never held for granted. A nomination that was decided is judged as of that day, any other as of the day of
looking. What the method of the year does not say is asked of nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from generator.model.commendation import Condition, Eligibility, Standing
from generator.model.evaluation import YearEvaluation
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.text import Text

from .case import Case, Finding, case_of
from .places import no_discipline, not_twice, quota, shares
from .unit import county_grade, no_major, no_overdue, no_veto

CONDITIONS: tuple[tuple[str, Text, Callable[[Case], Finding]], ...] = (
    ("county-grade", Text("县（区）年度评价等次", "Grade of the county"), county_grade),
    ("no-veto", Text("一票否决", "Veto"), no_veto),
    ("no-major", Text("重大隐患", "Major hazards"), no_major),
    ("no-overdue", Text("长期逾期", "Long overdue"), no_overdue),
    ("no-discipline", Text("廉政审查", "Vetting"), no_discipline),
    ("quota", Text("名额", "Quota"), quota),
    ("shares", Text("比例", "Shares"), shares),
    ("not-twice", Text("重复表扬", "Twice for one act"), not_twice),
)


def eligibility(
    snapshot: Snapshot, evaluations: Iterable[YearEvaluation], records: Iterable[Record] | None = None
) -> tuple[Eligibility, ...]:
    """Each of *records*, or every nomination that is not withdrawn, with its conditions in their order."""
    years = {one.year: one for one in evaluations}
    chosen = snapshot.active("nominations") if records is None else records
    return tuple(_judged(case_of(snapshot, years, record)) for record in chosen)


def _judged(case: Case) -> Eligibility:
    found = []
    for name, title, find in CONDITIONS:
        standing, reason, evidence = find(case) if case.terms else _unasked(case)
        found.append(Condition(name, title, standing, reason, tuple(dict.fromkeys(evidence))))
    return Eligibility(case.record, case.day, tuple(found))


def _unasked(case: Case) -> Finding:
    year = case.data["year"]
    reason = Text(f"{year}年的办法没有写明表扬条件", f"The method of {year} has no conditions for praise")
    return Standing.UNKNOWN, reason, (case.method,) if case.method else ()
