"""Both sides of a change, on a small history: the merge base, the work tree, one day for both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from generator.changes import sides
from generator.model.errors import GeneratorError
from generator.read import sources
from tests.support.histories import begun, change, commit, git

VISIT = "records/inspections/i-01.yml"


@pytest.fixture
def bureau(tmp_path: Path) -> Path:
    """One commit on main."""
    return begun(tmp_path / "bureau")


def test_work_tree_against_a_commit(bureau: Path) -> None:
    """New files that nobody added to Git yet are part of the change, those that it ignores are not."""
    change(bureau / VISIT, "period: 2025-Q4", "period: 2025-Q3")
    (bureau / "notes.txt").write_text("x")
    (bureau / "site").mkdir()
    (bureau / "site/x").write_text("x")
    found = sides(bureau, "main")
    assert [f.path for f in found.change.files] == ["notes.txt", VISIT]
    assert [(r.key, r.what) for r in found.change.records] == [("inspections/i-01", "changed")]
    assert [(f.path, f.before, f.after) for f in found.change.records[0].fields] == [
        (("period",), "2025-Q4", "2025-Q3")
    ]


@pytest.mark.parametrize("name", [":(exclude)x", "::error::x", "a\nb", "*", "-x"])
def test_files_with_names_that_git_might_take_for_patterns(bureau: Path, name: str) -> None:
    """Or a change could bring a file that nobody sees."""
    (bureau / name).write_text("x")
    assert [f.path for f in sides(bureau, "main").change.files] == [name]
    commit(bureau, "a strange name")
    assert [f.path for f in sides(bureau, "HEAD~1", "HEAD").change.files] == [name]


def test_what_the_base_did_meanwhile_is_no_part_of_the_change(bureau: Path) -> None:
    """A change begins at the merge base."""
    git(bureau, "switch", "-q", "-c", "side")
    change(bureau / VISIT, "period: 2025-Q4", "period: 2025-Q3")
    commit(bureau, "side")
    git(bureau, "switch", "-q", "main")
    (bureau / "notes.txt").write_text("x")
    commit(bureau, "main goes on")
    found = sides(bureau, "main", "side")
    assert [f.path for f in found.change.files] == [VISIT]
    assert sides(bureau, "side", "main").change.records == ()


def test_unchanged_files_are_parsed_once(bureau: Path) -> None:
    """And are known to be clean on the other side."""
    change(bureau / VISIT, "period: 2025-Q4", "period: 2025-Q3")
    found = sides(bureau, "HEAD")
    before = {d.path: d for d in found.base.documents}
    shared = [d.path for d in found.head.documents if d.data is before[d.path].data]
    assert len(shared) == len(before) - 1
    assert VISIT not in shared


@pytest.mark.parametrize(("head", "times"), [(None, 0), ("HEAD", 1)])
def test_git_gives_what_is_alike_at_most_once(
    bureau: Path, monkeypatch: pytest.MonkeyPatch, head: str | None, times: int
) -> None:
    """To unpack every file of both sides took a twentieth of an impact; a work tree has them at hand."""
    change(bureau / VISIT, "period: 2025-Q4", "period: 2025-Q3")
    commit(bureau, "another quarter")
    asked: list[str] = []

    def contents(root: Path, blobs: Sequence[str]) -> dict[str, bytes]:
        asked.extend(blobs)
        return unpacked(root, blobs)

    unpacked = sources.git.contents
    monkeypatch.setattr(sources.git, "contents", contents)
    found = sides(bureau, "HEAD~1", head)
    assert [r.key for r in found.change.records] == ["inspections/i-01"]
    assert {asked.count(d.blob) for d in found.base.documents if d.path != VISIT} == {times}


def test_a_digest_is_found_once_for_both_sides(bureau: Path) -> None:
    """The grounds of bulletins are hundreds of records, the same on both sides."""
    found, made = sides(bureau, "HEAD"), []

    def digest(data: object) -> int:
        made.append(data)
        return len(made)

    given = [[d.once(digest) for d in side.documents] for side in (found.head, found.base)]
    assert given[0] == given[1] == list(range(1, len(made) + 1))


def test_both_sides_are_looked_at_from_one_day(bureau: Path) -> None:
    """A day that passed between two commits is no change; one that is pinned anew is."""
    own = bureau / "records/bureau.yml"
    own.write_text("".join(line for line in own.open(encoding="utf-8") if not line.startswith("as_of")))
    commit(bureau, "no day pinned")
    (bureau / "notes.txt").write_text("x")
    commit(bureau, "later", day="2026-03-01")
    found = sides(bureau, "HEAD~1", "HEAD")
    assert found.base.snapshot.as_of == found.head.snapshot.as_of == date(2026, 3, 1)


def test_sides_without_a_common_history_are_refused(bureau: Path) -> None:
    """With the way out."""
    git(bureau, "switch", "-q", "--orphan", "other")
    (bureau / "x").write_text("x")
    commit(bureau, "other")
    with pytest.raises(GeneratorError, match="没有共同的历史"):
        sides(bureau, "main")
