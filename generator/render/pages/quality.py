"""Data quality: what was set aside and why, what is missing or out of date, and whom it concerns.

The counts must agree: files seen = records published + drafts held back + files set aside.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from generator.model.diagnostic import Diagnostic, Severity
from generator.model.text import Text
from generator.render import wording
from generator.render.page import Page, page
from generator.render.site import Link, Site

EXPIRING_DAYS = 90
YEAR_DAYS = 365
SHOWN_PLACES = 5
SEVERITIES = {
    Severity.ERROR: Text("错误", "Error"),
    Severity.WARNING: Text("提醒", "Warning"),
    Severity.INFO: Text("提示", "Info"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault stands, and the record's page where it has one."""

    text: str
    link: Link


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """All places of one fault; *more*: how many are not listed."""

    code: str
    rule: str
    severity: str
    severity_label: str
    message: str
    hint: str
    count: int
    places: tuple[Place, ...]
    more: int


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """A county (or nobody in particular) and how many of its records have errors and warnings."""

    link: Link
    errors: int
    warnings: int


@dataclass(frozen=True, slots=True)
class GapLine:
    """A record that lacks something or is out of date."""

    link: Link
    county: str
    what: str


@dataclass(frozen=True, slots=True)
class Gaps:
    """One kind of gap: its title, its sentence, and the records; *anchor* names the block."""

    anchor: str
    title: str
    sentence: str
    lines: tuple[GapLine, ...]


@dataclass(frozen=True, slots=True)
class KindLine:
    """A record kind: how many files were found, published, withdrawn, set aside."""

    title: str
    published: int
    withdrawn: int
    sample: int
    set_aside: int


@dataclass(frozen=True, slots=True)
class QualityContext:
    """Everything on data quality."""

    sentence: str
    kinds: tuple[KindLine, ...]
    seen: int
    published: int
    held_back: int
    set_aside: int
    errors: int
    warnings: int
    problems: tuple[ProblemLine, ...]
    owners: tuple[OwnerLine, ...]
    gaps: tuple[Gaps, ...]
    withdrawn: tuple[Link, ...]


@page
def quality(site: Site) -> Iterator[Page]:
    """The one page on data quality."""
    kinds = kind_lines(site)
    published, set_aside = sum(k.published for k in kinds), len(site.snapshot.set_aside | _unread(site))
    severities = Counter(d.severity for d in site.diagnostics)
    errors, warnings = severities[Severity.ERROR], severities[Severity.WARNING]
    yield Page(
        "quality/",
        QualityContext(
            sentence=site.say(
                quality_sentence(published, set_aside, errors, warnings, site.snapshot.held_back)
            ),
            kinds=kinds,
            seen=published + set_aside + site.snapshot.held_back,
            published=published,
            held_back=site.snapshot.held_back,
            set_aside=set_aside,
            errors=errors,
            warnings=warnings,
            problems=problem_lines(site),
            owners=owner_lines(site),
            gaps=(
                counties_without_schools(site),
                schools_not_inspected(site),
                terms_that_end(site),
                overdue_plans(site),
            ),
            withdrawn=tuple(
                site.link(r.key)
                for kind in site.snapshot.kinds
                for r in site.snapshot.of(kind)
                if r.is_withdrawn
            ),
        ),
    )


def _unread(site: Site) -> frozenset[str]:
    """Paths of files that could not become a record at all: nothing names them by kind and id."""
    known = {r.path for kind in site.snapshot.kinds for r in site.snapshot.of(kind)}
    aside = {_stem(d.location.path): d.record for d in site.diagnostics}
    return frozenset(
        d.location.path
        for d in site.diagnostics
        if d.severity is Severity.ERROR
        and d.location.path.startswith("records/")
        and d.location.path not in known
        and (d.record or _stem(d.location.path)) not in site.snapshot.set_aside
        and aside.get(_stem(d.location.path)) not in site.snapshot.set_aside
    )


def _stem(path: str) -> str:
    """``kind/id`` that a path stands for."""
    parts = path.removeprefix("records/").removesuffix(".yml").split("/")
    return f"{parts[0]}/{parts[-1]}"


def kind_lines(site: Site) -> tuple[KindLine, ...]:
    """Every kind with its counts, in the order of the schemas."""
    aside = Counter(key.partition("/")[0] for key in site.snapshot.set_aside)
    return tuple(
        KindLine(
            title=site.say(schema.title),
            published=len(site.snapshot.of(kind)),
            withdrawn=sum(r.is_withdrawn for r in site.snapshot.of(kind)),
            sample=sum(r.is_sample for r in site.snapshot.of(kind)),
            set_aside=aside[kind],
        )
        for kind, schema in site.snapshot.schemas.items()
    )


