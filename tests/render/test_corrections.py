"""What was corrected is said on the page of the record, and leads back to it."""

from __future__ import annotations

from generator.render.pages.correction import (
    CorrectionContext,
    Row,
    correction_pages,
    corrections,
    field_label,
)
from generator.render.pages.inspections import inspection_pages
from generator.render.site import Link, Site
from tests.render.city import city_records, files_of, shell_of, site_of

CORRECTION = {
    "id": "co-1", "record": "inspections/i-1", "reason": "录入时写错", "on": "2025-12-01", "by": "shi",
    "changes": [{"field": "date", "old": "2025-05-02", "new": "2025-05-01"}],
}  # fmt: skip


def site() -> Site:
    records = city_records()
    first = min(r["id"] for r in records["inspections"])
    return site_of({**records, "corrections": [{**CORRECTION, "record": f"inspections/{first}"}]})


def test_page_of_a_corrected_record_leads_to_the_correction() -> None:
    """Whoever reads the number sees that it was another one."""
    made = site()
    record = made.snapshot.of("inspections")[0]
    shell = shell_of("inspections/record/")
    pages = {a.path: a.content.decode() for a in files_of(made, shell, (inspection_pages,))}
    corrected = pages[f"inspections/{record.id}/index.html"]
    assert "公布以后更正过，见" in corrected
    assert 'href="../../corrections/co-1/"' in corrected
    assert sum("公布以后更正过" in page for page in pages.values()) == 1


def test_page_of_a_correction_leads_to_the_record() -> None:
    """With both values and the reason, in the words of the schema."""
    made = site()
    record = made.snapshot.of("inspections")[0]
    (found,) = correction_pages(made)
    assert found.title == "更正 co-1（2025年12月1日）"
    context = found.context
    assert isinstance(context, CorrectionContext)
    assert context.record == Link(made.title(record), f"inspections/{record.id}/")
    assert context.sentence == f"示例市更正了“{made.title(record)}”公布以后发现的 1 处错误。"
    assert context.rows == (Row("督查日期", "2025-05-02", "2025-05-01"),)


def test_list_names_every_correction_and_is_left_out_without_any() -> None:
    """The page on data leads to it."""
    (found,) = corrections(site())
    assert (found.path, len(found.context.rows)) == ("corrections/", 1)  # type: ignore[attr-defined]
    assert list(corrections(site_of(city_records()))) == []


def test_field_is_told_by_the_titles_of_the_schema() -> None:
    """Entries of a list by their name; what the schema does not know stays as it is written."""
    made = site()
    key = "inspections/i-1"
    assert field_label(made, key, "results[hc-02].score") == "逐项结果 hc-02 · 得分"
    assert field_label(made, key, "results[3.2].score") == "逐项结果 3.2 · 得分"
    assert field_label(made, key, "results[hc-02].weight") == "results[hc-02].weight"
    assert field_label(made, "nothing/x", "a<b>") == "a<b>"
