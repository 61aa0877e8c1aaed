"""Key tasks: late ones first, every state in words, and a page for each that says how it came to that."""

from __future__ import annotations

from typing import Any

import pytest

from generator.render.pages import task as task_page
from generator.render.pages import tasks as tasks_page
from generator.render.pages.units import units
from generator.render.tasks import Tasks, pace_of, state_of, tasks_sentence
from tests.render.city import city_records, empty_site, files_of, shell_of, site_of

DONE = [
    {"date": "2025-06-02", "percent": 60, "text": "施工过半"},
    {"date": "2025-07-01", "percent": 50, "text": "复核", "reason": "两所学校未达标"},
    {"date": "2025-10-20", "percent": 100, "text": "验收合格", "evidence": [{"title": "验收单"}]},
]
GONE = {"date": "2025-12-05", "reason": "重复登记"}


def task(id: str, unit: str | None = "jia", **more: Any) -> dict[str, Any]:
    """Running, due on 20 January 2026, unless told otherwise; the site looks from 31 December 2025."""
    data = {
        "id": id, "year": 2026, "title": f"任务{id}", "mechanism": "guarantee", "goal": "全部到位",
        "team": "management", "role": "股长", "start": "2025-03-01", "deadline": "2026-01-20",
        "status": "running", "sample": True,
    }  # fmt: skip
    return {**data, **({"unit": unit} if unit else {}), **more}


def late(id: str, unit: str | None = "jia", **more: Any) -> dict[str, Any]:
    return task(id, unit, **{"year": 2025, "deadline": "2025-12-21", **more})


def done(id: str, settled: str, **more: Any) -> dict[str, Any]:
    return late(
        id, **{"deadline": "2025-10-31", "status": "done", "settled_on": settled, "progress": DONE, **more}
    )


def site(*made: dict[str, Any]) -> Any:
    return site_of({**city_records(), "tasks": list(made)})


def contexts(*made: dict[str, Any]) -> dict[str, Any]:
    found = site(*made)
    return {p.path: p.context for source in (tasks_page.tasks, task_page.task_pages) for p in source(found)}


@pytest.mark.parametrize(
    ("made", "kind", "pace"),
    [
        (late("a"), "overdue", "逾期 10 天"),
        (task("a"), "running", "还有 20 天"),
        (task("a", deadline="2025-12-31"), "running", "今天到期"),
        (task("a", status="planned"), "todo", "还有 20 天"),
        (done("a", "2025-10-20"), "finished", "提前 11 天"),
        (done("a", "2025-10-31"), "finished", "当天完成"),
        (done("a", "2025-11-05"), "finished_late", "逾期 5 天完成"),
        (late("a", status="dropped", settled_on="2025-06-01", reason="合并实施"), "dropped", "已终止"),
    ],
)
def test_state_and_pace(made: dict[str, Any], kind: str, pace: str) -> None:
    """The day itself is still in time; one day later is late."""
    found = site(made)
    record = found.snapshot.get("tasks", "a")
    assert state_of(record, found.as_of) == kind
    assert pace_of(record, found.as_of).zh == pace


def test_late_ones_stand_first_then_what_is_open_then_what_is_settled() -> None:
    found = Tasks(
        site(
            done("a", "2025-10-20"), task("b", status="planned"), task("c"), late("d", deadline="2025-12-30"),
            late("e", deadline="2025-12-01"), late("f", withdrawn=GONE),
        )
    )  # fmt: skip
    assert [line.link.path for line in found.all] == [f"tasks/{x}/" for x in "edcbaf"]


def test_sentence_counts_every_state_once_and_leaves_out_what_is_withdrawn() -> None:
    gone = late("f", withdrawn=GONE)
    lines = Tasks(site(done("a", "2025-11-05"), done("b", "2025-10-20"), late("c"), task("d"), gone)).all
    assert tasks_sentence(lines).zh == (
        "重点任务 4 项：办结 2 项，其中逾期完成 1 项，逾期未办结 1 项，进行中 1 项。"
    )
    assert tasks_sentence(lines[:1]).en == "1 key task: 1 overdue."
    assert tasks_sentence(()).zh == "没有重点任务。"


