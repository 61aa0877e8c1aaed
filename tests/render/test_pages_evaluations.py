"""The annual evaluation as people read it: who stands where, how sure that is, where every point went."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import Any

from generator.render.evaluation_evidence import SHOWN
from generator.render.page import Page
from generator.render.pages.evaluation_years import evaluation_years
from generator.render.pages.evaluations import evaluation_pages
from generator.render.site import Site
from generator.starter.evaluation_lists import evaluation_list
from tests.compute.test_evaluation import BONUS, DEDUCTIONS, VECTOR, best
from tests.render.city import METHOD, empty_site, inspection, organization, site_of

Data = dict[str, Any]


def record(unit: str, facts: dict[str, Data], year: int = 2025, status: str = "final", **more: Any) -> Data:
    rows = [
        {"item": item, "state": "scored", "facts": one, "self_score": 1, "evidence": [{"title": "材料"}]}
        for item, one in facts.items()
    ]
    dates = {"self": "2025-12-01", "verified": "2025-12-10"}
    head = {"id": f"ev-{year}-{unit}", "year": year, "unit": unit, "checklist": f"evaluation-{year}"}
    return {**head, "status": status, "dates": dates, "items": rows, **more}


def site_with(
    *evaluations: Data,
    versions: tuple[int, int] = (1, 1),
    schedule: Data | None = None,
    sample: bool = False,
    **more: list[Data],
) -> Site:
    methods = []
    for year, version in zip((2024, 2025), versions, strict=True):
        settings: Data = {"decimals": 2, "minimum_coverage": 95, "excellent_quota": 1}
        settings["robustness"] = {"weights_percent": 25, "distribution": "uniform", "draws": 200, "seed": 1}
        settings |= {"schedule": schedule} if schedule else {}
        base = deepcopy(METHOD) | {"id": f"method-{year}", "version": version, "evaluation": settings}
        base |= {"sample": True} if sample else {}
        methods.append(base | {"valid": {"from": f"{year}-01-01", "to": f"{year}-12-31"}})
    return site_of(
        {
            "bureau": [{"name": "示例市教育和体育局", "city": "shi", "language": "zh"}],
            "organizations": [
                *more.pop("schools", []),
                organization("shi", "示例市", "city"),
                *(
                    organization(key, name, "county", "shi", short_name=name, order=n)
                    for n, (key, name) in enumerate((("jia", "甲县"), ("yi", "乙县"), ("bing", "丙县")))
                ),
            ],
            "checklists": more.pop("checklists", [evaluation_list(year).data() for year in (2024, 2025)]),
            "methods": methods,
            "evaluations": list(evaluations),
            **more,
        }
    )


def year_page(site: Site, year: int = 2025) -> Page:
    return next(p for p in evaluation_years(site) if p.path == f"rankings/evaluation-{year}/")


def unit_page(site: Site, unit: str = "jia") -> Any:
    pages = {page.path: page for page in evaluation_pages(site)}  # type: ignore[union-attr]
    return pages[f"evaluations/ev-2025-{unit}/"].context


CHANGES = [{"item": "2.2", "from": Decimal("5.57"), "to": Decimal("5.79"), "reason": "补计两校，54/56"}]
WORKED = record("jia", VECTOR, bonus=BONUS, deductions=DEDUCTIONS)


def test_the_table_of_a_year_ranks_and_says_what_the_quota_changed() -> None:
    """甲县 has the worked 90.22, 乙县 full marks; one may be excellent, so 甲县 is good, in words."""
    context: Any = year_page(site_with(WORKED, record("yi", best()))).context
    assert [(r.rank, r.unit.text, r.total, r.grade_label) for r in context.ranked] == [
        ("1", "乙县", "100.00", "优秀"),
        ("2", "甲县", "90.22", "良好"),
    ]
    assert [(r.unit.text, r.reason) for r in context.unranked] == [
        ("丙县", "还没有评价记录，以下只是按已有数据的推算")
    ]
    assert context.notes == ("甲县按总分为优秀，定为良好：优秀名额 1 个，位次在前的已有 1 个单位。",)
    assert context.sentence == (
        "2025 年度 2 个县（区）排位次：优秀 1 个、良好 1 个；总分 90.22 至 100.00 分；另有 1 个未排位次。"
    )
    assert context.sections[2] == ("危化品安全", "25")
    assert context.ranked[1].sections == ("9", "18.07", "22.29", "17.64", "9.22", "7.5", "6")
    assert not context.is_provisional


def test_certainty_is_said_in_words_from_the_draws() -> None:
    """乙县 is better everywhere, so no weights can turn the two."""
    context: Any = year_page(site_with(WORKED, record("yi", best()))).context
    assert context.certainty == ("各部分权重变动后重排 200 次，2 个单位的位次都没有变。")
    assert context.pairs == ()
    assert [r.interval for r in context.ranked] == ["1", "2"]
    assert context.edges == ("甲县高出优秀线 0.22 分。",)


def test_other_ways_of_counting_stand_beside_the_rank_and_say_what_decides() -> None:
    """乙县 is first in whatever way but by self scores, where both gave themselves the same.

    100 - 90.22 = 9.78; of the single differences the greatest is 1.05 on 3.2, but the bonus of 甲县 goes
    the other way, and so does not decide.
    """
    context: Any = year_page(site_with(WORKED, record("yi", best()))).context
    assert context.alternatives[:3] == ("按自评", "按几何平均", "不计机构与机制")
    assert len(context.alternatives) == 9
    assert [(unit.text, rank) for unit, rank, _ in context.places] == [("乙县", "1"), ("甲县", "2")]
    assert {others[1:] for _, _, others in context.places} == {("1",) * 8, ("2",) * 8}
    assert context.decisive == ("乙县比甲县高 9.78 分，差得最多的是“3.2 隐患按期整改率”。",)


def test_heat_shows_every_item_of_every_unit_with_its_number() -> None:
    context: Any = year_page(site_with(WORKED, record("yi", best()))).context
    row = next(r for r in context.heat if r.item == "2.2")
    assert (len(context.heat), row.points) == (25, "6")
    assert [(c.shade, c.text) for c in row.cells] == [(4, "6"), (3, "5.57")], "乙县 first, as ranked"


BOTH_YEARS = (
    record("jia", best(), 2024),
    record("yi", VECTOR | {"3.2": {"numerator": 1, "denominator": 2}}, 2024),
    WORKED,
    record("yi", best()),
)


def same_lists() -> list[Data]:
    """The edition of 2025 in both years."""
    new = evaluation_list(2025).data()
    return [new | {"id": "evaluation-2024", "year": 2024}, new]


def test_ranks_of_years_are_joined_only_under_one_version_and_the_same_rules() -> None:
    """Another version, or another list, is a break: no line, and last year's facts are judged anew."""
    joined: Any = year_page(site_with(*BOTH_YEARS, versions=(2, 2), checklists=same_lists())).context
    another: Any = year_page(site_with(*BOTH_YEARS, versions=(1, 2), checklists=same_lists())).context
    other_list: Any = year_page(site_with(*BOTH_YEARS, versions=(2, 2))).context
    assert [r.change for r in joined.ranked] == ["↑ 上升 1 位", "↓ 下降 1 位"]
    assert joined.movement.heads == ("单位", "2024", "2025")
    assert "c-line" in joined.movement.svg
    for broken in (another, other_list):
        recast = ["重算后 ↑ 上升 1 位", "重算后 ↓ 下降 1 位"]
        assert [r.change for r in broken.ranked] == recast
        assert broken.movement.heads == ("单位", "2024", "2025（办法有变）")
        assert "c-line" not in broken.movement.svg


