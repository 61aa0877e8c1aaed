"""The annual evaluation to take along: the figures of the page, a row for each unit and for each item."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from generator.export.evaluation_tables import evaluation_tables
from generator.model.table import Table
from tests.compute.test_evaluation import best
from tests.render.test_pages_evaluations import WORKED, record, site_with


def rows(table: Table) -> list[dict[str, Any]]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def test_results_and_items_say_what_the_page_says() -> None:
    """The worked county has 90.22, second behind full marks; 丙县 has no record and so no row."""
    site = site_with(WORKED, record("yi", best()))
    results, items = (rows(table) for table in evaluation_tables(site.snapshot, site.results))
    first, second = results
    assert [r["unit_name"] for r in results] == ["乙县", "甲县"]
    assert (second["rank"], second["total"], second["grade"], second["grade_by_total"]) == (
        2, Decimal("90.22"), "good", "excellent"
    )  # fmt: skip
    assert (first["rank_from"], first["rank_to"]) == (1, 1)
    assert second["sections"].startswith("mechanism=9；equipment=18.07")
    assert len(items) == 50
    one = next(i for i in items if i["unit"] == "jia" and i["item"] == "3.2")
    assert (one["points"], one["score"], one["origin"]) == (8, Decimal("6.95"), "facts")
