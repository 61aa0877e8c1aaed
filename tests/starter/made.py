"""The sample city as the starter makes it, once for all tests of a process; nobody may change it."""

from __future__ import annotations

from functools import cache

from generator.model.artifact import Artifact
from generator.samples import sample
from generator.starter import sample_city


@cache
def records() -> tuple[Artifact, ...]:
    """The records of the committed city, but for those that follow from its results."""
    return tuple(sample_city())


@cache
def whole() -> tuple[Artifact, ...]:
    """All records of the committed city."""
    return tuple(sample())
