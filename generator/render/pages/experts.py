"""Experts: the pools with stated and entered numbers side by side, how evenly they work, and who they are.

Name and unit appear only with consent (``Site.public`` takes them out). The record's id is not printed
without it either, since bureaus like to write names into ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.model.record import Record
from generator.render.page import Page, page
from generator.render.pools import (
    Ending,
    PoolLine,
    endings,
    endings_sentence,
    pool_lines,
    pools_sentence,
    term_line,
)
from generator.render.site import Link, Site
from generator.render.workload import Balance, Workload, balance, plain


@dataclass(frozen=True, slots=True)
class ExpertLine:
    """One expert in the table. *unit* and *county* are "" without consent; pools, categories: ever held.

    days: worked this year. visits: inspections and surveys ever made.
    """

    link: Link
    number: str
    is_published: bool
    county: str
    unit: str
    pools: tuple[str, ...]
    categories: tuple[str, ...]
    until: str
    term: str
    days: str
    visits: int
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class IndexContext:
    """The pools and everybody in them. sources: of the stated numbers. published: how many may be named."""

    sentence: str
    pools: tuple[PoolLine, ...]
    sources: tuple[str, ...]
    endings_sentence: str
    endings: tuple[Ending, ...]
    balance: Balance | None
    engagements: Link | None
    experts: tuple[ExpertLine, ...]
    published: int


@page
def experts(site: Site) -> Iterator[Page]:
    """The pools and the directory."""
    work = Workload(site)
    visits = Counter(s.expert for s in work.done if s.record.kind != "engagements")
    records = sorted(site.snapshot.of("experts"), key=_pool_order(site))
    lines = tuple(_expert_line(site, r, work, visits[r.id]) for r in records)
    pools, ending = pool_lines(site), endings(site)
    done = any(s.year == site.as_of.year for s in work.done)
    yield Page(
        "experts/",
        IndexContext(
            sentence=site.say(pools_sentence(pools, len(site.snapshot.active("experts")))),
            pools=pools,
            sources=tuple(dict.fromkeys(p.source for p in pools if p.source)),
            endings_sentence=site.say(endings_sentence(ending)) if records else "",
            endings=ending,
            balance=balance(site, work, site.as_of.year) if done else None,
            engagements=Link("", "engagements/") if site.snapshot.of("engagements") else None,
            experts=lines,
            published=sum(line.is_published for line in lines),
        ),
    )


def _expert_line(site: Site, record: Record, work: Workload, visits: int) -> ExpertLine:
    data = site.public(record)
    places = tuple(term_line(site, place) for place in data.get("pools", ()))
    last = max(places, key=lambda term: term.end, default=None)
    county = site.county_of(data["unit"]) if "unit" in data else None
    return ExpertLine(
        link=site.expert(record.id),
        number=record.id if site.is_published(record) else "",
        is_published=site.is_published(record),
        county=site.short(county.id) if county else "",
        unit=site.short(data["unit"]) if "unit" in data else "",
        pools=tuple(dict.fromkeys(t.pool for t in places)),
        categories=tuple(dict.fromkeys(t.category for t in places if t.category)),
        until=last.end if last else "",
        term=last.state if last else "",
        days=plain(work.of(record.id, site.as_of.year).days),
        visits=visits,
        withdrawn=record.is_withdrawn,
    )


def _pool_order(site: Site) -> Any:
    """By first pool and category in the schema's order, then by id, so that no name decides."""
    pools = list(site.labels("experts", "pools[].pool"))
    categories = ["", *site.labels("experts", "pools[].category")]

    def key(record: Record) -> tuple[int, int, str]:
        first = next(iter(record.document.data.get("pools", ())), None)
        if first is None:
            return (len(pools), 0, record.id)
        return (pools.index(first["pool"]), categories.index(first.get("category", "")), record.id)

    return key
