"""Bulletins from results: what a source is, and a draft, an issue and a comparison made from one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import wraps
from typing import Any

from generator.model.bulletin import (
    OPEN,
    Content,
    Data,
    Difference,
    Drift,
    Figure,
    Recount,
    Sheet,
    cited,
    digests,
    drifted,
    is_whole,
    stamped,
    tables,
    texts,
)
from generator.model.period import Period
from generator.model.results import Results
from generator.model.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Scope:
    """What a bulletin is about. topic: of a round, "" otherwise. names_schools: or only numbers."""

    period: Period
    topic: str
    names_schools: bool


NOTHING = "—"
"""What is printed where there is no number."""


def grades_of(snapshot: Snapshot) -> dict[str, str]:
    """Grade -> what it is called, best first."""
    return {grade: title.zh for grade, title in snapshot.labels("methods", "grades[].grade").items()}


def shift(now: Decimal | int, past: Decimal | int, since: str, unit: str, up: str, down: str) -> str:
    """How a number compares with the one before, such as 较上季度提高3.2个百分点."""
    if now == past:
        return f"与{since}持平"
    return f"较{since}{up if now > past else down}{abs(now - past)}{unit}"


SourceFunction = Callable[[Snapshot, Results, Scope], Content]
Concerns = Callable[[Scope, str, Data], bool]


def _anything(_scope: Scope, _kind: str, _data: Data) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Source:
    """A source of figures.

    id: as kinds of bulletins name it. version: of the way of counting; a changed meaning is a new version.
    sentences, tables: ids that a kind may name. A figure may be cited by any name that the function gives.
    concerns: may a record (its kind and data) have a part in what is said of a scope?
    """

    id: str
    version: int
    sentences: tuple[str, ...]
    tables: tuple[str, ...]
    function: SourceFunction
    concerns: Concerns = _anything


def source(
    id: str,
    *,
    version: int,
    sentences: tuple[str, ...],
    tables: tuple[str, ...],
    concerns: Concerns = _anything,
) -> Callable[[SourceFunction], Source]:
    """Make a source of the function below, named in its contents; the tuple ``SOURCES`` lists it."""

    def made(function: SourceFunction) -> Source:
        @wraps(function)
        def named(snapshot: Snapshot, results: Results, scope: Scope) -> Content:
            return replace(function(snapshot, results, scope), version=f"{id}@{version}")

        return Source(id, version, sentences, tables, named, concerns)

    return made


def content_for(
    data: Data, kind: Data, snapshot: Snapshot, results: Results, sources: Sequence[Source]
) -> Content:
    """What *results* give for the bulletin *data* of *kind*; nothing where it takes no figures.

    A withdrawal takes none, whatever the kind of what it withdraws.
    """
    if "withdraws" in data:
        return Content("")
    for one in sources:
        if one.id == kind["source"]:
            return one.function(snapshot, results, scope_of(data, kind))
    return Content("")


def content_of(data: Data, snapshot: Snapshot, results: Results, sources: Sequence[Source]) -> Content:
    """The same for a bulletin on record, by its own kind; nothing where there is no such kind any more."""
    kind = snapshot.get("bulletin-kinds", data["bulletin_kind"])
    return content_for(data, kind.document.data, snapshot, results, sources) if kind else Content("")


def scope_of(data: Data, kind: Data) -> Scope:
    """What the bulletin *data* of *kind* is about."""
    return Scope(Period.parse(data["period"]), kind.get("topic", ""), data["names_schools"])


def drafted(
    id: str, kind: Data, period: Period, issuer: str, found: Content, *, sample: bool
) -> dict[str, Any]:
    """The record of a new draft: what the results say in sentences, open places where a person writes."""
    data: dict[str, Any] = {
        "id": id,
        "bulletin_kind": kind["id"],
        "period": str(period),
        "status": "draft",
        "title": kind["heading"].replace("{period}", period.label.zh),
        "layout": kind["layout"],
        "names_schools": kind["names_schools"],
    }
    if kind.get("addressees"):
        data["addressees"] = list(kind["addressees"])
    data["sections"] = [_section(section, found) for section in kind["sections"]]
    attached = [dict(row) for row in kind.get("attachments", ()) if _has_rows(row["table"], found)]
    if attached:
        data["attachments"] = attached
    if kind.get("copies"):
        data["copies"] = list(kind["copies"])
    return data | {"issuer": issuer} | ({"sample": True} if sample else {})


def _has_rows(table: str, found: Content) -> bool:
    """An attachment without a row says nothing; a table that the source does not know is told by a rule."""
    return table not in found.sheets or bool(found.sheets[table].rows)


def _section(section: Data, found: Content) -> dict[str, Any]:
    head = {"heading": section["heading"]} if "heading" in section else {}
    parts: list[dict[str, str]] = []
    for part in section["parts"]:
        match dict(part):
            case {"sentence": name}:
                parts.append({"text": found.sentences.get(name) or f"{OPEN}{name}"})
            case {"write": words}:
                parts.append({"text": f"{OPEN}{words}"})
            case {"text": words}:
                parts.append({"text": words})
            case {"table": name}:
                parts.append({"table": name})
    return head | {"parts": parts}


def used(data: Data) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The figures and the tables that a bulletin prints, each once, in the order of their first place."""
    figures = dict.fromkeys(name for _, text in texts(data) for name in cited(text))
    return tuple(figures), tuple(dict.fromkeys(name for _, name in tables(data)))


