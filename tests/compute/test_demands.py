"""How far demands are met, on records worked by hand; looked at from 31 December 2025."""

from __future__ import annotations

from generator.compute.demand import judged
from generator.compute.demands import DEMANDS
from generator.model.demand import Fulfilment, State
from generator.model.schema import Choice, Field, Schema
from generator.model.text import Text
from tests.support.snapshots import (
    award,
    city,
    cluster,
    county,
    hazard,
    method,
    schemas_without,
    school,
    snapshot_of,
    task,
)

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
        found = judged(snapshot_of(*made, schemas=schemas), DEMANDS, (2025,))
        assert [f for f in found if f.demand == "quarterly-inspection"] == []


def chemicals(quarter: str, at: str, topic: str = "hazchem", **more):
    data = {"id": f"i-{quarter}-{at}".lower(), "organization": at, "period": quarter, "topic": topic}
    return "inspections", {**data, "status": "done", "mode": "announced", **more}


def keeper(id: str, parent: str = "c", **more):
    return school(id, parent, keeps={"hazchem": True}, **more)


def states(found: list[Fulfilment]) -> dict[str, tuple[State, str]]:
    return {f.unit: (f.state, f.reason.zh) for f in found}


CITY = (city(), county("c"), county("d"))


def test_a_school_with_chemicals_that_nobody_visited_for_them_leaves_its_county_open() -> None:
    """2024 is over. In c one of two keepers was visited for chemicals, the other for digital matters only.

    In d the only school keeps none, so nothing is asked of d. A school opened in the year is not counted.
    """
    made = (
        *CITY, keeper("a"), keeper("b"), keeper("new", opened="2024-09-01"), school("e", "d"),
        chemicals("2024-Q1", "a"), chemicals("2024-Q2", "b", "digital"),
    )  # fmt: skip
    found = fulfilments("chemical-checks", (2024, 2025), *made)
    assert [(f.year, f.unit, f.state) for f in found] == [(2024, "c", State.OPEN), (2025, "c", State.PENDING)]
    assert found[0].reason.zh == "存放危化品的学校 2 所，已查 1 所"
    assert found[0].evidence == ("inspections/i-2024-q1-a",)
    assert found[1].reason.zh == "存放危化品的学校 3 所，已查 0 所"


def test_every_finding_needs_a_deadline() -> None:
    made = (
        *CITY, keeper("a"), keeper("b", "d"),
        chemicals("2025-Q1", "a", findings=[{"id": "1", "due": "2025-03-01"}, {"id": "2"}]),
        chemicals("2025-Q1", "b", findings=[{"id": "1", "due": "2025-03-01"}]),
    )  # fmt: skip
    assert states(fulfilments("rectification-deadlines", (2025,), *made)) == {
        "c": (State.OPEN, "登记问题 2 项，写明期限 1 项"),
        "d": (State.MET, "登记问题 1 项，写明期限 1 项"),
    }
    assert states(fulfilments("rectification-deadlines", (2024,), *made))["c"] == (State.MET, "没有登记问题")


def test_what_was_found_must_not_stay_overdue() -> None:
    """In c one hazard is closed and one open beyond its day; in d one runs; what is closed has met it."""
    visits = (
        chemicals(
            "2025-Q1", "a", findings=[{"id": "1", "due": "2025-03-01"}, {"id": "2", "no_hazard": "当场改正"}]
        ),
        chemicals("2025-Q1", "b", findings=[{"id": "1"}]),
    )
    closed = (("done", "2025-02-20"), ("accepted", "2025-02-25"))
    first = hazard("h1", "a", "2025-02-01", "2025-03-01", *closed, inspection="i-2025-q1-a", finding="1")
    late = hazard("h2", "a", "2025-11-01", "2025-11-30", origin="report")
    running = hazard("h3", "b", "2025-12-01", "2026-01-31", inspection="i-2025-q1-b", finding="1")
    made = (*CITY, keeper("a"), keeper("b", "d"), *visits, *first, *running)
    found = fulfilments("rectification-deadlines", (2025,), *made, *late)
    assert states(found) == {
        "c": (State.OPEN, "登记问题 2 项，写明期限 2 项；登记隐患 2 项，已销号 1 项，逾期 1 项"),
        "d": (State.PENDING, "登记问题 1 项，写明期限 1 项；登记隐患 1 项，已销号 0 项，逾期 0 项"),
    }
    assert {"hazards/h1", "follow-ups/h1-1", "hazards/h2"} <= set(found[0].evidence)
    assert states(fulfilments("rectification-deadlines", (2025,), *made))["c"][0] is State.MET


