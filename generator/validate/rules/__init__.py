"""All rules, family by family, in the order in which they are written.

A new rule is a function in its family's module; a new family is one more name below.
"""

from __future__ import annotations

from generator.validate.rule import rules_in

from . import (
    appeals,
    awards,
    budgets,
    cases,
    checklists,
    chemicals,
    conduct,
    dates,
    demonstrations,
    designations,
    documents,
    evaluation_evidence,
    evaluation_lists,
    evaluation_stages,
    evaluations,
    experts,
    guarantee,
    identity,
    laws,
    meetings,
    methods,
    privacy,
    projects,
    references,
    risks,
    tasks,
    teams,
    text,
    tree,
)

RULES = rules_in(
    identity,
    references,
    tree,
    teams,
    dates,
    tasks,
    conduct,
    experts,
    checklists,
    laws,
    risks,
    chemicals,
    awards,
    demonstrations,
    designations,
    meetings,
    guarantee,
    documents,
    budgets,
    projects,
    cases,
    methods,
    evaluation_lists,
    evaluations,
    evaluation_evidence,
    evaluation_stages,
    appeals,
    privacy,
    text,
)