def unknown(data: Data, found: Content) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """References to figures and tables that the source does not give, each with its path in the record."""
    for path, text in texts(data):
        yield from ((path, name) for name in cited(text) if name not in found.figures)
    yield from ((path, name) for path, name in tables(data) if name not in found.sheets)


# What the bureau's record says of printed documents and a bulletin keeps; letters have no imprint.
_STYLE = {"ordinary": ("red_head", "remark", "printed_by"), "letter": ("red_head", "remark")}


def issue_of(
    data: Data, found: Content, snapshot: Snapshot, *, number: str, signed_on: str, commit: str, version: str
) -> dict[str, Any]:
    """The part that makes *data* an issued bulletin: all that it prints, what that rests on, the digests."""
    known, asked = used(data)
    figures = tuple(name for name in known if name in found.figures)
    sheets = tuple(name for name in asked if name in found.sheets)
    part: dict[str, Any] = {"number": number, "signed_on": signed_on, "as_of": snapshot.as_of.isoformat()}
    if commit:
        part["commit"] = commit
    part["generator"] = version
    bureau = snapshot.bureau.document.data.get("official", {}) if snapshot.bureau else {}
    part |= {k: bureau[k] for k in _STYLE[data["layout"]] if k in bureau}
    part |= printed(found, snapshot, figures, sheets)
    return part | {"sha256": digests({**data, "issued": part})}


def printed(
    found: Content, snapshot: Snapshot, figures: Sequence[str], sheets: Sequence[str]
) -> dict[str, Any]:
    """The printed figures and tables of an issue, the methods that decided, the records that they rest on."""
    part: dict[str, Any] = {}
    if found.methods:
        part["methods"] = [stamped(snapshot, key).partition("/")[2] for key in found.methods]
    if found.version:
        part["metrics"] = [found.version]
    numbers = [found.figures[name] for name in figures]
    shown = [found.sheets[name] for name in sheets]
    printed_things: tuple[Figure | Sheet, ...] = (*numbers, *shown)
    if numbers:
        part["figures"] = [
            {"id": f.id, "title": f.title, "value": f.value}
            | ({"rests_on": list(f.grounds)} if f.grounds else {})
            for f in numbers
        ]
    if shown:
        part["tables"] = [
            {
                "id": t.id,
                "title": t.title,
                "columns": list(t.columns),
                "rows": [{"cells": list(row)} for row in t.rows],
            }
            | ({"rest": t.rest} if t.rest else {})
            | ({"rests_on": list(t.grounds)} if t.grounds else {})
            for t in shown
        ]
    wanted = dict.fromkeys(g for one in printed_things for g in one.grounds)
    if wanted:
        part["grounds"] = [
            {
                "id": name,
                "title": found.grounds[name].title,
                "records": [stamped(snapshot, key) for key in found.grounds[name].records],
            }
            for name in wanted
        ]
    return part


def compared(data: Data, found: Content, drift: Iterable[Drift] = ()) -> Iterator[Difference]:
    """Figures and cells that *found* gives otherwise than *data*, an issued bulletin, prints."""
    issued = data["issued"]
    changed: dict[str, list[str]] = defaultdict(list)
    for one in drift:
        changed[one.group].append(one.record)

    def because(row: Data) -> tuple[str, ...]:
        return tuple(dict.fromkeys(key for group in row.get("rests_on", ()) for key in changed[group]))

    for row in issued.get("figures", ()):
        now = found.figures.get(row["id"])
        if now is None or now.value != row["value"]:
            yield Difference(row["title"], row["value"], now.value if now else "", row["id"], because(row))
    for table in issued.get("tables", ()):
        sheet = found.sheets.get(table["id"])
        before = [tuple(row["cells"]) for row in table["rows"]]
        for place, old, new in _cells(table, before, sheet.rows if sheet else ()):
            yield Difference(place, old, new, "", because(table))
        rest = sheet.rest if sheet else 0
        if rest != table.get("rest", 0):
            place = f"{table['title']}·没有列出的行数"
            yield Difference(place, str(table.get("rest", 0)), str(rest), "", because(table))