def test_second_looks_are_asked_of_the_city_where_the_method_says_so() -> None:
    """Of two major hazards one was looked at again within its 60 days; general ones are not asked for."""
    looks = {"hazards": {"second_look": {"days": 60, "grades": ["major"]}}}
    closed = (("done", "2025-02-20"), ("accepted", "2025-02-25"))
    seen = hazard("h1", "a", "2025-02-01", "2025-03-01", *closed, ("confirmed", "2025-04-01"), grade="major")
    missed = hazard("h2", "a", "2025-02-01", "2025-03-01", *closed, grade="major")
    general = hazard("h3", "a", "2025-02-01", "2025-03-01", *closed)
    made = (*CITY, keeper("a"), method(requirements=looks), *seen, *general)
    (met,) = fulfilments("second-looks", (2025,), *made)
    assert (met.unit, met.state, met.reason.zh) == ("city", State.PENDING, "应回头看 1 项，已看 1 项")
    (open_,) = fulfilments("second-looks", (2025,), *made, *missed)
    assert (open_.state, open_.reason.zh) == (State.OPEN, "应回头看 2 项，已看 1 项")
    assert fulfilments("second-looks", (2024,), *made)[0].state is State.MET
    assert fulfilments("second-looks", (2025,), *CITY, method())[0].state is State.EXEMPT


def listed(year: int, kind: str, **item):
    data = {"id": f"{kind}-{year}", "kind": kind, "year": year, "sections": [{"items": [{"id": "a"} | item]}]}
    return "checklists", data | ({"topic": "hazchem"} if kind == "inspection" else {})


def test_lists_of_the_year_are_asked_of_the_city() -> None:
    made = (*CITY, listed(2024, "evaluation"), listed(2024, "inspection", risk_color="red"))
    assert [f.state for f in fulfilments("evaluation-rules", (2024, 2025), *made)] == [State.MET, State.OPEN]
    assert [f.state for f in fulfilments("risk-grading", (2024, 2025), *made)] == [State.MET, State.OPEN]
    (one,) = fulfilments("risk-grading", (2024,), *CITY, listed(2024, "inspection"))
    assert (one.state, one.reason.zh) == (State.OPEN, "危化品检查表 1 项，已分级 0 项")


def test_units_and_persons_are_commended_for_every_year_by_the_end_of_the_next() -> None:
    """Seen from 31 December 2025: 2023 is overdue, 2024 may still come, 2022 is known by its notice alone."""
    notice = (
        "documents",
        {"id": "n", "number": "函〔2023〕17号", "title": "关于表扬全市 2022 年度先进的通报"},
    )
    unit = award("u", "c", 2021)
    person = award("p", "c", 2021, kind="advanced_individual")
    found = fulfilments("yearly-commendation", (2020, 2021, 2022, 2023, 2024), *CITY, notice, unit, person)
    assert [f.state for f in found] == [State.OPEN, State.MET, State.MET, State.OPEN, State.PENDING]
    assert [f.reason.zh for f in found][1:3] == [
        "先进单位 1 个，先进个人 1 名",
        "已印发函〔2023〕17号，名单未录入",
    ]
    told = ("nominations", {"id": "n", "year": 2024, "status": "recommended"})
    (one,) = fulfilments("yearly-commendation", (2024,), *CITY, told)
    assert (one.state, one.reason.zh) == (State.PENDING, "已推荐 1 件，还没有印发通报")
    (one,) = fulfilments("yearly-commendation", (2021,), *CITY, unit)
    assert one.state is State.OPEN, "persons are missing"


TEAMS = [{"kind": kind, "lead": "岗位", "members": 3} for kind in ("management", "experts", "technical")]


def asking(*levels: str, year: str = "2025"):
    kind, data = method(f"m-{year}", first=f"{year}-01-01", last=f"{year}-12-31")
    return kind, {**data, "requirements": {"teams": {"levels": list(levels)}}}


def test_teams_of_an_old_year_are_those_of_then() -> None:
    """County c lost its technical team in August 2025, d changed its lead at new year, k is not asked."""
    lost = [*TEAMS[:2], {**TEAMS[2], "to": "2025-08-31"}]
    changed = [{**TEAMS[0], "to": "2024-12-31"}, {**TEAMS[0], "from": "2025-01-01"}, *TEAMS[1:]]
    found = fulfilments(
        "three-teams", (2024, 2025), city(), county("c", teams=lost), county("d", teams=changed),
        county("e"), cluster("k", "c"), asking("county", year="2024"), asking("county"),
    )  # fmt: skip
    assert [(f.year, f.unit, f.state, f.reason.zh) for f in found] == [
        (2024, "c", State.MET, "三支团队齐全"),
        (2024, "d", State.MET, "三支团队齐全"),
        (2024, "e", State.OPEN, "没有登记团队"),
        (2025, "c", State.OPEN, "缺技术支持团队"),
        (2025, "d", State.MET, "三支团队齐全"),
        (2025, "e", State.OPEN, "没有登记团队"),
    ]


def test_teams_known_from_a_document_only_are_there_and_say_so() -> None:
    teams = [{"kind": t["kind"], "document": "示教发〔2021〕26号"} for t in TEAMS]
    document = ("documents", {"id": "fa", "number": "示教发〔2021〕26号"})
    (found,) = fulfilments(
        "three-teams", (2025,), city(), county("c", teams=teams), asking("county"), document
    )
    assert (found.state, found.reason.zh) == (State.MET, "三支团队已组建（示教发〔2021〕26号），岗位未登记")
    assert found.evidence == ("documents/fa", "organizations/c")


