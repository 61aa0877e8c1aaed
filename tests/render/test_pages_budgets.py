"""Budgets: planned against spent, by unit and by kind, and the page of one."""

from __future__ import annotations

from typing import Any

from generator.render.money import sums, wan
from generator.render.pages import budget, budgets
from tests.render.city import city_records, empty_site, site_of


def line(id: str, planned: str, spent: str, category: str = "priority", **more: Any) -> dict[str, Any]:
    from decimal import Decimal

    money = {"planned": Decimal(planned), "disbursed": Decimal(planned), "spent": Decimal(spent)}
    return {
        "id": id,
        "title": f"项{id}",
        "category": category,
        "source": "own",
        "stage": "initial",
        **money,
        **more,
    }


JIA = {
    "id": "b-1", "unit": "jia", "year": 2025, "approved_on": "2025-01-20", "updated_on": "2025-11-30",
    "lines": [
        line("a", "600000.00", "300000.50"),
        line("b", "100000.00", "100000.00", "shortfall", stage="added", added_on="2025-06-01"),
    ],
}  # fmt: skip
YI = {**JIA, "id": "b-2", "unit": "yi", "updated_on": "2025-12-15", "lines": [line("a", "300000", "30000")]}
SCHOOL = {**JIA, "id": "b-3", "unit": "yi-1", "lines": [line("a", "50000", "50000", "highlight")]}
PROJECT = {
    "id": "p-1", "batch": "construction", "year": 2025, "unit": "jia", "status": "running", "title": "改造",
    "start": "2025-03-01", "deadline": "2025-12-31", "goal": {"text": "改造", "measure": "间", "target": 2},
    "money": [{"budget": "b-1", "line": "a", "amount": 1000}],
}  # fmt: skip


def contexts(*made: dict[str, Any]) -> dict[str, Any]:
    site = site_of({**city_records(), "budgets": list(made), "projects": [PROJECT]})
    return {p.path: p.context for source in (budgets.budgets, budget.budget_pages) for p in source(site)}


def test_sums_are_exact_and_money_is_read_in_ten_thousands() -> None:
    """0.1 and 0.2 are 0.3 here, and half a fen more goes up."""
    found = sums([line("a", "0.10", "0.05"), line("b", "0.20", "0.15")])
    assert (str(found.planned), str(found.spent), found.rate) == ("0.30", "0.20", "66.7")
    assert [wan(sums([line("a", v, "0")]).planned) for v in ("1234567.89", "50", "49.99", "0")] == [
        "123.46", "0.01", "0.00", "0.00",
    ]  # fmt: skip
    assert sums([]).rate == "–", "nothing planned has no rate"


def test_index_opens_with_the_newest_year_in_one_sentence() -> None:
    page = contexts(JIA, YI, {**YI, "id": "b-0", "year": 2024})["budgets/"]
    assert page.sentence == (
        "2025 年，2 个单位预算 100.00 万元，到位 100.00 万元，支出 43.00 万元，执行率 43.0%"
        "（数据截至2025年12月15日）。"
    )
    assert [f.value for f in page.figures] == ["100.00", "100.00", "43.00", "43.0"]
    assert page.figures[0].note == "其中年初安排 90.0%"
    assert [y.year for y in page.years] == [2025, 2024]


def test_rows_by_unit_kind_and_stage_add_up_to_the_same_sum() -> None:
    (year,) = contexts(JIA, YI, SCHOOL)["budgets/"].years
    assert [(r.label.text, r.planned, r.spent, r.rate) for r in year.units] == [
        ("甲县", "70.00", "40.00", "57.1"),
        ("乙区", "30.00", "3.00", "10.0"),
        ("乙区第一中学", "5.00", "5.00", "100.0"),
    ]
    assert (year.total.planned, year.total.spent) == ("105.00", "48.00")
    assert [(r.label.text, r.planned) for r in year.kinds] == [
        ("重点项目", "90.00"), ("短板弱项", "10.00"), ("特色亮点", "5.00"),
    ]  # fmt: skip
    assert [(r.label.text, r.planned) for r in year.stages] == [("年初预算", "95.00"), ("年中追加", "10.00")]
    assert year.unit_caption == "浅色为预算，深色为支出；执行率从 10.0%（乙区）到 100.0%（乙区第一中学）。"
    assert year.kind_caption == "预算中重点项目占 85.7%，短板弱项占 9.5%，特色亮点占 4.8%。"


def test_a_rate_leads_to_its_explanation_only_where_that_explains_this_number() -> None:
    """The measure of 乙区 has its school's money too, so it would say something else than the row."""
    jia, yi, school = contexts(JIA, YI, SCHOOL)["budgets/"].years[0].units
    assert jia.why == "organizations/jia/#m-budget-execution-2025"
    assert (yi.why, school.why) == ("", "")


def test_page_of_a_budget_shows_every_line_and_what_it_pays() -> None:
    page = contexts(JIA)["budgets/b-1/"]
    assert page.sentence == (
        "甲县 2025 年预算 70.00 万元（年中追加 10.00 万元），"
        "截至2025年11月30日支出 40.00 万元，执行率 57.1%。"
    )
    first, second = page.lines
    assert (first.planned, first.spent, first.stage, first.anchor) == (
        "600,000.00", "300,000.50", "年初预算", "line-a",
    )  # fmt: skip
    assert [(p.text, p.path) for p in first.projects] == [("改造", "projects/p-1/")]
    assert (second.stage, second.rate, second.projects) == ("年中追加 2025-06-01", "100.0", ())
    assert page.total == ("700,000.00", "700,000.00", "400,000.50", "57.1")
    assert page.chart_caption == "浅色为预算，深色为支出。"


def test_lines_that_are_hardly_spent_are_named() -> None:
    page = contexts(YI)["budgets/b-2/"]
    assert page.chart_caption == "浅色为预算，深色为支出；支出不到一半的有 1 项：项a。"


def test_a_withdrawn_budget_stays_readable_and_counts_nowhere() -> None:
    found = contexts(JIA, {**YI, "withdrawn": {"date": "2025-12-20", "reason": "重复登记"}})
    assert found["budgets/b-2/"].withdrawn.startswith("已于2025年12月20日撤回")
    assert len(found["budgets/"].years[0].units) == 1


def test_an_empty_bureau_is_told_how_to_begin() -> None:
    (page,) = budgets.budgets(empty_site())
    assert page.context.sentence == "还没有经费预算的记录。"  # type: ignore[attr-defined]
