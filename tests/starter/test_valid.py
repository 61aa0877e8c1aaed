"""What the starter makes passes every check, praises whom it may, and is ranked as it is meant to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import NamedTuple

import pytest

from generator.compute.assess import assess
from generator.compute.eligibility import eligibility
from generator.model.artifact import Artifact
from generator.model.commendation import ACCEPTED, DECLINED, Standing
from generator.model.diagnostic import Diagnostic, Severity
from generator.model.period import Period
from generator.model.snapshot import Revision, Snapshot
from generator.read.documents import read_records
from generator.read.sources import Memory
from generator.samples import sample
from generator.starter import empty_bureau, organizations
from generator.validate.gate import admit
from generator.validate.rule import run_rules
from generator.validate.rules import RULES
from tests.support import own
from tests.support.records import schemas

AS_OF = date(2025, 12, 10)


def checked(artifacts: Iterable[Artifact]) -> tuple[Snapshot, tuple[Diagnostic, ...]]:
    """The snapshot of the artifacts under the repository's schemas, and everything that was found."""
    reading = read_records(Memory({a.path: a.content for a in artifacts}), schemas())
    snapshot, problems = admit(reading.documents, schemas(), Revision(), AS_OF)
    return snapshot, (*reading.diagnostics, *problems, *run_rules(snapshot, RULES))


class Other(NamedTuple):
    """A city of another size or seed; county: schools of a county, of which there are five at least."""

    schools: int
    seed: int
    visits: int | None = None
    county: int = organizations.COUNTY


# The smallest; as large as the committed one; more than five counties, with more schools than are praised.
OTHERS = [Other(5, 1), Other(60, 4), Other(140, 9, visits=280, county=20)]


@cache
def made(other: Other) -> tuple[Snapshot, tuple[Diagnostic, ...]]:
    """Such a city, checked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(organizations, "COUNTY", other.county)
        return checked(sample(other.schools, other.seed, other.visits))


def test_the_sample_has_only_the_warnings_that_are_meant() -> None:
    """What is overdue, missing, or nobody's is shown once; an error would frighten everybody.

    What was closed late is a note and no warning, since nothing is to be done about it. What is late on the
    day of the sample is told by duties, which ``tests/starter`` does not look at.
    """
    found = [d for d in own.checked().diagnostics if d.code != "DUE001"]
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


@pytest.mark.parametrize("other", OTHERS)
def test_other_cities_have_no_errors_either(other: Other) -> None:
    """The seed of the committed sample is not a lucky one."""
    _, found = made(other)
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


@pytest.mark.parametrize("other", [None, *OTHERS])
def test_whoever_is_praised_meets_every_condition(other: Other | None) -> None:
    """Praise follows the grades that the city's own results give; nobody is praised beside them."""
    snapshot, results = (made(other)[0], assess(made(other)[0])) if other else (own.snapshot(), own.results())
    found = eligibility(snapshot, results.evaluations)
    told = {
        e.record.id: [c.reason.zh for c in e.conditions if c.standing is not Standing.HOLDS] for e in found
    }
    praised = [r.id for r in snapshot.active("nominations") if r.document.data["status"] == ACCEPTED]
    assert {name: told[name] for name in praised if told[name]} == {}
    assert {r.document.data["nomination"] for r in snapshot.of("awards")} == set(praised)
    assert {r.document.data["year"] for r in snapshot.of("awards")} <= {2023, 2024}
    assert praised


def test_each_answer_can_be_seen() -> None:
    """Accepted; refused for the grade, or for the places; open with something unknown or failed."""
    found = eligibility(own.snapshot(), own.results().evaluations)
    states = Counter(e.record.document.data["status"] for e in found)
    assert states[ACCEPTED] == 32
    refused = {
        c.id for e in found if e.record.document.data["status"] == DECLINED for c in e.of(Standing.FAILS)
    }
    assert refused == {"county-grade", "quota"}
    running = [e.standing for e in found if e.record.document.data["year"] == 2025]
    assert set(running) == {Standing.UNKNOWN, Standing.FAILS}


def test_an_empty_bureau_has_no_problem_at_all() -> None:
    """The first thing that a new bureau sees is a clean check."""
    snapshot, found = checked(empty_bureau("示例市教育局", "市教育局", 2026))
    assert found == ()
    assert snapshot.bureau


def test_the_tie_is_a_tie_in_the_ranking() -> None:
    """Two counties share a rank in the second quarter of 2024."""
    ranking = own.results().ranking("counties", Period.parse("2024-Q2"))
    assert ranking
    assert sum(row.tied for row in ranking.ranked) == 2


def test_only_the_thin_quarter_is_below_the_minimum_coverage() -> None:
    """戊川县 in the third quarter of 2024; 安岳县 has no schools here and is never ranked."""
    unranked = {
        (row.subject, str(ranking.period))
        for ranking in own.results().rankings
        if ranking.name == "counties"
        for row in ranking.unranked
        if row.subject != "anyue"
    }
    assert unranked == {("wuchuan", "2024-Q3")}
