"""The feed of bulletins, read back as XML: newest first, corrections told, hostile titles only text."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from generator.export.feed import PATH, feed
from generator.model.snapshot import Snapshot
from tests.support.snapshots import Made, city, snapshot_of

BUREAU: Made = ("bureau", {"id": "bureau", "name": "某某市教育局", "city": "city"})
ATOM = "{http://www.w3.org/2005/Atom}"


def bulletin(id: str, day: str, **more: Any) -> Made:
    issued = {"number": f"某教函〔2025〕{int(id[1:])}号", "signed_on": day, "as_of": day}
    return ("bulletins", {"id": id, "title": f"通报{id}", "status": "issued", "issued": issued, **more})


def read(snapshot: Snapshot, address: str = "") -> ET.Element:
    (artifact,) = feed(snapshot, address=address)
    assert artifact.path == PATH
    return ET.fromstring(artifact.content)


def test_entries_are_newest_first_with_what_was_corrected() -> None:
    """A reader of feeds sees old and new value without opening the page."""
    rows = [{"place": "学校数", "old": "24", "new": "23", "reason": "重复", "ranks": "无"}]
    root = read(
        snapshot_of(
            BUREAU, city(), bulletin("b1", "2025-10-12"),
            bulletin("b2", "2025-11-02", corrects="b1", corrections=rows),
            ("bulletins", {"id": "b3", "title": "草稿", "status": "draft"}),
        ),
        "https://example.org/records/",
    )  # fmt: skip
    entries = root.findall(f"{ATOM}entry")
    assert [e.findtext(f"{ATOM}title") for e in entries] == ["通报b2", "通报b1"]
    assert entries[0].findtext(f"{ATOM}summary") == "某教函〔2025〕2号；更正 学校数：24 → 23"
    assert entries[0].findtext(f"{ATOM}id") == "https://example.org/records/bulletins/b2/"
    assert entries[1].findtext(f"{ATOM}updated") == "2025-10-12T00:00:00+08:00"


def test_withdrawn_bulletin_stays_and_says_so() -> None:
    """A feed reader that kept the old entry gets it anew."""
    gone = bulletin("b1", "2025-10-12", withdrawn={"date": "2025-10-20", "reason": "重复"})
    (entry,) = read(snapshot_of(BUREAU, city(), gone)).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}summary") == "某教函〔2025〕1号；已撤回：重复"
    assert entry.findtext(f"{ATOM}updated") == "2025-10-20T00:00:00+08:00"


def test_withdrawal_gives_its_reason() -> None:
    """Whoever reads feeds knows without opening the page that an earlier one is void."""
    said = {"bulletin": "b1", "reason": "重复"}
    (entry,) = read(snapshot_of(BUREAU, city(), bulletin("b2", "2025-10-20", withdraws=said))).findall(
        f"{ATOM}entry"
    )
    assert entry.findtext(f"{ATOM}summary") == "某教函〔2025〕2号；撤回原因：重复"


def test_hostile_title_is_text_and_a_site_without_address_has_ids() -> None:
    """What XML cannot hold is left out; an id must not change with the address."""
    wild = bulletin("b1", "2025-10-12", title="<b>粗</b>&\x0b]]>")
    root = read(snapshot_of(BUREAU, city(), wild))
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "<b>粗</b>&]]>"
    assert entry.findtext(f"{ATOM}id") == "urn:equipment-records:bulletins/b1"


def test_without_bulletins_there_is_a_valid_empty_feed() -> None:
    """Readers subscribe before anything happens."""
    root = read(snapshot_of(BUREAU, city()))
    assert root.findtext(f"{ATOM}title") == "某某市教育局通报"
    assert root.findall(f"{ATOM}entry") == []
