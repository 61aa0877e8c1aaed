"""Who of the experts may go where on a day, found without a walk through all of them for every question.

A large city asks once for every step of every hazard; both grow with the schools, so each question must not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import overload

from .experts import Expert, Pool


class Rest(Sequence[Expert]):
    """A line of experts without those at some places, which are left out but never copied."""

    def __init__(self, line: Sequence[Expert], gaps: Sequence[int]) -> None:
        """gaps: the places to leave out, in order."""
        self._line, self._gaps = line, gaps
        self._before = [gap - number for number, gap in enumerate(gaps)]

    def __len__(self) -> int:
        return len(self._line) - len(self._gaps)

    @overload
    def __getitem__(self, place: int) -> Expert: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Expert]: ...
    def __getitem__(self, place: int | slice) -> Expert | Sequence[Expert]:
        if isinstance(place, slice):
            return [self[n] for n in range(*place.indices(len(self)))]
        return self._line[place + bisect_right(self._before, place)]


class Line:
    """Experts in the order of the pool, and who of them keeps away from which county."""

    def __init__(self, experts: Sequence[Expert]) -> None:
        self.experts = experts
        self._places = {expert.id: place for place, expert in enumerate(experts)}
        self._barred: dict[int, list[int]] = defaultdict(list)
        for place, expert in enumerate(experts):
            for county in expert.barred:
                self._barred[county].append(place)

    def may_go(self, name: str, county: int) -> bool:
        """Is the expert in the line, without a tie to the county?"""
        return name in self._places and county not in self.experts[self._places[name]].barred

    def rest(self, county: int, but: Iterable[str] = ()) -> Rest:
        """All who may go to the county *but* some."""
        others = (self._places[name] for name in but if name in self._places)
        return Rest(self.experts, sorted({*self._barred.get(county, ()), *others}))


class Rota:
    """The lines of a pool, by day."""

    def __init__(self, pool: Pool) -> None:
        self.line = cache(lambda topic, day: Line(pool.available(topic, day, day)))
        self.everybody = cache(lambda day: Line(tuple(e for e in pool.experts if e.first <= day <= e.last)))
