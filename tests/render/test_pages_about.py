"""About and the page for lost readers."""

from __future__ import annotations

from typing import Any

from generator.render.pages import about, not_found
from tests.render.city import city_records, city_site, empty_site, files_of, shell_of, site_of


def test_about_answers_which_data_made_this_site() -> None:
    """Commit, day, versions; what an auditor asks first."""
    [page] = about.about(city_site())
    context: Any = page.context
    assert (
        context.sentence
        == "本站由示例市教育和体育局公布，全部内容由 39 条记录自动生成，数据截至2025年12月31日。"
    )
    assert (context.as_of, context.version, context.commit[:12]) == ("2025-12-31", "0.1.0", "0123456789ab")
    assert page.records == ("bureau/bureau",)
    assert context.samples == 30


def test_about_of_an_empty_bureau_promises_nothing() -> None:
    """No record of the bureau, no contact, and the page still stands."""
    [page] = about.about(empty_site())
    assert page.records == ()
    html = next(iter(files_of(empty_site(), shell_of("about/"), (about.about,)))).content.decode()
    assert "还没有填写联系科室" in html


def test_repository_is_shown_with_its_host() -> None:
    """A link that leads elsewhere says where."""
    records = city_records()
    records["bureau"][0]["repository"] = "https://git.example.org/bureau/records"
    html = next(iter(files_of(site_of(records), shell_of("about/"), (about.about,)))).content.decode()
    assert '<a href="https://git.example.org/bureau/records" rel="external">git.example.org</a>' in html


def test_lost_readers_find_what_was_withdrawn() -> None:
    """With day and reason, the latest first."""
    records = city_records()
    records["awards"][0]["withdrawn"] = {"date": "2025-11-01", "reason": "重复"}
    records["inspections"][0]["withdrawn"] = {"date": "2025-12-01", "reason": "<b>填错</b>"}
    [page] = not_found.not_found(site_of(records))
    context: Any = page.context
    assert [line.day for line in context.withdrawn] == ["2025-12-01", "2025-11-01"]
    html = next(iter(files_of(site_of(records), shell_of("404/"), (not_found.not_found,)))).content.decode()
    assert "&lt;b&gt;填错" in html
