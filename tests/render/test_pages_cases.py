"""The library of cases, a case's page, and the ways to it."""

from __future__ import annotations

from typing import Any

from generator.render.pages.case import case_pages
from generator.render.pages.cases import cases
from generator.render.pages.schools import schools
from generator.render.pages.units import units
from tests.render.city import case, city_records, empty_site, files_of, shell_of, site_of

MEETING = {
    "id": "on-site-2025", "year": 2025, "kind": "on_site", "status": "held", "unit": "shi",
    "title": "现场推进会", "dates": {"from": "2025-04-10", "to": "2025-04-11"},
}  # fmt: skip
DOCUMENT = {
    "id": "han-5", "number": "示教体函〔2025〕5号", "title": "关于印发典型案例的通知", "kind": "notice",
    "issuer": "shi", "source": "登记簿",
}  # fmt: skip


def city(*made: dict[str, Any]) -> Any:
    return site_of({**city_records(), "cases": list(made), "meetings": [MEETING], "documents": [DOCUMENT]})


def contexts(*made: dict[str, Any]) -> dict[str, Any]:
    site = city(*made)
    return {p.path: p.context for source in (cases, case_pages) for p in source(site)}


def test_library_counts_what_is_new_and_what_is_not_spread_yet() -> None:
    """Three cases of two units; the withdrawn one is listed and does not count."""
    found = contexts(
        case("a", shared_at=["on-site-2025"]),
        case("b", year=2024, document="示教体函〔2025〕5号"),
        case("c", "yi"),
        case("d", withdrawn={"date": "2025-12-01", "reason": "重复"}),
    )["cases/"]
    assert (
        found.sentence == "收录典型案例 3 条，来自 2 个单位；2025 年新收 2 条，已推广 2 条，尚未推广 1 条。"
    )
    assert [(c.link.path, c.county, c.year, c.shared) for c in found.cases] == [
        ("cases/a/", "甲县", 2025, "会议交流"),
        ("cases/d/", "甲县", 2025, "尚未推广"),
        ("cases/c/", "乙区", 2025, "尚未推广"),
        ("cases/b/", "甲县", 2024, "发文推广"),
    ]


def test_case_opens_with_what_came_of_it_in_numbers() -> None:
    """The change is exact: 100 less 86.5."""
    found = contexts(case("a"))["cases/a/"]
    assert found.sentence == "甲县第一中学的做法，账物相符率由 86.5% 变为 100%。"
    assert [(e.before, e.after, e.change) for e in found.effects] == [("86.5", "100", "+13.5")]


def test_number_that_nobody_counted_before_has_no_change() -> None:
    """Nothing is compared with zero."""
    effect = {"measure": "预约人次", "after": 640, "unit": "人次"}
    found = contexts(case("a", effects=[effect]))["cases/a/"]
    assert found.sentence == "甲县第一中学的做法，预约人次 640 人次。"
    assert [(e.before, e.change) for e in found.effects] == [("", "")]


def test_case_leads_to_meeting_document_and_cases_beside_it() -> None:
    found = contexts(
        case("a", shared_at=["on-site-2025"], document="示教体函〔2025〕5号"),
        case("b"),
        case("c", "yi-1"),
        case("d", "bing-1", theme="library"),
    )["cases/a/"]
    assert [one.path for one in found.meetings] == ["meetings/on-site-2025/"]
    assert found.document.path == "documents/han-5/"
    assert [one.path for one in found.of_unit] == ["cases/b/"]
    assert [(one.text, one.path) for one in found.beside] == [("做法c（乙区第一中学）", "cases/c/")]
    assert (found.previous, found.next.path) == (None, "cases/b/")


def test_school_and_county_name_their_cases() -> None:
    """The county those of its schools as well, with the school's name."""
    site = city(case("a"), case("b", "jia", year=2024), case("c", "yi-1"))
    county = next(p for p in units(site) if p.path == "organizations/jia/")
    school = next(p for p in schools(site) if p.path == "organizations/jia-1/")
    assert [one.text for one in county.context.cases] == ["做法a（甲县第一中学）", "做法b"]  # type: ignore[attr-defined]
    assert [one.text for one in school.context.cases] == ["做法a"]  # type: ignore[attr-defined]


def test_meeting_leads_to_the_cases_shared_there() -> None:
    """Whatever its page looks like: where it has no link of its own, one stands at its end."""
    from generator.render.page import Page, PageFunction
    from generator.render.pages.awards import IndexContext

    def forgetful(_: Any) -> Any:
        context = IndexContext(sentence="说明。", years=(), total=1)
        yield Page("meetings/on-site-2025/", context, title="会议", records=("meetings/on-site-2025",))

    site = city(case("a", shared_at=["on-site-2025"]))
    (file,) = files_of(site, shell_of("meetings/record/"), (PageFunction(forgetful, "awards"),))
    assert 'href="../../cases/a/">做法a</a>' in file.content.decode()


def test_empty_library_says_how_the_first_case_comes() -> None:
    (page,) = cases(empty_site())
    assert page.context.sentence == "还没有典型案例。"  # type: ignore[attr-defined]