def _cells(
    table: Data, before: Sequence[tuple[str, ...]], now: Sequence[tuple[str, ...]]
) -> Iterator[tuple[str, str, str]]:
    """Rows are told apart by their first two cells, so that one that was added does not shift the others."""
    old, new = ({_head(row): row for row in rows} for rows in (before, now))
    for head in dict.fromkeys((*old, *new)):
        one, other = old.get(head, ()), new.get(head, ())
        name = f"{table['title']}·{'·'.join(head)}"
        if not one or not other:
            yield name, "、".join(one), "、".join(other)
            continue
        for column, cell, again in zip(table["columns"], one, other, strict=False):
            if cell != again:
                yield f"{name}·{column}", cell, again


def _head(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(row[:2])


# What belongs to one bulletin alone.
_OWN = ("issued", "corrections", "withdraws", "acknowledged", "withdrawn", "note")


def corrected(id: str, old: Data, found: Content, present: Sequence[Difference]) -> dict[str, Any]:
    """The draft of a correction: the old words, and every difference with the reason left to a person.

    Table cells stand beside figures; whose place changed is told apart by the column of places.
    """
    kept = {k: v for k, v in old.items() if k not in _OWN}
    moved = [one for one in present if one.place.startswith("评价结果·")]
    ranks = "；".join(
        f"{one.place.split('·', 1)[1]}：{one.printed or '无'}→{one.recomputed or '无'}" for one in moved
    )
    rows = [
        ({"figure": one.figure} if one.figure else {})
        | {
            "place": one.place[:80],
            "old": (one.printed or "无")[:300],
            "new": (one.recomputed or "无")[:300],
            "reason": OPEN,
            "ranks": ranks[:300] or "无",
        }
        for one in present
    ]
    title = old["title"] if old["title"].startswith("关于更正") else f"关于更正《{old['title']}》的通报"
    return {
        **kept,
        "id": id,
        "status": "draft",
        "sections": [_renewed(section, found) for section in old["sections"]],
        "title": title[:120],
        "corrects": old["id"],
        "corrections": rows,
    }


def withdrawing(id: str, old: Data, reason: str) -> dict[str, Any]:
    """The draft of a bulletin that withdraws *old*, to the same addressees and with the reason."""
    issued = old["issued"]
    title = old["title"].translate(_INNER)
    day = date.fromisoformat(issued["signed_on"])
    words = (
        f"{day.year}年{day.month}月{day.day}日印发的《{title}》（{issued['number']}）现予撤回，"
        "自本通报印发之日起不再作为工作依据，请各收文单位停止使用。"
    )
    kept = {name: value for name, value in old.items() if name not in (*_OWN, "attachments", "corrects")}
    return {
        **kept,
        "id": id,
        "status": "draft",
        "title": f"关于撤回《{title}》的通报"[:120],
        "sections": [{"parts": [{"text": words}]}],
        "withdraws": {"bulletin": old["id"], "reason": reason},
    }


_INNER = str.maketrans("《》", "〈〉")
"""Within the marks of a title, another title has single ones."""


def _renewed(section: Data, found: Content) -> dict[str, Any]:
    """A section whose sentences fit the results; a paragraph is known by the figures that it cites."""
    parts = []
    for part in section["parts"]:
        mine = set(cited(part.get("text", "")))
        fresh = max(found.sentences.values(), key=lambda s: len(mine & set(cited(s))), default="")
        other = set(cited(fresh))
        fits = not mine or mine == other or 2 * len(mine & other) < len(mine)
        parts.append(dict(part) if fits else {"text": fresh})
    return {**section, "parts": parts}


def recounted(snapshot: Snapshot, results: Results, sources: Sequence[Source]) -> dict[str, Recount]:
    """Every issued bulletin, looked at again from the present records as of the day of its figures."""
    found = {}
    for record in snapshot.of("bulletins"):
        data = record.document.data
        if "issued" not in data:
            continue
        then = replace(snapshot, as_of=date.fromisoformat(data["issued"]["as_of"]))
        now = content_of(data, then, results, sources)
        drift = drifted(snapshot, data)
        found[record.id] = Recount(is_whole(data), drift, tuple(compared(data, now, drift)))
    return found
