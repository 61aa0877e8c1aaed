"""Demonstration schools: the map of the cycle, the way, who is due, and one school's story."""

from __future__ import annotations

from typing import Any

import pytest

from generator.compute.assess import assess, with_duties
from generator.render.demonstrations import school_events
from generator.render.pages import demonstration, demonstrations
from generator.render.site import Site
from generator.validate.rule import run_rules
from generator.validate.rules import RULES
from tests.render.city import METHOD, city_records, empty_site, files_of, shell_of, snapshot_of

ASKED = {"applicants_min": 2, "applicants_max": 3, "cycle_from": 2023, "cycle_years": 3, "valid_years": 3}
SURVEY = {
    "on": "2024-05-10",
    "team": [{"expert": "e-1", "role": "lead"}, {"expert": "e-2", "role": "member"}],
    "marks": [
        {"aspect": "教学应用", "full": 60, "score": 50},
        {"aspect": "特色", "full": 40, "score": 36},
    ],
    "opinion": "台账清楚。",
}
DECIDED = {
    "result": "designated",
    "on": "2024-06-01",
    "document": "示教函〔2024〕9号",
    "plaque": "示范2024-01",
    "valid_to": "2027-05-31",
}
CULTIVATED = {
    "result": "cultivated",
    "on": "2024-06-01",
    "document": "示教函〔2024〕9号",
    "reason": "记录不足。",
}


def made(id: str, school: str, year: int = 2024, **more: Any) -> dict[str, Any]:
    county = school.partition("-")[0]
    return {
        "id": id,
        "year": year,
        "county": county,
        "school": school,
        "theme": f"主题{id}",
        "form": "model",
        "way": "voluntary",
        "applied_on": f"{year}-03-01",
        "recommendation": {"on": f"{year}-03-20", "opinion": "管理规范。"},
        **more,
    }


HELD = made("d-1", "jia-1", survey=SURVEY, designation=DECIDED)
GROWN = made("d-2", "jia-2", survey=SURVEY, designation=CULTIVATED)
WAITING = made("d-3", "yi-1", 2025, way="named")
GONE = made("d-4", "yi-2", withdrawn={"date": "2024-04-01", "reason": "重复"})


def site_of(*records: dict[str, Any], asked: bool = True) -> Site:
    method = METHOD | {"valid": {"from": "2023-01-01", "to": "2026-12-31"}}
    if asked:
        method = method | {"requirements": {"demonstrations": ASKED}}
    snapshot = snapshot_of({**city_records(), "methods": [method], "demonstrations": list(records)})
    return Site(snapshot, with_duties(assess(snapshot), snapshot), run_rules(snapshot, RULES))


def index(*records: dict[str, Any], asked: bool = True) -> Any:
    return next(iter(demonstrations.demonstrations(site_of(*records, asked=asked)))).context


def page(id: str, *records: dict[str, Any]) -> Any:
    found = {p.path: p.context for p in demonstration.demonstration_pages(site_of(*records))}
    return found[f"demonstrations/{id}/"]


def test_the_first_sentence_says_where_the_cycle_stands() -> None:
    """Whose turn it is, and how many there are."""
    assert index(HELD, GROWN, WAITING, GONE).sentence == (
        "2025 年是 2023—2025 周期的第 3 年（共 3 年），1 个县（区）申报 1 所；现有市级示范校 1 所。"
    )
    assert index(GROWN).sentence == (
        "2025 年是 2023—2025 周期的第 3 年（共 3 年），还没有申报；现在没有有效的市级示范校。"
    )
    assert index(HELD, asked=False).sentence == "2025 年还没有申报；现有市级示范校 1 所。"


def test_the_map_has_every_county_and_every_year_of_the_cycle() -> None:
    """甲县 sent two of its three schools in 2024; in 2025 one holds a designation, two are free.

    A withdrawn application does not count.
    """
    (cycle,) = index(HELD, GROWN, WAITING, GONE).cycles
    assert (cycle.title, cycle.years) == ("2023—2025 周期", (2023, 2024, 2025))
    jia, yi, bing = cycle.rows
    assert [[e.mark.kind for e in cell.entries] for cell in jia.cells] == [[], ["valid", "cultivated"], []]
    assert [cell.note for cell in jia.cells] == ["少报 2 所", "", "还应申报 2 所"]
    assert [cell.note for cell in yi.cells] == ["少报 2 所", "少报 2 所", "还应申报 1 所"]
    assert [(row.county.text, row.valid) for row in (jia, yi, bing)] == [
        ("甲县", 1),
        ("乙区", 0),
        ("丙县", 0),
    ]