def test_the_change_of_rank_is_split_on_the_page_of_the_unit() -> None:
    """Neither change alone would have cost 甲 the first rank, both together did: half and half.

    2024: 甲 100, 乙 89.72 - 2.95 = 86.77, as 3.2 falls from 6.95 to 4. 2025: 甲 90.22, 乙 100. Own first:
    90.22 over 86.77 is 1; others first: 100 and 100 share 1. Own ((1 - 1) + (1 - 2)) / 2, others likewise.
    """
    moved = unit_page(site_with(*BOTH_YEARS, versions=(2, 2), checklists=same_lists())).movement
    assert moved.sentence == (
        "位次从 2024 年度的第 1 位到第 2 位（↓ 下降 1 位）：自身事实变化 −0.5 位，其他单位变化 −0.5 位，"
        "细则和办法变化 0 位。"
    )
    assert [(name, places) for name, places, _ in moved.parts] == [
        ("自身事实变化", "↓ 下降 0.5 位"), ("其他单位变化", "↓ 下降 0.5 位"), ("细则和办法变化", "不变"),
    ]  # fmt: skip
    assert moved.points == "总分从 100.00 分到 90.22 分（−9.78 分）。"
    assert moved.items[0] == ("3.2", "隐患按期整改率", "−1.05")
    assert moved.items[-1] == ("", "加分、减分", "+0.5")
    assert moved.mapping == ""


