"""Official documents (公文): the register by year and series (a document's own page: ``document``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.model.record import Record
from generator.model.register import OrganCode, organ_codes, parsed
from generator.model.text import Text
from generator.render import wording
from generator.render.page import Page, page
from generator.render.site import Link, Site


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the register.

    signed: "" where the day is not known. mark: what became of it (voided, withdrawn, replaced), "" for
    nothing; why: in words. cited: how many records name it.
    """

    link: Link
    title: str
    kind: str
    organ: str
    signed: str
    disclosure: str
    mark: str
    why: str
    cited: int


@dataclass(frozen=True, slots=True)
class Series:
    """The documents of one code in one year, the last number first. *claim*: is every number there?"""

    title: str
    claim: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """One year of the register."""

    year: int
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class RegisterContext:
    """The whole register: own documents by year, then those of other organs."""

    sentence: str
    years: tuple[Year, ...]
    external: tuple[Entry, ...]
    total: int


@page
def documents(site: Site) -> Iterator[Page]:
    """The register by year and series."""
    by_year: dict[int, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
    external: list[Record] = []
    for record in site.snapshot.of("documents"):
        number = parsed(record.get("number", ""))
        if "external" in record or number is None:
            external.append(record)
        else:
            by_year[number.year][number.code].append(record)
    codes = organ_codes(site.snapshot)
    external.sort(key=lambda r: (r.get("signed_on", ""), r.id))
    records = site.snapshot.of("documents")
    yield Page(
        "documents/",
        RegisterContext(
            sentence=site.say(register_sentence(records)),
            years=tuple(_year(site, codes, year, by_year[year]) for year in sorted(by_year, reverse=True)),
            external=tuple(_entry(site, r) for r in external),
            total=len(records),
        ),
        evidence=tuple(r.key for r in records),
    )


def _year(site: Site, codes: Mapping[str, OrganCode], year: int, by_code: Mapping[str, list[Record]]) -> Year:
    known = list(codes)
    order = sorted(by_code, key=lambda c: (known.index(c) if c in codes else len(known), c))
    return Year(year, tuple(_series(site, codes.get(code), code, year, by_code[code]) for code in order))


def _series(site: Site, own: OrganCode | None, code: str, year: int, records: list[Record]) -> Series:
    title = f"{code}〔{year}〕"
    is_complete = own is not None and own.complete_since is not None and own.complete_since <= year
    return Series(
        title=f"{own.series} · {title}" if own else title,
        claim=site.say(COMPLETE if is_complete else PARTIAL),
        entries=tuple(_entry(site, r) for r in sorted(records, key=by_serial, reverse=True)),
    )


COMPLETE = Text("登记齐全：每个号都在这里。", "Complete: every number is here.")
PARTIAL = Text("登记不全：只列已知的文件。", "Not complete: only what is known is listed.")
VOIDED, WITHDRAWN = Text("作废", "voided"), Text("已撤回", "withdrawn")
REPLACED = Text("已被代替", "replaced")


def _entry(site: Site, record: Record) -> Entry:
    data = site.public(record)
    mark, why = "", ""
    if "withdrawn" in data:
        mark, why = site.say(WITHDRAWN), data["withdrawn"]["reason"]
    elif "voided" in data:
        mark, why = site.say(VOIDED), data["voided"]["reason"]
    elif _is_replaced(site, record):
        mark = site.say(REPLACED)
    number = data.get("number", "")
    return Entry(
        link=Link(number or data["title"], site.path(record)),
        title=data["title"] if number else "",
        kind=site.label("documents", "kind", data["kind"]),
        organ=data.get("external", {}).get("organ", ""),
        signed=data.get("signed_on", ""),
        disclosure=disclosure(site, record),
        mark=mark,
        why=why,
        cited=len(site.referrers(record.key)),
    )


def _is_replaced(site: Site, record: Record) -> bool:
    number = site.public(record).get("number")
    beside = (r for r in site.referrers(record.key) if r.kind == "documents")
    return any(number in site.public(r).get("replaces", ()) for r in beside)


def disclosure(site: Site, record: Record) -> str:
    """Whether the document is public, in words; "" where nobody said."""
    found = site.public(record).get("disclosure")
    return site.label("documents", "disclosure.kind", found["kind"]) if found else ""


def by_serial(record: Record) -> tuple[int, str]:
    """Sort key by the serial of the number, then by id."""
    number = parsed(record.get("number", ""))
    return (number.serial if number else 0, record.id)


def register_sentence(records: Iterable[Record]) -> Text:
    """How many documents are registered, own and of other organs, and how many numbers were voided."""
    found = [r for r in records if not r.is_withdrawn]
    if not found:
        return Text("还没有登记公文。", "No document is registered yet.")
    external, voided = sum("external" in r for r in found), sum("voided" in r for r in found)
    own = len(found) - external - voided
    zh, en = [f"本市 {own} 份"], [f"{own} of the city"]
    if external:
        zh.append(f"外单位 {external} 份")
        en.append(f"{external} of other organs")
    tail = Text("。", ".")
    if voided:
        tail = Text(f"；另有作废的号 {voided} 个。", f"; {wording.some(voided, 'number')} voided.")
    total = own + external
    return Text(
        f"登记公文 {total} 份，其中{'、'.join(zh)}{tail.zh}",
        f"{wording.some(total, 'document')} registered: {wording.both(en)}{tail.en}",
    )
