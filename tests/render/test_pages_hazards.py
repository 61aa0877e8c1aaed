"""The register of hazards and the page of each: late first, every event with who and why."""

from __future__ import annotations

from typing import Any

from generator.render.pages import hazards as pages
from generator.render.pages.hazards import hazard_sentence, related_sentence
from tests.render.city import CANARY, city_records, files_of, hazard, hazards, shell_of, site_of

ASKED = {
    "id": "e",
    "hazard": "h-1",
    "kind": "extension",
    "on": "2025-12-10",
    "by": "实验员",
    "text": "等货。",
}
GRANTED = {
    "id": "g", "hazard": "h-1", "kind": "extension_granted", "on": "2025-12-12", "by": ["e-1"],
    "look": "documents", "text": "同意。", "until": "2026-01-20",
}  # fmt: skip


def register(*found: Any) -> Any:
    (first, *_) = pages.hazards(site_of(city_records() | hazards(*found)))
    return first.context


def page_of(id: str, *found: Any) -> Any:
    made = pages.hazard_pages(site_of(city_records() | hazards(*found)))
    return next(p for p in made if p.path == f"hazards/{id}/")


def test_the_latest_stands_first_and_what_was_closed_lately_is_folded() -> None:
    """Closed more than ninety days ago: only on the page of its year."""
    context = register(
        hazard("h-a", "jia-1", due="2026-01-10"),
        hazard("h-b", "jia-1", due="2025-12-20"),
        hazard("h-c", "yi-1", due="2025-12-06"),
        hazard("h-d", "yi-1", due="2025-12-06", closed="2025-12-05"),
        hazard("h-e", "yi-1", due="2025-03-10", registered="2025-03-01", closed="2025-03-09"),
    )
    assert [line.link.path for line in context.lines] == ["hazards/h-c/", "hazards/h-b/", "hazards/h-a/"]
    assert [line.link.path for line in context.closed] == ["hazards/h-d/"]
    assert context.sentence == "登记隐患 5 处，已销号 2 处，未销号 3 处；逾期 2 处，最长 25 天。"
    assert [line.is_late for line in context.lines] == [True, True, False]
    assert context.lines[2].days == 10


def test_a_year_has_all_of_it() -> None:
    site = site_of(
        city_records()
        | hazards(
            hazard("h-a", "jia-1", due="2026-01-10"),
            hazard("h-e", "yi-1", due="2024-03-10", registered="2024-03-01", closed="2024-03-09"),
        )
    )
    found = {p.path: p for p in pages.hazards(site)}
    assert list(found) == ["hazards/", "hazards/2024/", "hazards/2025/"]
    assert [line.link.path for line in found["hazards/2024/"].context.lines] == ["hazards/h-e/"]
    assert found["hazards/2024/"].context.sentence == "2024年登记隐患 1 处，已经销号。"


def test_nothing_registered_says_so() -> None:
    assert register().sentence == "没有登记隐患。"


def test_a_course_names_who_did_what_and_what_it_led_to() -> None:
    page = page_of("h-d", hazard("h-d", "yi-1", due="2025-12-06", closed="2025-12-05"))
    events = page.context.events
    assert [(e.kind, e.side, e.after.text) for e in events] == [
        ("开始整改", "学校", "整改中"),
        ("报请验收", "学校", "待验收"),
        ("验收销号", "检查方", "已销号"),
    ]
    assert [w.text for w in events[2].who] == ["张示例"]
    assert [w.text for w in events[1].evidence] == ["照片"]
    assert page.context.sentence == "一般隐患，已销号（2025年12月5日），按期完成。"
    assert page.records == (
        "hazards/h-d", "rectifications/h-d-done", "rectifications/h-d-started", "follow-ups/h-d-accepted",
    )  # fmt: skip


def test_an_event_that_does_not_count_is_shown_with_the_reason() -> None:
    """Accepted before anything was reported."""
    data, _, accepted = hazard("h-1", "jia-1", due="2026-01-10", closed="2025-12-05")
    context = page_of("h-1", (data, [], accepted)).context
    assert [(e.after, e.ignored) for e in context.events] == [(None, "这一步在当前状态下不允许")]
    assert context.line.state.text == "登记"


def test_what_may_follow_depends_on_what_was_asked() -> None:
    data, _, _ = hazard("h-1", "jia-1", due="2025-12-21")
    asked = page_of("h-1", (data, [ASKED], [])).context
    assert asked.next_steps == (
        ("学校", "开始整改、报请验收、申请延期"),
        ("检查方", "同意延期、不同意延期、挂牌督办"),
    )
    given = page_of("h-1", (data, [ASKED], [GRANTED])).context
    assert given.next_steps[1] == ("检查方", "挂牌督办")
    assert (given.line.due, given.due_at_first, given.line.is_late) == ("2026-01-20", "2025-12-21", False)
    assert [f.text for f in given.line.flags] == ["延期"]


def test_other_hazards_on_the_item_are_named() -> None:
    page = page_of(
        "h-2",
        hazard("h-1", "jia-1", due="2025-03-10", registered="2025-03-01", closed="2025-03-09"),
        hazard("h-2", "jia-1", due="2026-01-10", relapse_of="h-1"),
        hazard("h-3", "jia-1", due="2026-01-10", item="b1"),
    )
    assert [line.link.path for line in page.context.related] == ["hazards/h-1/"]
    assert page.context.related_sentence == "这所学校在同一项目上另有 1 处隐患。"
    assert [f.kind for f in page.context.line.flags] == ["relapsed"]
    assert related_sentence(0).zh == "这所学校在同一项目上没有其他隐患。"


def test_a_withdrawn_hazard_keeps_its_page_and_says_why() -> None:
    gone = {"date": "2025-12-09", "reason": "重复登记"}
    page = page_of("h-1", hazard("h-1", "jia-1", due="2025-12-21", withdrawn=gone))
    assert "重复登记" in page.context.withdrawn
    assert page.context.line.state.text == "已撤回"
    assert page.context.events == ()


def test_sentences_say_how_it_stands() -> None:
    site = site_of(
        city_records()
        | hazards(
            hazard("h-a", "jia-1", due="2025-12-21", grade="major"),
            hazard("h-b", "jia-1", due="2025-12-06", closed="2025-12-09"),
        )
    )
    found = site.results.loop.hazards
    assert hazard_sentence(found["h-a"]).zh == "重大隐患，还没有着手整改，已逾期 10 天。"
    assert hazard_sentence(found["h-b"]).zh == "一般隐患，逾期销号（2025年12月9日），报验晚于期限 3 天。"


def test_what_was_closed_late_is_marked_for_ever() -> None:
    """In the register, on its page, and at the report that came late; in time nothing is said."""
    late = page_of("h-b", hazard("h-b", "jia-1", due="2025-12-06", closed="2025-12-09")).context
    assert [(f.kind, f.text) for f in late.line.flags] == [("late", "逾期销号")]
    assert [e.late for e in late.events] == ["", "晚于期限 3 天", ""]
    fine = page_of("h-d", hazard("h-d", "yi-1", due="2025-12-06", closed="2025-12-05")).context
    assert not fine.line.flags
    assert not any(e.late for e in fine.events)


def test_places_are_on_no_page() -> None:
    site = site_of(city_records() | hazards(hazard("h-a", "jia-1", due="2025-12-21")))
    shell = shell_of("hazards/", "hazards/record/")
    files = list(files_of(site, shell, (pages.hazards, pages.hazard_pages)))
    assert len(files) == 3
    assert all(CANARY.encode() not in file.content for file in files)
