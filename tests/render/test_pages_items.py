"""The page of an item: how often it is not met, where, and how it was put right."""

from __future__ import annotations

from typing import Any

from generator.render.pages import items as pages
from generator.render.pages.case import case_pages
from generator.render.pages.items import item_sentence, items_sentence
from tests.render.city import case, city_records, hazard, hazards, site_of

TOPIC = "hazchem"


def site(*found: Any) -> Any:
    records = city_records()
    kept = [i for i in records["inspections"] if i["organization"] in ("jia-1", "yi-1")]
    for one in kept:
        one["results"] = [{"item": "a2", "result": "unmet" if one["organization"] == "yi-1" else "met"}]
    return site_of({**records, "inspections": kept, **hazards(*found)})


def page_of(*found: Any) -> Any:
    return next(p for p in pages.item_pages(site(*found)) if p.path == f"items/{TOPIC}-a2/").context


def test_items_are_counted_by_quarter_and_county() -> None:
    """Two visits to each of the two schools; only one of them fails."""
    context = page_of()
    judged = sum(int(row[1]) for row in context.fails.rows)
    failed = sum(int(row[2]) for row in context.fails.rows)
    assert [(c.link.text, c.failed == c.judged) for c in context.counties] == [
        ("甲县", False),
        ("乙区", True),
    ]
    assert (judged, failed) == (
        sum(c.judged for c in context.counties),
        next(c.judged for c in context.counties if c.link.text == "乙区"),
    )
    assert context.sentence == item_sentence(judged, failed).zh


def test_what_was_accepted_at_the_first_look_teaches_others() -> None:
    """What came late, a second report, or a return after closing, is no example."""
    slow = hazard("h-3", "jia-1", due="2025-12-06", closed="2025-12-12", item="a2")
    good = hazard("h-1", "jia-1", due="2025-12-21", closed="2025-12-10", item="a2")
    data, own, other = hazard("h-2", "yi-1", due="2025-12-21", closed="2025-12-12", item="a2")
    twice = {**own[0], "id": "h-2-again", "on": "2025-12-11"}
    refused = {**other[0], "id": "h-2-no", "kind": "refused", "on": "2025-12-11"}
    own[0]["on"] = "2025-12-10"
    context = page_of(good, slow, (data, [*own, {**twice, "on": "2025-12-12"}], [refused, *other]))
    assert [(s.hazard.path, s.text, s.day) for s in context.solved] == [
        ("hazards/h-1/", "done。", "2025-12-10")
    ]
    assert len(context.hazards) == 3


def test_case_and_item_lead_to_each_other() -> None:
    """The newest first; a withdrawn case teaches nobody, and an item that no list has leads nowhere."""
    solves = [{"topic": TOPIC, "item": "a2"}, {"topic": TOPIC, "item": "gone"}]
    made = [
        case("old", year=2024, solves=solves),
        case("new", "yi-1", solves=solves[:1]),
        case("off", solves=solves, withdrawn={"date": "2025-12-01", "reason": "重复"}),
        case("other", "jia"),
    ]
    city = site_of({**city_records(), "cases": made})
    context: Any = next(p for p in pages.item_pages(city) if p.path == f"items/{TOPIC}-a2/").context
    assert [one.path for one in context.cases] == ["cases/new/", "cases/old/"]
    found: Any = {p.path: p.context for p in case_pages(city)}
    assert [one.path for one in found["cases/old/"].solves] == [f"items/{TOPIC}-a2/", ""]
    assert found["cases/other/"].solves == ()


def test_good_result_is_shown_with_its_evidence() -> None:
    """What the school handed in, then what those who accepted it kept; and what is asked for at a visit."""
    data, own, other = hazard("h-1", "jia-1", due="2025-12-21", closed="2025-12-10", item="a2")
    own[0]["evidence"] = [{"title": "整改前后照片"}]
    other[0]["evidence"] = [{"title": "现场核查照片"}]
    context = page_of((data, own, other))
    assert [one.evidence for one in context.solved] == [("整改前后照片", "现场核查照片")]
    assert context.asked == ()


def test_the_item_that_fails_most_leads_the_list() -> None:
    (page,) = pages.items(site())
    assert page.context.items[0].link.path == f"items/{TOPIC}-a2/"
    assert page.context.sentence.startswith("最常不符合的是「")


def test_sentences_for_none_and_for_all() -> None:
    assert item_sentence(0, 0).zh == "还没有督查看过这一项。"
    assert item_sentence(4, 0).zh == "4 次查看全部符合。"
    assert item_sentence(4, 1).zh == "4 次查看中 1 次不符合或部分符合（25.0%）。"
    assert items_sentence(()).zh == "还没有完成的督查。"
