"""What the five mechanisms demand and how far it is done, as pages count it: by demand, unit and column.

A demand may bind the city, every county, every school district. A page has one column for the city itself
and one for each county, in which the units below it are counted together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.model.demand import DemandInfo, Fulfilment, Mechanism, State
from generator.model.text import Text

from .site import Site

CITY = ""  # the column of the city itself
NUMBERS = "一二三四五"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the units concerned have met a demand. One that is not required counts nowhere."""

    met: int
    open: int
    pending: int
    exempt: int = 0

    @property
    def asked(self) -> int:
        """The units that the demand binds."""
        return self.met + self.open + self.pending

    @property
    def state(self) -> State:
        """Open as soon as one unit is; met when all are; not required where nobody is bound."""
        if self.open:
            return State.OPEN
        if self.pending:
            return State.PENDING
        return State.MET if self.met else State.EXEMPT


def tally(found: Iterable[Fulfilment]) -> Tally:
    """These outcomes counted."""
    states = Counter(one.state for one in found)
    return Tally(states[State.MET], states[State.OPEN], states[State.PENDING], states[State.EXEMPT])


class Coverage:
    """The demands of one year with their outcomes."""

    def __init__(self, site: Site, year: int) -> None:
        self.site = site
        self.year = year
        self._outcomes: dict[str, list[Fulfilment]] = defaultdict(list)
        order = {record.id: n for n, record in enumerate(site.organizations)}
        mine = (f for f in site.results.fulfilments if f.year == year)
        for one in sorted(mine, key=lambda f: order.get(f.unit, len(order))):
            self._outcomes[one.demand].append(one)

    @cached_property
    def demands(self) -> tuple[DemandInfo, ...]:
        """The demands that bind somebody in that year, by mechanism, then in the registry's order."""
        asked = [info for info in self.site.results.demands.values() if self._outcomes.get(info.id)]
        place = {mechanism: n for n, mechanism in enumerate(Mechanism)}
        return tuple(sorted(asked, key=lambda info: place[info.mechanism]))

    def of(self, demand: str) -> tuple[Fulfilment, ...]:
        """The outcomes of a demand, units in administrative order."""
        return tuple(self._outcomes.get(demand, ()))

    def columns(self, demand: str) -> Mapping[str, tuple[Fulfilment, ...]]:
        """The outcomes of a demand by column: ``CITY`` and the ids of counties."""
        found: dict[str, list[Fulfilment]] = defaultdict(list)
        for one in self.of(demand):
            county = self.site.county_of(one.unit)
            found[county.id if county else CITY].append(one)
        return {column: tuple(rows) for column, rows in found.items()}

    def of_unit(self, unit: str) -> tuple[tuple[DemandInfo, Fulfilment], ...]:
        """What is demanded of one unit itself, in the order of the demands, with the outcome."""
        return tuple(self._of_units.get(unit, ()))

    @cached_property
    def _of_units(self) -> Mapping[str, list[tuple[DemandInfo, Fulfilment]]]:
        found: dict[str, list[tuple[DemandInfo, Fulfilment]]] = defaultdict(list)
        for info in self.demands:
            for one in self.of(info.id):
                found[one.unit].append((info, one))
        return found

    def states(self, mechanism: Mechanism | None = None) -> Counter[State]:
        """How many demands (of one mechanism, or all) are in which state."""
        return Counter(
            tally(self.of(info.id)).state for info in self.demands if mechanism in (None, info.mechanism)
        )

    @cached_property
    def path(self) -> str:
        """Where the year has its page."""
        return coverage_path(self.year, coverage_years(self.site))


@dataclass(frozen=True, slots=True)
class MechanismCard:
    """One of the five mechanisms in brief. *shares*: (kind of state, how many demands, its word)."""

    anchor: str
    number: str
    title: str
    shares: tuple[tuple[str, int, str], ...]


def mechanism_cards(found: Coverage) -> Iterator[MechanismCard]:
    """All five, in the order of the bureau's text, also one of which nothing is demanded that year."""
    say = found.site.say
    for number, mechanism in enumerate(Mechanism):
        states = found.states(mechanism)
        shares = tuple((s.name.lower(), states[s], say(s.value)) for s in State if states[s])
        yield MechanismCard(mechanism.name.lower(), NUMBERS[number], say(mechanism.value), shares)


def coverage_years(site: Site) -> tuple[int, ...]:
    """The years that were judged, newest first."""
    return tuple(sorted({f.year for f in site.results.fulfilments}, reverse=True))


def coverage_path(year: int, years: tuple[int, ...]) -> str:
    """Where a year of *years* (newest first) has its page: the newest at the section's own address."""
    return "coverage/" if not years or year == years[0] else f"coverage/{year}/"


def states_sentence(states: Mapping[State, int]) -> Text:
    """How many demands there are and how many are met, open, not due yet; grammatical for none, one, many."""
    counts = [(state, states.get(state, 0)) for state in (State.MET, State.OPEN, State.PENDING)]
    total = sum(states.values())
    if not total:
        return Text("没有要求", "Nothing is demanded")
    zh = "、".join(f"{state.value.zh} {count} 项" for state, count in counts if count)
    en = ", ".join(f"{count} {state.value.en}" for state, count in counts if count)
    if exempt := states.get(State.EXEMPT, 0):
        zh += f"{'，' if zh else ''}{exempt} 项没有单位需要做到"
        en += f"{', ' if en else ''}{exempt} binding nobody"
    return Text(f"{total} 项要求：{zh}", f"{total} demand{'' if total == 1 else 's'}: {en}")
