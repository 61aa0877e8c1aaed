"""The guarantee: sessions twice a year, decisions and what became of them, interviews as counts."""

from __future__ import annotations

from typing import Any

from generator.render.pages import guarantee, interviews, problems
from tests.render.city import CANARY, METHOD, city_records, empty_site, files_of, shell_of, site_of

ASKED = {"guarantee": {"sessions_per_year": 2, "levels": ["county"]}}
Data = dict[str, Any]


def session(id: str, unit: str, day: str, status: str = "held", **more: Any) -> Data:
    return {
        "id": id, "year": int(day[:4]), "kind": "problem_session", "status": status, "unit": unit,
        "title": "专题研究", "dates": {"from": day, "to": day}, **more,
    }  # fmt: skip


def problem(id: str, due: str = "2025-10-31", unit: str = "jia", **more: Any) -> Data:
    return {
        "id": id, "year": 2025, "title": f"问题{id}", "field": "safety", "unit": unit,
        "raised_on": "2025-05-01", "description": "情况。",
        "decision": {"text": "统一采购", "owner": unit, "due": due}, **more,
    }  # fmt: skip


def interview(id: str, date: str, cause: str = "hazard", **more: Any) -> Data:
    return {
        "id": id, "date": date, "by": "shi", "unit": "jia", "office": CANARY, "cause": cause,
        "reason": CANARY, "grounds": {"inspection": "i-1"},
        "promises": [{"text": CANARY, "due": date}], **more,
    }  # fmt: skip


SOLVED = {"on": "2025-09-30", "result": "solved", "text": "配齐。"}


def site(**made: list[Data]) -> Any:
    method = {**METHOD, "valid": {"from": "2024-01-01", "to": "2026-12-31"}, "requirements": ASKED}
    return site_of({**city_records(), "methods": [method], **made})


def context(**made: list[Data]) -> Any:
    (page,) = guarantee.guarantee(site(**made))
    return page.context


def test_the_board_shows_each_unit_twice_a_year() -> None:
    """Looked at from the last day of 2025; a unit without any session stands there too."""
    page = context(
        meetings=[
            session("a1", "jia", "2025-05-20"),
            session("a2", "jia", "2025-11-05"),
            session("a3", "jia", "2024-05-20", "not_held", reason="防汛"),
            session("b1", "yi", "2025-12-31", "planned"),
        ]
    )
    first, second, *_ = page.board
    assert page.years == (2025, 2024)
    assert [(h.label, [s.mark.text for s in h.sessions], h.empty) for h in first.years[0].halves] == [
        ("上半年", ["已召开"], ""), ("下半年", ["已召开"], ""),
    ]  # fmt: skip
    assert [cell.count for row in page.board for cell in row.years] == [
        "2 / 2", "0 / 2", "0 / 2", "0 / 2", "0 / 2", "0 / 2",
    ]  # fmt: skip
    assert [h.empty for h in second.years[0].halves] == ["没有登记", ""]
    assert page.board_sentence == (
        "每年至少研究 2 次，3 个单位中 1 个今年已经做到；往年没有做到的："
        "甲县（2024 年，已说明原因）、乙区（2024 年，没有说明）、丙县（2024 年，没有说明）。"
    )


def test_problems_without_an_outcome_stand_there_late_ones_first() -> None:
    page = context(
        problems=[problem("p1", "2026-01-31"), problem("p2"), problem("p3", outcome=SOLVED)],
    )
    assert [(p.link.text, p.mark.text) for p in page.problems] == [("问题p2", "逾期"), ("问题p1", "落实中")]
    assert page.solved == 1
    assert page.problems_sentence == "共 3 项：已解决 1 项、还在落实或待研究 1 项、逾期没有结果 1 项。"
    assert page.sentence == "2025 年 0 个单位专题研究 0 次，研究突出问题 3 项，1 项已有结果；逾期 1 项。"


