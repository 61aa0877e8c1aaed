"""Chemicals of three counties worked with a pencil; looked at from 31 December 2025.

County c1 has the schools s1, s2 and s3, which keep chemicals, and s4, which keeps none; c2 has s5, which
keeps some and told nothing; c3 has s6 without any. Terms begin on 16 February and 1 September; reviews and
stock-takings are due 45 days later: 2 April and 16 October.

    s1  stock-taking 5 March: lock not met; 5 September: all met, ledger agrees
        risk points r1, r2: reviewed 1 March and 5 September; visited for chemicals in 2025-Q1
    s2  stock-taking 5 September: all met, ledger does not agree; r3: reviewed 1 March only
    s3  stock-taking 10 September: nothing is kept any more; r4: reviewed 5 September, closed 1 December
        visited for chemicals in 2025-Q3 and, for digital, in 2025-Q4; the records begin with 2024-Q4 at s4

Waste: s1 keeps precursors and handed over on 20 June and 2 July 2025; s2 does not say what it keeps and never
did; s3 keeps general chemicals only and did on 11 November 2024; s5's only hand-over was withdrawn.
"""

from __future__ import annotations

from datetime import date

import pytest

from generator.compute.assess import assess
from generator.model.period import Period
from generator.model.results import Measure, Results
from generator.model.snapshot import Snapshot
from tests.support.snapshots import (
    Made,
    bureau,
    checklist,
    city,
    county,
    handover,
    inspection,
    method,
    risk_point,
    school,
    snapshot_of,
    stocktaking,
)

Q1, Q2, Q3, Q4, YEAR = (*(Period(2025, q) for q in (1, 2, 3, 4)), Period(2025))
KEEPS = {"keeps": {"hazchem": True}}
TERMS = [
    {"id": "spring", "title": "春季学期", "from": "02-16"},
    {"id": "autumn", "title": "秋季学期", "from": "09-01"},
]


def records() -> tuple[Made, ...]:
    hazchem, digital = {"topic": "hazchem"}, {"topic": "digital"}
    return (
        bureau(terms=TERMS), city(), county("c1"), county("c2"), county("c3"),
        school("s1", "c1", keeps={"hazchem": True, "hazchem_classes": ["general", "drug_precursor"]}),
        school("s2", "c1", **KEEPS),
        school("s3", "c1", keeps={"hazchem": True, "hazchem_classes": ["general"]}),
        school("s4", "c1", keeps={"hazchem": False}), school("s5", "c2", **KEEPS), school("s6", "c3"),
        checklist(a=10),
        inspection("i0", "s4", "2024-Q4", a="met", more=hazchem),
        inspection("i1", "s1", "2025-Q1", a="met", more=hazchem),
        inspection("i2", "s3", "2025-Q3", a="met", more=hazchem),
        inspection("i3", "s3", "2025-Q4", a="met", more=digital),
        inspection("i4", "s4", "2025-Q2", a="met", more=digital),
        stocktaking("ch1", "s1", "2025-03-05", lock=False, book=True),
        stocktaking("ch2", "s1", "2025-09-05", lock=True, book=True),
        stocktaking("ch3", "s2", "2025-09-05", ledger=False, lock=True, book=True),
        stocktaking("ch4", "s3", "2025-09-10"),
        risk_point("r1", "s1", "2025-03-01", "2025-09-05"),
        risk_point("r2", "s1", "2025-03-01", "2025-09-05"),
        risk_point("r3", "s2", "2025-03-01"),
        risk_point("r4", "s3", "2025-09-05", closed_on="2025-12-01"),
        handover("w1", "s1", "2025-06-20"),
        handover("w2", "s1", "2025-07-02"),
        handover("w3", "s3", "2024-11-11"),
        handover("w4", "s5", "2025-07-02", withdrawn={"date": "2025-07-09", "reason": "重复"}),
        method(requirements={"risk": {"review_days": 45, "stocktaking_days": 45}}),
    )  # fmt: skip


@pytest.fixture(scope="module")
def results() -> Results:
    return assess(snapshot_of(*records()))


