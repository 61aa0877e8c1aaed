"""Awards (表扬): by year and kind, and one page for each; a withdrawn one stays readable and says why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from generator.model.record import Record
from generator.model.text import Text
from generator.render import wording
from generator.render.page import Page, PageMaker, page
from generator.render.site import Link, Site


@dataclass(frozen=True, slots=True)
class AwardLine:
    """One award in the list, with what it is for; *person* is "" for a unit."""

    link: Link
    unit: Link
    county: str
    person: str
    post: str
    notice: Link
    merit: str
    withdrawn: str


@dataclass(frozen=True, slots=True)
class Group:
    """The awards of one kind in one year, in administrative order of their units."""

    title: str
    awards: tuple[AwardLine, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """The awards of one year."""

    year: int
    sentence: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class IndexContext:
    """All awards, newest year first."""

    sentence: str
    years: tuple[Year, ...]
    total: int


@dataclass(frozen=True, slots=True)
class AwardContext:
    """One award. *in_notice*: the other awards of the same notice. *is_published*: may its name be shown?"""

    sentence: str
    withdrawn: str
    kind: str
    year: int
    unit: Link
    county: Link | None
    person: str
    post: str
    notice: Link
    issued_on: str
    shown_from: str
    shown_to: str
    merit: str
    note: str
    is_published: bool
    in_notice: tuple[Link, ...]
    of_unit: tuple[Link, ...]
    previous: Link | None
    next: Link | None


@page
def awards(site: Site) -> Iterator[Page]:
    """All awards by year and kind."""
    records = in_order(site)
    years = sorted({r["year"] for r in records}, reverse=True)
    yield Page(
        "awards/",
        IndexContext(
            sentence=site.say(index_sentence(records)),
            years=tuple(_year(site, year, [r for r in records if r["year"] == year]) for year in years),
            total=len(records),
        ),
    )


@page(template="award", many=True)
def award_pages(site: Site) -> Iterator[PageMaker]:
    """One page for each award."""
    records = in_order(site)
    by_notice: dict[str, list[Record]] = defaultdict(list)
    by_unit: dict[str, list[Record]] = defaultdict(list)
    for record in site.snapshot.of("awards"):
        by_notice[record["notice"]["number"]].append(record)
        by_unit[record["unit"]].append(record)
    for place, record in enumerate(records):
        before = records[place - 1] if place else None
        after = records[place + 1] if place + 1 < len(records) else None
        beside = by_notice[record["notice"]["number"]], by_unit[record["unit"]]
        yield partial(_award_page, site, record, beside, before, after)


def in_order(site: Site) -> list[Record]:
    """Newest year first, units before individuals, in administrative order of the units."""
    place = {unit.id: number for number, unit in enumerate(site.organizations)}
    kinds = list(site.labels("awards", "kind"))
    return sorted(
        site.snapshot.of("awards"),
        key=lambda r: (-r["year"], kinds.index(r["kind"]), place.get(r["unit"], len(place)), r.id),
    )


def _award_page(
    site: Site,
    record: Record,
    beside: tuple[list[Record], list[Record]],
    before: Record | None,
    after: Record | None,
) -> Page:
    in_notice, of_unit = ([r for r in records if r is not record] for records in beside)
    data = site.public(record)
    withdrawn = wording.withdrawal(data)
    kind = site.label("awards", "kind", data["kind"])
    county = site.county_of(data["unit"])
    sentence = site.say(award_sentence(site, record, kind))
    context = AwardContext(
        sentence=sentence,
        withdrawn=site.say(withdrawn) if withdrawn else "",
        kind=kind,
        year=data["year"],
        unit=site.organization(data["unit"]),
        county=site.organization(county.id) if county and county.id != data["unit"] else None,
        person=data.get("person", ""),
        post=data.get("post", ""),
        notice=site.document(data["notice"]["number"]),
        issued_on=data["notice"]["issued_on"],
        shown_from=data["public_notice"]["from"],
        shown_to=data["public_notice"]["to"],
        merit=data["merit"],
        note=data.get("note", ""),
        is_published=site.is_published(record),
        in_notice=tuple(site.link(r.key) for r in in_notice),
        of_unit=tuple(site.link(r.key) for r in of_unit),
        previous=site.link(before.key) if before else None,
        next=site.link(after.key) if after else None,
    )
    return Page(
        f"awards/{record.id}/",
        context,
        title=site.title(record),
        trail=(Link(site.say(Text("通报表扬", "Awards")), "awards/"),),
        records=(record.key,),
        evidence=(f"organizations/{data['unit']}",),
        description=sentence,
    )


def _year(site: Site, year: int, records: list[Record]) -> Year:
    return Year(
        year=year,
        sentence=site.say(year_sentence(records)),
        groups=tuple(
            Group(label, tuple(_line(site, r) for r in records if r["kind"] == kind))
            for kind, label in site.labels("awards", "kind").items()
            if any(r["kind"] == kind for r in records)
        ),
    )


def _line(site: Site, record: Record) -> AwardLine:
    data = site.public(record)
    county = site.county_of(data["unit"])
    return AwardLine(
        link=Link(data.get("person") or site.short(data["unit"]), site.path(record)),
        unit=site.organization(data["unit"]),
        county=site.short(county.id) if county else "",
        person=data.get("person", ""),
        post=data.get("post", ""),
        notice=site.document(data["notice"]["number"]),
        merit=data["merit"],
        withdrawn=data["withdrawn"]["reason"] if "withdrawn" in data else "",
    )


def index_sentence(records: Iterable[Record]) -> Text:
    """What the newest year has."""
    found = list(records)
    if not found:
        return Text("还没有表扬记录。", "There is no award on record yet.")
    year = max(r["year"] for r in found)
    newest = year_sentence([r for r in found if r["year"] == year])
    return Text(f"{year} 年度{newest.zh}", f"For {year}: {newest.en}")


def year_sentence(records: Iterable[Record]) -> Text:
    """How many units and individuals are commended, and how many awards were withdrawn."""
    found = list(records)
    valid = [r for r in found if not r.is_withdrawn]
    units = sum(r["kind"] == "advanced_unit" for r in valid)
    persons, gone = len(valid) - units, len(found) - len(valid)
    zh = [f"先进单位 {units} 个"] * bool(units) + [f"先进个人 {persons} 名"] * bool(persons)
    en = [wording.some(units, "unit")] * bool(units) + [wording.some(persons, "individual")] * bool(persons)
    zh_text = f"通报表扬{'、'.join(zh)}" if zh else "没有有效的表扬"
    en_text = f"{wording.both(en)} commended" if en else "no valid award"
    if gone:
        zh_text += f"；另有 {gone} 项已撤回"
        en_text += f"; {gone} withdrawn"
    return Text(f"{zh_text}。", f"{en_text}.")


def award_sentence(site: Site, record: Record, kind: str) -> Text:
    """Who was commended for which year, by which notice; a withdrawn award is not claimed."""
    data = site.public(record)
    unit = site.short(data["unit"])
    who = f"{unit} {data['person']}" if data.get("person") else unit
    number, when = data["notice"]["number"], wording.on(data["notice"]["issued_on"])
    if record.is_withdrawn:
        return Text(
            f"{who}曾获评 {data['year']} 年度{kind}（{number}），这项表扬已撤回。",
            f"{who} was named {kind.lower()} of {data['year']} ({number}); the award is withdrawn.",
        )
    return Text(
        f"{who}获评 {data['year']} 年度{kind}，见{when.zh}印发的通报（{number}）。",
        f"{who}: {kind.lower()} of {data['year']}, by the notice of {when.en} ({number}).",
    )
