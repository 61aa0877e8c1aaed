"""Money and six batches as demands, on records worked by hand; looked at from 31 December 2025."""

from __future__ import annotations

from decimal import Decimal

from generator.compute.demand import judged
from generator.compute.demands import DEMANDS
from generator.model.demand import Fulfilment, State
from tests.support.snapshots import (
    BATCHES,
    BUDGETS,
    budget,
    city,
    county,
    method,
    project,
    schemas_without,
    school,
    snapshot_of,
)


def states(found: list[Fulfilment]) -> dict[str, tuple[State, str]]:
    return {f.unit: (f.state, f.reason.zh) for f in found}


ASKED = {"budgets": {"levels": ["county"], "by": "02-28"}, "projects": {"levels": ["county"]}}
CATEGORIES = ("priority", "shortfall", "highlight")


def asked(demand: str, years: tuple[int, ...], *made) -> list[Fulfilment]:
    """In a bureau whose method asks all counties for budgets and batches; seen from 31 December 2025."""
    schemas = schemas_without("budgets", "projects") | {"budgets": BUDGETS, "projects": BATCHES}
    rules = ("methods", method()[1] | {"requirements": ASKED})
    snapshot = snapshot_of(city(), county("c"), county("d"), rules, *made, schemas=schemas)
    return [f for f in judged(snapshot, DEMANDS, years) if f.demand == demand]


def test_a_budget_that_was_only_added_to_later_is_no_opening_budget() -> None:
    """County c planned 600.50 at the start and added 20; d has money, none of it from the start."""
    late = {"id": "x", "stage": "added", "planned": Decimal(20), "spent": Decimal(0)}
    of_c = budget("b1", "c", 2025, ("600.50", "0"))
    of_c[1]["lines"].append(late)
    of_d = budget("b2", "d", 2025, lines=[late])
    assert states(asked("opening-budget", (2025,), of_c, of_d)) == {
        "c": (State.MET, "年初安排 1 项 600.50 元，追加 1 项 20.00 元"),
        "d": (State.OPEN, "年初安排 0 项 0.00 元，追加 1 项 20.00 元"),
    }
    future = asked("opening-budget", (2026,), of_c, of_d)
    assert {f.state for f in future} == {State.PENDING}, "the budget of a year is owed in that year"


def test_money_goes_to_all_three_sorts_that_the_text_names() -> None:
    def spread(id: str, unit: str, *categories: str):
        made = budget(id, unit, 2025, *(("1000", "0") for _ in categories))
        for line, category in zip(made[1]["lines"], categories, strict=True):
            line["category"] = category
        return made

    found = asked(
        "money-where-it-counts", (2025,), spread("b1", "c", *CATEGORIES), spread("b2", "d", "routine")
    )
    assert states(found) == {
        "c": (State.MET, "重点项目 1,000.00 元，短板弱项 1,000.00 元，特色亮点 1,000.00 元"),
        "d": (State.OPEN, "重点项目 0.00 元，短板弱项 0.00 元，特色亮点 0.00 元"),
    }


def test_a_batch_is_there_with_a_project_a_school_s_project_or_a_statement_that_there_is_none() -> None:
    made = (
        school("s", "c"),
        project("p1", "c", batch="construction"),
        project("p2", "s", batch="training", status="running"),
        project("p3", "c", batch="research", status="absent"),
        project("p4", "d", batch="training"),
    )
    found = asked("six-batches", (2025,), *made)
    assert states(found) == {
        "c": (State.MET, "项目 2 个，完成 1 个"),
        "d": (State.PENDING, "项目 1 个，完成 1 个；缺建设、课题"),
    }
    assert found[0].evidence == ("projects/p1", "projects/p2", "projects/p3")
    before = states(asked("six-batches", (2024,), *made))
    assert before["d"][0] is State.OPEN, "2024 is over"


def test_a_real_unit_is_asked_for_nothing_by_an_invented_method() -> None:
    """What a real county did is not known in a sample city, so it must not be blamed there."""
    rules = ("methods", method()[1] | {"requirements": ASKED, "sample": True})
    schemas = schemas_without("budgets", "projects") | {"budgets": BUDGETS, "projects": BATCHES}
    snapshot = snapshot_of(city(), county("real"), county("made", sample=True), rules, schemas=schemas)
    found = [f for f in judged(snapshot, DEMANDS, (2024,)) if f.demand in ("opening-budget", "six-batches")]
    assert [(f.unit, f.state) for f in found] == [("made", State.OPEN), ("made", State.OPEN)]
