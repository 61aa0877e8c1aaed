"""Checklists: what an item is worth, and what changed since the year before."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from generator.render.pages import checklists
from generator.render.pages.checklists import changes_sentence, checklist_pages, index_sentence
from tests.render.city import CHECKLIST, city_records, empty_site, site_of
from tests.render.test_pages_evaluations import site_with


def two_years() -> dict[str, Any]:
    """The contexts of a checklist and of next year's: a1 reworded, a2 gone, c1 new, b1 moved."""
    new = deepcopy(CHECKLIST)
    new |= {"id": "hazchem-2026", "year": 2026}
    storage, use = new["sections"]
    storage["items"][0] |= {"text": "双人双锁双账", "points": 40}
    del storage["items"][1]
    use["items"].reverse()
    use["items"].append({"id": "c1", "text": "应急演练", "points": 20, "method": "count", "veto": True})
    site = site_of({**city_records(), "checklists": [CHECKLIST, new]})
    return {p.path.split("/")[1]: p.context for p in checklists.checklist_pages(site)}


def test_changes_tell_added_changed_and_removed_items() -> None:
    """An item is known by its id, so moving it is no change."""
    found = two_years()["hazchem-2026"]
    assert [(c.kind, c.item) for c in found.changes] == [
        ("changed", "a1"),
        ("added", "c1"),
        ("removed", "a2"),
    ]
    assert [(before, after) for _, before, after in found.changes[0].fields] == [
        ("双人双锁", "双人双锁双账"),
        ("30", "40"),
    ]
    assert found.changes_sentence == "与 2025 年的检查表相比，新增 1 项、调整 1 项、取消 1 项。"


def test_years_lead_to_each_other() -> None:
    """The trail through the versions."""
    found = two_years()
    assert found["hazchem-2025"].next.path == "checklists/hazchem-2026/"
    assert found["hazchem-2026"].previous.path == "checklists/hazchem-2025/"
    assert found["hazchem-2025"].previous is None


def test_sentence_sums_up_items_points_and_what_decides_alone() -> None:
    """40 + 20 + 20 + 20 points."""
    assert two_years()["hazchem-2026"].sentence == (
        "2 个部分、4 项，满分 100 分；红色风险 1 项；一票否决 1 项；还没有用于督查。"
    )


def test_changes_sentence_is_right_for_the_first_year_and_for_no_change() -> None:
    """Nothing to compare is not the same as nothing changed."""
    assert changes_sentence((), None).zh == "这是记录中最早的一版，没有更早的检查表可比。"
    assert changes_sentence((), 2025).zh == "与 2025 年的检查表相比，项目没有变化。"


def test_index_counts_what_is_in_force() -> None:
    """And says so where there is none."""
    context: Any = next(iter(checklists.checklists(site_of(city_records())))).context
    assert context.sentence == "共 1 份检查表，其中 1 份现行有效。"
    assert context.checklists[0].points == "100"
    assert index_sentence(()).zh == "还没有检查表。"
    assert next(iter(checklists.checklists(empty_site()))).context.checklists == ()  # type: ignore[attr-defined]


def test_an_evaluation_list_says_how_points_are_computed_with_an_example() -> None:
    """Numbers from the record: 9 of 10 are 5.4 of 6 points; one overdue hazard makes 7.2 - 0.5 = 6.7."""
    site = site_with()
    page = next(p for p in checklist_pages(site) if p.path == "checklists/evaluation-2025/")
    items = {item.id: item for section in page.context.sections for item in section.items}
    assert items["2.2"].rule == "分子 ÷ 分母 × 6"
    assert items["2.2"].example == "9 ÷ 10 × 6 = 5.4 分"
    assert items["3.2"].example == "9 ÷ 10 × 8 − 1 × 0.5（考核日仍未销号的逾期隐患） = 6.7 分"
    assert items["1.3"].rule == "每次 1.5 分，最多 3 分"
    assert items["1.1"].rule == "无分管领导 扣 2 分；缺一支团队 扣 1 分"
    assert items["1.1"].example == "4 − 1 × 2（无分管领导） = 2 分"
    assert items["2.4"].rule.startswith("合格率95%以上（≥ 95） 5 分")
    assert items["2.4"].example == "90%以上 = 4 分"
    bonus, deduction, vetoes, grading = page.context.extras
    assert (bonus.title, bonus.text, bonus.lines[0]) == (
        "加分", "合计最多 5 分", "省级以上通报表扬或经验推广：每次 1 分，最多 2 分"
    )  # fmt: skip
    assert deduction.lines[1] == "被约谈：每次 2 分"
    assert vetoes.lines[:3] == (
        "发生校园危化品或装备安全责任事故：直接定为不合格",
        "弄虚作假：降低一个等次",
        "重大隐患逾期未整改或瞒报：最高只能评为良好",
    )
    assert grading.lines == (
        "优秀：90 分及以上",
        "良好：80 分及以上，不到 90 分",
        "合格：60 分及以上，不到 80 分",
        "不合格：不到 60 分",
        "优秀最多 1 个单位，按位次分配",
        "已评的分值不到 95% 的，不排位次",
        "总分四舍五入保留 2 位小数，总分相同的位次相同",
    )
    assert page.context.method.path == "methods/method-2025/"
    assert page.context.changes_sentence.startswith("与 2024 年的细则相比，调整 ")


def test_a_list_says_what_the_system_counts_from_this_year_on() -> None:
    """Whoever typed the number of trained people last year need not this year."""
    page = next(p for p in checklist_pages(site_with()) if p.path == "checklists/evaluation-2025/")
    change = next(c for c in page.context.changes if c.item == "7.2")
    assert change.fields == (("取数指标", "由人填写", "培训完成率"),)


def test_a_changed_parameter_is_told_beside_the_year_before() -> None:
    """Overdue hazards cost points since 2025."""
    site = site_with()
    page = next(p for p in checklist_pages(site) if p.path == "checklists/evaluation-2025/")
    change = next(c for c in page.context.changes if c.item == "3.2")
    fields = {title: (before, after) for title, before, after in change.fields}
    assert fields["算分参数"] == ("分子 ÷ 分母 × 8", "分子 ÷ 分母 × 8；考核日仍未销号的逾期隐患 扣 0.5 分")
    assert fields["取数指标"] == ("危化品隐患按期整改率", "危化品隐患按期整改率、逾期危化品隐患")
    item = next(i for s in page.context.sections for i in s.items if i.id == "3.2")
    assert [link.text for link in item.metrics] == ["危化品隐患按期整改率", "逾期危化品隐患"]
