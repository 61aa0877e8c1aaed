"""Where the rules on experts stay silent, and where one kind of record is judged as another is."""

from __future__ import annotations

import pytest

from generator.validate.rules.experts import _counted
from tests.support.records import base, schemas
from tests.validate.rules.test_edges import EXPERT, changed, codes, found

REQUIRED = """requirements:
  experts:
    term_years: 3
    terms_in_row: 3
    days_per_year: 3
    recusal_years: 3
    same_county: {county}
    inspection_days: {days}
"""


def method(days: str = "0.5", county: str = "false", first: str = "2025-01-01") -> str:
    text = base()["records/methods/m-2025.yml"].replace("from: 2025-01-01", f"from: {first}")
    return f"--- records/methods/m-2025.yml\n{text}{REQUIRED.format(days=days, county=county)}"


def engagement(duty: str = "review", unit: str = "no1-middle", day: str = "2025-04-08", **more: str) -> str:
    last, days, status = more.get("last", day), more.get("days", "1"), more.get("status", "done")
    return (
        "--- records/engagements/e-01.yml\nid: e-01\ntitle: 实验室验收\nexpert: expert-01\n"
        f"duty: {duty}\nrole: member\nunit: {unit}\nstatus: {status}\n"
        f"dates:\n  from: {day}\n  to: {last}\ndays: {days}\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("unit: dongcheng\n", "unit: no1-middle\n", "CON001"),
        ("to: 2026-12-31", "to: 2025-04-07", "CON003"),
        ("consent: true", "consent: true\nwithdrawn: {date: 2025-04-01, reason: 调离}", "CON007"),
        (
            "consent: true",
            "consent: true\ninterests:\n  - {organization: no1-middle, reason: 亲属}",
            "CON002",
        ),
        ("consent: true", "consent: true\ndeclarations:\n  - {on: 2025-04-08, units: [dongcheng]}", "CON010"),
    ],
)
def test_conduct_holds_for_engagements_as_for_inspections(old: str, new: str, code: str) -> None:
    """The same fault of the same expert is found on both records, by the same code."""
    both = found(changed(EXPERT, old, new) + engagement())
    assert {(d.code, d.location.path.split("/")[1]) for d in both} == {
        (code, "engagements"),
        (code, "inspections"),
    }


@pytest.mark.parametrize("duty", ["training", "research"])
def test_nobody_is_judged_by_teaching_them(duty: str) -> None:
    """A talk at one's own school is no review of it."""
    text = changed(EXPERT, "unit: dongcheng\n", "unit: no1-middle\n") + engagement(duty)
    assert {d.location.path for d in found(text)} == {"records/inspections/i-01.yml"}


def test_own_county_bureau_is_an_own_unit_and_the_city_is_nobodys() -> None:
    """An officer of the county does not review the county; work for all is not work for one's own."""
    assert codes(engagement(unit="dongcheng")) == ["CON001"]
    assert codes(changed(EXPERT, "unit: dongcheng", "unit: shili") + engagement(unit="shili")) == []


@pytest.mark.parametrize(("since", "expected"), [("2025-11-06", ["CON001"]), ("2025-11-07", [])])
def test_what_was_judged_before_one_came_is_judged_by_what_held_then(since: str, expected: list[str]) -> None:
    """The base's inspection is of 6 November."""
    text = changed(EXPERT, "unit: dongcheng\n", f"unit: no1-middle\nunit_since: {since}\n")
    assert codes(text) == expected


@pytest.mark.parametrize(("until", "expected"), [("2022-11-06", ["CON009"]), ("2022-11-05", [])])
def test_three_years_after_leaving_end_on_the_day(until: str, expected: list[str]) -> None:
    """The day three years later is still within them; without a method only the time there counts."""
    former = f"consent: true\nformer_units:\n  - {{organization: dongcheng-north, until: {until}}}"
    assert codes(changed(EXPERT, "consent: true", former) + method()) == expected
    assert codes(changed(EXPERT, "consent: true", former)) == []


