"""On-site meetings: a theme a year, step by step, and what became of what they asked for."""

from __future__ import annotations

from typing import Any

from generator.render.pages import meeting, meetings
from tests.render.city import METHOD, city_records, empty_site, site_of

ASKED = {"meetings": {"per_year": 1, "cycle_from": 2023, "cycle_years": 3}}
Data = dict[str, Any]


def on_site(year: int, status: str = "held", **more: Any) -> Data:
    base: Data = {"id": f"o-{year}", "year": year, "kind": "on_site", "status": status, "unit": "shi"}
    days = {} if status == "not_held" else {"dates": {"from": f"{year}-03-21", "to": f"{year}-03-22"}}
    return {**base, "title": f"{year}年全市现场推进会", **days, **more}


def special(id: str, unit: str, title: str = "危化品安全专题会议") -> Data:
    day = {"from": "2025-09-03", "to": "2025-09-03"}
    return {
        "id": id, "year": 2025, "kind": "special", "status": "held", "unit": unit, "title": title,
        "dates": day,
    }  # fmt: skip


def contexts(*made: Data, **more: list[Data]) -> dict[str, Any]:
    method = {**METHOD, "valid": {"from": "2023-01-01", "to": "2026-12-31"}, "requirements": ASKED}
    site = site_of({**city_records(), "methods": [method], "meetings": list(made), **more})
    sources = (meetings.meetings, meeting.meeting_pages)
    return {p.path: p.context for source in sources for p in source(site)}


def test_every_year_of_a_cycle_is_a_step_and_a_missing_one_says_so() -> None:
    """2024 has no record at all, 2022 one that gives the reason; neither may just be left out."""
    page = contexts(
        on_site(2022, "not_held", reason="场地改造"),
        on_site(2023, host="jia"),
        on_site(2025, theme="实验教学", host="yi"),
    )["meetings/"]
    assert [(c.title, [(t.year, t.step, t.mark.text) for t in c.themes]) for c in page.cycles] == [
        ("2023—2025 年", [(2023, 1, "已召开"), (2024, 2, "没有登记"), (2025, 3, "已召开")]),
        ("2020—2022 年", [(2022, 3, "未召开")]),
    ]
    assert page.cycles[1].themes[0].reason == "场地改造"
    assert [c.sentence for c in page.cycles] == ["召开 2 次，主题和承办地没有重复。", "没有召开。"]


def test_repeated_themes_are_told_of_the_cycle() -> None:
    page = contexts(on_site(2024, theme="实验教学", host="jia"), on_site(2025, theme="实验教学", host="yi"))[
        "meetings/"
    ]
    assert page.cycles[0].sentence == "召开 2 次，主题有重复。"


def test_sentence_names_the_last_and_the_next() -> None:
    page = contexts(
        on_site(2025, theme="实验教学", host="jia"), on_site(2026, "planned", theme="图书室", host="yi")
    )["meetings/"]
    assert page.sentence == (
        "最近一次现场推进会于2025年3月21日至22日在甲县召开，主题是“实验教学”；"
        "下一次计划于2026年3月21日至22日在乙区召开，主题是“图书室”。"
    )


def test_open_follow_ups_stand_before_those_done() -> None:
    """Looked at from the last day of 2025: one is late, one runs, one is done."""
    rows = [
        {
            "text": "清库",
            "unit": "jia",
            "due": "2025-06-30",
            "done": {"on": "2025-06-20", "result": "已清库"},
        },
        {"text": "小结", "unit": "jia", "due": "2026-01-31"},
        {"text": "看录像", "unit": "yi", "due": "2025-05-31"},
    ]
    page = contexts(on_site(2025, follow_ups=rows))["meetings/"]
    assert [(f.text, f.mark.text) for f in page.follow_ups] == [
        ("看录像", "逾期"), ("小结", "落实中"), ("清库", "已落实"),
    ]  # fmt: skip
    assert page.follow_sentence == "会上布置 3 件，已落实 1 件，逾期 1 件。"


def test_a_county_s_own_on_site_meeting_is_no_step_of_the_city() -> None:
    page = contexts(on_site(2025, unit="jia"))["meetings/"]
    assert page.cycles == ()
    assert page.sentence == "还没有现场推进会的记录。"


