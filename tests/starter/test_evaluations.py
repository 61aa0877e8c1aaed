"""What the sample's annual evaluations are meant to show comes out when they are scored."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.model.evaluation import ItemState, YearEvaluation
from generator.model.period import Period
from generator.model.snapshot import Snapshot
from tests.support import own

D = Decimal
Years = dict[int, YearEvaluation]


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return own.snapshot()


@pytest.fixture(scope="module")
def years() -> Years:
    return {year.year: year for year in own.results().evaluations}


def test_three_years_and_one_change_of_method(years: Years) -> None:
    assert [(y, years[y].version) for y in years] == [(2023, 1), (2024, 1), (2025, 2)]


def test_what_is_stated_is_what_the_facts_give(years: Years) -> None:
    """But for the item that an appeal changed, which keeps what was verified beside it."""
    differing = [
        (one.record, item.item, item.stated, item.score)
        for year in years.values()
        for one in year.evaluations
        for item in one.items
        if item.stated is not None and item.stated != item.score
    ]
    assert differing == [("ev-2024-bingling", "2.4", D("4.00"), D(5))]


def test_a_tie_and_a_quota_that_bites(years: Years) -> None:
    """Two counties with 91.1; the second place of the quota goes to the one that is safer."""
    first, second, third = years[2023].evaluations[:3]
    assert (first.grade, first.rank) == ("excellent", 1)
    assert (second.total, second.rank, second.grade) == (D("91.1"), 2, "excellent")
    assert (third.total, third.rank, third.grade) == (D("91.1"), 2, "good")
    assert [effect.cause for effect in third.effects] == ["quota"]
    kept, lost = (next(s.score for s in one.sections if s.section == "safety") for one in (second, third))
    assert kept > lost


def test_a_veto_lowers_a_grade(years: Years) -> None:
    lowered = years[2024].by_unit["dingqiao"]
    assert lowered.total
    assert D(80) <= lowered.total < D(90), "good by its total, whatever became of its hazards"
    assert (lowered.band, lowered.grade) == ("good", "pass")
    assert [effect.cause for effect in lowered.effects] == ["v2"]


def test_evidence_that_never_came_counts_nothing(years: Years) -> None:
    item = years[2024].by_unit["wuchuan"].item("7.3")
    assert item
    assert (item.state, item.score) == (ItemState.UNPROVEN, 0)


def test_somebody_is_excellent_in_each_of_the_last_two_years(years: Years) -> None:
    """Excellent is what a commendation asks for; by the facts of the records and within the quota."""
    for year in (2024, 2025):
        excellent = [one.unit for one in years[year].evaluations if one.grade == "excellent"]
        assert 1 <= len(excellent) <= 2, year


def test_what_was_earned_beyond_the_list_rests_on_the_countys_own_records(years: Years) -> None:
    found = [(e.entry, e.record.partition("/")[0]) for e in years[2025].by_unit["jiahe"].bonuses]
    assert found == [("b1", "cases"), ("b3", "projects"), ("b4", "demonstrations")]


def test_the_year_under_way_is_provisional(years: Years) -> None:
    """Three verified counties are ranked; one has an appeal open, one too little scored, one only itself."""
    found = years[2025].by_unit
    assert {e.unit for e in years[2025].evaluations if e.rank} == {"jiahe", "bingling", "yixi"}
    assert found["jiahe"].is_appealed
    assert found["wuchuan"].coverage < 95
    assert found["dingqiao"].status == "self"
    assert not any(e.is_final for e in years[2025].evaluations)


def test_real_counties_have_no_figures(years: Years) -> None:
    for year in years.values():
        real = year.by_unit["anyue"]
        assert (real.record, real.total, real.grade, real.rank) == ("", None, None, None)
        assert not any(item.evidence for item in real.items)


@pytest.mark.parametrize("year", [2024, 2025])
@pytest.mark.parametrize("item", ["1.3", "6.1"])
def test_sessions_and_applications_are_counted_by_the_system_itself(
    snapshot: Snapshot, years: Years, year: int, item: str
) -> None:
    """Nobody types how many there were: the number comes with the records behind it."""
    behind: dict[str, set[str]] = {}
    kind, field = {"1.3": ("meetings", "unit"), "6.1": ("demonstrations", "county")}[item]
    for record in snapshot.active(kind):
        data = record.document.data
        is_one = kind == "demonstrations" or (data["kind"], data["status"]) == ("problem_session", "held")
        if data["year"] == year and is_one:
            behind.setdefault(data[field], set()).add(record.key)
    for one in years[year].evaluations:
        found = one.item(item)
        if one.record and found:
            number = found.facts.count if item == "1.3" else found.facts.value
            assert (found.origin, number) == ("metric", len(behind[one.unit]))
            assert set(found.evidence) >= behind[one.unit]


LOOP = {
    "3.2": "hazchem-hazards-in-time",
    "5.1": "self-check-quarters",
    "5.2": "unannounced-in-time",
    "5.3": "late-report-quarters",
}


@pytest.mark.parametrize("year", [2024, 2025])
@pytest.mark.parametrize("item", LOOP)
def test_hazards_feed_their_items_by_themselves(years: Years, year: int, item: str) -> None:
    """Of the years with hazards on record; what is typed beside it has its reason, and both are kept."""
    measures = own.results().measures
    for one in years[year].evaluations:
        found = one.item(item)
        if not one.record or not found:
            continue
        measure = measures[LOOP[item], one.unit, Period(year)]
        is_overridden = (year, one.unit, item) == (2024, "yixi", "5.3")
        assert found.origin == ("facts" if is_overridden else "metric")
        assert found.measured is not None
        assert bool(found.override) == is_overridden
        assert set(measure.evidence) <= set(found.evidence)
        numbers = [found.measured.numerator, found.measured.denominator]
        if item in ("3.2", "5.2"):
            assert numbers == [o.value for o in measure.operands]


CHEMICALS = {"3.1": "risk-lists-current", "3.3": "doubles-and-ledger", "3.4": "waste-manifests"}


@pytest.mark.parametrize("item", CHEMICALS)
def test_keeping_of_chemicals_feeds_its_items_by_itself(years: Years, item: str) -> None:
    """From 2025 on: the first risk points, stock-takings and hand-overs are younger than the older lists."""
    measures = own.results().measures
    scores = set()
    for one in years[2025].evaluations:
        found = one.item(item)
        if one.record and found:
            measure = measures[CHEMICALS[item], one.unit, Period(2025)]
            assert (found.origin, found.facts) == ("metric", found.measured)
            assert found.measured is not None
            assert set(measure.evidence) <= set(found.evidence)
            numbers = [found.facts.numerator, found.facts.denominator]
            told = numbers == [o.value for o in measure.operands]
            assert told or found.facts.value == measure.value
            scores.add(found.score)
    assert len(scores) > 1, "counties differ"
    for year in (2023, 2024):
        assert {
            score.origin for one in years[year].evaluations if one.record and (score := one.item(item))
        } == {"facts"}


def test_the_first_year_is_older_than_the_hazards_and_stays_as_it_was_typed(years: Years) -> None:
    for one in years[2023].evaluations:
        if one.record:
            assert {score.origin for i in LOOP if (score := one.item(i))} == {"facts"}


def test_overdue_hazards_cost_points_by_themselves(years: Years) -> None:
    """Half a point for each that is still open beyond its day; nobody types how many there are."""
    found = {one.unit: one.item("3.2") for one in years[2025].evaluations if one.record}
    late = {unit: dict(item.facts.failures or {}) for unit, item in found.items() if item}
    measures = own.results().measures
    for unit, cases in late.items():
        measure = measures["overdue-hazchem-hazards", unit, Period(2025)]
        assert cases == ({"overdue": measure.value} if measure.value else {})
    assert any(late.values())


def test_a_self_score_is_mostly_kinder(snapshot: Snapshot) -> None:
    rows = [
        row
        for record in snapshot.active("evaluations")
        for row in record.document.data["items"]
        if "verified_score" in row
    ]
    kinder = sum(row["self_score"] > row["verified_score"] for row in rows)
    harder = sum(row["self_score"] < row["verified_score"] for row in rows)
    assert kinder > 20 * harder > 0
    assert all("reason" in row for row in rows if row["self_score"] != row["verified_score"])
