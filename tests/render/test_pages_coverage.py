"""The five mechanisms in one view: every demand, every unit, counted right and in the text's order."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

from generator.model.demand import DemandInfo, Fulfilment, Mechanism, State
from generator.model.text import Text
from generator.render.coverage import Coverage, states_sentence, tally
from generator.render.page import Page
from generator.render.pages.coverage import coverage
from generator.render.site import Site
from tests.render.city import city_site, empty_site

MET, OPEN, PENDING, EXEMPT = State.MET, State.OPEN, State.PENDING, State.EXEMPT


def info(id: str, mechanism: Mechanism) -> DemandInfo:
    return DemandInfo(id, mechanism, Text(f"词{id}"), Text(f"要求{id}"), ("AWD001",), ("awards",))


def judged(*rows: tuple[str, str, int, State, tuple[str, ...]]) -> Site:
    """The small city, of which two demands ask: budgets of counties, visits of the city.

    In the registry the fifth mechanism stands before the second, to show that the page orders them.
    """
    site = city_site()
    demands = (info("budget", Mechanism.GUARANTEE), info("visits", Mechanism.INSPECTION))
    results = replace(
        site.results,
        demands=MappingProxyType({one.id: one for one in demands}),
        fulfilments=tuple(Fulfilment(d, u, y, s, Text(f"{u}情况"), e) for d, u, y, s, e in rows),
    )
    return Site(site.snapshot, results)


def pages_of(site: Site) -> list[Page]:
    return list(coverage(site))


def context_of(site: Site) -> Any:
    return pages_of(site)[0].context


KEYS = tuple(f"awards/a-{n}" for n in range(8))
CITY = (
    ("budget", "yi", 2025, OPEN, ()),
    ("budget", "jia", 2025, MET, ("awards/a-2025-1",)),
    ("budget", "jia-1", 2025, OPEN, KEYS),
    ("visits", "shi", 2025, PENDING, ()),
)


def test_one_open_unit_makes_a_demand_open() -> None:
    """Nothing that somebody still owes may look done."""
    rows = [Fulfilment("d", str(n), 2025, s, Text("")) for n, s in enumerate((MET, MET, PENDING, OPEN))]
    assert tally(rows).state is OPEN
    assert tally(rows[:3]).state is PENDING
    assert tally(rows[:2]).state is MET
    assert tally([]).state is EXEMPT


def test_a_unit_that_is_not_asked_counts_on_neither_side() -> None:
    rows = [Fulfilment("d", str(n), 2025, s, Text("")) for n, s in enumerate((MET, EXEMPT, EXEMPT))]
    assert (tally(rows).met, tally(rows).asked, tally(rows).exempt) == (1, 1, 2)


def test_mechanisms_stand_in_the_order_of_the_text_and_all_five_are_there() -> None:
    context = context_of(judged(*CITY))
    assert [block.anchor for block in context.blocks] == [m.name.lower() for m in Mechanism]
    assert [d.anchor for block in context.blocks for d in block.demands] == ["visits", "budget"]


def test_units_below_a_county_are_counted_in_its_column() -> None:
    """Two units in the first county, one of them done; the city has no part in this demand."""
    context = context_of(judged(*CITY))
    (row,) = context.blocks[4].demands
    city, first, second = row.cells
    assert [c.text for c in context.columns] == ["市级", "甲县", "乙区"]
    assert city is None
    assert (first.count, first.mark.kind) == ("1/2", "open")
    assert (second.count, second.mark.kind, second.reason) == ("", "open", "yi情况")
    assert row.summary == "1 / 3 个单位"


def test_what_is_owed_stands_unit_by_unit_in_administrative_order() -> None:
    context = context_of(judged(*CITY))
    assert [(g.unit.path, g.demand.path) for g in context.gaps] == [
        ("organizations/jia-1/", "#budget"),
        ("organizations/yi/", "#budget"),
    ]


def test_a_long_list_of_records_is_cut_and_says_how_many_more() -> None:
    """Eight records: six are named."""
    context = context_of(judged(*CITY))
    line = next(u for u in context.blocks[4].demands[0].units if u.unit.path == "organizations/jia-1/")
    assert (len(line.records), line.more) == (6, 2)


def test_sentence_for_none_one_and_many() -> None:
    assert states_sentence({}).zh == "没有要求"
    assert states_sentence({MET: 1}) == Text("1 项要求：已落实 1 项", "1 demand: 1 met")
    assert (
        states_sentence({MET: 2, OPEN: 1, PENDING: 3}).zh == "6 项要求：已落实 2 项、未落实 1 项、未到期 3 项"
    )
    assert states_sentence({EXEMPT: 1}).zh == "1 项要求：1 项没有单位需要做到"
    assert context_of(judged(*CITY)).sentence == (
        "2025 年五个机制共 2 项要求：未落实 1 项、未到期 1 项；未落实的涉及 2 个单位。"
    )
    assert context_of(judged(CITY[1])).sentence == "2025 年五个机制共 1 项要求：已落实 1 项，没有单位未落实。"


def test_each_year_has_a_page_and_the_newest_is_the_section() -> None:
    old, new = ("budget", "jia", 2024, OPEN, ()), ("budget", "jia", 2025, MET, ())
    first, second = pages_of(judged(old, new))
    assert (first.path, second.path, second.title) == ("coverage/", "coverage/2024/", "五个机制 · 2024 年")
    assert first.context.years == (("2025 年", "coverage/", True), ("2024 年", "coverage/2024/", False))
    assert not first.context.gaps
    assert len(second.context.gaps) == 1


def test_states_of_a_mechanism_are_its_own() -> None:
    found = Coverage(judged(*CITY), 2025)
    assert found.states(Mechanism.INSPECTION) == {PENDING: 1}
    assert found.states(Mechanism.COORDINATION) == {}
    assert found.states() == {PENDING: 1, OPEN: 1}


def test_an_empty_bureau_is_guided() -> None:
    (only,) = pages_of(empty_site())
    assert only.path == "coverage/"
    assert not only.context.blocks
