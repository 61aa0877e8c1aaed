"""The manifest says from what a site was made and whether it is whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.model.digest import digest
from generator.model.errors import GeneratorError
from generator.model.history import History
from generator.model.issued import Issued
from generator.publish.manifest import NAME, Origin, compare, manifest, read_claim, verify
from generator.publish.site import publish
from generator.publish.staging import Stamp

from .support import schools, site_of

CITY = schools(1)


def test_manifest_is_canonical() -> None:
    """Files in order of path whatever order they were written in; no blanks, no time."""
    origin = Origin(
        "1.0", "c" * 40, False, "2026-01-01", {"experts": "d" * 64}, "https://x.example.org/",
        ({"id": "m", "version": 2, "sha256": "e" * 64},),
        (Issued("b", "示1号", "2025-12-01", "2025-11-30", "", {"text": "2"}),),
        History("c" * 40, True, 9, ("f" * 40,)),
    )  # fmt: skip
    stamps = {"b": Stamp(1, "x"), "a": Stamp(2, "y")}
    expected = (
        '{"address":"https://x.example.org/","as_of":"2026-01-01","bulletins":[{"as_of":"2025-11-30",'
        '"commit":"","id":"b","number":"示1号","sha256":{"text":"2"},"signed_on":"2025-12-01"}],'
        '"commit":"' + "c" * 40 + '","dirty":false,'
        '"files":[{"bytes":2,"path":"a","sha256":"y"},{"bytes":1,"path":"b","sha256":"x"}],'
        '"format":2,"generator":{"name":"equipment-records","version":"1.0"},"history":{"commits":9,'
        '"roots":["'
        + "f" * 40
        + '"],"whole":true},"methods":[{"id":"m","sha256":"'
        + "e" * 64
        + '","version":2}],"schemas":{"experts":"'
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
        {"organizations": digest({})},
    )


def test_claim_of_a_folder_is_what_lies_there_and_of_a_file_what_it_says(tmp_path: Path) -> None:
    """A manifest alone can be held against a rebuilt site; a folder is looked at file by file."""
    site = tmp_path / "site"
    publish(site_of(CITY), site, snapshot=CITY, version="1", with_search=False)
    said, there = read_claim(site / NAME), read_claim(site)
    assert said.files == there.files
    (site / "index.html").write_text("changed")
    assert read_claim(site / NAME).files == said.files
    assert [t.zh for t in compare(read_claim(site).files, said.files)] == ["内容不符：index.html"]
    assert (said.commit, said.as_of.isoformat(), said.bulletins) == ("a" * 40, "2026-01-01", ())


@pytest.mark.parametrize(
    "damage",
    [
        {"commit": "--output=x"},
        {"commit": 5},
        {"bulletins": [{"id": "b"}]},
        {"bulletins": 3},
        {"history": {"roots": ["x"]}},
        {"history": {"commits": "many"}},
        {"as_of": "yesterday"},
        {"files": [{"path": "a"}]},
        {"generator": {"name": "other"}},
    ],
)
def test_manifest_from_elsewhere_is_refused_where_it_makes_no_sense(
    damage: dict[str, Any], tmp_path: Path
) -> None:
    """Anybody may hand one in; what is in it reaches git and the terminal."""
    whole = json.loads(manifest(Origin("1", "c" * 40, False, "2026-01-01", {}), {}))
    (tmp_path / NAME).write_text(json.dumps(whole | damage))
    with pytest.raises(GeneratorError, match="没有可用的"):
        read_claim(tmp_path / NAME)


def test_manifest_of_the_first_format_has_no_bulletins(tmp_path: Path) -> None:
    """It is still read; what it lacks is None and not nothing."""
    old = {"commit": "c" * 40, "as_of": "2026-01-01", "files": [], "generator": {"name": "equipment-records"}}
    (tmp_path / NAME).write_text(json.dumps(old))
    claim = read_claim(tmp_path / NAME)
    assert (claim.bulletins, claim.roots, claim.commits, claim.version) == (None, (), 0, "")
