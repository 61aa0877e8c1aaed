"""DUE001: what is late, at the field that sets its day; a warning and never more."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

from generator.model.diagnostic import Diagnostic, Severity
from generator.model.duty import Duty
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from generator.pipeline import check, rules
from generator.read.sources import Memory
from generator.validate.lateness import LATE, late_rule
from generator.validate.rule import run_rules
from tests.support.records import CASES, ROOT, base, folder, snapshot_of
from tests.support.terminal import Run

CASE = CASES / "DUE001-late-duty"
VISIT = """--- records/inspections/i-02.yml
id: i-02
period: 2025-Q4
topic: hazchem
organization: no1-middle
mode: announced
status: planned
planned_on: 2025-12-10
team:
  - {expert: expert-01, role: lead}
checklist: hazchem-2025
"""


def duty(record: str = "organizations/dongcheng", unit: str = "dongcheng") -> Duty:
    return Duty("task", Text("任务"), unit, date(2025, 12, 30), Text("做完", "Finish"), record, ("name",))


def found(late: Callable[[Snapshot], Iterable[Duty]]) -> tuple[Diagnostic, ...]:
    return run_rules(snapshot_of(""), (late_rule(late),))


def test_it_stands_at_the_field_that_sets_the_day_and_names_the_unit() -> None:
    """The officer who opens the file sees the cursor where the day is."""
    (one,) = found(lambda _: [duty()])
    assert (one.code, one.severity) == ("DUE001", Severity.WARNING)
    assert str(one.location) == "records/organizations/dongcheng.yml:2:7"
    assert one.field == ("name",)
    assert one.message.zh == "已过期限：「东城区」做完（2025-12-30）"
    assert one.message.en == "Late: 东城区, Finish (due 2025-12-30)"


def test_it_is_the_same_problem_on_the_next_day() -> None:
    """Else every build would count it as new."""
    (one,) = found(lambda _: [duty()])
    assert set(one.params) == {"unit", "title", "due"}


def test_a_unit_or_record_that_is_not_there_stops_nothing() -> None:
    """What does not exist is reported by other rules."""
    (one,) = found(lambda _: [duty(unit="nowhere"), duty(record="tasks/none")])
    assert one.params["unit"] == "nowhere"


def test_a_broken_sort_of_duty_is_a_bug_of_ours_and_the_rules_go_on() -> None:
    """One line that names it, as for any rule."""

    def broken(_: Snapshot) -> Iterable[Duty]:
        raise KeyError("due")

    (one,) = found(broken)
    assert one.code == "INT001"
    assert one.params["rule"] == f"{LATE.code} {LATE.name}"


def test_a_visit_without_a_result_is_said_once() -> None:
    """DAT006 says more about it, so DUE001 is silent."""
    assert [d.code for d in run_rules(snapshot_of(VISIT), rules())] == ["DAT006"]


def files(side: str) -> dict[str, str | bytes]:
    schemas = {f"schemas/{p.name}": p.read_bytes() for p in (ROOT / "schemas").iterdir()}
    return {**base(), **folder(CASE / side), **schemas}


@pytest.mark.parametrize(("day", "codes"), [("2025-10-31", []), ("2025-11-01", ["DUE001"])])
def test_the_last_day_is_still_in_time(day: str, codes: list[str]) -> None:
    """Late from the day after, whichever day the records are looked at from."""
    checked = check(Memory(files("bad")), as_of=date.fromisoformat(day))
    assert [d.code for d in checked.diagnostics if d.code == "DUE001"] == codes


@pytest.fixture
def late(tmp_path: Path) -> Path:
    """The bad case as a repository."""
    for path, content in files("bad").items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    return tmp_path


def test_a_check_says_so_and_still_passes(run: Run, late: Path) -> None:
    """Nobody's change waits because somebody else is late: exit 0 in every form of the report."""
    day = ("--as-of", "2025-12-31")
    code, out, _ = run("--root", late, "check", *day, "--format", "json")
    (one,) = json.loads(out)["diagnostics"]
    assert (code, one["code"], one["severity"]) == (0, "DUE001", "warning")
    assert (one["path"], one["line"], one["field"]) == ("records/tasks/2025/t-01.yml", 10, ["deadline"])
    code, out, _ = run("--root", late, "check", *day, "--format", "github")
    assert code == 0
    assert "::warning file=records/tasks/2025/t-01.yml,line=10,col=11,title=DUE001 late-duty::" in out
    code, out, _ = run("--root", late, "check", *day)
    assert code == 0
    assert "records/tasks/2025/t-01.yml:10:11: warning DUE001" in out
    assert "提示: 办结的登记结果" in out


def test_a_report_on_one_folder_says_only_what_is_late_there(run: Run, late: Path) -> None:
    """An officer asks about the files that were changed."""
    _, out, _ = run("--root", late, "check", "--as-of", "2025-12-31", late / "records" / "awards")
    assert "DUE001" not in out