def problem_lines(site: Site) -> tuple[ProblemLine, ...]:
    """Diagnostics by code: errors first, then by how often they occur."""
    found: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in sorted(site.diagnostics, key=lambda d: d.order):
        found[diagnostic.code].append(diagnostic)
    order = sorted(found.values(), key=lambda ds: (-ds[0].severity, -len(ds), ds[0].code))
    return tuple(_problem(site, diagnostics) for diagnostics in order)


def _problem(site: Site, diagnostics: list[Diagnostic]) -> ProblemLine:
    # Of what is said of an internal field, only the kind of fault may be read in public.
    open_ones = [d for d in diagnostics if not _is_internal(site, d)]
    first = (open_ones or diagnostics)[0]
    return ProblemLine(
        code=first.code,
        rule=f"reference/rules/#{first.code.lower()}",
        severity=first.severity.label,
        severity_label=site.say(SEVERITIES[first.severity]),
        message=site.say(first.message if open_ones else INTERNAL),
        hint=site.say(first.hint) if first.hint and open_ones else "",
        count=len(diagnostics),
        places=tuple(_place(site, d) for d in diagnostics[:SHOWN_PLACES]),
        more=max(0, len(diagnostics) - SHOWN_PLACES),
    )


INTERNAL = Text("在不公开的字段里；内容见核对结果", "In an internal field; see the output of the check")


def _is_internal(site: Site, diagnostic: Diagnostic) -> bool:
    """Is it about a field that nobody but the bureau may read, or one below such a field?"""
    record = site.snapshot.find(diagnostic.record) if diagnostic.record else None
    schema = site.snapshot.schemas.get(record.kind) if record else None
    names = [f"{key}" for key in diagnostic.field if isinstance(key, str)]
    above = [".".join(names[: n + 1]) for n in range(len(names))]
    return any(f.internal and f.path.replace("[]", "") in above for f in (schema.walk() if schema else ()))


def _place(site: Site, diagnostic: Diagnostic) -> Place:
    where = f"{diagnostic.location.path}:{diagnostic.location.line}"
    found = site.snapshot.find(diagnostic.record) if diagnostic.record else None
    return Place(where, site.link(found.key) if found else Link(""))


def owner_lines(site: Site) -> tuple[OwnerLine, ...]:
    """Errors and warnings by the county whose record is at fault, in administrative order, then the rest."""
    found: dict[str, Counter[Severity]] = defaultdict(Counter)
    for diagnostic in site.diagnostics:
        found[_owner(site, diagnostic)][diagnostic.severity] += 1
    order = [unit.id for unit in site.organizations if unit.id in found] + [""] * ("" in found)
    elsewhere = Link(site.say(Text("市级或无法归属", "The city, or nobody in particular")))
    return tuple(
        OwnerLine(
            link=site.organization(owner) if owner else elsewhere,
            errors=found[owner][Severity.ERROR],
            warnings=found[owner][Severity.WARNING],
        )
        for owner in order
        if found[owner][Severity.ERROR] or found[owner][Severity.WARNING]
    )


def _owner(site: Site, diagnostic: Diagnostic) -> str:
    record = site.snapshot.find(diagnostic.record) if diagnostic.record else None
    if record is None or record.kind == "experts":
        return ""
    data = site.public(record)  # whose fault is not public is nobody's here
    unit = record.id if record.kind == "organizations" else data.get("organization") or data.get("unit") or ""
    county = site.county_of(unit)
    return county.id if county else ""


def counties_without_schools(site: Site) -> Gaps:
    """Counties below which no school was entered: they can be in no ranking."""
    lines = [
        GapLine(
            site.organization(unit.id),
            site.short(unit.id),
            site.say(Text("没有录入学校", "no school entered")),
        )
        for unit in site.organizations
        if unit.document.data["level"] == "county" and not unit.is_withdrawn
        if not any(not school.is_withdrawn for school in site.schools(unit.id))
    ]
    return _gaps(
        site,
        "counties",
        Text("没有学校的县（区）", "Counties without schools"),
        Text("每个县（区）都录入了学校。", "Every county has schools on record."),
        Text(
            "{n} 个县（区）还没有录入学校，因此不参加评价。",
            "{n} without a school on record, hence not ranked.",
        ),
        lines,
    )


