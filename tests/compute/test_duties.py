"""What is still to be done, from records worked by hand; looked at from 31 December 2025."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.compute.assess import assess, with_duties
from generator.compute.duties import DUTIES
from generator.compute.duty import Owed, duties_of, duty, late_duties
from generator.model.duty import Duty, select
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from tests.support.snapshots import WITHDRAWN, city, county, school, snapshot_of, task


def visit(id: str, **more: object):
    return "inspections", {"id": id, "organization": "s", "period": "2025-Q4", "topic": "hazchem", **more}


def found(*made):
    snapshot = snapshot_of(city(), county("a"), school("s", "a"), *made)
    return [
        (d.kind, d.unit, d.due.isoformat(), d.record, d.days(snapshot.as_of))
        for d in duties_of(snapshot, DUTIES)
    ]


def test_an_announced_visit_is_a_duty_and_a_surprise_is_not() -> None:
    """A surprise visit in a public calendar would be no surprise."""
    assert found(
        visit("i1", status="planned", mode="announced", planned_on="2025-12-31"),
        visit("i2", status="planned", mode="unannounced", planned_on="2026-01-05"),
        visit("i3", status="done", mode="announced", date="2025-11-01"),
    ) == [("visit", "s", "2025-12-31", "inspections/i1", 0)]


def test_a_visit_that_was_not_recorded_is_owed_by_the_bureau_and_not_by_the_school() -> None:
    """Nobody is late because of what others forgot to write down."""
    snapshot = snapshot_of(
        ("bureau", {"id": "bureau", "city": "city"}),
        city(),
        school("s", "city", name="城关小学"),
        visit("i1", status="planned", mode="announced", planned_on="2025-12-20"),
    )
    (late,) = duties_of(snapshot, DUTIES)
    assert (late.unit, late.days(snapshot.as_of)) == ("city", -11)
    assert "城关小学" in late.title.zh


def test_a_major_hazard_stands_before_what_is_due_on_the_same_day() -> None:
    """Red weighs more than the order of ids."""
    rows = [
        {"text": "台账缺页", "due": "2026-01-05"},
        {"text": "柜锁损坏", "due": "2026-01-05", "grade": "major"},
    ]
    done = visit("i1", status="done", mode="announced", date="2025-12-01", findings=rows)
    duties = duties_of(snapshot_of(city(), school("s", "city"), done), DUTIES)
    assert [(d.title.zh, d.major) for d in duties] == [("整改：柜锁损坏", True), ("整改：台账缺页", False)]


def test_findings_are_duties_up_to_their_day() -> None:
    """After that day no record says yet whether they were put right."""
    rows = [{"text": "柜锁损坏", "due": "2025-12-30"}, {"text": "台账缺页", "due": "2025-12-31"}]
    assert found(visit("i1", status="done", mode="announced", date="2025-12-01", findings=rows)) == [
        ("rectification", "s", "2025-12-31", "inspections/i1", 0)
    ]


def test_terms_that_end_within_half_a_year_bind_the_city_without_naming_who_did_not_consent() -> None:
    expert = {"name": "张某某", "consent": False, "pools": [{"pool": "city", "term": {"to": "2026-07-02"}}]}
    far = {"pools": [{"pool": "city", "term": {"to": "2026-07-03"}}]}
    snapshot = snapshot_of(
        ("bureau", {"id": "bureau", "city": "city"}),
        city(),
        ("experts", {"id": "e1", **expert}),
        ("experts", {"id": "e2", "name": "李某某", **far}),
    )
    (only,) = duties_of(snapshot, DUTIES)
    assert (only.kind, only.unit, only.due, only.record) == ("term", "city", date(2026, 7, 2), "experts/e1")
    assert "张" not in only.title.zh


def test_an_open_task_and_its_open_steps_bind_the_unit_in_charge() -> None:
    """What is done, dropped or withdrawn binds nobody; what nobody has is reported by a rule instead."""
    steps = [
        {"title": "完成采购", "due": "2025-06-30", "done_on": "2025-07-02"},
        {"title": "完成安装", "due": "2025-11-15"},
    ]
    assert found(
        task("t1", "a", "2025-12-20", milestones=steps),
        task("t2", "s", "2025-11-30", status="planned"),
        task("t3", "a", "2025-10-31", "2025-11-20", milestones=steps),
        task("t4", "a", "2025-10-31", status="dropped", settled_on="2025-07-01"),
        task("t5", "a", "2025-10-31", **WITHDRAWN),
        task("t6", None, "2025-10-31"),
        ("tasks", {"id": "t7", "unit": "a", "milestones": [{}]}),
    ) == [
        ("task-milestone", "a", "2025-11-15", "tasks/t1", -46),
        ("task", "s", "2025-11-30", "tasks/t2", -31),
        ("task", "a", "2025-12-20", "tasks/t1", -11),
    ]


def test_records_of_old_revisions_that_lack_a_field_owe_nothing() -> None:
    """An old bulletin is verified with the records of its commit, whose schemas knew less."""
    assert found(("inspections", {"id": "i1"}), ("experts", {"id": "e1", "pools": [{"pool": "city"}]})) == []
    assert found(visit("i2", status="planned", mode="announced")) == []
    assert found(visit("i3", status="done", findings=[{}])) == []


def test_results_hold_duties_and_demands_only_where_they_are_asked_for() -> None:
    """A ranking in the terminal need not look at every finding of every visit."""
    city_alone = snapshot_of(
        ("bureau", {"id": "bureau", "city": "city"}),
        city(),
        school("s", "city"),
        visit("i1", status="planned", mode="announced", planned_on="2026-01-15"),
    )
    numbers = assess(city_alone)
    assert (numbers.duties, numbers.demands, numbers.fulfilments) == ((), {}, ())
    whole = with_duties(numbers, city_alone)
    assert [d.record for d in whole.duties] == ["inspections/i1"]
    assert "quarterly-inspection" in whole.demands
    assert whole.measures is numbers.measures


def test_only_late_duties_without_a_rule_of_their_own_are_warned_of() -> None:
    """What DAT006 says already is not said twice; what is due today is in time."""

    @duty("said", Text("有规则的"), warns=False)
    def said(snapshot: Snapshot) -> Iterator[Owed]:
        yield Owed("s", "2025-12-01", Text("甲"), snapshot.kinds["organizations"]["s"])

    @duty("unsaid", Text("没有规则的"))
    def unsaid(snapshot: Snapshot) -> Iterator[Owed]:
        for day in ("2025-12-31", "2025-12-30", "2026-01-01"):
            yield Owed("s", day, Text(day), snapshot.kinds["organizations"]["s"])

    late = late_duties(snapshot_of(city(), school("s", "city")), (said, unsaid))
    assert [d.title.zh for d in late] == ["2025-12-30"]


def test_duties_are_chosen_by_unit_and_span() -> None:
    """Late ones stay however short the span; no unit means all."""
    made = [
        Duty("task", Text("任务"), unit, date(2026, 1, day), Text("做"), "tasks/t")
        for unit, day in (("a", 1), ("b", 5), ("a", 9))
    ]
    today = date(2026, 1, 4)
    assert select(made, today) == tuple(made)
    assert [d.due.day for d in select(made, today, units={"a"})] == [1, 9]
    assert [d.due.day for d in select(made, today, within=1)] == [1, 5]
    assert [d.due.day for d in select(made, today, units={"a"}, within=0)] == [1]
