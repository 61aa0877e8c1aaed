"""A round whose record names no schools: who failed in it is counted and never named."""

from __future__ import annotations

from typing import Any

from generator.render.pages import hazards as hazard_pages
from generator.render.pages import inspections, rounds, schools
from generator.render.site import Site
from tests.render.city import city_records, hazard, hazards, inspection, site_of

ROUNDS = {
    "draws": [
        {"id": "d-1", "period": "2025-Q4", "topic": "hazchem", "names_schools": False,
         "seal": {"on": "2025-10-08"}, "opened": {"on": "2025-12-20"}}
    ]
}  # fmt: skip


def site() -> Site:
    """甲县第一中学 failed and 乙区第一中学 passed in the round; the first was visited once before."""
    visits = [
        inspection("i-0", "jia-1", "2025-Q3", "2025-08-12", "mmmm"),
        inspection("i-1", "jia-1", "2025-Q4", "2025-11-12", "uumm", draw="d-1"),
        inspection("i-2", "yi-1", "2025-Q4", "2025-11-13", "mmmm", draw="d-1"),
    ]
    found = hazards(hazard("h-1", "jia-1", due="2025-12-21", inspection="i-1", finding="f-01"))
    return site_of({**city_records(), "inspections": visits, **ROUNDS, **found})


def contexts(made: Any) -> dict[str, Any]:
    return {page.path: page for page in made}


def test_the_round_counts_the_failure_without_the_name() -> None:
    context = contexts(rounds.round_pages(site()))["rounds/2025-q4-hazchem/"].context
    assert context.now.failed == 1
    assert context.is_unnamed
    assert {(v.link.text, v.grade) for v in context.visits} == {
        ("学校不公开", "fail"),
        ("乙区第一中学", "excellent"),
    }


def test_the_visit_keeps_its_page_without_the_name() -> None:
    pages = contexts(inspections.inspection_pages(site()))
    failed = pages["inspections/i-1/"]
    assert failed.title == "学校不公开 · 2025年第4季度 · 危化品暨装备管理应用 · i-1"
    assert (failed.context.school.path, failed.context.previous) == ("", None)
    assert "甲县第一中学" not in failed.context.sentence
    assert pages["inspections/i-0/"].context.next is None
    assert pages["inspections/i-2/"].context.school.text == "乙区第一中学"


def test_the_page_of_the_school_does_not_lead_to_it() -> None:
    found = site()
    context = contexts(schools.schools(found))["organizations/jia-1/"].context
    paths = {link.path for _, _, _, link, _ in context.timeline}
    assert "inspections/i-0/" in paths
    assert "inspections/i-1/" not in paths
    assert context.hazards is None
    assert found.link("inspections/i-1").path == ""


def test_what_it_found_stands_in_the_register_without_the_name() -> None:
    found = site()
    (first, *_) = hazard_pages.hazards(found)
    assert [(line.school.text, line.school.path) for line in first.context.lines] == [("学校不公开", "")]
    (page,) = hazard_pages.hazard_pages(found)
    assert page.title == "隐患 h-1"
    assert page.context.found_by is not None
    assert page.context.found_by.path == ""
