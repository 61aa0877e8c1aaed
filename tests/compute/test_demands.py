"""How far demands are met, on records worked by hand; looked at from 31 December 2025."""

from __future__ import annotations

from generator.compute.demand import judged
from generator.compute.demands import DEMANDS
from generator.model.demand import Fulfilment, State
from generator.model.schema import Choice, Field, Schema
from generator.model.text import Text
from tests.support.snapshots import city, schemas_without, school, snapshot_of

TOPICS = (Choice("hazchem", Text("危化品")), Choice("digital", Text("数字化")))


def fulfilments(demand: str, years: tuple[int, ...], *made) -> list[Fulfilment]:
    schemas = schemas_without("inspections") | {
        "inspections": Schema(
            "inspections", "", Text("督查"), Text(""),
            (Field("topic", "topic", Text("专题"), Text(""), "string", choices=TOPICS),), {}, "",
        )
    }  # fmt: skip
    snapshot = snapshot_of(("bureau", {"id": "bureau", "city": "city"}), *made, schemas=schemas)
    return [f for f in judged(snapshot, DEMANDS, years) if f.demand == demand]


def visit(quarter: str, topic: str, status: str = "done"):
    data = {"id": f"i-{quarter}-{topic}".lower(), "organization": "s", "period": quarter, "topic": topic}
    return "inspections", data | {"status": status, "mode": "announced", "planned_on": "2025-12-31"}


def test_two_topics_are_inspected_in_every_quarter_that_is_over() -> None:
    """2025: four quarters over, eight rounds due, one done; the planned one does not count."""
    (found,) = fulfilments(
        "quarterly-inspection", (2025,), city(), school("s", "city"),
        visit("2025-Q1", "hazchem"), visit("2025-Q2", "digital", "planned"),
    )  # fmt: skip
    assert (found.unit, found.year, found.state) == ("city", 2025, State.OPEN)
    assert found.reason.zh == "已结束 4 个季度，应督查 8 轮，完成 1 轮"
    assert found.evidence == ("inspections/i-2025-q1-hazchem",)


def test_a_year_that_runs_is_pending_and_a_whole_year_is_met() -> None:
    whole = [visit(f"2025-Q{q}", t) for q in range(1, 5) for t in ("hazchem", "digital")]
    past, running = fulfilments("quarterly-inspection", (2025, 2026), city(), *whole)
    assert past.state is State.MET
    assert len(past.evidence) == 8
    assert running.state is State.PENDING
    assert running.reason.zh == "已结束 0 个季度，应督查 0 轮，完成 0 轮"


def test_a_revision_whose_schema_has_no_topic_or_no_inspections_is_asked_for_nothing() -> None:
    """Nothing can be asked for that the records of that time could not say."""
    for schemas in (schemas_without("inspections.topic"), schemas_without("inspections")):
        made = (("bureau", {"id": "bureau", "city": "city"}), city(), ("inspections", {"id": "i"}))
        assert list(judged(snapshot_of(*made, schemas=schemas), DEMANDS, (2025,))) == []
