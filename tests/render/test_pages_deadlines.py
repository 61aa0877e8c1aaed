"""What is due: right words for none, one and many, the nearest day first, nothing secret."""

from __future__ import annotations

from typing import Any

from generator.model.text import Text
from generator.render.findings import FindingLine
from generator.render.pages.deadlines import Visit, deadlines, deadlines_sentence
from generator.render.site import Link, Site
from tests.render.city import city_site, empty_site


def line(days: int, grade: str = "general") -> FindingLine:
    school, found = Link("甲校", "organizations/a/"), Link("查", "inspections/i/")
    return FindingLine(school, "甲县", grade, grade, "锁坏了", "2025-01-01", days, found)


def visit(days: int) -> Visit:
    return Visit("2025-01-01", days, Link("查", "inspections/i/"), "甲县")


def context_of(site: Site) -> Any:
    [page] = deadlines(site)
    return page.context


def test_sentence_for_none_one_and_many() -> None:
    """Only the next 30 days count; what has passed or lies beyond does not."""
    assert deadlines_sentence([line(-1), line(31)], []) == Text(
        "今后 30 天没有整改到期；没有已公布的检查。",
        "In the next 30 days no rectifications fall due, none of them major; no announced visits.",
    )
    assert deadlines_sentence([line(0, "major")], [visit(3)]).zh == (
        "今后 30 天有 1 项整改到期，其中重大隐患 1 项；已公布的检查 1 次。"
    )
    assert deadlines_sentence([line(1), line(30)], [visit(-2)]).zh == (
        "今后 30 天有 2 项整改到期，没有重大隐患；没有已公布的检查，另有 1 次过了计划日期还没有记录结果。"
    )


def test_each_finding_stands_in_one_span_at_most() -> None:
    """A day that two sections claim would be counted twice by a reader."""
    context = context_of(city_site())
    lines = [line for span in context.spans for line in span.lines]
    assert len(lines) == len(set(map(id, lines)))
    assert [span.anchor for span in context.spans] == ["week", "month", "later", "passed"]


def test_an_empty_bureau_has_an_empty_list() -> None:
    """Nothing is due where nothing was found."""
    context = context_of(empty_site())
    assert not any(span.lines for span in context.spans)
    assert context.visits == context.terms == ()
