"""A former address leads on to where the record is now."""

from __future__ import annotations

from typing import Any

from generator.render.pages.moved import moved
from tests.render.city import city_records, files_of, shell_of, site_of


def pages(*aliases: str, **more: Any) -> dict[str, str]:
    records = city_records()
    school = next(r for r in records["organizations"] if r["id"] == "jia-1")
    school |= {"aliases": list(aliases), **more}
    files = files_of(site_of(records), shell_of("records/record/"), (moved,))
    return {a.path: a.content.decode() for a in files if "organizations/old" in a.path}


def test_former_address_says_where_the_record_is_and_goes_there() -> None:
    """By itself, and by a link for whoever has that turned off; sought is the new one alone."""
    found = pages("old-1", "old-2")
    assert set(found) == {"organizations/old-1/index.html", "organizations/old-2/index.html"}
    text = found["organizations/old-1/index.html"]
    assert "编号“old-1”已改为“jia-1”。" in text
    assert '<a href="../../organizations/jia-1/">甲县第一中学</a>' in text
    assert '<meta http-equiv="refresh" content="0; url=../../organizations/jia-1/">' in text
    assert "data-nosearch" in text


def test_without_former_ids_there_is_no_such_page() -> None:
    """Nothing stands where nothing stood."""
    assert pages() == {}
