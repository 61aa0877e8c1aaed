"""The order of entering records: what a new or changed file holds, and what a check would say of it.

Nothing here writes; ``pipeline.save`` does, once whoever enters has seen what is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .model.artifact import Artifact
from .model.diagnostic import Diagnostic, Severity
from .model.document import Document
from .model.record import Record
from .model.schema import Field, Schema
from .model.snapshot import Snapshot
from .pipeline import Checked, check
from .read.sources import Source


def free_id(snapshot: Snapshot, kind: str) -> str:
    """The next free id of a kind, counted on from those that exist, withdrawn ones included."""
    from .export.draft import common_start, next_id

    taken = [r.id for r in snapshot.of(kind)]
    return next_id(taken, common_start(taken, kind))


def next_after(snapshot: Snapshot, kind: str, start: str, *, width: int = 2) -> str:
    """The next free id that begins with *start*; files set aside keep theirs."""
    from .export.draft import next_id

    aside = (key.partition("/")[2] for key in snapshot.set_aside if key.startswith(f"{kind}/"))
    taken = [name for name in (*(r.id for r in snapshot.of(kind)), *aside) if name.startswith(start)]
    return next_id(taken, start, width)


def telling_id(snapshot: Snapshot, kind: str, data: Mapping[str, Any]) -> str | None:
    """The id that *data* gives by the habit of the kind, None where there is no such habit or it is taken."""
    from .export.draft import serial_start, telling_id, unit_start

    others = [r.document.data for r in snapshot.of(kind)]
    found = telling_id(others, data)
    if found is None and (habit := serial_start(others, data)):
        start, digits = habit
        found = next_after(snapshot, kind, start, width=digits)
    elif found is None and (beside := unit_start(others, data)):
        found = next_after(snapshot, kind, beside)
    return None if found is None or snapshot.get(kind, found) else found


def missing(schema: Schema, data: Mapping[str, Any]) -> tuple[Field, ...]:
    """Fields at the top that *data* still lacks, those included that its other values make required."""
    from .validate.structure import check_structure

    document = Document(f"records/{schema.kind}/new.yml", dict(data))
    names = {d.field[0] for d in check_structure(document, schema) if d.name == "missing-field"}
    return tuple(f for f in schema.fields if f.name in names)


def blank_rows(snapshot: Snapshot, field: Field, data: Mapping[str, Any]) -> list[dict[str, str]] | None:
    """What a list holds before anybody has looked at its items; None where it follows no checklist."""
    from .export.draft import entries_of

    checklist = snapshot.get("checklists", data["checklist"]) if "checklist" in data else None
    return entries_of(field, checklist.document.data) if checklist else None


def new_record(snapshot: Snapshot, schema: Schema, data: Mapping[str, Any]) -> Artifact:
    """A new record's file; in a folder of its year where the kind's other records have such folders."""
    from .export.draft import compose

    others = [r.path for r in snapshot.of(schema.kind)]
    year = next(
        (str(data[name])[:4] for name in ("period", "year", "registered_on", "on") if name in data), ""
    )
    folder = f"{year}/" if year and any(path.count("/") == 3 for path in others) else ""
    return Artifact(f"records/{schema.kind}/{folder}{data['id']}.yml", compose(schema, data).encode())


def new_form(snapshot: Snapshot, data: Mapping[str, Any], checklist: Record) -> Artifact:
    """The file of a visit that is laid out: *data*, and every item of the checklist to be filled in."""
    from .export.form import form_text

    schema = snapshot.schemas["inspections"]
    text = form_text(schema, data, checklist.document.data)
    return Artifact(new_record(snapshot, schema, data).path, text.encode())


def finalize(
    snapshot: Snapshot, draft: Record, reasons: Mapping[str, str], remedies: Mapping[str, Mapping[str, str]]
) -> tuple[Artifact, ...]:
    """The files that a draft becomes: the inspection that is done, then the new hazards.

    reasons: item -> why it becomes no hazard. remedies: item -> the five commitments of a major hazard.
    """
    from .compute.finalizing import finalized
    from .export.form import finished_text

    found = finalized(snapshot, draft, reasons, remedies)
    text = finished_text(draft.document.text, snapshot.schemas["inspections"], found.findings)
    hazards = (new_record(snapshot, snapshot.schemas["hazards"], data) for data in found.hazards)
    return (Artifact(draft.path, text.encode()), *hazards)


def completed(
    snapshot: Snapshot, record: Record, part: Mapping[str, Any], text: str | None = None
) -> Artifact:
    """The file of *record*, or its changed *text*, with one more part in place; the rest stays as typed."""
    from .export.layout import canonical
    from .starter.writing import yaml_text

    text = f"{(record.document.text if text is None else text).rstrip()}\n{yaml_text(part)}"
    return Artifact(record.path, canonical(text, snapshot.schemas[record.kind]).encode())


def checked_with(source: Source, checked: Checked, *artifacts: Artifact) -> Checked:
    """The repository as it would be with new or changed files, *checked* being what it is without."""
    from .read.sources import Memory

    files = {f.path: f.content for f in source.files("records", "schemas") if f.content is not None}
    files |= {artifact.path: artifact.content for artifact in artifacts}
    return check(Memory(files), as_of=checked.snapshot.as_of, known=checked)


def problems_of_new(source: Source, checked: Checked, *artifacts: Artifact) -> tuple[Diagnostic, ...]:
    """Errors that the repository, *checked* without the files, would have in or because of them."""
    return new_errors(checked, checked_with(source, checked, *artifacts))


def new_errors(before: Checked, after: Checked) -> tuple[Diagnostic, ...]:
    """Errors that are found *after* a change and were not found *before* it."""
    known = {d.key for d in before.diagnostics}
    return tuple(d for d in after.diagnostics if d.severity is Severity.ERROR and d.key not in known)
