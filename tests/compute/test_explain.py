"""The reasons that readers see: formula with numbers, total with weights, records with a line each."""

from __future__ import annotations

from decimal import Decimal

from generator.compute.assess import assess
from generator.compute.explain import Explanation, explain
from generator.model.explain import value_text
from generator.model.period import Period
from tests.support.snapshots import (
    Made,
    award,
    checklist,
    county,
    hazard,
    inspection,
    method,
    school,
    snapshot_of,
)

Q1 = Period(2025, 1)
CITY: tuple[Made, ...] = (
    county("c"),
    school("a", "c"),
    school("b", "c"),
    checklist(a=100),
    inspection("i1", "a", a=90, findings=2),
    inspection("i2", "a", a=Decimal("72.5"), findings=1),
    inspection("i3", "a", a=50),
    award("w", "a"),
    method(coverage=60),
)


def explanation(unit: str, period: Period | None = Q1) -> Explanation:
    snapshot = snapshot_of(*CITY)
    return explain(assess(snapshot), snapshot, unit, period)


def test_formula_has_the_units_numbers() -> None:
    """2 of 3 pass, 3 findings in 1 school, 212.5 of 300 points = 70.8333… %."""
    (account,) = explanation("a").accounts
    found = {e.info.id: e.formula for e in account.measures}
    expected = {
        "inspection-pass-rate": ("合格 2 ÷ 完成 3 × 100 = 66.7%", "passed 2 ÷ done 3 × 100 = 66.7%"),
        "findings-per-school": (
            "发现问题 3 ÷ 受检学校 1 = 3.00 项", "findings 3 ÷ inspected schools 1 = 3.00",
        ),
        "major-findings": ("重大隐患项数 0 = 0 项", "major findings 0 = 0"),
        "mean-item-score": (
            "实得分 212.5 ÷ 应得分 300 × 100 = 70.83%",
            "points obtained 212.5 ÷ points applicable 300 × 100 = 70.83%",
        ),
        "tasks-in-time": (
            "按期完成 ÷ 到期任务 × 100：仅按年统计", "in time ÷ due × 100: Counted by year only",
        ),
        "awards": ("表扬项数：仅按年统计", "awards: Counted by year only"),
    }  # fmt: skip
    assert {name: (found[name].zh, found[name].en) for name in expected} == expected
    assert list(found)[:4] == list(expected)[:4]


def test_a_hazard_is_explained_down_to_its_events() -> None:
    """Two clicks from a rate to the day on which somebody reported."""
    late = hazard("h1", "a", "2025-01-10", "2025-02-10", ("done", "2025-02-12"), text="柜门未锁")
    open_ = hazard("h2", "b", "2025-12-01", "2025-12-21", text="台账缺页")
    snapshot = snapshot_of(*CITY, *late, *open_)
    found = explain(assess(snapshot), snapshot, "c", Period(2025))
    (account,) = found.accounts
    (rate,) = [e for e in account.measures if e.info.id == "hazards-in-time"]
    assert rate.formula.zh == "按期整改 0 ÷ 应整改 2 × 100 = 0.0%"
    assert found.records["hazards/h1"].summary.zh == "2025-01-10 A，柜门未锁（待验收，逾期2天）"
    assert found.records["hazards/h2"].summary.en == "2025-12-01 B，台账缺页 (registered, 10 days late)"
    assert found.records["rectifications/h1-0"].summary.zh == "2025-02-12 done"
    assert "rectifications/h1-0" in rate.measure.evidence


def test_missing_value_has_its_reason_behind_the_formula() -> None:
    (account,) = explanation("b").accounts
    assert account.measures[0].formula.zh == "合格 0 ÷ 完成 0 × 100：本期没有完成的检查"


def test_total_has_the_measures_and_weights() -> None:
    """(66.7 × 60 + 70.83 × 40) ÷ 100 = 40.02 + 28.332 = 68.352."""
    (account,) = explanation("a").accounts
    (place,) = account.places
    assert (place.ranking.id, place.row.rank) == ("schools-2025-q1", 1)
    assert place.total.zh == "(检查合格率 66.7 × 60 + 项目平均得分率 70.83 × 40) ÷ 100 = 68.35"
    assert place.total.en == "(Pass rate 66.7 × 60 + Mean item score 70.83 × 40) ÷ 100 = 68.35"


def test_unranked_unit_has_its_reason_in_place_of_or_behind_the_total() -> None:
    """The school has no total; the county has one, but inspected only 1 of 2 schools."""
    assert explanation("b").accounts[0].places[0].total.zh == "本期没有完成的检查"
    assert explanation("c").accounts[0].places[0].total.zh == (
        "(检查合格率 66.7 × 60 + 项目平均得分率 70.83 × 40) ÷ 100 = 68.35；"
        "受检学校占比 50.0%，低于办法规定的 60%"
    )


def test_records_have_their_file_and_a_line_each() -> None:
    found = explanation("c", None).records
    assert {key: basis.summary.zh for key, basis in found.items()} == {
        "awards/w": "2025年 advanced_unit",
        "checklists/list": "检查表 list",
        "inspections/i1": "2025-02-15 A，得分率 90.00%，excellent",
        "inspections/i2": "2025-02-15 A，得分率 72.50%，合格",
        "inspections/i3": "2025-02-15 A，得分率 50.00%，不合格",
        "methods/method": "办法 method",
        "organizations/a": "A",
        "organizations/b": "B",
    }
    assert found["inspections/i1"].path == "records/inspections/i1.yml"


def test_every_key_of_every_measure_is_explained() -> None:
    found = explanation("c", None)
    assert {k for a in found.accounts for e in a.measures for k in e.measure.evidence} == set(found.records)


def test_without_a_period_all_are_told_in_order() -> None:
    assert [a.period for a in explanation("a", None).accounts] == [Q1, Period(2025)]


def test_unknown_unit_has_an_empty_explanation() -> None:
    """Whether that is worth an error is for the command to say."""
    assert not explanation("nobody").accounts


def test_period_without_numbers_has_an_empty_explanation() -> None:
    assert not explanation("a", Period(1999)).accounts


def test_unit_of_a_value_is_not_translated() -> None:
    """项 stands behind Chinese numbers only; a percent sign behind all."""
    info = next(iter(assess(snapshot_of(*CITY)).metrics.values()))
    assert value_text(Decimal("91.7"), info).to("en") == "91.7%"
