"""What a school's page says first."""

from __future__ import annotations

from generator.render.duties import DutyList
from generator.render.pages.schools import school_sentence, schools
from tests.render.city import city_records, city_site, inspection, site_of


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


def test_a_day_that_has_passed_is_not_called_overdue() -> None:
    """The records do not say whether it was put right, so the page does not either."""
    site = city_site()
    context = next(p for p in schools(site) if p.path == "organizations/yi-2/").context
    assert all(f.days < 0 for f in context.passed)  # type: ignore[attr-defined]
    assert all(f.days >= 0 for f in context.mine.due)  # type: ignore[attr-defined]


def test_a_school_page_promises_its_record() -> None:
    """Publishing counts that every record reaches a page."""
    assert next(iter(schools(city_site()))).records == ("organizations/jia-1",)
