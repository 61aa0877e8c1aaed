"""The board of the six batches and the page of a project; looked at from 31 December 2025."""

from __future__ import annotations

from typing import Any

from generator.render.pages import PAGES, project, projects
from tests.render.city import city_records, empty_site, files_of, shell_of, site_of

BUDGET = {
    "id": "b-1", "unit": "jia", "year": 2025, "updated_on": "2025-12-20",
    "lines": [{"id": "lab", "title": "实验室改造", "category": "priority", "source": "own",
               "stage": "initial", "planned": 500000, "disbursed": 400000, "spent": 250000}],
}  # fmt: skip
RUNNING = {
    "id": "p-1", "batch": "construction", "year": 2025, "unit": "jia", "status": "running",
    "title": "理科实验室改造", "start": "2025-03-01", "deadline": "2025-11-30",
    "goal": {"text": "改造实验室", "measure": "间", "target": 12},
    "milestones": [
        {"title": "招标", "due": "2025-05-31", "done_on": "2025-06-02"},
        {"title": "施工", "due": "2025-09-30"},
    ],
    "money": [{"budget": "b-1", "line": "lab", "amount": 300000}],
    "result": {"on": "2025-11-30", "amount": 9, "measure": "间"},
}  # fmt: skip
DONE = {**RUNNING, "id": "p-2", "unit": "jia-1", "batch": "training", "status": "done", "title": "实验员培训"}
ABSENT = {
    "id": "p-3",
    "batch": "research",
    "year": 2025,
    "unit": "yi",
    "status": "absent",
    "reason": "没有立项。",
}
OLD = {**DONE, "id": "p-4", "year": 2024, "unit": "yi", "deadline": "2024-11-30"}
ASKED = {"requirements": {"projects": {"levels": ["county"], "by": "03-31"}}}


def contexts(*made: dict[str, Any], asked: bool = False) -> dict[str, Any]:
    records = {**city_records(), "projects": list(made), "budgets": [BUDGET]}
    if asked:
        records["methods"] = [{**records["methods"][0], **ASKED}]
    site = site_of(records)
    return {p.path: p.context for source in (projects.projects, project.project_pages) for p in source(site)}


def test_board_says_how_far_the_newest_year_is_and_what_is_late() -> None:
    """Late is counted apart from running: a reader must not have to subtract."""
    board = contexts(RUNNING, DONE, ABSENT, OLD)["projects/"]
    assert board.sentence == "2025 年，1 个单位的六个一批项目共 2 个：已完成 1 个，逾期 1 个。"
    assert [(f.label, f.value) for f in board.figures] == [
        ("2025 年项目", "2"), ("已完成", "1"), ("进行中和计划", "0"), ("逾期", "1"),
    ]  # fmt: skip
    (late,) = board.late
    assert (late.link.text, late.unit.text, late.days, late.result) == (
        "理科实验室改造",
        "甲县",
        31,
        "9 / 12 间",
    )
    assert [y.year for y in board.years] == [2025, 2024]


def test_a_school_s_project_stands_in_its_county_s_row_with_its_own_name() -> None:
    first, second = contexts(RUNNING, DONE, ABSENT)["projects/"].years[0].rows
    shown = [[(t.mark.text, t.link.text, t.unit) for t in cell] for cell in first.cells]
    assert first.unit.text == "甲县"
    assert shown[0] == [("逾期", "理科实验室改造", "")]
    assert shown[2] == [("已完成", "实验员培训", "甲县第一中学")]
    assert shown[1] == [("–", "", "")], "nobody asks for it"
    assert first.done == "1 / 2"
    assert [t.mark.text for t in second.cells[4]] == ["未安排"]
    assert second.done == "0 / 0"


