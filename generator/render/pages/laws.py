"""The laws, standards and documents that checks rest on: which item on which article, what changes when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.model.law import article, cited, holds_on
from generator.model.record import Record
from generator.model.text import Text
from generator.render import wording
from generator.render.filters import day
from generator.render.page import Page, page
from generator.render.site import Link, Site

Data = Mapping[str, Any]
FIRST = Text("法规标准", "Laws and standards")
AHEAD, NOW, OVER, UNKNOWN = "planned", "met", "cancelled", "not_checked"  # marks with a shape of their own
_STATES = {
    AHEAD: Text("尚未施行", "not yet in force"),
    NOW: Text("现行有效", "in force"),
    OVER: Text("已经失效", "no longer in force"),
    UNKNOWN: Text("日期未登记", "days not on record"),
}


@dataclass(frozen=True, slots=True)
class LawLine:
    """One version. state: id of the mark; items: how many items of all checklists rest on it."""

    link: Link
    version: str
    kind: str
    start: str
    end: str
    state: str
    state_label: str
    items: int


@dataclass(frozen=True, slots=True)
class Change:
    """A law that gives way to another. lists: the checklists that rest on the old one, with what to do."""

    day: str
    old: Link
    new: Link
    is_ahead: bool
    lists: tuple[tuple[Link, str], ...]


@dataclass(frozen=True, slots=True)
class IndexContext:
    """All versions, those in force first, and the changes, newest first."""

    sentence: str
    changes: tuple[Change, ...]
    laws: tuple[LawLine, ...]


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item that rests on the law. *articles*: as the law counts them, "" for the whole."""

    link: Link
    id: str
    checklist: str
    section: str
    articles: str
    risk: str
    risk_label: str


@dataclass(frozen=True, slots=True)
class LawContext:
    """One version and the items of the newest checklists that rest on it, by article."""

    sentence: str
    withdrawn: str
    facts: tuple[tuple[str, str], ...]
    url: str
    before: tuple[Link, ...]
    after: Link | None
    items: tuple[ItemLine, ...]
    note: str


@dataclass(frozen=True, slots=True)
class _Use:
    checklist: Record
    section: str
    item: Data
    entry: Data


@page
def laws(site: Site) -> Iterator[Page]:
    """The index."""
    records = list(site.snapshot.active("laws"))
    uses = _uses(site)
    lines = sorted((_line(site, r, uses[r.id]) for r in records), key=_order)
    changes = tuple(sorted(_changes(site, records, uses), key=lambda c: c.day, reverse=True))
    context = IndexContext(site.say(index_sentence(lines, changes)), changes, tuple(lines))
    evidence = tuple(r.key for r in records if not r.is_sample)
    yield Page("laws/", context, evidence=evidence, description=context.sentence)


@page(template="law")
def law_pages(site: Site) -> Iterator[Page]:
    """One page for each version."""
    uses = _uses(site)
    for record in site.snapshot.of("laws"):
        yield _law_page(site, record, uses[record.id])


def index_sentence(lines: Sequence[LawLine], changes: Sequence[Change]) -> Text:
    """How many versions there are, and the next change."""
    if not lines:
        return Text("还没有登记法规标准。", "No law is on record yet.")
    held = sum(line.state == NOW for line in lines)
    zh = f"检查依据登记 {len(lines)} 部，现行有效 {held} 部"
    en = f"{wording.some(len(lines), 'law or standard', 'laws and standards')} on record, {held} in force"
    ahead = [c for c in changes if c.is_ahead]
    if not ahead:
        return Text(f"{zh}，没有即将换法的。", f"{en}; none is about to be replaced.")
    first = min(ahead, key=lambda c: c.day)
    return Text(
        f"{zh}；{day(first.day)}起{first.new.text}施行，替代{first.old.text}。",
        f"{en}; from {day(first.day, 'en')} {first.new.text} takes the place of {first.old.text}.",
    )


def _uses(site: Site) -> Mapping[str, list[_Use]]:
    """Law -> the items that cite it, in the order of the checklists."""
    found: dict[str, list[_Use]] = defaultdict(list)
    for record in site.snapshot.active("checklists"):
        for section in site.public(record)["sections"]:
            for item in section["items"]:
                for _, entry in cited(item):
                    found[entry["law"]].append(_Use(record, section["title"], item, entry))
    return found


def _line(site: Site, record: Record, uses: Sequence[_Use]) -> LawLine:
    data = site.public(record)
    span, state = data.get("in_force", {}), state_of(data, site.as_of.isoformat())
    return LawLine(
        link=site.link(record.key),
        version=data["version"],
        kind=site.label("laws", "kind", data["kind"]),
        start=span.get("from", ""),
        end=span.get("to", ""),
        state=state,
        state_label=site.say(_STATES[state]),
        items=len(uses),
    )


def state_of(law: Data, today: str) -> str:
    """Is the version ahead, in force or over on that day?"""
    span = law.get("in_force", {})
    if not span:
        return UNKNOWN
    if holds_on(law, today):
        return NOW
    return AHEAD if today < span.get("from", "") else OVER


