"""The loop that makes the whole site out of records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from generator.model.artifact import Artifact
from generator.model.errors import GeneratorError
from generator.model.shell import Shell
from generator.render.page import Page, PageMaker, page
from generator.render.pages import PAGES
from generator.render.site import Link, Site
from tests.render.city import CANARY, city_records, city_site, empty_site, files_of, shell_of, site_of

DOCS = Path(__file__).resolve().parents[2] / "docs"


def _address(path: Path) -> str:
    parts = path.relative_to(DOCS).with_suffix("").parts
    return "".join(f"{part}/" for part in (parts[:-1] if parts[-1] == "index" else parts))


# The shells that the sections of docs/ become; what is only written has no slot.
ADDRESSES = tuple(
    sorted(
        _address(path)
        for path in DOCS.rglob("*.md")
        if "development" not in path.parts and "data-slot=" in path.read_text(encoding="utf-8")
    )
)


@dataclass(frozen=True, slots=True)
class Words:
    """A context of one sentence."""

    sentence: str = "一句话"


def rendered(site: Site) -> dict[str, Artifact]:
    return {a.path: a for a in files_of(site, shell_of(*ADDRESSES), PAGES)}


def test_every_page_of_an_invented_city_is_made_and_holds_no_internal_field() -> None:
    """The canary stands in every internal field; it may reach no file."""
    files = rendered(city_site())
    assert "index.html" in files
    assert "organizations/jia-1/index.html" in files
    assert [p for p, a in files.items() if CANARY.encode() in a.content] == []


def test_every_page_of_an_empty_bureau_is_made() -> None:
    """The first build of a new bureau works and guides to the first record."""
    files = rendered(empty_site())
    assert "从这里开始" in files["index.html"].content.decode()
    assert "还没有录入单位" in files["organizations/index.html"].content.decode()
    assert "还没有评价结果" in files["rankings/index.html"].content.decode()


def test_every_page_of_an_english_bureau_is_made() -> None:
    """The language of the bureau's record is the language of its pages."""
    records = city_records()
    records["bureau"][0]["language"] = "en"
    assert "Sample data" in rendered(site_of(records))["index.html"].content.decode()


def test_hostile_names_are_shown_literally_everywhere() -> None:
    """A record's text never becomes an element or an attribute of a page."""
    records = city_records()
    for kind, field in (("organizations", "name"), ("checklists", "title"), ("methods", "title")):
        for data in records[kind]:
            data[field] = "<script>x</script>\"'{{ 7 * 7 }}|"
    for data in records["organizations"]:
        data.pop("short_name", None)
    for path, artifact in rendered(site_of(records)).items():
        assert b"<script>x" not in artifact.content, path
        assert b"49|" not in artifact.content, path


def test_rendering_twice_gives_the_same_bytes() -> None:
    """Same records, same site."""
    assert rendered(city_site()) == rendered(city_site())


def test_no_link_begins_at_the_host() -> None:
    """The site works under any prefix; only the page for lost readers has to know its place."""
    for path, artifact in rendered(city_site()).items():
        if path != "404.html":
            assert b'href="/' not in artifact.content, path


def test_the_sample_notice_stands_where_figures_rest_on_samples() -> None:
    """示例数据 by itself: no author of a page has to think of it."""
    files = rendered(city_site())
    assert "示例数据" in files["organizations/jia-1/index.html"].content.decode()
    records = city_records()
    for kind in records:
        for data in records[kind]:
            data.pop("sample", None)
    assert "示例数据" not in rendered(site_of(records))["organizations/jia-1/index.html"].content.decode()


def test_makers_of_pages_are_divided_into_portions_that_give_the_same_pages() -> None:
    """Portions are made by different processes; together they are the page function."""

    @page(template="not_used", many=True)
    def numbers(_site: Site) -> Iterable[PageMaker]:
        return [partial(Page, f"n/{number}/", Words()) for number in range(300)]

    portions = [[one.path for one in portion()] for portion in numbers.slices(empty_site())]
    assert [len(portion) for portion in portions] == [128, 128, 44]
    assert [path for portion in portions for path in portion] == [one.path for one in numbers(empty_site())]


def test_a_page_without_a_shell_says_which_file_is_missing() -> None:
    """The way out is one file in docs/."""

    @page(template="not_used")
    def lost(_site: Site) -> Iterable[Page]:
        return [Page("tasks/t-1/", Words(), title="任务")]

    with pytest.raises(GeneratorError) as error:
        list(files_of(empty_site(), shell_of("about/"), [lost]))
    assert error.value.hint is not None
    assert "tasks/record.md" in error.value.hint.zh


def test_a_page_that_people_wrote_whole_keeps_its_words() -> None:
    """docs/ needs no page function."""
    files = {a.path: a for a in files_of(city_site(), shell_of("guide/", slots=()), [])}
    assert "数据截至" in files["guide/index.html"].content.decode()


def test_assets_pass_through() -> None:
    """Style and script are files of the site like any other."""
    shell = Shell({}, {"assets/site.css": b"body{}"})
    assert [a.content for a in files_of(empty_site(), shell, [])] == [b"body{}"]


def test_a_link_without_a_page_has_no_path() -> None:
    """A record that was set aside is named and not linked."""
    assert city_site().link("organizations/nobody") == Link("nobody")