def schools_not_inspected(site: Site) -> Gaps:
    """Open schools that no finished inspection reached in the year before ``as_of``."""
    last: dict[str, str] = {}
    for record in site.snapshot.active("inspections"):
        data = record.document.data
        if data["status"] == "done":
            last[data["organization"]] = max(last.get(data["organization"], ""), data["date"])
    since = (site.as_of - timedelta(days=YEAR_DAYS)).isoformat()
    open_schools = [
        s
        for s in site.schools()
        if not s.is_withdrawn and s.document.data.get("closed", "9999") > str(site.as_of)
    ]
    lines = [
        GapLine(site.organization(s.id), _county(site, s.id), site.say(_last_visit(last.get(s.id))))
        for s in open_schools
        if last.get(s.id, "") < since
    ]
    total = len(open_schools)
    return _gaps(
        site,
        "schools",
        Text("近一年没有督查的学校", "Schools not inspected within a year"),
        Text("在册学校近一年都接受过督查。" if total else "还没有录入学校。", "None."),
        Text(f"{total} 所在册学校中，{{n}} 所近一年没有完成的督查。", f"{{n}} of {total} open schools."),
        lines,
    )


def _last_visit(day: str | None) -> Text:
    if not day:
        return Text("从未督查", "never inspected")
    when = wording.on(day)
    return Text(f"上次督查：{when.zh}", f"last inspected on {when.en}")


def terms_that_end(site: Site) -> Gaps:
    """Experts with no term beyond the next 90 days: who will inspect then?"""
    lines = []
    for expert in site.snapshot.active("experts"):
        last = max((p["term"]["to"] for p in expert.document.data.get("pools", ())), default="")
        if not last or (date.fromisoformat(last) - site.as_of).days > EXPIRING_DAYS:
            continue
        when = wording.on(last)
        over = date.fromisoformat(last) < site.as_of
        zh = f"聘期已于{when.zh}届满" if over else f"聘期将于{when.zh}届满"
        what = Text(zh, f"term ended on {when.en}" if over else f"term ends on {when.en}")
        link = site.expert(expert.id)
        lines.append(GapLine(link, "", site.say(what)))
    return _gaps(
        site,
        "terms",
        Text("聘期届满或 90 天内届满的专家", "Experts whose term is over or ends within 90 days"),
        Text("没有聘期届满或即将届满的专家。", "None."),
        Text("{n} 名专家在 90 天后没有任何聘期，需要续聘或调整。", "{n} without a term beyond 90 days."),
        lines,
    )


def overdue_plans(site: Site) -> Gaps:
    """Planned inspections whose day is over and that have no result."""
    lines = []
    for record in site.snapshot.active("inspections"):
        data = record.document.data
        late = (
            (site.as_of - date.fromisoformat(data["planned_on"])).days if data["status"] == "planned" else 0
        )
        if late > 0:
            what = Text(f"已过计划日期 {late} 天", f"{wording.some(late, 'day')} past the planned date")
            lines.append(GapLine(site.link(record.key), _county(site, data["organization"]), site.say(what)))
    return _gaps(
        site,
        "plans",
        Text("过了计划日期、没有结果的督查", "Planned inspections without a result"),
        Text("已安排的督查都还没有过期。", "None."),
        Text("{n} 次督查已过计划日期，没有登记结果。", "{n} past the planned date without a result."),
        lines,
    )


def _county(site: Site, unit: str) -> str:
    county = site.county_of(unit)
    return site.short(county.id) if county else ""


def _gaps(site: Site, anchor: str, title: Text, none: Text, some: Text, lines: Iterable[GapLine]) -> Gaps:
    found = tuple(lines)
    sentence = some.format(n=len(found)) if found else none
    return Gaps(anchor, site.say(title), site.say(sentence), found)


def quality_sentence(published: int, set_aside: int, errors: int, warnings: int, held_back: int = 0) -> Text:
    """Whether all files reached the site, and how many faults there are."""
    seen = published + set_aside + held_back
    if not seen:
        return Text("还没有记录文件。", "There is no record yet.")
    if set_aside:
        zh = f"读到 {seen} 个记录文件：{published} 个已公布，{set_aside} 个因有错误暂不采用"
        en = f"{wording.some(seen, 'file')} read: {published} published, {set_aside} set aside for faults"
    elif held_back:
        zh = f"读到 {seen} 个记录文件：{published} 个已公布"
        en = f"{wording.some(seen, 'file')} read: {published} published"
    else:
        zh, en = f"读到 {seen} 个记录文件，全部公布", f"{wording.some(seen, 'file')} read, all published"
    if held_back:
        zh += f"，{held_back} 个草稿还在填写，不公布"
        en += f", {wording.some(held_back, 'draft')} still being filled in"
    if not errors and not warnings:
        return Text(f"{zh}；没有错误和提醒。", f"{en}; no errors or warnings.")
    return Text(
        f"{zh}；错误 {errors} 项，提醒 {warnings} 项。",
        f"{en}; {wording.some(errors, 'error')}, {wording.some(warnings, 'warning')}.",
    )
