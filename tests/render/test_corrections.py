"""What was corrected is said on the page of the record, and leads back to it."""

from __future__ import annotations

from generator.render.pages.inspections import inspection_pages
from generator.render.plain import record_page
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
    """With both values and the reason."""
    made = site()
    record = made.snapshot.of("inspections")[0]
    page = record_page(made, made.snapshot.of("corrections")[0])
    assert page.title == "更正 co-1（2025年12月1日）"
    facts = dict(page.context.facts)  # type: ignore[attr-defined]
    assert facts["更正的记录"] == (Link(made.title(record), f"inspections/{record.id}/"),)
    assert page.context.blocks[0].rows[0][1:] == ((Link("2025-05-02"),), (Link("2025-05-01"),))  # type: ignore[attr-defined]
