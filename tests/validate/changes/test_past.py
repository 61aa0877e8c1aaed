"""What belongs to the issued past, what a correction must say, and what may still be added."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from generator.validate.change_rule import Circumstances
from tests.support.proposals import found, proposal
from tests.support.records import CASES, base, folder

Files = dict[str, str]
VISIT = "records/inspections/i-01.yml"
HAZARD = folder(CASES / "EVT012-major-accepted-by-too-few" / "good")
REPORT, ACCEPTED = "records/rectifications/2025/rc-1.yml", "records/follow-ups/2025/fu-1.yml"
EVALUATED = folder(CASES / "EVL030-reply-before-feedback" / "good")
EVALUATION = "records/evaluations/2025/ev-2025-dongcheng.yml"
STATEMENT = "records/statements/2025/st-2025-dongcheng.yml"
DRAWN = folder(CASES / "DRW012-recusal-left-out" / "good")
DRAW = "records/draws/2025/draw-2025-q4-hazchem.yml"
ANNOUNCED = folder(CASES / "BUL004-altered-after-issue" / "good")
BULLETIN = "records/bulletins/b-01.yml"
INTERVIEWED = folder(CASES / "EVL025-evidence-not-public" / "good")
INTERVIEW = "records/interviews/2025/t-2025-01.yml"


def codes(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Code and file of everything that is found; *after* is laid over *before*."""
    begun = {**base(), **before}
    asked = proposal(begun, {**begun, **after}, Circumstances())
    return [f"{line.rpartition(' ')[2]} {line.partition(':')[0]}" for line in found(asked)]


def edited(files: Mapping[str, str], path: str, old: str, new: str) -> Files:
    text = {**base(), **files}[path]
    assert old in text
    return {path: text.replace(old, new, 1)}


def correction(record: str, *rows: tuple[str, str | None, str | None]) -> Files:
    """A correction of *record*; rows: field, old, new."""
    said = "".join(
        f"  - field: {field}\n"
        + "".join(f"    {side}: {value!r}\n" for side, value in (("old", old), ("new", new)) if value)
        for field, old, new in rows
    )
    text = f"id: co-1\nrecord: {record}\nchanges:\n{said}reason: 写错了\non: 2025-12-31\nby: shili\n"
    return {"records/corrections/2025/co-1.yml": text}


def test_final_evaluation_changes_by_a_correction_only() -> None:
    """What was settled and published is not mended in silence; the number is said as it is written."""
    final = edited(EVALUATED, EVALUATION, "status: feedback", "status: final")
    score = edited(EVALUATED | final, EVALUATION, "verified_score: 3\n", "verified_score: 4\n")
    assert codes(EVALUATED | final, score) == [f"CHG012 {EVALUATION}"]
    said = correction("evaluations/ev-2025-dongcheng", ("items[1.1].verified_score", "3", "4"))
    assert codes(EVALUATED | final, score | said) == []
    assert codes(EVALUATED, edited(EVALUATED, EVALUATION, "verified_score: 3\n", "verified_score: 4\n")) == []


def test_opened_draw_changes_by_a_correction_only() -> None:
    """A draw that everybody can repeat must stay the one that was held."""
    opened = edited(DRAWN, DRAW, "plan_digest:", "note: 甲\nplan_digest:")
    opened[DRAW] += (
        "opened:\n  on: 2025-12-20\n  secret: " + "a" * 64 + "\n  public_value: '1'\n  schools: []\n"
    )
    now = edited(opened, DRAW, "note: 甲", "note: 乙")
    assert f"CHG012 {DRAW}" in codes(DRAWN | opened, now)


def test_closed_hazard_and_its_events() -> None:
    """Up to the closing nothing is changed or slipped in; a second look after it may be added."""
    assert codes(HAZARD, edited(HAZARD, REPORT, "on: 2025-11-03", "on: 2025-11-02")) == [f"CHG012 {REPORT}"]
    hazard = "records/hazards/2025/hz-2.yml"
    assert codes(HAZARD, edited(HAZARD, hazard, "grade: major", "grade: general")) == [f"CHG012 {hazard}"]
    earlier = HAZARD[REPORT].replace("rc-1", "rc-2").replace("done", "started").replace("11-03", "11-01")
    slipped = {"records/rectifications/2025/rc-2.yml": earlier}
    assert codes(HAZARD, slipped) == ["CHG012 records/rectifications/2025/rc-2.yml"]
    assert codes(HAZARD, slipped | correction("rectifications/rc-2", ("id", None, "rc-2"))) == []
    look = HAZARD[ACCEPTED].replace("fu-1", "fu-2").replace("accepted", "confirmed").replace("11-05", "12-05")
    assert codes(HAZARD, {"records/follow-ups/2025/fu-2.yml": look}) == []


