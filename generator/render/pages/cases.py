"""The library of cases (典型案例): found by theme, county and year; a case's own page is ``case``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model.record import Record
from generator.model.text import Text
from generator.render import wording
from generator.render.page import Page, page
from generator.render.site import Link, Site

SHARING = ("shared_at", "document", "source")


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case of the library. county: "" for the city. shared: in words; withdrawn: why, or ""."""

    link: Link
    summary: str
    unit: Link
    county: str
    theme: str
    year: int
    shared: str
    withdrawn: str


@dataclass(frozen=True, slots=True)
class LibraryContext:
    """All cases, the newest year first."""

    sentence: str
    cases: tuple[CaseLine, ...]


@page
def cases(site: Site) -> Iterator[Page]:
    """The library."""
    records = in_order(site)
    yield Page(
        "cases/",
        LibraryContext(
            sentence=site.say(library_sentence(site, records)),
            cases=tuple(_line(site, record) for record in records),
        ),
        evidence=tuple(r.key for r in records),
    )


def in_order(site: Site) -> tuple[Record, ...]:
    """All cases, the newest year first, then in the administrative order of their units."""
    places = {unit.id: place for place, unit in enumerate(site.organizations)}
    found = site.snapshot.of("cases")
    return tuple(sorted(found, key=lambda r: (-r["year"], places.get(r["unit"], len(places)), r.id)))


def _line(site: Site, record: Record) -> CaseLine:
    data = site.public(record)
    county = site.county_of(data["unit"])
    return CaseLine(
        link=site.link(record.key),
        summary=data["summary"],
        unit=site.organization(data["unit"]),
        county=site.short(county.id) if county else site.short(data["unit"]),
        theme=site.label("cases", "theme", data["theme"]),
        year=data["year"],
        shared=site.say(sharing(record)),
        withdrawn=data["withdrawn"]["reason"] if "withdrawn" in data else "",
    )


def sharing(record: Record) -> Text:
    """How a case was spread, in a word or two."""
    if "shared_at" in record and "document" in record:
        return Text("会议、发文", "meeting, document")
    if "shared_at" in record:
        return Text("会议交流", "meeting")
    if "document" in record:
        return Text("发文推广", "document")
    return Text("公开稿件", "published") if "source" in record else Text("尚未推广", "not yet")


def library_sentence(site: Site, records: Iterable[Record]) -> Text:
    """How many cases from how many units, how many are new, how many are spread."""
    found = [r for r in records if not r.is_withdrawn]
    if not found:
        return Text("还没有典型案例。", "There is no case yet.")
    units, year = len({r["unit"] for r in found}), site.as_of.year
    new = sum(r["year"] == year for r in found)
    shared = sum(any(name in r for name in SHARING) for r in found)
    return Text(
        f"收录典型案例 {len(found)} 条，来自 {units} 个单位；{year} 年新收 {new} 条，"
        f"已推广 {shared} 条，尚未推广 {len(found) - shared} 条。",
        f"{wording.some(len(found), 'case')} of {wording.some(units, 'unit')}; {new} new in {year}, "
        f"{shared} spread, {len(found) - shared} not yet.",
    )
