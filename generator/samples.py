"""The conductor of the sample city: its files, and what follows from its own results.

Who is praised follows from the grades of the annual evaluation, and bulletins from all figures; the starter
knows neither. Like in ``pipeline``, stages are imported where they are needed, and nothing prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import __version__
from .model.artifact import Artifact
from .model.period import Period
from .model.snapshot import Snapshot

if TYPE_CHECKING:
    from .model.results import Results

LARGE = 1_600


def sample(schools: int = 60, seed: int = 2025, inspections: int | None = None) -> Iterator[Artifact]:
    """Every file below ``records/`` of a sample city, with the bulletins that its own results give.

    Cities of more than ``LARGE`` visits are there for timings and announce nothing: a bulletin lists every
    record that it rests on.
    """
    from .compute.assess import assess as assess_snapshot
    from .starter.city import sample_city

    if (4 * schools if inspections is None else inspections) > LARGE:
        yield from sample_city(schools, seed, inspections)
        return
    known: list[tuple[Snapshot, Results]] = []

    def graded(made: Sequence[Artifact]) -> dict[int, list[str]]:
        """Year -> the counties that were graded best; nobody else's schools are praised."""
        snapshot = _sample_snapshot(made)
        results = assess_snapshot(snapshot)
        known.append((snapshot, results))
        return {
            y.year: [e.unit for e in y.evaluations if e.is_final and e.grade == "excellent"]
            for y in results.evaluations
        }

    records = tuple(sample_city(schools, seed, inspections, graded))
    yield from records
    snapshot, results = known[0]
    yield from _sample_bulletins(_sample_snapshot(records, snapshot), results)


def _sample_snapshot(records: Sequence[Artifact], before: Snapshot | None = None) -> Snapshot:
    """What the *records* say, without drafts; *before* is what some of them said, which is not read again."""
    from .read.cache import Known
    from .read.documents import read_records
    from .read.schemas import read_schemas
    from .read.sources import Memory, WorkTree
    from .starter.inspections import AS_OF
    from .validate.gate import admit

    schemas, _ = read_schemas(WorkTree(own_files()))
    source = Memory({artifact.path: artifact.content for artifact in records})
    read = (record.document for kind in before.kinds for record in before.of(kind)) if before else ()
    documents = read_records(source, schemas, Known(read, lambda _: True)).documents
    return admit(documents, schemas, source.revision, AS_OF)[0].published


def _sample_bulletins(snapshot: Snapshot, results: Results) -> Iterator[Artifact]:
    from .compute.bulletin import content_for, drafted, issue_of, withdrawing
    from .compute.bulletins import SOURCES
    from .starter.bulletins import announced
    from .starter.documents import number_of
    from .starter.writing import record_file

    issuer = snapshot.bureau["issuer"] if snapshot.bureau else ""
    over = tuple(p for p in results.periods if p.end < snapshot.as_of)
    made: dict[str, dict[str, Any]] = {}
    for plan in announced(over):
        period = Period.parse(plan.period)
        kind = snapshot.kinds["bulletin-kinds"][plan.kind].document.data
        asked = {"period": plan.period, "names_schools": kind["names_schools"]}
        looked = replace(snapshot, as_of=date.fromisoformat(plan.as_of))
        found = content_for(asked, kind, looked, results, SOURCES)
        old = made.get(plan.withdraws)
        data = plan.written(
            withdrawing(plan.id, old, old["withdrawn"]["reason"])
            if old
            else drafted(plan.id, kind, period, issuer, found, sample=True)
        )
        part = issue_of(
            data, found, looked,
            number=number_of(plan.key), signed_on=plan.issued, commit="", version=__version__,
        )  # fmt: skip
        made[plan.id] = plan.finished(data, part)
        yield record_file("bulletins", made[plan.id], period.year)


def own_files() -> Path:
    """Where the schemas and hand-written pages lie that a new bureau starts with."""
    package = Path(__file__).parent
    installed = package / "starter" / "files"
    return installed if installed.is_dir() else package.parent