def test_earlier_cycles_stand_below_and_without_a_method_all_years_are_one_map() -> None:
    old = made("d-0", "jia-3", 2022)
    assert [c.title for c in index(HELD, old).cycles] == ["2023—2025 周期", "2020—2022 周期"]
    assert [c.years for c in index(HELD, old, asked=False).cycles] == [(2022, 2023, 2024)]


def test_the_steps_count_who_got_there_and_who_waits() -> None:
    """Three applied; two were surveyed, one is designated, one cultivated, one waits for its survey."""
    context = index(HELD, GROWN, WAITING, GONE)
    assert context.steps_sentence == "本周期申报 3 所，已公布结果 2 所，其中认定 1 所。"
    assert [(s.title, s.count, s.note) for s in context.steps] == [
        ("申报", 3, "其中点名 1 所"),
        ("县（区）推荐", 3, ""),
        ("联合调研", 2, "待调研 1 所"),
        ("认定", 1, "培育 1 所，不予认定 0 所"),
        ("2025 年年检", 0, "待年检 1 所"),
        ("复评通过", 0, ""),
        ("退出", 0, ""),
    ]


def test_what_is_due_is_told_by_day_with_who_owes_it() -> None:
    """The check of 2025 and the survey end on the day of the records, so that neither is late yet."""
    context = index(HELD, made("d-5", "bing-1", 2024))
    assert [(d.kind, d.due, d.days, d.unit.text) for d in context.due if d.kind != "application"] == [
        ("survey", "2024-12-31", -365, "示例市"),
        ("check", "2025-12-31", 0, "甲县"),
    ]
    assert context.due_sentence == "5 项要办，其中 1 项已逾期。"
    figures = {f.label: (f.value, f.note, f.tone) for f in context.figures}
    assert figures["待调研"] == ("1", "逾期 1 项", "alarm")
    assert figures["有效示范校"] == ("1", "分布在 1 个县（区）", "")


def test_an_empty_bureau_is_guided_to_its_first_application() -> None:
    context: Any = next(iter(demonstrations.demonstrations(empty_site()))).context
    assert (context.sentence, context.cycles, context.lines) == ("还没有示范校申报记录。", (), ())


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        (
            HELD,
            "甲县第一中学 2024 年以“主题d-1”自愿申报市级示范校，联合调研得 86 分（满分 100 分），"
            "2024年6月1日认定，有效期至2027年5月31日。",
        ),
        (
            GROWN,
            "甲县第二中学 2024 年以“主题d-2”自愿申报市级示范校，联合调研得 86 分（满分 100 分），"
            "2024年6月1日列入培育。",
        ),
        (WAITING, "乙区第一中学 2025 年以“主题d-3”被点名申报市级示范校，等待联合调研。"),
        (GONE, "乙区第二中学 2024 年以“主题d-4”自愿申报市级示范校，这条申报已撤回。"),
    ],
)
def test_the_story_begins_with_one_sentence(record: dict[str, Any], sentence: str) -> None:
    assert page(record["id"], record).sentence == sentence


def test_steps_say_what_is_done_what_comes_next_and_where_it_ends() -> None:
    """A cultivated one goes no further; a withdrawn record has no way at all."""
    assert [s.state for s in page("d-1", HELD).steps] == ["done"] * 4 + ["next", "open"]
    assert [s.state for s in page("d-2", GROWN).steps] == ["done"] * 3 + ["off"]
    assert [s.state for s in page("d-3", WAITING).steps] == ["done", "done", "next", "open", "open", "open"]
    assert page("d-4", GONE).steps == ()


def test_marks_add_up_and_an_expert_without_consent_is_not_named() -> None:
    survey = page("d-1", HELD).survey
    assert [(m.aspect, m.score, m.full, m.share) for m in survey.rows] == [
        ("教学应用", "50", "60", "83.3"),
        ("特色", "36", "40", "90.0"),
    ]
    assert (survey.score, survey.full) == ("86", "100")
    assert [who.text for who, _ in survey.team] == ["张示例", "专家（未公开）"]


