"""Nominations: what the year's method asks for, its places, and how many were recommended; not a single one.

Who was recommended and not praised is nobody's business; whoever was praised has an award of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model.commendation import ACCEPTED, DECLINED, RECOMMENDED
from generator.model.record import Record
from generator.model.standing import NOTHING, Data, method_on
from generator.model.text import Text
from generator.render import wording
from generator.render.page import Page, page
from generator.render.site import Link, Site


@dataclass(frozen=True, slots=True)
class Line:
    """The nominations of one kind in one year, as counts."""

    kind: str
    count: int
    accepted: int
    declined: int
    pending: int


@dataclass(frozen=True, slots=True)
class Quota:
    """The places of one recommending unit."""

    by: Link
    units: int
    persons: int


@dataclass(frozen=True, slots=True)
class NominationYear:
    """One year: its nominations, what its method asks for (in sentences) and its places."""

    year: int
    lines: tuple[Line, ...]
    method: Link | None
    terms: tuple[str, ...]
    quotas: tuple[Quota, ...]


@dataclass(frozen=True, slots=True)
class NominationsContext:
    """The years with nominations or places, the newest first."""

    sentence: str
    years: tuple[NominationYear, ...]


@page
def nominations(site: Site) -> Iterator[Page]:
    """The page stands for every record, withdrawn ones included, which count nowhere."""
    counted = site.snapshot.active("nominations")
    wanted = {r.document.data["year"] for r in counted}
    for method in site.snapshot.active("methods"):
        if "commendation" in method.document.data.get("requirements", {}):
            first, last = (int(method.document.data["valid"][end][:4]) for end in ("from", "to"))
            wanted.update(range(first, min(last, site.snapshot.as_of.year) + 1))
    context = NominationsContext(
        site.say(nominations_sentence(counted)),
        tuple(_year(site, year, counted) for year in sorted(wanted, reverse=True)),
    )
    records = tuple(r.key for r in site.snapshot.of("nominations"))
    yield Page("nominations/", context, records=records, description=context.sentence)


def _year(site: Site, year: int, counted: Iterable[Record]) -> NominationYear:
    found = Counter(
        (data["kind"], data["status"]) for r in counted if (data := r.document.data)["year"] == year
    )
    method = method_on(site.snapshot, f"{year}-12-31")
    terms = method.document.data.get("requirements", {}).get("commendation", NOTHING) if method else NOTHING
    return NominationYear(
        year,
        tuple(
            Line(label, count, found[kind, ACCEPTED], found[kind, DECLINED], found[kind, RECOMMENDED])
            for kind, label in site.labels("nominations", "kind").items()
            if (count := sum(n for (one, _), n in found.items() if one == kind))
        ),
        site.link(method.key) if method and terms else None,
        tuple(site.say(text) for text in _terms(site, terms)),
        tuple(
            Quota(site.organization(row["by"]), row["units"], row["persons"])
            for row in terms.get("quotas", ())
        ),
    )


def _terms(site: Site, terms: Data) -> Iterator[Text]:
    """What the method asks for, one sentence for each condition."""
    if not terms:
        return
    grades = site.snapshot.labels("methods", "grades[].grade")
    chosen = [grades[g] for g in terms["county_grades"] if g in grades]
    yield Text(
        f"所在县（区）当年评价等次为{'或'.join(g.zh for g in chosen)}，没有一票否决事项；"
        "市直属单位不看县（区）等次。",
        f"The county's annual grade is {' or '.join(g.to('en') for g in chosen)}, with no veto.",
    )
    yield Text(
        f"没有未销号的重大隐患，没有逾期超过 {terms['overdue_days']} 天的隐患；经纪检、人事部门审查。",
        f"No open major hazard, none more than {terms['overdue_days']} days overdue; vetted.",
    )
    yield Text(
        f"主要事迹不超过 {terms['merit_max']} 字；同一事项不重复表扬。",
        f"The merit has at most {terms['merit_max']} characters; one act is praised once.",
    )
    kinds, groups = (site.snapshot.labels("nominations", name) for name in ("kind", "groups"))
    for share in terms.get("shares", ()):
        kind, group = kinds[share["kind"]], groups[share["group"]]
        for name, zh, en in (("at_least", "不低于", "at least"), ("at_most", "不高于", "at most")):
            if name in share:
                yield Text(
                    f"{kind.zh}里{group.zh}{zh} {share[name]}%。",
                    f"{group.to('en')} make up {en} {share[name]}% of {kind.to('en').lower()}s.",
                )


def nominations_sentence(counted: Iterable[Record]) -> Text:
    """How many the newest year has and what became of them, and that nothing else is public."""
    found = list(counted)
    if not found:
        return Text("还没有推荐记录。", "No nomination is on record yet.")
    year = max(r.document.data["year"] for r in found)
    states = Counter(r.document.data["status"] for r in found if r.document.data["year"] == year)
    count = states.total()
    zh = [f"同意表扬 {states[ACCEPTED]} 件"] * bool(states[ACCEPTED])
    zh += [f"不同意 {states[DECLINED]} 件"] * bool(states[DECLINED])
    zh += [f"研究中 {states[RECOMMENDED]} 件"] * bool(states[RECOMMENDED])
    told = "都在研究中" if count == states[RECOMMENDED] else f"其中{'、'.join(zh)}"
    return Text(
        f"{year} 年度共推荐 {count} 件，{told}。只公开件数；受到表扬的单位和个人及其事迹见“通报表扬”。",
        f"{wording.some(count, 'nomination')} for {year}: {states[ACCEPTED]} accepted, "
        f"{states[DECLINED]} declined, {states[RECOMMENDED]} open. Only counts are public.",
    )
