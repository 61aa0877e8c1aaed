"""Teams and tasks: whom the method asks, what an old day allowed, and where rules stay silent."""

from __future__ import annotations

from datetime import date

from generator.validate.rule import run_rules
from generator.validate.rules import RULES
from tests.support.records import AS_OF, admitted, base, snapshot_of

METHOD = "records/methods/m-2025.yml"
TASK = "records/tasks/2025/t-1.yml"
WORDS = """id: t-1
year: 2025
title: 建成专用储存室
mechanism: inspection
goal: 双人双锁
unit: no2-middle
team: management
role: 分管副校长
start: 2025-03-03
deadline: 2025-12-30
"""


def places(text: str, as_of: date = AS_OF) -> list[str]:
    found = run_rules(snapshot_of(text, as_of=as_of), RULES)
    return [f"{d.code} {d.record} {'.'.join(map(str, d.field))}" for d in found]


def method(*levels: str) -> str:
    return f"--- {METHOD}\n{base()[METHOD]}requirements:\n  teams:\n    levels: [{', '.join(levels)}]\n"


def school(more: str = "") -> str:
    return (
        "--- records/organizations/no2-middle.yml\nid: no2-middle\nname: 东城第二中学\nlevel: school\n"
        f'parent: dongcheng-north\nschool_code: "2199000102"\nstage: junior\n{more}'
        "teams:\n  - {kind: management, lead: 分管副校长, members: 3}\n"
    )


def task(state: str = "status: running\n", more: str = "") -> str:
    return f"--- {TASK}\n{WORDS}{more}{state}"


def test_the_method_says_which_levels_must_have_their_teams() -> None:
    """Schools are asked only where it names them; a method without requirements asks nobody."""
    assert places(school()) == []
    assert places(method("school") + school()) == [
        "TEA001 organizations/no1-middle teams",
        "TEA001 organizations/no2-middle teams",
    ]
    assert places(method("city")) == ["TEA001 organizations/shili teams"]


def test_a_method_that_is_no_longer_in_force_asks_nothing() -> None:
    assert places(method("city"), date(2026, 1, 5)) == []


def test_a_unit_that_is_closed_need_not_have_teams() -> None:
    assert "TEA001 organizations/no2-middle teams" not in places(
        method("school") + school("closed: 2025-08-31\n")
    )


def test_two_units_in_charge_are_refused() -> None:
    """Exactly one: a list does not even pass the schema, and the place is the field."""
    wrong = task().replace("unit: no2-middle", "unit: [no2-middle, dongcheng]")
    files = {**base(), TASK: wrong.partition("\n")[2]}
    _, problems = admitted(files)
    assert [(d.code, d.location.line) for d in problems] == [("STR003", 6)]


def test_a_task_that_nobody_has_is_named_once_and_not_once_it_is_dropped() -> None:
    nobody = task().replace("unit: no2-middle\n", "")
    dropped = "status: dropped\nsettled_on: 2025-05-06\nreason: 合并实施\n"
    assert places(school() + nobody) == ["TSK001 tasks/t-1 "]
    assert places(school() + task(dropped).replace("unit: no2-middle\n", "")) == []


def test_a_unit_that_closes_on_the_day_the_task_is_settled_has_answered_for_it() -> None:
    settled = "status: dropped\nsettled_on: 2025-08-31\nreason: 学校撤并\n"
    closed = school("closed: 2025-08-31\n")
    assert places(closed + task(settled)) == []
    assert places(closed + task()) == ["TSK003 tasks/t-1 unit"]


def test_a_merger_that_lies_ahead_is_no_gap_yet() -> None:
    """Seen from the day before; the visit of the base lies ahead of that day and is said to."""
    found = places(school("closed: 2025-08-31\n") + task(), date(2025, 8, 30))
    assert found == ["DAT005 inspections/i-01 date"]


def test_the_team_is_looked_for_on_the_day_on_which_the_task_began() -> None:
    """A team that ended later was there; one that began later was not."""
    ended = school().replace("members: 3", "members: 3, to: 2025-06-30")
    begun = school().replace("members: 3", "members: 3, from: 2025-03-04")
    assert places(ended + task()) == []
    assert places(begun + task()) == ["TSK004 tasks/t-1 team"]


def test_what_was_reported_or_reached_cannot_lie_ahead() -> None:
    ahead = (
        "milestones:\n  - {title: 施工, due: 2025-06-30, done_on: 2026-01-02}\n"
        "progress:\n  - {date: 2026-01-03, percent: 50, text: 过半}\n"
    )
    assert places(school() + task(more=ahead)) == [
        "DAT005 tasks/t-1 milestones.0.done_on",
        "DAT005 tasks/t-1 progress.0.date",
    ]


def test_a_withdrawn_task_is_not_looked_at() -> None:
    gone = "status: running\nwithdrawn:\n  date: 2025-06-01\n  reason: 重复登记\n"
    assert places(school() + task(gone).replace("unit: no2-middle\n", "")) == []


def test_of_three_teams_at_once_each_surplus_one_is_named() -> None:
    many = school() + "  - {kind: management, lead: 总务主任, members: 2}\n" * 2
    assert places(many) == [
        "TEA002 organizations/no2-middle teams.1",
        "TEA002 organizations/no2-middle teams.2",
    ]
