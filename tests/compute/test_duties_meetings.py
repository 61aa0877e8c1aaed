"""What meetings, problems and interviews leave to be done, from records worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from generator.compute.duties import DUTIES
from generator.compute.duty import duties_of
from tests.support.snapshots import city, county, snapshot_of

ASKED = {
    "meetings": {"per_year": 1, "cycle_from": 2023, "cycle_years": 3},
    "guarantee": {"sessions_per_year": 2, "levels": ["county"]},
}
METHOD = ("methods", {"id": "m", "valid": {"from": "2024-01-01", "to": "2026-12-31"}, "requirements": ASKED})
BUREAU = ("bureau", {"id": "bureau", "city": "city"})


def meeting(
    id: str, kind: str, status: str = "held", unit: str = "a", day: str = "2025-05-20", **more: object
):
    data = {"id": id, "year": int(day[:4]), "kind": kind, "status": status, "unit": unit, "title": id}
    return "meetings", data | {"dates": {"from": day, "to": day}} | more


def owed(as_of: str, *made):
    snapshot = replace(snapshot_of(BUREAU, city(), county("a"), *made), as_of=date.fromisoformat(as_of))
    return [(d.kind, d.unit, d.due.isoformat(), d.title.zh) for d in duties_of(snapshot, DUTIES)]


def test_the_year_s_on_site_meeting_is_owed_until_something_is_on_record() -> None:
    """A plan is a duty of its own, and a reason why there was none owes nothing more."""
    due = [("on-site-meeting", "city", "2025-12-31", "召开 2025 年现场推进会")]
    sessions = [meeting(f"s{n}", "problem_session") for n in (1, 2)]
    assert owed("2025-03-01", METHOD, *sessions) == due
    plan = meeting("o", "on_site", "planned", "city", "2025-10-16")
    assert owed("2025-03-01", METHOD, *sessions, plan) == [("meeting", "city", "2025-10-16", "召开：o")]
    assert owed("2025-03-01", METHOD, *sessions, meeting("o", "on_site", "not_held", "city")) == []
    assert owed("2025-03-01", *sessions) == []


def test_sessions_still_owed_are_counted_by_half_year() -> None:
    """Two a year: one by the end of June, both by the end of the year; a planned one is not owed twice."""
    on_site = meeting("o", "on_site", unit="city")
    first, second = meeting("s1", "problem_session"), meeting("s2", "problem_session", day="2025-11-05")
    words = "下半年还应专题研究突出困难和问题 {} 次"
    assert owed("2025-03-01", METHOD, on_site) == [
        ("problem-session", "a", "2025-06-30", "上半年还应专题研究突出困难和问题 1 次")
    ]
    assert owed("2025-06-01", METHOD, on_site, first) == []
    assert owed("2025-09-01", METHOD, on_site) == [
        ("problem-session", "a", "2025-12-31", words.format(2)),
    ]
    assert owed("2025-12-31", METHOD, on_site, first, second) == []
    planned = meeting("s2", "problem_session", "planned", day="2025-12-18")
    assert owed("2025-12-10", METHOD, on_site, first, planned) == [("meeting", "a", "2025-12-18", "召开：s2")]


def test_a_real_unit_owes_a_sample_method_nothing() -> None:
    sample = ("methods", METHOD[1] | {"sample": True})
    assert owed("2025-09-01", sample) == []
    assert [d[:2] for d in owed("2025-09-01", sample, county("b", sample=True))] == [("problem-session", "b")]


def test_decisions_and_follow_ups_bind_their_owners_until_they_are_done() -> None:
    decision = {"text": "统一采购", "owner": "a", "due": "2025-10-31"}
    open_one = ("problems", {"id": "p1", "title": "缺装置", "unit": "s", "decision": decision})
    done = ("problems", {"id": "p2", "unit": "s", "decision": decision, "outcome": {"result": "partly"}})
    rows = [
        {"text": "看录像", "unit": "a", "due": "2025-06-30"},
        {"text": "清库", "unit": "a", "due": "2025-06-30", "done": {"on": "2025-06-20"}},
    ]
    assert owed("2025-12-10", open_one, done, meeting("o", "special", follow_ups=rows)) == [
        ("follow-up", "a", "2025-06-30", "会后落实：看录像"),
        ("decision", "a", "2025-10-31", "落实决定：缺装置"),
    ]


def test_promises_are_checked_by_who_interviewed_and_nobody_else_is_named() -> None:
    """The list of duties is public; whom the city called in is not."""
    promises = [{"text": "整改", "due": "2025-11-30"}, {"text": "自查", "due": "2025-12-20"}]
    talk = {"id": "t1", "date": "2025-11-01", "by": "city", "unit": "a", "promises": promises}
    assert owed("2025-12-10", ("interviews", talk)) == [
        ("interview-check", "city", "2025-12-20", "核查约谈时的整改承诺")
    ]
    assert owed("2025-12-10", ("interviews", talk | {"check": {"on": "2025-12-09"}})) == []
