"""What is found of a nomination, condition by condition, from records worked by hand; on 31 December 2025.

School s lies in county c, which was graded for 2024; the method of 2024 gives c two places for units and one
for persons, wants half of the units to be rural, and takes more than 30 days overdue for long.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from generator.compute.eligibility import CONDITIONS, eligibility
from generator.model.commendation import Standing
from generator.model.evaluation import Evaluation, YearEvaluation
from tests.support.snapshots import Made, award, city, county, inspection, school, snapshot_of

HOLDS, FAILS, UNKNOWN = Standing.HOLDS, Standing.FAILS, Standing.UNKNOWN
TERMS = {
    "county_grades": ["pass"],
    "overdue_days": 30,
    "merit_max": 100,
    "quotas": [{"by": "c", "units": 2, "persons": 1}],
    "shares": [{"kind": "advanced_unit", "group": "rural", "at_least": 50}],
}
UNITS = (city(), county("c"), school("s", "c"), school("t", "c"), school("own", "city"))


def method(terms: dict[str, Any] | None = TERMS) -> Made:
    required = {} if terms is None else {"commendation": terms}
    valid = {"from": "2024-01-01", "to": "2024-12-31"}
    return "methods", {"id": "m", "version": 1, "valid": valid, "requirements": required}


def nomination(id: str = "n1", unit: str = "s", order: int = 1, **more: Any) -> Made:
    """Vetted on 5 January 2025 and accepted on 10 January, unless told otherwise."""
    return "nominations", {
        "id": id,
        "year": 2024,
        "kind": "advanced_unit",
        "unit": unit,
        "groups": ["rural"],
        "recommended": {"by": "c", "on": "2025-01-02", "order": order},
        "merit": f"做得好（{id}）",
        "vetting": {"on": "2025-01-05", "by": "纪检组", "outcome": "clear"},
        "status": "accepted",
        "decision": {"on": "2025-01-10"},
        **more,
    }


PENDING = {"status": "recommended", "decision": {}}


def graded(grade: str | None = "pass", status: str = "final") -> tuple[YearEvaluation, ...]:
    """The year 2024, in which c has this grade."""
    none, full = Decimal(0), Decimal(100)
    one = Evaluation(
        "ev", "c", 2024, status, (), (), full, none, none, (), (), full, full, grade, grade, (), 1
    )  # fmt: skip
    return (YearEvaluation(2024, "list", "m", 1, (), (one,), None, {"c": one}),)


def evaluation(final: str = "2025-01-08", **more: Any) -> Made:
    return "evaluations", {"id": "ev", "unit": "c", "year": 2024, "dates": {"final": final}, **more}


def hazard(id: str, due: str, grade: str = "general", school: str = "s") -> Made:
    return "hazards", {
        "id": id,
        "school": school,
        "registered_on": "2024-03-01",
        "due": due,
        "grade": grade,
        "origin": "inspection",
    }


def closed(hazard: str, on: str) -> tuple[Made, Made]:
    return (
        ("rectifications", {"id": f"r-{hazard}", "hazard": hazard, "kind": "done", "on": on}),
        ("follow-ups", {"id": f"f-{hazard}", "hazard": hazard, "kind": "accepted", "on": on}),
    )


def found(
    *made: Made, years: tuple[YearEvaluation, ...] | None = None, of: str = "n1", terms: Made | None = None
) -> dict[str, tuple[Standing, str, tuple[str, ...]]]:
    """Condition -> standing, reason and evidence of the nomination *of*."""
    snapshot = snapshot_of(("bureau", {"id": "bureau", "city": "city"}), *UNITS, terms or method(), *made)
    (one,) = (e for e in eligibility(snapshot, graded() if years is None else years) if e.record.id == of)
    return {c.id: (c.standing, c.reason.zh, c.evidence) for c in one.conditions}


def test_every_condition_holds_and_says_why() -> None:
    """Why is told as fully as why not."""
    told = found(nomination(), evaluation())
    assert list(told) == [name for name, _, _ in CONDITIONS]
    assert {name: row[0] for name, row in told.items()} == dict.fromkeys(told, HOLDS)
    assert told["county-grade"][1:] == ("C2024年度评价等次为合格", ("evaluations/ev", "methods/m"))
    assert told["no-major"][1] == "没有重大隐患"
    assert told["quota"][1] == "C的名额 2 个，这一件排第 1，在名额以内"
    assert told["shares"][1].startswith("全市 1 件里")


def test_without_conditions_in_the_method_nothing_is_known() -> None:
    told = found(nomination(), evaluation(), terms=method(None))
    assert {row[0] for row in told.values()} == {UNKNOWN}
    assert told["quota"][1:] == ("2024年的办法没有写明表扬条件", ("methods/m",))


@pytest.mark.parametrize(
    ("made", "years", "standing", "reason"),
    [
        ((evaluation(),), graded("fail"), FAILS, "C2024年度评价等次为不合格，须为合格"),
        ((evaluation(),), graded("pass", "review"), UNKNOWN, "C2024年度评价还没有终定"),
        ((evaluation("2025-01-11"),), graded(), UNKNOWN, "C2024年度评价还没有终定"),
        ((), (), UNKNOWN, "C还没有2024年度评价"),
    ],
    ids=["another-grade", "not-final", "final-after-the-decision", "never-evaluated"],
)
def test_the_grade_of_the_county(made: tuple[Made, ...], years: Any, standing: Standing, reason: str) -> None:
    """A grade counts once it is final, and an old decision is judged by what was final then."""
    assert found(nomination(), *made, years=years)["county-grade"][:2] == (standing, reason)


def test_a_school_of_the_city_needs_no_county() -> None:
    told = found(nomination(unit="own", recommended={"by": "city", "on": "2025-01-02", "order": 1}))
    assert told["county-grade"][0] is HOLDS
    assert told["no-veto"][0] is HOLDS
    assert told["quota"][:2] == (FAILS, "CITY的名额 0 个，这一件排第 1，超出名额")


def test_a_veto_of_the_county_and_a_major_finding_at_the_unit_bar() -> None:
    """A person is not barred by what was found at the school, as awards are not."""
    veto = {"veto": "v2", "on": "2024-12-10", "record": "inspections/i", "text": "弄虚作假"}
    told = found(nomination(), evaluation(vetoes=[veto]))["no-veto"]
    assert told == (FAILS, "C有一票否决事项：弄虚作假", ("evaluations/ev", "inspections/i"))
    visit = inspection("i", "s", "2024-Q2", findings=1, major=1)
    assert found(nomination(), evaluation(), visit)["no-veto"] == (
        FAILS, "2024年督查在该单位查出重大隐患，一票否决", ("inspections/i",),
    )  # fmt: skip
    person = nomination(kind="advanced_individual", person="李四")
    assert found(person, evaluation(), visit)["no-veto"][0] is HOLDS
    assert found(nomination(), years=())["no-veto"][0] is UNKNOWN


def test_hazards_are_judged_as_of_the_day_of_the_decision() -> None:
    """Closed on 20 January, so open on the 10th: it barred then; a pending one of today is free of it."""
    made = (evaluation(), hazard("h1", "2024-12-31", "major"), *closed("h1", "2025-01-20"))
    told = found(nomination(), *made)["no-major"]
    assert told[:2] == (FAILS, "有 1 项重大隐患没有销号（h1）")
    assert told[2][0] == "hazards/h1"
    now = found(nomination(**PENDING), *made)["no-major"]
    assert now[:2] == (HOLDS, "登记过的 1 项重大隐患都已销号")
    assert now[2] == ("hazards/h1", "rectifications/r-h1", "follow-ups/f-h1")


@pytest.mark.parametrize(
    ("due", "standing", "reason"),
    [
        ("2025-01-15", HOLDS, "没有逾期的隐患"),
        ("2024-12-11", HOLDS, "有 1 项隐患逾期，都没有超过 30 天"),
        ("2024-12-10", FAILS, "有 1 项隐患逾期超过 30 天没有销号，最长 31 天（h1）"),
    ],
)
def test_more_days_overdue_than_the_method_says_bar(due: str, standing: Standing, reason: str) -> None:
    """On 10 January: due on 11 December is 30 days late, which is not more than 30."""
    assert found(nomination(), evaluation(), hazard("h1", due))["no-overdue"][:2] == (standing, reason)


def test_a_county_answers_for_all_its_schools() -> None:
    told = found(nomination(unit="c"), evaluation(), hazard("h1", "2024-12-31", "major", school="t"))
    assert told["no-major"][0] is FAILS


def test_vetting_is_asked_for_and_must_have_come_before_the_decision() -> None:
    entry = {"on": "2025-01-05", "by": "纪检组", "outcome": "entry"}
    assert found(nomination(vetting=entry))["no-discipline"][:2] == (
        FAILS, "纪检组 2025-01-05 回复：有处分或在查事项",
    )  # fmt: skip
    for vetting in (None, {**entry, "on": "2025-01-11"}):
        assert found(nomination(vetting=vetting))["no-discipline"][0] is UNKNOWN


def test_places_go_by_the_order_of_the_county_and_a_declined_one_takes_none() -> None:
    """Two places: the third is beyond them until one of the others is declined."""
    three = [nomination(f"n{n}", unit, n) for n, unit in ((1, "s"), (2, "t"), (3, "c"))]
    told = found(*three, evaluation(), of="n3")["quota"]
    assert told[:2] == (FAILS, "C的名额 2 个，这一件排第 3，超出名额")
    assert told[2] == ("methods/m", "nominations/n1", "nominations/n2")
    declined = nomination("n1", "s", 1, status="declined")
    assert found(declined, *three[1:], evaluation(), of="n3")["quota"][0] is HOLDS


def test_a_share_that_is_missed_fails_for_those_who_are_too_many() -> None:
    """One of three is rural, half are asked for: the rural one is not the one to go."""
    made = (nomination("n1"), nomination("n2", "t", 2, groups=[]), nomination("n3", "c", 3, groups=[]))
    assert found(*made)["shares"][0] is HOLDS
    told = found(*made, of="n2")["shares"]
    assert told[0] is FAILS
    assert told[2] == ("methods/m", "nominations/n1", "nominations/n2", "nominations/n3")


def test_one_act_is_praised_once_and_the_award_that_came_of_it_is_no_other() -> None:
    act = {"act": "2024年竞赛承办"}
    other = nomination("n2", "t", 2, act="2024年 竞赛承办")
    assert found(nomination(**act), other)["not-twice"] == (
        FAILS, "同一事项已在另外 1 条推荐或表扬里（nominations/n2）", ("nominations/n2",),
    )  # fmt: skip
    own = award("a1", "s", 2024, merit="做得好（n1）", nomination="n1")
    assert found(nomination(), own)["not-twice"][0] is HOLDS
    earlier = award("a0", "s", 2023, merit="做得好 (n1)")
    assert found(nomination(), own, earlier)["not-twice"][2] == ("awards/a0",)


def test_all_that_holds_holds_and_one_unknown_is_not_enough() -> None:
    snapshot = snapshot_of(
        *UNITS, method(), nomination(), nomination("n2", "t", 2, vetting=None), evaluation()
    )
    first, second = eligibility(snapshot, graded())
    assert (first.standing, second.standing) == (HOLDS, UNKNOWN)
    assert [c.id for c in second.of(UNKNOWN)] == ["no-discipline"]
    assert second.day == "2025-01-10"
