"""What a round says about all its visits together."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from generator.model.rounds import Tally, percent
from generator.render.pages import rounds
from generator.render.pages.rounds import faults_sentence, index_sentence, round_sentence
from tests.render.city import city_records, empty_site, hazard, hazards, inspection, site_of

NOTHING = Tally(0, 0, 0, 0, 0, None)


def round_contexts(*made: dict[str, Any]) -> dict[str, Any]:
    site = site_of({**city_records(), "inspections": list(made)})
    return {p.path.split("/")[1]: p.context for p in rounds.round_pages(site)}


def test_sentence_is_right_for_none_one_and_many() -> None:
    """Never a number without its base."""
    assert round_sentence(NOTHING, None, 9).zh == "这一轮还没有完成的督查。"
    one = Tally(1, 1, 0, 0, 0, Decimal("100.00"))
    assert round_sentence(one, None, 9).zh == (
        "这一轮到访 1 所学校（全市应查 9 所），1 次督查没有不合格；没有发现问题。"
    )
    assert round_sentence(one, None, 9).to("en") == (
        "1 school of 9 visited, none of 1 inspection failed; no findings."
    )
    many = Tally(5, 4, 2, 7, 1, Decimal("80.00"))
    assert round_sentence(many, one, 9).zh == (
        "这一轮到访 4 所学校（全市应查 9 所），5 次督查中 2 次不合格（上一轮 1 次中 0 次）；"
        "发现问题 7 项，其中重大 1 项。"
    )


def test_frequent_faults_have_the_visits_that_judged_the_item_as_base() -> None:
    """Where an item did not apply, it was not missed: a1 1 of 2, a2 2 of 3."""
    found = round_contexts(
        inspection("i-1", "jia-1", "2025-Q4", "2025-11-12", "numm"),
        inspection("i-2", "jia-2", "2025-Q4", "2025-11-13", "upmm"),
        inspection("i-3", "yi-1", "2025-Q4", "2025-11-14", "mmmm"),
    )["2025-q4-hazchem"]
    assert [(f.item.path, f.failed, f.judged, f.share) for f in found.faults] == [
        ("items/hazchem-a2/", 2, 3, "66.7"),
        ("items/hazchem-a1/", 1, 2, "50.0"),
    ]
    assert found.faults_sentence == "最多的是「台账相符」，3 次查看中 2 次不符合或部分符合（66.7%）。"
    assert faults_sentence(()).zh == "所有查看的项目都符合。"


def test_counties_stand_in_administrative_order_beside_the_round_before() -> None:
    """甲县: 100 then 70 points of 100, one visit failed more; 丙县 was not visited."""
    found = round_contexts(
        inspection("i-1", "jia-1", "2025-Q3", "2025-08-12", "mmmm"),
        inspection("i-2", "jia-1", "2025-Q4", "2025-11-12", "ummm"),
        inspection("i-3", "yi-1", "2025-Q4", "2025-11-14", "mmmm"),
    )
    lines = found["2025-q4-hazchem"].counties
    assert [(c.link.text, c.pool, c.now.schools, c.rate, c.rate_change, c.failed_change) for c in lines] == [
        ("甲县", 3, 1, "70.00", "−30.00", "+1"),
        ("乙区", 3, 1, "100.00", "", ""),
        ("丙县", 3, 0, "–", "", ""),
    ]
    assert found["2025-q4-hazchem"].previous.path == "rounds/2025-q3-hazchem/"
    assert found["2025-q3-hazchem"].next.path == "rounds/2025-q4-hazchem/"


def test_a_round_says_what_is_overdue_and_whether_the_quarter_before_is_closed() -> None:
    """One of two is late now; of the quarter before one is still open. A self-check belongs to no round."""
    visits = [
        inspection("i-1", "jia-1", "2025-Q3", "2025-08-12", "ummm"),
        inspection("i-2", "jia-1", "2025-Q4", "2025-11-12", "uumm"),
    ]
    old = {"origin": "inspection", "inspection": "i-1"}
    new = {"origin": "inspection", "inspection": "i-2"}
    loop = hazards(
        hazard("h-1", "jia-1", "2025-09-12", "2025-08-12", closed="2025-09-01", finding="f-1", **old),
        hazard("h-2", "jia-1", "2026-01-20", "2025-08-12", finding="f-2", **old),
        hazard("h-3", "jia-1", "2025-12-01", "2025-11-12", finding="f-1", **new),
        hazard("h-4", "jia-1", "2026-01-10", "2025-11-12", finding="f-2", **new),
        hazard("h-5", "yi-1", "2025-12-01", "2025-11-12"),
    )
    site = site_of({**city_records(), "inspections": visits, **loop})
    found: Any = {p.path: p.context for p in rounds.round_pages(site)}["rounds/2025-q4-hazchem/"]
    assert found.hazards_sentence == "登记隐患 2 处，已销号 0 处，未销号 2 处；1 处逾期 30 天。"
    assert [line.link.path for line in found.late] == ["hazards/h-3/"]
    assert [(s.mark.kind, s.count) for s in found.states] == [
        ("registered", 2), ("rectifying", 0), ("accepting", 0), ("closed", 0),
    ]  # fmt: skip
    assert found.before_sentence == "登记隐患 2 处，已销号 1 处，未销号 1 处，没有逾期。"
    assert found.before_link.path == "rounds/2025-q3-hazchem/"
    assert found.draw is None


def test_withdrawn_and_open_visits_are_listed_but_not_counted() -> None:
    """The table shows everything, the figures only what holds."""
    gone = {"date": "2025-12-01", "reason": "重复录入"}
    found = round_contexts(
        inspection("i-1", "jia-1", "2025-Q4", "2025-11-12", "ummm", withdrawn=gone),
        inspection("i-2", "yi-1", "2025-Q4", "2025-11-12", "mmmm"),
    )["2025-q4-hazchem"]
    assert (found.now.visits, found.now.failed, len(found.visits)) == (1, 0, 2)
    assert found.others == "本轮另有已撤回 1 次，不计入上面的数字。"


def test_rate_is_rounded_half_up_and_none_of_nothing() -> None:
    """1 of 8 is 12.50, 0.125 of 1000 is 0.0125 and becomes 0.01."""
    assert percent(Decimal(1), Decimal(8)) == Decimal("12.50")
    assert percent(Decimal("0.125"), Decimal(1000)) == Decimal("0.01")
    assert percent(Decimal("0.15"), Decimal(1000)) == Decimal("0.02")
    assert percent(Decimal(0), Decimal(0)) is None


def test_pool_is_the_number_of_schools_that_compute_counts() -> None:
    """The base on the page and the base of share-inspected are the same."""
    records = city_records()
    records["organizations"][-1]["closed"] = "2025-09-30"
    records["inspections"] = [inspection("i-1", "jia-1", "2025-Q4", "2025-11-12", "mmmm")]
    site = site_of(records)
    context: Any = next(iter(rounds.round_pages(site))).context
    measure = site.results.measure("share-inspected", "shi", site.rounds[0].period)
    assert measure is not None
    assert context.pool == measure.operands[-1].value == 8


def test_empty_bureau_has_no_round() -> None:
    """And says so."""
    assert index_sentence(()).zh == "还没有督查轮次。"
    context: Any = next(iter(rounds.rounds(empty_site()))).context
    assert context.rounds == ()
