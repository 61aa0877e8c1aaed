"""What the page of a county says first."""

from __future__ import annotations

from dataclasses import replace

from generator.model.demand import DemandInfo, Fulfilment, Mechanism, State
from generator.model.text import Text
from generator.render.duties import tally
from generator.render.explanations import explanations
from generator.render.findings import Findings, ahead
from generator.render.pages.units import unit_sentence, units
from generator.render.site import Site
from tests.render.city import city_records, city_site, site_of
from tests.render.test_pages_evaluations import WORKED, site_with


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
    (line,) = page.context.evaluations
    assert (line.year.path, line.total.text, line.rank) == ("rankings/evaluation-2025/", "90.22", "1")
    assert [(p.demand.path, p.state, p.reason) for p in page.context.promises] == [
        ("coverage/#a", "open", "一次也没有")
    ]
