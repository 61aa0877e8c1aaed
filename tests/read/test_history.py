"""One pass through the log gives who changed which record when, and what its scores were in turn."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.model.errors import GeneratorError
from generator.model.history import Author, Place
from generator.read import git
from generator.read.history import read_history, read_scores, whole
from generator.read.schemas import read_schemas
from generator.read.sources import WorkTree
from tests.support.repositories import Repository

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS, _ = read_schemas(WorkTree(ROOT))


def told(repository: Repository, key: str) -> list[tuple[str, str, str]]:
    history = read_history(repository.root, repository.git("rev-parse", "HEAD"))
    return [(c.on, c.author.name, c.what) for c in history.of(key)]


def visit(score: str, status: str = "done") -> str:
    rows = f"  - {{item: fire, score: {score}}}\n  - {{item: exits, score: 2}}\n"
    return f"id: v-1\nstatus: {status}\nresults:\n{rows}"


def test_each_change_of_a_record_names_day_author_and_what_happened(tmp_path: Path) -> None:
    """The questions after a disputed number are who, when and what."""
    repository = Repository(tmp_path)
    repository.commit({"records/experts/a.yml": "x: 1\n"}, by="张三", on="2025-01-02")
    repository.commit({"records/experts/a.yml": "x: 2\n"}, by="李四", on="2025-02-03")
    repository.commit({"docs/index.md": "words"}, on="2025-02-04")
    repository.commit({"records/experts/a.yml": None}, on="2025-03-04")
    assert told(repository, "experts/a") == [
        ("2025-01-02", "张三", "added"),
        ("2025-02-03", "李四", "changed"),
        ("2025-03-04", "李四", "removed"),
    ]
    assert [c.commit for c in read_history(tmp_path, repository.ids[-1]).of("experts/a")] == [
        repository.ids[0], repository.ids[1], repository.ids[3],
    ]  # fmt: skip


def test_record_is_followed_by_its_id_into_another_folder(tmp_path: Path) -> None:
    """A file that goes to the folder of its year is the same record; one with another id is not."""
    repository = Repository(tmp_path)
    repository.commit({"records/awards/a.yml": "x: 1\n"})
    repository.commit({"records/awards/a.yml": None, "records/awards/2025/a.yml": "x: 1\n"})
    repository.commit({"records/awards/2025/a.yml": None, "records/awards/2025/b.yml": "x: 1\n"})
    assert [w for _, _, w in told(repository, "awards/a")] == ["added", "moved", "removed"]
    assert [w for _, _, w in told(repository, "awards/b")] == ["added"]
    moved = read_history(tmp_path, repository.ids[-1]).of("awards/a")[1]
    assert moved.path == "records/awards/2025/a.yml"


def test_merge_counts_only_where_it_has_what_no_parent_had(tmp_path: Path) -> None:
    """The author of a branch stands for its changes; a hand in the merge itself is not hidden either."""
    repository = Repository(tmp_path)
    repository.commit({"records/experts/a.yml": "x: 1\n", "records/experts/b.yml": "x: 1\n"}, by="张三")
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit({"records/experts/a.yml": "x: 2\n"}, by="李四")
    repository.git("checkout", "--quiet", "main")
    repository.commit({"records/experts/b.yml": "x: 3\n"}, by="王五")
    repository.git("merge", "--quiet", "--no-ff", "--no-commit", "side")
    repository.commit({"records/experts/b.yml": "x: 4\n"}, by="赵六")
    assert [(who, w) for _, who, w in told(repository, "experts/a")] == [
        ("张三", "added"),
        ("李四", "changed"),
    ]
    assert [(who, w) for _, who, w in told(repository, "experts/b")] == [
        ("张三", "added"), ("王五", "changed"), ("赵六", "changed"),
    ]  # fmt: skip


def test_history_below_a_folder_of_the_repository(tmp_path: Path) -> None:
    """The records may lie in a folder of a larger repository; paths are then relative to it."""
    repository = Repository(tmp_path)
    repository.commit({"city/records/experts/a.yml": "x: 1\n", "records/experts/b.yml": "x: 1\n"})
    history = read_history(tmp_path / "city", repository.ids[0])
    assert list(history.changes) == ["experts/a"]


def test_singleton_and_what_is_no_record(tmp_path: Path) -> None:
    """The bureau's own record has a history too; a stray file has none."""
    repository = Repository(tmp_path)
    repository.commit({"records/bureau.yml": "x: 1\n", "records/readme.txt": "x", "records/a/.keep": ""})
    assert list(read_history(tmp_path, repository.ids[0]).changes) == ["bureau/bureau"]


