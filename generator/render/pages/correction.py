"""A page for each correction, and their list: which value of which record became what, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from generator.model.record import Record
from generator.model.text import Text
from generator.render.filters import day
from generator.render.page import Page, PageMaker, page
from generator.render.plain import DATA, RECORD_SHELL, kind_page
from generator.render.site import Link, Site


@dataclass(frozen=True, slots=True)
class Row:
    """One value. old, new: "" where there was or is none, or where it is not public."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class CorrectionContext:
    """A correction. *withdrawn*: when and why it was itself withdrawn, or ""."""

    sentence: str
    withdrawn: str
    record: Link
    reason: str
    by: Link
    on: str
    note: str
    rows: tuple[Row, ...]


@page
def corrections(site: Site) -> Iterator[Page]:
    """The list, where there is anything to list."""
    if site.snapshot.of("corrections"):
        yield kind_page(site, "corrections")


@page(many=True)
def correction_pages(site: Site) -> Iterator[PageMaker]:
    """One page for each correction."""
    for record in site.snapshot.of("corrections"):
        yield partial(correction_page, site, record)


def correction_page(site: Site, record: Record) -> Page:
    """The page of one correction."""
    data = site.public(record)
    withdrawn = data.get("withdrawn") or {}
    rows = tuple(
        Row(field_label(site, data["record"], r["field"]), r.get("old", ""), r.get("new", ""))
        for r in data["changes"]
    )
    link, by = site.link(data["record"]), site.organization(data["by"])
    context = CorrectionContext(
        sentence=site.say(sentence(link.text, by.text, len(rows))),
        withdrawn=f"{withdrawn.get('date', '')} {withdrawn.get('reason', '')}".strip(),
        record=link,
        reason=data["reason"],
        by=by,
        on=day(data["on"], site.language),
        note=data.get("note", ""),
        rows=rows,
    )
    kind = site.say(site.snapshot.schemas["corrections"].title)
    return Page(
        site.path(record),
        context,
        title=site.title(record),
        trail=(Link(site.say(DATA), "data/"), Link(kind, "corrections/")),
        records=(record.key,),
        evidence=(data["record"],),
        shell=RECORD_SHELL,
    )


def sentence(record: str, by: str, count: int) -> Text:
    """What was corrected, of what, by whom."""
    return Text(
        f"{by}更正了“{record}”公布以后发现的 {count} 处错误。",
        f"{by} corrected {count} {'value' if count == 1 else 'values'} of {record} after it was public.",
    )


def field_label(site: Site, key: str, name: str) -> str:
    """How readers know ``results[hc-02].score``: by the titles of the schema, else as it is written."""
    schema = site.snapshot.schemas.get(key.partition("/")[0])
    titles = {f.path.replace("[]", ""): site.say(f.title) for f in schema.walk()} if schema else {}
    said, path = [], ""
    for step, entry in re.findall(r"([^.\[\]]+)(?:\[([^\]]*)\])?", name):
        path = f"{path}.{step}" if path else step
        if path not in titles:
            return name
        said.append(f"{titles[path]} {entry}".strip())
    return " · ".join(said) or name
