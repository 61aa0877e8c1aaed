"""A change judged whole, on a small history: the ratchet, who judges, what the terminal says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.model.diagnostic import Severity
from generator.proposals import Judgement, judge
from generator.validate.change_rule import Circumstances
from tests.support.histories import begun, change, commit, git, write
from tests.support.terminal import Run

VISIT = "records/inspections/i-01.yml"
AWARD = "records/awards/a-01.yml"
EXPERT = "records/experts/expert-02.yml"


@pytest.fixture
def bureau(tmp_path: Path) -> Path:
    """One commit on main."""
    return begun(tmp_path / "bureau")


def judged(root: Path, base: str = "HEAD", *labels: str) -> Judgement:
    return judge(root, base, circumstances=Circumstances("", frozenset(labels)))


def errors(found: Judgement) -> list[str]:
    return [f"{d.location.path} {d.code}" for d in found.new if d.severity is Severity.ERROR]


def test_problem_that_stands_at_the_base_blocks_nobody(bureau: Path) -> None:
    """Who adds a record must not have to mend what somebody else left; the new problem counts."""
    change(bureau / AWARD, "unit: no1-middle", "unit: no1-midle")
    commit(bureau, "somebody leaves a fault")
    (bureau / "docs").mkdir()
    (bureau / "docs/notes.md").write_text("x")
    found = judged(bureau)
    assert errors(found) == []
    assert [d.code for d in found.standing if d.severity is Severity.ERROR] == ["REF001"]
    change(bureau / VISIT, "expert: expert-02", "expert: expert-20")
    assert errors(judged(bureau)) == [f"{VISIT} REF001"]


def test_moved_line_and_moved_file_are_no_new_problem(bureau: Path) -> None:
    """A problem is known by what it is, not by where its line has got to."""
    change(bureau / AWARD, "unit: no1-middle", "unit: no1-midle")
    commit(bureau, "somebody leaves a fault")
    (bureau / "records/awards/2024").mkdir()
    git(bureau, "mv", AWARD, "records/awards/2024/a-01.yml")
    change(bureau / "records/awards/2024/a-01.yml", "year: 2024\n", "# 2024\nyear: 2024\n")
    found = judged(bureau)
    assert errors(found) == []
    assert len(found.standing) == 1


def test_mended_problem_is_counted(bureau: Path) -> None:
    """So that whoever mended it sees it."""
    change(bureau / AWARD, "unit: no1-middle", "unit: no1-midle")
    commit(bureau, "somebody leaves a fault")
    change(bureau / AWARD, "unit: no1-midle", "unit: no1-middle")
    assert (judged(bureau).gone, judged(bureau).new) == (1, ())


def test_change_of_records_is_judged_by_the_schemas_of_the_base(bureau: Path) -> None:
    """Nobody makes a record fit by changing the schema along with it, unless reviewers agreed to that."""
    schema = bureau / "schemas/awards.schema.json"
    data = json.loads(schema.read_text(encoding="utf-8"))
    del data["properties"]["merit"]["minLength"]
    schema.write_text(json.dumps(data, ensure_ascii=False, indent=2), encoding="utf-8")
    assert errors(judged(bureau)) == []
    change(bureau / AWARD, "merit: 装备管理规范", 'merit: ""')
    assert errors(judged(bureau)) == [f"{AWARD} STR007", "schemas/awards.schema.json CHG051"]
    found = judged(bureau, "HEAD", "mixed-change")
    assert "schemas/awards.schema.json CHG051" not in errors(found)
    assert f"{AWARD} STR007" not in errors(found)


def test_file_that_cannot_be_read_is_not_called_deleted(bureau: Path) -> None:
    """One fault, one problem: what is wrong with the file."""
    change(bureau / AWARD, "year: 2024\n", "year: 2024\nyear: 2024\n")
    assert [line for line in errors(judged(bureau)) if "CHG" in line] == []


def test_terminal_says_what_is_new_and_what_stood_before(bureau: Path, run: Run) -> None:
    """The place of a file that is gone is the one that it had."""
    (bureau / AWARD).unlink()
    change(bureau / EXPERT, "id: expert-02", "id:   expert-02")
    code, out, _ = run("--root", bureau, "check", "--against", "HEAD")
    assert code == 1
    assert f"{AWARD}:1:1: error CHG001 「awards/a-01」被删除了" in out
    assert f"{EXPERT}:1:1: error CHG021" in out
    assert "以上只算与 HEAD 相比新出现的；原有的 0 个不阻断，消除了 0 个。" in out


@pytest.mark.parametrize("form", ["json", "github", "markdown"])
def test_every_report_shows_findings_on_the_change(bureau: Path, run: Run, form: str) -> None:
    """Like those of all other rules."""
    (bureau / AWARD).unlink()
    code, out, _ = run("--root", bureau, "check", "--against", "HEAD", "--format", form)
    assert code == 1
    assert "CHG001" in out
    assert "HEAD" in out
    if form == "json":
        assert json.loads(out)["against"]["standing"] == 0


def test_no_change_has_nothing_to_say(bureau: Path, run: Run) -> None:
    """And a base that is none is said so, with the way out."""
    assert run("--root", bureau, "check", "--against", "HEAD")[0] == 0
    assert run("--root", bureau, "check", "--against", "nowhere")[0] == 2
    code, _, err = run("--root", bureau, "check", "--author", "somebody")
    assert (code, "--against" in err) == (2, True)


EXEMPTION = "records/exemptions/ex-1.yml"
TOLERATED = "id: ex-1\ncode: REF001\nrecord: awards/a-01\nreason: 单位尚在登记\nby: shili\non: 2025-12-01\n"
UNTIL = "until: 2026-01-31\n"


def test_tolerated_problem_is_listed_and_stops_nothing_until_its_day(bureau: Path, run: Run) -> None:
    """With reason and day; on the day after it is an error again."""
    change(bureau / AWARD, "unit: no1-middle", "unit: no1-midle")
    write(bureau, {EXEMPTION: TOLERATED + UNTIL})
    code, out, _ = run("--root", bureau, "check", "--as-of", "2026-01-31")
    assert code == 0
    assert "warning REF001" in out
    assert "（容忍到 2026-01-31：单位尚在登记）" in out
    code, out, _ = run("--root", bureau, "check", "--as-of", "2026-02-01")
    assert code == 1
    assert "error REF001" in out
    assert "warning EXM002" in out


def test_exemption_that_no_problem_needs_is_an_error(bureau: Path, run: Run) -> None:
    """Also one for another field."""
    change(bureau / AWARD, "unit: no1-middle", "unit: no1-midle")
    write(bureau, {EXEMPTION: TOLERATED + UNTIL + "field: notice.number\n"})
    out = run("--root", bureau, "check")[1]
    assert "error EXM001" in out
    assert "error REF001" in out
    write(bureau, {EXEMPTION: TOLERATED + UNTIL + "field: unit\n"})
    assert run("--root", bureau, "check")[0] == 0


def test_withdrawn_exemption_leaves_a_new_problem(bureau: Path) -> None:
    """What was tolerated at the base and is an error now blocks."""
    change(bureau / AWARD, "unit: no1-middle", "unit: no1-midle")
    write(bureau, {EXEMPTION: TOLERATED + UNTIL})
    commit(bureau, "tolerated")
    withdrawn = "withdrawn:\n  date: 2025-12-30\n  reason: 不再容忍\n"
    write(bureau, {EXEMPTION: TOLERATED + UNTIL + withdrawn})
    assert errors(judged(bureau)) == [f"{AWARD} REF001"]


def test_standing_problem_may_be_put_on_the_list(bureau: Path) -> None:
    """One that the change brings may not."""
    change(bureau / AWARD, "unit: no1-middle", "unit: no1-midle")
    write(bureau, {EXEMPTION: TOLERATED + UNTIL})
    assert errors(judged(bureau)) == [f"{EXEMPTION} CHG061"]
    (bureau / EXEMPTION).unlink()
    commit(bureau, "somebody leaves a fault")
    write(bureau, {EXEMPTION: TOLERATED + UNTIL})
    assert errors(judged(bureau)) == []


def test_issued_past_is_never_tolerated(bureau: Path, run: Run) -> None:
    """Neither by the code of a rule on changes nor by a record that was announced."""
    text = (bureau / VISIT).read_text(encoding="utf-8").replace("2025-Q4", "2025-Q2")
    write(bureau, {VISIT: text.replace("expert-02", "expert-20")})
    for code in ("REF001", "CHG012"):
        said = TOLERATED.replace("awards/a-01", "inspections/i-01").replace("REF001", code)
        write(bureau, {EXEMPTION: said + UNTIL})
        status, out, _ = run("--root", bureau, "check")
        assert status == 1
        assert "error EXM003" in out
        assert "error REF001" in out
