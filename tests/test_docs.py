"""What the repository says about itself is what its program would say now."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

from generator.cli import COMMANDS, main
from generator.export.rule_pages import PATH
from generator.model.document import Document, SourceFile
from generator.pipeline import check, problems
from generator.read.parsing import read_document
from generator.read.schemas import read_schemas
from generator.read.sources import Memory, WorkTree
from generator.validate.structure import check_structure
from tests.support import own
from tests.support.records import ROOT, schemas


def test_generated_files_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    """Who changes a schema, a rule or a case runs ``generator schema``; a stale reference misleads.

    So do a stale dictionary and stale settings of editors.
    """
    with pytest.raises(SystemExit) as stopped:
        main(["--root", str(ROOT), "schema", "--check"])
    assert (stopped.value.code or 0, capsys.readouterr().out) == (0, "")


def test_reference_shows_how_every_code_looks_wrong_and_right() -> None:
    """Whoever looks up a code wants to see it; only a bug of ours has no file to show."""
    _, *entries = re.split(r"(?m)^### .*?>(?=[A-Z]{3}[0-9]{3}$)", (ROOT / PATH).read_text(encoding="utf-8"))
    shown = {entry[:6]: len(re.findall(r"(?m)^\*\*(?:错误|正确)示例\*\*", entry)) for entry in entries}
    assert shown == {p.code: 0 if p.code == "INT001" else 2 for p in problems()}


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_readme_names_every_command(name: str) -> None:
    """The first page that people read lists what they can do."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert [command for command in COMMANDS if f"`generator {command}" not in text] == []


def test_no_example_is_fenced_inside_a_list() -> None:
    """Python-Markdown reads such a fence as running text; four more spaces make an example of its lines."""
    for path in sorted((ROOT / "docs").rglob("*.md")):
        assert not re.search(r"(?m)^ +(```|~~~)", path.read_text(encoding="utf-8")), path


def test_example_of_the_guide_lacks_only_what_it_says_it_leaves_out() -> None:
    """People copy it; the one thing that it shortens, and says so, is the list of results."""
    text = (ROOT / "docs" / "guide" / "index.md").read_text(encoding="utf-8")
    assert found_in_example(text, "i-", "inspections") == {"CHK004"}


def test_example_task_of_the_guide_is_right() -> None:
    """Nothing is left out of it."""
    text = (ROOT / "docs" / "guide" / "index.md").read_text(encoding="utf-8")
    assert found_in_example(text, "t-", "tasks") == set()


def found_in_example(text: str, prefix: str, kind: str) -> set[str]:
    """Codes of what is wrong with the example whose id has this prefix, among the repository's records."""
    example = re.search(rf"(?s)```yaml\n(id: ({prefix}\S+)\n.*?)```", text)
    assert example
    path = f"records/{kind}/2025/{example[2]}.yml"
    files = {f.path: f.content for f in WorkTree(ROOT).files("records", "schemas") if f.content is not None}
    files[path] = example[1].encode()
    found = check(Memory(files), known=own.checked()).diagnostics
    return {d.code for d in found if d.location.path == path}


def test_glossary_names_fields_that_exist_and_every_kind() -> None:
    """A field renamed, or a kind without a word for it, would leave officers and records apart."""
    schemas, _ = read_schemas(WorkTree(ROOT))
    known = set(schemas) | {f"{s.kind}.{f.path}" for s in schemas.values() for f in s.walk()}
    text = (ROOT / "docs" / "reference" / "glossary.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines() if line.startswith("| ")]
    named = {name for row in rows for name in re.findall(r"`([^`]+)`", row[3])}
    assert named - known == set()
    assert set(schemas) - {name.partition(".")[0] for name in named} == set()


def test_example_of_how_authors_are_shown_is_right() -> None:
    """People copy it into the bureau's record."""
    text = (ROOT / "docs" / "guide" / "history.md").read_text(encoding="utf-8")
    block = re.search(r"(?m)^    history:\n(?:    .+\n)+", text)
    assert block
    text = (ROOT / "records" / "bureau.yml").read_text(encoding="utf-8") + dedent(block[0])
    document = read_document(SourceFile("records/bureau.yml", "file", text.encode()))
    assert isinstance(document, Document), document
    assert list(check_structure(document, read_schemas(WorkTree(ROOT))[0]["bureau"])) == []


def test_examples_of_a_correction_and_an_exemption_are_right() -> None:
    """They are copied and filled in."""
    text = (ROOT / "docs" / "guide" / "corrections.md").read_text(encoding="utf-8")
    found = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    for kind, example in zip(("corrections", "exemptions"), found, strict=True):
        document = read_document(SourceFile(f"records/{kind}/x.yml", "file", example.encode()))
        assert isinstance(document, Document)
        assert list(check_structure(document, schemas()[kind])) == []
