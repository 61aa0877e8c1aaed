"""The tree of all units."""

from __future__ import annotations

from generator.render.pages.organizations import tree_sentence
from tests.render.city import city_site, empty_site


def test_the_tree_counts_by_level() -> None:
    """No level without units is mentioned."""
    assert tree_sentence(city_site()).zh == "本市已录入 3 个县（区）、9 所学校。"
    assert tree_sentence(empty_site()).zh == "还没有录入单位。"
