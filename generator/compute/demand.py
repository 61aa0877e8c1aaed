"""How demands are judged: a function for each, over the snapshot alone, for one year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import ModuleType

from generator.model.demand import DemandInfo, Fulfilment, Mechanism, State
from generator.model.snapshot import Snapshot
from generator.model.text import Text


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a demand function yields for one unit: state, one sentence of reason, keys of the records."""

    unit: str
    state: State
    reason: Text
    evidence: tuple[str, ...] = ()


DemandFunction = Callable[[Snapshot, int], Iterable[Judgement]]


@dataclass(frozen=True, slots=True)
class Demand:
    """A demand as the registry lists it."""

    info: DemandInfo
    judge: DemandFunction

    @property
    def function(self) -> DemandFunction:
        """The function that was decorated."""
        return self.judge


def demand(
    id: str, mechanism: Mechanism, *, words: Text, asks: Text, rules: tuple[str, ...], kinds: tuple[str, ...]
) -> Callable[[DemandFunction], Demand]:
    """Make a demand of the function below: it judges every unit concerned in one year.

    The year may not be over on ``snapshot.as_of``: what can still be done by then is ``State.PENDING``.
    """
    info = DemandInfo(id, mechanism, words, asks, rules, kinds)

    def made(function: DemandFunction) -> Demand:
        return Demand(info, function)

    return made


def by_year_end(snapshot: Snapshot, year: int, is_met: bool) -> State:
    """Met, else open once *year* is over, else not due yet."""
    if is_met:
        return State.MET
    return State.OPEN if year < snapshot.as_of.year else State.PENDING


def demands_in(*modules: ModuleType) -> tuple[Demand, ...]:
    """The demands of the modules, in the order in which they are written."""
    return tuple(v for module in modules for v in vars(module).values() if isinstance(v, Demand))


def judged(snapshot: Snapshot, demands: Iterable[Demand], years: Iterable[int]) -> Iterator[Fulfilment]:
    """Every demand for every unit concerned, by year, then in the registry's order, then as judged."""
    chosen = tuple(demands)
    for year in years:
        for one in chosen:
            for found in one.judge(snapshot, year):
                evidence = tuple(sorted(set(found.evidence)))
                yield Fulfilment(one.info.id, found.unit, year, found.state, found.reason, evidence)
