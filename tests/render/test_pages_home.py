"""The first page: its sentence carries the numbers that people will quote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from generator.model.demand import DemandInfo, Fulfilment, Mechanism, State
from generator.model.text import Text
from generator.render.duties import DutyList, tally
from generator.render.pages.home import due_sentence, home, home_sentence
from generator.render.site import Site
from tests.render.city import city_records, city_site, empty_site, inspection, site_of
from tests.render.test_duties import owed, with_owed


def test_the_sentence_compares_with_the_quarter_before() -> None:
    """Base, result and change in one sentence; worked by hand from two quarters of two and one visits."""
    records = city_records()
    records["inspections"] = [
        inspection("i-1", "jia-1", "2025-Q3", "2025-08-12", "ummm"),
        inspection("i-2", "yi-1", "2025-Q3", "2025-08-13", "mmmm"),
        inspection("i-3", "jia-1", "2025-Q4", "2025-11-12", "mmpm"),
    ]
    site = site_of(records)
    duties = DutyList(site).all
    # Both due on 2026-01-15: the general finding of i-3; the major one of i-1 was due in August.
    assert home_sentence(site, site.schools(), tally(duties)).zh == (
        "2025年第4季度，全市 9 所学校中检查了 1 所，1 次检查全部合格（上季度 1 次不合格）；"
        "没有逾期，今后 30 天到期 1 项。"
    )
    assert due_sentence(duties).zh == ("涉及 1 个单位，最近一项 2026年1月15日到期。")


def test_nothing_due_is_said_in_words() -> None:
    """Not "0 items at 0 schools"."""
    assert due_sentence(()).zh == "没有逾期，今后 30 天也没有到期的事项。"


def test_an_empty_bureau_is_guided_to_its_first_record() -> None:
    """Five steps, each with its folder."""
    context = next(iter(home(empty_site()))).context
    assert context.is_empty  # type: ignore[attr-defined]
    assert next(path for _, path, _ in context.steps) == "records/bureau.yml"  # type: ignore[attr-defined]


def test_unannounced_visits_are_counted_and_not_named() -> None:
    """The head of the bureau sees that they are planned; nobody sees where."""
    records = city_records()
    planned = {
        k: v
        for k, v in inspection("i-secret", "bing-3", "2026-Q1", "2026-01-05", "mmmm").items()
        if k not in ("date", "results", "findings", "checklist_digest", "strengths")
    }
    records["inspections"].append({**planned, "status": "planned", "planned_on": "2026-01-05"})
    context = next(iter(home(site_of(records)))).context
    assert context.secret == 1  # type: ignore[attr-defined]
    assert context.planned == ()  # type: ignore[attr-defined]


def test_every_school_can_be_found_by_name_and_code() -> None:
    """The first search is for one's own school."""
    context = next(iter(home(city_site()))).context
    assert len(context.schools) == 9  # type: ignore[attr-defined]
    assert "5100010001" in context.schools[0].find  # type: ignore[attr-defined]


def test_counties_with_something_late_or_due_are_listed() -> None:
    """In administrative order; a county without either, and what is due later, are not."""
    site = with_owed(owed("yi-1", -3), owed("jia", 60), owed("bing", 30), owed("bing", 2))
    context: Any = next(iter(home(site))).context
    assert [(a.link.text, a.tally.late, a.tally.week, a.tally.soon) for a in context.due] == [
        ("乙区", 1, 0, 0),
        ("丙县", 0, 1, 2),
    ]
    assert context.due_sentence == ("涉及 2 个单位，最近一项 2026年1月2日到期。")
    late = context.figures[-1]
    assert (late.label, late.value, late.note, late.tone) == ("逾期", "1", "今后 30 天到期 2 项", "alarm")


def test_the_five_mechanisms_stand_with_their_state_once_a_year_was_judged() -> None:
    """Two demands of the first mechanism are met and one is open; nothing is demanded of the others."""
    site = city_site()
    demands = {n: DemandInfo(n, Mechanism.COORDINATION, Text(n), Text(n), (), ()) for n in ("a", "b", "c")}
    found = tuple(
        Fulfilment(n, "shi", 2025, state, Text(""))
        for n, state in zip("abc", (State.MET, State.MET, State.OPEN), strict=True)
    )
    judged = Site(site.snapshot, replace(site.results, demands=demands, fulfilments=found))
    cards = next(iter(home(judged))).context.mechanisms
    assert [card.title for card in cards] == [m.value.zh for m in Mechanism]
    assert cards[0].shares == (("met", 2, "已落实"), ("open", 1, "未落实"))
    assert all(card.shares == () for card in cards[1:])
    unjudged = Site(site.snapshot, replace(site.results, fulfilments=()))
    assert next(iter(home(unjudged))).context.mechanisms == ()


def test_the_trend_needs_two_quarters_and_the_city_is_its_subject() -> None:
    """One point is no trend; two quarters with visits give the two rates of the whole city."""
    records = city_records()
    one = inspection("i-1", "jia-1", "2025-Q3", "2025-08-12", "mmmm")
    records["inspections"] = [one]
    assert next(iter(home(site_of(records)))).context.trend is None  # type: ignore[attr-defined]
    records["inspections"] = [one, inspection("i-2", "yi-1", "2025-Q4", "2025-11-12", "ummm")]
    trend = next(iter(home(site_of(records)))).context.trend  # type: ignore[attr-defined]
    assert trend.heads[1:] == ("2025Q3", "2025Q4")
    assert trend.rows[0][1:] == ("100.0", "0.0")


def test_a_quarter_that_is_not_over_is_not_held_against_a_whole_one() -> None:
    """In the middle of a quarter fewer schools were inspected than in the last: that is no 退步."""
    records = city_records()
    records["inspections"] = [
        inspection("i-1", "jia-1", "2025-Q3", "2025-08-12", "mmmm"),
        inspection("i-2", "yi-1", "2025-Q3", "2025-08-13", "mmmm"),
        inspection("i-3", "jia-1", "2025-Q4", "2025-11-12", "mmpm"),
    ]
    context: Any = next(iter(home(site_of(records, as_of=date(2025, 12, 10))))).context
    assert context.sentence.startswith("2025年第4季度到目前为止，")
    assert context.figures[0].change == "本季度还未结束，不与上期比"
    assert "上期" in context.figures[1].change
    context = next(iter(home(site_of(records)))).context
    assert context.figures[0].change.endswith("（退步）")