def measure(results: Results, metric: str, subject: str, period: Period) -> Measure:
    found = results.measure(metric, subject, period)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("metric", "subject", "period", "value", "operands"),
    [
        # In March s1 lacks the lock, s2 and s3 have not taken stock; in December s3 is empty and left out.
        ("five-doubles-met", "c1", Q1, "0.0", (0, 3)),
        ("five-doubles-met", "c1", YEAR, "100.0", (2, 2)),
        ("five-doubles-met", "city", YEAR, "66.7", (2, 3)),
        # One of two doubles and the ledger; later three of three at s1, two of three at s2.
        ("doubles-and-ledger", "c1", Q4, "83.3", (5, 6)),
        ("doubles-and-ledger", "city", YEAR, "83.3", (5, 6)),
        # On 31 March this term's review is not due, but r1 to r3 are reviewed; s3 has no risk point yet.
        ("risk-lists-current", "c1", Q1, "66.7", (2, 3)),
        ("risk-lists-current", "c1", Q2, "66.7", (2, 3)),
        # On 30 September the review is not due, so that of spring still counts for r3, and s3 has r4.
        ("risk-lists-current", "c1", Q3, "100.0", (3, 3)),
        # By December r3 is late and r4 closed, so s3 has no list any more.
        ("risk-lists-current", "c1", Q4, "33.3", (1, 3)),
        ("risk-lists-current", "city", YEAR, "25.0", (1, 4)),
        # In 2024 s3 counts, since it did hand over; in 2025 it is not asked.
        ("waste-manifests", "c1", Period(2024), "33.3", (1, 3)),
        ("waste-manifests", "c1", YEAR, "50.0", (1, 2)),
        ("waste-manifests", "city", YEAR, "33.3", (1, 3)),
        # The records reach back four quarters from 2025-Q3 on.
        ("hazchem-coverage", "c1", Q3, "66.7", (2, 3)),
        ("hazchem-coverage", "c1", YEAR, "66.7", (2, 3)),
        ("hazchem-coverage", "city", Q4, "50.0", (2, 4)),
    ],
)
def test_value_and_operands(
    results: Results, metric: str, subject: str, period: Period, value: str, operands: tuple[int, ...]
) -> None:
    found = measure(results, metric, subject, period)
    assert str(found.value) == value
    assert tuple(o.value for o in found.operands) == operands


@pytest.mark.parametrize(
    ("metric", "subject", "period", "reason"),
    [
        ("five-doubles-met", "c3", YEAR, "没有存放危险化学品的学校"),
        ("five-doubles-met", "c2", YEAR, "期末以前没有盘点记录"),
        ("risk-lists-current", "c3", YEAR, "没有存放危险化学品的学校"),
        ("doubles-and-ledger", "c2", YEAR, "期末以前没有盘点记录"),
        ("waste-manifests", "c1", Q4, "仅按年统计"),
        ("waste-manifests", "c2", YEAR, "到期末还没有移交记录"),
        ("waste-manifests", "c3", YEAR, "没有应移交废弃物的学校"),
        ("hazchem-coverage", "c1", Q2, "督查记录还不满四个季度"),
    ],
)
def test_missing_value_says_why(
    results: Results, metric: str, subject: str, period: Period, reason: str
) -> None:
    found = measure(results, metric, subject, period)
    assert (found.value, found.reason and found.reason.zh) == (None, reason)


def test_a_number_names_what_it_rests_on(results: Results) -> None:
    over, under = measure(results, "five-doubles-met", "c1", YEAR).operands
    assert over.evidence == ("chemicals/ch2", "chemicals/ch3")
    assert set(under.evidence) == {"chemicals/ch2", "chemicals/ch3", "organizations/s1", "organizations/s2"}
    over, under = measure(results, "waste-manifests", "c1", YEAR).operands
    assert over.evidence == ("organizations/s1", "waste-transfers/w1", "waste-transfers/w2")
    assert under.evidence == ("organizations/s1", "organizations/s2")
    assert measure(results, "hazchem-coverage", "c1", YEAR).operands[0].evidence == (
        "inspections/i1", "inspections/i2",
    )  # fmt: skip


def test_without_terms_there_is_no_list_to_be_current() -> None:
    made = [one for one in records() if one[0] != "bureau"]
    found = measure(assess(snapshot_of(*made)), "risk-lists-current", "c1", YEAR)
    assert found.reason
    assert found.reason.zh == "没有登记学期"


def test_the_running_year_is_judged_on_the_day_of_looking() -> None:
    """In August the review of autumn has not begun: that of spring counts."""
    found = snapshot_of(*records())
    early = Snapshot(found.revision, date(2025, 8, 20), found.schemas, found.kinds)
    assert str(measure(assess(early), "risk-lists-current", "c1", YEAR).value) == "66.7"
