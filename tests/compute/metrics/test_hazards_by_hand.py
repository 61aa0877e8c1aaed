"""Hazards of two counties worked with a pencil; looked at from 31 December 2025.

County c1 has the schools s1 and s2, c2 the school s3, c3 none. s1 was visited unannounced in the first
quarter (i1) and announced in the second (i2); nobody visited s2 and s3.

    h1  s1  chemicals, i1    due 10 Feb   reported  1 Feb, closed  5 Feb: in time, 26 days; looked at on 1 May
    h2  s1  digital          due 20 Feb   reported 25 Feb, closed  1 Mar: 5 days late, 40 days
    h3  s2  major, reported  due 31 Mar   reported 10 Apr, closed 20 Apr: late, 50 days
    h4  s3  found by itself  due 15 Feb   reported 10 Feb, closed 12 Feb: in time, 11 days
    h5  s3  found by itself  due 15 Feb   open
    h6  s1  chemicals        due 31 May, extended to 20 June; reported 15 June, closed 18 June: 48 days;
                             back on 1 September, now due 20 September and open: 102 days late
    h7  s3  digital          due 20 Apr   open: 71 days late at the end of June, 255 at the end of the year

The method counts what a school found by itself where it helps, and asks for a second look within 90 days.
"""

from __future__ import annotations

import pytest

from generator.compute.assess import assess
from generator.model.explain import formula_text
from generator.model.period import Period
from generator.model.results import Measure, Results
from tests.support.snapshots import (
    Made,
    checklist,
    city,
    county,
    hazard,
    inspection,
    method,
    schemas_without,
    school,
    snapshot_of,
)

Q1, Q2, YEAR = Period(2025, 1), Period(2025, 2), Period(2025)
DIGITAL, OWN = {"topic": "digital"}, {"origin": "self_check"}
LOOKS = {"second_look": {"days": 90, "grades": ["general", "major"]}}


def records(**asks: object) -> tuple[Made, ...]:
    return (
        city(), county("c1"), county("c2"), county("c3"),
        school("s1", "c1"), school("s2", "c1"), school("s3", "c2"),
        checklist(a=10),
        inspection("i1", "s1", a="met", more={"mode": "unannounced"}),
        inspection("i2", "s1", "2025-Q2", a="met", more={"mode": "announced"}),
        *hazard("h1", "s1", "2025-01-10", "2025-02-10", ("done", "2025-02-01"), ("accepted", "2025-02-05"),
                ("confirmed", "2025-05-01"), inspection="i1"),
        *hazard("h2", "s1", "2025-01-20", "2025-02-20", ("done", "2025-02-25"), ("accepted", "2025-03-01"),
                **DIGITAL),
        *hazard("h3", "s2", "2025-03-01", "2025-03-31", ("done", "2025-04-10"), ("accepted", "2025-04-20"),
                origin="report", grade="major"),
        *hazard("h4", "s3", "2025-02-01", "2025-02-15", ("done", "2025-02-10"), ("accepted", "2025-02-12"),
                **OWN),
        *hazard("h5", "s3", "2025-02-01", "2025-02-15", **OWN),
        *hazard("h6", "s1", "2025-05-01", "2025-05-31", ("extension", "2025-05-20", "2025-06-20"),
                ("extension_granted", "2025-05-22", "2025-06-20"), ("done", "2025-06-15"),
                ("accepted", "2025-06-18"), ("relapsed", "2025-09-01", "2025-09-20"), inspection="i2"),
        *hazard("h7", "s3", "2025-04-01", "2025-04-20", **DIGITAL),
        method(requirements={"hazards": {"self_found": "favour", **LOOKS, **asks}}),
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
        # At the end of March h3 is due and not reported; c2 has h4, which helps, and h5, which would not.
        ("hazards-in-time", "s1", Q1, "50.0", (1, 2)),
        ("hazards-in-time", "c1", Q1, "33.3", (1, 3)),
        ("hazards-in-time", "c2", Q1, "100.0", (1, 1)),
        ("hazards-in-time", "city", Q1, "50.0", (2, 4)),
        ("hazards-in-time", "c1", Q2, "100.0", (1, 1)),
        ("hazards-in-time", "c2", Q2, "0.0", (0, 1)),
        # By the end of the year h6 is due once more, and late.
        ("hazards-in-time", "c1", YEAR, "25.0", (1, 4)),
        ("hazards-in-time", "city", YEAR, "33.3", (2, 6)),
        ("hazchem-hazards-in-time", "c1", Q1, "50.0", (1, 2)),
        ("hazchem-hazards-in-time", "c1", YEAR, "33.3", (1, 3)),
        ("unannounced-in-time", "c1", YEAR, "100.0", (1, 1)),
        # Register of March: h1 and h2 closed, h3 open; of June: h3 and h6 closed; of the year: h6 open again.
        ("hazards-closed", "c1", Q1, "66.7", (2, 3)),
        ("hazards-closed", "c1", Q2, "100.0", (2, 2)),
        ("hazards-closed", "c2", Q2, "0.0", (0, 1)),
        ("hazards-closed", "c1", YEAR, "75.0", (3, 4)),
        ("days-to-close", "c1", Q1, "33.0", (33,)),
        ("days-to-close", "c1", Q2, "49.0", (49,)),
        ("days-to-close", "c1", YEAR, "40.0", (40,)),
        ("open-major-hazards", "c1", Q1, "1", (1,)),
        ("open-major-hazards", "c1", YEAR, "0", (0,)),
        ("open-major-hazards", "c2", Q1, "0", (0,)),
        ("overdue-hazards", "c1", Q1, "0", (0, 0, 0, 0)),
        ("overdue-hazards", "c2", Q2, "1", (0, 0, 1, 0)),
        ("overdue-hazards", "c1", YEAR, "1", (0, 0, 0, 1)),
        ("overdue-hazards", "city", YEAR, "2", (0, 0, 0, 2)),
        ("overdue-hazchem-hazards", "city", YEAR, "1", (0, 0, 0, 1)),
        ("relapse-rate", "c1", Q1, "0.0", (0, 2)),
        ("relapse-rate", "c1", YEAR, "25.0", (1, 4)),
        # h1 and h2 had to be looked at in May, h3 in July, h6 in September, when it was back already.
        ("second-looks", "c1", Q2, "50.0", (1, 2)),
        ("second-looks", "c1", YEAR, "50.0", (2, 4)),
        ("self-check-quarters", "c1", YEAR, "0", (0,)),
        ("self-check-quarters", "c2", YEAR, "1", (1,)),
        # h2 in the first, h6 in the third quarter, in which there was no inspection; h7 in the second.
        ("late-report-quarters", "c1", YEAR, "2", (2,)),
        ("late-report-quarters", "c2", YEAR, "1", (1,)),
        ("late-report-quarters", "city", YEAR, "3", (3,)),
        ("late-report-quarters", "c3", YEAR, "0", (0,)),
    ],
)
def test_value_and_operands(
    results: Results, metric: str, subject: str, period: Period, value: str, operands: tuple[int, ...]
) -> None:
    found = measure(results, metric, subject, period)
    assert str(found.value) == value
    assert tuple(o.value for o in found.operands) == operands


