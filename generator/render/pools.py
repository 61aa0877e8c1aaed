"""What pages say of the pools of experts: stated and entered numbers, and how a term stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.model.record import Record
from generator.model.service import goes_on, terms
from generator.model.text import Text

from . import wording
from .site import Link, Site

Data = Mapping[str, Any]

ENDING_DAYS = 183  # half a year: time enough to choose anew
TERM_STATES = {
    "current": Text("聘期内", "current"),
    "ending": Text("半年内届满", "ends within half a year"),
    "over": Text("已届满", "over"),
    "ahead": Text("尚未开始", "not begun"),
}


@dataclass(frozen=True, slots=True)
class PoolLine:
    """A pool or one of its categories. *stated*: None where the bureau states no number.

    entered: experts on record; current: of these, with a term that runs on the day looked at.
    """

    pool: str
    category: str
    stated: int | None
    source: str
    entered: int
    current: int


@dataclass(frozen=True, slots=True)
class TermLine:
    """A place in a pool; *state* is current, ending, over or ahead."""

    pool: str
    category: str
    document: Link | None
    start: str
    end: str
    state: str
    state_label: str


@dataclass(frozen=True, slots=True)
class Ending:
    """Terms of one pool that end on one day within half a year.

    categories: of the city pool, with numbers. experts: those who may be named; hidden: how many may not.
    """

    end: str
    days: int
    pool: str
    count: int
    categories: str
    document: Link | None
    experts: tuple[Link, ...]
    hidden: int


def term_state(term: Data, as_of: date) -> str:
    """How a term stands on the day: ahead, current, ending or over. Its last day still belongs to it."""
    start, end = date.fromisoformat(term["from"]), date.fromisoformat(term["to"])
    if as_of < start:
        return "ahead"
    if as_of > end:
        return "over"
    return "ending" if (end - as_of).days <= ENDING_DAYS else "current"


def term_line(site: Site, place: Data) -> TermLine:
    """One place in a pool in words."""
    state = term_state(place["term"], site.as_of)
    return TermLine(
        pool=site.label("experts", "pools[].pool", place["pool"]),
        category=site.label("experts", "pools[].category", place.get("category")),
        document=site.document(place["document"]) if "document" in place else None,
        start=place["term"]["from"],
        end=place["term"]["to"],
        state=state,
        state_label=site.say(TERM_STATES[state]),
    )


def pool_lines(site: Site) -> tuple[PoolLine, ...]:
    """Every pool, each followed by its categories, in the schema's order, if stated or entered."""
    stated = {(row["pool"], row.get("category", "")): row for row in site.bureau.get("stated_pools", ())}
    entered: dict[tuple[str, str], set[str]] = defaultdict(set)
    current: dict[tuple[str, str], set[str]] = defaultdict(set)
    for record in site.snapshot.active("experts"):
        for place in record.document.data.get("pools", ()):
            for key in {(place["pool"], ""), (place["pool"], place.get("category", ""))}:
                entered[key].add(record.id)
                if term_state(place["term"], site.as_of) in {"current", "ending"}:
                    current[key].add(record.id)
    categories = {"": "", **site.labels("experts", "pools[].category")}
    return tuple(
        PoolLine(
            pool=pool_label,
            category=category_label,
            stated=stated[pool, category]["stated"] if (pool, category) in stated else None,
            source=stated[pool, category]["source"] if (pool, category) in stated else "",
            entered=len(entered[pool, category]),
            current=len(current[pool, category]),
        )
        for pool, pool_label in site.labels("experts", "pools[].pool").items()
        for category, category_label in categories.items()
        if (pool, category) in stated or entered[pool, category]
    )


def pools_sentence(pools: Iterable[PoolLine], experts: int) -> Text:
    """How many experts are on record, against the places that the bureau states."""
    whole = [line for line in pools if not line.category]
    stated = sum(line.stated or 0 for line in whole)
    zh = f"；市局公布的各库人数合计 {stated} 人次" if stated else ""
    en = f"; the bureau states {wording.some(stated, 'place')}" if stated else ""
    if not experts:
        return Text(f"还没有录入专家{zh}。", f"No expert is on record yet{en}.")
    current = sum(line.current for line in whole)
    return Text(
        f"已录入专家 {experts} 名，在聘 {current} 人次{zh}（一人可在几个库任职）。",
        f"{wording.some(experts, 'expert')} on record, holding {wording.some(current, 'current place')}"
        f"{en} (one expert may hold several).",
    )


def endings(site: Site) -> tuple[Ending, ...]:
    """The terms that end within half a year, by day and pool; who was appointed anew already is left out."""
    found: dict[tuple[str, str], list[tuple[Record, Data]]] = defaultdict(list)
    for record in site.snapshot.active("experts"):
        for _, place in terms(record):
            if term_state(place["term"], site.as_of) == "ending" and not goes_on(record, place):
                found[place["term"]["to"], place["pool"]].append((record, place))
    return tuple(_ending(site, end, pool, rows) for (end, pool), rows in sorted(found.items()))


def _ending(site: Site, end: str, pool: str, rows: list[tuple[Record, Data]]) -> Ending:
    counts: dict[str, int] = defaultdict(int)
    for _, place in rows:
        counts[place.get("category", "")] += 1
    labels = site.labels("experts", "pools[].category")
    words = [f"{label} {counts[value]}" for value, label in labels.items() if counts[value]]
    documents = {place.get("document", "") for _, place in rows}
    named = [record for record, _ in rows if site.is_published(record)]
    return Ending(
        end=end,
        days=(date.fromisoformat(end) - site.as_of).days,
        pool=site.label("experts", "pools[].pool", pool),
        count=len(rows),
        categories=site.say(Text("、".join(words) or "–", ", ".join(words) or "–")),
        document=site.document(documents.pop()) if len(documents) == 1 and "" not in documents else None,
        experts=tuple(site.expert(record.id) for record in named),
        hidden=len(rows) - len(named),
    )


def endings_sentence(found: Iterable[Ending]) -> Text:
    """How many terms end within half a year, and when the first does."""
    lines = list(found)
    if not lines:
        return Text("今后半年没有聘期届满。", "No term ends within half a year.")
    count, when = sum(line.count for line in lines), wording.on(lines[0].end)
    return Text(
        f"今后半年有 {count} 人次聘期届满，最早的在{when.zh}，要续聘或另行遴选。",
        f"{wording.some(count, 'term')} {'ends' if count == 1 else 'end'} within half a year, "
        f"the first on {when.en}.",
    )
