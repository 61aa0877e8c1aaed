"""How certain an order is, on units whose answer is known without a computer."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from typing import Any

from generator.model.evaluation import Robustness, YearEvaluation
from tests.compute.test_evaluation import county, evaluation, method, year_of

D = Decimal
SETTINGS = {"weights_percent": 25, "distribution": "uniform", "draws": 1000, "seed": 7}


def sections(*points: int) -> tuple[str, dict[str, Any]]:
    """A list with one counted item for each section: a, b, c … with these full marks."""
    return "checklists", {
        "id": "evaluation-2025",
        "title": "细则",
        "kind": "evaluation",
        "year": 2025,
        "not_applicable": "full_marks",
        "sections": [
            {
                "id": name,
                "title": name,
                "items": [
                    {
                        "id": f"{name}1",
                        "text": name,
                        "points": n,
                        "method": "count",
                        "scoring": {"each": D("0.01")},
                    }
                ],
            }
            for name, n in zip("abcdefg", points, strict=False)
        ],
    }


def year(points: tuple[int, ...], scores: dict[str, tuple[float, ...]], **settings: Any) -> YearEvaluation:
    """Units with these scores in each section."""
    made = [sections(*points), method(robustness=SETTINGS | settings)]
    for order, (unit, row) in enumerate(scores.items()):
        facts = {
            f"{name}1": {"count": round(score * 100)} for name, score in zip("abcdefg", row, strict=False)
        }
        rows = [
            {"item": item, "state": "scored", "facts": one, "self_score": D(one["count"]) / 100}
            for item, one in facts.items()
        ]
        made += [county(unit, order), evaluation(unit, {}, items=rows)]
    return year_of(*made)


def robust(points: tuple[int, ...], scores: dict[str, tuple[float, ...]], **settings: Any) -> Robustness:
    found = year(points, scores, **settings).robustness
    assert found is not None
    return found


def test_who_is_better_in_every_section_is_first_under_any_weights() -> None:
    """No weights can put a dominated unit ahead: each interval is one rank, every pair is stable."""
    found = robust((50, 50), {"x": (45, 45), "y": (40, 40), "z": (30, 30)})
    assert dict(found.intervals) == {"x": (1, 1), "y": (2, 2), "z": (3, 3)}
    assert dict(found.pairs) == {("x", "y"): D("100.0"), ("y", "z"): D("100.0")}
    assert found.stable == D("100.0")


def test_mirror_images_change_places_in_half_of_the_draws() -> None:
    """Two sections of equal weight, one unit good in each: by symmetry a coin decides."""
    found = robust((50, 50), {"x": (45, 35), "y": (35, 45)}, draws=4000)
    assert found.intervals["x"] == found.intervals["y"] == (1, 2)
    assert 47 < found.pairs["x", "y"] < 53
    assert found.stable == D("0.0")
    centred = robust((50, 50), {"x": (45, 35), "y": (35, 45)}, draws=4000, distribution="dirichlet")
    assert 47 < centred.pairs["x", "y"] < 53


def test_weights_that_do_not_vary_change_nothing() -> None:
    for distribution in ("uniform", "dirichlet"):
        found = robust((60, 40), {"x": (50, 30), "y": (40, 39)}, weights_percent=0, distribution=distribution)
        assert dict(found.intervals) == {"x": (1, 1), "y": (2, 2)}


def test_drawn_weights_keep_their_sum_and_stay_in_their_range() -> None:
    """A unit with the same share everywhere has the same total under all weights: 80 % of 100.

    It stands against one with 80.01 % everywhere, so one lost hundredth would show as a changed order.
    """
    found = robust((10, 20, 70), {"x": (8.01, 16.01, 56.01), "y": (8, 16, 56)})
    assert found.stable == D("100.0")


def test_leaving_out_a_section_ranks_by_the_others() -> None:
    found = robust((50, 50), {"x": (50, 20), "y": (10, 50)})
    assert dict(found.without["a"]) == {"x": 2, "y": 1}
    assert dict(found.without["b"]) == {"x": 1, "y": 2}


def test_geometric_mean_does_not_let_one_section_make_up_for_another() -> None:
    """x: 100 % and 10 %, mean 55, geometric 31.6; y: 50 % and 50 %: 50 and 50."""
    found = robust((50, 50), {"x": (50, 5), "y": (25, 25)})
    assert dict(found.by_geometric) == {"x": 2, "y": 1}


def test_edges_decisive_items_and_items_that_teach() -> None:
    """X has 90.5, half a point above 优秀; y 79.4, below 良好 by 0.6; a1 separates them by 11.1.

    Everybody has full marks in c1, and 29.1 + 1 points are lost in a1 and b1.
    """
    found = robust((50, 40, 10), {"x": (41, 39.5, 10), "y": (29.9, 39.5, 10)})
    assert dict(found.near) == {"x": ("excellent", D("0.50")), "y": ("good", D("-0.60"))}
    assert dict(found.decisive) == {("x", "y"): "a1"}
    assert found.saturated == ("c1",)
    assert found.costly == (("a1", D("29.10")), ("b1", D("1.00")))


def test_self_scores_give_their_own_order_or_none() -> None:
    found = robust((50, 50), {"x": (45, 45), "y": (40, 40)})
    assert dict(found.by_self) == {"x": 1, "y": 2}


def test_the_same_seed_gives_the_same_intervals_and_order_of_units_does_not_matter() -> None:
    chance = random.Random(3)
    scores = {f"u{n}": tuple(chance.randrange(20, 34) for _ in range(3)) for n in range(8)}
    first = robust((34, 33, 33), scores)
    again = robust((34, 33, 33), dict(reversed(scores.items())))
    assert dict(first.intervals) == dict(again.intervals)
    assert first.stable == again.stable


def test_intervals_agree_with_ranks_worked_out_in_fractions() -> None:
    """Once more in plain loops with exact fractions, from weights drawn by another generator.

    Quantiles of two independent sets of draws may differ by one rank, so that is allowed and no more.
    """
    chance = random.Random(5)
    scores = {f"u{n}": tuple(chance.randrange(10, 34) for _ in range(3)) for n in range(6)}
    points = (34, 33, 33)
    found = robust(points, scores)
    drawn: dict[str, list[int]] = {unit: [] for unit in scores}
    for _ in range(1500):
        raw = [Fraction(p) * Fraction(chance.randrange(7500, 12501), 10000) for p in points]
        weights = [w * sum(points) / sum(raw) for w in raw]
        totals = {
            unit: sum(Fraction(s, p) * w for s, p, w in zip(row, points, weights, strict=True))
            for unit, row in scores.items()
        }
        for unit, total in totals.items():
            drawn[unit].append(1 + sum(other > total for other in totals.values()))
    for unit, ranks in drawn.items():
        ordered = sorted(ranks)
        low, high = ordered[len(ordered) // 20], ordered[len(ordered) * 19 // 20]
        assert abs(found.intervals[unit][0] - low) <= 1
        assert abs(found.intervals[unit][1] - high) <= 1