def test_how_far_back_a_relapse_counts_stands_in_the_method() -> None:
    """In the 200 days before the end of the year h6 alone was closed, and it came back."""
    found = measure(assess(snapshot_of(*records(relapse_days=200))), "relapse-rate", "c1", YEAR)
    assert (str(found.value), tuple(o.value for o in found.operands)) == ("100.0", (1, 1))


@pytest.mark.parametrize(
    ("metric", "subject", "period", "reason"),
    [
        ("hazards-in-time", "s2", Q2, "本期没有到期的隐患"),
        ("unannounced-in-time", "c2", YEAR, "本期没有到期的隐患"),
        ("hazards-closed", "c3", YEAR, "本期没有在册的隐患"),
        ("days-to-close", "c2", YEAR, "本期没有销号的隐患"),
        ("open-major-hazards", "c3", Q1, "本期没有完成的检查，也没有在册的隐患"),
        ("overdue-hazards", "c2", Q1, "本期没有完成的检查，也没有在册的隐患"),
        ("relapse-rate", "c2", YEAR, "反弹期内没有销过号的隐患"),
        ("second-looks", "c1", Q1, "本期没有应当回头看的隐患"),
        ("self-check-quarters", "c2", Q1, "仅按年统计"),
        ("late-report-quarters", "c1", Q1, "仅按年统计"),
    ],
)
def test_missing_value_says_why(
    results: Results, metric: str, subject: str, period: Period, reason: str
) -> None:
    found = measure(results, metric, subject, period)
    assert (found.value, found.reason and found.reason.zh) == (None, reason)


def test_a_method_that_does_not_favour_leaves_own_finds_out() -> None:
    """Then c2, which has found only for itself by March, has no rate; it does not get the worst."""
    results = assess(snapshot_of(*records(self_found="ignore")))
    assert measure(results, "hazards-in-time", "c2", Q1).value is None
    assert str(measure(results, "hazards-in-time", "city", Q1).value) == "33.3"
    assert measure(results, "hazards-closed", "c2", Q1).value is None


def test_a_number_names_the_hazard_its_visit_and_every_event(results: Results) -> None:
    over, under = measure(results, "hazards-in-time", "c1", Q1).operands
    assert over.evidence == (
        "follow-ups/h1-1", "hazards/h1", "inspections/i1", "rectifications/h1-0",
    )  # fmt: skip
    assert {"hazards/h1", "hazards/h2", "hazards/h3", "follow-ups/h2-1"} <= set(under.evidence)
    # What happened after March is no evidence for March.
    assert "follow-ups/h1-2" not in under.evidence
    assert "methods/method" in measure(results, "second-looks", "c1", YEAR).evidence
    assert "methods/method" in measure(results, "hazards-in-time", "c2", Q1).evidence
    assert "methods/method" not in measure(results, "hazards-in-time", "c1", Q1).evidence


def test_the_formula_says_how_late_how_many_are(results: Results) -> None:
    found = measure(results, "overdue-hazards", "c2", Q2)
    text = formula_text(found, results.metrics["overdue-hazards"])
    assert text.zh == "逾期1至30天 0 + 逾期31至60天 0 + 逾期61至90天 1 + 逾期超过90天 0 = 1 项"


def test_an_old_revision_without_hazards_says_so() -> None:
    older = [
        (kind, data) for kind, data in records() if kind not in ("hazards", "rectifications", "follow-ups")
    ]
    results = assess(snapshot_of(*older, schemas=schemas_without("hazards")))
    found = measure(results, "hazards-in-time", "c1", Q1)
    assert found.reason is not None
    assert found.reason.zh == "这一版本没有「hazards」类记录"
