"""What the pages of inspections say: the finding first, the gravest item first, nothing twice."""

from __future__ import annotations

from typing import Any

from generator.render.pages import inspections
from generator.render.pages.inspections import findings_sentence, index_sentence, points_sentence
from generator.render.site import Site
from tests.render.city import city_records, empty_site, files_of, inspection, shell_of, site_of


def site_with(*made: dict[str, Any]) -> Site:
    """The invented city with these inspections only."""
    return site_of({**city_records(), "inspections": list(made)})


def contexts(site: Site) -> dict[str, Any]:
    return {p.path.split("/")[1]: p.context for p in inspections.inspection_pages(site)}


def html_of(site: Site) -> dict[str, str]:
    pages = (inspections.inspections, inspections.inspection_pages)
    shell = shell_of("inspections/", "inspections/record/")
    return {a.path: a.content.decode() for a in files_of(site, shell, pages)}


def test_sentence_names_conclusion_points_base_and_findings() -> None:
    """The first thing that a parent reads; 30 of 100 points lost on a red item fail the school."""
    site = site_with(inspection("i-1", "jia-1", "2025-Q4", "2025-11-12", "ummm"))
    topic, mode = site.label("inspections", "topic", "hazchem"), "暗访"
    assert contexts(site)["i-1"].sentence == (
        f"2025年11月12日对甲县第一中学开展{topic}{mode}，"
        "结论为不合格：得 70 分（应得 100 分），得分率 70.00%，"
        "有 1 个红色风险或一票否决项不符合。查看 4 项，1 项不符合或部分符合；"
        "发现问题 1 项（重大 1 项），最早的整改期限是2025年11月28日。"
    )


def test_a_visit_without_faults_says_so() -> None:
    """Zero has words of its own."""
    assert (
        findings_sentence([{"result": "met"}, {"result": "met"}], []).zh
        == "查看 2 项，全部符合；没有登记问题。"
    )
    assert findings_sentence([{"result": "met"}], []).to("en") == "The one item met; no finding."
    assert findings_sentence([{"result": "not_checked"}], []).zh == "没有可判断的项目；没有登记问题。"


def test_a_visit_without_conclusion_says_why() -> None:
    """No method, or no item that counts: never a conclusion out of nothing."""
    assert points_sentence(None, "").zh == "没有可计分的项目，未作结论。"


def test_planned_and_cancelled_visits_have_no_result() -> None:
    """A day that is over is counted in days, not called late by anybody."""
    planned = inspection("i-1", "jia-1", "2025-Q4", "2025-12-21", "mmmm")
    for name in ("date", "results", "findings", "checklist_digest", "strengths"):
        del planned[name]
    planned |= {"status": "planned", "planned_on": "2025-12-21"}
    cancelled = {**planned, "id": "i-2", "status": "cancelled"}
    cancelled["cancelled"] = {"date": "2025-12-20", "reason": "学校停课。"}
    found = contexts(site_with(planned, cancelled))
    assert found["i-1"].sentence.endswith("，已超过计划日期 10 天，尚未登记结果。")
    assert found["i-1"].sections == ()
    assert found["i-2"].sentence.endswith("已于2025年12月20日取消，原因：学校停课。")


def test_gravest_items_stand_first() -> None:
    """A red item before the others, whatever the order of the checklist."""
    site = site_with(inspection("i-1", "jia-1", "2025-Q4", "2025-11-12", "uupm"))
    shown = contexts(site)["i-1"].failed
    assert [f.row.id for f in shown] == ["a1", "a2", "b1"]
    assert [f.findings[0].is_major for f in shown] == [True, False, False]
    site = site_with(inspection("i-1", "jia-1", "2025-Q4", "2025-11-12", "puum"))
    assert [f.row.id for f in contexts(site)["i-1"].failed] == ["a1", "a2", "b1"]  # its finding is major


def test_item_scores_add_up_to_the_computed_points() -> None:
    """What the page prints by item is what compute summed, with full marks and rescaling alike."""
    for way in ("full_marks", "rescale"):
        records = city_records()
        records["checklists"][0] = {**records["checklists"][0], "not_applicable": way}
        records["inspections"] = [inspection("i-1", "jia-1", "2025-Q4", "2025-11-12", "mnup")]
        site = site_of(records)
        rows = [row for section in contexts(site)["i-1"].sections for row in section.rows]
        printed = sum(int(row.score) for row in rows if row.score != "–")
        assert printed == site.results.conclusions["i-1"].obtained == (70 if way == "full_marks" else 40)