def test_a_meeting_shows_what_was_seen_said_and_studied() -> None:
    record = on_site(
        2025,
        theme="实验教学",
        host="jia",
        sites=[{"school": "jia-1", "shown": "展示课"}],
        agenda=[{"form": "observation"}, {"form": "exchange", "title": "做法", "unit": "jia"}],
        materials=[{"title": "汇编", "url": "https://edu.example.org/a.pdf"}, {"title": "讲稿"}],
    )
    page = contexts(record)["meetings/o-2025/"]
    assert page.sentence == "2025年3月21日至22日在甲县召开，主题是“实验教学”，参观 1 所学校。"
    assert [(s.school.path, s.county, s.shown) for s in page.sites] == [
        ("organizations/jia-1/", "甲县", "展示课")
    ]
    assert [(a.form, a.title, a.unit and a.unit.text) for a in page.agenda] == [
        ("现场观摩", "", None), ("经验交流", "做法", "甲县"),
    ]  # fmt: skip
    assert [m.url for m in page.materials] == ["https://edu.example.org/a.pdf", ""]


def test_a_demonstration_school_leads_to_its_designation() -> None:
    """And the number of the notice to the document, where the register has it."""
    shown = [{"school": "jia-1", "demonstration": "d-1", "shown": "展示课"}]
    demonstration = {
        "id": "d-1", "year": 2024, "county": "jia", "school": "jia-1", "theme": "展示课",
        "form": "model", "way": "voluntary", "applied_on": "2024-03-01",
    }  # fmt: skip
    record = on_site(2025, sites=shown, document="示教函〔2025〕4号")
    page = contexts(record, demonstrations=[demonstration])["meetings/o-2025/"]
    assert [s.demonstration and s.demonstration.path for s in page.sites] == ["demonstrations/d-1/"]
    assert (page.document.text, page.document.path) == ("示教函〔2025〕4号", "")


def test_a_session_lists_its_problems_and_leads_to_the_guarantee() -> None:
    session = {**special("s1", "jia", "专题研究"), "kind": "problem_session"}
    problem = {
        "id": "p1", "year": 2025, "title": "缺装置", "field": "safety", "unit": "jia",
        "raised_on": "2025-08-01", "description": "三所学校没有。", "meetings": ["s1"],
        "decision": {"text": "统一采购", "owner": "jia", "due": "2025-10-31"},
    }  # fmt: skip
    page = contexts(session, problems=[problem])["meetings/s1/"]
    assert [(p.link.path, p.mark.text, p.due) for p in page.problems] == [
        ("problems/p1/", "逾期", "2025年10月31日")
    ]
    assert page.sentence == "2025年9月3日在甲县召开，研究 1 项突出问题。"


def test_cases_that_were_shared_there_are_what_came_out_of_it() -> None:
    """And the case's own page names the meeting; one that was withdrawn is no result."""
    case = {
        "id": "c1", "title": "一本台账管到底", "unit": "jia-1", "year": 2025, "theme": "safety",
        "summary": "针对什么，怎么做。", "shared_at": ["o-2025"],
    }  # fmt: skip
    gone = {**case, "id": "c2", "withdrawn": {"date": "2025-12-01", "reason": "重复"}}
    page = contexts(on_site(2025), cases=[case, gone])["meetings/o-2025/"]
    assert [(c.text, c.path) for c in page.cases] == [("一本台账管到底", "cases/c1/")]


def test_titles_tell_meetings_of_the_same_name_apart() -> None:
    """Two units hold a meeting of one name; the page titles differ."""
    records = [special("x1", "jia"), special("x2", "yi"), special("x3", "shi")]
    site = site_of({**city_records(), "meetings": records})
    assert [p.title for p in meeting.meeting_pages(site)] == [
        "危化品安全专题会议（2025年9月3日） · 甲县",
        "危化品安全专题会议（2025年9月3日） · 乙区",
        "危化品安全专题会议（2025年9月3日）",
    ]


def test_empty_bureau_has_no_meeting() -> None:
    (page,) = meetings.meetings(empty_site())
    assert page.context.sentence == "还没有现场推进会的记录。"  # type: ignore[attr-defined]
    assert page.context.special == ()  # type: ignore[attr-defined]
