"""The ids of the metrics that may feed an item of the annual evaluation.

A check must know them without pandas, which the metrics themselves need; a test holds the two together.
"""

from __future__ import annotations

SCORED_METRICS = frozenset({
    "inspection-pass-rate", "findings-per-school", "major-findings", "share-inspected", "mean-item-score",
    "hazards-in-time", "hazards-closed", "days-to-close", "overdue-hazards", "relapse-rate",
    "second-looks", "hazchem-hazards-in-time", "overdue-hazchem-hazards", "unannounced-in-time",
    "self-check-quarters", "late-report-quarters", "risk-lists-current", "five-doubles-met",
    "doubles-and-ledger", "waste-manifests", "hazchem-coverage", "tasks-in-time", "awards",
    "demonstration-applicants", "valid-demonstrations", "problem-sessions", "initial-budget",
    "budget-execution", "batches-missing", "projects-completed", "training-reached", "expert-days",
    "experts-active",
})  # fmt: skip
