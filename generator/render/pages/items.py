"""The items of the inspection checklists: how often each is not met, where, and how it was put right."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from generator.model.failures import FAILED
from generator.model.hazard import ACCEPTED, DONE
from generator.model.loop import Hazard
from generator.model.period import Period
from generator.model.record import Record
from generator.model.text import Text
from generator.render import wording
from generator.render.basis import basis_links
from generator.render.charts.columns import columns
from generator.render.hazard_charts import Panels
from generator.render.hazards import HazardLine, Hazards, item_path, loop_sentence
from generator.render.page import Page, PageMaker, page
from generator.render.site import Link, Site

SECTION = Text("检查项目", "Items")
SOLVED = 5
Key = tuple[str, str]


@dataclass(slots=True)
class Tally:
    """How often one item was looked at and not met, by quarter and by county id ("" for the city's own)."""

    judged: Counter[Period] = field(default_factory=Counter)
    failed: Counter[Period] = field(default_factory=Counter)
    counties: Counter[tuple[str, bool]] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item in the list of all."""

    link: Link
    id: str
    section: str
    topic: str
    risk: str
    risk_label: str
    judged: int
    failed: int
    share: str
    open: int


@dataclass(frozen=True, slots=True)
class ItemsContext:
    """All items that a visit has looked at, those most often not met first."""

    sentence: str
    items: tuple[ItemLine, ...]


@dataclass(frozen=True, slots=True)
class CountyLine:
    """How often a county's schools did not meet the item, and what is still open there."""

    link: Link
    judged: int
    failed: int
    share: str
    open: int


@dataclass(frozen=True, slots=True)
class Solved:
    """A rectification that was accepted at the first look: what was done, when, what shows it.

    evidence: titles of what the school handed in and of what those who accepted it kept.
    """

    hazard: Link
    text: str
    day: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemContext:
    """One item. asked: what those who look at it are shown; cases: those that show a solution."""

    sentence: str
    section: str
    topic: str
    standard: str
    asked: tuple[str, ...]
    basis: tuple[Link, ...]
    lists: tuple[Link, ...]
    risk: str
    risk_label: str
    fails: Panels | None
    counties: tuple[CountyLine, ...]
    hazards_sentence: str
    hazards: tuple[HazardLine, ...]
    solved: tuple[Solved, ...]
    cases: tuple[Link, ...]


@page
def items(site: Site) -> Iterator[Page]:
    """All items."""
    known, tallies = _known(site), _tallies(site)
    lines = [_line(site, key, *known[key][1:], tallies[key]) for key in known if key in tallies]
    lines.sort(key=lambda one: (-one.failed, one.link.path))
    sentence = site.say(items_sentence(lines))
    yield Page("items/", ItemsContext(sentence, tuple(lines)), description=sentence)


@page(template="item", many=True)
def item_pages(site: Site) -> Iterator[PageMaker]:
    """One page for each item of any checklist."""
    tallies, lines, told = _tallies(site), Hazards(site), _told(site)
    for key, (record, section, item) in _known(site).items():
        tally = tallies.get(key, Tally())
        yield partial(_item_page, site, record, (key, section, item), tally, lines, told.get(key, ()))


def _known(site: Site) -> Mapping[Key, tuple[Record, str, Mapping[str, Any]]]:
    """(topic, item) -> the newest checklist that has it, its section's title, the item; lists' own order."""
    lists = [r for r in site.snapshot.active("checklists") if r.document.data["kind"] == "inspection"]
    found: dict[Key, tuple[Record, str, Mapping[str, Any]]] = {}
    for record in sorted(lists, key=lambda r: (-r.document.data["year"], r.id)):
        data = site.public(record)
        for section in data["sections"]:
            for item in section["items"]:
                found.setdefault((data["topic"], item["id"]), (record, section["title"], item))
    return found


def _tallies(site: Site) -> Mapping[Key, Tally]:
    """Counted over all finished inspections that are not withdrawn."""
    found: dict[Key, Tally] = {}
    for record in site.snapshot.active("inspections"):
        data = record.document.data
        if data["status"] != "done":
            continue
        period, county = Period.parse(data["period"]), site.county_of(data["organization"])
        for answer in data["results"]:
            failed = answer["result"] in FAILED
            if failed or answer["result"] == "met":
                one = found.setdefault((data["topic"], answer["item"]), Tally())
                one.judged[period] += 1
                one.failed[period] += failed
                one.counties[county.id if county else "", failed] += 1
    return found


def _line(site: Site, key: Key, section: str, item: Mapping[str, Any], tally: Tally) -> ItemLine:
    judged, failed = tally.judged.total(), tally.failed.total()
    risk = item.get("risk_color", "")
    return ItemLine(
        link=Link(item["text"], item_path(*key)),
        id=key[1],
        section=section,
        topic=site.label("checklists", "topic", key[0]),
        risk=risk,
        risk_label=site.label("checklists", "sections[].items[].risk_color", risk) if risk else "",
        judged=judged,
        failed=failed,
        share=wording.share(failed, judged),
        open=sum(h.life.is_open for h in site.results.loop.items.get(key, ())),
    )


def items_sentence(lines: Sequence[ItemLine]) -> Text:
    """Which item is missed most often, with its base."""
    if not lines:
        return Text("还没有完成的督查。", "No inspection is finished yet.")
    top = lines[0]
    if not top.failed:
        return Text("所有查看的项目都符合。", "Every item that was looked at was met.")
    return Text(
        f"最常不符合的是「{top.link.text}」："
        f"{top.judged} 次查看中 {top.failed} 次不符合或部分符合（{top.share}%）。",
        f"Most often not met: “{top.link.text}”, {top.failed} of {top.judged} times ({top.share}%).",
    )


def _told(site: Site) -> Mapping[Key, tuple[Record, ...]]:
    """(topic, item) -> the cases that show a solution of it, the newest first."""
    found: dict[Key, list[Record]] = defaultdict(list)
    for record in sorted(site.snapshot.active("cases"), key=lambda r: (-r.document.data["year"], r.id)):
        for one in record.document.data.get("solves", ()):
            found[one["topic"], one["item"]].append(record)
    return {key: tuple(records) for key, records in found.items()}


def _item_page(
    site: Site,
    record: Record,
    place: tuple[Key, str, Mapping[str, Any]],
    tally: Tally,
    lines: Hazards,
    cases: tuple[Record, ...],
) -> Page:
    key, section, item = place
    hazards = site.results.loop.items.get(key, ())
    sentence = site.say(item_sentence(tally.judged.total(), tally.failed.total()))
    risk = item.get("risk_color", "")
    context = ItemContext(
        sentence=sentence,
        section=section,
        topic=site.label("checklists", "topic", key[0]),
        standard=item.get("standard", ""),
        asked=tuple(item.get("evidence", ())),
        basis=basis_links(site, item),
        lists=_lists(site, key),
        risk=risk,
        risk_label=site.label("checklists", "sections[].items[].risk_color", risk) if risk else "",
        fails=_fails(site, key, tally),
        counties=tuple(_counties(site, tally, hazards)),
        hazards_sentence=site.say(loop_sentence(hazards)) if hazards else "",
        hazards=lines.of(hazards),
        solved=tuple(_solved(site, hazards)),
        cases=tuple(site.named_case(r) for r in cases),
    )
    return Page(
        item_path(*key),
        context,
        title=f"{item['text']}（{key[1]}）",
        trail=(Link(site.say(SECTION), "items/"),),
        evidence=(record.key, *(h.record.key for h in hazards), *(r.key for r in cases)),
        description=sentence,
    )


def item_sentence(judged: int, failed: int) -> Text:
    """How often it was looked at and not met; right for none, one and many."""
    if not judged:
        return Text("还没有督查看过这一项。", "No inspection has looked at this item yet.")
    if not failed:
        return Text(f"{judged} 次查看全部符合。", f"Met each of the {judged} times that it was looked at.")
    share = wording.share(failed, judged)
    return Text(
        f"{judged} 次查看中 {failed} 次不符合或部分符合（{share}%）。",
        f"Not or only partly met {failed} of {judged} times ({share}%).",
    )


def _lists(site: Site, key: Key) -> tuple[Link, ...]:
    """The checklists that have the item, newest first, at its place there."""
    found = [
        r
        for r in site.snapshot.active("checklists")
        if r.document.data.get("topic") == key[0]
        and any(i["id"] == key[1] for s in r.document.data["sections"] for i in s["items"])
    ]
    found.sort(key=lambda r: -r.document.data["year"])
    return tuple(Link(site.title(r), f"{site.path(r)}#item-{key[1]}") for r in found)


def _fails(site: Site, key: Key, tally: Tally) -> Panels | None:
    """One panel: visits that looked at the item in each quarter, in front those that did not find it met."""
    periods = sorted(tally.judged)
    if not periods:
        return None
    rows = [(f"{p.year % 100:02}Q{p.quarter}", tally.judged[p], tally.failed[p]) for p in periods]
    title = site.say(Text("查看与不符合", "Looked at and not met"))
    caption = site.say(
        Text(
            "柱高为当季查看的次数，深色为其中不符合或部分符合。",
            "Height: times looked at; dark: not or partly met.",
        )
    )
    heads = tuple(
        map(
            site.say,
            (
                Text("季度", "Quarter"),
                Text("查看", "Looked at"),
                Text("不符合", "Not met"),
                Text("占比（%）", "Share (%)"),
            ),
        )
    )
    numbers = tuple(
        (site.say(p.label), str(n), str(failed), wording.share(failed, n))
        for p, (_, n, failed) in zip(periods, rows, strict=True)
    )
    return Panels(((title, columns(f"item-{key[1]}", title, caption, rows)),), caption, heads, numbers)


def _counties(site: Site, tally: Tally, hazards: Sequence[Hazard]) -> Iterator[CountyLine]:
    open_ = Counter(h.county for h in hazards if h.life.is_open)
    ids = {county for county, _ in tally.counties}
    order = [u.id for u in site.organizations if u.id in ids] + ([""] if "" in ids else [])
    for county in order:
        failed = tally.counties[county, True]
        judged = failed + tally.counties[county, False]
        own = Link(site.say(Text("市直属学校", "Schools of the city")))
        yield CountyLine(
            link=site.organization(county) if county else own,
            judged=judged,
            failed=failed,
            share=wording.share(failed, judged),
            open=open_[county],
        )


def _solved(site: Site, hazards: Sequence[Hazard]) -> Iterator[Solved]:
    """What was put right in time and accepted at the first look, newest first."""
    closed = [h for h in hazards if not h.life.is_open and not h.life.relapses and not h.life.late]
    closed.sort(key=lambda h: (h.life.closed_on, h.id), reverse=True)
    found = 0
    for one in closed:
        kinds = [step.event.kind for step in one.life.steps]
        if kinds.count(DONE) == 1 and ACCEPTED in kinds and found < SOLVED:
            found += 1
            yield _solution(site, one)


def _solution(site: Site, one: Hazard) -> Solved:
    """What was done about *one*, with what shows that it was done and that it was seen."""
    events = [step.event for step in one.life.steps if step.event.kind in (DONE, ACCEPTED)]
    told = [site.public(event.record) for event in events]
    words = site.short(one.school) if site.names_school(one.record) else site.title(one.record)
    return Solved(
        hazard=Link(words, site.path(one.record)),
        text=told[0]["text"],
        day=one.life.closed_on,
        evidence=tuple(shown["title"] for data in told for shown in data.get("evidence", ())),
    )
