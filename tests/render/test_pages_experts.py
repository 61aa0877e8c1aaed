"""Experts: what everybody may know, and what only consent opens."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from generator.render.pages import engagements, expert, experts
from generator.render.pages.expert import expert_sentence
from generator.render.pools import endings, endings_sentence, pool_lines, pools_sentence, term_state
from generator.render.served import engagements_at
from generator.render.site import Site
from generator.render.workload import Workload, balance
from tests.render.city import CANARY, METHOD, city_records, empty_site, files_of, shell_of, site_of

TERM = {"from": "2023-01-01", "to": "2025-12-31"}


def place(pool: str = "city", category: str | None = "laboratory", **term: str) -> dict[str, Any]:
    found: dict[str, Any] = {"pool": pool, "term": {**TERM, **term}}
    return {**found, "category": category} if category else found


def site_with(*rows: dict[str, Any], **bureau: Any) -> Site:
    records = city_records()
    records["experts"] = list(rows)
    records["inspections"] = []
    records["bureau"][0] |= bureau
    return site_of(records)


@pytest.mark.parametrize(
    ("as_of", "state"),
    [("2022-12-31", "ahead"), ("2023-01-01", "current"), ("2025-06-30", "current"), ("2025-07-01", "ending"),
     ("2025-12-31", "ending"), ("2026-01-01", "over")],
)  # fmt: skip
def test_term_includes_both_its_days_and_ends_within_half_a_year(as_of: str, state: str) -> None:
    """1 July is 183 days before 31 December."""
    assert term_state(TERM, date.fromisoformat(as_of)) == state


def test_pools_show_stated_and_entered_numbers_side_by_side() -> None:
    """One expert in two pools counts once in each; a category without a stated number has none."""
    site = site_with(
        {"id": "e-1", "name": "张示例", "unit": "jia-1", "consent": True,
         "pools": [place(to="2027-01-01"), place("provincial", None, to="2024-12-31")]},
        stated_pools=[{"pool": "city", "stated": 145, "source": "通报"}],
    )  # fmt: skip
    lines = [(p.category, p.stated, p.entered, p.current) for p in pool_lines(site)]
    label = site.label("experts", "pools[].category", "laboratory")
    assert lines == [("", 145, 1, 1), (label, None, 1, 1), ("", None, 1, 0)]


def test_pools_sentence_is_right_for_none_and_some() -> None:
    """Stated places are places, not persons."""
    assert pools_sentence((), 0).zh == "还没有录入专家。"
    lines = pool_lines(site_with(stated_pools=[{"pool": "city", "stated": 145, "source": "通报"}]))
    assert pools_sentence(lines, 0).zh == "还没有录入专家；市局公布的各库人数合计 145 人次。"
    assert pools_sentence((), 1).to("en") == (
        "1 expert on record, holding no current places (one expert may hold several)."
    )


def test_expert_sentence_is_right_without_pool_and_inspection() -> None:
    """Nothing is said as nothing."""
    assert expert_sentence((), 0, 0).zh == "没有列入专家库；还没有参加督查的记录。"
    assert expert_sentence((), 1, 3).to("en") == "In no expert pool; 1 visit in the last year, 3 in all."


@pytest.mark.parametrize("consent", [{"consent": False}, {"consent": True, "public_until": "2025-12-30"}])
def test_without_consent_neither_name_nor_unit_nor_recusal_is_shown(consent: dict[str, Any]) -> None:
    """Also not the units that a person is recused from, nor the note: both would give them away."""
    site = site_with(
        {"id": "e-2", "name": CANARY, "unit": "bing-3", "pools": [place()], "note": CANARY,
         "interests": [{"organization": "bing-2", "reason": CANARY}], **consent}
    )  # fmt: skip
    pages = (experts.experts, expert.expert)
    shell = shell_of("experts/", "experts/record/")
    found = {a.path: a.content.decode() for a in files_of(site, shell, pages)}
    page = found["experts/e-2/index.html"]
    assert "专家（未公开）" in page
    assert CANARY not in "".join(found.values())
    assert "bing-3" not in "".join(found.values())
    assert "bing-2" not in page


def test_consent_holds_through_its_last_day() -> None:
    """The city is looked at from 31 December 2025."""
    site = site_with(
        {"id": "e-1", "name": "张示例", "unit": "jia-1", "consent": True, "public_until": "2025-12-31",
         "pools": [place()]}
    )  # fmt: skip
    [page] = expert.expert(site)
    assert page.title == "张示例"


def test_load_counts_finished_inspections_only() -> None:
    """One in the last year, one before, one withdrawn."""
    records = city_records()
    first, second, third = (dict(i) for i in records["inspections"][:3])
    first |= {"date": "2025-12-01"}
    second |= {"date": "2024-12-31"}
    third["withdrawn"] = {"date": "2025-12-01", "reason": "重复"}
    records["inspections"] = [first, second, third]
    page: Any = next(iter(expert.expert(site_of(records))))
    assert (page.context.recent, len(page.context.visits), page.context.led) == (1, 2, 2)


def test_empty_bureau_has_no_experts() -> None:
    """And says how to enter one."""
    context: Any = next(iter(experts.experts(empty_site()))).context
    assert (context.sentence, context.experts, context.pools) == ("还没有录入专家。", (), ())


def work(id: str, who: str, unit: str, day: str, days: str = "1", **more: Any) -> dict[str, Any]:
    found = {"id": id, "title": "实验室验收", "expert": who, "duty": "review", "role": "member", "unit": unit}
    found |= {"status": "done", "dates": {"from": day, "to": day}, "days": Decimal(days)}
    return found | more


def working(*rows: dict[str, Any], **requirements: Any) -> Site:
    """Three experts in office, e-2 without consent, and this work."""
    records = city_records()
    records["experts"] = [
        {"id": "e-1", "name": "张示例", "unit": "jia-1", "consent": True, "pools": [place(to="2026-06-30")],
         "appraisals": [{"year": 2024, "on": "2025-01-20", "result": "unqualified", "remark": CANARY}],
         "former_units": [{"organization": "bing-3", "until": "2024-08-31"}],
         "declarations": [{"on": "2025-01-10", "units": ["bing-2"]}]},
        {"id": "e-2", "name": CANARY, "unit": "yi-1", "consent": False, "pools": [place(to="2026-06-30")]},
        {"id": "e-3", "name": "李示例", "unit": "yi-2", "consent": True,
         "pools": [place(to="2026-05-31"), place(**{"from": "2026-06-01", "to": "2029-05-31"})]},
    ]  # fmt: skip
    records["inspections"] = []
    records["engagements"] = list(rows)
    records["methods"] = [METHOD | {"requirements": {"experts": requirements}}]
    return site_of(records)


def test_terms_that_end_within_half_a_year_are_told_by_day_and_pool() -> None:
    """e-3 is appointed anew already; e-2 is counted and not named."""
    (only,) = endings(working())
    assert (only.end, only.days, only.count, only.hidden) == ("2026-06-30", 181, 2, 1)
    assert [link.text for link in only.experts] == ["张示例"]
    assert (
        endings_sentence([only]).zh == "今后半年有 2 人次聘期届满，最早的在2026年6月30日，要续聘或另行遴选。"
    )
    assert endings_sentence([]).zh == "今后半年没有聘期届满。"


def test_workload_is_counted_in_days_against_the_limit_of_the_method() -> None:
    """Five days allowed: e-1 did six, e-2 half a day, e-3 nothing; what is planned does not count."""
    site = working(
        work("g1", "e-1", "bing", "2025-04-08", "6"),
        work("g2", "e-2", "jia-1", "2025-04-08", "0.5", duty="guidance"),
        work("g3", "e-3", "jia", "2026-01-08", status="planned"),
        days_per_year=5,
    )
    found = balance(site, Workload(site), 2025)
    assert found.sentence == (
        "2025 年在聘专家 3 名，共工作 6.5 天，人均 2.2 天；没有承担工作的 1 名，超过办法规定的 5 天的 1 名。"
    )
    assert found.rows == (("没有", 1), ("半—2 天", 1), ("2—5 天", 0), ("5 天以上", 1))
    assert [(d.engagements, d.days, d.experts) for d in found.duties] == [
        (0, "0", 0), (1, "0.5", 1), (0, "0", 0), (0, "0", 0), (1, "6", 1),
    ]  # fmt: skip
    # e-2 may not be placed in a county; where the work went is no secret.
    assert [(c.county.text, c.experts, c.days) for c in found.counties] == [
        ("甲县", 1, "0.5"), ("乙区", 1, "0"), ("丙县", 0, "6"),
    ]  # fmt: skip
    assert found.hidden == 1


def test_expert_page_shows_load_and_the_public_part_of_appraisals() -> None:
    """Year and day, never the result; neither former nor relatives' units."""
    site = working(work("g1", "e-1", "yi", "2025-04-08", "2"), days_per_year=5)
    context: Any = next(iter(expert.expert(site))).context
    assert context.appraisals == ((2024, "2025-01-20"),)
    assert [(y.year, y.engagements, y.days, y.most) for y in context.years] == [(2025, 1, "2", "5")]
    assert [(e.link.text, e.unit.text, e.state) for e in context.engagements] == [
        ("实验室验收", "乙区", "done")
    ]
    shell = shell_of("experts/record/")
    (page,) = [a for a in files_of(site, shell, (expert.expert,)) if "e-1/" in a.path]
    text = page.content.decode()
    assert "不合格" not in text
    assert "bing-2" not in text
    assert "bing-3" not in text
    assert CANARY not in text


