"""Which pages there are: one module for each, in the order in which they are rendered."""

from generator.render.page import pages_in

from . import home

PAGES = pages_in(home)