def _order(line: LawLine) -> tuple[int, int, str]:
    return (AHEAD, NOW, UNKNOWN, OVER).index(line.state), -line.items, line.link.path


def _changes(site: Site, records: Sequence[Record], uses: Mapping[str, list[_Use]]) -> Iterator[Change]:
    for record in records:
        new = site.snapshot.get("laws", record.document.data.get("replaced_by", ""))
        first = new.document.data.get("in_force", {}).get("from", "") if new else ""
        if new is None or not first:
            continue
        lists: dict[str, Record] = {use.checklist.id: use.checklist for use in uses[record.id]}
        yield Change(
            day=first,
            old=_named(site, record),
            new=_named(site, new),
            is_ahead=first > site.as_of.isoformat(),
            lists=tuple(
                (site.link(one.key), site.say(_what(one, record, new, uses, first)))
                for one in sorted(lists.values(), key=lambda r: (-r["year"], r.id))
            ),
        )


def _what(checklist: Record, old: Record, new: Record, uses: Mapping[str, list[_Use]], first: str) -> Text:
    """What the change means to one checklist."""
    mine = [use.item["id"] for use in uses[old.id] if use.checklist.id == checklist.id]
    count = len(mine)
    if checklist["valid"]["to"] < first:
        return Text(f"{count} 项依据旧法，有效期内不受影响", f"{count} items; not valid beyond the change")
    also = {use.item["id"] for use in uses[new.id] if use.checklist.id == checklist.id}
    lacking = [item for item in mine if item not in also]
    if lacking:
        return Text(
            f"{count} 项依据旧法，其中 {len(lacking)} 项还没有写新法：{'、'.join(lacking)}",
            f"{count} items, {len(lacking)} of which do not cite the new law yet: {', '.join(lacking)}",
        )
    return Text(f"{count} 项新旧两部都已写明", f"{count} items, all citing both")


def _named(site: Site, record: Record) -> Link:
    data = site.public(record)
    return Link(f"《{data.get('short') or data['title']}》（{data['version']}）", site.path(record))


def law_sentence(site: Site, data: Data, items: Sequence[ItemLine]) -> Text:
    """Whether it holds, and what rests on it."""
    state = _STATES[state_of(data, site.as_of.isoformat())]
    lists = len({item.checklist for item in items})
    if not items:
        return Text(f"{state.zh}；没有检查项目依据它。", f"{state.en.capitalize()}; no item rests on it.")
    return Text(
        f"{state.zh}；{lists} 份检查表的 {len(items)} 个项目依据它。",
        f"{state.en.capitalize()}; {wording.some(len(items), 'item')} of "
        f"{wording.some(lists, 'checklist')} rest on it.",
    )


def _law_page(site: Site, record: Record, uses: Sequence[_Use]) -> Page:
    data = site.public(record)
    items = tuple(_item(site, use) for use in sorted(uses, key=_by_article))
    withdrawn = wording.withdrawal(data)
    later = site.snapshot.get("laws", data.get("replaced_by", ""))
    context = LawContext(
        sentence=site.say(law_sentence(site, data, items)),
        withdrawn=site.say(withdrawn) if withdrawn else "",
        facts=tuple(_facts(site, data)),
        url=data.get("url", ""),
        before=tuple(
            _named(site, r) for r in site.snapshot.active("laws") if r.get("replaced_by") == record.id
        ),
        after=_named(site, later) if later else None,
        items=items,
        note=data.get("note", ""),
    )
    return Page(
        site.path(record),
        context,
        title=f"{data['title']}（{data['version']}）",
        trail=(Link(site.say(FIRST), "laws/"),),
        records=(record.key,),
        evidence=(),
        description=context.sentence,
    )


def _facts(site: Site, data: Data) -> Iterator[tuple[str, str]]:
    span = data.get("in_force", {})
    yield site.field_title("laws", "title"), data["title"]
    yield site.field_title("laws", "version"), data["version"]
    yield site.field_title("laws", "kind"), site.label("laws", "kind", data["kind"])
    for name in ("from", "to"):
        if name in span:
            yield site.field_title("laws", f"in_force.{name}"), day(span[name], site.language)


def _item(site: Site, use: _Use) -> ItemLine:
    words = [article(n) for n in use.entry.get("articles") or ()]
    return ItemLine(
        link=Link(use.item["text"], f"{site.path(use.checklist)}#item-{use.item['id']}"),
        id=use.item["id"],
        checklist=site.title(use.checklist),
        section=use.section,
        articles="、".join(words),
        risk=use.item.get("risk_color", ""),
        risk_label=site.label("checklists", "sections[].items[].risk_color", use.item.get("risk_color")),
    )


def _by_article(use: _Use) -> tuple[int, int, str, str]:
    numbers = use.entry.get("articles") or (9999,)
    return -use.checklist["year"], numbers[0], use.checklist.id, use.item["id"]
