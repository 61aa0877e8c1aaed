"""Every rule on changes against its cases in ``tests/cases/changes``, the examples of the reference page.

A case is a folder: ``before/`` lies on the minimal bureau of the rules' cases, ``bad/`` and ``good/`` on
that; ``gone.txt`` lists what a side deletes, ``asked.txt`` who puts it forward and with which labels.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.validate.change_rule import Circumstances
from generator.validate.changes import CHANGE_RULES
from tests.support.proposals import found, proposal
from tests.support.records import ROOT, base, folder

CASES = ROOT / "tests" / "cases" / "changes"
FOLDERS = sorted(CASES.iterdir())


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def found_on(case: Path, side: str) -> list[str]:
    before = {**base(), **folder(case / "before")}
    gone = lines(case / side / "gone.txt")
    after = {path: text for path, text in {**before, **folder(case / side)}.items() if path not in gone}
    said = dict(line.split(" ", 1) for line in lines(case / side / "asked.txt"))
    asked = Circumstances(said.get("author", ""), frozenset(said.get("labels", "").split()))
    return found(proposal(before, after, asked))


@pytest.mark.parametrize("case", FOLDERS, ids=lambda path: path.name)
def test_bad_case_gives_exactly_what_is_expected(case: Path) -> None:
    """Each rule finds its own fault at the right place, and no other rule finds anything."""
    expected = lines(case / "expected.txt")
    assert found_on(case, "bad") == expected
    assert {line.split()[-1] for line in expected} == {case.name[:6]}


@pytest.mark.parametrize("case", FOLDERS, ids=lambda path: path.name)
def test_good_case_is_silent(case: Path) -> None:
    """The way out that the hint names is one."""
    assert found_on(case, "good") == []


def test_every_rule_has_cases_and_every_case_a_rule() -> None:
    """A rule without an example has never been seen to work."""
    names = sorted(f"{r.problem.code}-{r.problem.name}" for r in CHANGE_RULES)
    assert [path.name for path in FOLDERS] == names
