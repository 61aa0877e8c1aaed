"""What a ranking page says: who stands where, why, and who is not ranked."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from generator.model.results import RankingRow
from generator.render.pages.rankings import band, change_words, index_sentence, ranking_sentence, rankings
from tests.render.city import city_records, city_site, empty_site, site_of


def row(rank: int | None, previous: int | None) -> RankingRow:
    return RankingRow("jia", rank, None, tied=False, reason=None, previous=previous, measures={})


@pytest.mark.parametrize(
    ("rank", "previous", "words"),
    [(1, 3, "↑ 上升 2 位"), (3, 1, "↓ 下降 2 位"), (2, 2, "不变"), (2, None, "上期未排位次"), (None, 1, "–")],
)
def test_a_change_of_rank_is_said_in_words(rank: int | None, previous: int | None, words: str) -> None:
    """Readable without colour, and up means better."""
    assert change_words(row(rank, previous), has_previous=True).zh == words


def test_without_a_ranking_before_there_is_no_change() -> None:
    """Nobody is "not ranked before" when nobody could be."""
    assert change_words(row(1, None), has_previous=False).zh == "–"


def test_the_sentence_names_range_and_leader() -> None:
    """The finding before the table."""
    site = city_site()
    ranking = next(r for r in site.results.rankings if r.id == "counties-2025-q4")
    text = ranking_sentence(site, ranking).zh
    assert text == (
        "2025年第4季度共 3 个单位排位次，总分从 90.00 到 98.00，甲县第 1 位。"
        "前后相差最小的是甲县与丙县，2.44 分。"
    )


def test_the_sentence_is_grammatical_for_none_and_one() -> None:
    """A quarter with one visited county, or none."""
    site = city_site()
    ranking = next(r for r in site.results.rankings if r.id == "counties-2025-q4")
    one = replace(ranking, rows=ranking.rows[:1])
    assert ranking_sentence(site, one).zh == "2025年第4季度共 1 个单位排位次，总分为 98.00。"
    assert ranking_sentence(site, one).en == "1 unit is ranked for Q4 2025: total 98.00."
    assert ranking_sentence(site, replace(ranking, rows=())).zh == "2025年第4季度没有单位排位次。"


def test_unranked_units_stand_apart_with_their_reason() -> None:
    """Not ranked is not last."""
    records = city_records()
    records["inspections"] = [i for i in records["inspections"] if not i["organization"].startswith("yi")]
    site = site_of(records)
    page = next(p for p in rankings(site) if p.path == "rankings/counties-2025-q4/")
    assert [line.unit.text for line in page.context.unranked] == ["乙区"]  # type: ignore[attr-defined]
    assert page.context.unranked[0].reason  # type: ignore[attr-defined]
    assert page.method == "method-2025"


def test_every_cell_leads_to_its_explanation() -> None:
    """Two clicks from a number to its records."""
    page = next(p for p in rankings(city_site()) if p.path == "rankings/counties-2025-q4/")
    cells = page.context.ranked[0].cells  # type: ignore[attr-defined]
    assert cells[0].path == "organizations/jia/#m-inspection-pass-rate-2025-q4"


def test_the_index_of_an_empty_bureau_says_so() -> None:
    """And not "0 quarters"."""
    assert index_sentence(empty_site()).zh == "还没有完成的检查，因此没有评价结果。"


@pytest.mark.parametrize(
    ("total", "best", "low"),
    [("100", "100", 95), ("100.00", "104", 100), ("95.2", "95.2", 95), ("95", "98", 95)],
)
def test_a_full_total_lies_in_the_highestband(total: str, best: str, low: int) -> None:
    """The figure said that two schools had between 100 and 105 points of 100."""
    assert band(Decimal(total), Decimal(best)) == low
