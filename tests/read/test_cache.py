"""The cache is never needed and never believed without its checksum."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from generator.model.digest import digest
from generator.model.document import SourceFile
from generator.model.schema import Schema
from generator.model.text import Text
from generator.read import cache
from generator.read.cache import Cache, fingerprint
from generator.read.documents import Reading, read_records
from generator.read.sources import Memory

SCHEMA = SourceFile("schemas/experts.schema.json", "file", b"{}", 2, "d")
SCHEMAS = {"experts": Schema("experts", "", Text("x"), Text("x"), (), {}, "")}
FILES = {
    "records/experts/a.yml": "id: a\nscores: [1.50, {x: 2.0}]\nok: true\nnone:\n",
    "records/experts/b.yml": "id: b\n",
}


def run(folder: Path, files: dict[str, str] = FILES, at_fault: tuple[str, ...] = ()) -> Reading:
    known = Cache.load(folder, "f")
    reading = read_records(Memory(files), SCHEMAS, known)
    known.save(reading.documents, at_fault)
    return reading


def test_second_run_finds_equal_documents(tmp_path: Path) -> None:
    """Decimals with their digits included; and they are known to be clean."""
    first, second = run(tmp_path), run(tmp_path)
    assert [d.clean for d in first.documents] == [False, False]
    assert [d.clean for d in second.documents] == [True, True]
    assert [d.data for d in second.documents] == [d.data for d in first.documents]
    assert str(second.documents[0].data["scores"][0]) == "1.50"
    assert isinstance(second.documents[0].data["scores"][1]["x"], Decimal)
    assert str(second.documents[0].locate("ok")) == "records/experts/a.yml:3:5"


def test_digest_is_kept_where_a_rule_asked_for_it(tmp_path: Path) -> None:
    """Bulletins compare the digests of thousands of records; what the bytes say does not change."""
    known = Cache.load(tmp_path, "f")
    first = read_records(Memory(FILES), SCHEMAS, known).documents
    right = first[0].once(digest)
    known.save(first, ())
    second = run(tmp_path).documents
    assert [d.known(digest) for d in second] == [right, None]
    assert second[1].once(digest) == digest({"id": "b"})
    assert second[0].once(digest) == digest(first[0].data) == right


def test_third_run_still_has_its_decimals(tmp_path: Path) -> None:
    """A run that changes nothing leaves the file as it is."""
    run(tmp_path)
    before = (tmp_path / "records-f.bin").stat().st_mtime_ns
    run(tmp_path)
    assert (tmp_path / "records-f.bin").stat().st_mtime_ns == before
    run(tmp_path, FILES | {"records/experts/c.yml": "id: c\n"})
    third = run(tmp_path)
    assert third.documents[0].clean
    assert third.documents[0].data["scores"] == [Decimal("1.50"), {"x": Decimal("2.0")}]


def test_batches_make_one_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many records are packed a thousand at a time, so that no copy of all of them is needed."""
    monkeypatch.setattr(cache, "_BATCH", 2)
    files = FILES | {f"records/experts/x-{n}.yml": f"id: x-{n}\nscore: {n}.50\n" for n in range(5)}
    first, second = run(tmp_path, files), run(tmp_path, files)
    assert all(d.clean for d in second.documents)
    assert [d.data for d in second.documents] == [d.data for d in first.documents]


def test_document_at_fault_is_not_kept(tmp_path: Path) -> None:
    """A hit would hide its diagnostic."""
    run(tmp_path, at_fault=("records/experts/b.yml",))
    assert [d.clean for d in run(tmp_path).documents] == [True, False]


def test_same_bytes_at_another_path_are_not_clean(tmp_path: Path) -> None:
    """The id must equal the file's name, so a copy has a fault that the original has not."""
    run(tmp_path)
    found = run(tmp_path, {"records/experts/copy.yml": FILES["records/experts/a.yml"]})
    assert not found.documents[0].clean


@pytest.mark.parametrize("damage", [b"", b"records-cache 2\n", b"nonsense" * 20, None])
def test_damaged_cache_is_ignored(tmp_path: Path, damage: bytes | None) -> None:
    """Cut short, overwritten, or one bit changed."""
    run(tmp_path)
    file = tmp_path / "records-f.bin"
    content = file.read_bytes()
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]) if damage is None else damage)
    assert [d.clean for d in run(tmp_path).documents] == [False, False]
    assert [d.clean for d in run(tmp_path).documents] == [True, True]


def test_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    """A full or read-only disk must not fail a check."""
    (tmp_path / "file").write_text("x")
    assert len(run(tmp_path / "file" / "cache").documents) == 2


def test_caches_of_other_fingerprints_are_removed(tmp_path: Path) -> None:
    """Each change of a schema would otherwise leave one behind."""
    run(tmp_path)
    other = Cache.load(tmp_path, "g")
    other.save(read_records(Memory(FILES), SCHEMAS, other).documents, ())
    assert [p.name for p in tmp_path.iterdir()] == ["records-g.bin"]


def test_fingerprint_follows_code_and_schemas(tmp_path: Path) -> None:
    """Either can turn a clean document into one at fault."""
    (tmp_path / "rule.py").write_text("a = 1")
    first = fingerprint("1", [tmp_path], [SCHEMA])
    assert fingerprint("1", [tmp_path], [SCHEMA]) == first
    assert fingerprint("1", [tmp_path], [replace(SCHEMA, blob="e")]) != first
    assert fingerprint("2", [tmp_path], [SCHEMA]) != first
    (tmp_path / "rule.py").write_text("a = 2")
    assert fingerprint("1", [tmp_path], [SCHEMA]) != first
