"""The gate: only here do documents become records, and records a snapshot.

What fails is set aside, not dropped: its key is remembered, so that references to it are not called unknown.
Whether records fit together is no question of the gate but of the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from generator.model.diagnostic import Diagnostic, Problem, Severity
from generator.model.document import Document
from generator.model.location import Location
from generator.model.record import Record, key_of
from generator.model.schema import Schema
from generator.model.snapshot import Revision, Snapshot
from generator.model.text import Text

from .structure import checker

BUREAU = "bureau"
BUREAU_PATH = "records/bureau.yml"

DUPLICATE_ID = Problem(
    "IDN001",
    "duplicate-id",
    Severity.ERROR,
    Text("编号「{id}」已被另一个文件使用", "Id “{id}” is already used by another file"),
    Text(
        "改用别的编号（文件名和 id 一起改），或删去其中一个文件；先有的是 {other}",
        "Take another id (file name and field together) or delete one of the files; the first is {other}",
    ),
    Text(
        "同一种记录的编号不能重复，放在不同年份的文件夹里也不行，否则引用时不知道指哪一条。",
        "Ids are unique within a kind, across its year folders; otherwise a reference means two records.",
    ),
)
KIND_WITHOUT_SCHEMA = Problem(
    "STR014",
    "kind-without-schema",
    Severity.ERROR,
    Text(
        "没有「{kind}」这种记录的可用模式，无法核对", "There is no usable schema for records of kind “{kind}”"
    ),
    Text(
        "检查文件夹名称；新的记录种类须先有 schemas/{kind}.schema.json",
        "Look at the folder's name; a new kind needs schemas/{kind}.schema.json first",
    ),
    Text("没有模式就不知道记录里应该写什么。", "Without a schema nobody knows what a record should hold."),
)
MISSING_BUREAU = Problem(
    "STR015",
    "missing-bureau",
    Severity.ERROR,
    Text("没有可用的 records/bureau.yml", "There is no usable records/bureau.yml"),
    Text(
        "写上本单位的名称、所属城市、默认语言等，见数据字典的「本单位」",
        "Write the bureau's name, city, language and so on; see the data dictionary",
    ),
    Text("页面的署名、语言和默认期限都取自这个文件。", "Names, language and deadlines come from this file."),
)
MISFILED = Problem(
    "STR016",
    "misfiled",
    Severity.ERROR,
    Text("这是一条「{title}」，放错了文件夹", "This is a record of kind “{title}” in the wrong folder"),
    Text("移到 records/{kind}/ 里", "Move it to records/{kind}/"),
    Text(
        "文件夹决定按哪一种记录核对；放错了，每个字段都会对不上。",
        "The folder says as which kind a file is checked; in a wrong one no field fits.",
    ),
)
PROBLEMS: tuple[Problem, ...] = (DUPLICATE_ID, KIND_WITHOUT_SCHEMA, MISSING_BUREAU, MISFILED)


def admit(
    documents: Iterable[Document],
    schemas: Mapping[str, Schema],
    revision: Revision,
    as_of: date,
    unread: Iterable[str] = (),
) -> tuple[Snapshot, tuple[Diagnostic, ...]]:
    """The snapshot of all documents that pass their schema, and what is wrong with the others.

    A document that is known to be *clean* is not checked again. unread: paths of files that could not be
    read; they are set aside like documents that fail their schema.
    """
    admission = _Admission(schemas)
    admission.set_aside.update(key_of(path) for path in unread if "/" in path)
    for document in sorted(documents, key=lambda d: d.path):
        admission.take(document)
    known = BUREAU in admission.owners.get(BUREAU, {}) or f"{BUREAU}/{BUREAU}" in admission.set_aside
    if BUREAU in schemas and not known:
        admission.diagnostics.append(MISSING_BUREAU.at(Location(BUREAU_PATH)))
    kinds = {
        kind: MappingProxyType(dict(sorted(admission.records.get(kind, {}).items()))) for kind in schemas
    }
    snapshot = Snapshot(
        revision=revision,
        as_of=as_of,
        schemas=MappingProxyType(dict(schemas)),
        kinds=MappingProxyType(kinds),
        set_aside=frozenset(admission.set_aside),
    )
    return snapshot, tuple(admission.diagnostics)


class _Admission:
    """The documents seen so far, sorted into records and those set aside."""

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self.schemas = schemas
        self.owners: dict[str, dict[str, str]] = {}  # kind -> id -> path of the first file with it
        self.records: dict[str, dict[str, Record]] = {}
        self.set_aside: set[str] = set()
        self.diagnostics: list[Diagnostic] = []

    def take(self, document: Document) -> None:
        """Admit one document, or say why not."""
        key = key_of(document.path)
        kind, _, name = key.partition("/")
        owners = self.owners.setdefault(kind, {})
        first = owners.setdefault(name, document.path)
        schema = self.schemas.get(kind)
        if schema is None:
            self.refuse(key, KIND_WITHOUT_SCHEMA.at(Location(document.path), record=key, kind=kind))
        elif first != document.path:
            where = document.locate("id")
            self.diagnostics.append(
                DUPLICATE_ID.at(where, record=key, related=(Location(first),), id=name, other=first)
            )
        elif document.clean or checker(schema).is_valid(document.data):
            self.records.setdefault(kind, {})[name] = Record(schema.kind, name, document)
        elif other := self.meant(document):
            own = f"{other.kind}/{name}"
            where = Location(document.path)
            self.refuse(own, MISFILED.at(where, record=own, title=other.title, kind=other.kind))
        else:
            self.refuse(key, *checker(schema).check(document, key))

    def meant(self, document: Document) -> Schema | None:
        """The one kind of which *document* is a flawless record; it is none of its own."""
        data = document.data
        fitting = [
            schema
            for schema in self.schemas.values()
            # What lacks a required field is told from the rest without the checkers of all kinds.
            if not schema.singleton and data.keys() >= set(schema.raw.get("required", ()))
            if checker(schema).is_valid(data)
        ]
        return fitting[0] if len(fitting) == 1 else None

    def refuse(self, key: str, *diagnostics: Diagnostic) -> None:
        """Set a document aside."""
        self.set_aside.add(key)
        self.diagnostics.extend(diagnostics)
