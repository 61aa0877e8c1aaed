"""What fails most: how often each item of the checklists was checked, unmet and led to a hazard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .period import Period
from .record import Record
from .snapshot import Snapshot

Place = tuple[str, str, Period]  # topic, item, period
FAILED = frozenset({"unmet", "partly"})
"""The answers that say that an item is not fully met."""
COUNTED = ("checked", "unmet", "partly", "findings", "hazards")


@dataclass(frozen=True, slots=True)
class Failures:
    """One item in one quarter or year, over all inspections done then and not withdrawn.

    checked: answers that say whether it is met, so neither unchecked nor not applicable.
    findings: of the item. hazards: registered from these findings and not withdrawn.
    """

    topic: str
    item: str
    period: Period
    checked: int
    unmet: int
    partly: int
    findings: int
    hazards: int

    @property
    def failed(self) -> int:
        """How often it was not fully met."""
        return self.unmet + self.partly


def failures_of(snapshot: Snapshot) -> tuple[Failures, ...]:
    """Every item that was checked, by period, then by topic, the one that fails most first.

    Periods are those of the inspections; items of one id in lists of several years are one item.
    """
    counts = {name: Counter[Place]() for name in COUNTED}
    places: dict[str, tuple[str, tuple[Period, Period]]] = {}
    for record in snapshot.active("inspections"):
        data = record.document.data
        if data.get("status") == "done" and "period" in data:
            quarter = Period.parse(data["period"])
            places[record.id] = data.get("topic", ""), (quarter, Period(quarter.year))
            for name, item in _events(record):
                for period in places[record.id][1]:
                    counts[name][places[record.id][0], item, period] += 1
    for record in snapshot.active("hazards"):
        data = record.document.data
        topic, periods = places.get(data.get("inspection", ""), ("", ()))
        for period in periods:
            counts["hazards"][topic, data.get("item", ""), period] += 1
    found = [Failures(*place, *(counts[name][place] for name in COUNTED)) for place in counts["checked"]]
    return tuple(sorted(found, key=lambda f: (f.period, f.topic, -f.failed, f.item)))


def missed(done: Iterable[Record]) -> tuple[tuple[tuple[str, str], int, int], ...]:
    """((topic, item), how often not fully met, how often checked) of each item that these visits missed.

    The one missed most often first, those missed equally often by topic and item.
    """
    failed: Counter[tuple[str, str]] = Counter()
    checked: Counter[tuple[str, str]] = Counter()
    for record in done:
        topic = record.document.data.get("topic", "")
        for name, item in _events(record):
            failed[topic, item] += name in FAILED
            checked[topic, item] += name == "checked"
    order = sorted((key for key in failed if failed[key]), key=lambda key: (-failed[key], key))
    return tuple((key, failed[key], checked[key]) for key in order)


def _events(record: Record) -> Iterator[tuple[str, str]]:
    """What one inspection adds: (column, item)."""
    data = record.document.data
    for row in data.get("results", ()):
        if row["result"] in ("met", "unmet", "partly"):
            yield "checked", row["item"]
            if row["result"] != "met":
                yield row["result"], row["item"]
    for finding in data.get("findings", ()):
        if "item" in finding:
            yield "findings", finding["item"]
