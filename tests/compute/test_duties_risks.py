"""What schools that keep chemicals owe each term, in the counties of the worked example of the metrics."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from generator.compute.duties.risks import reviews_owed, stocktakings_owed
from tests.compute.metrics.test_chemicals_by_hand import records
from tests.support.snapshots import snapshot_of

AUTUMN = "2025-10-16"  # 45 days after 1 September


def test_a_term_asks_for_a_review_of_every_open_point_and_for_a_list() -> None:
    """s2 reviewed r3 in spring only; s3's only point is closed, and s5 never listed any."""
    owed = [(o.unit, o.due, o.title.zh) for o in reviews_owed.function(snapshot_of(*records()))]
    assert sorted(owed) == [
        ("s2", AUTUMN, "评估风险点 1 个（2025年秋季学期）"),
        ("s3", AUTUMN, "建立风险点清单（2025年秋季学期）"),
        ("s5", AUTUMN, "建立风险点清单（2025年秋季学期）"),
    ]


def test_a_term_asks_every_keeper_to_take_stock() -> None:
    """All but s5 did so in September; schools without chemicals are not asked."""
    owed = list(stocktakings_owed.function(snapshot_of(*records())))
    assert [(o.unit, o.due) for o in owed] == [("s5", AUTUMN)]


def test_what_a_past_term_missed_is_not_owed_any_more() -> None:
    """On the first day of autumn everybody owes the review of autumn, nobody that of spring."""
    first = replace(snapshot_of(*records()), as_of=date(2025, 9, 1))
    assert {o.due for o in reviews_owed.function(first)} == {AUTUMN}
    assert [o.unit for o in stocktakings_owed.function(first)] == ["s1", "s2", "s3", "s5"]
