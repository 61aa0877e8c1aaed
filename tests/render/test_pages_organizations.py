"""The tree of all units."""

from __future__ import annotations

from generator.render.explanations import tabled
from generator.render.pages.organizations import tree_sentence
from tests.render.city import city_site, empty_site


def test_the_tree_counts_by_level() -> None:
    """No level without units is mentioned."""
    assert tree_sentence(city_site()).zh == "本市已录入 3 个县（区）、9 所学校。"
    assert tree_sentence(empty_site()).zh == "还没有录入单位。"


def test_table_of_periods_has_the_metrics_that_a_method_names() -> None:
    """Ten columns would fit no page; without a method nothing is left out."""
    metrics = city_site().results.metrics.values()
    assert [m.id for m in tabled(city_site(), metrics)] == ["inspection-pass-rate", "mean-item-score"]
    assert tabled(empty_site(), metrics) == tuple(metrics)
