"""One page for each official document: what it is, what it rests on, and every record that cites it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from generator.model.record import Record
from generator.model.register import organ_codes, parsed
from generator.model.text import Text
from generator.render import wording
from generator.render.page import Page, PageMaker, page
from generator.render.site import Link, Site


@dataclass(frozen=True, slots=True)
class Group:
    """The records of one kind that cite a document."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class DocumentContext:
    """One document. *voided*: when and why its number was voided, or ""."""

    sentence: str
    withdrawn: str
    voided: str
    number: str
    kind: str
    series: str
    issuer: Link | None
    organ: str
    signed: str
    posted: str
    disclosure: str
    closed_why: str
    source: str
    note: str
    replaces: tuple[Link, ...]
    replaced_by: tuple[Link, ...]
    basis: tuple[Link, ...]
    groups: tuple[Group, ...]
    previous: Link | None
    next: Link | None


@page(many=True)
def document_pages(site: Site) -> Iterator[PageMaker]:
    """One page for each document, its neighbours the numbers before and after."""
    series: dict[tuple[str, int], list[Record]] = defaultdict(list)
    alone: list[Record] = []
    for record in site.snapshot.of("documents"):
        number = parsed(record.get("number", ""))
        if number:
            series[number.code, number.year].append(record)
        else:
            alone.append(record)
    for records in series.values():
        records.sort(key=_by_serial)
        for before, record, after in zip((None, *records), records, (*records[1:], None), strict=False):
            yield partial(_document_page, site, record, before, after)
    for record in alone:
        yield partial(_document_page, site, record, None, None)


def _document_page(site: Site, record: Record, before: Record | None, after: Record | None) -> Page:
    data = site.public(record)
    citing = [r for r in site.referrers(record.key) if r.kind != "documents"]
    beside = [r for r in site.referrers(record.key) if r.kind == "documents" and r is not record]
    own = data.get("number")
    replaced_by = [r for r in beside if own in site.public(r).get("replaces", ())]
    later = [r for r in beside if own in site.public(r).get("basis", ())]
    withdrawal = wording.withdrawal(data)
    number = parsed(data.get("number", ""))
    code = organ_codes(site.snapshot).get(number.code) if number else None
    sentence = site.say(document_sentence(site, record, len(citing)))
    context = DocumentContext(
        sentence=sentence,
        withdrawn=site.say(withdrawal) if withdrawal else "",
        voided=site.say(_voided(data["voided"])) if "voided" in data else "",
        number=data.get("number", ""),
        kind=site.label("documents", "kind", data["kind"]),
        series=data.get("series") or (code.series if code and "external" not in data else ""),
        issuer=site.organization(data["issuer"]) if "issuer" in data else None,
        organ=data.get("external", {}).get("organ", ""),
        signed=data.get("signed_on", ""),
        posted=data.get("posted_on", ""),
        disclosure=_label(site, record),
        closed_why=data.get("disclosure", {}).get("reason", ""),
        source=data["source"],
        note=data.get("note", ""),
        replaces=tuple(_named(site, number) for number in data.get("replaces", ())),
        replaced_by=tuple(site.link(r.key) for r in replaced_by),
        basis=tuple(_named(site, number) for number in data.get("basis", ())),
        groups=tuple(_groups(site, [*citing, *later])),
        previous=_neighbour(site, before),
        next=_neighbour(site, after),
    )
    return Page(
        site.path(record),
        context,
        title=site.title(record),
        trail=(Link(site.say(Text("公文登记", "Documents")), "documents/"),),
        records=(record.key,),
        evidence=tuple(r.key for r in citing),
        description=sentence,
    )


def _named(site: Site, number: str) -> Link:
    """A document by title and number, or by the number alone where it is not registered."""
    found = site.document(number)
    return site.link(found.path.rstrip("/")) if found.path else found


def _groups(site: Site, records: Iterable[Record]) -> Iterator[Group]:
    """The records kind by kind, in the order of the kinds' schemas."""
    by_kind: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_kind[record.kind].append(record)
    for kind, schema in site.snapshot.schemas.items():
        if kind in by_kind:
            yield Group(site.say(schema.title), tuple(site.link(r.key) for r in by_kind[kind]))


def _neighbour(site: Site, record: Record | None) -> Link | None:
    return Link(str(record["number"]), site.path(record)) if record else None


def _voided(voided: Mapping[str, str]) -> Text:
    when, reason = wording.on(voided["on"]), wording.ended(voided["reason"])
    return Text(
        f"这个号于{when.zh}作废，没有印发公文：{reason}。",
        f"The number was voided on {when.en}; no document was issued: {reason}.",
    )


def document_sentence(site: Site, record: Record, cited: int) -> Text:
    """Who issued what on which day, and how many records rest on it."""
    data = site.public(record)
    if "voided" in data:
        return Text(f"{data['number']}是作废的号。", f"{data['number']} is a voided number.")
    kind = Text("文件", "document") if data["kind"] == "other" else _kind(site, data["kind"])
    organ = _organ(site, record)
    zh, en = f"{organ}印发的{kind.zh}", f"{kind.to('en')} of {organ}"
    if "signed_on" in data:
        when = wording.on(data["signed_on"])
        zh, en = f"{organ}{when.zh}印发的{kind.zh}", f"{en} of {when.en}"
    if not cited:
        return Text(f"{zh}；还没有记录引用它。", f"{en}; no record cites it yet.")
    return Text(f"{zh}；有 {cited} 条记录引用它。", f"{en}; cited by {wording.some(cited, 'record')}.")


def _kind(site: Site, value: str) -> Text:
    choices = site.snapshot.schemas["documents"].field("kind").choices
    return next((c.title for c in choices if c.value == value), Text(value))


def _organ(site: Site, record: Record) -> str:
    data = site.public(record)
    if "external" in data:
        return str(data["external"]["organ"])
    issuer = data.get("issuer", "")
    if issuer == site.bureau.get("city"):
        return str(site.bureau.get("short_name") or site.name)
    return site.short(issuer)


def _label(site: Site, record: Record) -> str:
    found = site.public(record).get("disclosure")
    return site.label("documents", "disclosure.kind", found["kind"]) if found else ""


def _by_serial(record: Record) -> tuple[int, str]:
    number = parsed(record.get("number", ""))
    return (number.serial if number else 0, record.id)
