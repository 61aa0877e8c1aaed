"""A round of inspections, all of one quarter and topic: the sums that pages and bulletins both print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .period import Period
from .record import Record
from .results import Conclusion
from .snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over some finished visits. *rate*: points obtained over points that count in per cent, or None."""

    visits: int
    schools: int
    failed: int
    findings: int
    major: int
    rate: Decimal | None


def visits_in(snapshot: Snapshot, period: Period, topic: str, status: str) -> tuple[Record, ...]:
    """The visits of a quarter and a topic with that status and not withdrawn, in order of their ids."""
    wanted = (str(period), topic, status)
    return tuple(
        r
        for r in snapshot.active("inspections")
        if tuple(r.document.data.get(name) for name in ("period", "topic", "status")) == wanted
    )


def tally(done: Iterable[Record], conclusions: Mapping[str, Conclusion]) -> Tally:
    """The sums over *done*; all zero, and no rate, where there is none."""
    records = tuple(done)
    found = [c for r in records if (c := conclusions.get(r.id))]
    grades = [f["grade"] for r in records for f in r.document.data.get("findings", ())]
    return Tally(
        visits=len(records),
        schools=len({r.document.data["organization"] for r in records}),
        failed=sum(c.grade == "fail" for c in found),
        findings=len(grades),
        major=grades.count("major"),
        rate=percent(
            sum((c.obtained for c in found), Decimal()), sum((c.applicable for c in found), Decimal())
        ),
    )


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """*part* of *whole* × 100, two decimals, half-up; None of nothing."""
    return (part * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP) if whole else None


def open_when(schools: Iterable[Record], period: Period) -> Iterator[Record]:
    """The schools that could be visited: not withdrawn, and not closed before the quarter begins."""
    start = period.start.isoformat()
    return (s for s in schools if not s.is_withdrawn and s.document.data.get("closed", "9999") >= start)
