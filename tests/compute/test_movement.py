"""Why a rank moved: four counties with a pencil, then the same ranks by evaluating mixed years outright."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest

from generator.compute.evaluation import evaluated
from generator.model.evaluation import YearEvaluation
from generator.model.movement import Movement, Recast
from tests.compute.test_evaluation import county, evaluation, item, method, nothing, short_list, snapshot_of
from tests.compute.test_evaluation_laws import ROBUST, random_facts, random_list

Data = dict[str, Any]
Made = tuple[str, Data]
D = Decimal


def listed(year: int, *items: Data, **more: Any) -> Made:
    kind, data = short_list(*items, **more)
    return kind, data | {"id": f"evaluation-{year}", "year": year}


def judged(year: int, version: int = 1, **more: Any) -> Made:
    kind, data = method(minimum_coverage=0, **more)
    valid = {"from": f"{year}-01-01", "to": f"{year}-12-31"}
    return kind, data | {"id": f"m-{year}", "version": version, "valid": valid}


def done(year: int, unit: str, facts: dict[str, Data], **more: Any) -> Made:
    kind, data = evaluation(unit, facts, **more)
    return kind, data | {"id": f"ev-{year}-{unit}", "year": year, "checklist": f"evaluation-{year}"}


def years(*made: Made) -> tuple[YearEvaluation, ...]:
    return evaluated(snapshot_of(*made), nothing)


def recast(*made: Made) -> Recast:
    found = years(*made)[-1].recast
    assert found is not None
    return found


def counts(**values: int) -> dict[str, Data]:
    return {name: {"count": value} for name, value in values.items()}


def pencil(a: int, b: int) -> list[Data]:
    """Two items, a point for each, as many points as said."""
    return [item("a", a, "count", each=1), item("b", b, "count", each=1)]


def four_counties() -> list[Made]:
    """2024: a 60, b 40 points. 2025: a 40, b 60.

        2024 (a, b)  total, rank | by the rules of 2025 | 2025 (a, b)  total, rank
    w   60, 10       70      1   | 40 + 10 = 50      3  | 40, 22       62      2
    x   40, 25       65      2   | 40 + 25 = 65      1  | 30, 25       55      4
    y   30, 30       60      3   | 30 + 30 = 60      2  | 30, 30       60      3
    z   10, 40       50      4   | 10 + 40 = 50      3  | 20, 50       70      1
    """
    made = [listed(2024, *pencil(60, 40)), listed(2025, *pencil(40, 60)), judged(2024), judged(2025, 2)]
    then = {"w": (60, 10), "x": (40, 25), "y": (30, 30), "z": (10, 40)}
    now = {"w": (40, 22), "x": (30, 25), "y": (30, 30), "z": (20, 50)}
    for order, unit in enumerate("wxyz"):
        made += [
            county(unit, order),
            done(2024, unit, counts(a=then[unit][0], b=then[unit][1])),
            done(2025, unit, counts(a=now[unit][0], b=now[unit][1])),
        ]
    return made


def test_four_counties_by_hand() -> None:
    """The rules first, then the mean of "own first" and "others first".

    w: rules 1 - 3 = -2. Own first: 62 among 65, 60, 50 is rank 2; others first: 50 among 55, 60, 70 is 4.
       own ((3 - 2) + (4 - 2)) / 2 = 1.5, others ((2 - 2) + (3 - 4)) / 2 = -0.5; -2 + 1.5 - 0.5 = -1 = 1 - 2.
    x: rules 2 - 1 = +1. Own first: 55 among 50, 60, 50 is 2; others first: 65 among 62, 60, 70 is 2.
       own ((1 - 2) + (2 - 4)) / 2 = -1.5, others ((2 - 4) + (1 - 2)) / 2 = -1.5; 1 - 3 = -2 = 2 - 4.
    y: rules 3 - 2 = +1. Its facts are the same: own 0. Others: 60 among 65, 50, 50 is 2, then 3: -1.
    z: rules 4 - 3 = +1. Own first: 70 is 1; others first: 50 among 62, 55, 60 is 4.
       own ((3 - 1) + (4 - 1)) / 2 = 2.5, others ((1 - 1) + (3 - 4)) / 2 = -0.5; 1 + 2.5 - 0.5 = 3 = 4 - 1.
    """
    found = recast(*four_counties())
    parts = {unit: (m.recast, m.rules, m.own, m.others, m.gained) for unit, m in found.movements.items()}
    assert parts == {
        "w": (3, D(-2), D("1.5"), D("-0.5"), -1),
        "x": (1, D(1), D("-1.5"), D("-1.5"), -2),
        "y": (2, D(1), D(0), D(-1), 0),
        "z": (3, D(1), D("2.5"), D("-0.5"), 3),
    }
    w = found.movements["w"]
    assert (w.total_before, w.total_recast, w.total_after) == (D("70.00"), D("50.00"), D("62.00"))
    assert w.items == (("b", D("12.00")),), "a is 40 of 40 in both years, under this year's rules"
    assert (found.year, found.is_same, found.added, found.dropped, found.carried) == (2024, False, (), (), ())


def test_the_same_rules_and_version_leave_no_part_to_them() -> None:
    made = [*four_counties()]
    made[0], made[2] = listed(2024, *pencil(40, 60)), judged(2024, 2)
    found = recast(*made)
    assert found.is_same
    assert {m.rules for m in found.movements.values()} == {D(0)}
    another_version = recast(*made[:2], judged(2024, 1), *made[3:])
    assert not another_version.is_same, "who changes the version says that years cannot be compared"


def test_a_changed_list_is_a_change_of_rules_also_under_one_version() -> None:
    made = four_counties()
    made[2] = judged(2024, 2)
    assert not recast(*made).is_same


def test_items_that_do_not_map_are_named_and_counted_as_they_can_be() -> None:
    """2024: a 40, b 20, old 40. 2025: a 40 (by level), b 30, new 30.

    u in 2024: a 30, b 10 typed without facts, old 40. a's count says nothing of a level: 30 / 40 x 40 = 30.
    b: 10 / 20 x 30 = 15. new was not asked: (30 + 15) of 70 as if it were of 100: 64.29.
    """
    first = [item("a", 40, "count", each=1), item("b", 20, "count", each=1), item("old", 40, "count", each=1)]
    levels = [{"id": "x", "text": "x", "points": 40}, {"id": "y", "text": "y", "points": 20}]
    second = [
        item("a", 40, "level", levels=levels),
        item("b", 30, "count", each=1),
        item("new", 30, "count", each=1),
    ]
    made: list[Made] = [listed(2024, *first), listed(2025, *second), judged(2024), judged(2025, 2)]
    typed = {"item": "b", "state": "scored", "verified_score": 10, "evidence": [{"title": "材料"}]}
    for unit in "uv":
        _, then = done(2024, unit, counts(a=30, old=40))
        now = {"a": {"level": "y"}, **counts(b=30, new=10)}
        made += [
            county(unit),
            ("evaluations", then | {"items": [*then["items"], typed]}),
            done(2025, unit, now),
        ]
    found = recast(*made)
    assert (found.added, found.dropped, found.carried) == (("new",), ("old",), ("a", "b"))
    assert found.movements["u"].total_recast == D("64.29")
    assert found.movements["u"].items == (("b", D("15.00")), ("a", D("-10.00")))


def test_what_is_not_scored_yet_stands_among_the_items_so_that_they_add_up() -> None:
    """Unit u has 90 of 100 in 2024: a 40 and b 50; in 2025 a 45, and b waits: 45 - 90 = -45 = 5 - 50."""
    first = (item("a", 50, "count", each=1), item("b", 50, "count", each=1))
    made: list[Made] = [listed(2024, *first), listed(2025, *first), judged(2024), judged(2025)]
    for unit in "uv":
        kind, now = done(2025, unit, counts(a=45))
        waits = {"item": "b", "state": "pending"}
        made += [county(unit), done(2024, unit, counts(a=40, b=50))]
        made.append((kind, now | {"status": "review", "items": [*now["items"], waits]}))
    found = recast(*made).movements["u"]
    assert found.items == (("b", D(-50)), ("a", D(5)))
    assert sum((gain for _, gain in found.items), D(0)) == found.total_after - found.total_recast


def test_without_a_year_before_or_a_rank_in_it_nothing_is_said() -> None:
    """2024 was skipped, or nobody was ranked; who is new has no movement, the others still have theirs."""
    made = four_counties()
    alone = [m for m in made if "2024" not in str(m[1].get("id"))]
    assert years(*alone)[-1].recast is None
    self_only = [(k, d | {"status": "self"}) if d["id"].startswith("ev-2024") else (k, d) for k, d in made]
    assert years(*self_only)[-1].recast is None
    without_w = [m for m in made if m[1]["id"] != "ev-2024-w"]
    assert sorted(recast(*without_w).movements) == ["x", "y", "z"]


# --- the same by brute force --------------------------------------------------------------------------------


def mixed_rank(rules: list[Made], facts: dict[str, dict[str, Data]], unit: str) -> int | None:
    """The rank of *unit* if the year were evaluated with these facts."""
    made = [*rules, *(done(2025, name, one) for name, one in facts.items())]
    return years(*made)[-1].by_unit[unit].rank


@pytest.mark.parametrize("seed", range(8))
def test_every_part_agrees_with_evaluating_the_mixed_years(seed: int) -> None:
    """Random lists with an item by rank among peers, whose points depend on everybody's values."""
    chance = random.Random(seed)
    units = [f"u{n}" for n in range(5)]
    peers = item("i6", 10, "rank", by_rank=[10, 7, 4, 1], better=chance.choice(("lower", "higher")))
    items = [*random_list(chance), peers]
    counties = [county(unit, order) for order, unit in enumerate(units)]
    rules: list[Made] = [listed(2025, *items), judged(2025, robustness=ROBUST), *counties]
    then, now = (
        {u: random_facts(chance) | {"i6": {"value": chance.randint(0, 4)}} for u in units} for _ in range(2)
    )
    before = [listed(2024, *random_list(random.Random(seed + 99)), peers), judged(2024)]
    made = [
        *before,
        *rules,
        *(done(2024, u, f) for u, f in then.items()),
        *(done(2025, u, f) for u, f in now.items()),
    ]
    found = recast(*made)
    for unit in units:
        start, end = mixed_rank(rules, then, unit), mixed_rank(rules, now, unit)
        own_first = mixed_rank(rules, {**then, unit: now[unit]}, unit)
        others_first = mixed_rank(rules, {**now, unit: then[unit]}, unit)
        assert None not in (start, end, own_first, others_first)
        one: Movement = found.movements[unit]
        assert one.recast == start
        assert one.own == D((start - own_first) + (others_first - end)) / 2  # type: ignore[operator]
        assert one.others == D((own_first - end) + (start - others_first)) / 2  # type: ignore[operator]
        assert one.rules + one.own + one.others == one.gained == one.before - one.after