def test_a_method_that_asks_for_no_teams_judges_nobody() -> None:
    assert fulfilments("three-teams", (2025,), city(), county("c"), method()) == []


def test_a_task_of_nobody_stands_under_the_city_and_one_without_team_under_its_county() -> None:
    """c: t1 fine, t2 given to a team that was not there yet. d: its school closed with t3 still open.

    t4 has no unit; t5 has none either but was dropped, so nobody need be found for it.
    """
    teams = [TEAMS[0], {**TEAMS[2], "from": "2025-06-01"}]
    found = fulfilments(
        "task-owners", (2025,), city(), county("c", teams=teams), county("d"),
        school("s", "d", closed="2025-08-31", teams=TEAMS),
        task("t1", "c"), task("t2", "c", team="technical"), task("t3", "s"), task("t4", None),
        task("t5", None, status="dropped", settled_on="2025-05-05"),
    )  # fmt: skip
    assert {f.unit: (f.state, f.reason.zh, f.evidence) for f in found} == {
        "c": (State.OPEN, "2 项任务，1 项的责任团队当时不在", ("tasks/t2",)),
        "d": (State.OPEN, "1 项任务，1 项没有责任单位", ("tasks/t3",)),
        "city": (State.OPEN, "2 项任务，1 项没有责任单位", ("tasks/t4",)),
    }


def test_tasks_with_unit_and_team_are_met() -> None:
    (found,) = fulfilments("task-owners", (2025,), city(), county("c", teams=TEAMS), task("t1", "c"))
    assert (found.state, found.reason.zh) == (State.MET, "1 项任务，都有责任单位和团队")


def test_a_task_open_after_its_deadline_leaves_its_county_open() -> None:
    """Late but done is settled; not due yet is pending; dropped is settled too."""
    found = fulfilments(
        "tasks-settled", (2025,), *CITY, county("e"), school("s", "c"),
        task("t1", "c", "2025-10-31", "2025-11-20"), task("t2", "s", "2025-12-30"),
        task("t3", "d", "2025-12-31"), task("t4", "e", status="dropped", settled_on="2025-05-05"),
    )  # fmt: skip
    assert states(found) == {
        "c": (State.OPEN, "2 项任务，办结 1 项，逾期未办结 1 项"),
        "d": (State.PENDING, "1 项任务，办结 0 项"),
        "e": (State.MET, "1 项任务，办结 1 项"),
    }


def test_the_list_of_a_year_is_tasks_that_cite_it() -> None:
    number = "示教发〔2025〕6号"
    made = (
        *CITY, task("t1", "c", document=number), task("t2", "d", "2024-10-31"),
        ("documents", {"id": "list", "number": number}),
    )  # fmt: skip
    found = fulfilments("annual-task-list", (2023, 2024, 2025, 2026), *made)
    assert [(f.state, f.reason.zh) for f in found] == [
        (State.OPEN, "没有登记 2023 年的重点任务"),
        (State.OPEN, "登记 1 项任务，0 项写明清单文号"),
        (State.MET, f"登记 1 项任务，1 项写明清单文号（{number}）"),
        (State.PENDING, "没有登记 2026 年的重点任务"),
    ]
    assert found[2].evidence == ("documents/list", "tasks/t1")


def test_a_revision_without_tasks_is_asked_for_none() -> None:
    made = (("bureau", {"id": "bureau", "city": "city"}), city(), county("c"))
    found = judged(snapshot_of(*made, schemas=schemas_without("tasks")), DEMANDS, (2025,))
    assert not {"annual-task-list", "task-owners", "tasks-settled", "three-teams"} & {f.demand for f in found}


def test_a_county_that_takes_part_is_evaluated_every_year_by_the_end_of_the_next() -> None:
    """Seen from 31 December 2025: 2023 should be final by now; d never took part."""
    final = {"unit": "c", "status": "final"}
    made = (
        *CITY,
        ("evaluations", final | {"id": "e2022", "year": 2022}),
        ("evaluations", final | {"id": "e2023", "year": 2023, "status": "review"}),
        ("evaluations", final | {"id": "e2025", "year": 2025, "status": "self"}),
    )
    found = judged_with("evaluations", "county-evaluations", (2022, 2023, 2024, 2025), *made)
    assert [(f.year, f.state) for f in found if f.unit == "c"] == [
        (2022, State.MET), (2023, State.OPEN), (2024, State.PENDING), (2025, State.PENDING)
    ]  # fmt: skip
    assert {f.state for f in found if f.unit == "d"} == {State.EXEMPT}
    assert found[0].evidence == ("evaluations/e2022",)


def judged_with(kind: str, demand: str, years: tuple[int, ...], *made) -> list[Fulfilment]:
    """As fulfilments, of a revision that knows one more kind."""
    schemas = schemas_without() | {kind: Schema(kind, "", Text(kind), Text(""), (), {}, "")}
    snapshot = snapshot_of(("bureau", {"id": "bureau", "city": "city"}), *made, schemas=schemas)
    return [f for f in judged(snapshot, DEMANDS, years) if f.demand == demand]
