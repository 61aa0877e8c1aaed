"""Issued bulletins and corrections as an Atom feed (RFC 4287), newest first."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from generator.model.artifact import Artifact
from generator.model.record import Record, page_path
from generator.model.snapshot import Snapshot

PATH = "bulletins/feed.xml"
_ATOM = "http://www.w3.org/2005/Atom"
_NEWEST = 100


def feed(snapshot: Snapshot, *, address: str = "") -> Iterator[Artifact]:
    """The feed, from the site's *address* with its closing slash; without one it names pages by their ids."""
    issued = [r for r in snapshot.of("bulletins") if "issued" in r.document.data]
    issued.sort(key=lambda r: (r.document.data["issued"]["signed_on"], r.id), reverse=True)
    name = snapshot.bureau["name"] if snapshot.bureau else ""
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-CN"})
    _text(root, "id", f"{address}bulletins/" if address else "urn:equipment-records:bulletins")
    _text(root, "title", f"{name}通报")
    _text(root, "updated", _moment(_changed(issued[0]) if issued else snapshot.as_of.isoformat()))
    _text(ET.SubElement(root, "author"), "name", name or "教育局")
    if address:
        ET.SubElement(root, "link", {"rel": "self", "href": f"{address}{PATH}"})
        ET.SubElement(root, "link", {"href": f"{address}bulletins/"})
    for record in issued[:_NEWEST]:
        _entry(root, record, address)
    ET.indent(root)
    content = ET.tostring(root, encoding="unicode")
    yield Artifact(PATH, f'<?xml version="1.0" encoding="utf-8"?>\n{content}\n'.encode())


def _entry(root: ET.Element, record: Record, address: str) -> None:
    data = record.document.data
    entry = ET.SubElement(root, "entry")
    where = f"{address}{page_path(record.key)}"
    _text(entry, "id", where if address else f"urn:equipment-records:{record.key}")
    _text(entry, "title", _printable(data["title"]))
    _text(entry, "updated", _moment(_changed(record)))
    _text(entry, "published", _moment(data["issued"]["signed_on"]))
    if address:
        ET.SubElement(entry, "link", {"href": where})
    words = [data["issued"]["number"]]
    if "corrects" in data:
        words += [f"更正 {row['place']}：{row['old']} → {row['new']}" for row in data.get("corrections", ())]
    if "withdraws" in data:
        words.append(f"撤回原因：{data['withdraws']['reason']}")
    if record.is_withdrawn:
        words.append(f"已撤回：{data['withdrawn']['reason']}")
    _text(entry, "summary", _printable("；".join(words)))


def _changed(record: Record) -> str:
    """The day of signing, or of the withdrawal."""
    data = record.document.data
    return str(data.get("withdrawn", {}).get("date") or data["issued"]["signed_on"])


def _moment(day: str) -> str:
    return f"{day}T00:00:00+08:00"


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text


def _printable(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(
        c
        for c in text
        if c in "\t\n" or (c >= " " and not 0xD800 <= ord(c) <= 0xDFFF and c not in "\ufffe\uffff")
    )
