"""Interviews: how many in a year, of units of which level, over what; no single one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.render.interviews import InterviewYear, interview_years, interviews_sentence
from generator.render.page import Page, page
from generator.render.site import Site


@dataclass(frozen=True, slots=True)
class InterviewsContext:
    """The counts by year, the newest first."""

    sentence: str
    years: tuple[InterviewYear, ...]


@page
def interviews(site: Site) -> Iterator[Page]:
    """The counts; the page stands for every record, withdrawn ones included, which count nowhere."""
    counted = list(site.snapshot.active("interviews"))
    sentence = site.say(interviews_sentence(counted))
    context = InterviewsContext(sentence, tuple(interview_years(site, counted)))
    records = tuple(r.key for r in site.snapshot.of("interviews"))
    yield Page("interviews/", context, records=records, description=sentence)
