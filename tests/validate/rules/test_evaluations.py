"""Edges of the rules on annual evaluations that no case shows; each on the bureau of the cases."""

from __future__ import annotations

import pytest

from generator.model.diagnostic import Diagnostic
from generator.validate.rule import run_rules
from generator.validate.rules import RULES
from tests.support.records import CASES, admitted, base, folder

GOOD = folder(CASES / "EVL017-score-against-facts" / "good")
PATH = "records/evaluations/2025/ev-2025-dongcheng.yml"
LIST = "records/checklists/evaluation-2025.yml"
APPEAL = "records/appeals/2025/ap-1.yml"


def found_in(files: dict[str, str]) -> list[Diagnostic]:
    snapshot, problems = admitted({**base(), **GOOD, **files})
    assert not problems, [f"{d.location} {d.message}" for d in problems]
    return list(run_rules(snapshot, RULES))


def codes(files: dict[str, str]) -> list[str]:
    return [d.code for d in found_in(files)]


def changed(old: str, new: str, path: str = PATH) -> dict[str, str]:
    text = {**base(), **GOOD}[path]
    assert old in text
    return {path: text.replace(old, new)}


def test_both_numbers_are_named() -> None:
    """A person must see which of the two is wrong."""
    (problem,) = found_in(changed("_score: 7.45", "_score: 7.54"))
    assert "7.54" in problem.message.zh
    assert "7.45" in problem.message.zh


def test_a_ratio_less_its_cases_is_what_the_facts_give() -> None:
    """41 of 44 is 7.4545; one overdue hazard costs 0.5: 6.95."""
    facts = "      denominator: 44\n      failures:\n        - deduction: overdue\n          count: 1\n"
    text = changed("      denominator: 44\n", facts)[PATH]
    assert codes({PATH: text}) == ["EVL017"]
    right = text.replace("    verified_score: 7.45", "    verified_score: 6.95\n    reason: 一处逾期")
    assert codes({PATH: right}) == []


def test_a_list_that_changed_is_stale() -> None:
    """The digest of the list is asked for as that of a checklist is."""
    assert codes(changed("status: feedback", f"checklist_digest: {'0' * 64}\nstatus: feedback")) == ["REF004"]


def test_no_case_at_all_is_a_fact() -> None:
    """Nothing to deduct is written as an empty list and gives full points."""
    text = changed(
        "      failures:\n        - deduction: no-team\n          count: 1\n", "      failures: []\n"
    )
    assert codes(text) == ["EVL017"]
    full = text[PATH].replace("verified_score: 3\n    reason", "verified_score: 4\n    reason")
    assert codes({PATH: full}) == []


def test_ranks_are_those_among_all_units() -> None:
    """Of 9 and 7, the second is worth 8 points of 10."""
    extra = (
        '      - id: "1.4"\n        text: 人均装备值\n        points: 10\n        method: rank\n'
        "        scoring:\n          by_rank: [10, 8]\n  - id: safety\n"
    )
    lists = changed("  - id: safety\n", extra, LIST)
    lists[LIST] = lists[LIST].replace("total: 18", "total: 28")
    row = '  - item: "1.4"\n    state: scored\n    facts:\n      value: {}\n    verified_score: {}\n'
    own = {PATH: GOOD[PATH] + row.format(7, 8)}
    west = GOOD[PATH].replace("dongcheng", "xicheng") + row.format(9, 10)
    other = {
        PATH.replace("dongcheng", "xicheng"): west,
        "records/organizations/xicheng.yml": "id: xicheng\nname: 西城区\nlevel: county\nparent: shili\n",
    }
    assert codes({**lists, **own, **other}) == []
    assert codes({**lists, **own}) == ["EVL017"]


def test_a_document_of_the_city_may_follow_in_the_next_year() -> None:
    """A bulletin on a year often comes out in the next; one of the year before proves nothing."""
    entry = "deductions:\n  - entry: n1\n    count: 1\n    record: documents/{}\n    text: 被通报批评\n"
    assert codes({PATH: GOOD[PATH] + entry.format("han-2025-21")}) == []
    assert codes({PATH: GOOD[PATH] + entry.format("missing")}) == ["EVL022"]


def test_a_second_appeal_starts_where_the_first_one_ended() -> None:
    """What was 1.5 became 2.5; the second appeal must say 2.5."""
    text = (
        "id: ap-{n}\nevaluation: ev-2025-dongcheng\nfiled_on: 2025-12-2{n}\n"
        'items:\n  - item: "1.3"\n    reason: 漏计\n'
        "decision:\n  on: 2025-12-2{n}\n  decider: expert-02\n  outcome: changed\n  changes:\n"
        '    - item: "1.3"\n      from: {before}\n      to: {after}\n      reason: 补计\n'
    )
    first = {APPEAL: text.format(n=1, before=1.5, after=2.5)}
    second = "records/appeals/2025/ap-2.yml"
    assert codes({**first, second: text.format(n=2, before=2.5, after=3)}) == []
    assert codes({**first, second: text.format(n=2, before=1.5, after=3)}) == ["EVL036"]


