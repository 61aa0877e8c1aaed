"""Three counties worked with a pencil; every metric, every level.

The city has the counties c1 (cluster k1 with schools s1 and s2, and the school s3 of its own), c2 (school
s4) and c3 (no school). The checklist has items of 60 and 40 points; pass is from 60%.

    i1  s1  Q1  60 + 40 = 100   of 100   pass   no finding
    i2  s1  Q1  60 +  0 =  60   of 100   pass   2 findings, 1 of them major
    i3  s2  Q1   0 + 40 =  40   of 100   fail   3 findings, 2 of them major
    i4  s4  Q1  60 + not checked: 60 of 60  pass   1 finding
    i5  s4  Q2  nothing checked: no conclusion, no finding

Experts of 2025: 3 days at c1 and 1.5 at s2, and two on i1, which counts half a day for each.

Money of 2025: c1 plans 600.00 and 400.50 and spends 300.00 and 100.20; its school s1 plans 99.50 and spends
all of it; c2 plans 0. Projects of 2025: c1 has one done, one running, one dropped, and s1 one done; c2 says
that it has none.
Tasks of 2025, looked at from 31 December: of c1 t1 in time, t2 a day late, and t3 of its school s1 on its
last day; t4 of c2 still open; t5 of c2 dropped, t6 withdrawn, t7 due on the day itself, t8 of nobody.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.compute.assess import assess
from generator.compute.metrics import METRICS
from generator.model.period import Period
from generator.model.results import Measure, Results
from tests.support.snapshots import (
    WITHDRAWN,
    application,
    award,
    budget,
    checklist,
    city,
    cluster,
    county,
    engagement,
    inspection,
    method,
    project,
    school,
    session,
    snapshot_of,
    task,
)

Q1, Q2, YEAR = Period(2025, 1), Period(2025, 2), Period(2025)

VISITS = ["inspections/i1", "inspections/i2", "inspections/i3"]  # of c1

RECORDS = (
    city(),
    *(county(c) for c in ("c1", "c2", "c3")),
    cluster("k1", "c1"),
    *(school(s, parent) for s, parent in [("s1", "k1"), ("s2", "k1"), ("s3", "c1"), ("s4", "c2")]),
    checklist(a=60, b=40),
    inspection("i1", "s1", a="met", b="met", more={"team": [{"expert": "e1"}, {"expert": "e2"}]}),
    inspection("i2", "s1", a="met", b="unmet", findings=2, major=1),
    inspection("i3", "s2", a="unmet", b="met", findings=3, major=2),
    inspection("i4", "s4", a="met", b="not_checked", findings=1),
    inspection("i5", "s4", "2025-Q2", a="not_checked", b="not_checked"),
    award("w1", "s1"),
    award("w2", "c1", kind="advanced_individual"),
    award("w3", "s4", 2024),
    award("w4", "s4", **WITHDRAWN),
    application("d1", "s1", 2023, until="2025-05-31"),
    application("d2", "s1"),
    application("d3", "s2", until="2028-05-31"),
    application("d4", "s4", until="2028-05-31", withdrawal={"on": "2025-11-01"}),
    application("d5", "s3", until="2028-05-31", **WITHDRAWN),
    budget("b1", "c1", 2025, ("600.00", "300.00"), ("400.50", "100.20")),
    budget("b2", "s1", 2025, ("99.50", "99.50")),
    budget("b3", "c2", 2025, ("0", "0")),
    budget("b4", "c1", 2024, ("1", "1")),
    budget("b5", "c3", 2025, ("1", "1"), **WITHDRAWN),
    *(project(f"p{n}", "c1", status=s) for n, s in enumerate(("done", "running", "dropped"))),
    project("p3", "s1"),
    project("p4", "c2", status="absent"),
    project("p5", "c2", 2024),
    project("p6", "c3", **WITHDRAWN),
    task("t1", "c1", "2025-10-31", "2025-10-20"),
    task("t2", "c1", "2025-10-31", "2025-11-01"),
    task("t3", "s1", "2025-06-30", "2025-06-30"),
    task("t4", "c2", "2025-11-30"),
    task("t5", "c2", "2025-11-30", status="dropped", settled_on="2025-07-01"),
    task("t6", "c1", "2025-09-30", **WITHDRAWN),
    task("t7", "c1", "2025-12-31", "2025-12-01"),
    task("t8", None, "2025-09-30"),
    *(session(m, "c1") for m in ("m1", "m2")),
    session("m3", "c1", status="not_held"),
    session("m4", "s1"),
    session("m5", "c2", 2024),
    session("m6", "c2", **WITHDRAWN),
    engagement("e1", "c1", "2025-05-12", "3"),
    engagement("e2", "s2", "2025-12-30", "1.5"),
    engagement("e3", "c2", "2024-12-30", "4"),
    engagement("e4", "c2", "2025-12-31", "2", status="planned"),
    engagement("e5", "c2", "2025-06-02", "2", **WITHDRAWN),
    method(
        requirements={
            "guarantee": {"sessions_per_year": 2, "levels": ["county"]},
            "experts": {"inspection_days": Decimal("0.5")},
        }
    ),
)


@pytest.fixture(scope="module")
def results() -> Results:
    return assess(snapshot_of(*RECORDS))


def measure(results: Results, metric: str, subject: str, period: Period) -> Measure:
    found = results.measure(metric, subject, period)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("metric", "subject", "period", "value", "operands"),
    [
        # Pass rate: s1 2 of 2, s2 0 of 1, so k1 and c1 2 of 3 = 66.66…; city 3 of 4.
        ("inspection-pass-rate", "s1", Q1, "100.0", (2, 2)),
        ("inspection-pass-rate", "s2", Q1, "0.0", (0, 1)),
        ("inspection-pass-rate", "k1", Q1, "66.7", (2, 3)),
        ("inspection-pass-rate", "c1", Q1, "66.7", (2, 3)),
        ("inspection-pass-rate", "city", Q1, "75.0", (3, 4)),
        # i5 has no conclusion, so c2's year is i4 alone.
        ("inspection-pass-rate", "c2", YEAR, "100.0", (1, 1)),
        # Findings: s1 2 in 1 school; k1 5 in 2 schools; city 6 in 3 schools.
        ("findings-per-school", "s1", Q1, "2.00", (2, 1)),
        ("findings-per-school", "k1", Q1, "2.50", (5, 2)),
        ("findings-per-school", "city", Q1, "2.00", (6, 3)),
        ("findings-per-school", "s4", Q2, "0.00", (0, 1)),
        # Major findings: s1 1, c1 1 + 2; s4 was visited and has none.
        ("major-findings", "s1", Q1, "1", (1,)),
        ("major-findings", "c1", YEAR, "3", (3,)),
        ("major-findings", "s4", Q2, "0", (0,)),
        # Share: k1 2 of 2, c1 2 of 3, c2 1 of 1, city 3 of 4; in the second quarter city 1 of 4.
        ("share-inspected", "k1", Q1, "100.0", (2, 2)),
        ("share-inspected", "c1", Q1, "66.7", (2, 3)),
        ("share-inspected", "city", Q1, "75.0", (3, 4)),
        ("share-inspected", "c1", Q2, "0.0", (0, 3)),
        ("share-inspected", "city", Q2, "25.0", (1, 4)),
        ("share-inspected", "city", YEAR, "75.0", (3, 4)),
        # Points: s1 160 of 200, c1 200 of 300, city 260 of 360 = 72.22…
        ("mean-item-score", "s1", Q1, "80.00", (160, 200)),
        ("mean-item-score", "c1", Q1, "66.67", (200, 300)),
        ("mean-item-score", "city", YEAR, "72.22", (260, 360)),
        # Sessions: c1 two of its own, not its school's; c2's are of another year or withdrawn.
        ("problem-sessions", "c1", YEAR, "2", (2,)),
        ("problem-sessions", "c2", YEAR, "0", (0,)),
        # Awards of 2025: c1 its own and its school's; w3 is of another year, w4 withdrawn.
        ("awards", "s1", YEAR, "1", (1,)),
        ("awards", "c1", YEAR, "2", (2,)),
        ("awards", "c2", YEAR, "0", (0,)),
        ("awards", "city", YEAR, "2", (2,)),
        # Applied in 2025: s1 and s2 in c1, s4 in c2; d1 is of 2023, d5 was withdrawn.
        ("demonstration-applicants", "k1", YEAR, "2", (2,)),
        ("demonstration-applicants", "c2", YEAR, "1", (1,)),
        ("demonstration-applicants", "c3", YEAR, "0", (0,)),
        ("demonstration-applicants", "city", YEAR, "3", (3,)),
        # d1 holds until May, d3 from June, d4 from June until it left in November.
        ("valid-demonstrations", "c1", Q1, "1", (1,)),
        ("valid-demonstrations", "c1", Q2, "1", (1,)),
        ("valid-demonstrations", "c2", Q1, "0", (0,)),
        ("valid-demonstrations", "c2", Q2, "1", (1,)),
        ("valid-demonstrations", "c2", YEAR, "0", (0,)),
        ("valid-demonstrations", "city", Q2, "2", (2,)),
        ("valid-demonstrations", "city", YEAR, "1", (1,)),
        # Money: c1 400.20 + 99.50 of 1000.50 + 99.50 = 499.70 of 1100.00 = 45.427…; c2 adds nothing.
        ("budget-execution", "c1", YEAR, "45.4", ("499.7", "1100")),
        ("budget-execution", "city", YEAR, "45.4", ("499.7", "1100")),
        # Projects: c1 two of four, its school's included and the dropped one in the base.
        ("projects-completed", "c1", YEAR, "50.0", (2, 4)),
        ("projects-completed", "city", YEAR, "50.0", (2, 4)),
        # In time: c1 t1 and t3 of t1, t2, t3 = 66.66…; c2 t4 is open; city 2 of 4.
        ("tasks-in-time", "s1", YEAR, "100.0", (1, 1)),
        ("tasks-in-time", "c1", YEAR, "66.7", (2, 3)),
        ("tasks-in-time", "c2", YEAR, "0.0", (0, 1)),
        ("tasks-in-time", "city", YEAR, "50.0", (2, 4)),
        # Experts: c1 3 + 1.5 days, and two on i1 with half a day each; e3 began the year before.
        ("expert-days", "c1", YEAR, "5.5", ("5.5",)),
        ("expert-days", "c2", YEAR, "0.0", (0,)),
        ("expert-days", "city", YEAR, "5.5", ("5.5",)),
    ],
)
def test_value_and_operands(
    results: Results, metric: str, subject: str, period: Period, value: str, operands: tuple[int | str, ...]
) -> None:
    found = measure(results, metric, subject, period)
    assert str(found.value) == value
    assert [str(o.value) for o in found.operands] == [str(o) for o in operands]
    assert found.reason is None


@pytest.mark.parametrize(
    ("metric", "subject", "period", "reason"),
    [
        ("inspection-pass-rate", "s3", Q1, "本期没有完成的检查"),
        ("inspection-pass-rate", "s4", Q2, "本期的检查没有可计分的项目"),
        ("findings-per-school", "c3", YEAR, "本期没有完成的检查"),
        ("major-findings", "s3", Q1, "本期没有完成的检查"),
        ("share-inspected", "c3", Q1, "本期没有应检学校"),
        ("mean-item-score", "s4", Q2, "本期的检查没有可计分的项目"),
        ("mean-item-score", "s3", YEAR, "本期没有完成的检查"),
        ("awards", "s1", Q1, "仅按年统计"),
        ("demonstration-applicants", "c1", Q1, "仅按年统计"),
        ("budget-execution", "c1", Q1, "仅按年统计"),
        ("budget-execution", "c2", YEAR, "当年预算数为 0"),
        ("budget-execution", "c3", YEAR, "当年没有预算记录"),
        ("projects-completed", "c1", Q1, "仅按年统计"),
        ("projects-completed", "c2", YEAR, "当年没有项目"),
        ("problem-sessions", "c1", Q1, "仅按年统计"),
        ("problem-sessions", "city", YEAR, "当年的办法没有要求"),
        ("tasks-in-time", "c1", Q1, "仅按年统计"),
        ("expert-days", "c1", Q1, "仅按年统计"),
        ("tasks-in-time", "c3", YEAR, "本年没有到期的重点任务"),
    ],
)
def test_missing_value_says_why(
    results: Results, metric: str, subject: str, period: Period, reason: str
) -> None:
    """Missing is never 0: a school that nobody visited has not failed."""
    found = measure(results, metric, subject, period)
    assert found.value is None
    assert found.reason is not None
    assert found.reason.zh == reason
    assert found.reason.en


@pytest.mark.parametrize(
    ("metric", "operands", "bases"),
    [
        (
            "inspection-pass-rate",
            [["inspections/i1", "inspections/i2"], VISITS],
            ["checklists/list", "methods/method"],
        ),
        (
            "findings-per-school",
            [
                ["inspections/i2", "inspections/i3"],
                [
                    "inspections/i1",
                    "inspections/i2",
                    "inspections/i3",
                    "organizations/s1",
                    "organizations/s2",
                ],
            ],
            [],
        ),
        (
            "share-inspected",
            [
                [
                    "inspections/i1",
                    "inspections/i2",
                    "inspections/i3",
                    "organizations/s1",
                    "organizations/s2",
                ],
                ["organizations/s1", "organizations/s2", "organizations/s3"],
            ],
            [],
        ),
        (
            "mean-item-score",
            [VISITS] * 2,
            ["checklists/list"],
        ),
        ("major-findings", [["inspections/i2", "inspections/i3"]], ["inspections/i1"]),
        ("awards", [["awards/w1", "awards/w2"]], []),
        ("demonstration-applicants", [["demonstrations/d2", "demonstrations/d3"]], []),
        ("valid-demonstrations", [["demonstrations/d3"]], []),
        ("budget-execution", [["budgets/b1", "budgets/b2"]] * 2, []),
        (
            "projects-completed",
            [
                ["projects/p0", "projects/p3"],
                ["projects/p0", "projects/p1", "projects/p2", "projects/p3"],
            ],
            [],
        ),
        ("problem-sessions", [["meetings/m1", "meetings/m2"]], ["methods/method"]),
        ("expert-days", [["engagements/e1", "engagements/e2", "inspections/i1"]], []),
        ("tasks-in-time", [["tasks/t1", "tasks/t3"], ["tasks/t1", "tasks/t2", "tasks/t3"]], []),
    ],
)
def test_evidence_names_every_record(
    results: Results, metric: str, operands: list[list[str]], bases: list[str]
) -> None:
    """Behind each operand stand the records counted; behind the value also what they were judged by."""
    found = measure(results, metric, "c1", YEAR)
    assert [list(o.evidence) for o in found.operands] == operands
    assert list(found.evidence) == sorted({*bases, *(key for keys in operands for key in keys)})


def test_share_inspected_does_not_apply_to_a_school(results: Results) -> None:
    assert results.measure("share-inspected", "s1", Q1) is None
    assert all(m.metric != "share-inspected" for m in results.of_subject("s1"))


def test_every_subject_has_every_metric_that_applies(results: Results) -> None:
    """4 schools with 16 metrics, a cluster with 26, 3 counties and the city with 34, in 3 periods."""
    assert len(results.measures) == len(list(results.measures)) == (4 * 16 + 26 + 4 * 34) * 3


@pytest.mark.parametrize("language", ["zh", "en"])
def test_formulas_name_their_operands(results: Results, language: str) -> None:
    """The unit's numbers are put behind the operands' names, so every name must stand in the formula."""
    for metric in METRICS:
        found = measure(results, metric.id, "city", YEAR)
        assert found.operands
        for operand in found.operands:
            assert getattr(operand.name, language) in getattr(metric.info.formula, language)


def test_registry_is_complete_and_says_everything() -> None:
    """A metric is known to readers by its texts and to developers by its docstring."""
    assert len({m.id for m in METRICS}) == len(METRICS)
    for metric in METRICS:
        info = metric.info
        assert metric.column.__doc__
        for text in (info.title, info.formula, info.population, info.missing):
            assert text.zh
            assert text.en


def test_values_are_exact_decimals(results: Results) -> None:
    for found in results.measures.values():
        assert found.value is None or isinstance(found.value, Decimal)
        assert all(isinstance(o.value, Decimal) for o in found.operands)
