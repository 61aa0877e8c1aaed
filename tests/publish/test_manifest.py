"""The manifest says from what a site was made and whether it is whole."""

from __future__ import annotations

import json
from pathlib import Path

from generator.publish.manifest import Origin, manifest, verify
from generator.publish.site import publish
from generator.publish.staging import Stamp

from .support import schools, site_of

CITY = schools(1)


def test_manifest_is_canonical() -> None:
    """Files in order of path whatever order they were written in; no blanks, no time."""
    origin = Origin("1.0", "c" * 40, False, "2026-01-01", {"experts": "d" * 64})
    stamps = {"b": Stamp(1, "x"), "a": Stamp(2, "y")}
    expected = (
        '{"as_of":"2026-01-01","commit":"' + "c" * 40 + '","dirty":false,'
        '"files":[{"bytes":2,"path":"a","sha256":"y"},{"bytes":1,"path":"b","sha256":"x"}],'
        '"format":1,"generator":{"name":"equipment-records","version":"1.0"},"schemas":{"experts":"'
        + "d" * 64
        + '"}}'
    )
    assert manifest(origin, stamps).decode() == expected


def test_every_difference_is_reported(tmp_path: Path) -> None:
    """Whoever mirrors a site can prove that nothing was lost, changed or slipped in."""
    site = tmp_path / "site"
    publish(site_of(CITY), site, snapshot=CITY, version="1", with_search=False)
    assert verify(site) == ()
    (site / "index.html").write_text("changed")
    (site / "data/all.json").unlink()
    (site / "extra.html").write_text("x")
    assert [t.zh for t in verify(site)] == [
        "缺少文件：data/all.json",
        "多出文件：extra.html",
        "内容不符：index.html",
    ]


def test_folder_without_manifest_is_one_problem(tmp_path: Path) -> None:
    """No traceback for a folder of something else."""
    assert len(verify(tmp_path)) == 1


def test_origin_names_commit_date_and_schemas(tmp_path: Path) -> None:
    """An auditor asks which data made this page."""
    publish(site_of(CITY), tmp_path / "site", snapshot=CITY, version="1", with_search=False)
    data = json.loads((tmp_path / "site/manifest.json").read_bytes())
    assert (data["commit"], data["as_of"], data["schemas"]) == (
        "a" * 40,
        "2026-01-01",
        {"organizations": "0" * 64},
    )
