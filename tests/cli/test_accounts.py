"""An annual evaluation in the terminal: the words of the pages, and sums that come out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.cli.accounts import account
from generator.model.errors import GeneratorError
from tests.compute.test_evaluation import best
from tests.render.test_pages_evaluations import WORKED, record, site_with

SITE = site_with(WORKED, record("yi", best()))


def told(unit: str, against: str | None = None) -> list[str]:
    return [line.zh for line in account(SITE.results, SITE.snapshot, unit, 2025, against)]


def test_a_grade_is_called_by_its_name() -> None:
    """甲县 loses its grade to the quota; ids of grades are for files, not for people."""
    lines = told("jia")
    assert any("等次 优秀 → 良好" in line for line in lines)
    assert "90.22" in lines[0]


def test_differences_of_items_add_up_to_the_difference_of_totals() -> None:
    """Whoever asks why one unit stands before another gets the whole answer."""
    lines = [line.replace("−", "-").split() for line in told("jia", "yi")]
    last = next(words for words in lines if words[0] == "相差")
    gaps = [Decimal(words[0]) for words in lines if words[0].startswith(("+", "-"))]
    assert abs(sum(gaps) - Decimal(last[1])) <= Decimal("0.01")  # the total alone is rounded


def test_the_head_says_rank_total_and_grade() -> None:
    assert told("jia")[0] == "甲县 2025 年度：第 2 位，90.22 分，良好"
    assert told("bing")[0] == "丙县 2025 年度：– 分，未排位次：还没有评价记录，以下只是按已有数据的推算"


def test_a_difference_shows_both_workings_and_what_moved_a_grade() -> None:
    """That 甲县 is not excellent is no matter of points, so the points alone would not answer why."""
    lines = told("jia", "yi")
    place = next(n for n, line in enumerate(lines) if "3.2 隐患按期整改率" in line)
    assert lines[place].split()[0] == "−1.05"
    assert lines[place + 1].strip() == (
        "41 ÷ 44 × 8 − 1 × 0.5（考核日仍未销号的逾期隐患） = 6.95 分；对方 1 ÷ 1 × 8 = 8 分"
    )
    assert lines[-2:] == ["  甲县：", "  等次 优秀 → 良好：优秀名额 1 个，位次在前的已有 1 个单位"]


def test_a_year_without_a_list_says_which_there_are() -> None:
    """The way out of a wrong year is a right one."""
    with pytest.raises(GeneratorError, match="1999"):
        list(account(SITE.results, SITE.snapshot, "jia", 1999, None))
