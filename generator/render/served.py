"""What the page of a unit says of the experts who worked there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.model.record import Record

from .site import Link, Site


@dataclass(frozen=True, slots=True)
class Served:
    """An engagement of an expert at the unit, or at one below it."""

    link: Link
    expert: Link
    unit: Link
    duty: str
    day: str
    days: str
    state: str
    state_label: str


def engagements_at(site: Site, units: Iterable[Record]) -> tuple[Served, ...]:
    """What experts did or are to do at *units*, the newest first; who it was is named with consent only."""
    ids = {u.id for u in units}
    found = [r for r in site.snapshot.active("engagements") if r.document.data["unit"] in ids]
    found.sort(key=lambda r: (r.document.data["dates"]["from"], r.id), reverse=True)
    return tuple(
        Served(
            link=Link(data["title"], site.path(record)),
            expert=site.expert(data["expert"]),
            unit=site.organization(data["unit"]),
            duty=site.label("engagements", "duty", data["duty"]),
            day=data["dates"]["from"],
            days=str(data["days"]),
            state=data["status"],
            state_label=site.label("engagements", "status", data["status"]),
        )
        for record in found
        for data in (site.public(record),)
    )
