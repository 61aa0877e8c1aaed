"""The risk map, the laws, and what a school's page says of its store."""

from __future__ import annotations

from typing import Any

from generator.render.pages import checklists, laws, risks, schools
from generator.render.plain import record_page
from generator.render.risks import Risks
from generator.render.site import Site
from tests.render.city import city_records, files_of, shell_of, site_of

LEVELS = [
    {"color": "red", "title": "重大风险", "from": 15},
    {"color": "orange", "title": "较大风险", "from": 9},
    {"color": "yellow", "title": "一般风险", "from": 4},
    {"color": "blue", "title": "低风险", "from": 1},
]
TERMS = [
    {"id": "spring", "title": "春季学期", "from": "02-16"},
    {"id": "autumn", "title": "秋季学期", "from": "09-01"},
]
Data = dict[str, Any]


def html_of(site: Site) -> dict[str, str]:
    pages = (risks.risks, laws.laws, laws.law_pages, checklists.checklist_pages, schools.schools)
    places = ("risks/", "laws/", "laws/record/", "checklists/record/", "organizations/record/")
    return {a.path: a.content.decode() for a in files_of(site, shell_of(*places), pages)}


def point(id: str, school: str, likelihood: int, severity: int, *reviewed_on: str, **more: Any) -> Data:
    return {
        "id": id, "school": school, "title": f"风险 {id}", "place": "暗号地点", "process": "storage",
        "likelihood": likelihood, "severity": severity, "measures": "双人双锁", "level": "school",
        "owner": "校长", "reviewed_on": list(reviewed_on), **more,
    }  # fmt: skip


def stock(met: bool) -> Data:
    return {
        "id": "ch-1", "school": "jia-1", "on": "2025-09-05", "classes": ["general"],
        "stock": [{"name": "暗号药品", "amount": 1, "measure": "升"}],
        "doubles": [{"double": "dual-lock", "met": met}], "ledger_agrees": True,
    }  # fmt: skip


WASTE = {
    "id": "wt-1", "school": "jia-1", "on": "2025-06-18", "manifest": "LD-2025-000123",
    "carrier": "示例环保公司", "licence": "SL-WF-0001", "licence_to": "2027-12-31", "amount": 98765,
}  # fmt: skip


def records(**kinds: list[Data]) -> dict[str, list[Data]]:
    found = city_records()
    doubles = [{"id": "dual-lock", "title": "双把锁"}]
    found["bureau"][0] |= {"risk_levels": LEVELS, "terms": TERMS, "five_doubles": doubles}
    return {**found, **kinds}


def test_each_colour_of_each_county_is_counted_and_the_gravest_stands_first() -> None:
    """The colour is computed: 3 × 5 is red, 2 × 4 yellow; what is closed is not counted."""
    made = [
        point("a", "jia-1", 2, 4, "2025-03-05"), point("b", "jia-1", 3, 5, "2025-09-05"),
        point("c", "yi-1", 1, 2, "2025-09-05"),
        point("d", "yi-1", 5, 5, "2025-03-05", closed_on="2025-05-01"),
    ]  # fmt: skip
    (page,) = risks.risks(site_of(records(**{"risk-points": made})))
    context: Any = page.context
    assert [line.link.text for line in context.points] == ["风险 b", "风险 a", "风险 c"]
    assert [(tile.total, [c.count for c in tile.cells], tile.late) for tile in context.tiles] == [
        (2, [1, 0, 1, 0], 1), (1, [0, 0, 0, 1], 0), (0, [0, 0, 0, 0], 0),
    ]  # fmt: skip
    assert context.sentence == (
        "在册风险点 3 个：重大风险 1 个、较大风险 0 个、一般风险 1 个、低风险 1 个；本学期还有 1 个没有评估。"
    )


def test_matrix_follows_the_bureaus_levels() -> None:
    """Three colours give another matrix; nothing of it stands in code."""
    found = records()
    found["bureau"][0] |= {
        "risk_scheme": "three",
        "risk_levels": [LEVELS[0] | {"from": 12}, LEVELS[2] | {"from": 5}, LEVELS[3]],
    }
    (page,) = risks.risks(site_of(found))
    context: Any = page.context
    severity, fields = context.matrix[1]
    assert (severity, [colour for colour, _ in fields]) == (4, ["blue", "yellow", "red", "red", "red"])
    assert [span for _, _, span in context.levels] == ["12–25", "5–11", "1–4"]


def test_empty_bureau_is_led_to_the_first_record() -> None:
    html = html_of(site_of(city_records()))
    assert 'class="empty"' in html["risks/index.html"]


def test_school_page_says_what_is_not_met_and_neither_place_nor_amount() -> None:
    """Places and amounts are internal; what is not met is said in words, not by a colour alone."""
    site = site_of(
        records(**{
            "risk-points": [point("a", "jia-1", 2, 4, "2025-09-05")], "chemicals": [stock(False)],
            "waste-transfers": [WASTE],
        })
    )  # fmt: skip
    found = Risks(site).of_school("jia-1")
    assert found.sentence == (
        "在册风险点 1 个（一般风险 1 个）；2025年9月5日盘点，五双没有落实：双把锁，账物相符。"
    )
    html = html_of(site)["organizations/jia-1/index.html"]
    assert "LD-2025-000123" in html
    assert not [secret for secret in ("暗号", "98765") if secret in html]


def law(id: str, first: str, last: str = "", later: str = "") -> Data:
    span = {"from": first} | ({"to": last} if last else {})
    more = {"replaced_by": later} if later else {}
    return {"id": id, "title": f"法 {id}", "version": "一", "kind": "law", "in_force": span, **more}


def test_change_of_law_says_which_items_still_lack_the_new_one() -> None:
    """Of two items under the old law one cites its successor already."""
    found = records(laws=[law("old", "2013-12-07", "2025-04-30", "new"), law("new", "2025-05-01")])
    first, second = found["checklists"][0]["sections"][0]["items"][:2]
    first["basis"] = [{"law": "old", "articles": [24]}, {"law": "new"}]
    second["basis"] = [{"law": "old", "articles": [4, 25]}]
    site = site_of(found)
    context: Any = next(iter(laws.laws(site))).context
    (change,) = context.changes
    assert change.day == "2025-05-01"
    assert change.lists[0][1] == f"2 项依据旧法，其中 1 项还没有写新法：{second['id']}"
    pages: dict[str, Any] = {page.path: page.context for page in laws.law_pages(site)}
    assert [item.articles for item in pages["laws/old/"].items] == ["第四条、第二十五条", "第二十四条"]
    assert "第四条、第二十五条" in html_of(site)[f"checklists/{found['checklists'][0]['id']}/index.html"]


def test_a_stock_taking_names_the_doubles_in_the_words_of_the_bureau() -> None:
    """Its own page is made from the schema alone, which knows only that they are ids."""
    site = site_of(records(chemicals=[stock(True)]))
    (record,) = site.snapshot.of("chemicals")
    context: Any = record_page(site, record).context
    assert [[link.text for link in cell] for cell in context.blocks[0].rows[0]] == [["双把锁"], ["是"]]
