"""Every rule against its cases in ``tests/cases/rules``, the examples of the rules' reference page."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from generator.model.diagnostic import Severity
from generator.pipeline import rules
from generator.validate.rule import AnyRule, run_rules
from generator.validate.rules import RULES
from tests.support.records import CASES, admitted, base, folder

ALL = rules()
FOLDERS = sorted(path for path in CASES.iterdir() if path.name != "base")


def found_in(files: dict[str, str], chosen: Iterable[AnyRule] = RULES) -> list[str]:
    """``path:line:column code`` of everything that is wrong with the base under these files."""
    snapshot, problems = admitted({**base(), **files})
    found = sorted((*problems, *run_rules(snapshot, chosen)), key=lambda d: d.order)
    return [f"{d.location} {d.code}" for d in found]


def rules_of(case: Path) -> Iterable[AnyRule]:
    """What is late is told in a case of its own: in other cases a deadline may have passed by the way."""
    return ALL if case.name.startswith(("DUE", "BUL012")) else RULES


@cache
def found_in_bad(case: Path) -> list[str]:
    """What all rules find in the bad case."""
    return found_in(folder(case / "bad"), ALL)


def test_base_has_nothing_wrong() -> None:
    """What a case finds must come from the case."""
    assert found_in({}, ALL) == []


@pytest.mark.parametrize("case", FOLDERS, ids=lambda path: path.name)
def test_bad_case_gives_exactly_what_is_expected(case: Path) -> None:
    """Each rule finds its own fault at the right place, and no other rule finds anything."""
    expected = (case / "expected.txt").read_text(encoding="utf-8").splitlines()
    unasked = {r.problem.code for r in ALL} - {r.problem.code for r in rules_of(case)}
    assert [line for line in found_in_bad(case) if line.split()[-1] not in unasked] == expected
    assert {line.split()[-1] for line in expected} == {case.name[:6]}


def test_what_a_rule_warns_of_is_not_said_again_as_late() -> None:
    """Two warnings at one field for one reason: whoever mended it would look for a second fault."""
    warned = {r.problem.code for r in ALL if r.problem.severity is Severity.WARNING} - {"DUE001"}
    for case in FOLDERS:
        found = [line.rpartition(" ") for line in found_in_bad(case)]
        late = {place for place, _, code in found if code == "DUE001"}
        assert not late & {place for place, _, code in found if code in warned}, case.name


@pytest.mark.parametrize("case", FOLDERS, ids=lambda path: path.name)
def test_good_case_is_silent(case: Path) -> None:
    """The nearest thing that is right must pass every rule."""
    assert found_in(folder(case / "good"), rules_of(case)) == []


def test_every_rule_has_cases_and_every_case_a_rule() -> None:
    """A rule without an example has never been seen to work."""
    assert [path.name for path in FOLDERS] == sorted(f"{r.problem.code}-{r.problem.name}" for r in ALL)


def test_every_rule_says_in_both_languages_what_why_and_how() -> None:
    """The messages are read by officers, the reference by everybody."""
    for each in ALL:
        problem = each.problem
        texts = (problem.message, problem.hint, problem.reason)
        assert all(text and text.zh and text.en for text in texts), problem.code


def test_codes_and_names_are_unique() -> None:
    """A code is what people search for and link to."""
    assert len({r.problem.code for r in ALL}) == len({r.problem.name for r in ALL}) == len(ALL)