@pytest.mark.parametrize(
    ("address", "login"),
    [
        ("123+zhang-san@users.noreply.example.org", "zhang-san"),
        ("zhangsan@noreply.example.org", "zhangsan"),
        ("zhang@example.org", ""),
    ],
)
def test_login_comes_from_the_forge_and_addresses_are_dropped(
    tmp_path: Path, address: str, login: str
) -> None:
    """No mail address may leave the log; only a login that the forge itself made of it."""
    repository = Repository(tmp_path)
    repository.commit({"records/experts/a.yml": "x: 1\n"}, address=address)
    (change,) = read_history(tmp_path, repository.ids[0]).of("experts/a")
    assert change.author == Author("张三", login)
    assert "@" not in repr(change)


def test_settings_of_the_user_change_nothing(tmp_path: Path) -> None:
    """Two machines must tell one history, whatever stands in their git settings or a mailmap."""
    repository = Repository(tmp_path)
    repository.commit({"records/experts/a.yml": "x: 1\n"})
    repository.commit({"records/experts/a.yml": None, "records/experts/2025/a.yml": "x: 1\n"})
    before = read_history(tmp_path, repository.ids[-1])
    for name, value in {
        "log.showSignature": "true", "log.mailmap": "true", "log.date": "relative", "diff.renames": "copies",
        "log.follow": "true", "i18n.logOutputEncoding": "GBK", "log.diffMerges": "off", "core.abbrev": "7",
    }.items():  # fmt: skip
        repository.git("config", name, value)
    (tmp_path / ".mailmap").write_text("别人 <someone@example.org>\n", encoding="utf-8")
    assert read_history(tmp_path, repository.ids[-1]) == before


def test_only_the_commit_decides(tmp_path: Path) -> None:
    """An old revision has the history that it had, whatever came later or lies in the work tree."""
    repository = Repository(tmp_path)
    first = repository.commit({"records/experts/a.yml": "x: 1\n"})
    before = read_history(tmp_path, first)
    repository.commit({"records/experts/a.yml": "x: 2\n"})
    repository.write({"records/experts/a.yml": "x: 3\n"})
    assert read_history(tmp_path, first) == before
    assert (before.commits, before.roots) == (1, (first,))


def test_shallow_clone_tells_nothing_rather_than_something_wrong(tmp_path: Path) -> None:
    """At the edge of a shallow clone every record would look as if it had been added there."""
    repository = Repository(tmp_path / "whole")
    repository.commit({"records/experts/a.yml": "x: 1\n"})
    repository.commit({"records/experts/a.yml": "x: 2\n"})
    cut = repository.shallow(tmp_path / "cut")
    history = read_history(cut, repository.ids[-1])
    assert (history.is_whole, history.changes, history.commit) == (False, {}, repository.ids[-1])
    with pytest.raises(GeneratorError, match="历史不全") as stopped:
        whole(history)
    assert stopped.value.hint
    assert "fetch-depth: 0" in stopped.value.hint.zh


def test_outside_of_git_there_is_no_history(tmp_path: Path) -> None:
    """A folder of files is built without one; what needs it says so."""
    assert read_history(tmp_path, "").commit == ""
    with pytest.raises(GeneratorError, match="没有 Git 历史"):
        whole(read_history(tmp_path, ""))


