"""Where bulletins take their figures, tables and sentences from: one function for each source."""

from . import commendation, evaluations, overdue, rounds

SOURCES = (rounds.rounds, evaluations.evaluations, commendation.commendation, overdue.overdue)
