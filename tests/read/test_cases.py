"""Every fault of files, writing and schemas against its cases, the examples of the rules' reference page.

A case is a folder ``<CODE>-<name>`` with a bad and a good side; ``expected.txt`` says what is found on the
bad one. Where Git or another machine could not keep the files themselves, ``bad.txt`` lists their names.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from itertools import chain
from pathlib import Path

import pytest

from generator.model.diagnostic import Diagnostic
from generator.model.document import Document, SourceFile
from generator.model.snapshot import Revision
from generator.read.documents import PROBLEMS, read_records
from generator.read.parsing import read_document
from generator.read.schemas import PROBLEMS as SCHEMA_PROBLEMS
from generator.read.schemas import read_schemas
from generator.read.sources import Memory, WorkTree
from generator.validate import gate, structure
from tests.support.records import ROOT, schemas

CASES = ROOT / "tests" / "cases"
YAML = sorted((CASES / "yaml").iterdir())
LISTED = sorted(path.parent for path in (CASES / "files").glob("*/bad.txt"))
TREES = sorted(path.parent for path in (CASES / "files").glob("*/bad"))
SCHEMAS = sorted((CASES / "schema-files").iterdir())
OWN = {f"schemas/{path.name}": path.read_bytes() for path in (ROOT / "schemas").glob("*.schema.json")}


def case_name(case: Path) -> str:
    return case.name


def in_yaml(case: Path, side: str) -> tuple[Diagnostic, ...]:
    """What is wrong with one file."""
    content = (case / f"{side}.yml").read_bytes()
    found = read_document(SourceFile(f"{side}.yml", "file", content, len(content)))
    return () if isinstance(found, Document) else found


def in_tree(case: Path, side: str) -> tuple[Diagnostic, ...]:
    """What is wrong with files whose writing is right; kinds without a schema reach the gate as well."""
    root = case / side
    found, _ = read_schemas(Memory({**OWN, **dict(files_below(root, "schemas"))}))
    documents = [read_document(SourceFile(path, "file", data)) for path, data in files_below(root, "records")]
    read = [d for d in documents if isinstance(d, Document)]
    assert len(read) == len(documents)
    return gate.admit(read, found, Revision(), date(2025, 12, 31))[1]


def in_schema(case: Path, side: str) -> tuple[Diagnostic, ...]:
    """What is wrong with one schema file beside our own."""
    listed = case / f"{side}.txt"
    names = (
        listed.read_text(encoding="utf-8").split() if listed.exists() else ["schemas/cabinets.schema.json"]
    )
    content = (
        OWN["schemas/awards.schema.json"] if listed.exists() else (case / f"{side}.schema.json").read_bytes()
    )
    return read_schemas(Memory({**OWN, **dict.fromkeys(names, content)}))[1]


def files_below(root: Path, folder: str) -> list[tuple[str, bytes]]:
    found = sorted(path for path in (root / folder).rglob("*") if path.is_file())
    return [(path.relative_to(root).as_posix(), path.read_bytes()) for path in found]


def lay_out(listing: str, root: Path) -> None:
    """Make what a listing names: a path on each line, and after two blanks what is there instead of text."""
    for line in listing.splitlines():
        name, _, remark = line.partition("  ")
        path = root / name
        if path.exists():
            pytest.skip("this file system takes the names of the case for one")
        path.parent.mkdir(parents=True, exist_ok=True)
        _make(path, remark)


def _make(path: Path, remark: str) -> None:
    if remark.startswith("链接到 "):
        path.symlink_to(remark.removeprefix("链接到 "))
    elif remark == "子模块":
        (path / ".git").mkdir(parents=True)
    elif remark == "空文件夹":
        path.mkdir()
    elif remark == "管道":
        os.mkfifo(path)
    elif remark.endswith(" 字节"):
        path.write_bytes(
            b"#" * (int(remark.removesuffix(" 字节")) - 7) + b"\nid: x\n" if remark != "0 字节" else b""
        )
    else:
        assert not remark, remark
        path.write_text("id: x\n", encoding="utf-8")


def places(found: tuple[Diagnostic, ...]) -> list[str]:
    return [f"{d.location} {d.code}" for d in sorted(found, key=lambda d: d.order)]


def expected(case: Path) -> list[str]:
    return (case / "expected.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("case", YAML, ids=case_name)
def test_yaml_case(case: Path) -> None:
    """The bad file has its own fault alone, in its place; the repaired one is read."""
    check(case, in_yaml)


@pytest.mark.parametrize("case", TREES, ids=case_name)
def test_case_of_several_files(case: Path) -> None:
    """What only shows when a record meets its schema and the other records."""
    check(case, in_tree)


@pytest.mark.parametrize("case", SCHEMAS, ids=case_name)
def test_schema_case(case: Path) -> None:
    """A schema is refused where it leaves the subset, and accepted once mended."""
    check(case, in_schema)


@pytest.mark.parametrize("case", LISTED, ids=case_name)
def test_case_of_names(case: Path, tmp_path: Path) -> None:
    """The names are laid out as real files, links and pipes, and read as a work tree is."""
    for side in ("bad", "good"):
        lay_out((case / f"{side}.txt").read_text(encoding="utf-8"), tmp_path / side)
    check(case, lambda _, side: read_records(WorkTree(tmp_path / side), schemas()).diagnostics)


def check(case: Path, found_in: Callable[[Path, str], tuple[Diagnostic, ...]]) -> None:
    assert places(found_in(case, "bad")) == expected(case)
    assert expected(case)[-1].endswith(f" {case.name[:6]}")
    assert places(found_in(case, "good")) == []


def test_every_problem_has_a_case_under_its_name() -> None:
    """A diagnostic without an example has never been seen to work, and nobody knows what it looks like."""
    cases = {case.name for case in chain(YAML, LISTED, TREES, SCHEMAS)}
    known = {f"{p.code}-{p.name}" for p in (*PROBLEMS, *SCHEMA_PROBLEMS, *gate.PROBLEMS)}
    assert cases == known | {f"{p.code}-{p.name}" for p in structure.PROBLEMS if p.code == "STR013"}
