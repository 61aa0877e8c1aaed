"""All sorts of duties: a new one is a function in its topic's module, a new topic one more name below."""

from generator.compute.duty import duties_in

from . import (
    demonstrations,
    documents,
    draws,
    evaluations,
    experts,
    guarantee,
    hazards,
    inspections,
    meetings,
    projects,
    risks,
    tasks,
)

DUTIES = duties_in(
    inspections,
    draws,
    hazards,
    risks,
    tasks,
    experts,
    demonstrations,
    meetings,
    guarantee,
    projects,
    documents,
    evaluations,
)
