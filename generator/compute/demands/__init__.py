"""All demands: a new one is a function in its mechanism's module; a new module one more name below."""

from generator.compute.demand import demands_in

from . import commendation, demonstration, guarantee, inspection

DEMANDS = demands_in(inspection, demonstration, commendation, guarantee)
