"""Interviews as they may be shown: counts by year, cause and result. Whom they were with is internal."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model.record import Record
from generator.model.text import Text

from . import wording
from .site import Site


@dataclass(frozen=True, slots=True)
class InterviewYear:
    """The interviews of a year as counts: *causes* are (label, count), *results* likewise."""

    year: int
    count: int
    causes: tuple[tuple[str, int], ...]
    results: tuple[tuple[str, int], ...]
    unchecked: int


def interview_years(site: Site, records: Iterable[Record]) -> Iterator[InterviewYear]:
    """The interviews of each year, the newest first; causes and results in the schema's order."""
    by_year: dict[int, list[Record]] = defaultdict(list)
    for record in records:
        by_year[int(record["date"][:4])].append(record)
    for year, found in sorted(by_year.items(), reverse=True):
        causes = Counter(r["cause"] for r in found)
        results = Counter(r["check"]["result"] for r in found if "check" in r)
        yield InterviewYear(
            year,
            len(found),
            tuple(_counted(site.labels("interviews", "cause").items(), causes)),
            tuple(_counted(site.labels("interviews", "check.result").items(), results)),
            sum("check" not in r for r in found),
        )


def _counted(labels: Iterable[tuple[str, str]], counts: Counter[str]) -> Iterator[tuple[str, int]]:
    return ((label, counts[value]) for value, label in labels if counts[value])


def interviews_sentence(interviews: list[Record]) -> Text:
    """How many there were, and that details are not public."""
    count = len(interviews)
    checked = sum("check" in r for r in interviews)
    if not count:
        return Text("没有约谈记录。", "No interview is on record.")
    return Text(
        f"共约谈 {count} 次，已核查 {checked} 次。约谈的单位、职务、事由和承诺只供内部使用，不公开。",
        f"{wording.some(count, 'interview')}, {checked} checked. Units, reasons and promises are internal.",
    )