def test_without_a_rank_in_the_year_before_the_page_says_so() -> None:
    before = record("jia", best(), 2024, status="self")
    moved = unit_page(site_with(before, WORKED)).movement
    assert (moved.sentence, moved.parts) == ("2024 年度没有排位次，不能与上年比较。", ())
    assert unit_page(site_with(WORKED)).movement is None


def test_what_is_not_final_is_marked() -> None:
    context: Any = year_page(site_with(record("jia", VECTOR, status="verified"))).context
    assert context.is_provisional
    assert context.ranked[0].stage == "核查"


def test_losses_stand_greatest_first_with_working_and_way_out_and_add_up() -> None:
    """100 - 89.72 = 10.28 points lost, 1.05 of them on 3.2: 8 - 6.95."""
    context = unit_page(site_with(WORKED))
    assert context.losses[0].item == "3.2"
    assert context.losses[0].lost == "1.05"
    assert context.losses[0].working == "41 ÷ 44 × 8 − 1 × 0.5（考核日仍未销号的逾期隐患） = 6.95 分"
    assert context.losses[0].needed == "还差 3（满 44），消除扣分情形"
    ratio = next(loss for loss in context.losses if loss.item == "2.2")
    assert (ratio.working, ratio.needed) == ("52 ÷ 56 × 6 = 5.57 分", "还差 4（满 56）")
    count = next(loss for loss in context.losses if loss.item == "7.3")
    assert (count.working, count.needed) == ("3 × 0.5（最多 2） = 1.5 分", "再有 1 次可得满分")
    level = next(loss for loss in context.losses if loss.item == "1.2")
    assert (level.working, level.needed) == ("3月底前 = 2 分", "达到“2月底前”可得满分")
    assert context.sentence == ("甲县 2025 年度得 90.22 分，等次优秀，第 1 位；17 项失分，共失 10.28 分。")
    assert context.fall.rows[0] == ("满分", "100")
    assert context.fall.rows[-1] == ("总分", "90.22")


SCHEDULE = {
    "self": "11-30", "verified": "12-15", "feedback": "12-20", "final": "01-20",
    "reply_days": 10, "answer_days": 30,
}  # fmt: skip


def test_pending_items_make_a_projection_that_says_so() -> None:
    """Without 3.2 (8 points) and 6.1 (4), 100 - 12 = 88 of the points are decided; all else is full."""
    facts = {item: one for item, one in best().items() if item not in ("3.2", "6.1")}
    context = unit_page(site_with(record("jia", facts, status="verified"), schedule=SCHEDULE))
    progress = context.progress
    assert progress.sentence == "25 项中 23 项已能算出，占 100 分中的 88 分。"
    assert progress.projection == (
        "推算（截至 2025年12月31日）：已定的不变，其余 12 分都不得是 88.00 分，"
        "都得到是 100.00 分（良好至优秀），没有计否决情形和优秀名额。"
    )
    assert progress.counts == (("按核定的事实", "23"), ("尚未评分", "2"))
    assert [p.item for p in context.pending] == ["3.2", "6.1"]
    assert context.fall is None


