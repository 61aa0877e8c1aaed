"""Laws of the annual evaluation on random lists and facts, and every figure once more in plain fractions."""

from __future__ import annotations

import random
from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from generator.model.evaluation import Evaluation, YearEvaluation
from tests.compute.test_evaluation import county, evaluation, item, method, short_list, year_of

Data = dict[str, Any]
Made = tuple[str, Data]
UNITS = ("u1", "u2", "u3", "u4", "u5")
ROBUST = {"weights_percent": 25, "distribution": "uniform", "draws": 100, "seed": 3}


def random_list(chance: random.Random) -> list[Data]:
    """Six items by the methods that are computed from numbers."""
    x, y = ({"id": "x", "text": "x", "points": Decimal("0.3")}, {"id": "y", "text": "y", "points": 2})
    best = {"id": "a", "text": "a", "points": 6, "at_least": 90}
    fair = {"id": "b", "text": "b", "points": 3, "at_least": 60}
    each = Decimal(chance.choice(("0.5", "0.75", "1.5")))
    return [
        item("i0", chance.randint(1, 12), "ratio"),
        item("i1", chance.randint(1, 12), "count", each=each),
        item("i2", chance.randint(1, 9), "deduct", deductions=[x, y]),
        item("i3", 6, "level", levels=[best, fair]),
        item("i4", 4, "threshold", at_least=50),
        item("i5", chance.randint(2, 9), "ratio", deductions=[x]),
    ]


def random_facts(chance: random.Random) -> dict[str, Data]:
    below = chance.randint(1, 60)
    return {
        "i0": {"numerator": chance.randint(0, below), "denominator": below},
        "i1": {"count": chance.randint(0, 9)},
        "i2": {"failures": [{"deduction": k, "count": chance.randint(1, 4)} for k in chance.sample("xy", 1)]},
        "i3": {"value": Decimal(chance.randint(400, 1000)) / 10},
        "i4": {"value": chance.randint(40, 60)},
        "i5": {
            "numerator": chance.randint(0, below),
            "denominator": below,
            "failures": [{"deduction": "x", "count": chance.randint(1, 3)}],
        },
    }


def random_year(seed: int) -> list[Made]:
    chance = random.Random(seed)
    made = [
        short_list(*random_list(chance)),
        method(robustness=ROBUST, minimum_coverage=0, excellent_quota=2),
    ]
    for order, unit in enumerate(UNITS):
        made += [county(unit, order), evaluation(unit, random_facts(chance))]
    return made


def rounded(value: Fraction) -> Decimal:
    """Half-up to two decimals, written again."""
    cents = (value * 100 + Fraction(1, 2)).__floor__()
    return Decimal(cents) / 100


def plain_points(one: Data, facts: Data) -> Fraction:
    """The rules of the list in plain fractions."""
    points, scoring = Fraction(one["points"]), one["scoring"]
    failures = {f["deduction"]: f["count"] for f in facts.get("failures", ())}
    lost = sum(Fraction(d["points"]) * failures.get(d["id"], 0) for d in scoring.get("deductions", ()))
    match one["method"]:
        case "ratio":
            whole = Fraction(facts["numerator"], facts["denominator"]) * points - lost
        case "count":
            whole = Fraction(facts["count"]) * Fraction(scoring["each"])
        case "deduct":
            whole = points - lost
        case "level":
            reached = [lv["points"] for lv in scoring["levels"] if Fraction(facts["value"]) >= lv["at_least"]]
            whole = Fraction(max(reached, default=0))
        case _:
            whole = points if Fraction(facts["value"]) >= scoring["at_least"] else Fraction(0)
    return min(max(whole, Fraction(0)), points)


def told(year: YearEvaluation) -> dict[str, tuple[Any, ...]]:
    return {
        e.unit: (e.total, e.grade, e.rank, e.tied, tuple(i.score for i in e.items)) for e in year.evaluations
    }


@pytest.mark.parametrize("seed", range(12))
def test_every_score_total_and_rank_agrees_with_plain_fractions(seed: int) -> None:
    made = random_year(seed)
    items = made[0][1]["sections"][0]["items"]
    facts = {
        d["unit"]: {r["item"]: r["facts"] for r in d["items"]} for kind, d in made if kind == "evaluations"
    }
    found = year_of(*made).by_unit
    scores = {u: [rounded(plain_points(i, facts[u][i["id"]])) for i in items] for u in UNITS}
    totals = {u: sum(s, Decimal(0)) for u, s in scores.items()}
    for unit in UNITS:
        assert [i.score for i in found[unit].items] == scores[unit]
        assert found[unit].total == totals[unit]
        assert found[unit].rank == 1 + sum(t > totals[unit] for t in totals.values())


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_files_keys_and_units_changes_nothing(seed: int) -> None:
    made = random_year(seed)
    shuffled = [
        (kind, dict(reversed(data.items()))) for kind, data in random.Random(seed).sample(made, len(made))
    ]
    for _, data in shuffled:
        if "facts" in str(data.get("items", "")):
            data["items"] = list(reversed(data["items"]))
    first, second = year_of(*made), year_of(*shuffled)
    assert told(first) == told(second)
    assert first.robustness == second.robustness


@pytest.mark.parametrize("seed", range(6))
def test_one_more_unit_moves_no_score(seed: int) -> None:
    """Ranks may move because of it; what the others scored may not."""
    made = random_year(seed)
    more = [county("zz", 9), evaluation("zz", random_facts(random.Random(seed + 99)))]
    before, after = year_of(*made).by_unit, year_of(*made, *more).by_unit
    for unit in UNITS:
        assert before[unit].items == after[unit].items
        assert before[unit].total == after[unit].total


@pytest.mark.parametrize("seed", range(6))
def test_a_better_fact_never_lowers_a_total(seed: int) -> None:
    """One more reached, one more time, a higher value: the total rises or stays, for every item."""
    made = random_year(seed)
    before = year_of(*made).by_unit["u1"]
    for name, key in (("i0", "numerator"), ("i1", "count"), ("i3", "value"), ("i4", "value")):
        better = deepcopy(made)
        record = next(d for kind, d in better if kind == "evaluations" and d["unit"] == "u1")
        facts = next(r["facts"] for r in record["items"] if r["item"] == name)
        facts[key] = min(facts[key] + 1, facts.get("denominator", 10**6))
        after = year_of(*better).by_unit["u1"]
        assert total(after) >= total(before), name


def total(one: Evaluation) -> Decimal:
    assert one.total is not None
    return one.total


@pytest.mark.parametrize("seed", range(6))
def test_losses_are_exactly_points_less_score(seed: int) -> None:
    for one in year_of(*random_year(seed)).evaluations:
        assert (
            sum(i.loss for i in one.items if i.loss is not None)
            == sum(i.points for i in one.items) - one.base
        )
        assert sum(s.score for s in one.sections) == one.base