def test_an_undecided_appeal_keeps_an_evaluation_open() -> None:
    final = folder(CASES / "EVL028-final-but-open" / "good")
    asked = 'items:\n  - item: "1.3"\n    reason: 漏计\n'
    appeal = f"id: ap-1\nevaluation: ev-2025-dongcheng\nfiled_on: 2025-12-22\n{asked}"
    assert codes({**final, APPEAL: appeal}) == ["EVL028"]
    late = f"{appeal}decision:\n  on: 2025-12-31\n  decider: expert-02\n  outcome: upheld\n"
    assert codes({**final, APPEAL: late}) == ["EVL028"]
    assert codes({**final, APPEAL: late.replace("12-31", "12-29")}) == []


def test_dates_of_an_evaluation_do_not_lie_ahead() -> None:
    assert codes(changed("feedback: 2025-12-18", "feedback: 2026-01-18")) == ["DAT005"]


# --- who scores ---------------------------------------------------------------------------------------------

EXPERT = "records/experts/expert-02.yml"


def scored_by(expert: str, unit: str = "shili") -> dict[str, str]:
    """expert-02 scored 3.2; *expert* in place of its consent, *unit* in place of its unit, the city."""
    text = base()[EXPERT].replace("consent: false", expert or "consent: false")
    return {EXPERT: text.replace("unit: shili", f"unit: {unit}")}


@pytest.mark.parametrize(
    ("expert", "expected"),
    [
        ("consent: false", []),
        ("consent: false\nwithdrawn: {date: 2025-12-01, reason: 调离}", ["CON007"]),
        ("consent: false\nwithdrawn: {date: 2025-12-13, reason: 调离}", []),
        ("consent: false\ninterests:\n  - {organization: dongcheng, reason: 亲属}", ["CON002"]),
        ("consent: false\ndeclarations:\n  - {on: 2025-01-10, units: [dongcheng]}", ["CON010"]),
    ],
)
def test_who_scores_a_county_is_asked_what_any_judge_is(expert: str, expected: list[str]) -> None:
    """Verified on 12 December: terms and ties of that day count."""
    assert [d.code for d in found_in(scored_by(expert)) if d.location.path == PATH] == expected


def test_who_scores_has_to_be_in_a_term_on_the_day_of_verification() -> None:
    files = scored_by("")
    over = {**files, EXPERT: files[EXPERT].replace("to: 2026-12-31", "to: 2025-12-11")}
    (problem,) = found_in(over)
    assert (problem.code, problem.location.path) == ("CON003", PATH)
    assert problem.message.zh == "年度评价评分期间（2025-12-12）专家「expert-02」不在聘期内"


def test_who_is_of_the_county_is_told_once_and_what_came_before_moving_there_is_left_alone() -> None:
    """By the rule of evaluations alone, also where the method asks that nobody judges their own county."""
    asks = base()["records/methods/m-2025.yml"] + (
        "requirements:\n  experts: {term_years: 3, terms_in_row: 3, days_per_year: 20, recusal_years: 3, "
        "same_county: true, inspection_days: 0.5}\n"
    )
    of_county = {**scored_by("", unit="dongcheng"), "records/methods/m-2025.yml": asks}
    assert [d.code for d in found_in(of_county) if d.location.path == PATH] == ["EVL034"]
    moved = scored_by("consent: false\nunit_since: 2025-12-13", unit="dongcheng")
    assert [c for c in codes(moved) if c == "EVL034"] == []


def test_who_decides_an_appeal_is_asked_the_same() -> None:
    """Decided on 20 December, after the decider's term."""
    appeal = (
        "id: ap-1\nevaluation: ev-2025-dongcheng\nfiled_on: 2025-12-19\nitems:\n"
        "  - {item: '3.2', reason: 有一项已销号}\n"
        "decision:\n  on: 2025-12-20\n  decider: expert-03\n  outcome: upheld\n"
    )
    third = base()[EXPERT].replace("to: 2026-12-31", "to: 2025-12-19").replace("示例乙", "示例丙")
    over = {"records/experts/expert-03.yml": third.replace("expert-02", "expert-03")}
    (problem,) = found_in({APPEAL: appeal, **over})
    assert (problem.code, problem.location.path) == ("CON003", APPEAL)


def test_facts_that_do_not_count_are_not_compared_with_the_score() -> None:
    """One fault, one message: where the system counts, facts without a reason count for nothing."""
    files = folder(CASES / "EVL019-override-without-reason" / "bad")
    text = files[PATH].replace("facts:\n      count: 1\n", "facts:\n      count: 2\n")
    assert [d.code for d in found_in({**files, PATH: text})] == ["EVL019"]


def test_a_reply_with_a_fault_of_its_own_is_not_said_to_be_missing() -> None:
    """The statement is there, its item only lacks quotes; to add another one would be wrong."""
    statement = "id: st-1\nevaluation: ev-2025-dongcheng\non: 2025-12-20\nitems:\n  - 3.2\ntext: 请核对\n"
    files = changed("status: feedback", "status: statement")
    snapshot, problems = admitted({**base(), **GOOD, **files, "records/statements/2025/st-1.yml": statement})
    assert [d.code for d in problems] == ["STR003"]
    assert list(run_rules(snapshot, RULES)) == []