def test_list_is_by_year_newest_first_with_a_bar_and_a_rate_for_each_county() -> None:
    """Of 甲县's two due tasks of 2025 one was done in time; the rate leads to where it is explained."""
    page = contexts(task("n"), done("a", "2025-10-20"), late("b", "jia-1"), late("c", None))["tasks/"]
    assert [y.year for y in page.years] == [2026, 2025]
    assert page.sentence == "2026 年重点任务 1 项：进行中 1 项。"
    county, nobody = page.years[1].counties
    assert (county.unit.text, county.total, county.rate.text) == ("甲县", 2, "50.0")
    assert county.rate.path == "organizations/jia/#m-tasks-in-time-2025"
    assert [(kind, count) for kind, count, _ in county.shares] == [("finished", 1), ("overdue", 1)]
    assert (nobody.unit.text, nobody.total) == ("市级和未落实", 1)


def test_page_says_who_by_when_and_how_it_stands() -> None:
    pages = contexts(done("a", "2025-10-20"), late("b"), late("c", None), task("d", status="planned"))
    assert pages["tasks/a/"].sentence == (
        "甲县教育和体育局负责，2025年10月31日前完成；已于2025年10月20日完成，提前 11 天。"
    )
    assert pages["tasks/b/"].sentence.endswith("；已完成 0%，逾期 10 天。")
    assert pages["tasks/c/"].sentence.startswith("还没有单位负责，应在2025年12月21日前完成")
    assert pages["tasks/c/"].nobody == "清单上还没有责任单位。"
    assert (pages["tasks/d/"].reports, pages["tasks/d/"].chart) == ((), "")


def test_page_shows_reports_newest_first_and_why_one_went_back() -> None:
    page = contexts(done("a", "2025-10-20"))["tasks/a/"]
    assert [(r.percent, r.went_back) for r in page.reports] == [(100, False), (50, True), (60, False)]
    assert page.reports[1].reason == "两所学校未达标"
    assert page.reports[0].proofs[0].title == "验收单"
    assert (
        page.chart_text == "共报进展 3 次，最近一次在2025年10月20日，完成 100%；有 1 次退回，原因写在下面。"
    )


def test_steps_are_judged_by_their_own_days() -> None:
    """A step not reached on its day is late only while the task is open."""
    steps = [
        {"title": "一", "due": "2025-05-01", "done_on": "2025-05-01"},
        {"title": "二", "due": "2025-05-01", "done_on": "2025-05-02"},
        {"title": "三", "due": "2025-12-30"},
        {"title": "四", "due": "2025-12-31"},
    ]
    pages = contexts(task("a", milestones=steps), done("b", "2025-10-20", milestones=steps[2:3]))
    assert [s.kind for s in pages["tasks/a/"].steps] == ["finished", "finished_late", "overdue", "todo"]
    assert [s.kind for s in pages["tasks/b/"].steps] == ["todo"]


def test_a_task_whose_unit_was_merged_away_is_of_nobody() -> None:
    """The unit still stands on the page; that nobody took over stands above it."""
    records = city_records()
    for unit in records["organizations"]:
        if unit["id"] == "jia-1":
            unit["closed"] = "2025-08-31"
    found = site_of({**records, "tasks": [late("a", "jia-1")]})
    (page,) = task_page.task_pages(found)
    assert page.context.nobody.startswith("甲县第一中学在任务期间不存在或已经撤并")  # type: ignore[attr-defined]
    assert Tasks(found).all[0].unit.text == ""


def test_a_county_shows_its_own_tasks_and_those_of_its_schools() -> None:
    """Of older years only what is still open; a school's page shows its own."""
    found = site(task("a"), late("b", "jia-1"), done("c", "2025-10-20"), task("d", "yi"))
    pages = {p.path: p.context for p in units(found)}
    county: Any = pages["organizations/jia/"]
    assert [line.link.path for line in county.tasks] == ["tasks/b/", "tasks/a/"]
    assert county.tasks_sentence == "重点任务 2 项：逾期未办结 1 项，进行中 1 项。"


def test_pages_are_poured_without_a_gap() -> None:
    """Every word of the templates is there, also for a task of nobody without anything."""
    found = site(done("a", "2025-10-20", helpers=["yi"], note="说明"), late("c", None))
    shell = shell_of("tasks/", "tasks/record/")
    html = "".join(
        a.content.decode() for a in files_of(found, shell, (tasks_page.tasks, task_page.task_pages))
    )
    assert "退回原因：" in html
    assert "无人负责" in html


def test_empty_bureau_has_no_task() -> None:
    """And says how the first one comes."""
    context: Any = next(iter(tasks_page.tasks(empty_site()))).context
    assert (context.years, context.sentence) == ((), "还没有登记重点任务。")
