"""Which pages there are: one module for each, in the order in which they are rendered."""

from generator.render.page import pages_in

from . import (
    about,
    awards,
    checklists,
    coverage,
    data,
    deadlines,
    document,
    documents,
    experts,
    home,
    inspections,
    methods,
    metrics,
    not_found,
    organizations,
    quality,
    rankings,
    rounds,
    schools,
    units,
)

PAGES = pages_in(
    home,
    rankings,
    organizations,
    units,
    schools,
    rounds,
    inspections,
    coverage,
    deadlines,
    awards,
    documents,
    document,
    experts,
    methods,
    metrics,
    checklists,
    data,
    quality,
    about,
    not_found,
)
