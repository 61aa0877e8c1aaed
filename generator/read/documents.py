"""All files below ``records/`` as documents; what was read before is not parsed again."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from generator.model.diagnostic import Diagnostic, Problem
from generator.model.document import Document, SourceFile
from generator.model.schema import Schema

from .faults import YML
from .paths import FIL, FOLDER, equal_names, is_placeholder, path_problem
from .sources import Source

if TYPE_CHECKING:
    from .cache import Store

PROBLEMS: tuple[Problem, ...] = (*FIL, *YML)
"""Every problem that reading can report, for the reference page."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All records of a source as documents.

    seen: entries below ``records/``; each is a document or has a diagnostic, so none is lost in silence.
    """

    documents: tuple[Document, ...]
    diagnostics: tuple[Diagnostic, ...]
    seen: int


def read_records(source: Source, schemas: Mapping[str, Schema], store: Store | None = None) -> Reading:
    """Every document below ``records/``; *schemas* by kind say which folders there may be.

    store: documents that were read before; what it has is not parsed again.
    """
    documents: list[Document] = []
    read = None
    with _no_collection():
        files = [file for file in source.files(FOLDER) if not is_placeholder(file)]
        found: list[Diagnostic] = list(equal_names(files))
        for file in files:
            before = store.document(file) if store else None
            if before and before.clean:  # its place was looked at as well
                documents.append(before)
                continue
            problem = path_problem(file, schemas)
            read = read or _parser()
            result = (problem,) if problem else before or read(file)
            if isinstance(result, Document):
                documents.append(result)
            else:
                found.extend(result)
    return Reading(tuple(documents), tuple(sorted(found, key=lambda d: d.order)), len(files))


def _parser() -> Callable[[SourceFile], Document | tuple[Diagnostic, ...]]:
    """Parses one file after another; words are shared among all of them."""
    from .parsing import read_document
    from .quick import Memo

    return partial(read_document, memo=Memo())


@contextmanager
def _no_collection() -> Iterator[None]:
    """Millions of containers and no cycle among them: collecting would only cost time, a third of it."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
