"""The addresses of the pages that a state has of its own, so that two states can be compared."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.hazard import SIDES
from generator.model.impact import Side
from generator.model.period import Period
from generator.model.record import COUNTED, page_path


def pages_of(side: Side) -> frozenset[str]:
    """Addresses below the site's first page: of records, their rounds, rankings and years."""
    return frozenset((*_records(side), *_rounds(side), *_years(side)))


def _records(side: Side) -> Iterator[str]:
    """What happened to a hazard stands on the hazard's page, and a counted kind has one page."""
    for kind, records in side.snapshot.kinds.items():
        if kind in COUNTED:
            yield from (f"{kind}/" for _ in list(records)[:1])
        elif kind not in SIDES:
            yield from (page_path(f"{kind}/{name}") for name in records)


def _rounds(side: Side) -> Iterator[str]:
    for record in side.snapshot.of("inspections"):
        data = record.document.data
        if "topic" in data:
            yield f"rounds/{Period.parse(data['period']).slug}-{data['topic']}/"


def _years(side: Side) -> Iterator[str]:
    yield from (f"rankings/{ranking.id}/" for ranking in side.results.rankings)
    for year in side.results.evaluations:
        running = year.year == side.snapshot.as_of.year
        for one in year.evaluations:
            if one.record or running:
                yield f"evaluations/{one.record or f'{one.year}-{one.unit}'}/"
