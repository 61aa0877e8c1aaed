"""How long each rule takes, for whoever writes one; the engine itself knows nothing of time.

What it costs to find the passages that a rule of one passage looks at is not counted: they are looked for
together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import wraps
from types import MappingProxyType
from typing import Any

from .rule import AnyRule


class Stopwatch:
    """Sums up the seconds of each rule, by *clock*, a function that gives seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._seconds: dict[str, float] = defaultdict(float)

    @property
    def seconds(self) -> Mapping[str, float]:
        """Code of a rule -> seconds so far, the slowest first; every rule that was timed is there."""
        ordered = sorted(self._seconds.items(), key=lambda row: (-row[1], row[0]))
        return MappingProxyType(dict(ordered))

    def timed(self, rules: Iterable[AnyRule]) -> tuple[AnyRule, ...]:
        """The same rules, each of which is timed whenever it runs."""
        return tuple(self._timed(one) for one in rules)

    def _timed(self, rule: AnyRule) -> AnyRule:
        code = rule.problem.code
        find: Callable[..., Iterable[Any]] = rule.find
        self._seconds[code] += 0.0

        def measured(*arguments: object) -> Iterable[Any]:
            began = self._clock()
            try:
                return list(find(*arguments))  # a generator works only while it is read
            finally:
                self._seconds[code] += self._clock() - began

        return replace(rule, find=wraps(find)(measured))  # type: ignore[arg-type] # one shape for all three
