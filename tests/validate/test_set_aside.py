"""A record that cannot be used is told once, and nothing is said to be missing that may stand in it."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from generator import pipeline
from generator.model.snapshot import Revision
from generator.pipeline import Checked
from generator.read.documents import read_records
from generator.read.sources import Memory, WorkTree
from generator.validate.gate import admit
from generator.validate.rule import run_rules
from generator.validate.rules import RULES
from tests.support.records import AS_OF, ROOT, base, schemas

KINDS = sorted(path.name.removesuffix(".schema.json") for path in (ROOT / "schemas").glob("*.schema.json"))
LEVELS = ("city", "county", "cluster", "school")


@pytest.fixture(scope="module")
def files(town: Path) -> dict[str, bytes]:
    """A small city, by path."""
    return {f.path: f.content for f in WorkTree(town).files("records", "schemas") if f.content is not None}


@pytest.fixture(scope="module")
def whole(files: dict[str, bytes]) -> Checked:
    """The city as it is."""
    return pipeline.check(Memory(files))


@pytest.fixture(scope="module")
def cited(files: dict[str, bytes]) -> dict[str, str]:
    """Kind (and level) -> the record of it that others name most, since most rules ask for that one."""
    words: dict[bytes, int] = defaultdict(int)
    for content in files.values():
        for word in set(content.replace(b"/", b" ").replace(b"}", b" ").replace(b",", b" ").split()):
            words[word] += 1
    most: dict[str, str] = {}
    for path in sorted(files):
        kind = path.split("/")[1].removesuffix(".yml")
        kind = next((level for level in LEVELS if b"\nlevel: %b\n" % level.encode() in files[path]), kind)
        if path.startswith("records/") and words[_id(path)] > words[_id(most.get(kind, ""))]:
            most[kind] = path
    return most


def _id(path: str) -> bytes:
    return path.rpartition("/")[2].removesuffix(".yml").encode()


@pytest.mark.parametrize("kind", [*LEVELS, *KINDS])
def test_unusable_record_is_told_once(
    files: dict[str, bytes], whole: Checked, cited: dict[str, str], kind: str
) -> None:
    """A misspelt field is one mistake; that a budget, a visit or a reply is missing would be another."""
    path = cited.get(kind)
    if path is None:
        pytest.skip("the city has none of this kind")
    checked = pipeline.check(Memory({**files, path: files[path] + b"nonsense: 1\n"}), known=whole)
    known = {d.key for d in whole.diagnostics}
    new = [f"{d.location} {d.code}" for d in checked.diagnostics if d.key not in known]
    line = files[path].count(b"\n") + 1
    assert new == [f"{path}:{line}:1 STR002"]


@pytest.mark.parametrize("kind", KINDS)
def test_no_rule_needs_a_kind_to_be_known(kind: str) -> None:
    """Older revisions have fewer schemas, and one that is being written is broken for a while."""
    known = {name: schema for name, schema in schemas().items() if name != kind}
    documents = read_records(Memory(dict(base())), known).documents
    snapshot, _ = admit(documents, known, Revision(), AS_OF)
    assert [d for d in run_rules(snapshot, RULES) if d.code == "INT001"] == []
