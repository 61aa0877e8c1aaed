"""What the starter makes passes every check and comes out in the rankings as it is meant to."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from generator.compute.assess import assess
from generator.model.artifact import Artifact
from generator.model.diagnostic import Diagnostic, Severity
from generator.model.period import Period
from generator.model.snapshot import Snapshot
from generator.read.documents import read_records
from generator.read.schemas import read_schemas
from generator.read.sources import Memory
from generator.samples import sample
from generator.starter import empty_bureau
from generator.validate.gate import admit
from generator.validate.rule import run_rules
from generator.validate.rules import RULES
from tests.starter.made import records, whole

SCHEMAS = Path(__file__).parents[2] / "schemas"


def checked(artifacts: Iterable[Artifact]) -> tuple[Snapshot, tuple[Diagnostic, ...]]:
    """The snapshot of the artifacts under the repository's schemas, and everything that was found."""
    files: dict[str, str | bytes] = {a.path: a.content for a in artifacts}
    files |= {f"schemas/{path.name}": path.read_bytes() for path in SCHEMAS.glob("*.schema.json")}
    source = Memory(files)
    schemas, schema_problems = read_schemas(source)
    reading = read_records(source, schemas)
    snapshot, structure_problems = admit(reading.documents, schemas, source.revision, date(2025, 12, 10))
    return snapshot, (
        *schema_problems,
        *reading.diagnostics,
        *structure_problems,
        *run_rules(snapshot, RULES),
    )


@cache
def committed() -> Snapshot:
    """The committed city without its bulletins, for all files that look at it."""
    return checked(records())[0]


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return checked(whole())[0]


def test_the_sample_has_only_the_warnings_that_are_meant() -> None:
    """What is overdue, missing, or nobody's is shown once; an error would frighten everybody.

    What was closed late is a note and no warning, since nothing is to be done about it.
    """
    _, found = checked(whole())
    notes = [d for d in found if d.severity is Severity.INFO]
    assert {d.code for d in notes} == {"EVT013"}
    assert sorted((d.code, d.location.path) for d in found if d not in notes) == [
        ("CAS007", "records/cases/2023/c-2023-05.yml"),
        ("DAT006", "records/inspections/2025/i-2025-q4-hazchem-13.yml"),
        ("DEM006", "records/organizations/wuchuan.yml"),
        ("DEM018", "records/demonstrations/2023/d-2023-wuchuan-01.yml"),
        ("EXP001", "records/engagements/2025/e-2025-026.yml"),
        ("GUA001", "records/organizations/wuchuan.yml"),
        ("PRJ001", "records/organizations/wuchuan.yml"),
        ("TEA001", "records/organizations/wuchuan.yml"),
    ]


@pytest.mark.parametrize(("schools", "seed"), [(5, 1), (60, 4), (150, 9)])
def test_other_cities_have_no_errors_either(schools: int, seed: int) -> None:
    """The seed of the committed sample is not a lucky one."""
    _, found = checked(sample(schools, seed))
    assert {d.code for d in found} <= {
        "CAS007",
        "DAT006",
        "DEM006",
        "DEM018",
        "EVT008",
        "EVT013",
        "EXP001",
        "GUA001",
        "PRJ001",
        "TEA001",
    }


def test_an_empty_bureau_has_no_problem_at_all() -> None:
    """The first thing that a new bureau sees is a clean check."""
    snapshot, found = checked(empty_bureau("示例市教育局", "市教育局", 2026))
    assert found == ()
    assert snapshot.bureau


def test_the_tie_is_a_tie_in_the_ranking(snapshot: Snapshot) -> None:
    """Two counties share a rank in the second quarter of 2024."""
    ranking = assess(snapshot).ranking("counties", Period.parse("2024-Q2"))
    assert ranking
    assert sum(row.tied for row in ranking.ranked) == 2


def test_only_the_thin_quarter_is_below_the_minimum_coverage(snapshot: Snapshot) -> None:
    """戊川县 in the third quarter of 2024; 安岳县 has no schools here and is never ranked."""
    results = assess(snapshot)
    unranked = {
        (row.subject, str(ranking.period))
        for ranking in results.rankings
        if ranking.name == "counties"
        for row in ranking.unranked
        if row.subject != "anyue"
    }
    assert unranked == {("wuchuan", "2024-Q3")}
