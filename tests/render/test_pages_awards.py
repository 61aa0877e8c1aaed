"""Awards: who was commended, and what was taken back."""

from __future__ import annotations

from typing import Any

from generator.render.pages import awards
from generator.render.pages.awards import index_sentence
from tests.render.city import city_records, empty_site, files_of, shell_of, site_of

UNIT = city_records()["awards"][0]
PERSON = {
    **UNIT,
    "id": "a-2",
    "kind": "advanced_individual",
    "person": "李示例",
    "post": "实验员",
    "unit": "yi-1",
}
GONE = {**UNIT, "id": "a-3", "unit": "bing-1", "withdrawn": {"date": "2026-02-01", "reason": "材料不实"}}


def contexts(*made: dict[str, Any]) -> dict[str, Any]:
    site = site_of({**city_records(), "awards": list(made)})
    return {p.path: p.context for source in (awards.awards, awards.award_pages) for p in source(site)}


def test_sentence_counts_units_individuals_and_withdrawn_ones() -> None:
    """What was withdrawn is told, and does not count."""
    assert contexts(UNIT, PERSON, GONE)["awards/"].sentence == (
        "2025 年度通报表扬先进单位 1 个、先进个人 1 名；另有 1 项已撤回。"
    )
    assert contexts(GONE)["awards/"].sentence == "2025 年度没有有效的表扬；另有 1 项已撤回。"
    assert index_sentence(()).zh == "还没有表扬记录。"


def test_withdrawn_award_is_not_claimed() -> None:
    """Its page says first that it is withdrawn, and why."""
    page = contexts(UNIT, GONE)["awards/a-3/"]
    assert page.withdrawn.startswith("已于2026年2月1日撤回，原因：材料不实。")
    assert page.sentence.endswith("这项表扬已撤回。")


def test_name_that_may_not_be_shown_leaves_the_award() -> None:
    """The award stays and counts; who it was is on no page, and two of one school are told apart."""
    gone = {**PERSON, "consent": True, "public_until": "2025-12-01"}
    found = contexts({**gone, "consent": False}, {**gone, "id": "a-4"})
    assert found["awards/"].sentence == "2025 年度通报表扬先进个人 2 名。"
    page = found["awards/a-4/"]
    assert (page.person, page.post, page.is_published) == ("个人（未公开）", "", False)
    assert page.sentence.startswith("乙区第一中学 个人（未公开）获评 2025 年度先进个人")
    assert page.in_notice[0].text.endswith("个人（未公开） · a-2")


def test_units_stand_before_individuals_in_administrative_order() -> None:
    """The list is no ranking."""
    found = contexts(PERSON, GONE, UNIT)["awards/"].years[0].groups
    assert [[a.link.text for a in g.awards] for g in found] == [["甲县第一中学", "丙县第一中学"], ["李示例"]]


def test_pages_say_praise_in_the_word_that_the_law_leaves_to_a_city() -> None:
    """表扬 is a city's to give; the other word needs approval from above."""
    site = site_of({**city_records(), "awards": [UNIT, PERSON, GONE]})
    shell = shell_of("awards/", "awards/record/")
    html = "".join(a.content.decode() for a in files_of(site, shell, (awards.awards, awards.award_pages)))
    assert "表扬" in html
    assert "表彰" not in html


def test_empty_bureau_has_no_award() -> None:
    """And says how the first one comes."""
    context: Any = next(iter(awards.awards(empty_site()))).context
    assert context.years == ()