def test_latest_declaration_before_the_day_holds() -> None:
    """One made later does not reach back; one that names nobody lifts the one before."""
    rows = "consent: true\ndeclarations:\n  - {{on: {}, units: [no1-middle]}}\n  - {{on: {}, units: []}}"
    assert codes(changed(EXPERT, "consent: true", rows.format("2025-01-10", "2025-11-07"))) == ["CON010"]
    assert codes(changed(EXPERT, "consent: true", rows.format("2025-01-10", "2025-11-06"))) == []
    assert codes(changed(EXPERT, "consent: true", rows.format("2025-11-07", "2025-12-01"))) == []


def test_own_county_is_asked_by_the_method_of_the_day_alone() -> None:
    """The base's inspection is of 2025; a method that begins later asks nothing of it."""
    assert codes(method(county="true")) == ["CON011"]
    assert codes(method(county="true", first="2025-12-01")) == []


def test_planned_work_out_of_term_is_a_warning() -> None:
    """There is time to renew."""
    text = changed(EXPERT, "to: 2026-12-31", "to: 2026-01-31")
    planned = engagement("research", day="2026-01-30", last="2026-02-02", status="planned")
    assert codes(text + planned) == ["CON004"]


def test_load_counts_visits_as_the_method_says_and_is_told_once_a_year() -> None:
    """Three days are allowed: two and a half of work, then half a day or a whole one of inspecting."""
    work = engagement(last="2025-04-10", days="2.5", duty="research")
    assert codes(work + method("0.5")) == []
    (one,) = found(work + method("1"))
    assert (one.code, one.location.path, one.params["days"]) == (
        "EXP001",
        "records/inspections/i-01.yml",
        "3.5",
    )
    assert one.severity.label == "warning"


def test_old_years_and_silent_methods_ask_nothing() -> None:
    """The base's method has no requirements: a term of ten years and forty days are nobody's business."""
    long = changed(EXPERT, "to: 2026-12-31", "to: 2033-12-31")
    assert codes(long + engagement("research", last="2025-06-08", days="40")) == []


def test_terms_that_overlap_are_one_and_a_year_between_begins_anew() -> None:
    """(first day, last day, index) in order of time."""
    assert [n for n, *_ in _counted([("2019", "2021", 0), ("2020", "2022", 1)])] == [1, 1]
    rows = [("2016-01-01", "2018-12-31", 0), ("2019-06-01", "2021-12-31", 1), ("2022-12-31", "2024-12-31", 2)]
    assert [n for n, *_ in _counted(rows)] == [1, 2, 1]


def test_done_work_lies_behind_and_planned_work_ahead() -> None:
    """Looked at from 31 December 2025."""
    assert codes(engagement("research", day="2026-01-05")) == ["DAT005"]
    assert codes(engagement("research", day="2026-01-05", status="planned")) == []
    assert codes(engagement("research", day="2025-12-30", status="planned")) == ["DAT006"]


def test_nobody_is_sent_to_a_unit_that_is_not_there() -> None:
    """The school of the base opened in 1998."""
    school = changed("records/organizations/no1-middle.yml", "opened: 1998-09-01", "opened: 2025-04-09")
    places = {(d.code, d.location.path) for d in found(school + engagement("research"))}
    assert ("DAT009", "records/engagements/e-01.yml") in places


def test_records_hold_nothing_personal_beyond_name_unit_title_and_category() -> None:
    """Adding a field about a person is a decision, not a slip: no sex, age, number, address, degree."""
    assert {f.path for f in schemas()["experts"].fields} == {
        "id", "name", "unit", "unit_since", "title", "consent", "public_until", "pools", "duties",
        "interests", "former_units", "declarations", "appraisals", "aliases", "sample", "withdrawn", "note",
    }  # fmt: skip
    assert {f.path for f in schemas()["engagements"].fields} == {
        "id", "title", "expert", "duty", "category", "role", "unit", "status", "dates", "days", "document",
        "outcome", "aliases", "sample", "withdrawn", "note",
    }  # fmt: skip
    declared = schemas()["experts"].field("declarations")
    assert declared.internal
    assert [f.path for f in declared.fields] == ["declarations[].on", "declarations[].units"]