def test_what_is_next_follows_from_the_stage_and_the_method() -> None:
    """Verified: the feedback is next; told on the 16th, a county may reply for ten days."""
    verified = unit_page(site_with(record("jia", best(), status="verified"), schedule=SCHEDULE)).progress
    assert verified.next == "下一步：反馈，最晚 2025年12月20日（已过 11 天）。"
    assert verified.steps == (
        ("自评", "done", "2025年12月1日 完成"), ("核查", "done", "2025年12月10日 完成"),
        ("反馈", "next", "最晚 2025年12月20日"), ("终定", "ahead", "最晚 2026年1月20日"),
    )  # fmt: skip
    told = record("jia", best(), status="feedback") | {
        "dates": {"self": "2025-12-01", "verified": "2025-12-10", "feedback": "2025-12-16"}
    }
    assert unit_page(site_with(told, schedule=SCHEDULE)).progress.next == (
        "下一步：终定，最晚 2026年1月20日（还有 20 天）；申辩和申请复核到 2025年12月26日 为止。"
    )
    without = unit_page(site_with(told)).progress
    assert without.next == "下一步：终定。"
    assert unit_page(site_with(WORKED)).progress is None, "what is final makes no progress"


def test_a_sample_method_sets_no_days_for_a_real_county() -> None:
    """The sample stands beside real names; none of them is said to be late with anything."""
    site = site_with(schedule=SCHEDULE, sample=True)
    pages: Any = {page.path: page for page in evaluation_pages(site)}  # type: ignore[union-attr]
    progress = pages["evaluations/2025-jia/"].context.progress
    assert progress.next == "下一步：自评。"
    assert {said for _, _, said in progress.steps} == {"还没有"}


def test_a_running_year_has_pages_from_its_beginning() -> None:
    """No evaluation yet: the counties stand as projections, each with a page that says what is next."""
    site = site_with(schedule=SCHEDULE)
    context: Any = year_page(site).context
    assert context.sentence == "2025 年度还没有单位排位次。"
    assert context.is_provisional
    assert next((r.stage, r.detail) for r in context.unranked) == ("推算", "evaluations/2025-jia/")
    pages: Any = {page.path: page for page in evaluation_pages(site)}  # type: ignore[union-attr]
    page = pages["evaluations/2025-jia/"].context
    assert page.progress.next == "下一步：自评，最晚 2025年11月30日（已过 31 天）。"
    assert page.status_label == "推算"
    assert "rankings/evaluation-2024/jia/" not in pages, "an old year without records has no projections"


def test_replies_to_an_evaluation_are_called_after_it() -> None:
    """An id says nothing to who searches; two on one day are told apart by it."""
    about: Any = {"evaluation": "ev-2025-jia"}
    statements = [{"id": f"st-{n}", "on": "2025-12-12", "text": "有两校漏计。", **about} for n in (1, 2)]
    appeal = {"id": "ap-1", "filed_on": "2025-12-16", "items": [{"item": "2.2", "reason": "漏计"}], **about}
    site = site_with(WORKED, statements=statements, appeals=[appeal])
    found = [site.title(r) for kind in ("statements", "appeals") for r in site.snapshot.of(kind)]
    assert found == [
        "甲县2025年年度评价申辩（2025年12月12日）（st-1）",
        "甲县2025年年度评价申辩（2025年12月12日）（st-2）",
        "甲县2025年年度评价复核（2025年12月16日）",
    ]


def test_statement_and_appeal_stand_beside_the_score() -> None:
    statement = {
        "id": "st-1", "evaluation": "ev-2025-jia", "on": "2025-12-12", "items": ["2.2"],
        "text": "有两校漏计。",
        "answer": {"on": "2025-12-15", "text": "请申请复核。"},
    }  # fmt: skip
    appeal = {
        "id": "ap-1", "evaluation": "ev-2025-jia", "filed_on": "2025-12-16",
        "items": [{"item": "2.2", "reason": "漏计两校"}],
        "decision": {"on": "2025-12-20", "decider": "e-1", "outcome": "changed", "changes": CHANGES},
    }  # fmt: skip
    open_ = {
        "id": "ap-2", "evaluation": "ev-2025-jia", "filed_on": "2025-12-18",
        "items": [{"item": "5.3", "reason": "报告按时"}],
    }  # fmt: skip
    context = unit_page(site_with(WORKED, statements=[statement], appeals=[appeal, open_]))
    assert context.statements[0].answer == "请申请复核。"
    assert context.statements[0].items == "2.2 学校装备配备达标率"
    assert context.appeals[0].changes == ("2.2 5.57 → 5.79：补计两校，54/56",)
    assert context.is_appealed
    changed = next(i for s in context.sections for i in s.items if i.item == "2.2")
    assert (changed.score, changed.origin) == ("5.79", "复核后改定")


