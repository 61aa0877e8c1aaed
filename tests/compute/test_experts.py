"""What is owed to and demanded of experts, on records worked by hand; looked at from 31 December 2025."""

from __future__ import annotations

from generator.compute.demand import judged
from generator.compute.demands import DEMANDS
from generator.compute.duties import DUTIES
from generator.compute.duty import duties_of
from generator.model.demand import State
from generator.model.snapshot import Snapshot
from tests.support.records import schemas
from tests.support.snapshots import WITHDRAWN, Made, city, county, engagement, expert, method, snapshot_of

BUREAU = ("bureau", {"id": "bureau", "city": "city", "stated_pools": [{"pool": "city", "stated": 145}]})
ASKED = {"requirements": {"experts": {"days_per_year": 20, "appraised_by": "02-30"}}}
OLD = ("2021-01-01", "2023-12-31")


def seen(*made: Made) -> Snapshot:
    return snapshot_of(BUREAU, city(), county("c1"), method(**ASKED), *made, schemas=schemas())


def duties(kind: str, *made: Made) -> list[tuple[str, str, str, str]]:
    return [
        (d.unit, d.due.isoformat(), d.title.zh, d.record)
        for d in duties_of(seen(*made), DUTIES)
        if d.kind == kind
    ]


def states(demand: str, *made: Made, year: int = 2024) -> list[tuple[State, str, tuple[str, ...]]]:
    found = judged(seen(*made), DEMANDS, (year,))
    return [(f.state, f.reason.zh, f.evidence) for f in found if f.demand == demand]


def appraised(*years: int) -> dict[str, object]:
    return {"appraisals": [{"year": y, "on": f"{y + 1}-01-20", "result": "qualified"} for y in years]}


def test_appraisal_is_owed_once_for_all_until_the_last_is_made() -> None:
    """2024 by 28 February 2025, 2025 by 28 February 2026; who left in 2023 is not appraised."""
    found = duties(
        "appraisal", expert("e1"), expert("e2"), expert("e3", **appraised(2024)), expert("e4", "c1", OLD)
    )
    assert found == [
        ("city", "2025-02-28", "2024 年度专家履职考核，还有 2 名", "methods/method"),
        ("city", "2026-02-28", "2025 年度专家履职考核，还有 3 名", "methods/method"),
    ]
    one = duties("appraisal", expert("e1", **appraised(2024)), expert("e2", **appraised(2024, 2025)))
    assert one == [("city", "2026-02-28", "2025 年度专家履职考核，还有 1 名", "experts/e1")]
    assert duties("appraisal", expert("e1", **appraised(2024, 2025))) == []


def test_planned_work_is_owed_where_it_is_expected() -> None:
    """Done and withdrawn work is not; the title names no person."""
    found = duties(
        "engagement",
        engagement("g1", "c1", "2026-01-08", "2", status="planned"),
        engagement("g2", "c1", "2025-05-08"),
        engagement("g3", "c1", "2026-01-08", status="planned", **WITHDRAWN),
    )
    assert found == [("c1", "2026-01-09", "专家工作：G1", "engagements/g1")]


def test_a_term_that_is_renewed_already_binds_nobody() -> None:
    """Both end in June; the second is followed by another in the same pool."""
    ends = ("2023-07-01", "2026-06-30")
    found = duties("term", expert("e1", "c1", ends), expert("e2", "c1", ends, ("2026-07-01", "2029-06-30")))
    assert [record for *_, record in found] == ["experts/e1"]


def test_city_pool_is_there_when_every_category_is_and_stands_beside_the_stated_number() -> None:
    """Four categories in the schema; at first only one has somebody in office."""
    (first,) = states("city-pool", expert("e1"), expert("e2", "c1", OLD))
    assert first[0] is State.OPEN
    assert first[1].startswith("公布 145 名，录入在聘 1 名：实验教学 0、实验室建设与管理 1")
    every = [expert(f"e{n}") for n in range(4)]
    for (_, data), category in zip(
        every, ("experiment", "laboratory", "library", "informatization"), strict=True
    ):
        data["pools"][0]["category"] = category
    (whole,) = states("city-pool", *every)
    assert (whole[0], len(whole[2])) == (State.MET, 4)


def test_an_empty_pool_is_open_once_the_year_is_over() -> None:
    """Other pools have no categories, and no stated number here."""
    assert states("provincial-pool") == [(State.OPEN, "在聘 0 名", ())]
    assert states("provincial-pool", year=2025) == [(State.PENDING, "在聘 0 名", ())]


def test_everybody_in_office_names_the_appointing_document() -> None:
    """Who lacks it is the evidence."""
    assert states("appointed-experts", expert("e1")) == [
        (State.OPEN, "在聘 1 名，1 名缺聘任文号", ("experts/e1",))
    ]
    (_, data) = expert("e1")
    data["pools"][0]["document"] = "示教函〔2024〕1号"
    assert states("appointed-experts", ("experts", data)) == [
        (State.MET, "在聘 1 名，都有聘任文号", ("experts/e1",))
    ]


def test_five_duties_are_done_when_each_was_at_least_once() -> None:
    """Planned work and work of another year do not count."""
    done = [
        engagement(f"g{n}", "c1", "2024-05-08", duty=duty)
        for n, duty in enumerate(("research", "guidance", "training", "supervision"))
    ]
    late = engagement("g8", "c1", "2025-05-08", duty="review")
    planned = engagement("g9", "c1", "2024-05-08", duty="review", status="planned")
    (open_,) = states("five-duties", *done, late, planned)
    assert open_[:2] == (State.OPEN, "人次：研究论证 1、检查指导 1、教育培训 1、督导督查 1、评估评审 0")
    (met,) = states("five-duties", *done, engagement("g8", "c1", "2024-06-08", duty="review"))
    assert (met[0], len(met[2])) == (State.MET, 5)


def test_appraisal_of_a_year_is_demanded_by_its_day() -> None:
    """2024 is late, 2025 is not due yet; those still to be appraised are the evidence."""
    made = (expert("e1", **appraised(2024)), expert("e2"))
    assert states("yearly-appraisal", *made) == [
        (State.OPEN, "应考核 2 名，已考核 1 名，期限 2025-02-28", ("experts/e2",))
    ]
    assert states("yearly-appraisal", *made, year=2025)[0][0] is State.PENDING
    assert states("yearly-appraisal")[0][0] is State.EXEMPT


def test_years_without_requirements_are_not_asked() -> None:
    """A method that says nothing of experts asks nothing."""
    snapshot = snapshot_of(BUREAU, city(), method(), expert("e1"), schemas=schemas())
    names = {f.demand for f in judged(snapshot, DEMANDS, (2024,))}
    assert not names & {
        "city-pool",
        "provincial-pool",
        "five-duties",
        "appointed-experts",
        "yearly-appraisal",
    }
