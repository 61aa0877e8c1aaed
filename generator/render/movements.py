"""How an evaluation compares with the year before, as the page of a unit shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.model.evaluation import Evaluation, YearEvaluation
from generator.model.movement_words import ORDER, headline, mapping, not_yet, places, points, shares, signed
from generator.model.text import Text

from .site import Site

MOST_ITEMS = 8


@dataclass(frozen=True, slots=True)
class MovementBlock:
    """The change of rank in parts.

    parts: (name, places, what it is). items: (item, its words, points gained), greatest first, the rest left
    out. note: the order of steps; mapping: items that could not be carried over as they are, "" for none.
    """

    sentence: str
    points: str
    parts: tuple[tuple[str, str, str], ...]
    items: tuple[tuple[str, str, str], ...]
    note: str
    mapping: str


def movement_of(
    site: Site, year: YearEvaluation, one: Evaluation, items: Mapping[str, Any]
) -> MovementBlock | None:
    """None where the unit has no evaluation of the year before; without ranks the sentence says so."""
    before = next((y for y in site.results.evaluations if y.year == year.year - 1), None)
    if before is None or one.unit not in before.by_unit or not before.by_unit[one.unit].record:
        return None
    found = year.recast.movements.get(one.unit) if year.recast else None
    if year.recast is None or found is None:
        which = before.year if before.by_unit[one.unit].rank is None else year.year
        sentence = Text(
            f"{which} 年度没有排位次，不能与上年比较。",
            f"Not ranked for {which}, so there is nothing to compare.",
        )
        return MovementBlock(site.say(sentence), "", (), (), "", "")
    extra = Text("加分、减分", "Bonus and deduction")
    rows = [
        (item, items[item]["text"], f"{signed(gain)}{site.say(not_yet(year, one.unit, item))}")
        for item, gain in found.items
        if item in items
    ]
    rows = rows[:MOST_ITEMS] + ([("", site.say(extra), signed(found.extra))] if found.extra else [])
    return MovementBlock(
        sentence=site.say(headline(found, before.year)),
        points=site.say(points(found, year.recast)),
        parts=tuple(
            (site.say(name), site.say(places(amount)), site.say(what)) for name, amount, what in shares(found)
        ),
        items=tuple(rows),
        note=site.say(ORDER),
        mapping=site.say(mapping(year.recast)),
    )
