"""Budgets and projects: where their rules stay silent, and what counts; the base is of 31 December 2025."""

from __future__ import annotations

from datetime import date

from generator.validate.rule import run_rules
from generator.validate.rules import RULES
from tests.support.records import AS_OF, base, snapshot_of

METHOD = "records/methods/m-2025.yml"
COUNTY = "records/organizations/dongcheng.yml"
BATCHES = ("construction", "activity", "training", "project", "research", "exemplar")


def found(*files: str, as_of: date = AS_OF) -> list[tuple[str, str]]:
    """Code and record of what is wrong, in order."""
    snapshot = snapshot_of("\n".join(files), as_of=as_of)
    return [(d.code, d.record or "") for d in run_rules(snapshot, RULES)]


def asking(by: str = "03-31") -> str:
    text = base()[METHOD]
    return f'--- {METHOD}\n{text}requirements:\n  projects:\n    levels: [county]\n    by: "{by}"\n'


def absent(batch: str, unit: str = "dongcheng", year: int = 2025, more: str = "") -> str:
    return (
        f"--- records/projects/{year}/p-{unit}-{year}-{batch}.yml\nid: p-{unit}-{year}-{batch}\n"
        f"batch: {batch}\nyear: {year}\nunit: {unit}\nstatus: absent\nreason: 本年没有安排\n{more}"
    )


def budget(planned: int, disbursed: int, more: str = "") -> str:
    return f"""--- records/budgets/2025/b-1.yml
id: b-1
unit: dongcheng
year: 2025
lines:
  - id: lab
    title: 实验室改造
    category: priority
    source: own
    stage: initial
    planned: {planned}
    disbursed: {disbursed}
    spent: 0
{more}updated_on: 2025-11-30
"""


def project(id: str, amount: str, more: str = "") -> str:
    return f"""--- records/projects/2025/{id}.yml
id: {id}
batch: construction
year: 2025
unit: dongcheng
status: running
title: 项目 {id}
start: 2025-03-01
deadline: 2025-12-31
goal: {{text: 改造, measure: 间, target: 2}}
money:
  - {{budget: b-1, line: lab, amount: {amount}}}
{more}"""


def test_a_batch_is_missed_only_after_the_day_that_the_method_names() -> None:
    """On the first of January nobody can have reported anything yet."""
    five = [absent(b) for b in BATCHES[:5]]
    assert found(asking("12-31"), *five) == []
    assert found(asking("12-30"), *five) == [("PRJ001", "organizations/dongcheng")]


def test_what_a_school_does_counts_for_its_county() -> None:
    rows = [absent(b) for b in BATCHES[:5]]
    assert found(asking(), *rows, absent("exemplar", "no1-middle")) == []


def test_a_withdrawn_record_accounts_for_nothing() -> None:
    gone = absent("exemplar", more="withdrawn:\n  date: 2025-12-01\n  reason: 登记有误\n")
    rows = [absent(b) for b in BATCHES[:5]]
    assert found(asking(), *rows, gone) == [("PRJ001", "organizations/dongcheng")]


def test_a_year_before_the_method_asks_for_nothing() -> None:
    """The record of an old year is judged by what held then."""
    rows = [absent(b) for b in BATCHES]
    assert found(asking(), *rows, absent("training", year=2024)) == []


def test_a_county_that_closed_in_the_year_is_not_asked() -> None:
    closed = f"--- {COUNTY}\n{base()[COUNTY]}closed: 2025-12-30\n"
    codes = [code for code, _ in found(asking(), closed, absent("training"))]
    assert "PRJ001" not in codes


def test_a_line_is_drawn_to_the_last_fen_and_no_further() -> None:
    """0.10 and 0.20 are 0.30 here; a float would say that it is more."""
    assert found(budget(100, 100), project("p-1", "99.90"), project("p-2", "0.10")) == []
    over = found(budget(100, 100), project("p-1", "99.90"), project("p-2", "0.11"))
    assert over == [("PRJ005", "projects/p-2")]


def test_a_line_that_got_more_than_was_planned_holds_what_it_got() -> None:
    more = "    reason: 年末调剂增加\n"
    assert found(budget(100, 150, more), project("p-1", "150.00")) == []


def test_a_withdrawn_project_takes_nothing_from_the_line() -> None:
    gone = "withdrawn:\n  date: 2025-12-01\n  reason: 重复登记\n"
    assert found(budget(100, 100), project("p-1", "80", gone), project("p-2", "80")) == []


def test_units_of_measure_are_compared_as_people_read_them() -> None:
    """Full and half width are the same word; another word is another measure."""
    more = "result:\n  on: 2025-12-01\n  amount: 1\n  measure: {}\n"
    said = project("p-1", "1").replace("measure: 间", "measure: m2")
    same = found(budget(100, 100), said + more.format("ｍ2"))
    assert "PRJ002" not in [code for code, _ in same]
    assert ("PRJ002", "projects/p-1") in found(budget(100, 100), said + more.format("所"))
