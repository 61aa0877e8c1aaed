"""What the page of a county says first."""

from __future__ import annotations

from dataclasses import replace

from generator.model.demand import DemandInfo, Fulfilment, Mechanism, State
from generator.model.text import Text
from generator.render.duties import tally
from generator.render.explanations import explanations
from generator.render.hazards import Hazards
from generator.render.pages.units import unit_sentence, units
from generator.render.scorecard import inspected
from generator.render.site import Site
from generator.render.unit_loop import unit_loop
from tests.render.city import city_records, city_site, hazard, hazards, site_of
from tests.render.test_pages_evaluations import WORKED, site_with


def test_a_county_opens_its_loop_with_what_is_late() -> None:
    """One late, one in time, one closed, and one of another county that is not its own."""
    records = city_records() | hazards(
        hazard("h-late", "jia-1", due="2025-12-21"),
        hazard("h-open", "jia-2", due="2026-01-15"),
        hazard("h-done", "jia-2", due="2025-12-21", closed="2025-12-20"),
        hazard("h-else", "yi-1", due="2025-12-21"),
    )
    site = site_of(records)
    county = site.snapshot.kinds["organizations"]["jia"]
    found = unit_loop(site, county, Hazards(site))
    assert found is not None
    assert found.sentence == "登记隐患 3 处，已销号 1 处，未销号 2 处；1 处逾期 10 天。"
    assert [line.link.path for line in found.open] == ["hazards/h-late/", "hazards/h-open/"]
    assert [c.count for c in found.states] == [2, 0, 0, 1]
    assert found.late == 1
    assert found.counties is None
    assert found.funnel is not None
    assert found.funnel.rows == (
        ("登记", "3"),
        ("已着手", "1"),
        ("已报验", "1"),
        ("已销号", "1"),
    )
    assert found.ages is not None
    assert found.ages.caption == "未销号 2 处，最久的 30 天。"


def test_the_city_sets_its_counties_side_by_side() -> None:
    """Registered and still open, quarter by quarter, counties without any included."""
    records = city_records() | hazards(
        hazard("h-1", "jia-1", due="2025-12-21"),
        hazard("h-2", "jia-2", due="2025-08-20", registered="2025-08-01", closed="2025-08-19"),
    )
    site = site_of(records)
    found = unit_loop(site, site.snapshot.kinds["organizations"]["shi"], Hazards(site))
    assert found is not None
    assert found.counties is not None
    assert found.counties.heads[1:] == ("25Q3", "25Q4")
    assert found.counties.rows == (
        ("甲县", "1 / 0", "1 / 1"),
        ("乙区", "0 / 0", "0 / 0"),
        ("丙县", "0 / 0", "0 / 0"),
    )


def test_a_unit_without_hazards_shows_no_empty_chart() -> None:
    site = city_site()
    assert unit_loop(site, site.snapshot.kinds["organizations"]["jia"], Hazards(site)) is None


def test_a_county_counts_its_own_schools_only() -> None:
    """Every number with its base."""
    site = city_site()
    county = site.snapshot.kinds["organizations"]["jia"]
    assert unit_sentence(site, county, tally(()), None).zh.startswith("2025年第4季度，3 所学校中 2 所受检")


def test_a_closed_school_is_not_among_those_to_be_inspected() -> None:
    """The sentence has the same base as the share beside it."""
    records = city_records()
    closed = next(o for o in records["organizations"] if o["id"] == "jia-2")
    closed |= {"closed": "2025-08-31"}
    site = site_of(records)
    county, period = site.snapshot.kinds["organizations"]["jia"], site.quarters[-1]
    visited, schools = inspected(site, "jia", period)
    assert schools == 2
    assert f"2 所学校中 {visited} 所受检" in unit_sentence(site, county, tally(()), None).zh


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


def test_a_county_shows_its_evaluations_and_what_is_demanded_of_it() -> None:
    """Each leads on: the year, the total, the demand; nothing that is demanded of others."""
    site = site_with(WORKED)
    demands = {n: DemandInfo(n, Mechanism.GUARANTEE, Text(n), Text(n), (), ()) for n in ("a", "b")}
    found = (
        Fulfilment("a", "jia", 2025, State.OPEN, Text("一次也没有")),
        Fulfilment("b", "yi", 2025, State.MET, Text("有")),
    )
    judged = Site(site.snapshot, replace(site.results, demands=demands, fulfilments=found))
    page = next(p for p in units(judged) if p.path == "organizations/jia/")
    assert "2025年度考核 90.22 分，" in page.context.sentence
    assert "，第 1 位" in page.context.sentence
    (line,) = page.context.evaluations
    assert (line.year.path, line.total.text, line.rank) == ("rankings/evaluation-2025/", "90.22", "1")
    assert [(p.demand.path, p.state, p.reason) for p in page.context.promises] == [
        ("coverage/#a", "open", "一次也没有")
    ]
