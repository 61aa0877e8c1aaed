"""Methods in plain words, with an example that adds up."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from generator.render.pages import methods
from generator.render.pages.methods import bands, coverage_sentence, index_sentence
from tests.render.city import METHOD, city_records, city_site, empty_site, inspection, site_of


def test_bands_begin_where_the_one_below_ends() -> None:
    """Half-open, so no rate falls between two grades."""
    found = bands(city_site(), METHOD["grades"])
    assert [b.words for b in found] == [
        "90% 及以上",
        "80% 及以上、不足 90%",
        "60% 及以上、不足 80%",
        "不足 60%",
    ]


def test_worked_example_is_the_ranking_s_own_total() -> None:
    """甲县: every visit passed (100.0), 90 of 100 points; (100.0 × 60 + 90.00 × 40) ÷ 100 = 96.00."""
    records = city_records()
    records["inspections"] = [inspection("i-1", "jia-1", "2025-Q4", "2025-11-12", "mmpm")]
    [page] = methods.method_pages(site_of(records))
    context: Any = page.context
    assert context.example.formula == "(100.0 × 60 + 90.00 × 40) ÷ 100 = 96.00"
    assert sum(Decimal(step.product) for step in context.example.steps) == Decimal(context.example.sum)
    assert context.example.unit.text == "甲县"


def test_method_without_a_ranking_has_no_example() -> None:
    """Numbers are never made up."""
    records = city_records()
    records["inspections"] = []
    [page] = methods.method_pages(site_of(records))
    assert page.context.example is None  # type: ignore[attr-defined]
    assert page.context.sentence.endswith("还没有督查按它作出结论。")  # type: ignore[attr-defined]


def test_coverage_is_asked_of_counties_only() -> None:
    """A school is inspected or not."""
    rule = {"ranking": "counties", "minimum_coverage": 30}
    assert coverage_sentence(rule).zh.startswith("接受督查的学校不到 30% 的县（区）不排位次")
    assert "30" not in coverage_sentence({**rule, "ranking": "schools"}).zh


def test_index_says_which_method_is_in_force() -> None:
    """And what it means that there is none."""
    context: Any = next(iter(methods.methods(city_site()))).context
    assert context.sentence == "现行办法是《2025年评价办法》。"
    assert index_sentence(()).zh == "还没有评价办法；没有办法就没有结论和位次。"
    assert next(iter(methods.methods(empty_site()))).context.methods == ()  # type: ignore[attr-defined]
