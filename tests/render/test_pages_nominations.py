"""Nominations: conditions, places and counts; and of nobody that was recommended a single word."""

from __future__ import annotations

from typing import Any

from generator.render.pages import nominations, not_found
from generator.render.pages.nominations import nominations_sentence
from generator.render.site import Site
from tests.render.city import CANARY, city_records, empty_site, files_of, shell_of, site_of

TERMS = {
    "county_grades": ["excellent"],
    "overdue_days": 30,
    "merit_max": 100,
    "quotas": [{"by": "jia", "units": 2, "persons": 1}],
    "shares": [{"kind": "advanced_individual", "group": "manager", "at_most": 20}],
}


def told(id: str, status: str = "recommended", year: int = 2025, **more: Any) -> dict[str, Any]:
    return {
        "id": id,
        "year": year,
        "kind": "advanced_individual",
        "unit": "jia-1",
        "person": CANARY,
        "office": CANARY,
        "recommended": {"by": "jia", "on": "2025-12-02", "order": 1},
        "merit": CANARY,
        "status": status,
        **more,
    }


def site(*made: dict[str, Any], terms: bool = True) -> Site:
    records = city_records()
    if terms:
        records["methods"][0]["requirements"] = {"commendation": TERMS}
    return site_of({**records, "nominations": list(made)})


def context(found: Site) -> Any:
    (page,) = nominations.nominations(found)
    return page.context


MADE = (
    told("n1"),
    told("n2", "accepted", decision={"on": "2025-12-05", "reason": CANARY}),
    told("n3", "declined", decision={"on": "2025-12-05", "reason": CANARY}, note=CANARY),
    told("n4", withdrawn={"date": "2025-12-06", "reason": CANARY}),
    told("n5", "accepted", 2024),
)


def test_counts_by_year_and_what_became_of_them() -> None:
    """A withdrawn one counts nowhere."""
    found = context(site(*MADE))
    assert found.sentence == (
        "2025 年度共推荐 3 件，其中同意表扬 1 件、不同意 1 件、研究中 1 件。"
        "只公开件数；受到表扬的单位和个人及其事迹见“通报表扬”。"
    )
    assert [
        (y.year, [(x.count, x.accepted, x.declined, x.pending) for x in y.lines]) for y in found.years
    ] == [
        (2025, [(3, 1, 1, 1)]),
        (2024, [(1, 1, 0, 0)]),
    ]


def test_when_nothing_is_decided_it_says_so() -> None:
    assert context(site(told("n1"))).sentence.startswith("2025 年度共推荐 1 件，都在研究中。")


def test_conditions_and_places_of_the_year_are_public() -> None:
    """Whoever is asked for something may read what it is; a year without a method says nothing."""
    newest, older = context(site(*MADE)).years
    assert newest.terms[0].startswith("所在县（区）当年评价等次为优秀，没有一票否决事项")
    assert newest.terms[-1] == "先进个人里管理人员不高于 20%。"
    assert [(q.by.text, q.units, q.persons) for q in newest.quotas] == [("甲县", 2, 1)]
    assert (older.terms, older.quotas) == ((), ())


def test_nothing_of_a_single_one_leaves_the_records() -> None:
    """Who was recommended and not praised is nobody's business; also when it was withdrawn."""
    found = site(*MADE)
    (page,) = nominations.nominations(found)
    assert page.records == tuple(f"nominations/n{n}" for n in range(1, 6))
    pages = (nominations.nominations, not_found.not_found)
    html = b"".join(a.content for a in files_of(found, shell_of("nominations/", "404/"), pages))
    for hidden in (CANARY, "jia-1", "n1", "2025-12-0", "12月6日"):
        assert hidden.encode() not in html, hidden
    assert found.public(found.snapshot.kinds["nominations"]["n1"]) == {}


def test_empty_bureau_says_how_it_begins() -> None:
    (page,) = nominations.nominations(empty_site())
    assert page.context.years == ()
    assert nominations_sentence(()).zh == "还没有推荐记录。"
