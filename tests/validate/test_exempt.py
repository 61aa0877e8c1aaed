"""The list of tolerated problems against ``tests/cases/exemptions``, laid over the base of the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.validate.exempt import PROBLEMS, tolerated
from generator.validate.rule import run_rules
from generator.validate.rules import RULES
from tests.support.records import ROOT, admitted, base, folder

FOLDERS = sorted((ROOT / "tests" / "cases" / "exemptions").iterdir())


def found_in(files: dict[str, str]) -> list[str]:
    snapshot, problems = admitted({**base(), **files})
    assert not problems
    found = sorted(tolerated(snapshot, run_rules(snapshot, RULES)), key=lambda d: d.order)
    return [f"{d.location} {d.code}" for d in found if d.record and d.record.startswith("exemptions/")]


@pytest.mark.parametrize("case", FOLDERS, ids=lambda path: path.name)
def test_bad_case_is_found_and_good_case_is_silent(case: Path) -> None:
    """At the place that a person has to change."""
    assert found_in(folder(case / "bad")) == (case / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert found_in(folder(case / "good")) == []


def test_every_problem_has_a_case() -> None:
    """They are the examples of the reference page."""
    assert [case.name for case in FOLDERS] == [f"{p.code}-{p.name}" for p in PROBLEMS]
