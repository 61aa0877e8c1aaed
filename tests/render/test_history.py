"""The changes of a record at the end of its page: who, when, in which commit, which scores."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from generator.model.history import Author, Change, History, Place, Score
from generator.model.snapshot import Revision
from generator.render.history import Latest, Story, latest, story
from generator.render.plain import KIND_SHELL, RECORD_SHELL
from generator.render.site import Site
from tests.render.city import CANARY, city_records, files_of, shell_of, site_of

SCHOOL = "organizations/jia-1"


def change(number: int, name: str = "张三", what: Any = "changed") -> Change:
    commit = f"{number:040x}"
    return Change(
        commit, f"2025-03-{number:02d}T08:00:00+08:00", Author(name), what, "x.yml", "b" * 40, number
    )


def site_with(history: History, *, dirty: bool = False, bureau: dict[str, Any] | None = None) -> Site:
    records = city_records()
    if bureau:
        records["bureau"] = [{**records["bureau"][0], **bureau}]
    site = site_of(records)
    site.history = history
    site.snapshot = replace(site.snapshot, revision=Revision("c" * 40, dirty))
    return site


def told(history: History, key: str = SCHOOL, **more: Any) -> Story | None:
    return story(site_with(history, **more), f"{key}/", (key,))


def history_of(*changes: Change, scores: tuple[Score, ...] = (), key: str = SCHOOL) -> History:
    return History("c" * 40, True, 9, ("d" * 40,), {key: changes}, {key: scores} if scores else {})


def test_newest_change_comes_first_and_names_its_commit() -> None:
    """A reader who doubts a record wants the last hand on it."""
    found = told(history_of(change(1, "李四", "added"), change(9, "张三")))
    assert found
    assert found.sentence == "提交过 2 次，最近一次 2025年3月9日"
    assert [(one.on, one.word, one.who, one.commit) for one in found.lines] == [
        ("2025-03-09", "修改", "张三", "000000000000"),
        ("2025-03-01", "新增", "李四", "000000000000"),
    ]


def test_one_change_is_an_entry() -> None:
    """Most records are entered and left alone, and the sentence says so."""
    found = told(history_of(change(1, what="added")))
    assert found
    assert found.sentence == "登记于2025年3月1日，以后没有改动"


def test_score_that_moved_stands_with_the_change_that_moved_it() -> None:
    """「得分 3 → 2」 beside who did it; a first value moves nothing."""
    first, second = change(1, what="added"), change(2)
    place = Place("results[].score", "fire")
    scores = (Score(place, "3", first), Score(place, "2", second))
    key = "inspections/i-1"
    found = told(history_of(first, second, scores=scores, key=key), key)
    assert found
    assert [one.notes for one in found.lines] == [("fire 得分 3\u00a0→\u00a02",), ()]


def test_long_histories_are_cut_and_say_so() -> None:
    """Twenty lines are enough for a page; the number of the others is said, the data has all."""
    found = told(history_of(*(change(n) for n in range(1, 26))))
    assert found
    assert (len(found.lines), found.left, found.lines[0].on) == (20, 5, "2025-03-25")


def test_shallow_clone_says_that_the_history_is_not_whole() -> None:
    """Nothing at all would look as if nothing had happened."""
    found = told(History("c" * 40))
    assert found
    assert found.lines == ()
    assert "历史不全" in found.sentence


def test_outside_of_git_nothing_is_said() -> None:
    """A folder of files has no history to lack."""
    assert told(History()) is None


def test_work_tree_with_changes_says_that_they_are_not_among_them() -> None:
    """A preview must not pass for what was committed."""
    found = told(history_of(change(1)), dirty=True)
    assert found
    assert "没有提交的改动" in found.note
    fresh = told(History("c" * 40, True), dirty=True)
    assert fresh
    assert fresh.sentence == "还没有提交，没有改动记录"


def test_page_that_only_lists_records_has_no_story() -> None:
    """The story stands on the page of the record, nowhere else."""
    site = site_with(history_of(change(1)))
    assert story(site, "schools/", (SCHOOL,)) is None
    assert story(site, f"{SCHOOL}/", ()) is None


def test_first_page_tells_the_newest_commits_and_names_no_record() -> None:
    """A visit may still be secret; so records are counted, and of interviews not even that."""
    history = History(
        "c" * 40, True, 9, (),
        {
            "inspections/i": (change(2, what="added"), change(3, "李四")),
            "inspections/j": (change(2, what="added"),),
            "awards/a": (change(2, what="removed"),),
            "interviews/x": (change(4),),
            "awards/b": (change(1, what="added"),),
        },
    )  # fmt: skip
    commit = "0" * 12
    assert latest(site_with(history), 2) == (
        Latest("2025-03-03", "修改督查 1 条", "李四", commit),
        Latest("2025-03-02", "新增督查 2 条；删除表扬 1 条", "张三", commit),
    )
    assert latest(site_with(History("c" * 40)), 2) == ()


def test_page_of_a_counted_kind_tells_nothing() -> None:
    """Interviews share one page; what it could tell is when one was entered."""
    history = history_of(change(1), key="interviews/x")
    for one in (history, History("c" * 40)):
        assert story(site_with(one, dirty=True), "interviews/", ("interviews/x",)) is None


def test_what_happened_to_a_hazard_is_told_with_it() -> None:
    """Its events stand on its page, and so do theirs: named, in order of time."""
    history = History(
        "c" * 40, True, 9, (),
        {"hazards/h": (change(1, what="added"),), "rectifications/r": (change(2, what="added"),)},
    )  # fmt: skip
    found = story(site_with(history), "hazards/h/", ("hazards/h", "rectifications/r"))
    assert found
    assert [one.notes for one in found.lines] == [("整改 r",), ()]


def test_one_commit_is_one_line_however_many_records_it_touched() -> None:
    """A hazard and its first event are entered together; that is one deed, not two."""
    history = History(
        "c" * 40, True, 9, (), {"hazards/h": (change(1, what="added"),), "follow-ups/f": (change(1),)}
    )
    found = story(site_with(history), "hazards/h/", ("hazards/h", "follow-ups/f"))
    assert found
    assert [(one.word, one.notes) for one in found.lines] == [("新增", ("复查 f",))]


def test_points_stand_before_what_they_were_counted_from() -> None:
    """Six moves are named, the points first; an element without an id is counted."""
    first, second = change(1, what="added"), change(2)
    places = [
        Place("items[].facts.numerator", "1.1"),
        *(Place("items[].self_score", f"{n}") for n in range(6)),
    ]
    places.append(Place("items[].verified_score", "#3"))
    scores = [Score(place, value, at) for at, value in ((first, "1"), (second, "2")) for place in places]
    key = "evaluations/e"
    found = told(history_of(first, second, scores=tuple(scores), key=key), key)
    assert found
    (words,) = found.lines[0].notes
    assert words.split("；")[0] == "第 3 项 核查得分 1\u00a0→\u00a02"
    assert words.split("；")[-1] == "另有 2 处"


def test_unit_stands_for_a_person_where_the_bureau_wants_it() -> None:
    """Some bureaus show no names: 单位 for those whom they registered, words for the rest."""
    people = [{"name": "zhang-san", "unit": "jia"}]
    history = history_of(
        replace(change(1), author=Author("张三", "zhang-san")), replace(change(2), author=Author("李四"))
    )
    by_unit = told(history, bureau={"history": {"show": "unit", "people": people}})
    by_name = told(history, bureau={"history": {"people": people}})
    assert by_unit
    assert by_name
    assert [one.who for one in by_unit.lines] == ["未登记单位", "甲县教育和体育局"]
    assert [one.who for one in by_name.lines] == ["李四", "张三（甲县教育和体育局）"]


def pages(history: History) -> dict[str, str]:
    """The plain pages of all records: every kind's page ends alike."""
    shell = shell_of(KIND_SHELL, RECORD_SHELL)
    return {a.path: a.content.decode() for a in files_of(site_with(history), shell, ())}


def test_story_stands_folded_at_the_end_of_the_page() -> None:
    """One place for all kinds; a hostile name is shown to the letter."""
    html = pages(history_of(change(1, '<img src=x onerror="alert(1)">')))[f"{SCHOOL}/index.html"]
    assert html.count('<details class="history"') == 1
    assert "<img src=x" not in html
    assert "&lt;img src=x onerror=" in html


def test_no_address_and_no_internal_setting_reaches_a_page() -> None:
    """Who belongs to which unit is the bureau's own business; mail addresses are nobody's."""
    history = history_of(change(1, f"zhang@{CANARY}.org"))
    files = pages(history)
    assert "未署名" in files[f"{SCHOOL}/index.html"]
    assert [path for path, html in files.items() if CANARY in html] == []
