"""What hazards ask of schools and of those who inspect, by hand; looked at from 31 December 2025."""

from __future__ import annotations

from typing import Any

from generator.compute.duties import DUTIES
from generator.compute.duty import duties_of, late_duties
from generator.model.snapshot import Snapshot
from tests.support.snapshots import Made, city, county, hazard, method, school, snapshot_of

BUREAU: Made = ("bureau", {"id": "bureau", "city": "city"})
ASKS = {"answer_days": 14, "second_look": {"days": 60, "grades": ["major"]}}
CLOSED = (("done", "2025-10-20"), ("accepted", "2025-10-25"))


def seen(*made: Made, asks: dict[str, Any] | None = None) -> Snapshot:
    rules = method(requirements={"hazards": ASKS if asks is None else asks})
    tree = (city(), county("a"), school("s", "a", name="城关小学"), school("t", "a"))
    return snapshot_of(BUREAU, *tree, rules, *made)


def found(*made: Made, asks: dict[str, Any] | None = None) -> list[tuple[str, str, str, str]]:
    return [(d.kind, d.unit, d.due.isoformat(), d.record) for d in duties_of(seen(*made, asks=asks), DUTIES)]


def test_a_school_owes_the_work_until_it_is_reported() -> None:
    assert found(*hazard("h", "s", "2025-12-01", "2026-01-05")) == [
        ("hazard", "s", "2026-01-05", "hazards/h")
    ]
    done = hazard("h", "s", "2025-12-01", "2026-01-05", ("done", "2025-12-29"))
    assert [(kind, unit) for kind, unit, *_ in found(*done)] == [("acceptance", "city")]


def test_an_extension_moves_the_day_once_it_is_granted_and_is_owed_an_answer_before() -> None:
    asked = ("extension", "2025-12-20", "2026-01-31")
    assert found(*hazard("h", "s", "2025-12-01", "2026-01-05", asked)) == [
        ("extension", "city", "2026-01-03", "hazards/h"),
        ("hazard", "s", "2026-01-05", "hazards/h"),
    ]
    granted = ("extension_granted", "2025-12-22", "2026-01-31")
    assert found(*hazard("h", "s", "2025-12-01", "2026-01-05", asked, granted)) == [
        ("hazard", "s", "2026-01-31", "hazards/h")
    ]


def test_the_county_answers_for_what_a_school_found_by_itself_or_somebody_reported() -> None:
    """The city inspects, the county looks after its schools."""
    for origin, owner in (("inspection", "city"), ("self_check", "a"), ("report", "a")):
        done = hazard("h", "s", "2025-12-01", "2026-01-05", ("done", "2025-12-29"), origin=origin)
        assert found(*done) == [("acceptance", owner, "2026-01-12", "hazards/h")]


def test_a_second_look_is_owed_for_the_grades_of_the_method_until_somebody_looked() -> None:
    assert found(*hazard("h", "s", "2025-10-01", "2025-10-31", *CLOSED)) == []
    major = hazard("h", "s", "2025-10-01", "2025-10-31", *CLOSED, grade="major")
    assert found(*major) == [("second-look", "city", "2025-12-24", "hazards/h")]
    looked = hazard("h", "s", "2025-10-01", "2025-10-31", *CLOSED, ("confirmed", "2025-12-01"), grade="major")
    assert found(*looked) == []


def test_without_numbers_in_the_method_nobody_owes_an_answer() -> None:
    """A day that nobody has set is not missed."""
    done = hazard("h", "s", "2025-12-01", "2026-01-05", ("done", "2025-12-29"))
    assert found(*done, asks={}) == []


def test_a_real_bureau_owes_nothing_for_a_made_up_hazard() -> None:
    done = hazard("h", "s", "2025-12-01", "2026-01-05", ("done", "2025-12-29"), sample=True)
    assert found(*done) == []


def test_a_major_hazard_weighs_more_and_an_answer_names_the_school() -> None:
    made = hazard(
        "h", "s", "2025-12-01", "2026-01-05", ("done", "2025-12-29"), grade="major", text="柜门未锁"
    )
    (one,) = duties_of(seen(*made), DUTIES)
    assert one.major
    assert one.title.zh == "隐患验收：城关小学，柜门未锁"


def test_a_check_says_once_for_each_county_how_many_are_late() -> None:
    """A hundred warnings of the same sort would hide the rest; the list of duties has every one."""
    made = [
        one for n, place in enumerate("sst")
        for one in hazard(f"h{n}", place, "2025-10-01", f"2025-11-0{n + 1}", text=f"第{n}项")
    ]  # fmt: skip
    snapshot = seen(*made)
    assert len([d for d in duties_of(snapshot, DUTIES) if d.kind == "hazard"]) == 3
    (late,) = late_duties(snapshot, DUTIES)
    assert (late.unit, late.record, late.due.isoformat()) == ("a", "hazards/h0", "2025-11-01")
    assert late.title.zh == "隐患整改 3 项，最早的一项：第0项"


def test_one_that_is_late_alone_names_its_school() -> None:
    (late,) = late_duties(seen(*hazard("h", "s", "2025-10-01", "2025-11-01", text="柜门未锁")), DUTIES)
    assert (late.unit, late.title.zh) == ("s", "隐患整改：柜门未锁")


def test_a_finding_that_became_a_hazard_is_owed_once() -> None:
    """And one that was put right on the spot is owed by nobody."""
    rows = [
        {"id": "f0", "text": "柜锁损坏", "due": "2026-01-05"},
        {"id": "f1", "text": "台账缺页", "due": "2026-01-06", "no_hazard": "当场改正"},
        {"id": "f2", "text": "标签脱落", "due": "2026-01-07"},
    ]
    visit = ("inspections", {"id": "i", "organization": "s", "period": "2025-Q4", "status": "done",
             "date": "2025-12-01", "findings": rows})  # fmt: skip
    one = hazard("h", "s", "2025-12-01", "2026-01-05", inspection="i", finding="f0")
    assert found(visit, *one) == [
        ("hazard", "s", "2026-01-05", "hazards/h"),
        ("rectification", "s", "2026-01-07", "inspections/i"),
    ]
