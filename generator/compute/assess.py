"""One snapshot in, every number out."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import replace
from types import MappingProxyType

from generator.model.impact import is_evaluation
from generator.model.record import is_counted
from generator.model.results import Results
from generator.model.snapshot import Snapshot

from .bulletin import recounted
from .bulletins import SOURCES
from .cells import cells_of
from .conclusions import conclude
from .demand import judged
from .demands import DEMANDS
from .duties import DUTIES
from .duty import duties_of
from .evaluation import evaluated
from .frames import Frames
from .ledger import ledger_of
from .loop import loop_of
from .method import Method, methods_of
from .metric import Metric
from .metrics import METRICS
from .rankings import COVERAGE, rankings_of

# Metrics that rest on visits and awards alone, and the kinds that are then enough; a test knows.
VISITS = frozenset(
    {
        "inspection-pass-rate",
        "mean-item-score",
        "findings-per-school",
        "major-findings",
        "share-inspected",
        "awards",
    }
)
VISITED = frozenset({"bureau", "organizations", "methods", "checklists", "inspections", "awards"})


def assess(snapshot: Snapshot) -> Results:
    """Conclusions, measures and rankings of *snapshot*; the order of its records does not matter.

    The periods are the quarters that have a done inspection, and their years: without one there are none.
    """
    frames = Frames(snapshot)
    methods = methods_of(snapshot)
    concluded = conclude(frames, methods)
    cells = cells_of(frames)
    ledger = ledger_of(cells, concluded, METRICS, snapshot.schemas)
    scored = {metric.id for metric in METRICS if metric.info.is_scored}
    return Results(
        metrics=MappingProxyType({metric.id: metric.info for metric in METRICS}),
        periods=frames.periods,
        measures=ledger,
        rankings=rankings_of(cells, ledger, methods),
        conclusions=MappingProxyType(concluded.by_inspection),
        evaluations=evaluated(
            snapshot,
            lambda metric, unit, period: ledger.get((metric, unit, period)) if metric in scored else None,
        ),
        loop=loop_of(snapshot),
    )


def weighed_metrics(methods: Iterable[Method]) -> tuple[Metric, ...]:
    """The metrics that any ranking of *methods* counts, and the one that says who may be ranked."""
    counted = {
        metric
        for method in methods
        for weighing in method.rankings.values()
        for metric, weight in weighing.weights.items()
        if weight > 0
    }
    return tuple(metric for metric in METRICS if metric.id in counted or metric.id == COVERAGE)


def ranked_only(snapshot: Snapshot, boards: Set[str]) -> Results:
    """The rankings of *snapshot* that *boards* names by id, and all evaluations where it names one.

    For trials, which compute the same again and again: they look at nothing that these do not rest on.
    """
    methods = methods_of(snapshot)
    weighed = weighed_metrics(methods)
    if any(map(is_evaluation, boards)):
        return assess(snapshot)
    frames = Frames(snapshot)
    cells = cells_of(frames)
    ledger = ledger_of(cells, conclude(frames, methods), weighed, snapshot.schemas)
    shown = MappingProxyType({metric.id: metric.info for metric in weighed})
    return Results(shown, frames.periods, ledger, rankings_of(cells, ledger, methods, only=boards))


def rests_on_visits(*snapshots: Snapshot) -> bool:
    """Do the rankings of these snapshots weigh only what rests on records of ``VISITED``?"""
    return all(m.id in VISITS for s in snapshots for m in weighed_metrics(methods_of(s)))


def with_duties(results: Results, snapshot: Snapshot) -> Results:
    """*results* with all that a site shows beside them: duties, demands, bulletins looked at again."""
    found = with_states(results, snapshot)
    return replace(found, bulletins=MappingProxyType(recounted(snapshot, results, SOURCES)))


def with_states(results: Results, snapshot: Snapshot) -> Results:
    """*results* with what is still to be done and what the mechanisms demand.

    Demands are judged for the years with figures and the one that is running. Results are what is published,
    so a day that a record sets which is counted alone is left to ``check`` and ``generator due``.
    """
    years = sorted({p.year for p in results.periods} | {snapshot.as_of.year})
    return replace(
        results,
        duties=tuple(d for d in duties_of(snapshot, DUTIES) if not is_counted(d.record)),
        demands=MappingProxyType({one.info.id: one.info for one in DEMANDS}),
        fulfilments=tuple(judged(snapshot, DEMANDS, years)),
    )
