"""What the page of any unit says of the unit itself: where it belongs, its teams, its awards, its facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.model.period import Period
from generator.model.record import Record
from generator.model.teams import teams_on
from generator.model.text import Text

from .filters import day
from .page import Page
from .site import Link, Site

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@dataclass(frozen=True, slots=True)
class Team:
    """One of the three teams that the unit has now.

    lead: the post in charge; the founding document where the post is not recorded. members: "" where unknown.
    roles: posts with their numbers, "" where not recorded.
    """

    kind: str
    lead: str
    members: str
    roles: str
    phone: str


@dataclass(frozen=True, slots=True)
class Award:
    """An award of the unit or of a person there."""

    link: Link
    year: str
    kind: str
    notice: Link


def kicker(site: Site, record: Record) -> str:
    """The small line above the title: county, level or stage."""
    data = site.public(record)
    county = site.county_of(record.id)
    words = [
        site.short(county.id) if county and county is not record else "",
        site.label("organizations", "level", data["level"]) if data["level"] != "school" else "",
        site.label("organizations", "stage", data.get("stage")) if data["level"] == "school" else "",
    ]
    return " · ".join(w for w in words if w)


def gone(site: Site, record: Record) -> str:
    """That a unit is withdrawn or closed, in a sentence; "" where it is neither."""
    data = site.public(record)
    if "withdrawn" in data:
        when, why = data["withdrawn"]["date"], data["withdrawn"]["reason"].rstrip("。")
        return site.say(Text(f"已于{day(when)}撤回：{why}。", f"Withdrawn on {day(when, 'en')}: {why}."))
    closed = data.get("closed")
    if closed and closed <= str(site.as_of):
        return site.say(Text(f"已于{day(closed)}停办。", f"Closed on {day(closed, 'en')}."))
    return ""


def awards_of(site: Site, units: Iterable[Record]) -> tuple[Award, ...]:
    """The awards of *units* and of people there, the newest year first."""
    ids = {u.id for u in units}
    found = [a for a in site.snapshot.active("awards") if a.document.data["unit"] in ids]
    found.sort(key=lambda a: (-a.document.data["year"], a.id))
    return tuple(
        Award(
            link=Link(
                " ".join(w for w in (site.short(data["unit"]), str(data.get("person", ""))) if w),
                site.path(award),
            ),
            year=site.say(Period(data["year"]).label),
            kind=site.label("awards", "kind", data["kind"]),
            notice=site.document(data["notice"]["number"]),
        )
        for award in found
        for data in (site.public(award),)
    )


def cases_of(site: Site, record: Record) -> tuple[Link, ...]:
    """The cases (典型案例) of the unit and of those below it, the newest first; others' with their names."""
    return tuple(
        Link(
            site.title(case)
            if case["unit"] == record.id
            else f"{site.title(case)}（{site.short(case['unit'])}）",
            site.path(case),
        )
        for case in site.unit_cases(record.id)
    )


def teams_of(site: Site, record: Record) -> tuple[Team, ...]:
    """The teams that the unit has on the day of the site, as its record names them."""
    founded = Text("已组建，见{document}，岗位未登记", "set up by {document}; post not recorded")
    return tuple(
        Team(
            site.label("organizations", "teams[].kind", kind),
            team.get("lead") or site.say(founded).format(document=team.get("document", "–")),
            str(team.get("members", "")),
            "、".join(f"{row['role']} {row['count']}" for row in team.get("roles", ())),
            str(team.get("office_phone", "")),
        )
        for kind, team in teams_on(site.public(record), site.as_of).items()
    )


def facts_of(site: Site, record: Record) -> Iterator[tuple[str, str]]:
    """Codes, dates and what is kept: title and words."""
    data = site.public(record)
    for name in ("school_code", "division_code", "opened"):
        if name in data:
            yield site.field_title("organizations", name), str(data[name])
    keeps = data.get("keeps", {})
    if "laboratories" in keeps:
        yield (
            site.field_title("organizations", "keeps.laboratories"),
            site.say(Text(f"{keeps['laboratories']} 间", str(keeps["laboratories"]))),
        )
    if "hazchem" in keeps:
        yes = Text("有", "yes") if keeps["hazchem"] else Text("没有", "no")
        yield site.field_title("organizations", "keeps.hazchem"), site.say(yes)
    if keeps.get("hazchem_classes"):
        classes = [site.label("organizations", "keeps.hazchem_classes", c) for c in keeps["hazchem_classes"]]
        yield site.field_title("organizations", "keeps.hazchem_classes"), "、".join(classes)
    if "equipment" in keeps:
        yield (
            site.field_title("organizations", "keeps.equipment"),
            site.say(Text(f"{keeps['equipment']} 件", str(keeps["equipment"]))),
        )
    if "website" in data:
        yield site.field_title("organizations", "website"), str(data["website"])


def unit_page(site: Site, record: Record, context: DataclassInstance, sentence: str) -> Page:
    """A unit's page: its trail leads up the tree, its figures rest on the unit and the schools below."""
    below = (record, *site.schools(record.id))
    return Page(
        site.path(record),
        context,
        title=site.title(record),
        trail=(
            Link(site.say(Text("学校与单位", "Organizations")), "organizations/"),
            *(site.organization(above.id) for above in site.ancestors(record.id)),
        ),
        records=(record.key,),
        evidence=tuple(r.key for r in below),
        description=sentence,
    )
