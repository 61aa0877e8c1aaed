"""责任一张图: gaps before everything else, the tree with its teams, tasks by month; old years as then."""

from __future__ import annotations

from typing import Any

from generator.render.pages.responsibility import responsibility
from tests.render.city import city_records, empty_site, files_of, shell_of, site_of
from tests.render.test_pages_tasks import done, late, task

TEAMS = [{"kind": kind, "lead": "岗位", "members": 3} for kind in ("management", "experts", "technical")]
LEVELS = {"teams": {"levels": ["city", "county"]}}


def records(*tasks: dict[str, Any], **teams: Any) -> dict[str, Any]:
    """The city where every unit but those named has its teams; the method asks city and counties."""
    found = city_records()
    for unit in found["organizations"]:
        unit["teams"] = teams.get(unit["id"].replace("-", "_"), TEAMS)
    found["methods"][0]["requirements"] = LEVELS
    return {**found, "tasks": list(tasks)}


def contexts(made: dict[str, Any]) -> dict[str, Any]:
    return {p.path: p.context for p in responsibility(site_of(made))}


def test_gaps_name_units_without_a_team_then_tasks_without_a_unit() -> None:
    """乙区 lost its technical team; 丙县 never recorded any; c has no unit, d's team was not there."""
    lost = [*TEAMS[:2], {**TEAMS[2], "to": "2025-07-31"}]
    made = records(
        late("c", None), late("d", team="experts"),
        late("e", None, status="dropped", settled_on="2025-05-05"),
        yi=lost, bing=[], jia=[TEAMS[0], TEAMS[2], {**TEAMS[1], "from": "2025-06-01"}],
    )  # fmt: skip
    page = contexts(made)["responsibility/"]
    assert [(g.subject.text, g.what, g.text) for g in page.gaps] == [
        ("乙区", "没有技术支持团队", "2025-07-31 以后没有接续"),
        ("丙县", "没有业务管理团队", "没有登记过"),
        ("丙县", "没有专家骨干团队", "没有登记过"),
        ("丙县", "没有技术支持团队", "没有登记过"),
        ("任务c", "没有责任单位", "期限 2025-12-21，逾期 10 天"),
        ("任务d", "责任团队不在：专家骨干", "期限 2025-12-21，逾期 10 天"),
    ]
    assert page.sentence == (
        "应健全三支团队的 4 个单位中 2 个齐全，2 个不齐；2025 年 3 项重点任务，1 项还没有单位负责。"
    )


def test_an_old_year_shows_the_teams_and_tasks_of_then() -> None:
    """In 2024 the team was still there, and a school that closed in 2025 still had its place."""
    lost = [*TEAMS[:2], {**TEAMS[2], "to": "2025-07-31"}]
    old = late(
        "a", year=2024, start="2024-03-01", deadline="2024-10-31", status="done", settled_on="2024-10-01"
    )
    made = records(old, late("b"), yi=lost)
    made["methods"][0]["valid"]["from"] = "2024-01-01"
    for unit in made["organizations"]:
        if unit["id"] == "jia-1":
            unit["closed"] = "2025-08-31"
    pages = contexts(made)
    assert set(pages) == {"responsibility/", "responsibility/2024/"}
    now, then = pages["responsibility/"], pages["responsibility/2024/"]
    assert ([g.what for g in now.gaps], then.gaps) == (["没有技术支持团队"], ())
    assert then.no_gaps.startswith("没有缺口")
    assert [n.count for n in now.top[0].below] == [2, 3, 3]
    assert [n.count for n in then.top[0].below] == [3, 3, 3]
    assert [r.total for r in then.rows] == [1]


def test_tree_has_four_levels_with_a_mark_for_each_team_and_the_tasks_below() -> None:
    page = contexts(records(late("a", "jia-1"), done("b", "2025-10-20"), bing_1=[]))["responsibility/"]
    (city,) = page.top
    jia, _, bing = city.below
    assert [(m.kind, m.lead, m.members) for m in jia.teams] == [("met", "岗位", "3 人")] * 3
    assert [(kind, count) for kind, count, _ in city.tasks] == [("finished", 1), ("overdue", 1)]
    assert (jia.tasks_path, city.tasks_path) == ("#u-jia", "")
    assert (bing.count, bing.whole) == (3, 2)
    assert [m.kind for m in bing.schools[0].teams] == ["open"] * 3
    assert page.gaps == (), "schools are not asked by this method"


def test_teams_known_from_a_document_only_lead_to_it() -> None:
    teams = [{"kind": t["kind"], "document": "示教函〔2021〕26号"} for t in TEAMS]
    page = contexts(records(jia=teams))["responsibility/"]
    node = page.top[0].below[0]
    assert [m.kind for m in node.teams] == ["met"] * 3
    assert [one.text for one in node.founded] == ["示教函〔2021〕26号"]


def test_tasks_stand_in_the_month_of_their_deadline_those_of_nobody_first() -> None:
    made = records(done("a", "2025-10-20"), late("b", None), late("c", "yi-1"), late("d", "yi"))
    page = contexts(made)["responsibility/"]
    assert [(r.unit.text, r.depth) for r in page.rows] == [
        ("没有责任单位", 0), ("甲县教育和体育局", 0), ("乙区教育和体育局", 0), ("乙区第一中学", 1),
    ]  # fmt: skip
    assert [[d.link.text for d in month] for month in page.rows[1].months][9] == ["任务a"]
    assert page.rows[1].months[9][0].word == "按期完成，提前 11 天"
    assert page.rows[0].months[11][0].word == "逾期 10 天"
    assert page.due == (0,) * 9 + (1, 0, 3)


def test_tasks_of_a_year_that_lies_ahead_have_no_map_yet() -> None:
    assert list(contexts(records(task("a")))) == ["responsibility/"]


def test_a_bureau_without_units_is_led_to_the_first_record() -> None:
    (page,) = responsibility(empty_site())
    context: Any = page.context
    assert (context.sentence, context.top, context.gaps) == ("还没有录入单位。", (), ())
    assert context.no_gaps.startswith("录入单位和团队之后")


def test_pages_are_poured_without_a_gap() -> None:
    made = records(
        done("a", "2025-10-20"), late("b", None), yi=TEAMS[:2], bing=[{"kind": "experts", "document": "x"}]
    )
    shell = shell_of("responsibility/", "responsibility/record/")
    html = "".join(a.content.decode() for a in files_of(site_of(made), shell, (responsibility,)))
    assert "没有技术支持团队" in html
    assert "task-dot--overdue" in html
