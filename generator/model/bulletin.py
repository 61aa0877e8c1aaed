"""A bulletin: figures and tables from the results, words that cite them, and the proof of an issued one.

A draft holds words with references (``{fig:schools}``); whoever issues it adds the figures as they are
printed, the tables, the records that both rest on, and four digests. From then on the record alone is the
bulletin: its page, Word and PDF are made from it, and nothing that is entered later can change them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from .digest import digest
from .snapshot import Snapshot

Data = Mapping[str, Any]
OPEN = "【填写】"
"""What stands before a paragraph that a person still has to write."""
REFERENCE = re.compile(r"\{fig:([a-z][a-z0-9-]{0,59})\}")
BRACE = re.compile(r"[{}]")
LONGEST = 1_000
"""Rows of a table that are printed: some 50 sheets of paper, which nobody reads to the end."""
SHORT = 16
"""Digits of a record's digest as a bulletin keeps it."""
LATER = frozenset({"acknowledged", "withdrawn"})
"""What may be added to an issued bulletin; everything else is covered by its digests."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A group of records that figures rest on. records: keys (``kind/id``), each once."""

    id: str
    title: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, or a few words made from numbers, as it is printed. grounds: ids of groups of records."""

    id: str
    title: str
    value: str
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as it is printed; every row has a cell for each column. rest: rows that are not printed."""

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    grounds: tuple[str, ...] = ()
    rest: int = 0

    def cut(self) -> Sheet:
        """The same with as many rows as are printed, and the number of the others."""
        return replace(self, rows=self.rows[:LONGEST], rest=max(0, len(self.rows) - LONGEST))


@dataclass(frozen=True, slots=True)
class Content:
    """What the results give for one kind of bulletin and one period.

    version: ``id@version`` of the source, which puts it there; "" for a kind that takes no figures.
    sentences: paragraphs that cite figures, for a draft.
    methods: keys of the method records that decided.
    """

    version: str = ""
    figures: Mapping[str, Figure] = field(default_factory=lambda: MappingProxyType({}))
    sheets: Mapping[str, Sheet] = field(default_factory=lambda: MappingProxyType({}))
    grounds: Mapping[str, Ground] = field(default_factory=lambda: MappingProxyType({}))
    sentences: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    methods: tuple[str, ...] = ()


def content(
    figures: Iterable[Figure],
    sheets: Iterable[Sheet],
    grounds: Iterable[Ground],
    sentences: Mapping[str, str],
    methods: Iterable[str] = (),
) -> Content:
    """A ``Content`` with everything under its id; tables with the rows that are printed."""
    return Content(
        "",
        MappingProxyType({one.id: one for one in figures}),
        MappingProxyType({one.id: one.cut() for one in sheets}),
        MappingProxyType({one.id: one for one in grounds}),
        MappingProxyType(dict(sentences)),
        tuple(methods),
    )


def cited(text: str) -> tuple[str, ...]:
    """The figures that *text* cites, in order, each as often as it does."""
    return tuple(REFERENCE.findall(text))


def is_garbled(text: str) -> bool:
    """Does *text* hold a brace that belongs to no reference?"""
    return bool(BRACE.search(REFERENCE.sub("", text)))


def filled(text: str, figures: Mapping[str, str]) -> str:
    """*text* with every figure in the place of its reference; one that is unknown stays as it was typed."""
    return REFERENCE.sub(lambda match: figures.get(match[1], match[0]), text)


def texts(data: Data) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every paragraph and heading of the body with its path in the record."""
    for i, section in enumerate(data.get("sections", ())):
        if "heading" in section:
            yield ("sections", i, "heading"), section["heading"]
        for j, part in enumerate(section["parts"]):
            for name in ("heading", "text"):
                if name in part:
                    yield ("sections", i, "parts", j, name), part[name]


def tables(data: Data) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every table that the body or an attachment names, with its path in the record."""
    for i, section in enumerate(data.get("sections", ())):
        for j, part in enumerate(section["parts"]):
            if "table" in part:
                yield ("sections", i, "parts", j, "table"), part["table"]
    for i, attachment in enumerate(data.get("attachments", ())):
        yield ("attachments", i, "table"), attachment["table"]


def printed_figures(data: Data) -> Mapping[str, str]:
    """Figure -> as printed in an issued bulletin; empty for a draft."""
    return {row["id"]: row["value"] for row in data.get("issued", {}).get("figures", ())}


def digests(data: Data) -> dict[str, str]:
    """The digests of an issued bulletin: three say what was altered, the one of the whole forgets nothing."""
    issued = data["issued"]
    return {
        "figures": _of_figures(issued),
        "text": _of_text(data),
        "grounds": _of_grounds(issued),
        "whole": _of_whole(data),
    }


