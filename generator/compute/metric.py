"""What a metric is: a definition for readers, and a function from the cells to one exact column.

A metric function says what is put into its formula (``Part``), where a value is missing and why (``Gap``),
and which other records the numbers were judged by. Rounding, evidence and ranks follow from that and are
nobody's business but ``assess``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Literal

import numpy as np

from generator.model.metric_ids import METRIC_IDS, NOT_SCORED
from generator.model.results import MetricInfo
from generator.model.text import Text

from .cells import Bundles, Cells, Flags, Ints, Trail
from .conclusions import Concluded

ALL_LEVELS = ("school", "cluster", "county", "city")
AREAS = ("cluster", "county", "city")
Trails = tuple[Trail | Bundles, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One operand, as it is in every cell.

    name: must stand in the metric's formula, word for word, in each language.
    amounts: whole numbers of 10^-*decimals*. trails: the records that were counted or added up.
    """

    name: Text
    amounts: Ints
    trails: Trails
    decimals: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """Where, and for what reason, there is no value.

    is_undefined: the parts mean nothing there either, and are not shown.
    """

    reason: Text
    where: Flags
    is_undefined: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class MetricColumn:
    """One metric in every cell: *numerator* / *denominator*, exact, in the metric's unit.

    gaps: the first that holds gives the reason; the denominator is above 0 wherever none holds.
    bases: records that the parts were judged by (checklists, methods); they belong to the evidence too.
    """

    parts: tuple[Part, ...]
    numerator: Ints
    denominator: Ints
    gaps: tuple[Gap, ...] = ()
    bases: Trails = ()


def ratio(
    over: Part,
    under: Part,
    *,
    times: int = 1,
    gaps: tuple[Gap, ...] = (),
    bases: Trails = (),
) -> MetricColumn:
    """*over* ÷ *under* × *times*."""
    numerator = over.amounts * (times * 10**under.decimals)
    denominator = under.amounts * 10**over.decimals
    return MetricColumn((over, under), numerator, denominator, gaps, bases)


def amount(part: Part, *, gaps: tuple[Gap, ...] = (), bases: Trails = ()) -> MetricColumn:
    """*part* itself."""
    return MetricColumn((part,), part.amounts, np.full_like(part.amounts, 10**part.decimals), gaps, bases)


MetricFunction = Callable[[Cells, Concluded], MetricColumn]


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric as the registry lists it.

    levels: of the organizations that it is about.
    needs: ``kind.field`` paths; where a schema lacks one, every measure is missing for that reason.
    """

    info: MetricInfo
    levels: tuple[str, ...]
    needs: tuple[str, ...]
    column: MetricFunction

    @property
    def function(self) -> MetricFunction:
        """The function that was decorated."""
        return self.column

    @property
    def id(self) -> str:
        """The metric's id."""
        return self.info.id


def metric(
    id: str,
    *,
    version: int,
    title: Text,
    unit: str,
    decimals: int,
    better: Literal["higher", "lower", "neutral"],
    formula: Text,
    population: Text,
    missing: Text,
    levels: tuple[str, ...] = ALL_LEVELS,
    needs: tuple[str, ...] = (),
) -> Callable[[MetricFunction], Metric]:
    """Make a metric of the function below; ``model.metric_ids`` says where readers see it."""
    is_scored = id not in NOT_SCORED
    info = MetricInfo(id, version, title, unit, decimals, better, formula, population, missing, is_scored)

    def made(function: MetricFunction) -> Metric:
        return Metric(info, levels, needs, function)

    return made


def metrics_in(*modules: ModuleType) -> tuple[Metric, ...]:
    """The metrics of the given modules, in the order of ``METRIC_IDS``; KeyError where one is not there."""
    found = {m.id: m for module in modules for m in vars(module).values() if isinstance(m, Metric)}
    return tuple(found[name] for name in dict.fromkeys((*METRIC_IDS, *found)))
