"""The annual evaluations of a snapshot with their lists, as the rules on them look at them.

Lists and facts are read by the functions that score them (``model.instrument``, ``model.facts``,
``model.scoring``), so that a check and a score cannot differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from generator.model.diagnostic import FieldPath
from generator.model.facts import FactsOf, decimal_of, facts_of, peers_of
from generator.model.instrument import Instrument, Item, instruments
from generator.model.record import Record
from generator.model.scoring import points_of
from generator.model.snapshot import Snapshot

from .questions import Data, in_force


class Evaluated(NamedTuple):
    """One evaluation that is not withdrawn, with the list that it names.

    items: id -> item of the list. peers: item -> values of all units, for items scored by rank.
    """

    record: Record
    data: Data
    instrument: Instrument
    items: Mapping[str, Item]
    peers: Mapping[str, tuple[Decimal, ...]]

    @property
    def rows(self) -> Iterator[tuple[int, Data, Item]]:
        """The entries whose item is in the list, each with its index."""
        for i, row in enumerate(self.data["items"]):
            item = self.items.get(row["item"])
            if item:
                yield i, row, item

    @property
    def is_verified(self) -> bool:
        """Has somebody other than the unit looked at it?"""
        return bool(self.data["status"] != "self")

    def computed(self, row: Data, item: Item) -> Decimal | None:
        """The points that the stated facts give; None where they give none, or a metric does."""
        if row["state"] != "scored" or "facts" not in row or (item.metric and item.method == "rank"):
            return None
        return points_of(item, facts_of(row["facts"]), self.peers.get(item.id, ()))

    def score(self, row: Data, item: Item) -> Decimal | None:
        """The verified score of an entry: what is stated, else what the facts give; None while neither is."""
        if row["state"] == "no_evidence":
            return Decimal(0)
        stated = decimal_of(row.get("verified_score"))
        return self.computed(row, item) if stated is None else stated

    def entries(self) -> Iterator[tuple[FieldPath, Data]]:
        """Bonus, deductions and veto events, each with its place."""
        for name in ("bonus", "deductions", "vetoes"):
            for i, row in enumerate(self.data.get(name, ())):
                yield (name, i), row


def evaluated(snapshot: Snapshot) -> tuple[Evaluated, ...]:
    """The evaluations whose list is one of their year; others are reported for that alone."""
    return snapshot.once(_evaluated)


def by_id(snapshot: Snapshot) -> Mapping[str, Evaluated]:
    """Id -> evaluation."""
    return {one.record.id: one for one in evaluated(snapshot)}


def _evaluated(snapshot: Snapshot) -> tuple[Evaluated, ...]:
    lists = {one.checklist: one for one in instruments(snapshot)}
    records: dict[str, list[tuple[Record, Data]]] = defaultdict(list)
    for record, data in in_force(snapshot, "evaluations"):
        instrument = lists.get(data["checklist"])
        if instrument and instrument.year == data["year"]:
            records[instrument.checklist].append((record, data))
    found = []
    for name, group in records.items():
        instrument = lists[name]
        items = {item.id: item for item in instrument.items}
        facts: FactsOf = {
            (data["unit"], row["item"]): facts_of(row.get("facts"))
            for _, data in group
            for row in data["items"]
        }
        peers = peers_of(instrument, facts)
        found += [Evaluated(record, data, instrument, items, peers) for record, data in group]
    return tuple(found)
