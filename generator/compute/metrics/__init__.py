"""All metrics, in the order in which readers see them: a new one is a function and a name here."""

from __future__ import annotations

from generator.compute.metric import Metric

from .awards import awards
from .chemicals import doubles_and_ledger, five_doubles_met, hazchem_coverage, risk_lists_current
from .demonstrations import demonstration_applicants, valid_demonstrations
from .experts import expert_days, experts_active
from .guarantee import problem_sessions
from .hazard_quarters import late_report_quarters, self_check_quarters
from .inspections import (
    findings_per_school,
    inspection_pass_rate,
    major_findings,
    mean_item_score,
    share_inspected,
)
from .open_hazards import open_major_hazards, overdue_hazards, overdue_hazchem_hazards
from .projects import (
    batches_missing,
    budget_execution,
    initial_budget,
    projects_completed,
    training_reached,
)
from .rectification import (
    days_to_close,
    hazards_closed,
    hazards_in_time,
    hazchem_hazards_in_time,
    unannounced_in_time,
)
from .relapses import relapse_rate, second_looks
from .tasks import tasks_in_time
from .waste import waste_manifests

METRICS: tuple[Metric, ...] = (
    inspection_pass_rate,
    findings_per_school,
    major_findings,
    share_inspected,
    mean_item_score,
    hazards_in_time,
    hazards_closed,
    days_to_close,
    open_major_hazards,
    overdue_hazards,
    relapse_rate,
    second_looks,
    hazchem_hazards_in_time,
    overdue_hazchem_hazards,
    unannounced_in_time,
    self_check_quarters,
    late_report_quarters,
    risk_lists_current,
    five_doubles_met,
    doubles_and_ledger,
    waste_manifests,
    hazchem_coverage,
    tasks_in_time,
    awards,
    demonstration_applicants,
    valid_demonstrations,
    problem_sessions,
    initial_budget,
    budget_execution,
    batches_missing,
    projects_completed,
    training_reached,
    expert_days,
    experts_active,
)
