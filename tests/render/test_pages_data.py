"""Data to take along: every table with its files, its columns and its citation."""

from __future__ import annotations

from typing import Any

from generator.model.table import Column, Table
from generator.model.text import Text
from generator.render.pages import data
from generator.render.site import Site
from tests.render.city import city_site, empty_site

TABLES = (
    Table("awards", Text("表扬"), Text("每行一次"), (Column("id", Text("编号")),), (("a-1",), ("a-2",))),
    Table(
        "inspections-results",
        Text("督查：结果"),
        Text("每行一项。"),
        (Column("record", Text("记录")),),
        (("i",),),
    ),
    Table("measures", Text("指标数值"), Text("每行一个"), (Column("value", Text("数值"), "%"),), ()),
)


def site_with_tables() -> Site:
    site = city_site()
    return Site(site.snapshot, site.results, tables=TABLES)


def test_tables_are_sorted_into_records_lists_and_figures() -> None:
    """So that a reader sees seven tables first, not thirty."""
    context: Any = next(iter(data.data(site_with_tables()))).context
    assert [[t.id for t in group] for group in (context.records, context.lists, context.figures)] == [
        ["awards"],
        ["inspections-results"],
        ["measures"],
    ]
    assert context.sentence == "共 3 张数据表、3 行，可以免费下载、转载和加工，注明来源即可。"


def test_a_kind_with_a_hyphen_is_a_table_of_records() -> None:
    """Risk points are records, and what is inside them is no figure."""
    names = ("risk-points", "risk-points-dates", "measures")
    tables = tuple(Table(name, Text(name), Text(name), (), ()) for name in names)
    site = city_site()
    context: Any = next(iter(data.data(Site(site.snapshot, site.results, tables=tables)))).context
    found = [[t.id for t in group] for group in (context.records, context.lists, context.figures)]
    assert found == [["risk-points"], ["risk-points-dates"], ["measures"]]


def test_citation_names_publisher_state_and_version() -> None:
    """Whoever reads the citation can fetch the very same numbers."""
    context: Any = next(iter(data.data(site_with_tables()))).context
    assert context.citation == (
        "示例市教育和体育局. 教育装备管理公开数据. 数据截至 2025-12-31. 记录版本 0123456789ab. CC BY 4.0."
    )


def test_every_table_has_a_page_with_its_columns_and_an_address_that_stays() -> None:
    """The dictionary stands beside the data."""
    pages = {p.path: p.context for p in data.table_pages(site_with_tables())}
    context: Any = pages["data/measures/"]
    assert [(c.name, c.title, c.unit) for c in context.columns] == [("value", "数值", "%")]
    assert context.address == "https://example.org/equipment/data/measures.csv"
    assert context.sentence == "每行一个。现有 0 行、1 列。"


def test_empty_bureau_has_nothing_to_download() -> None:
    """And says so."""
    context: Any = next(iter(data.data(empty_site()))).context
    assert context.sentence == "还没有可下载的数据。"


def test_calendars_stand_below_the_tables() -> None:
    """The city's first, then the counties in administrative order."""
    context: Any = next(iter(data.data(city_site()))).context
    assert [link.path for link in context.calendars] == [
        "calendar.ics",
        "calendars/jia.ics",
        "calendars/yi.ics",
        "calendars/bing.ics",
    ]
