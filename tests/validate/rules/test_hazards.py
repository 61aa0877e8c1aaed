"""Edges of the rules on hazards and what happens to them that no case shows; on the bureau of the cases."""

from __future__ import annotations

import pytest

from generator.model.diagnostic import Diagnostic, Severity
from generator.validate.rule import run_rules
from generator.validate.rules import RULES
from tests.support.records import CASES, admitted, base, folder

GOOD = folder(CASES / "EVT001-move-not-allowed" / "good")
HAZARD = "records/hazards/2025/hz-1.yml"
DONE = "records/rectifications/2025/rc-1.yml"
ACCEPTED = "records/follow-ups/2025/fu-1.yml"
EXPERT = "records/experts/expert-02.yml"


def found_in(files: dict[str, str]) -> list[Diagnostic]:
    snapshot, problems = admitted({**base(), **GOOD, **files})
    assert not problems, [f"{d.location} {d.message}" for d in problems]
    return list(run_rules(snapshot, RULES))


def codes(files: dict[str, str]) -> list[str]:
    return [d.code for d in found_in(files)]


def changed(old: str, new: str, path: str) -> dict[str, str]:
    text = {**base(), **GOOD}[path]
    assert old in text
    return {path: text.replace(old, new)}


def test_a_move_that_is_not_allowed_names_the_state_and_what_would_be_allowed() -> None:
    """Whoever entered it should see which step is missing."""
    (problem,) = found_in(changed("kind: accepted", "kind: confirmed", ACCEPTED))
    assert problem.code == "EVT001"
    assert "待验收" in problem.message.zh
    assert problem.message.zh.endswith("可以：验收销号、验收不通过、挂牌督办")  # it is not listed
    assert str(problem.location) == f"{ACCEPTED}:3:7"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("unit: shili", "unit: no1-middle", "CON001"),
        (
            "consent: false",
            "consent: false\ninterests:\n  - organization: no1-middle\n    reason: 配偶任教",
            "CON002",
        ),
        ("to: 2026-12-31", "to: 2025-11-23", "CON003"),
        (
            "consent: false",
            "consent: false\ndeclarations:\n  - on: 2025-01-10\n    units: [no1-middle]",
            "CON010",
        ),
    ],
)
def test_whoever_follows_up_is_free_of_ties_and_in_term(old: str, new: str, code: str) -> None:
    """Nobody closes their own hazard: the rules of inspections hold for the last day of a hazard too."""
    found = [d for d in found_in(changed(old, new, EXPERT)) if d.location.path == ACCEPTED]
    assert [(d.code, d.field) for d in found] == [(code, ("by", 0))]


def test_a_withdrawn_expert_follows_up_nothing() -> None:
    """Said once, by the rule of conduct and not by that of references as well."""
    text = base()[EXPERT] + "withdrawn:\n  date: 2025-11-10\n  reason: 调离\n"
    assert [d.code for d in found_in({EXPERT: text}) if d.location.path == ACCEPTED] == ["CON007"]


def test_what_was_closed_late_is_a_note_and_no_warning() -> None:
    """What is over cannot be mended, and stays said."""
    late = {**changed("2025-11-18", "2025-11-22", DONE)}
    (note,) = found_in(late)
    assert (note.code, note.severity) == ("EVT013", Severity.INFO)
    assert "晚了 2 天" in note.message.zh
    withdrawn = GOOD[ACCEPTED] + "withdrawn:\n  date: 2025-11-25\n  reason: 写错了学校\n"
    assert codes({**late, ACCEPTED: withdrawn}) == ["EVT008"]


def test_no_failed_item_of_a_final_inspection_is_lost() -> None:
    """Unmet or partly met, each has a finding with a hazard or a reason; drafts are not asked."""
    visit, method = "records/inspections/i-01.yml", "records/methods/m-2025.yml"
    asks = {method: base()[method] + "requirements:\n  hazards:\n    since: 2025-01-01\n"}
    lost = base()[visit].replace("item: hc-3\n    result: met", "item: hc-3\n    result: unmet")
    found = [d for d in admitted_codes({**asks, visit: lost}) if d in ("HAZ006", "HAZ015", "CHK010")]
    assert found == ["HAZ006", "HAZ015"]
    assert "CHK010" in admitted_codes({visit: lost}), "before the method asked it is a warning"
    draft = admitted_codes({**asks, visit: lost.replace("status: done", "status: draft")})
    assert "HAZ015" not in draft


def test_what_cannot_be_read_is_said_once() -> None:
    """A hazard or a report with a wrong word is no missing one; it says so itself."""
    method = "records/methods/m-2025.yml"
    asks = {method: base()[method] + "requirements:\n  hazards:\n    since: 2025-01-01\n"}
    for path, old in ((HAZARD, "grade: general"), (DONE, "kind: done")):
        snapshot, problems = admitted(
            {**base(), **GOOD, **asks, **changed(old, old.split(":")[0] + ": 重大", path)}
        )
        assert [d.code for d in problems] == ["STR004"]
        followed = [d.code for d in run_rules(snapshot, RULES)]
        assert not {"HAZ006", "EVT001", "EVT008"} & set(followed), (path, followed)


def admitted_codes(files: dict[str, str]) -> list[str]:
    """On the bureau of the cases alone."""
    snapshot, problems = admitted({**base(), **files})
    assert not problems, [f"{d.location} {d.message}" for d in problems]
    return sorted(d.code for d in run_rules(snapshot, RULES))


def test_a_withdrawn_event_has_not_happened() -> None:
    """Without the report there is nothing to accept."""
    text = GOOD[DONE] + "withdrawn:\n  date: 2025-11-19\n  reason: 写错了学校\n"
    assert codes({DONE: text}) == ["EVT001"]


def test_a_method_without_the_loop_asks_for_nothing() -> None:
    """Findings of the years before it, and evidence, are left as they were."""
    bare = "evidence:\n  - title: 整改前后照片\n"
    assert codes({**changed(bare, "", DONE), **changed(bare, "", ACCEPTED)}) == []


def test_a_finding_whose_hazard_is_withdrawn_is_lost_again() -> None:
    """Withdrawing is no way to get rid of a hazard: its finding needs another one, or a reason."""
    path = "records/methods/m-2025.yml"
    method = {path: base()[path] + "requirements:\n  hazards:\n    since: 2025-01-01\n"}
    assert codes(method) == []
    gone = {HAZARD: GOOD[HAZARD] + "withdrawn:\n  date: 2025-12-01\n  reason: 写错了学校\n"}
    assert codes({**method, **gone}) == ["HAZ006"]


def test_what_was_found_before_the_day_of_the_method_is_left_alone() -> None:
    """A bureau begins with the loop on a day, and does not enter what was closed on paper."""
    path = "records/methods/m-2025.yml"
    late = base()[path] + "requirements:\n  hazards:\n    since: 2025-11-07\n"
    without = {p: t for p, t in base().items() if p != path}
    snapshot, _ = admitted({**without, path: late})
    assert list(run_rules(snapshot, RULES)) == []