def _of_figures(issued: Data) -> str:
    """SHA-256 of the printed figures and tables."""
    return digest(
        {
            "figures": {row["id"]: row["value"] for row in issued.get("figures", ())},
            "tables": [
                [t["id"], t["title"], list(t["columns"]), [list(row["cells"]) for row in t["rows"]]]
                + ([t["rest"]] if "rest" in t else [])
                for t in issued.get("tables", ())
            ],
        }
    )


def _of_grounds(issued: Data) -> str:
    """SHA-256 of the records that the figures rest on, as group -> keys with their digests."""
    return digest({row["id"]: sorted(row["records"]) for row in issued.get("grounds", ())})


def _of_text(data: Data) -> str:
    """SHA-256 of all words as they are printed: head, body with its figures, names of attachments, end."""
    figures = printed_figures(data)
    issued = data["issued"]
    return digest(
        {
            "title": data["title"],
            "number": issued["number"],
            "signed_on": issued["signed_on"],
            "layout": data["layout"],
            "addressees": list(data.get("addressees", ())),
            "copies": list(data.get("copies", ())),
            "issuer": data["issuer"],
            "sections": [_plain(section, figures) for section in data.get("sections", ())],
            "attachments": [[a["title"], a["table"]] for a in data.get("attachments", ())],
            "corrections": [dict(row) for row in data.get("corrections", ())],
        }
    )


def _of_whole(data: Data) -> str:
    """SHA-256 of the whole record, fields of a later day and the digests themselves left out."""
    kept = {name: value for name, value in data.items() if name not in LATER}
    issued = {name: value for name, value in data["issued"].items() if name != "sha256"}
    return digest({**kept, "issued": issued})


def _plain(section: Data, figures: Mapping[str, str]) -> list[Any]:
    parts = [[name, filled(value, figures)] for part in section["parts"] for name, value in part.items()]
    return [section.get("heading", ""), parts]


def stamped(snapshot: Snapshot, key: str) -> str:
    """``kind/id@digest`` of a record as it is now; the digest of nothing where there is no such record."""
    record = snapshot.find(key)
    found = record.document.once(digest) if record else digest(None)
    return f"{key}@{found[:SHORT]}"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing of an issued bulletin that comes out otherwise when it is worked out again.

    place: what it is, for readers. printed, recomputed: "" where there is nothing on that side.
    figure: its id, "" for a cell. because: records among its grounds that changed since.
    """

    place: str
    printed: str
    recomputed: str
    figure: str = ""
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drift:
    """One record that is not as it was when a bulletin was issued.

    is_gone: it is not there any more. group: id of the first group of grounds that it belongs to.
    """

    record: str
    is_gone: bool
    group: str


def grounds_of(data: Data) -> tuple[str, ...]:
    """The stamps ``kind/id@digest`` of all that an issued bulletin rests on, each once, in its order."""
    groups = data.get("issued", {}).get("grounds", ())
    return tuple(dict.fromkeys(stamp for group in groups for stamp in group["records"]))


def rests_on(data: Data) -> tuple[str, ...]:
    """The keys of the same records."""
    return tuple(dict.fromkeys(stamp.partition("@")[0] for stamp in grounds_of(data)))


def drifted(snapshot: Snapshot, data: Data) -> tuple[Drift, ...]:
    """The grounds of an issued bulletin that changed or went since, in its order; each record once."""
    found: dict[str, Drift] = {}
    for group in data.get("issued", {}).get("grounds", ()):
        for stamp in group["records"]:
            key = stamp.partition("@")[0]
            if key not in found and stamped(snapshot, key) != stamp:
                found[key] = Drift(key, snapshot.find(key) is None, group["id"])
    return tuple(found.values())


def unexplained(snapshot: Snapshot, data: Data) -> tuple[Drift, ...]:
    """What drifted and was not acknowledged with a reason."""
    known = {row["record"] for row in data.get("acknowledged", ())}
    return tuple(one for one in drifted(snapshot, data) if one.record not in known)


def altered(data: Data) -> tuple[str, ...]:
    """The digests of an issued bulletin that do not fit what it holds.

    One that is not there is no concern of this: schemas demand them, of old revisions fewer.
    """
    right = digests(data)
    return tuple(name for name, value in data["issued"]["sha256"].items() if right.get(name) != value)


def is_whole(data: Data) -> bool:
    """Do all digests of an issued bulletin fit what it holds?"""
    return not altered(data)


@dataclass(frozen=True, slots=True)
class Recount:
    """An issued bulletin looked at again from the present records.

    is_whole: nothing in it was altered. drift: records of its grounds that changed since.
    differences: figures and cells that come out otherwise by now; changed records are named with each.
    """

    is_whole: bool
    drift: tuple[Drift, ...]
    differences: tuple[Difference, ...]
