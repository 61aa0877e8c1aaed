"""Where a record may stand, and that no file is lost in silence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.document import SourceFile
from generator.model.schema import Schema
from generator.model.text import Text
from generator.read.documents import Reading, read_records
from generator.read.sources import Memory


def schema(kind: str, *, singleton: bool = False) -> Schema:
    return Schema(kind, f"schemas/{kind}.schema.json", Text(kind), Text(kind), (), {}, "", singleton)


SCHEMAS = {
    "bureau": schema("bureau", singleton=True),
    "experts": schema("experts"),
    "awards": schema("awards"),
}


def reading(*paths: str, content: str = "id: a\n") -> Reading:
    return read_records(Memory(dict.fromkeys(paths, content)), SCHEMAS)


def codes(*paths: str) -> list[str]:
    return [f"{d.code} {d.location.path}" for d in reading(*paths).diagnostics]


@pytest.mark.parametrize(
    "path",
    [
        "records/bureau.yml",
        "records/experts/zhang-wei.yml",
        "records/awards/2025/a-1.yml",
        "records/experts/0.yml",
    ],
)
def test_record_in_its_place(path: str) -> None:
    """The places that the contract names."""
    found = reading(path)
    assert not found.diagnostics
    assert [d.path for d in found.documents] == [path]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("records/experts/Zhang.yml", "FIL001"),
        ("records/experts/张伟.yml", "FIL001"),
        ("records/experts/-a.yml", "FIL001"),
        ("records/experts/a_b.yml", "FIL001"),
        ("records/experts/" + "a" * 61 + ".yml", "FIL001"),
        ("records/experts/a.yml\n.yml", "FIL001"),
        ("records/experts/a.YML", "FIL002"),
        ("records/experts/a.yaml", "FIL002"),
        ("records/experts/a.json", "FIL002"),
        ("records/experts/a.yml.txt", "FIL002"),
        ("records/experts/.a.yml", "FIL003"),
        ("records/experts/a.yml~", "FIL003"),
        ("records/experts/.DS_Store", "FIL003"),
        ("records/experts/名单.xlsx", "FIL003"),
        ("records/README.md", "FIL003"),
        ("records/experts/.gitkeep", "FIL003"),
        ("records/experts/.gitattributes", "FIL006"),
        ("records/teachers/a.yml", "FIL008"),
        ("records/experts/25/a.yml", "FIL009"),
        ("records/experts/２０２５/a.yml", "FIL009"),
        ("records/experts/2025/q4/a.yml", "FIL010"),
        ("records/experts/con.yml", "FIL012"),
        ("records/experts/com1.yml", "FIL012"),
        ("records/bureau/a.yml", "FIL015"),
        ("records/zhang.yml", "FIL015"),
    ],
)
def test_file_that_does_not_belong_is_a_diagnostic(path: str, code: str) -> None:
    """An unknown file is never skipped in silence."""
    assert codes(path) == [f"{code} {path}"]


def test_empty_placeholder_is_allowed() -> None:
    """Git keeps no empty folder, and a new bureau has kinds without records."""
    found = reading("records/experts/.gitkeep", content="")
    assert found == Reading((), (), 0)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (SourceFile("records", "link"), "FIL004"),
        (SourceFile("records/experts/a.yml", "link"), "FIL004"),
        (SourceFile("records/experts/a", "submodule"), "FIL005"),
        (SourceFile("records/experts/a.yml", "other"), "FIL014"),
        (SourceFile("records/experts/2025", "folder"), "FIL011"),
        (SourceFile("records/teachers", "folder"), "FIL008"),
        (SourceFile("records", "folder"), "FIL011"),
        (SourceFile("records/experts/a.yml", "file", None, 2_000_000), "FIL013"),
    ],
)
def test_entry_that_is_no_readable_file(file: SourceFile, code: str) -> None:
    """Links could lead outside of the repository; none is followed."""

    class One(Memory):
        def files(self, *folders: str):  # type: ignore[no-untyped-def]  # noqa: ARG002
            return iter([file])

    found = read_records(One({}), SCHEMAS)
    assert [d.code for d in found.diagnostics] == [code]
    assert found.seen == 1


def test_names_that_differ_only_in_case() -> None:
    """On Windows and macOS they overwrite each other."""
    found = reading("records/experts/A.yml", "records/experts/a.yml").diagnostics
    assert [(d.code, d.location.path) for d in found] == [
        ("FIL001", "records/experts/A.yml"),
        ("FIL007", "records/experts/a.yml"),
    ]
    assert found[1].related[0].path == "records/experts/A.yml"


_NAMES = st.sampled_from(
    ["a", "b", "2025", "experts", "bureau", "x.yml", "b.yml", "a.yaml", ".gitkeep", "Ä.yml"]
)
_PATHS = st.lists(_NAMES, min_size=1, max_size=4).map(lambda names: "/".join(["records", *names]))
_CONTENTS = st.sampled_from(["", "id: a\n", "- a\n", "a: [\n", "\x00", "a: 1\na: 2\n"])


@given(st.dictionaries(_PATHS, _CONTENTS, max_size=8))
def test_every_file_is_a_document_or_has_a_diagnostic(files: dict[str, str]) -> None:
    """Files seen = documents + files with a diagnostic: the sum that proves nothing was overlooked."""
    found = read_records(Memory(files), SCHEMAS)
    documents = {d.path for d in found.documents}
    at_fault = {d.location.path for d in found.diagnostics if d.code != "FIL007"}
    placeholders = {p for p, content in files.items() if p.endswith("/.gitkeep") and not content}
    assert not documents & at_fault
    assert documents | at_fault == set(files) - placeholders
    assert found.seen == len(documents) + len(at_fault)
