"""All metrics, in the order in which readers see them: a new one is a function and a name here."""

from __future__ import annotations

from generator.compute.metric import Metric

from .awards import awards
from .demonstrations import demonstration_applicants, valid_demonstrations
from .experts import expert_days
from .guarantee import problem_sessions
from .inspections import (
    findings_per_school,
    inspection_pass_rate,
    major_findings,
    mean_item_score,
    share_inspected,
)
from .projects import budget_execution, projects_completed
from .tasks import tasks_in_time

METRICS: tuple[Metric, ...] = (
    inspection_pass_rate,
    findings_per_school,
    major_findings,
    share_inspected,
    mean_item_score,
    tasks_in_time,
    awards,
    demonstration_applicants,
    valid_demonstrations,
    problem_sessions,
    budget_execution,
    projects_completed,
    expert_days,
)
