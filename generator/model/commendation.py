"""Nominations for praise (表扬): who and what they name, which of them compete, and what was found of each.

A nomination is internal until somebody is praised; then an award, which names it, says so in public. Rules,
the eligibility and the notice all ask here, so that no two of them count places otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any

from .record import Record
from .snapshot import Snapshot
from .standing import Data, required_of
from .text import Text, name_key

RECOMMENDED, ACCEPTED, DECLINED = "recommended", "accepted", "declined"
UNIT, PERSON = "advanced_unit", "advanced_individual"
PLACES: Mapping[str, str] = MappingProxyType({UNIT: "units", PERSON: "persons"})
"""Kind -> the field of a quota that says how many."""


def terms_of(snapshot: Snapshot, record: Record) -> Data:
    """Conditions, quotas and shares of the year of a nomination; empty where its method has none."""
    return required_of(snapshot, "commendation", f"{record.document.data['year']}-12-31", record)


def places(terms: Data, by: str, kind: str) -> int:
    """How many of *kind* the unit *by* may recommend; 0 for whoever is not listed."""
    return sum(row[PLACES[kind]] for row in terms.get("quotas", ()) if row["by"] == by)


def who(data: Data) -> tuple[str, str, str]:
    """Whom a nomination or an award names: kind, unit and the person's name, "" for a unit."""
    return data.get("kind", ""), data.get("unit", ""), name_key(data.get("person", ""))


Group = tuple[int, str]


def competing(snapshot: Snapshot) -> Mapping[Group, tuple[Record, ...]]:
    """(year, kind) -> nominations that were not declined, by recommending unit and place; for ``once``."""
    found: dict[Group, list[Record]] = defaultdict(list)
    for record in snapshot.active("nominations"):
        data = record.document.data
        if data["status"] != DECLINED:
            found[data["year"], data["kind"]].append(record)
    return MappingProxyType({group: tuple(sorted(rows, key=_order)) for group, rows in found.items()})


def _order(record: Record) -> tuple[str, int, str]:
    told = record.document.data["recommended"]
    return told["by"], told["order"], record.id


def accepted(records: Iterable[Record]) -> tuple[Record, ...]:
    """Those of *records* that were accepted."""
    return tuple(r for r in records if r.document.data["status"] == ACCEPTED)


def in_group(record: Record, share: Data) -> bool:
    """Does a nomination belong to the group of a share?"""
    return share["group"] in record.document.data.get("groups", ())


def is_kept(share: Data, part: int, whole: int) -> bool:
    """Are *part* of *whole* within the bounds of a share? Nobody at all breaks none."""
    least, most = share.get("at_least", 0), share.get("at_most", 100)
    return bool(least * whole <= 100 * part <= most * whole)


def awards_of(snapshot: Snapshot) -> Mapping[str, Record]:
    """Nomination -> the award that it led to; for ``once``."""
    found = {}
    for record in snapshot.active("awards"):
        if name := record.document.data.get("nomination"):
            found[name] = record
    return found


Acts = Mapping[tuple[Any, ...], tuple[Record, ...]]


def acts(snapshot: Snapshot) -> Acts:
    """What was done -> the nominations and awards that name it, by year, then key; for ``once``.

    Two name one act where both give it the same name, or where they praise the same one in the same words.
    An award that a nomination led to is that nomination.
    """
    found: dict[tuple[Any, ...], list[Record]] = defaultdict(list)
    for record in (*snapshot.active("nominations"), *snapshot.active("awards")):
        data = record.document.data
        if data.get("status") != DECLINED and "nomination" not in data:
            for key in acts_of(data):
                found[key].append(record)
    for rows in found.values():
        rows.sort(key=lambda r: (r.document.data.get("year", 0), r.key))
    return MappingProxyType({key: tuple(rows) for key, rows in found.items()})


def acts_of(data: Data) -> tuple[tuple[Any, ...], ...]:
    """What a nomination or an award names as done, as keys that are equal for one act."""
    told: tuple[tuple[Any, ...], ...] = ((*who(data), name_key(data.get("merit", ""))),)
    return (*told, (name_key(data["act"]),)) if "act" in data else told


class Standing(Enum):
    """What was found of one condition."""

    HOLDS = Text("符合", "holds")
    FAILS = Text("不符合", "fails")
    UNKNOWN = Text("尚不清楚", "unknown")

    @property
    def mark(self) -> str:
        """A sign in front of a condition, for those who skim."""
        return {"HOLDS": "✓", "FAILS": "✗"}.get(self.name, "?")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of one nomination. reason: a sentence, why not as plainly as why.

    evidence: keys of the records behind it, in order of importance.
    """

    id: str
    title: Text
    standing: Standing
    reason: Text
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Eligibility:
    """A nomination with every condition. day: as of which it was judged: of its decision, else of looking."""

    record: Record
    day: str
    conditions: tuple[Condition, ...]

    @property
    def standing(self) -> Standing:
        """Fails where one fails, else unknown where one is unknown."""
        found = {one.standing for one in self.conditions}
        worst = (s for s in (Standing.FAILS, Standing.UNKNOWN) if s in found)
        return next(worst, Standing.HOLDS)

    def of(self, standing: Standing) -> tuple[Condition, ...]:
        """The conditions of which that was found."""
        return tuple(one for one in self.conditions if one.standing is standing)
