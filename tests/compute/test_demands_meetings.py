"""What is demanded of meetings, problems and interviews, on records worked by hand; from 31 December 2025."""

from __future__ import annotations

from generator.compute.demand import judged
from generator.compute.demands import DEMANDS
from generator.model.demand import State
from tests.support.snapshots import city, county, snapshot_of

METHOD = (
    "methods",
    {
        "id": "m",
        "valid": {"from": "2024-01-01", "to": "2025-12-31"},
        "requirements": {
            "meetings": {"per_year": 1, "cycle_from": 2023, "cycle_years": 3},
            "guarantee": {"sessions_per_year": 2, "levels": ["county"]},
        },
    },
)


def meeting(id: str, year: int, kind: str = "on_site", status: str = "held", **more: object):
    return "meetings", {"id": id, "year": year, "kind": kind, "status": status, "unit": "city", **more}


def told(demand: str, years: tuple[int, ...], *made) -> list[tuple[str, int, State, str]]:
    snapshot = snapshot_of(("bureau", {"id": "bureau", "city": "city"}), city(), METHOD, *made)
    found = [f for f in judged(snapshot, DEMANDS, years) if f.demand == demand]
    return [(f.unit, f.year, f.state, f.reason.zh) for f in found]


def test_one_on_site_meeting_a_year_or_the_reason_why_not() -> None:
    """2023 has no method, so what was held is shown and nothing is asked for."""
    made = (
        county("a", name="甲县"),
        meeting("o23", 2023, title="推进会", host="a"),
        meeting("o24", 2024, status="not_held", reason="场地改造"),
        meeting("o25", 2025, theme="实验教学", host="a"),
    )
    assert told("on-site-meeting", (2022, 2023, 2024, 2025), *made) == [
        ("city", 2022, State.EXEMPT, "还没有登记"),
        ("city", 2023, State.MET, "已在甲县召开：推进会"),
        ("city", 2024, State.OPEN, "未召开：场地改造"),
        ("city", 2025, State.MET, "已在甲县召开：实验教学"),
    ]


def test_neither_theme_nor_host_is_repeated_within_a_cycle() -> None:
    one = meeting("o24", 2024, theme="实验教学", host="a")
    again = meeting("o25", 2025, theme="实验教学", host="b")
    other = meeting("o25", 2025, theme="图书室", host="b")
    assert told("on-site-cycle", (2025,), one, again) == [("city", 2025, State.OPEN, "周期内主题有重复")]
    assert told("on-site-cycle", (2024, 2025), one, other) == [
        ("city", 2024, State.MET, "2023—2024 年 1 次，主题和承办地没有重复"),
        ("city", 2025, State.MET, "2023—2025 年 2 次，主题和承办地没有重复"),
    ]


def test_two_sessions_a_year_of_each_county() -> None:
    sessions = [meeting(f"s{n}", 2024, "problem_session", unit="a") for n in (1, 2)]
    missed = meeting("s3", 2024, "problem_session", "not_held", unit="b", reason="防汛")
    assert told("problem-sessions", (2024,), county("a"), county("b"), *sessions, missed) == [
        ("a", 2024, State.MET, "应研究 2 次，已研究 2 次"),
        ("b", 2024, State.OPEN, "应研究 2 次，已研究 0 次，1 次未召开、已说明原因"),
    ]


def test_a_real_county_is_not_found_wanting_by_a_sample_method() -> None:
    sample = ("methods", METHOD[1] | {"sample": True})
    assert told("problem-sessions", (2024,), sample, county("a"), county("b", sample=True)) == [
        ("a", 2024, State.EXEMPT, "示例办法不对真实单位提要求"),
        ("b", 2024, State.OPEN, "应研究 2 次，已研究 0 次"),
    ]


def test_decisions_have_an_outcome_by_their_day() -> None:
    """Looked at from the end of 2025: p1 has one, p2 is late, p3 is not due yet."""

    def problem(id: str, unit: str, due: str, **more: object):
        return "problems", {"id": id, "year": 2025, "unit": unit, "decision": {"due": due}, **more}

    made = (
        problem("p1", "a", "2025-10-31", outcome={"result": "solved"}),
        problem("p2", "b", "2025-10-31"),
        problem("p3", "c", "2026-01-31"),
    )
    assert told("decisions-carried-out", (2025,), *made) == [
        ("a", 2025, State.MET, "突出问题 1 项，有结果 1 项"),
        ("b", 2025, State.OPEN, "突出问题 1 项，有结果 0 项，逾期 1 项"),
        ("c", 2025, State.PENDING, "突出问题 1 项，有结果 0 项"),
    ]


def test_special_meetings_and_interviews_are_told_for_the_city() -> None:
    """Nobody has to be interviewed; who was is not public, so interviews are counted for the city alone."""
    assert told("special-meetings", (2025,), meeting("x", 2025, "special")) == [
        ("city", 2025, State.MET, "已召开 1 次")
    ]
    talk = {"date": "2025-11-01", "unit": "a", "promises": [{"due": "2025-12-01"}]}
    assert told("interviews", (2024, 2025), ("interviews", {"id": "t1", **talk})) == [
        ("city", 2024, State.EXEMPT, "没有约谈记录"),
        ("city", 2025, State.OPEN, "约谈 1 次，已核查 0 次"),
    ]
    checked = ("interviews", {"id": "t1", **talk, "check": {"on": "2025-12-02"}})
    assert told("interviews", (2025,), checked) == [("city", 2025, State.MET, "约谈 1 次，已核查 1 次")]
