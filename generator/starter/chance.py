"""Chance that repeats itself: every part of the sample draws from its own stream.

Separate streams keep the parts apart: one more school name does not reshuffle the findings of every
inspection.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def stream(seed: int, name: str) -> Random:
    """The random numbers of one part, the same for the same *seed* and *name* on every machine."""
    return Random(f"{seed}:{name}")  # noqa: S311 - a sample city, not a secret


def shuffled(items: Sequence[T], chance: Random) -> list[T]:
    """A new list in a drawn order."""
    return chance.sample(items, len(items))
