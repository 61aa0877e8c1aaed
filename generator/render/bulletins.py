"""Issued bulletins as several pages see them: in order, by their round, by what corrects them."""

from __future__ import annotations

from generator.model.period import Period
from generator.model.record import Record
from generator.render.site import Link, Site


def issued_bulletins(site: Site) -> tuple[Record, ...]:
    """The issued bulletins, withdrawn ones included, newest first."""
    found = (r for r in site.snapshot.of("bulletins") if "issued" in r.document.data)
    return tuple(sorted(found, key=lambda r: (r.document.data["issued"]["signed_on"], r.id), reverse=True))


def corrections_of(site: Site, record: Record) -> tuple[Record, ...]:
    """The bulletins in force that correct this one, oldest first."""
    return tuple(
        r
        for r in reversed(issued_bulletins(site))
        if r.document.data.get("corrects") == record.id and not r.is_withdrawn
    )


def bulletins_on(site: Site, period: Period, topic: str) -> tuple[Link, ...]:
    """The bulletins in force on one round of inspections, newest first."""
    kinds = {r.id for r in site.snapshot.of("bulletin-kinds") if r.document.data.get("topic") == topic}
    return tuple(
        site.link(r.key)
        for r in issued_bulletins(site)
        if r.document.data["bulletin_kind"] in kinds
        and r.document.data["period"] == str(period)
        and not r.is_withdrawn
    )