def test_every_value_of_a_scored_field_over_time(tmp_path: Path) -> None:
    """A score that was 3, then 1, then taken away; the one that never changed is not repeated."""
    repository = Repository(tmp_path)
    path = "records/inspections/2025/v-1.yml"
    repository.commit({path: visit("3")}, by="张三", on="2025-01-02")
    repository.commit({path: visit("1.50")}, by="李四", on="2025-02-03")
    repository.commit({path: visit("1.50") + "note: x\n"}, on="2025-02-04")
    repository.commit({path: "id: v-1\nresults:\n  - {item: exits, score: 2}\n"}, on="2025-03-04")
    history = read_history(tmp_path, repository.ids[-1])
    scores = read_scores(tmp_path, history, SCHEMAS, ["inspections/v-1"])["inspections/v-1"]
    assert [(s.place, s.value, s.change.on, s.change.author.name) for s in scores] == [
        (Place("results[].score", "fire"), "3", "2025-01-02", "张三"),
        (Place("results[].score", "fire"), "1.50", "2025-02-03", "李四"),
        (Place("results[].score", "fire"), "", "2025-03-04", "李四"),
    ]


def test_drafts_and_unreadable_versions_give_no_scores(tmp_path: Path) -> None:
    """What was still being filled in was never published; a damaged version says nothing."""
    repository = Repository(tmp_path)
    path = "records/inspections/2025/v-1.yml"
    for text in (visit("9", "draft"), visit("3"), "a: [", visit("2")):
        repository.commit({path: text})
    history = read_history(tmp_path, repository.ids[-1])
    scores = read_scores(tmp_path, history, SCHEMAS, ["inspections/v-1"])["inspections/v-1"]
    assert [s.value for s in scores] == ["3", "2"]


def test_element_whose_mark_is_a_text_is_named_by_its_number(tmp_path: Path) -> None:
    """A version from before the schema may hold anything where an id belongs."""
    repository = Repository(tmp_path)
    path = "records/inspections/2025/v-1.yml"
    for score in ("3", "2"):
        repository.commit({path: f"results:\n  - {{item: <b>x</b>, score: {score}}}\n  - 5\n"})
    history = read_history(tmp_path, repository.ids[-1])
    scores = read_scores(tmp_path, history, SCHEMAS, ["inspections/v-1"])["inspections/v-1"]
    assert [s.place.item for s in scores] == ["#1", "#1"]


def test_paths_and_names_of_any_sort_do_not_derail_the_reading(tmp_path: Path) -> None:
    """Names and paths are others' words: colons, line breaks and separators stand in them as they are."""
    repository = Repository(tmp_path)
    repository.commit(
        {"records/experts/a.yml": "x: 1\n", "records/experts/:odd\nname.yml": "x"}, by="x\x1fy: z"
    )
    (entry,) = git.log(tmp_path, repository.ids[0], "records")
    assert entry.name == "x\x1fy: z"
    assert [t.path for t in entry.files] == ["records/experts/:odd\nname.yml", "records/experts/a.yml"]


def test_submodule_in_the_past_has_no_content_to_look_for(tmp_path: Path) -> None:
    """One slip, put right the same day, must not stop every later build."""
    repository = Repository(tmp_path)
    first = repository.commit({"records/inspections/v-1.yml": visit("3")})
    repository.write({"records/inspections/v-1.yml": None})
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{first},records/inspections/v-1.yml")
    repository.git("commit", "--quiet", "--message=records: slip")
    repository.git("update-index", "--force-remove", "records/inspections/v-1.yml")
    last = repository.commit({"records/inspections/v-1.yml": visit("2")})
    history = read_history(tmp_path, last)
    assert [c.what for c in history.of("inspections/v-1")] == ["added", "removed", "changed"]
    scores = read_scores(tmp_path, history, SCHEMAS, ["inspections/v-1"])["inspections/v-1"]
    assert [s.value for s in scores] == ["3", "2"]