def test_what_nobody_reported_is_named_only_where_the_method_asks() -> None:
    """An empty cell is no blame by itself."""
    free, asked = contexts(RUNNING)["projects/"], contexts(RUNNING, asked=True)["projects/"]
    assert free.missing == ()
    assert free.missing_sentence == "现行办法没有要求报齐六个批次。"
    assert next((unit.text, names) for unit, names in asked.missing) == (
        "甲县",
        "活动、培训、项目、课题、先进",
    )
    assert asked.missing_sentence == "应报的 3 个单位中 3 个没有报齐。"
    assert asked.years[0].rows[0].cells[1][0].mark.text == "未报"
    assert asked.figures[0].note == "另有 17 批未报"


def test_all_reported_is_said_too() -> None:
    batches = ("construction", "activity", "training", "project", "research", "exemplar")
    made = [
        {**ABSENT, "id": f"{unit}-{batch}", "unit": unit, "batch": batch}
        for unit in ("jia", "yi", "bing")
        for batch in batches
    ]
    board = contexts(*made, asked=True)["projects/"]
    assert board.missing_sentence == "应报的 3 个单位六个批次都有项目，或者说明了没有安排。"
    assert board.sentence == "2025 年还没有项目。"
    assert not board.chart


def test_page_of_a_project_leads_from_its_money_to_the_budget_line() -> None:
    page = contexts(RUNNING)["projects/p-1/"]
    assert (
        page.sentence
        == "甲县“理科实验室改造”：改造实验室 12 间，期限2025年11月30日；已逾期 31 天，完成 9 间。"
    )
    assert page.steps_sentence == "2 个节点，完成 1 个（其中 1 个晚于期限），逾期 1 个。"
    assert [s.mark.text for s in page.steps] == ["已完成", "逾期"]
    (paid,) = page.payments
    assert (paid.budget.text, paid.budget.path, paid.category, paid.amount) == (
        "实验室改造", "budgets/b-1/#line-lab", "重点项目", "300,000.00",
    )  # fmt: skip
    assert page.chart_caption == "截至2025年11月30日，目标 12 间，完成 9 间，75.0%。"


def test_page_of_a_batch_that_a_county_has_none_of_says_why_and_nothing_else() -> None:
    page = contexts(ABSENT)["projects/p-3/"]
    assert page.sentence == "乙区 2025 年没有安排“课题”这一批：没有立项。"
    assert (page.steps, page.payments, page.goal, str(page.chart)) == ((), (), "", "")


def test_withdrawn_and_dropped_projects_say_so() -> None:
    gone = {**RUNNING, "withdrawn": {"date": "2025-12-01", "reason": "重复登记"}}
    dropped = {**RUNNING, "id": "p-9", "status": "dropped", "reason": "并入市级项目。"}
    dropped.pop("result")
    found = contexts(gone, dropped)
    assert found["projects/p-1/"].withdrawn.startswith("已于2025年12月1日撤回，原因：重复登记。")
    assert found["projects/p-9/"].sentence.endswith("已中止，原因：并入市级项目。")
    assert found["projects/"].sentence == "2025 年，1 个单位的六个一批项目共 1 个：已中止 1 个。"


def test_an_empty_bureau_is_guided_to_its_first_project() -> None:
    (page,) = projects.projects(empty_site())
    assert page.context.sentence == "还没有六个一批的记录。"  # type: ignore[attr-defined]
    shell = shell_of("projects/", "projects/record/")
    (file,) = [
        f for f in files_of(empty_site(), shell, (projects.projects,)) if f.path == "projects/index.html"
    ]
    assert "填报" in file.content.decode() or "怎样录入" in file.content.decode()


def test_every_project_has_its_page_with_its_words_escaped() -> None:
    hostile = {
        **RUNNING,
        "title": "<b>改造</b>",
        "goal": {"text": "<i>建</i>", "measure": "<u>", "target": 1},
    }
    site = site_of({**city_records(), "projects": [hostile], "budgets": [BUDGET]})
    shell = shell_of("projects/", "projects/record/")
    chosen = [p for p in PAGES if p.template in ("projects", "project")]
    html = "".join(f.content.decode() for f in files_of(site, shell, chosen))
    assert "<b>改造" not in html
    assert "&lt;b&gt;改造&lt;/b&gt;" in html
    assert "<u>" not in html