def test_inspections_are_part_of_the_story_while_the_designation_holds() -> None:
    """Newest first; visits before the designation are not told."""
    events = page("d-1", HELD).events
    assert [e[0] for e in events] == sorted((e[0] for e in events), reverse=True)
    assert {e[3].path for e in events if e[3].path.startswith("inspections/")} == {
        f"inspections/i-2025-q{q}-jia-1/" for q in (2, 3)
    }
    early = made("d-1", "jia-1", survey=SURVEY, designation=DECIDED | {"valid_to": "2024-12-31"})
    assert not any(e[3].path.startswith("inspections/") for e in page("d-1", early).events)


def test_a_school_that_left_is_said_to_have_left_and_why() -> None:
    left = HELD | {
        "withdrawal": {"on": "2025-12-02", "reason": "查出重大隐患。", "document": "函〔2025〕9号"}
    }
    found = page("d-1", left)
    assert found.left == "2025年12月2日起退出市级示范校：查出重大隐患。"
    assert found.sentence.endswith("现在已不是示范校。")
    assert (found.mark.kind, found.steps[-1].title) == ("ended", "退出")


def test_a_grave_visit_without_an_answer_is_shown_on_both_pages() -> None:
    """Where its owner looks, until it is withdrawn or kept for a reason."""
    site = site_of(HELD)
    visit = next(r for r in site.snapshot.of("inspections") if r["organization"] == "jia-1")
    visit.document.data["findings"] = [
        {"id": "f", "grade": "major", "text": "储存室设在教学楼", "due": "2026-01-05"}
    ]
    site.diagnostics = run_rules(site.snapshot, RULES)
    (one,) = demonstration.demonstration_pages(site)
    context: Any = one.context
    assert len(context.unanswered) == 1
    assert context.unanswered[0].path == f"inspections/{visit.id}/"
    assert context.unanswered[0].text == "2025年5月10日的督查"
    overview: Any = next(iter(demonstrations.demonstrations(site))).context
    assert [link.text for link, _ in overview.unanswered] == ["甲县第一中学"]


def test_meetings_that_visited_the_school_are_named_while_it_was_one() -> None:
    meeting = {
        "id": "on-site-2025",
        "year": 2025,
        "kind": "on_site",
        "status": "held",
        "unit": "shi",
        "title": "现场推进会",
        "dates": {"from": "2025-03-21", "to": "2025-03-22"},
        "sites": [{"school": "jia-1", "shown": "台账"}],
    }
    early = replace_year(meeting, "on-site-2023", 2023)
    snapshot = snapshot_of({**city_records(), "demonstrations": [HELD], "meetings": [meeting, early]})
    (one,) = demonstration.demonstration_pages(Site(snapshot, assess(snapshot)))
    context: Any = one.context
    assert [link.path for link in context.shown_at] == ["meetings/on-site-2025/"]


def replace_year(meeting: dict[str, Any], id: str, year: int) -> dict[str, Any]:
    dates = {"from": f"{year}-03-21", "to": f"{year}-03-22"}
    return meeting | {"id": id, "year": year, "dates": dates}


def test_a_school_s_own_page_tells_of_its_applications() -> None:
    """And not of those of others."""
    found = list(school_events(site_of(HELD, GROWN, GONE), "jia-1"))
    assert [(e[0], e[1], e[2], e[3].path) for e in found] == [
        ("2024-03-01", "stage-applied", "申报示范校", "demonstrations/d-1/"),
        ("2024-06-01", "stage-valid", "认定", "demonstrations/d-1/"),
    ]
    assert list(school_events(site_of(GONE), "yi-2")) == []


def test_pages_fill_their_shells() -> None:
    """Every word that the templates ask for is there, in both languages of the catalog."""
    shell = shell_of("demonstrations/", "demonstrations/record/")
    pages = (demonstrations.demonstrations, demonstration.demonstration_pages)
    files = {a.path: a.content.decode() for a in files_of(site_of(HELD, GROWN, WAITING, GONE), shell, pages)}
    assert "2023—2025 周期" in files["demonstrations/index.html"]
    assert "示范2024-01" in files["demonstrations/d-1/index.html"]
