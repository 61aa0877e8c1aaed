"""The list of draws and a draw's page: plan and seal only until it is opened, then the proof."""

from __future__ import annotations

import contextlib
import io
from typing import Any

from generator.model.draw import seal_of
from generator.model.drawing import plan_digest, result
from generator.render.pages.draw import DrawContext, draw_pages
from generator.render.pages.draws import draws
from generator.render.site import Site
from tests.render.city import city_records, empty_site, site_of

SECRET, VALUE = "9f3a-41d2-7c05-b8e6", "03-08-15"
SCHOOLS = ("jia-1", "jia-2", "yi-1")


def planned() -> dict[str, Any]:
    data = {
        "id": "draw-2025-q4-hazchem",
        "period": "2025-Q4",
        "topic": "hazchem",
        "planned_on": "2025-10-08",
        "visits": {"from": "2025-10-14", "to": "2025-12-05"},
        "pool": {
            "schools": [{"school": s, "stratum": "all", "weight": 1 + 2 * (s == "yi-1")} for s in SCHOOLS],
            "inspectors": [],
        },
        "strata": [{"id": "all", "title": "全市学校", "size": 1}],
        "exclusions": [{"school": "bing-1", "reason": "停课"}],
        "recusal": ["own_unit"],
        "weights": {"seen_rounds": 4, "seen": 1, "unseen": 3, "major": 2},
        "team": {"size": 2, "from": [{"pool": "city"}]},
        "seed_rule": "四行文字的 SHA-256",
        "names_schools": False,
    }
    return data | {"plan_digest": plan_digest(data)}


def sealed() -> dict[str, Any]:
    seal = {"on": "2025-10-09", "secret_sha256": seal_of(SECRET), "public_source": "某彩票"}
    return planned() | {"seal": seal | {"public_on": "2025-10-12"}}


def opened() -> dict[str, Any]:
    rows = [one.row for one in result(sealed(), SECRET, VALUE)]
    opening = {"on": "2025-12-08", "secret": SECRET, "public_value": VALUE, "schools": rows}
    return sealed() | {"opened": opening}


def site(data: dict[str, Any]) -> Site:
    return site_of({**city_records(), "draws": [data]})


def page_of(data: dict[str, Any]) -> DrawContext:
    (page,) = [make() for make in draw_pages.function(site(data))]  # type: ignore[operator]
    assert isinstance(page.context, DrawContext)
    return page.context


def test_a_sealed_draw_shows_plan_and_seal_only() -> None:
    found = page_of(sealed())
    assert found.sentence == (
        "2025年10月9日已密封：将从 3 所学校里抽 1 所，查访结束后公布；现在公开的内容推算不出结果。"
    )
    assert (found.drawn, found.seed, found.code) == ((), "", "")
    assert [step.title for step in found.steps] == ["定方案", "密封", "公开数产生", "查访"]
    assert [holds for holds, _ in found.checks] == [True]


def test_an_open_draw_shows_what_was_published_when_and_that_it_holds() -> None:
    found = page_of(opened())
    assert found.sentence == "从 3 所学校里抽中 1 所，密钥和结果重新计算全部相符。"
    assert [(step.day, step.title) for step in found.steps][-1] == ("2025-12-08", "开启")
    assert [holds for holds, _ in found.checks] == [True] * 3
    assert len(found.drawn) == 1
    assert found.exclusions[0][1] == "停课"
    assert found.weights == "前 4 轮查过的学校权重 1，没查过的 3；有未销号重大隐患的加 2"
    assert found.names == "本轮的负面结果只公布数量，不写校名"


def test_the_lines_on_the_page_draw_the_same_school() -> None:
    """They are run as they stand there."""
    data = opened()
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(page_of(data).code, {})
    assert out.getvalue().split() == [row["school"] for row in data["opened"]["schools"]]


def visit(school: str) -> dict[str, Any]:
    return {
        "id": "i-1", "period": "2025-Q4", "topic": "hazchem", "organization": school,
        "mode": "unannounced", "draw": "draw-2025-q4-hazchem", "status": "done", "date": "2025-11-06",
        "team": [], "checklist": "none",
    }  # fmt: skip


def test_a_round_that_names_no_schools_leads_to_no_visit() -> None:
    """By the day of the visit a school that failed could be found out."""
    for is_named, path in ((False, None), (True, "inspections/i-1/")):
        plan = planned() | {"names_schools": is_named}
        plan["plan_digest"] = plan_digest(plan)
        data = {**opened(), "names_schools": is_named, "plan_digest": plan["plan_digest"]}
        data["opened"] = data["opened"] | {"schools": [one.row for one in result(data, SECRET, VALUE)]}
        school = data["opened"]["schools"][0]["school"]
        city = site_of({**city_records(), "draws": [data], "inspections": [visit(school)]})
        (page,) = [make() for make in draw_pages.function(city)]  # type: ignore[operator]
        (line,) = page.context.drawn
        assert (line.visit.path if line.visit else None) == path


def test_a_result_that_does_not_come_out_is_said() -> None:
    data = opened()
    row = data["opened"]["schools"][0]
    other = next(s for s in SCHOOLS if s != row["school"])
    found = page_of(data | {"opened": data["opened"] | {"schools": [row | {"school": other}]}})
    assert found.sentence.endswith("重新计算有不符之处。")
    assert [holds for holds, _ in found.checks] == [True, True, False]


def test_the_list_counts_what_is_open_and_what_is_sealed() -> None:
    (page,) = draws(site(sealed()))
    assert page.context.sentence == (  # type: ignore[attr-defined]
        "共 1 次抽签，已开启 0 次，重新计算后 0 次相符。1 次已密封，查访结束前谁也不知道结果。"
    )
    (empty,) = draws(empty_site())
    assert empty.context.sentence == "还没有抽签。"  # type: ignore[attr-defined]
