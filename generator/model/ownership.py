"""Whose a record is: which unit answers for it, and who may change it on the forge.

A record is the unit's that it tells of, if that unit writes it; what is inspected, issued or decided is
the city's. Whoever owns a unit owns what is below it. Names of people are not needed: logins and teams do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from .snapshot import Snapshot
from .standing import county_of, own_city_id

Data = Mapping[str, Any]

# Kind -> the field that names the unit whose record it is; "" for the unit itself. Others are the city's.
UNIT_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "organizations": "",
        "risk-points": "school",
        "chemicals": "school",
        "waste-transfers": "school",
        "hazards": "school",
        "rectifications": "hazard",
        "evaluations": "unit",
        "statements": "evaluation",
        "appeals": "evaluation",
        "demonstrations": "county",
        "nominations": "unit",
        "tasks": "unit",
        "problems": "unit",
        "meetings": "unit",
        "budgets": "unit",
        "projects": "unit",
        "cases": "unit",
    }
)
# Fields that name a record which says whose it is.
_THROUGH = {"hazard": "hazards", "evaluation": "evaluations"}


@dataclass(frozen=True, slots=True)
class Owner:
    """Who owns a unit. teams: as the forge writes them, with ``@``. logins: without, lower-case."""

    unit: str
    teams: tuple[str, ...]
    logins: tuple[str, ...]

    @property
    def handles(self) -> tuple[str, ...]:
        """How a forge is told to ask them: the teams, and each by login where there is no team."""
        return self.teams or tuple(f"@{login}" for login in self.logins)

    def is_one(self, author: str) -> bool:
        """Is the login, or the team, one of them?"""
        name = author.casefold()
        return name.removeprefix("@") in self.logins or name in (team.casefold() for team in self.teams)


def owners_of(snapshot: Snapshot) -> Mapping[str, Owner]:
    """Unit -> its owners, as the bureau's record names them; a unit named twice has them all."""
    found: dict[str, Owner] = {}
    rows = snapshot.bureau.document.data.get("owners", ()) if snapshot.bureau else ()
    for row in rows:
        logins = tuple(str(login).casefold() for login in row.get("logins", ()))
        before = found.get(row["unit"], Owner(row["unit"], (), ()))
        teams = (*before.teams, *row.get("teams", ()))
        found[row["unit"]] = Owner(row["unit"], teams, (*before.logins, *logins))
    return MappingProxyType(found)


def unit_of(snapshot: Snapshot, kind: str, id: str, data: Data) -> str:
    """The id of the unit whose record it is; the city's for what units do not write themselves.

    A hazard that an inspection found was registered by those who inspect.
    """
    city = own_city_id(snapshot)
    field = UNIT_FIELDS.get(kind)
    if field is None or (kind == "hazards" and data.get("origin") == "inspection"):
        return city
    if not field:
        return id
    named = str(data.get(field, ""))
    if kind == "nominations":  # whom it names is internal; the county recommends
        county = county_of(snapshot, named)
        return county.id if county else city
    through = snapshot.get(_THROUGH[field], named) if field in _THROUGH else None
    if through:
        return str(through.document.data.get(UNIT_FIELDS[through.kind], "")) or city
    return city if field in _THROUGH else named or city


def owners_above(snapshot: Snapshot, unit: str) -> Iterator[Owner]:
    """The owners of a unit and of those above it, the nearest first; the city's in any case."""
    owners = snapshot.once(owners_of)
    seen: list[str] = []
    at: str | None = unit
    while at and at not in seen:
        seen.append(at)
        record = snapshot.get("organizations", at)
        at = record.document.data.get("parent") if record else None
    for name in dict.fromkeys((*seen, own_city_id(snapshot))):
        if name in owners:
            yield owners[name]
