"""What a unit's page says of its projects and budgets."""

from __future__ import annotations

from typing import Any

from generator.render.works import Worked, Works
from tests.render.city import city_records, site_of
from tests.render.test_pages_projects import ABSENT, BUDGET, DONE, OLD, RUNNING


def works_of(unit: str, *projects: dict[str, Any]) -> Worked:
    records = {**city_records(), "projects": list(projects), "budgets": [BUDGET]}
    return Works(site_of(records)).of(unit)


def test_a_county_shows_what_it_and_its_schools_build_late_ones_first() -> None:
    """The county's officer need not look for the county on a board of the whole city."""
    found = works_of("jia", DONE, RUNNING, ABSENT)
    assert [(p.link.text, p.mark.text, bool(p.unit)) for p in found.projects] == [
        ("理科实验室改造", "逾期", False),
        ("实验员培训", "已完成", True),
    ]
    assert found.sentence == "2025 年 2 个项目：已完成 1 个，逾期 1 个。"
    assert [(b.link.path, b.planned, b.spent, b.rate) for b in found.budgets] == [
        ("budgets/b-1/", "50.00", "25.00", "50.0")
    ]


def test_of_earlier_years_only_what_is_still_open_is_shown() -> None:
    """What was finished long ago is on the board; what drags on is not forgotten with its year."""
    assert works_of("yi", OLD, ABSENT).projects == ()
    dragging = {**OLD, "status": "running"}
    found = works_of("yi", dragging)
    assert [p.mark.text for p in found.projects] == ["逾期"]
    assert found.sentence == "2025 年还没有项目；往年还有 1 个未完成。"


def test_statements_that_there_is_no_project_are_none() -> None:
    """They say why nothing is there; a project they are not."""
    assert (works_of("yi", ABSENT).projects, works_of("yi", ABSENT).budgets) == ((), ())
