"""The comment and the check of every pull request of a small history, as a reviewer reads them.

``pytest tests/test_impact.py --update-goldens`` writes the comments anew; read what changed before it is
committed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from generator.changes import impact, sides
from generator.cli.reports import Compared
from generator.cli.reports import as_markdown as check_markdown
from generator.model.impact import Impact
from generator.model.text import Text
from generator.proposals import judge
from generator.render.impact import LIMIT, as_markdown, as_text
from generator.render.impact_json import as_json
from generator.validate.change_rule import Circumstances
from tests.support.histories import commit, git, write
from tests.support.pull_requests import AUTHORS, CITY_LOGIN, PULLS, bureau, pull

GOLDENS = Path(__file__).parent / "cases" / "impact"


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The main line with every pull request as a branch."""
    root = bureau(tmp_path_factory.mktemp("pulls") / "bureau")
    for name in PULLS:
        pull(root, name)
    return root


def test_the_history_is_of_many_hands(history: Path) -> None:
    """Some thirty commits of ten authors: entries, a moved and a renamed record, a method, the past."""
    authors = git(history, "log", "--all", "--format=%an").splitlines()
    assert len(authors) >= 28
    assert len(set(authors)) >= 10


@cache
def impact_of(history: Path, name: str) -> Impact:
    """Of a branch that nobody changes any more."""
    return impact(sides(history, "main", name))


@pytest.mark.parametrize("name", PULLS)
def test_comment_reads_as_expected(history: Path, name: str, request: pytest.FixtureRequest) -> None:
    """Ids of commits aside, which follow the schemas."""
    written = re.sub(r"\b[0-9a-f]{12}\b", "0" * 12, as_markdown(impact_of(history, name)))
    golden = GOLDENS / f"{name}.md"
    if request.config.getoption("--update-goldens"):
        golden.write_text(written, encoding="utf-8")
    assert written == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PULLS)
def test_judgement_reads_as_expected(history: Path, name: str, request: pytest.FixtureRequest) -> None:
    """What the check says of the same change: of the change itself, and what it makes worse."""
    asked = Circumstances(AUTHORS.get(name, CITY_LOGIN))
    found = judge(history, "main", name, circumstances=asked)
    head, compared = found.sides.head, Compared("main", len(found.standing), found.gone, found.unchecked)
    written = check_markdown(found.new, seen=head.seen, records=head.records, compared=compared)
    golden = GOLDENS / f"{name}.check.md"
    if request.config.getoption("--update-goldens"):
        golden.write_text(written, encoding="utf-8")
    assert written == golden.read_text(encoding="utf-8")


OWN = re.compile(r"</?(?:details|summary|sub)>")


def test_what_a_record_says_does_nothing_in_a_comment(history: Path) -> None:
    """No tag, mention, reference, link, code or command of its own, and nothing that cannot be seen."""
    written = as_markdown(impact_of(history, "hostile"))
    left = OWN.sub("", written)
    assert "<" not in left
    assert not re.search(r"(?<!\\)(?:\\\\)*[`\[\]]", left)
    assert not re.search(r"[@#](?!\u200b)(?![ #])", left.replace("## ", "", 1))
    assert "://" not in left
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x09\x0b-\x1f]", written)


@pytest.mark.parametrize("write", [as_text, as_json])
def test_no_line_of_a_report_is_a_command(history: Path, write: Callable[[Impact], str]) -> None:
    """A workflow prints it, and a forge obeys ``::error``, also behind blanks, and ``##[`` anywhere."""
    written = write(impact_of(history, "hostile"))
    assert not any(line.lstrip().startswith("::") for line in written.splitlines())
    assert write is as_json or "##[" not in written
    assert all(c == "\n" or c.isprintable() for c in written)
    assert "::error" in written


def test_same_change_same_text(history: Path) -> None:
    """A comment that is made again is the same, byte for byte."""
    first, second = (impact(sides(history, "main", "two-corrections")) for _ in range(2))
    assert as_markdown(first) == as_markdown(second)
    assert as_json(first) == as_json(second)


def test_json_says_whether_published_numbers_move(history: Path) -> None:
    """A workflow sets a label by it."""
    moves = {name: json.loads(as_json(impact_of(history, name)))["moves_results"] for name in PULLS}
    assert {name for name, is_moved in moves.items() if not is_moved} == {
        "hazard-closed",
        "hazard-moved",
        "words-only",
    }


def test_comment_is_never_longer_than_a_forge_takes(history: Path) -> None:
    """And says how much it leaves out, part by part: what is shown and what is left make up the whole."""
    found = impact_of(history, "new-visit")
    long = [replace(m, title=Text("长" * 200)) for m in found.rank_moves for _ in range(100)]
    many = replace(found, moves=tuple(long), measures=found.measures * 50, pages_new=("x" * 250 + "/",) * 900)
    written = as_markdown(many)
    assert 30_000 < len(written) <= LIMIT
    for part in written.split("<details>")[1:]:
        count = int(re.search(r"（(\d+)）</summary>", part)[1])  # type: ignore[index]
        shown = len(re.findall(r"(?m)^\|", part)) - 2 if "| ---" in part else 0
        left = re.search(r"另有 (\d+) 处没有列出", part)
        assert shown + int(left[1] if left else 0) == count


def test_an_issued_bulletin_under_another_id_is_rewritten(history: Path) -> None:
    """It is looked for where it was."""
    git(history, "switch", "-q", "-C", "bulletin-renamed", "main")
    old = history / "records/bulletins/2025/quarterly-2025-q4.yml"
    text = old.read_text(encoding="utf-8").replace("id: quarterly-2025-q4", "id: quarterly-2025-q4-x")
    old.unlink()
    write(history, {"records/bulletins/2025/quarterly-2025-q4-x.yml": text})
    commit(history, "records: another id")
    found = impact_of(history, "bulletin-renamed")
    assert found.altered == ("示教体函〔2025〕30号",)
    assert found.moves_results


def test_a_counted_kind_is_named_and_nothing_else(history: Path) -> None:
    """Interviews are public as counts alone; so no field of one is in the comment of a change."""
    git(history, "switch", "-q", "-C", "interview", "main")
    text = "id: t-1\ndate: 2025-11-10\nby: shili\nunit: dongcheng\noffice: 主任\n"
    text += "cause: hazard\nreason: 保密的原因\n"
    write(history, {"records/interviews/t-1.yml": text})
    commit(history, "records: an interview")
    written = as_markdown(impact_of(history, "interview"))
    assert "interviews/t-1" in written
    assert not any(word in written for word in ("保密", "主任", "2025-11-10"))
