"""Changes for tests, from the files of both sides, without Git."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from generator.model.change import Change, file_changes, record_changes
from generator.model.snapshot import Revision, Snapshot
from generator.read.documents import read_records
from generator.read.sources import Memory
from generator.validate.change_rule import Circumstances, Places, Proposal, run_change_rules
from generator.validate.changes import CHANGE_RULES
from generator.validate.gate import admit
from generator.validate.rule import run_rules
from generator.validate.rules import RULES

from .records import AS_OF, base, schemas, split


def proposal(
    before: Mapping[str, str],
    after: Mapping[str, str],
    circumstances: Circumstances | None = None,
    as_of: date = AS_OF,
) -> Proposal:
    """The change from *before* to *after*, both path -> text of the whole repository."""
    read = []
    for files in (before, after):
        documents = read_records(Memory(files), schemas()).documents
        read.append((documents, admit(documents, schemas(), Revision(), as_of)[0]))
    folders = ("records", "schemas", "generator", ".github", "Makefile", "docs")
    files = tuple(file_changes(Memory(before).files(*folders), Memory(after).files(*folders)))
    records = tuple(record_changes(read[0][0], read[1][0], [f.path for f in files]))
    asked = circumstances or Circumstances()
    problems = _errors(read[0][1]), _errors(read[1][1])
    return Proposal(read[0][1], read[1][1], Change(files, records), asked, problems)


def _errors(snapshot: Snapshot) -> Places:
    """Code and record of every problem; only a rule on exemptions asks."""
    found = run_rules(snapshot, RULES) if snapshot.of("exemptions") else ()
    return frozenset((d.code, d.record) for d in found if d.record)


def found(asked: Proposal) -> list[str]:
    """``path:line:column code`` of everything that is wrong with a change itself."""
    return [f"{d.location} {d.code}" for d in run_change_rules(asked, CHANGE_RULES)]


def changed(
    text: str, before: str = "", *, gone: tuple[str, ...] = (), asked: Circumstances | None = None
) -> list[str]:
    """What is found where files in one string (``--- path``) are laid over the base and *before*."""
    begun = {**base(), **split(before)}
    after = {path: content for path, content in {**begun, **split(text)}.items() if path not in gone}
    return found(proposal(begun, after, asked))
