"""Data to take along: every table with its files, its columns and how to cite it."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from generator.model.duty import calendar_path
from generator.model.table import Table
from generator.model.text import Text
from generator.render import wording
from generator.render.page import Page, page
from generator.render.site import Link, Site


@dataclass(frozen=True, slots=True)
class TableLine:
    """One table in the list; *path* is the way to its files without their ending.

    pages: where its rows can be read one by one, "" where they have no pages.
    """

    link: Link
    id: str
    description: str
    rows: int
    columns: int
    path: str
    pages: str


@dataclass(frozen=True, slots=True)
class IndexContext:
    """All tables. *citation*: how to name the source, ready to copy. *calendars*: the city's first.

    archives: how many bulletins have their data of then kept.
    """

    sentence: str
    records: tuple[TableLine, ...]
    lists: tuple[TableLine, ...]
    figures: tuple[TableLine, ...]
    calendars: tuple[Link, ...]
    archives: int
    citation: str
    as_of: str
    label: str


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column: its name for programs, its title for people."""

    name: str
    title: str
    unit: str


@dataclass(frozen=True, slots=True)
class TableContext:
    """One table with its columns. *address*: where its CSV stays, "" where the site has no address."""

    sentence: str
    id: str
    path: str
    columns: tuple[ColumnLine, ...]
    address: str
    citation: str
    previous: Link | None
    next: Link | None


@page
def data(site: Site) -> Iterator[Page]:
    """All tables."""
    kinds = set(site.snapshot.schemas)
    lines = [_line(site, table) for table in site.tables]
    yield Page(
        "data/",
        IndexContext(
            sentence=site.say(data_sentence(site)),
            records=tuple(line for line in lines if line.id in kinds),
            lists=tuple(line for line in lines if line.id not in kinds and _is_below(line, kinds)),
            figures=tuple(line for line in lines if line.id not in kinds and not _is_below(line, kinds)),
            calendars=tuple(_calendars(site)),
            archives=len(site.archives),
            citation=citation(site, ""),
            as_of=site.as_of.isoformat(),
            label=site.snapshot.revision.label,
        ),
    )


@page(template="table")
def table_pages(site: Site) -> Iterator[Page]:
    """One page for each table: what its columns mean."""
    for place, table in enumerate(site.tables):
        before = site.tables[place - 1] if place else None
        after = site.tables[place + 1] if place + 1 < len(site.tables) else None
        yield _table_page(site, table, before, after)


def _table_page(site: Site, table: Table, before: Table | None, after: Table | None) -> Page:
    sentence = site.say(table_sentence(table))
    root = str(site.bureau.get("site_url", "")).rstrip("/")
    context = TableContext(
        sentence=sentence,
        id=table.id,
        path=f"data/{table.id}",
        columns=tuple(ColumnLine(c.name, site.say(c.title), c.unit) for c in table.columns),
        address=f"{root}/data/{table.id}.csv" if root else "",
        citation=citation(site, site.say(table.title)),
        previous=_link(site, before),
        next=_link(site, after),
    )
    return Page(
        f"data/{table.id}/",
        context,
        title=site.say(table.title),
        trail=(Link(site.say(Text("数据下载", "Data")), "data/"),),
        evidence=None if site.samples else (),
        description=sentence,
    )


def _calendars(site: Site) -> Iterator[Link]:
    yield Link(site.say(Text("全市", "The whole city")), calendar_path())
    for record in site.organizations:
        if record.document.data["level"] == "county" and not record.is_withdrawn:
            yield Link(site.short(record.id), calendar_path(record.id))


def _is_below(line: TableLine, kinds: Set[str]) -> bool:
    """Does the table list what is inside the records of a kind? Names of kinds may have hyphens, too."""
    return any(line.id.startswith(f"{kind}-") for kind in kinds)


def _link(site: Site, table: Table | None) -> Link | None:
    return Link(site.say(table.title), f"data/{table.id}/") if table else None


def _line(site: Site, table: Table) -> TableLine:
    return TableLine(
        link=Link(site.say(table.title), f"data/{table.id}/"),
        id=table.id,
        description=site.say(table.description),
        rows=len(table.rows),
        columns=len(table.columns),
        path=f"data/{table.id}",
        pages=site.list_path(table.id),
    )


def data_sentence(site: Site) -> Text:
    """How many tables with how many rows, and under which licence."""
    rows = sum(len(table.rows) for table in site.tables)
    if not rows:
        return Text("还没有可下载的数据。", "There is no data to download yet.")
    return Text(
        f"共 {len(site.tables)} 张数据表、{rows} 行，可以免费下载、转载和加工，注明来源即可。",
        f"{wording.some(len(site.tables), 'table')}, {wording.some(rows, 'row')}, free to use if cited.",
    )


def table_sentence(table: Table) -> Text:
    """What the table holds and how long it is."""
    about = table.description
    size = Text(
        f"现有 {len(table.rows)} 行、{len(table.columns)} 列",
        f"{wording.some(len(table.rows), 'row')}, {len(table.columns)} columns",
    )
    zh, en = about.zh.rstrip("。"), about.to("en").rstrip("。.")
    return Text(f"{zh}。{size.zh}。", f"{en}. {size.to('en')}.")


def citation(site: Site, table: str) -> str:
    """How to name the source: publisher, table, state, version of the records."""
    issuer = site.bureau.get("issuer") or site.name
    name = site.say(Text("教育装备管理公开数据", "Open records of education equipment"))
    named = f"{name}：{table}" if table else name
    state = site.say(Text(f"数据截至 {site.as_of}", f"state of {site.as_of}"))
    version = site.say(Text("记录版本", "records"))
    return f"{issuer}. {named}. {state}. {version} {site.snapshot.revision.label}. CC BY 4.0."
