"""Interviews as they may be shown: counts by year, level of the unit and cause. Everything else is internal.

A day, who held one or how it ended would let a reader guess whom it was with, so no page shows a single one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model.record import Record
from generator.model.text import Text

from . import wording
from .site import Site

Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class InterviewYear:
    """The interviews of a year as counts: *levels* of the units and *causes* are (label, count)."""

    year: int
    count: int
    levels: Counts
    causes: Counts


def interview_years(site: Site, records: Iterable[Record]) -> Iterator[InterviewYear]:
    """The interviews of each year, the newest first; levels and causes in the schemas' order."""
    by_year: dict[int, list[Record]] = defaultdict(list)
    for record in records:
        by_year[int(record["date"][:4])].append(record)
    for year, found in sorted(by_year.items(), reverse=True):
        yield InterviewYear(
            year,
            len(found),
            _counted(site, ("organizations", "level"), (_level(site, r) for r in found)),
            _counted(site, ("interviews", "cause"), (r["cause"] for r in found)),
        )


def _level(site: Site, record: Record) -> str:
    unit = site.snapshot.get("organizations", record["unit"])
    return str(unit["level"]) if unit else ""


def _counted(site: Site, field: tuple[str, str], values: Iterable[str]) -> Counts:
    counts = Counter(values)
    return tuple((label, counts[value]) for value, label in site.labels(*field).items() if counts[value])


def interviews_sentence(interviews: list[Record]) -> Text:
    """How many there were, and that nothing else is public."""
    count = len(interviews)
    if not count:
        return Text("没有约谈记录。", "No interview is on record.")
    return Text(
        f"共约谈 {count} 次。只公开各年度、各级单位、各类事由的次数；"
        "约谈的单位、人员、日期、内容和承诺只供内部使用。",
        f"{wording.some(count, 'interview')}. Only counts by year, level and cause are public; units, days, "
        "reasons and promises are internal.",
    )