def test_interviews_are_counted_and_nothing_else() -> None:
    """Neither whom, nor why, nor what was promised leaves the records."""
    checked = {"check": {"on": "2025-12-01", "result": "kept", "text": CANARY}}
    found = site(
        interviews=[
            interview("t1", "2025-11-01", **checked),
            interview("t2", "2025-11-02", "task"),
            interview("t3", "2024-11-02"),
        ]
    )
    (page,) = guarantee.guarantee(found)
    rows: Any = page.context
    assert [(i.year, i.count, i.levels, i.causes) for i in rows.interviews] == [
        (2025, 2, (("县（区）", 2),), (("重大隐患", 1), ("重点任务", 1))),
        (2024, 1, (("县（区）", 1),), (("重大隐患", 1),)),
    ]
    html = b"".join(a.content for a in files_of(found, shell_of("guarantee/"), (guarantee.guarantee,)))
    assert CANARY.encode() not in html
    assert "约谈的单位、人员、日期、内容和承诺只供内部使用" in rows.interviews_sentence


def test_no_interview_has_a_page_of_its_own() -> None:
    """A day, a cause and who held it together say whom it was with; the page of all of them says neither."""
    found = site(
        interviews=[
            interview("t1", "2025-11-01", check={"on": "12-07", "result": "broken", "text": CANARY}),
            interview("t2", "2025-11-02", withdrawn={"date": "2025-12-03", "reason": CANARY}, note=CANARY),
        ]
    )
    (page,) = interviews.interviews(found)
    made: Any = page
    assert (made.path, made.records) == ("interviews/", ("interviews/t1", "interviews/t2"))
    assert [year.count for year in made.context.years] == [1]
    html = b"".join(a.content for a in files_of(found, shell_of("interviews/"), (interviews.interviews,)))
    for hidden in (
        CANARY,
        "t1",
        "organizations/",
        "未兑现",
        "2025-11-01",
        "11月1日",
        "2025-12-07",
        "12月3日",
    ):
        assert hidden.encode() not in html, hidden
    assert (found.path("interviews/t1"), found.link("interviews/t1").text) == ("interviews/", "约谈")
    assert found.public(found.snapshot.kinds["interviews"]["t1"]) == {}


def test_a_problem_tells_its_course_in_order_of_time() -> None:
    """Solved before its day, so the outcome comes before the deadline."""
    record = problem("p1", meetings=["a1"], outcome=SOLVED)
    found = site(meetings=[session("a1", "jia", "2025-05-20")], problems=[record])
    pages = {p.path: p for p in problems.problem_pages(found)}
    page: Any = pages["problems/p1/"].context
    assert [(e[0], e[2]) for e in page.events] == [
        ("2025-05-01", "提出"), ("2025-05-20", "研究"), ("2025-09-30", "已解决"), ("2025-10-31", "期限"),
    ]  # fmt: skip
    assert page.sentence == "甲县：问题p1，2025年9月30日已解决。"
    assert pages["problems/p1/"].title == "问题p1（甲县，2025年5月1日）"


def test_an_outcome_after_its_day_and_a_problem_without_a_decision_say_so() -> None:
    late = problem("p1", "2025-08-31", outcome=SOLVED)
    undecided = {k: v for k, v in problem("p2").items() if k != "decision"}
    pages: Any = {p.path: p.context for p in problems.problem_pages(site(problems=[late, undecided]))}
    assert pages["problems/p1/"].sentence.endswith("已解决，晚于期限。")
    assert pages["problems/p2/"].sentence == "甲县：问题p2，还没有决定。"


def test_the_list_of_problems_has_all_of_them() -> None:
    (page,) = problems.problems(site(problems=[problem("p3", outcome=SOLVED), problem("p2")]))
    found: Any = page.context
    assert [p.link.text for p in found.problems] == ["问题p2", "问题p3"]


def test_empty_bureau_guides_to_the_first_record() -> None:
    (page,) = guarantee.guarantee(empty_site())
    found: Any = page.context
    assert (found.figures, found.board, found.problems) == ((), (), ())
    assert found.sentence == "还没有专题研究和突出问题的记录。"
