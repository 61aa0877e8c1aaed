"""What a school's page says first."""

from __future__ import annotations

from generator.render.duties import DutyList
from generator.render.pages.schools import school_sentence, schools
from tests.render.city import city_records, city_site, hazard, hazards, inspection, site_of


def test_a_school_opens_with_its_last_conclusion_and_what_is_open() -> None:
    """The answer in the first sentence."""
    records = city_records()
    records["inspections"] = [inspection("i-1", "jia-1", "2025-Q4", "2025-11-12", "mmpm")]
    site = site_of(records)
    school = site.snapshot.kinds["organizations"]["jia-1"]
    owed = DutyList(site).of("jia-1")
    topic = site.label("inspections", "topic", "hazchem")
    assert school_sentence(site, school, owed).zh == (
        f"最近一次检查在2025年11月12日（{topic}），结论为优秀，得分率 90.00%；"
        "有 1 项待办，最近一项 2026年1月15日到期。"
    )


def test_a_school_without_inspections_says_so() -> None:
    """Not inspected is not passed."""
    records = city_records()
    records["inspections"] = []
    site = site_of(records)
    school = site.snapshot.kinds["organizations"]["jia-1"]
    assert school_sentence(site, school, ()).zh == "这所学校还没有完成过检查；没有待办的事项。"


def test_a_school_opens_with_what_its_newest_visit_found_good() -> None:
    """What is done well is said as early as what is not; of several topics the newest visit speaks."""
    records = city_records()
    old = inspection("i-1", "jia-1", "2025-Q3", "2025-09-12", "mmpm") | {"strengths": "账物相符。"}
    new = inspection("i-2", "jia-1", "2025-Q4", "2025-11-12", "mmpm", topic="digital") | {
        "strengths": "有专人。"
    }
    records["inspections"] = [old, new]
    pages = {page.path: page.context for page in schools(site_of(records))}
    assert pages["organizations/jia-1/"].strengths == "有专人。"
    assert pages["organizations/yi-1/"].strengths == ""


def test_only_the_loop_says_what_is_late() -> None:
    """A finding whose day has passed is not late by itself: it may have been put right on the spot."""
    late, done = (
        hazard("h-1", "yi-2", due="2025-12-21"),
        hazard("h-2", "yi-2", due="2025-12-21", closed="2025-12-20"),
    )
    site = site_of(city_records() | hazards(late, done))
    found = {p.path: p.context for p in schools(site)}
    assert found["organizations/yi-1/"].hazards is None  # type: ignore[attr-defined]
    loop = found["organizations/yi-2/"].hazards  # type: ignore[attr-defined]
    assert [line.link.path for line in loop.open] == ["hazards/h-1/"]
    assert [line.link.path for line in loop.closed] == ["hazards/h-2/"]
    assert loop.late == 1


def test_a_school_page_promises_its_record() -> None:
    """Publishing counts that every record reaches a page."""
    assert next(iter(schools(city_site()))).records == ("organizations/jia-1",)
