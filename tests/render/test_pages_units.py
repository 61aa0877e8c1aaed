"""What the page of a county says first."""

from __future__ import annotations

from generator.render.duties import tally
from generator.render.explanations import explanations
from generator.render.findings import Findings, ahead
from generator.render.pages.units import unit_sentence, units
from tests.render.city import city_records, city_site, site_of


def test_what_is_due_stands_in_order_of_its_day() -> None:
    """The next deadline first."""
    site = city_site()
    found = Findings(site).of(site.schools("jia"))
    assert [f.due for f in found] == sorted(f.due for f in found)
    assert ahead(found, 0) == tuple(f for f in found if f.days == 0)


def test_a_county_counts_its_own_schools_only() -> None:
    """Every number with its base."""
    site = city_site()
    county = site.snapshot.kinds["organizations"]["jia"]
    assert unit_sentence(site, county, tally(()), None).zh.startswith("2025年第4季度，3 所学校中 2 所受检")


def test_a_county_without_schools_says_so() -> None:
    """The state of every county on the day it is entered."""
    records = city_records()
    records["organizations"] = [o for o in records["organizations"] if o["level"] != "school"]
    records["inspections"] = []
    site = site_of(records)
    assert unit_sentence(site, site.organizations[1], tally(()), None).zh == "这里还没有录入学校。"
    assert len(list(units(site))) == 4


def test_every_number_is_explained_with_formula_and_records() -> None:
    """The block that every cell of every table leads to."""
    newest = explanations(city_site(), "jia")[1]
    block = next(b for b in newest.blocks if b.anchor == "m-inspection-pass-rate-2025-q4")
    assert block.formula == "合格 2 ÷ 完成 2 × 100 = 100.0%"
    assert {s.path for s in block.sources} >= {"inspections/i-2025-q4-jia-2/", "inspections/i-2025-q4-jia-3/"}
