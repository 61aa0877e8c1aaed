"""What the pages of units and schools say first."""

from __future__ import annotations

from generator.render.explanations import explanations
from generator.render.findings import Findings, ahead
from generator.render.pages.organizations import school_sentence, schools, tree_sentence, unit_sentence, units
from tests.render.city import city_records, city_site, empty_site, inspection, site_of


def test_a_school_opens_with_its_last_conclusion_and_what_is_open() -> None:
    """The answer in the first sentence."""
    records = city_records()
    records["inspections"] = [inspection("i-1", "jia-1", "2025-Q4", "2025-11-12", "mmpm")]
    site = site_of(records)
    school = site.snapshot.kinds["organizations"]["jia-1"]
    found = Findings(site).of((school,))
    topic = site.label("inspections", "topic", "hazchem")
    assert school_sentence(site, school, found).zh == (
        f"最近一次检查在2025年11月12日（{topic}），结论为优秀，得分率 90.00%；"
        "有 1 项整改尚在期限内，最近一项 2026年1月15日到期。"
    )


def test_a_school_without_inspections_says_so() -> None:
    """Not inspected is not passed."""
    records = city_records()
    records["inspections"] = []
    site = site_of(records)
    school = site.snapshot.kinds["organizations"]["jia-1"]
    assert school_sentence(site, school, ()).zh == "这所学校还没有完成过检查。"


def test_a_day_that_has_passed_is_not_called_overdue() -> None:
    """The records do not say whether it was put right, so the page does not either."""
    site = city_site()
    context = next(p for p in schools(site) if p.path == "organizations/yi-2/").context
    assert all(f.days < 0 for f in context.passed)  # type: ignore[attr-defined]
    assert all(f.days >= 0 for f in context.due)  # type: ignore[attr-defined]


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
    assert unit_sentence(site, county, 0, None).zh.startswith("2025年第4季度，3 所学校中 2 所受检")


def test_a_county_without_schools_says_so() -> None:
    """The state of every county on the day it is entered."""
    records = city_records()
    records["organizations"] = [o for o in records["organizations"] if o["level"] != "school"]
    records["inspections"] = []
    site = site_of(records)
    assert unit_sentence(site, site.organizations[1], 0, None).zh == "这里还没有录入学校。"
    assert len(list(units(site))) == 4


def test_every_number_is_explained_with_formula_and_records() -> None:
    """The block that every cell of every table leads to."""
    newest = explanations(city_site(), "jia")[1]
    block = next(b for b in newest.blocks if b.anchor == "m-inspection-pass-rate-2025-q4")
    assert block.formula == "合格 2 ÷ 完成 2 × 100 = 100.0%"
    assert {s.path for s in block.sources} >= {"inspections/i-2025-q4-jia-2/", "inspections/i-2025-q4-jia-3/"}


def test_a_school_page_promises_its_record() -> None:
    """Publishing counts that every record reaches a page."""
    assert next(iter(schools(city_site()))).records == ("organizations/jia-1",)


def test_the_tree_counts_by_level() -> None:
    """No level without units is mentioned."""
    assert tree_sentence(city_site()).zh == "本市已录入 3 个县（区）、9 所学校。"
    assert tree_sentence(empty_site()).zh == "还没有录入单位。"
