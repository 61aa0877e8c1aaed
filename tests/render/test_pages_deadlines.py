"""What is due: right words for none, one and many, late ones first, each duty once."""

from __future__ import annotations

from typing import Any

from generator.render.duties import DutyList
from generator.render.pages.deadlines import deadlines, deadlines_sentence
from generator.render.site import Site
from tests.render.city import city_site, empty_site
from tests.render.test_duties import owed, with_owed


def context_of(site: Site) -> Any:
    [page] = deadlines(site)
    return page.context


def sentence(*duties: Any) -> str:
    found = DutyList(with_owed(*duties))
    return deadlines_sentence(found.all, found.by_area()).zh


def test_the_sentence_says_what_is_late_where_and_what_comes() -> None:
    """Grammatical for none, one and many; the place only where it is one."""
    assert sentence() == "没有要办的事项。"
    assert sentence(owed("jia", 60)) == "没有逾期的事项；今后 30 天没有到期的事项，再往后有 1 项。"
    assert sentence(owed("jia", -1)) == "逾期 1 项，均在甲县；今后 30 天没有到期的事项。"
    assert sentence(owed("jia-1", -1), owed("yi", -2), owed("yi", 7), owed("yi", 8, major=True)) == (
        "逾期 2 项；今后 30 天到期 2 项，其中 7 天内 1 项、重大隐患 1 项，最近一项 2026年1月7日到期。"
    )


def test_english_stands_beside_it() -> None:
    """A site in English has the same numbers."""
    found = DutyList(with_owed(owed("jia", -1), owed("jia", 3)))
    assert deadlines_sentence(found.all, found.by_area()).en == (
        "1 is late; 1 due in the next 30 days, 1 of them within 7; the next on 3 Jan 2026."
    )


def test_each_duty_stands_in_one_span_and_late_ones_first() -> None:
    """A day that two sections claim would be counted twice by a reader."""
    context = context_of(with_owed(*(owed("jia", n) for n in (-3, 0, 7, 8, 30, 31))))
    assert [(span.anchor, [line.days for line in span.lines]) for span in context.spans] == [
        ("late", [-3]),
        ("week", [0, 7]),
        ("month", [8, 30]),
        ("later", [31]),
    ]
    assert [f.value for f in context.figures] == ["1", "2", "2", "1"]
    assert [f.tone for f in context.figures] == ["alarm", "", "", ""]


def test_what_is_late_is_never_folded_away() -> None:
    """Forty late ones are what a reader came for; what is due next year can wait."""
    context = context_of(with_owed(*(owed("jia", n) for n in (-2, 3, 12, 40) for _ in range(40))))
    assert [(span.anchor, span.is_folded) for span in context.spans] == [
        ("late", False),
        ("week", False),
        ("month", True),
        ("later", True),
    ]


def test_duties_are_counted_by_county_and_by_sort() -> None:
    """Both tables hold every duty once."""
    site = city_site()
    context = context_of(site)
    assert site.results.duties
    for table in (context.areas, context.kinds):
        assert sum(row.tally.total for row in table) == len(site.results.duties)
    assert [kind.kind for kind in context.kinds] == ["rectification"]
    assert context.calendar == "calendar.ics"


def test_an_empty_bureau_has_an_empty_list() -> None:
    """Nothing is due where nothing was found."""
    context = context_of(empty_site())
    assert not any(span.lines for span in context.spans)
    assert context.areas == context.kinds == ()
    assert context.sentence == "没有要办的事项。"
