"""All metrics: one module for each topic; their order stands in ``model.metric_ids``."""

from generator.compute.metric import Metric, metrics_in

from . import (
    awards,
    chemicals,
    demonstrations,
    experts,
    guarantee,
    hazard_quarters,
    inspections,
    open_hazards,
    projects,
    rectification,
    relapses,
    tasks,
    waste,
)

METRICS: tuple[Metric, ...] = metrics_in(
    awards,
    chemicals,
    demonstrations,
    experts,
    guarantee,
    hazard_quarters,
    inspections,
    open_hazards,
    projects,
    rectification,
    relapses,
    tasks,
    waste,
)
