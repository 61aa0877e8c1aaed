"""Issued bulletins as several pages see them: in order, by their round, by what became of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from generator.model.period import Period
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.render.site import Link, Site


def issued_bulletins(site: Site) -> tuple[Record, ...]:
    """The issued bulletins, withdrawn ones included, newest first."""
    return site.snapshot.once(_issued)


def corrections_of(site: Site, record: Record) -> tuple[Record, ...]:
    """The bulletins in force that correct this one, oldest first."""
    return site.snapshot.once(_corrections).get(record.id, ())


def withdrawal_of(site: Site, record: Record) -> Record | None:
    """The bulletin in force that withdraws this one."""
    return site.snapshot.once(_withdrawals).get(record.id)


def bulletins_on(site: Site, period: Period, topic: str) -> tuple[Link, ...]:
    """The bulletins in force on one round of inspections, newest first."""
    return tuple(site.link(r.key) for r in site.snapshot.once(_by_round).get((str(period), topic), ()))


def _issued(snapshot: Snapshot) -> tuple[Record, ...]:
    found = (r for r in snapshot.of("bulletins") if "issued" in r.document.data)
    return tuple(sorted(found, key=lambda r: (r.document.data["issued"]["signed_on"], r.id), reverse=True))


def _corrections(snapshot: Snapshot) -> Mapping[str, tuple[Record, ...]]:
    found: dict[str, tuple[Record, ...]] = defaultdict(tuple)
    for record in reversed(snapshot.once(_issued)):
        if "corrects" in record.document.data and not record.is_withdrawn:
            found[record.document.data["corrects"]] += (record,)
    return found


def _withdrawals(snapshot: Snapshot) -> Mapping[str, Record]:
    return {
        record.document.data["withdraws"]["bulletin"]: record
        for record in snapshot.once(_issued)
        if "withdraws" in record.document.data and not record.is_withdrawn
    }


def _by_round(snapshot: Snapshot) -> Mapping[tuple[str, str], tuple[Record, ...]]:
    topics = {r.id: r.document.data.get("topic") for r in snapshot.of("bulletin-kinds")}
    found: dict[tuple[str, str], tuple[Record, ...]] = defaultdict(tuple)
    for record in snapshot.once(_issued):
        data = record.document.data
        if not record.is_withdrawn and (topic := topics.get(data["bulletin_kind"])):
            found[data["period"], topic] += (record,)
    return found
