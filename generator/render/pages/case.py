"""One page for each case: what was done, what came of it in numbers, where it was shared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import pairwise

from generator.model.record import Record
from generator.model.text import Text
from generator.render import wording
from generator.render.filters import number, signed
from generator.render.hazards import item_link
from generator.render.page import Page, PageMaker, page
from generator.render.public import Public
from generator.render.site import Link, Site


@dataclass(frozen=True, slots=True)
class EffectLine:
    """One number; before and change are "" where nobody counted before."""

    measure: str
    before: str
    after: str
    change: str
    unit: str
    basis: str


@dataclass(frozen=True, slots=True)
class CaseContext:
    """One case. *beside*: other cases of the theme; *of_unit*: other cases of the unit."""

    sentence: str
    withdrawn: str
    summary: str
    unit: Link
    county: Link | None
    theme: str
    year: int
    began: str
    measures: tuple[str, ...]
    effects: tuple[EffectLine, ...]
    has_before: bool
    has_basis: bool
    meetings: tuple[Link, ...]
    document: Link | None
    demonstration: Link | None
    solves: tuple[Link, ...]
    attachments: tuple[tuple[str, str], ...]
    source: str
    note: str
    of_unit: tuple[Link, ...]
    beside: tuple[Link, ...]
    previous: Link | None
    next: Link | None


@page(many=True)
def case_pages(site: Site) -> Iterator[PageMaker]:
    """One page for each case, its neighbours by year and number."""
    records = tuple(sorted(site.snapshot.of("cases"), key=lambda r: (r["year"], r.id)))
    line: tuple[Record | None, ...] = (None, *records, None)
    around = zip(pairwise(line), records, strict=False)
    for place, ((before, _), record) in enumerate(around):
        yield partial(_case_page, site, record, before, line[place + 2])


def _case_page(site: Site, record: Record, before: Record | None, after: Record | None) -> Page:
    data = site.public(record)
    county = site.county_of(data["unit"])
    sentence = site.say(case_sentence(site, record))
    withdrawal = wording.withdrawal(data)
    others = [r for r in site.snapshot.active("cases") if r is not record]
    alike = [r for r in others if r["theme"] == data["theme"] and r["unit"] != data["unit"]]
    shown = f"demonstrations/{data['demonstration']}" if "demonstration" in data else ""
    effects = tuple(_effect(effect) for effect in data["effects"])
    context = CaseContext(
        sentence=sentence,
        withdrawn=site.say(withdrawal) if withdrawal else "",
        summary=data["summary"],
        unit=site.organization(data["unit"]),
        county=site.organization(county.id) if county and county.id != data["unit"] else None,
        theme=site.label("cases", "theme", data["theme"]),
        year=data["year"],
        began=data["began_on"],
        measures=tuple(data["measures"]),
        effects=effects,
        has_before=any(e.before for e in effects),
        has_basis=any(e.basis for e in effects),
        meetings=tuple(site.link(f"meetings/{m}") for m in data.get("shared_at", ())),
        document=site.document(data["document"]) if "document" in data else None,
        demonstration=site.link(shown) if shown else None,
        solves=tuple(item_link(site, one["topic"], one["item"]) for one in data.get("solves", ())),
        attachments=tuple((a["title"], a["url"]) for a in data.get("attachments", ())),
        source=data.get("source", ""),
        note=data.get("note", ""),
        of_unit=tuple(site.link(r.key) for r in others if r["unit"] == data["unit"]),
        beside=tuple(site.named_case(r) for r in alike),
        previous=site.link(before.key) if before else None,
        next=site.link(after.key) if after else None,
    )
    return Page(
        site.path(record),
        context,
        title=site.title(record),
        trail=(Link(site.say(Text("典型案例", "Cases")), "cases/"),),
        records=(record.key,),
        evidence=(f"organizations/{data['unit']}",),
        description=data["summary"],
    )


def _effect(effect: Public) -> EffectLine:
    before, after = effect.get("before"), Decimal(effect["after"])
    return EffectLine(
        measure=effect["measure"],
        before="" if before is None else number(before),
        after=number(after),
        change="" if before is None else signed(after - Decimal(before)),
        unit=effect["unit"],
        basis=effect.get("basis", ""),
    )


def case_sentence(site: Site, record: Record) -> Text:
    """Whose experience it is, and the first number that shows what came of it."""
    data = site.public(record)
    unit, effect = site.short(data["unit"]), _effect(data["effects"][0])
    is_sign = effect.unit == "%"
    blank, after_unit = ("", " ") if is_sign else (" ", "")
    now = f"{effect.after}{blank}{effect.unit}"
    if effect.before:
        was = f"{effect.before}{blank}{effect.unit}"
        return Text(
            f"{unit}的做法，{effect.measure}由 {was}{after_unit}变为 {now}。",
            f"By {unit}: {effect.measure} went from {was} to {now}.",
        )
    return Text(f"{unit}的做法，{effect.measure} {now}。", f"By {unit}: {effect.measure} {now}.")
