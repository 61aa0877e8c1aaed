"""Who stands where, worked by hand: printed totals decide, ties share, and nobody is ranked on a gap."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.compute.assess import assess
from generator.compute.rankings import RANKINGS
from generator.model.period import Period
from generator.model.results import Ranking, Results
from tests.support.snapshots import (
    Made,
    award,
    checklist,
    county,
    inspection,
    method,
    schemas_without,
    school,
    snapshot_of,
)

Q1, Q2, YEAR = Period(2025, 1), Period(2025, 2), Period(2025)
BY_SCORE = {"mean-item-score": 1}


def ranking(results: Results, name: str = "schools", period: Period = Q1) -> Ranking:
    found = results.ranking(name, period)
    assert found is not None
    return found


def scored(points: dict[str, str | int], *more: Made, period: str = "2025-Q1") -> tuple[Made, ...]:
    """A county whose schools each got so many points of 100 in one inspection."""
    return (
        county("c"),
        checklist(a=100),
        *(school(s, "c") for s in points),
        *(inspection(f"i-{s}", s, period, a=Decimal(p)) for s, p in points.items()),
        *more,
    )


def ranks(found: Ranking) -> list[tuple[str, int | None, bool]]:
    return [(row.subject, row.rank, row.tied) for row in found.rows]


def reasons(found: Ranking) -> dict[str, str | None]:
    return {row.subject: row.reason.zh if row.reason else None for row in found.rows}


def test_ties_share_a_rank_and_the_next_is_left_out() -> None:
    """1, 2, 2, 4."""
    results = assess(snapshot_of(*scored({"a": 80, "b": 90, "d": 80, "e": 70}), method(weights=BY_SCORE)))
    assert ranks(ranking(results)) == [("b", 1, False), ("a", 2, True), ("d", 2, True), ("e", 4, False)]


def test_what_prints_alike_is_a_tie() -> None:
    """80.004 and 79.996 both print as 80.00; 80.005 prints as 80.01."""
    results = assess(
        snapshot_of(*scored({"a": "80.004", "b": "79.996", "d": "80.005"}), method(weights=BY_SCORE))
    )
    assert ranks(ranking(results)) == [("d", 1, False), ("a", 2, True), ("b", 2, True)]
    assert [str(row.total) for row in ranking(results).rows] == ["80.01", "80.00", "80.00"]


def test_total_is_the_weighted_mean_of_printed_measures() -> None:
    """a: pass rate 2 of 3 prints 66.7, mean score 200/300 prints 66.67.

    (66.7 × 0.35 + 66.67 × 0.65) ÷ 1 = 23.345 + 43.3355 = 66.6805, printed 66.68; from the unrounded
    measures it would be 66.67.
    """
    made = (
        county("c"),
        school("a", "c"),
        checklist(a=100),
        *(inspection(f"i{n}", "a", a=p) for n, p in enumerate((80, 80, 40))),
        method(weights={"inspection-pass-rate": Decimal("0.35"), "mean-item-score": Decimal("0.65")}),
    )
    row = ranking(assess(snapshot_of(*made))).rows[0]
    assert str(row.total) == "66.68"


def test_half_of_a_total_goes_up() -> None:
    """(100.0 × 1 + 60.25 × 3) ÷ 4 = 70.1875 prints 70.19 with two decimals, and with one 70.2."""
    weights = {"inspection-pass-rate": 1, "mean-item-score": 3}
    for decimals, total in [(2, "70.19"), (1, "70.2"), (0, "70"), (3, "70.188")]:
        results = assess(snapshot_of(*scored({"a": "60.25"}), method(weights=weights, decimals=decimals)))
        assert str(ranking(results).rows[0].total) == total


def test_equal_ranks_stand_in_administrative_order() -> None:
    """Along the tree: the county's order first, then the school's order, then its id."""
    made = (
        county("z", order=1),
        county("y", order=2),
        school("b", "y", order=1),
        school("d", "z", order=2),
        school("a", "z", order=2),
        school("e", "z", order=1),
        checklist(a=100),
        *(inspection(f"i-{s}", s, a="met") for s in "abde"),
        method(),
    )
    assert [row.subject for row in ranking(assess(snapshot_of(*made))).rows] == ["e", "a", "d", "b"]


def test_unranked_come_last_in_administrative_order_with_their_reason() -> None:
    made = scored({"d": 70}, school("a", "c", order=2), school("b", "c", order=1), method())
    found = ranking(assess(snapshot_of(*made)))
    assert ranks(found) == [("d", 1, False), ("b", None, False), ("a", None, False)]
    assert reasons(found) == {"d": None, "b": "本期没有完成的检查", "a": "本期没有完成的检查"}
    assert [row.total for row in found.unranked] == [None, None]


@pytest.mark.parametrize(("minimum", "rank"), [(Decimal("33.3"), 1), (Decimal("33.4"), None)])
def test_county_below_minimum_coverage_is_not_ranked(minimum: Decimal, rank: int | None) -> None:
    """1 of 3 schools prints as 33.3%: a minimum of 33.3 is met, although 33.333… was never compared."""
    made = scored({"a": 70}, school("b", "c"), school("d", "c"), method(coverage=minimum))
    row = ranking(assess(snapshot_of(*made)), "counties").rows[0]
    assert row.rank == rank
    assert str(row.total) == "88.00"  # (100 × 60 + 70 × 40) ÷ 100, shown although it is not ranked
    assert (row.reason.zh if row.reason else None) == (
        None if rank else "受检学校占比 33.3%，低于办法规定的 33.4%"
    )


def test_coverage_does_not_concern_schools() -> None:
    made = scored({"a": 70}, school("b", "c"), method(coverage=100))
    assert ranking(assess(snapshot_of(*made))).rows[0].rank == 1


def test_county_without_schools_and_county_without_inspections_say_which() -> None:
    made = scored({"a": 70}, county("empty"), county("idle"), school("b", "idle"), method(coverage=30))
    assert reasons(ranking(assess(snapshot_of(*made)), "counties")) == {
        "c": None,
        "empty": "本期没有应检学校",
        "idle": "本期没有完成的检查",
    }


def test_without_a_method_nobody_is_ranked() -> None:
    found = ranking(assess(snapshot_of(*scored({"a": 70}))))
    assert (found.method, reasons(found)) == ("", {"a": "没有适用于本期的评定办法"})


@pytest.mark.parametrize(
    ("weights", "reason"),
    [
        ({"findings-per-school": 1}, "「校均发现问题」越低越好，不能按权重相加"),
        ({"share-inspected": 1}, "「受检学校占比」不适用于这一级单位"),
        ({"unheard-of": 1}, "评定办法用了未知的指标「unheard-of」"),
        ({"mean-item-score": 0}, "评定办法没有规定这项评价结果的权重"),
        ({"awards": 1}, "仅按年统计"),
    ],
)
def test_weights_that_cannot_be_added_rank_nobody(weights: dict[str, int], reason: str) -> None:
    """Weights are never moved to other metrics to fill a gap."""
    found = ranking(assess(snapshot_of(*scored({"a": 70}), method(weights=weights))))
    assert reasons(found) == {"a": reason}


def test_weight_zero_shows_and_does_not_count() -> None:
    made = scored({"a": 70}, method(weights={"mean-item-score": 1, "findings-per-school": 0}))
    row = ranking(assess(snapshot_of(*made))).rows[0]
    assert str(row.total) == "70.00"


def test_columns_are_the_registrys_then_the_methods() -> None:
    found = ranking(assess(snapshot_of(*scored({"a": 70}), method(weights=BY_SCORE))), "schools")
    assert dict(found.weights) == {
        "inspection-pass-rate": 0,
        "mean-item-score": 1,
        "findings-per-school": 0,
        "awards": 0,
    }
    assert list(found.rows[0].measures) == list(found.weights)
    assert found.rows[0].measures["mean-item-score"].value == 70


def test_previous_rank_is_that_of_the_same_length_of_time() -> None:
    """In the second quarter a and b change places; the year has no year before it."""
    made = scored(
        {"a": 90, "b": 80},
        inspection("j-a", "a", "2025-Q2", a=70),
        inspection("j-b", "b", "2025-Q2", a=75),
        school("new", "c", opened="2025-04-01"),
        inspection("j-new", "new", "2025-Q2", a=72),
        method(weights=BY_SCORE),
    )
    results = assess(snapshot_of(*made))
    assert [(r.subject, r.rank, r.previous) for r in ranking(results, period=Q2).rows] == [
        ("b", 1, 2),
        ("new", 2, None),
        ("a", 3, 1),
    ]
    assert [r.previous for r in ranking(results, period=YEAR).rows] == [None, None, None]


def test_each_period_is_weighed_by_its_own_method() -> None:
    """The old method counts the score alone, the new one also awards: only the year has those."""
    made = scored(
        {"a": 90},
        award("w", "a"),
        method("old", last="2024-12-31", weights=BY_SCORE),
        method("new", first="2025-01-01", weights={"mean-item-score": 1, "awards": 1}),
        inspection("before", "a", "2024-Q4", a=50),
    )
    results = assess(snapshot_of(*made))
    found = {str(r.period): (r.method, r.rows[0].total) for r in results.rankings if r.name == "schools"}
    assert found == {
        "2024-Q4": ("old", Decimal("50.00")),
        "2024": ("old", Decimal("50.00")),
        "2025-Q1": ("new", None),
        "2025": ("new", Decimal("45.50")),
    }


def test_rankings_stand_in_order_of_period_then_of_the_registry() -> None:
    results = assess(snapshot_of(*scored({"a": 70}), method()))
    assert [r.id for r in results.rankings] == [
        "counties-2025-q1",
        "schools-2025-q1",
        "counties-2025",
        "schools-2025",
    ]
    assert ranking(results).title.zh == "2025年第1季度学校评价结果"


def test_field_that_an_older_schema_lacks_is_the_reason() -> None:
    schemas = schemas_without("inspections.results")
    found = ranking(assess(snapshot_of(*scored({"a": 70}), method(), schemas=schemas)))
    assert reasons(found) == {"a": "这一版本的记录没有字段「inspections.results」"}


def test_registry_names_each_ranking_once() -> None:
    assert len({kind.name for kind in RANKINGS}) == len(RANKINGS)
    for kind in RANKINGS:
        assert "{period}" in kind.title.zh
        assert "{period}" in kind.title.en
