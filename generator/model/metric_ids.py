"""The ids of all metrics, in the order in which readers see them.

A check must know them without pandas, which the metrics themselves need.
"""

from __future__ import annotations

METRIC_IDS = (
    "inspection-pass-rate", "findings-per-school", "major-findings", "share-inspected",
    "mean-item-score", "hazards-in-time", "hazards-closed", "days-to-close", "open-major-hazards",
    "overdue-hazards", "relapse-rate", "second-looks", "hazchem-hazards-in-time",
    "overdue-hazchem-hazards", "unannounced-in-time", "self-check-quarters", "late-report-quarters",
    "risk-lists-current", "five-doubles-met", "doubles-and-ledger", "waste-manifests",
    "hazchem-coverage", "tasks-in-time", "awards", "demonstration-applicants",
    "valid-demonstrations", "problem-sessions", "initial-budget", "budget-execution",
    "batches-missing", "projects-completed", "training-reached", "expert-days", "experts-active",
)  # fmt: skip

# Shown as a warning alone: no item of the annual evaluation may take its facts from them.
NOT_SCORED = frozenset({"open-major-hazards"})
