"""Data quality: every file accounted for, every gap with its owner."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from generator.model.diagnostic import Problem, Severity
from generator.model.location import Location
from generator.model.text import Text
from generator.render.pages import quality
from generator.render.pages.quality import quality_sentence
from generator.render.site import Site
from tests.render.city import city_records, city_site, empty_site, inspection, site_of

FAULT = Problem("STR001", "missing-field", Severity.ERROR, Text("缺少「{name}」"), Text("补上"))
HINT = Problem("DAT006", "late", Severity.WARNING, Text("已过期"))


def context_of(site: Site) -> Any:
    [page] = quality.quality(site)
    return page.context


def gaps_of(site: Site) -> dict[str, Any]:
    return {gaps.anchor: gaps for gaps in context_of(site).gaps}


def test_sentence_is_right_for_none_clean_and_faulty() -> None:
    """Files seen = published + set aside."""
    assert quality_sentence(0, 0, 0, 0).zh == "还没有记录文件。"
    assert quality_sentence(5, 0, 0, 0).zh == "读到 5 个记录文件，全部公布；没有错误和提醒。"
    assert quality_sentence(5, 1, 2, 1).zh == (
        "读到 6 个记录文件：5 个已公布，1 个因有错误暂不采用；错误 2 项，提醒 1 项。"
    )
    assert quality_sentence(5, 0, 0, 0, 2).zh == (
        "读到 7 个记录文件：5 个已公布，2 个草稿还在填写，不公布；没有错误和提醒。"
    )
    assert quality_sentence(1, 0, 0, 1).to("en") == "1 file read, all published; no errors, 1 warning."


def test_files_that_never_became_a_record_are_counted_once() -> None:
    """Two faults in one unreadable file, and one in a file that failed its schema."""
    site = city_site()
    unread = Location("records/awards/2025/a-9.yml", 3)
    aside = Location("records/inspections/2025/i-9.yml", 7)
    site = Site(
        replace(site.snapshot, set_aside=frozenset({"inspections/i-9"})),
        site.results,
        (
            FAULT.at(unread, name="id"),
            FAULT.at(unread, name="year"),
            FAULT.at(aside, record="inspections/i-9", name="date"),
        ),
    )
    context = context_of(site)
    assert context.set_aside == 2
    assert context.seen == context.published + 2


def test_problems_are_told_once_by_code_with_their_places() -> None:
    """Errors first; seven places show five."""
    site = city_site()
    late = HINT.at(Location("records/inspections/i-1.yml", 2), record="inspections/i-2025-q4-jia-2")
    faults = tuple(FAULT.at(Location(f"records/awards/a-{n}.yml", 1), name="id") for n in range(7))
    context = context_of(Site(site.snapshot, site.results, (late, *faults)))
    assert [(p.code, p.count, len(p.places), p.more) for p in context.problems] == [
        ("STR001", 7, 5, 2),
        ("DAT006", 1, 1, 0),
    ]
    assert [(o.link.text, o.errors, o.warnings) for o in context.owners] == [
        ("甲县", 0, 1),
        ("市级或无法归属", 7, 0),
    ]


def test_schools_and_counties_that_nobody_reached_are_listed() -> None:
    """A closed school is not missed; 31 December 2024 is a year before 31 December 2025."""
    records = city_records()
    records["organizations"] = [
        o for o in records["organizations"] if o["id"] not in {"bing-1", "bing-2", "bing-3"}
    ]
    records["organizations"][-1]["closed"] = "2025-06-30"
    records["inspections"] = [
        inspection("i-1", "jia-1", "2024-Q4", "2024-12-31", "mmmm"),
        inspection("i-2", "jia-2", "2024-Q4", "2024-12-30", "mmmm"),
    ]
    found = gaps_of(site_of(records))
    assert [line.link.text for line in found["counties"].lines] == ["丙县"]
    assert found["schools"].sentence == "5 所在册学校中，4 所近一年没有完成的督查。"
    assert [line.what for line in found["schools"].lines[:2]] == ["上次督查：2024年12月30日", "从未督查"]


def test_terms_that_end_do_not_give_a_name_away() -> None:
    """An expert without consent is listed like everybody, without the name."""
    records = city_records()
    term = {"pool": "provincial", "term": {"from": "2023-01-01", "to": "2026-01-31"}}
    records["experts"] = [{**e, "pools": [term]} for e in records["experts"]]
    lines = gaps_of(site_of(records))["terms"].lines
    assert [line.link.text for line in lines] == ["张示例", "专家（未公开）"]
    assert lines[0].what == "聘期将于2026年1月31日届满"


def test_overdue_plans_are_counted_in_days() -> None:
    """The day itself is not over."""
    records = city_records()
    planned = {"status": "planned", "planned_on": "2025-12-30"}
    records["inspections"] = [
        {**inspection("i-1", "jia-1", "2025-Q4", "2025-12-30", "mmmm"), **planned},
        {
            **inspection("i-2", "jia-2", "2025-Q4", "2025-12-31", "mmmm"),
            **planned,
            "planned_on": "2025-12-31",
        },
    ]
    assert [line.what for line in gaps_of(site_of(records))["plans"].lines] == ["已过计划日期 1 天"]


def test_empty_bureau_has_no_gaps() -> None:
    """Nothing is missing where nothing was begun."""
    assert all(not gaps.lines for gaps in context_of(empty_site()).gaps)


def test_what_is_said_of_an_internal_field_is_counted_and_not_repeated() -> None:
    """Whom an interview was with would stand in the message, and in the counties' own counts."""
    record = {
        "id": "t1", "date": "2025-11-01", "by": "shi", "unit": "jia", "office": "职务", "cause": "hazard",
        "reason": "整改慢。", "grounds": {"inspection": "i-1"},
        "promises": [{"text": "补齐", "due": "2025-12-01"}],
    }  # fmt: skip
    site = site_of({**city_records(), "interviews": [record]})
    place = Location("records/interviews/t1.yml", 9)
    found = HINT.at(place, record="interviews/t1", field=("grounds", "inspection"))
    context = context_of(Site(site.snapshot, site.results, (found,)))
    (problem,) = context.problems
    assert (problem.count, problem.message, problem.hint) == (1, "在不公开的字段里；内容见核对结果", "")
    assert [line.link.text for line in context.owners] == ["市级或无法归属"]