def test_engagement_pages_never_name_who_did_not_consent() -> None:
    """Not in the title, the sentence, the list, nor among those on the same task."""
    site = working(
        work("g1", "e-1", "bing", "2025-04-08"),
        work("g2", "e-2", "bing", "2025-04-08", document="示教函〔2025〕9号", outcome="同意验收。"),
    )
    pages = (engagements.engagements, engagements.engagement_pages)
    found = list(files_of(site, shell_of("engagements/", "engagements/record/"), pages))
    own = [a for a in found if a.path.startswith("engagements/")]
    assert {a.path for a in own} == {f"engagements/{name}index.html" for name in ("", "g1/", "g2/")}
    text = "".join(a.content.decode() for a in own)
    assert CANARY not in text
    assert "yi-1" not in text
    assert "专家（未公开）" in text
    first, second = (one() for one in engagements.engagement_pages.function(site))  # type: ignore[operator]
    assert first.title == "实验室验收 · 丙县 · 2025-04-08 · 张示例"
    assert [(who.text, role) for who, _, role in first.context.together] == [("专家（未公开）", "参加")]
    assert second.context.document.text == "示教函〔2025〕9号"


def test_engagements_are_told_by_year_and_withdrawn_ones_count_nowhere() -> None:
    """One done, one withdrawn, one planned for the next year."""
    gone = {"withdrawn": {"date": "2025-05-01", "reason": "重复"}}
    site = working(
        work("g1", "e-1", "bing", "2025-04-08", "1.5"),
        work("g2", "e-1", "bing", "2025-04-09", "3", **gone),
        work("g3", "e-3", "jia", "2026-01-08", status="planned"),
    )
    (page,) = engagements.engagements(site)
    context: Any = page.context
    assert context.sentence == "派出专家完成工作 1 项，1 名专家共工作 1.5 天；还有 1 项已安排。"
    assert [(y.year, y.sentence, len(y.lines)) for y in context.years] == [
        (2026, "已安排 1 项。", 1), (2025, "完成 1 项，1.5 天。", 2),
    ]  # fmt: skip
    assert context.years[1].lines[0].state == "withdrawn"
    (empty,) = engagements.engagements(empty_site())
    assert empty.context == engagements.IndexContext("还没有专家工作记录。", ())


def test_a_surprise_visit_that_is_planned_is_no_service_that_pages_know() -> None:
    """It would announce the visit on the page of the expert."""
    records = city_records()
    secret = {**records["inspections"][0], "status": "planned", "planned_on": "2026-01-08"}
    records["inspections"] = [{k: v for k, v in secret.items() if k not in ("date", "results", "findings")}]
    assert site_of(records).services == ()
    records["inspections"][0] |= {"mode": "announced"}
    assert len(site_of(records).services) == 2


def test_unit_page_lists_the_work_of_experts_there_and_below() -> None:
    """A school lists its own; nobody is named without consent."""
    site = working(work("g1", "e-1", "bing", "2025-04-08"), work("g2", "e-2", "bing-1", "2025-05-08"))
    county, school = (site.snapshot.get("organizations", name) for name in ("bing", "bing-1"))
    assert county
    assert school
    both = engagements_at(site, (county, *site.schools("bing")))
    assert [(s.unit.text, s.expert.text, s.day) for s in both] == [
        ("丙县第一中学", "专家（未公开）", "2025-05-08"), ("丙县", "张示例", "2025-04-08"),
    ]  # fmt: skip
    assert len(engagements_at(site, (school,))) == 1
