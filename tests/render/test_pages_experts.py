"""Experts: what everybody may know, and what only consent opens."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from generator.render.pages import experts
from generator.render.pages.experts import expert_sentence, pool_lines, pools_sentence, term_state
from generator.render.site import Site
from tests.render.city import CANARY, city_records, empty_site, files_of, shell_of, site_of

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
    [("2022-12-31", "ahead"), ("2023-01-01", "current"), ("2025-10-01", "current"), ("2025-10-02", "ending"),
     ("2025-12-31", "ending"), ("2026-01-01", "over")],
)  # fmt: skip
def test_term_includes_both_its_days_and_ends_within_ninety(as_of: str, state: str) -> None:
    """2 October is 90 days before 31 December."""
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
    assert expert_sentence((), 1, 3).to("en") == "In no expert pool; 1 inspection in the last year, 3 in all."


@pytest.mark.parametrize("consent", [{"consent": False}, {"consent": True, "public_until": "2025-12-30"}])
def test_without_consent_neither_name_nor_unit_nor_recusal_is_shown(consent: dict[str, Any]) -> None:
    """Also not the units that a person is recused from, nor the note: both would give them away."""
    site = site_with(
        {"id": "e-2", "name": CANARY, "unit": "bing-3", "pools": [place()], "note": CANARY,
         "interests": [{"organization": "bing-2", "reason": CANARY}], **consent}
    )  # fmt: skip
    pages = (experts.experts, experts.expert_pages)
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
    [page] = experts.expert_pages(site)
    assert page.title == "张示例"


def test_load_counts_finished_inspections_only() -> None:
    """One in the last year, one before, one withdrawn."""
    records = city_records()
    first, second, third = (dict(i) for i in records["inspections"][:3])
    first |= {"date": "2025-12-01"}
    second |= {"date": "2024-12-31"}
    third["withdrawn"] = {"date": "2025-12-01", "reason": "重复"}
    records["inspections"] = [first, second, third]
    page: Any = next(iter(experts.expert_pages(site_of(records))))
    assert (page.context.recent, len(page.context.visits), page.context.led) == (1, 2, 2)


def test_empty_bureau_has_no_experts() -> None:
    """And says how to enter one."""
    context: Any = next(iter(experts.experts(empty_site()))).context
    assert (context.sentence, context.experts, context.pools) == ("还没有录入专家。", (), ())
