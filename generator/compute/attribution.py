"""Which of the changed records move a rank: the least set of them that alone gives it the rank it has now.

Sets are tried, smallest first: the state before the change with only these records changed is computed again.
As long as every set of a size fits into the number of trials, what is found is exact. Beyond that each record
is left out of the whole change in turn; those without which the rank would be another one are tried together,
and the answer says that it is approximate. The same records give the same answer, in the same number of
trials.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from math import comb

from generator.model.impact import Cause

TRIALS = 32
"""More are never made: all sets of five records (30), or ten by themselves and each left out in turn."""

_ALTERNATIVES = 3

Place = tuple[str, str]  # ranking, unit
Ranks = Mapping[Place, int | None]
Trial = Callable[[frozenset[str]], Ranks]


class Trials:
    """What has been tried, each set once: ranks of the state before with only these records changed."""

    def __init__(self, tried: Trial, most: int = TRIALS) -> None:
        self._tried = tried
        self._most = most
        self._known: dict[frozenset[str], Ranks] = {}

    @property
    def made(self) -> int:
        """How many trials were made."""
        return len(self._known)

    def allows(self, more: int) -> bool:
        """Would so many more trials be within the limit?"""
        return self.made + more <= self._most

    def gives(self, keys: Iterable[str], place: Place, rank: int | None) -> bool:
        """Do these records alone give *place* this rank?"""
        chosen = frozenset(keys)
        if chosen not in self._known:
            self._known[chosen] = self._tried(chosen)
        return self._known[chosen].get(place) == rank


def attributed(changed: Sequence[str], now: Ranks, trials: Trials) -> dict[Place, Cause]:
    """The cause of every rank of *now*, each of which is another one than before.

    changed: keys of all records that may be the cause, in order. A place that nothing is found for is left
    out, as where there are too many records to try each.
    """
    if len(changed) == 1:
        return {place: Cause(tuple(changed), "alone") for place in now}
    found: dict[Place, Cause] = {}
    for size in range(1, len(changed)):
        left = {place: rank for place, rank in now.items() if place not in found}
        if not left or not trials.allows(comb(len(changed), size)):
            break
        sets = list(combinations(changed, size))
        for place, rank in left.items():
            fitting = [one for one in sets if trials.gives(one, place, rank)]
            if fitting:
                found[place] = Cause(fitting[0], "alone", tuple(fitting[1 : 1 + _ALTERNATIVES]))
    else:  # every smaller set was tried
        left = {place: rank for place, rank in now.items() if place not in found}
        return found | {place: Cause(tuple(changed), "alone") for place in left}
    left = {place: rank for place, rank in now.items() if place not in found}
    return found | _by_leaving_out(changed, left, trials)


def _by_leaving_out(changed: Sequence[str], now: Ranks, trials: Trials) -> dict[Place, Cause]:
    """Approximate causes: the records without which the rank would be another one, tried together."""
    if not now or not trials.allows(len(changed)):
        return {}
    whole = frozenset(changed)
    found = {}
    for place, rank in now.items():
        needed = tuple(key for key in changed if not trials.gives(whole - {key}, place, rank))
        if needed and trials.allows(1):
            found[place] = Cause(needed, "near" if trials.gives(needed, place, rank) else "needed")
        elif needed:
            found[place] = Cause(needed, "needed")
    return found
