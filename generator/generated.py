"""The conductor of what a repository holds besides what people write: what is generated, and its first files.

Stages are imported where they are needed, and nothing prints.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import chain
from pathlib import Path

from .model.artifact import Artifact
from .model.schema import Schema
from .pipeline import problems
from .samples import own_files, sample


def references(root: Path) -> tuple[Artifact, ...]:
    """Files of the repository that are generated: dictionary, states of a hazard, rules, settings, owners."""
    from .export.dictionary import data_dictionary
    from .export.editor import editor_settings
    from .export.hazard_states import hazard_states
    from .read.schemas import read_schemas
    from .read.sources import WorkTree

    schemas, _ = read_schemas(WorkTree(root))
    made = [data_dictionary(schemas), hazard_states(schemas), editor_settings(schemas)]
    made += _owners(root, schemas)
    if (root / "tests" / "cases").is_dir():
        from .export.rule_pages import examples, rules_reference

        made.append(rules_reference(problems(), examples(WorkTree(root).files("tests/cases"))))
    return tuple(made)


def _owners(root: Path, schemas: Mapping[str, Schema]) -> list[Artifact]:
    """The file that asks the owners for their review; none where the bureau names no owners."""
    from .export.codeowners import codeowners
    from .read.documents import read_records
    from .read.sources import Memory, WorkTree
    from .validate.gate import admit

    found = WorkTree(root).files("records/bureau.yml", "records/organizations")
    source = Memory({file.path: file.content for file in found if file.content is not None})
    documents = read_records(source, schemas).documents
    return list(codeowners(admit(documents, schemas, source.revision, date.min)[0]))


def initialize(
    folder: Path, *, name: str, is_sample: bool, schools: int, inspections: int | None, seed: int, today: date
) -> int:
    """Write a new bureau's repository into *folder* and commit it; gives the number of files written.

    Files that exist are kept. *today* starts the validity of the empty bureau's first method.
    """
    from .publish.files import write_file
    from .publish.repository import first_commit
    from .read.sources import WorkTree
    from .starter.empty import GITIGNORE, empty_bureau

    own = WorkTree(own_files()).files("schemas", "docs", "mkdocs.yml")
    records = sample(schools, seed, inspections) if is_sample else empty_bureau(name, name, today.year)
    written = 0
    files = chain(
        ((a.path, a.content) for a in records),
        [(".gitignore", GITIGNORE.encode())],  # what a build leaves must not make the next one "uncommitted"
        ((f.path, f.content) for f in own if f.content is not None),
    )
    for path, content in files:
        if not (folder / path).exists():
            written += write_file(folder / path, content, lasts=False)
    for artifact in references(folder):
        written += write_file(folder / artifact.path, artifact.content, lasts=False)
    first_commit(folder, "records: begin")
    return written
