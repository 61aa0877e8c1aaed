"""What an issued bulletin rests on is kept as it was then, without what may not be shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from generator.export.archive import archive_files, archives
from generator.model.archive import Archive
from generator.model.digest import canonical, digest
from generator.model.snapshot import Snapshot
from tests.render.city import snapshot_of

AWARD = {"id": "a-1", "year": 2025, "title": "<表扬>", "points": Decimal("1.50")}
EXPERT = {"id": "e-1", "name": "张三", "unit": "jia", "title": "高级", "consent": True}


def stamp(key: str, data: Mapping[str, Any]) -> str:
    return f"{key}@{digest(data)[:16]}"


def city(*stamps: str, **more: list[dict[str, Any]]) -> Snapshot:
    part = {
        "number": "示教函〔2025〕1号", "signed_on": "2025-04-01", "as_of": "2025-03-31",
        "grounds": [{"id": "all", "title": "全部", "records": list(stamps)}],
    }  # fmt: skip
    data = {"id": "b-1", "title": "通报", "layout": "ordinary", "issuer": "示例市", "issued": part}
    return snapshot_of({"bulletins": [data], **more}, date(2026, 1, 1))


def kept(snapshot: Snapshot, versions: Mapping[str, Mapping[str, Any]]) -> tuple[Archive, list[Any]]:
    (found,) = archives(snapshot, versions)
    return found, json.loads(found.content)["records"]


def test_record_that_is_shown_whole_proves_itself() -> None:
    """Anybody can make the digest that stands in the bulletin from the file alone."""
    known = stamp("awards/a-1", {"id": "a-1", "year": 2025})
    _, (record,) = kept(city(known), {known: {"id": "a-1", "year": 2025}})
    assert record["whole"] is True
    assert f"awards/a-1@{hashlib.sha256(canonical(record['data'])).hexdigest()[:16]}" == known


def test_what_today_is_internal_or_unknown_is_left_out_and_said() -> None:
    """The title of an expert is internal; a field that no schema knows may have been."""
    data = {**EXPERT, "former": "x"}
    known = stamp("experts/e-1", data)
    _, (record,) = kept(city(known, experts=[EXPERT]), {known: data})
    assert record["data"] == {"id": "e-1", "name": "张三", "unit": "jia", "consent": True}
    assert record["whole"] is False


def test_name_that_may_not_be_shown_today_is_not_shown_for_having_been() -> None:
    """Consent that was withdrawn counts for the past too, and so does a record that is gone."""
    known = stamp("experts/e-1", EXPERT)
    for present in ([{**EXPERT, "consent": False}], []):
        found, (record,) = kept(city(known, experts=present), {known: EXPERT})
        assert record["data"] == {"id": "e-1", "consent": True}
        assert "张三" not in found.content.decode()


def test_version_that_is_not_found_is_said() -> None:
    """A gap is better named than filled."""
    found, (record,) = kept(city("awards/a-1@0123456789abcdef"), {})
    assert (record["data"], found.missing, found.records) == (None, ("awards/a-1",), 1)


def test_counted_kinds_are_not_kept() -> None:
    """Interviews are public as counts alone, whatever rests on them."""
    known = stamp("interviews/x", {"id": "x"})
    found, records = kept(city(known), {known: {"id": "x"}})
    assert (found.records, records) == (0, [])


def test_index_names_each_bulletin_and_the_digest_of_its_file() -> None:
    """The way in for a program; text in it cannot act in a page."""
    known = stamp("awards/a-1", AWARD)
    snapshot = city(known)
    one, index = archive_files(archives(snapshot, {known: AWARD}), snapshot)
    (entry,) = json.loads(index.content)["bulletins"]
    assert (entry["path"], entry["sha256"]) == (one.path, hashlib.sha256(one.content).hexdigest())
    assert entry["bulletin"]["number"] == "示教函〔2025〕1号"
    assert b"<" not in one.content + index.content
    assert list(archive_files((), snapshot)) == []
