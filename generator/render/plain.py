"""The plain page of a record, and of a kind, without a page function: made from the schema alone.

So a new kind is published from the day its schema exists; a page function that shows it better replaces it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.model.record import Record
from generator.model.schema import Field
from generator.model.text import Text

from .page import Page
from .site import Link, Site

RECORD_SHELL, KIND_SHELL = "records/record/", "record/"
DATA = Text("数据下载", "Data")
YES, NO = Text("是", "yes"), Text("否", "no")

Cell = tuple[Link, ...]

# Fields whose values are ids in a list of the bureau's own record, which has the words for them.
OF_THE_BUREAU = {("chemicals", "doubles[].double"): "five_doubles"}


# Fields that name a record of any kind, as kind/id.
KEYS = {("corrections", "record"), ("exemptions", "record")}


@dataclass(frozen=True, slots=True)
class Block:
    """A list of objects as a table."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class PlainContext:
    """A record: *facts* are its single values, *blocks* its lists of objects. *withdrawn*: why, or ""."""

    sentence: str
    withdrawn: str
    facts: tuple[tuple[str, Cell], ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class KindContext:
    """All records of a kind. *table*: stem of its open data files."""

    sentence: str
    table: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def record_page(site: Site, record: Record) -> Page:
    """The page of one record."""
    schema = site.snapshot.schemas[record.kind]
    data = site.public(record)
    withdrawn = data.get("withdrawn") or {}
    fields = [f for f in schema.fields if f.name not in ("id", "sample", "withdrawn") and f.name in data]
    context = PlainContext(
        sentence=site.say(Text(f"{schema.title.zh} {record.id}", f"{schema.title.to('en')} {record.id}")),
        withdrawn=f"{withdrawn.get('date', '')} {withdrawn.get('reason', '')}".strip(),
        facts=tuple(_facts(site, record.kind, fields, data)),
        blocks=tuple(_blocks(site, record.kind, fields, data)),
    )
    return Page(
        site.path(record),
        context,
        title=site.title(record),
        trail=(Link(site.say(DATA), "data/"), Link(site.say(schema.title), f"{record.kind}/")),
        records=(record.key,),
        shell=RECORD_SHELL,
        template="plain",
    )


def kind_page(site: Site, kind: str) -> Page:
    """The list of a kind's records, withdrawn ones included."""
    schema = site.snapshot.schemas[kind]
    records = site.snapshot.of(kind)
    shown = [f for f in schema.fields if _is_column(f) and any(f.name in site.public(r) for r in records)][:6]
    count = len(records)
    context = KindContext(
        sentence=site.say(Text(f"{schema.title.zh}共 {count} 条。", f"{count} of: {schema.title.to('en')}.")),
        table=kind if any(t.id == kind for t in site.tables) else "",
        heads=tuple(site.say(f.title) for f in shown),
        rows=tuple(tuple(_row(site, record, shown)) for record in records),
    )
    return Page(
        f"{kind}/",
        context,
        title=site.say(schema.title),
        trail=(Link(site.say(DATA), "data/"),),
        evidence=tuple(r.key for r in records),
        shell=KIND_SHELL,
        template="kind",
    )


def _is_column(field: Field) -> bool:
    """A single public value that the record's title does not say already."""
    is_single = not field.fields and field.type != "array"
    return is_single and not field.internal and field.name not in ("id", "title", "name", "sample")


def _row(site: Site, record: Record, fields: Iterable[Field]) -> Iterator[Cell]:
    data = site.public(record)
    yield (Link(site.title(record), site.path(record)),)
    for field in fields:
        yield _cell(site, record.kind, field, data.get(field.name))


def _facts(
    site: Site, kind: str, fields: Iterable[Field], data: Mapping[str, Any]
) -> Iterator[tuple[str, Cell]]:
    for field in fields:
        value = data.get(field.name)
        if field.fields and field.type == "object" and isinstance(value, Mapping):
            for title, cell in _facts(site, kind, field.fields, value):
                yield f"{site.say(field.title)} · {title}", cell
        elif value is not None and not (field.fields and field.type == "array"):
            yield site.say(field.title), _cell(site, kind, field, value)


def _blocks(site: Site, kind: str, fields: Iterable[Field], data: Mapping[str, Any]) -> Iterator[Block]:
    for field in fields:
        rows = data.get(field.name)
        if field.fields and field.type == "array" and rows:
            columns = [f for f in field.fields if any(f.name in row for row in rows)]
            yield Block(
                site.say(field.title),
                tuple(site.say(f.title) for f in columns),
                tuple(tuple(_cell(site, kind, f, row.get(f.name)) for f in columns) for row in rows),
            )


def _cell(site: Site, kind: str, field: Field, value: Any) -> Cell:
    """A value as links and words; what is nested deeper than a table is told in words."""
    if value is None:
        return ()
    if isinstance(value, list | tuple):
        return tuple(link for one in value for link in _cell(site, kind, field, one))
    if isinstance(value, Mapping):
        told = (
            f"{title} {''.join(link.text for link in cell)}"
            for title, cell in _facts(site, kind, field.fields, value)
        )
        return (Link("，".join(told)),)
    if field.reference:
        return (site.link(f"{field.reference}/{value}"),)
    if field.document_number:
        return (site.document(str(value)),)
    if (kind, field.path) in KEYS:
        return (site.link(str(value)),)
    if field.choices:
        return (Link(site.label(kind, field.path, value)),)
    if named := OF_THE_BUREAU.get((kind, field.path)):
        titles = {entry["id"]: entry["title"] for entry in site.bureau.get(named, ())}
        return (Link(titles.get(value, str(value))),)
    if isinstance(value, bool):
        return (Link(site.say(YES if value else NO)),)
    words = format(value, "f") if isinstance(value, Decimal) else str(value)
    return (Link(f"{words} {field.unit}" if field.unit else words),)