def test_quarter_is_closed_by_the_bulletin_that_counted_it() -> None:
    """Not by one of the running quarter, whose figures were never all there."""
    score = edited({}, VISIT, "score: 20", "score: 15")
    assert codes(ANNOUNCED, score) == []
    over = edited({}, VISIT, "2025-Q4", "2025-Q3")
    score = edited(over, VISIT, "score: 20", "score: 15")
    assert codes(over, score) == []
    assert codes(ANNOUNCED | over, score) == [f"CHG012 {VISIT}"]


def test_visit_that_is_entered_into_a_closed_quarter_needs_a_reason() -> None:
    """It moves the quarter's rate as a changed score does; so does one that is moved there."""
    late = base()[VISIT].replace("i-01", "i-02").replace("2025-Q4", "2025-Q2")
    assert codes({}, {"records/inspections/i-02.yml": late}) == ["CHG012 records/inspections/i-02.yml"]
    said = correction("inspections/i-02", ("id", None, "i-02"))
    assert codes({}, {"records/inspections/i-02.yml": late} | said) == []
    assert codes({}, edited({}, VISIT, "2025-Q4", "2025-Q2")) == [f"CHG012 {VISIT}"]


def test_withdrawing_says_itself_when_and_why() -> None:
    """Taking the withdrawal back does not."""
    old = edited({}, VISIT, "2025-Q4", "2025-Q2")
    gone = {VISIT: old[VISIT] + "\nwithdrawn:\n  date: 2025-12-30\n  reason: 录重了\n"}
    assert codes(old, gone) == []
    assert codes(gone, old) == [f"CHG012 {VISIT}"]


def test_correction_of_an_internal_field_names_it_and_shows_nothing() -> None:
    """The correction is public, the field is not; nor does the report quote it."""
    old = edited({}, VISIT, "2025-Q4", "2025-Q2")
    old = {VISIT: old[VISIT] + "\n    place: 甲楼\n"}
    now = edited(old, VISIT, "place: 甲楼", "place: 乙楼")
    assert codes(old, now) == [f"CHG012 {VISIT}"]
    assert codes(old, now | correction("inspections/i-01", ("findings[f1].place", None, None))) == []


def test_correction_holds_for_its_own_change_only() -> None:
    """One that was there before excuses nothing."""
    old = edited({}, VISIT, "2025-Q4", "2025-Q2")
    said = correction("inspections/i-01", ("results[hc-2].score", "20", "15"))
    assert codes(old | said, edited(old, VISIT, "score: 20", "score: 15")) == [f"CHG012 {VISIT}"]


def test_issued_bulletin_takes_acknowledgements_and_nothing_else() -> None:
    """Its correction is a bulletin."""
    known = "acknowledged:\n  - record: inspections/i-01\n    on: 2025-12-01\n    reason: 只补充了佐证\n"
    assert codes(ANNOUNCED, {BULLETIN: ANNOUNCED[BULLETIN] + known}) == []
    noted = {BULLETIN: ANNOUNCED[BULLETIN] + "note: 甲\n"}
    assert codes(ANNOUNCED, noted) == [f"CHG011 {BULLETIN}"]
    assert codes(ANNOUNCED, noted | correction("bulletins/b-01", ("note", None, "甲"))) == [
        f"CHG011 {BULLETIN}"
    ]


def test_statement_is_answered_once_and_not_rewritten() -> None:
    """Right of reply: the county's words stay as they were said."""
    begun = dict(EVALUATED)
    answer = "answer:\n  on: 2025-12-28\n  text: 维持原得分\n"
    begun[STATEMENT] = EVALUATED[STATEMENT].partition("answer:")[0]
    assert codes(begun, {STATEMENT: begun[STATEMENT] + answer}) == []
    answered = begun | {STATEMENT: begun[STATEMENT] + answer}
    assert codes(answered, edited(answered, STATEMENT, "维持原得分", "改为满分")) == [f"CHG031 {STATEMENT}"]
    settled = f"status: final\nchecklist_digest: {'a' * 64}"
    final = edited(begun, EVALUATION, "status: feedback", settled)
    final = edited(begun | final, EVALUATION, "\n  feedback:", "\n  final: 2025-12-30\n  feedback:")
    assert codes(begun | final, {STATEMENT: begun[STATEMENT] + "note: 甲\n"}) == [f"CHG032 {STATEMENT}"]


@pytest.mark.parametrize(("day", "expected"), [("2025-12-30", []), ("2025-12-29", [f"CHG031 {INTERVIEW}"])])
def test_slip_may_be_mended_within_a_day(day: str, expected: list[str]) -> None:
    """Also in what is not public; there no correction helps, since it would be."""
    text = INTERVIEWED[INTERVIEW]
    on = text.partition("date: ")[2][:10]
    begun = INTERVIEWED | {INTERVIEW: text.replace(on, day, 1)}
    now = edited(begun, INTERVIEW, "cause: ", "note: 甲\ncause: ")
    assert codes(begun, now) == expected
    assert codes(begun, now | correction("interviews/t-2025-01", ("note", None, None)))[-1:] == expected
