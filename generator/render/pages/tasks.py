"""The lists of key tasks, newest year first: who has what, by when, how far it is; late ones first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.period import Period
from generator.model.text import Text
from generator.render.filters import number
from generator.render.page import Page, page
from generator.render.site import Link, Site
from generator.render.tasks import (
    TaskLine,
    Tasks,
    responsibility_path,
    responsibility_years,
    shares,
    tasks_sentence,
)

METRIC = "tasks-in-time"


@dataclass(frozen=True, slots=True)
class CountyLine:
    """The tasks of a county's units. *rate*: done in time, in %, with where it is explained; or why none."""

    unit: Link
    shares: tuple[tuple[str, int, str], ...]
    total: int
    rate: Link
    missing: str


@dataclass(frozen=True, slots=True)
class YearList:
    """The tasks of one year. *document*: its list, "" where none is cited; *map_path*: who has what."""

    year: int
    sentence: str
    documents: tuple[Link, ...]
    counties: tuple[CountyLine, ...]
    tasks: tuple[TaskLine, ...]
    map_path: str


@dataclass(frozen=True, slots=True)
class TasksContext:
    """All tasks."""

    sentence: str
    years: tuple[YearList, ...]
    metric: Link


@page
def tasks(site: Site) -> Iterator[Page]:
    """The lists of all years."""
    found = Tasks(site)
    years = tuple(_year(found, year) for year in found.years)
    sentence = _sentence(years)
    evidence = tuple(r.key for r in site.snapshot.of("tasks"))
    info = site.results.metrics.get(METRIC)
    metric = Link(site.say(info.title), site.metric_path(METRIC)) if info else Link("")
    context = TasksContext(site.say(sentence), years, metric)
    yield Page("tasks/", context, evidence=evidence, description=site.say(sentence))


def _sentence(years: tuple[YearList, ...]) -> Text:
    if not years:
        return Text("还没有登记重点任务。", "No key task has been entered yet.")
    words = tasks_sentence(years[0].tasks)
    return Text(f"{years[0].year} 年{words.zh}", f"In {years[0].year}: {words.en}")


def _year(found: Tasks, year: int) -> YearList:
    site = found.site
    lines = tuple(line for line in found.all if line.year == year)
    records = [r for r in site.snapshot.active("tasks") if r.document.data["year"] == year]
    numbers = dict.fromkeys(d for r in records if (d := site.public(r).get("document")))
    return YearList(
        year=year,
        sentence=site.say(tasks_sentence(lines)),
        documents=tuple(site.document(n) for n in numbers),
        counties=tuple(_counties(site, year, lines)),
        tasks=lines,
        map_path=responsibility_path(site, year) if year in responsibility_years(site) else "",
    )


def _counties(site: Site, year: int, lines: tuple[TaskLine, ...]) -> Iterator[CountyLine]:
    by_county: dict[str, list[TaskLine]] = defaultdict(list)
    for line in lines:
        if not line.is_withdrawn:
            by_county[line.county].append(line)
    for record in site.organizations:
        mine = by_county.get(site.short(record.id), ())
        if record.document.data["level"] == "county" and mine:
            measure = site.results.measure(METRIC, record.id, Period(year))
            rate, why = Link(""), ""
            if measure and measure.value is not None:
                rate = Link(number(measure.value), site.measure_path(measure))
            elif measure and measure.reason:
                why = site.say(measure.reason)
            yield CountyLine(site.organization(record.id), shares(mine, site), len(mine), rate, why)
    others = by_county.get("", ())
    if others:
        word = Link(site.say(Text("市级和未落实", "City, or nobody")))
        yield CountyLine(word, shares(others, site), len(others), Link(""), "")