def test_the_median_of_the_city_stands_beside_each_item() -> None:
    """5.57 and 6: half-way, 5.785."""
    context = unit_page(site_with(WORKED, record("yi", best())))
    line = next(i for s in context.sections for i in s.items if i.item == "2.2")
    assert line.middle == "5.785"


def test_what_an_item_rests_on_begins_with_what_does_not_count() -> None:
    """Of two schools with waste one handed it over: the other stands first, every record once, folded or not.

    Papers have the record or the public address that the unit named; nothing typed is needed for 3.4.
    """
    keeps = {"keeps": {"hazchem": True, "hazchem_classes": ["drug_precursor"]}}
    schools = [organization(f"s{n}", f"学校{n}", "school", "jia", **keeps) for n in (1, 2)]
    over = {"school": "s1", "carrier": "丙公司", "licence": "L-0001", "licence_to": "2027-12-31"}
    waste = [{"id": f"w{n}", "on": f"2025-06-{n:02}", "manifest": f"SL-{n:06}", **over} for n in range(1, 9)]
    papers = [
        {"title": "联单复印件", "record": "waste-transfers/w1"},
        {"title": "通知", "url": "https://example.org/a"},
    ]
    row = {"item": "3.4", "state": "scored", "self_score": 2, "evidence": papers}
    made = record("jia", {}) | {"items": [row]}
    kept: Any = {"waste-transfers": waste}
    visit = inspection("i1", "s1", "2025-Q1", "2025-03-03", "mmmm")
    site = site_with(made, schools=schools, inspections=[visit], **kept)
    item = next(i for s in unit_page(site).sections for i in s.items if i.item == "3.4")
    assert (item.score, item.working) == ("2", "数值 50：有但低于80% = 2 分")
    found = item.behind
    assert [(p.title, p.record and p.record.path, p.url) for p in found.papers] == [
        ("联单复印件", "waste-transfers/w1/", ""),
        ("通知", None, "https://example.org/a"),
    ]
    assert [link.path for link in found.short] == ["organizations/s2/"]
    rest = [link.path for link in (*found.shown, *found.folded)]
    assert rest == ["organizations/s1/", *(f"waste-transfers/w{n}/" for n in range(2, 9))]
    assert len(found.shown) == SHOWN


def test_where_an_officer_counts_otherwise_both_numbers_stand_with_the_reason() -> None:
    """One school handed its waste over: 100 per cent, 4 points; the officer saw papers of none."""
    keeps = {"keeps": {"hazchem": True, "hazchem_classes": ["drug_precursor"]}}
    over = {"school": "s1", "carrier": "丙公司", "licence": "L-0001", "licence_to": "2027-12-31"}
    kept: Any = {"waste-transfers": [{"id": "w1", "on": "2025-06-01", "manifest": "SL-000001", **over}]}
    row = {"item": "3.4", "state": "scored", "facts": {"level": "none"}, "override": "联单系伪造"}
    made = record("jia", {}) | {"items": [row | {"self_score": 4, "evidence": [{"title": "联单"}]}]}
    school = organization("s1", "学校", "school", "jia", **keeps)
    visit = inspection("i1", "s1", "2025-Q1", "2025-03-03", "mmmm")
    site = site_with(made, schools=[school], inspections=[visit], **kept)
    item = next(i for s in unit_page(site).sections for i in s.items if i.item == "3.4")
    assert (item.working, item.override) == ("无联单 = 0 分", "联单系伪造")
    assert item.counted == "系统取数：数值 100：联单齐全校数占比100% = 4 分"


def test_a_waterfall_says_where_its_axis_begins() -> None:
    """From 100 to 90.22 on an axis that begins at 85: the bars alone would say that most was lost."""
    fall = unit_page(site_with(WORKED)).fall
    assert fall.caption == "从满分 100 到总分 90.22，失分最多的是“隐患按期整改率”。横轴从 85 分起。"
    assert fall.svg.count("c-break") == 2


def test_without_evaluations_there_are_no_pages() -> None:
    assert list(evaluation_years(empty_site())) == []
    assert list(evaluation_pages(empty_site())) == []