def test_changed_checklist_is_told() -> None:
    """The inspection cites the checklist as it was; a later change of it is shown, not hidden."""
    made = inspection("i-1", "jia-1", "2025-Q4", "2025-11-12", "mmmm")
    assert contexts(site_with(made))["i-1"].is_cited_as_is
    assert not contexts(site_with({**made, "checklist_digest": "0" * 64}))["i-1"].is_cited_as_is


def test_neighbours_are_the_same_schools_visits_in_time() -> None:
    """Ids do not decide the order, days do."""
    site = site_with(
        inspection("i-9", "jia-1", "2025-Q2", "2025-05-12", "mmmm"),
        inspection("i-1", "jia-1", "2025-Q4", "2025-11-12", "mmmm"),
        inspection("i-5", "yi-1", "2025-Q3", "2025-08-12", "mmmm"),
    )
    found = contexts(site)
    assert found["i-9"].next.path == "inspections/i-1/"
    assert found["i-1"].previous.path == "inspections/i-9/"
    assert found["i-5"].previous is found["i-5"].next is None


def test_team_names_only_who_consented() -> None:
    """The other one is linked as not published."""
    made = inspection("i-1", "jia-1", "2025-Q4", "2025-11-12", "mmmm")
    assert [link.text for _, link in contexts(site_with(made))["i-1"].team] == ["张示例", "专家（未公开）"]


def test_hostile_text_is_shown_literally() -> None:
    """Record text is data, in kept rows as anywhere else."""
    hostile = '<img src=x onerror="alert(1)">{{7*7}}'
    records = city_records()
    records["checklists"][0]["sections"][0]["items"][0] |= {"text": hostile, "basis": [hostile]}
    made = inspection("i-1", "jia-1", "2025-Q4", "2025-11-12", "ummm", summary=hostile)
    made["findings"][0]["text"] = hostile
    html = html_of(site_of({**records, "inspections": [made]}))["inspections/i-1/index.html"]
    assert "<img" not in html
    assert html.count("&lt;img src=x onerror=&#34;alert(1)&#34;&gt;{{7*7}}") == 6


def test_index_lists_newest_first_and_leaves_the_old_to_their_rounds() -> None:
    """A phone can hold only so many rows; what is left out is said."""
    made = [inspection(f"i-{n}", "jia-1", "2025-Q4", f"2025-11-{n:02d}", "mmmm") for n in range(1, 6)]
    site = site_with(*made)
    before, inspections.LONGEST_TABLE = inspections.LONGEST_TABLE, 2
    try:
        context: Any = next(iter(inspections.inspections(site))).context
    finally:
        inspections.LONGEST_TABLE = before
    assert [visit.day for visit in context.visits] == ["2025-11-05", "2025-11-04"]
    assert (context.left_out, context.total) == (3, 5)


def test_empty_bureau_is_led_to_the_first_record() -> None:
    """No table without rows."""
    site = empty_site()
    assert index_sentence(site).zh == "还没有督查记录。"
    html = html_of(site)["inspections/index.html"]
    assert 'class="empty"' in html
    assert "<table" not in html


def test_withdrawn_visit_stays_readable_and_counts_nowhere() -> None:
    """Corrected in the open."""
    withdrawn = {"date": "2025-12-01", "reason": "学校填错。"}
    site = site_with(inspection("i-1", "jia-1", "2025-Q4", "2025-11-12", "mmmm", withdrawn=withdrawn))
    assert contexts(site)["i-1"].withdrawn == (
        "已于2025年12月1日撤回，原因：学校填错。原文保留供查阅，不计入任何统计。"
    )
    assert index_sentence(site).zh == "还没有督查记录。"


def test_search_sees_findings_but_not_the_checklist_on_every_page() -> None:
    """A checklist's own page is what a search for one of its items should find, not ten thousand visits."""
    html = html_of(site_with(inspection("i-1", "jia-1", "2025-Q4", "2025-11-12", "ummm")))
    page = html["inspections/i-1/index.html"]
    searched, _, repeated = page.partition('<div class="table-block" data-nosearch>')
    assert 'class="finding"' in searched
    assert '<p id="f-' in searched
    assert "section-row" in repeated
    assert "section-row" not in searched
