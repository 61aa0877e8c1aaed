"""All demands: a new one is a function in its mechanism's module; a new module one more name below."""

from generator.compute.demand import demands_in

from . import (
    commendation,
    coordination,
    demonstration,
    experience,
    experts,
    guarantee,
    hazards,
    inspection,
    meetings,
    problems,
)

DEMANDS = demands_in(
    coordination,
    inspection,
    hazards,
    demonstration,
    experience,
    meetings,
    experts,
    commendation,
    problems,
    guarantee,
)
