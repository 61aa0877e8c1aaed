"""Checklists: what is looked at, what each item is worth, and what changed from the year before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.model.digest import digest
from generator.model.instrument import Instrument
from generator.model.record import Record
from generator.model.scoring_words import example, rule_words
from generator.model.text import Text
from generator.render import wording
from generator.render.basis import basis_links, basis_of
from generator.render.evaluation_rules import grading_lines, instrument_of, method_link, veto_words
from generator.render.evaluations import year_path, year_title
from generator.render.filters import MISSING
from generator.render.page import Page, page
from generator.render.site import Link, Site

Data = Mapping[str, Any]

# The parts of an item whose change a school should hear of, in the order in which they are told.
COMPARED = (
    "text", "points", "method", "standard", "evidence", "evidence_required", "veto", "cap_grade",
    "risk_color", "hazard_grade", "days", "basis", "scorer",
)  # fmt: skip
ITEM = "sections[].items[]"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference from the year before. *fields*: (title, before, after), for changed items only."""

    kind: str
    item: str
    text: str
    points: str
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item. "" where a checklist says nothing.

    rule, example: how points are computed from facts, and one worked example. metrics: what gives the facts.
    """

    id: str
    text: str
    points: str
    method: str
    standard: str
    evidence: str
    evidence_required: bool
    veto: bool
    cap: str
    risk: str
    risk_label: str
    hazard: str
    hazard_label: str
    days: str
    basis: tuple[Link, ...]
    scorer: str
    rule: str
    example: str
    metrics: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SectionLines:
    """A section with the sum of its points."""

    title: str
    points: str
    items: tuple[ItemLine, ...]


@dataclass(frozen=True, slots=True)
class Extra:
    """Bonus, deduction or vetoes: title, what holds for all of them, one line each."""

    title: str
    text: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChecklistContext:
    """One checklist. *has_…*: whether a column says anything."""

    sentence: str
    withdrawn: str
    kind: str
    topic: str
    year: int
    start: str
    end: str
    points: str
    items: int
    not_applicable: str
    digest: str
    sections: tuple[SectionLines, ...]
    extras: tuple[Extra, ...]
    method: Link | None
    is_evaluation: bool
    results: tuple[Link, ...]
    has_risk: bool
    has_evidence: bool
    has_scorer: bool
    used: int
    rounds: tuple[Link, ...]
    changes: tuple[Change, ...]
    changes_sentence: str
    previous: Link | None
    next: Link | None
    note: str


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """One checklist in the list."""

    link: Link
    year: int
    kind: str
    topic: str
    start: str
    end: str
    items: int
    points: str
    used: int
    is_current: bool
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class IndexContext:
    """All checklists, newest year first."""

    sentence: str
    checklists: tuple[ChecklistLine, ...]


@page
def checklists(site: Site) -> Iterator[Page]:
    """All checklists."""
    used = _times_used(site)
    order = sorted(
        site.snapshot.of("checklists"), key=lambda r: (-r["year"], r["kind"], r.get("topic", ""), r.id)
    )
    lines = tuple(_line(site, record, used[record.id]) for record in order)
    yield Page("checklists/", IndexContext(sentence=site.say(index_sentence(lines)), checklists=lines))


@page(template="checklist")
def checklist_pages(site: Site) -> Iterator[Page]:
    """One page for each checklist."""
    used = _times_used(site)
    for record in site.snapshot.of("checklists"):
        yield _checklist_page(site, record, used[record.id])


def _checklist_page(site: Site, record: Record, used: int) -> Page:
    data = site.public(record)
    before, after = neighbours(site, record)
    found = changes(site, before, record) if before else ()
    sections = tuple(_section(site, section) for section in data["sections"])
    items = [item for section in sections for item in section.items]
    withdrawn = wording.withdrawal(data)
    points = wording.plain(total_points(record))
    sentence = site.say(
        checklist_sentence(sections, points, used, is_inspection=data["kind"] == "inspection")
    )
    is_evaluation, instrument = data["kind"] == "evaluation", instrument_of(site, record.id)
    context = ChecklistContext(
        sentence=sentence,
        withdrawn=site.say(withdrawn) if withdrawn else "",
        kind=site.label("checklists", "kind", data["kind"]),
        topic=site.label("checklists", "topic", data.get("topic")),
        year=data["year"],
        start=data["valid"]["from"],
        end=data["valid"]["to"],
        points=points,
        items=len(items),
        not_applicable=site.label("checklists", "not_applicable", data["not_applicable"]),
        digest=record.document.once(digest),
        sections=sections,
        extras=tuple(_extras(site, data, instrument)),
        method=method_link(site, instrument),
        is_evaluation=is_evaluation,
        results=tuple(
            Link(site.say(year_title(year.year)), year_path(year.year))
            for year in site.results.evaluations
            if year.checklist == record.id and any(one.record for one in year.evaluations)
        ),
        has_risk=any(i.risk or i.hazard or i.days for i in items),
        has_evidence=any(i.evidence for i in items),
        has_scorer=any(i.scorer for i in items),
        used=used,
        rounds=tuple(_rounds(site, record)),
        changes=found,
        changes_sentence=site.say(
            changes_sentence(found, before["year"] if before else None, "细则" if is_evaluation else "检查表")
        ),
        previous=site.link(before.key) if before else None,
        next=site.link(after.key) if after else None,
        note=data.get("note", ""),
    )
    return Page(
        f"checklists/{record.id}/",
        context,
        title=site.title(record),
        trail=(Link(site.say(Text("检查表", "Checklists")), "checklists/"),),
        records=(record.key,),
        evidence=(),
        description=sentence,
    )


def _rounds(site: Site, record: Record) -> Iterator[Link]:
    for one in site.rounds:
        if any(r.document.data["checklist"] == record.id and not r.is_withdrawn for r in one.inspections):
            yield Link(site.round_title(one), one.path)


def _times_used(site: Site) -> Counter[str]:
    return Counter(
        r.document.data["checklist"]
        for r in site.snapshot.active("inspections")
        if r.document.data["status"] == "done"
    )


def items_of(checklist: Record) -> dict[str, Data]:
    """Items by id, in order."""
    return {i["id"]: i for s in checklist.document.data["sections"] for i in s["items"]}


def total_points(checklist: Record) -> Decimal:
    """The points of all items together."""
    return sum((Decimal(i["points"]) for i in items_of(checklist).values()), Decimal())


def neighbours(site: Site, checklist: Record) -> tuple[Record | None, Record | None]:
    """The checklists of the same kind and topic from the nearest years before and after, not withdrawn."""
    year, family = checklist["year"], (checklist["kind"], checklist.get("topic"))
    same = [c for c in site.snapshot.active("checklists") if (c["kind"], c.get("topic")) == family]
    before = max((c for c in same if c["year"] < year), key=lambda c: (c["year"], c.id), default=None)
    after = min((c for c in same if c["year"] > year), key=lambda c: (c["year"], c.id), default=None)
    return before, after


def changes(site: Site, before: Record, after: Record) -> tuple[Change, ...]:
    """Added and changed items in the order of the new checklist, then removed ones in that of the old."""
    old, new = items_of(before), items_of(after)
    found = []
    for name, item in new.items():
        if name not in old:
            found.append(_change("added", item))
        elif fields := tuple(_differences(site, old[name], item)):
            found.append(_change("changed", item, fields))
    return (*found, *(_change("removed", item) for name, item in old.items() if name not in new))


def _change(kind: str, item: Data, fields: tuple[tuple[str, str, str], ...] = ()) -> Change:
    return Change(kind, item["id"], item["text"], wording.plain(item["points"]), fields)


def _differences(site: Site, old: Data, new: Data) -> Iterator[tuple[str, str, str]]:
    for name in COMPARED:
        if old.get(name) != new.get(name):
            title = site.field_title("checklists", f"{ITEM}.{name}")
            yield title, _written(site, name, old.get(name)), _written(site, name, new.get(name))
    before, after = site.say(rule_words(old)), site.say(rule_words(new))
    if before != after:
        yield site.field_title("checklists", f"{ITEM}.scoring"), before or MISSING, after or MISSING
    first, then = (_source(site, _metric_names(one)) for one in (old, new))
    if first != then:
        yield site.field_title("checklists", f"{ITEM}.scoring.metric"), first, then


def _written(site: Site, name: str, value: object) -> str:
    if value is None or value == []:
        return MISSING
    if name == "basis":
        return "；".join(basis_of(site, {"basis": value}))
    if isinstance(value, bool):
        return site.say(Text("是", "yes") if value else Text("否", "no"))
    if isinstance(value, Decimal | int):
        return wording.plain(value)
    if isinstance(value, list):
        return "；".join(str(v) for v in value)
    return site.label("checklists", f"{ITEM}.{name}", value)


def _section(site: Site, section: Data) -> SectionLines:
    points = sum((Decimal(item["points"]) for item in section["items"]), Decimal())
    return SectionLines(
        title=section["title"],
        points=wording.plain(points),
        items=tuple(_item(site, item) for item in section["items"]),
    )


def _item(site: Site, item: Data) -> ItemLine:
    def label(name: str) -> str:
        return site.label("checklists", f"{ITEM}.{name}", item.get(name))

    return ItemLine(
        id=item["id"],
        text=item["text"],
        points=wording.plain(item["points"]),
        method=label("method"),
        standard=item.get("standard", ""),
        evidence="、".join(item.get("evidence", ())),
        evidence_required=bool(item.get("evidence_required")),
        veto=bool(item.get("veto")),
        cap=label("cap_grade"),
        risk=item.get("risk_color", ""),
        risk_label=label("risk_color"),
        hazard=item.get("hazard_grade", ""),
        hazard_label=label("hazard_grade"),
        days=str(item["days"]) if "days" in item else "",
        basis=basis_links(site, item),
        scorer=item.get("scorer", ""),
        rule=site.say(rule_words(item)),
        example=site.say(example(item)),
        metrics=tuple(link for name in _metric_names(item) if (link := _metric(site, name))),
    )


def _metric_names(item: Data) -> tuple[str, ...]:
    """The metrics that give the facts of an item: the main one, and those of cases that cost points."""
    scoring = item.get("scoring", {})
    rows = (scoring, *scoring.get("deductions", ()))
    return tuple(row["metric"] for row in rows if "metric" in row)


def _source(site: Site, names: Iterable[str]) -> str:
    """Where the facts of an item come from: metrics, or people."""
    links = [link.text for name in names if (link := _metric(site, name))]
    return "、".join(links) or site.say(Text("由人填写", "stated by people"))


def _metric(site: Site, name: str) -> Link | None:
    info = site.results.metrics.get(name)
    return Link(site.say(info.title), site.metric_path(name)) if info else None


def _extras(site: Site, data: Data, instrument: Instrument | None) -> Iterator[Extra]:
    """What changes a total or a grade besides the items."""
    for name in ("bonus", "deduction"):
        if name in data:
            title, most = site.field_title("checklists", name), wording.plain(data[name]["max"])
            lines = tuple(_case(case) for case in data[name]["items"])
            cap = Text(f"合计最多 {most} 分", f"at most {most} in all")
            yield Extra(title, site.say(cap), tuple(site.say(line) for line in lines))
    if "vetoes" in data:
        lines = tuple(veto_words(site, veto) for veto in data["vetoes"])
        said = site.say(Text("在加减分之后生效", "after everything else"))
        yield Extra(site.field_title("checklists", "vetoes"), said, tuple(site.say(line) for line in lines))
    if instrument and instrument.bands:
        title = site.say(Text("等次、名额和位次", "Grades, quota and ranks"))
        by = site.say(Text("由当年的评价办法规定", "By the method of the year"))
        yield Extra(title, by, tuple(site.say(line) for line in grading_lines(site, instrument)))


def _case(case: Data) -> Text:
    each = wording.plain(case["each"])
    most = f"，最多 {wording.plain(case['max'])} 分" if "max" in case else ""
    return Text(f"{case['text']}：每次 {each} 分{most}")


def changes_sentence(found: Iterable[Change], year: int | None, what: str = "检查表") -> Text:
    """How many items were added, changed and removed since the checklist, or whatever it is, of *year*."""
    if year is None:
        return Text(
            f"这是记录中最早的一版，没有更早的{what}可比。",
            "The earliest on record; nothing to compare with.",
        )
    kinds = [change.kind for change in found]
    words = {"added": "新增", "changed": "调整", "removed": "取消"}
    zh = [f"{word} {kinds.count(kind)} 项" for kind, word in words.items() if kind in kinds]
    en = [f"{kinds.count(kind)} {kind}" for kind in words if kind in kinds]
    if not kinds:
        return Text(f"与 {year} 年的{what}相比，项目没有变化。", f"No item changed since {year}.")
    return Text(f"与 {year} 年的{what}相比，{'、'.join(zh)}。", f"Since {year}: {wording.both(en)}.")


def checklist_sentence(
    sections: tuple[SectionLines, ...], points: str, used: int, *, is_inspection: bool
) -> Text:
    """How long the checklist is, what decides alone, how often it was used."""
    items = [item for section in sections for item in section.items]
    red, veto = sum(item.risk == "red" for item in items), sum(item.veto for item in items)
    zh = f"{len(sections)} 个部分、{len(items)} 项，满分 {points} 分"
    en = f"{wording.some(len(sections), 'section')}, {wording.some(len(items), 'item')}, {points} points"
    if red:
        zh += f"；红色风险 {red} 项"
        en += f"; {red} at red risk"
    if veto:
        zh += f"；一票否决 {veto} 项"
        en += f"; {wording.some(veto, 'veto item')}"
    if is_inspection:
        zh += f"；已用于 {used} 次督查" if used else "；还没有用于督查"
        en += f"; used in {wording.some(used, 'inspection')}"
    return Text(f"{zh}。", f"{en}.")


def _line(site: Site, record: Record, used: int) -> ChecklistLine:
    valid = record["valid"]
    return ChecklistLine(
        link=site.link(record.key),
        year=record["year"],
        kind=site.label("checklists", "kind", record["kind"]),
        topic=site.label("checklists", "topic", record.get("topic")),
        start=valid["from"],
        end=valid["to"],
        items=len(items_of(record)),
        points=wording.plain(total_points(record)),
        used=used,
        is_current=not record.is_withdrawn and valid["from"] <= str(site.as_of) <= valid["to"],
        withdrawn=record.is_withdrawn,
    )


def index_sentence(lines: tuple[ChecklistLine, ...]) -> Text:
    """How many checklists there are, and how many hold on the day looked at."""
    if not lines:
        return Text("还没有检查表。", "There is no checklist yet.")
    current = sum(line.is_current for line in lines)
    return Text(
        f"共 {len(lines)} 份检查表，其中 {current} 份现行有效。"
        if current
        else f"共 {len(lines)} 份检查表，目前没有现行有效的。",
        f"{wording.some(len(lines), 'checklist')}, {current or 'none'} in force.",
    )
