"""Pouring is where every page is put together: it must lose nothing and leave nothing open."""

from __future__ import annotations

import pytest

from generator.model.errors import GeneratorError
from generator.render.pour import MARKERS, RECORD_MARKERS, split

MARKS = "".join(f"<i>@@{name}@@</i>" * count for name, count in MARKERS.items())
RECORD = MARKS + "".join(f"<b>@@{name}@@</b>" * count for name, count in RECORD_MARKERS.items())
SLOT = '<div data-slot="content">\nhelp\n</div>'


def fills(**slots: str) -> dict[str, str]:
    return {name: name.upper() for name in MARKERS} | {f"slot:{name}": html for name, html in slots.items()}


def test_a_poured_page_holds_every_fill_and_no_marker() -> None:
    """The page is the shell with its gaps closed, byte for byte."""
    page = (
        split("about/", f"<html>{MARKS}{SLOT}</html>")
        .pour("x/index.html", fills(content="<p>文</p>"))
        .content.decode()
    )
    assert page.startswith("<html><i>SITE</i>")
    assert page.endswith("<p>文</p></html>")
    assert "@@" not in page
    assert "data-slot" not in page
    assert "help" not in page


def test_a_shell_for_records_asks_for_title_and_trail() -> None:
    """A cloned shell has no title of its own, so that one is never forgotten."""
    mould = split("organizations/record/", RECORD + SLOT)
    assert mould.is_cloned
    with pytest.raises(GeneratorError, match="title"):
        mould.pour("x/index.html", fills(content=""))


def test_a_slot_that_nothing_fills_stops_the_build() -> None:
    """Otherwise readers would see the words of help that stand in it."""
    with pytest.raises(GeneratorError, match="slot:table"):
        split("x/", MARKS + SLOT + '<div data-slot="table">help</div>').pour(
            "x/index.html", fills(content="")
        )


def test_content_without_a_slot_stops_the_build() -> None:
    """Otherwise somebody's edit of docs/ would make a section vanish without a word."""
    with pytest.raises(GeneratorError, match="slot:charts"):
        split("x/", MARKS + SLOT).pour("x/index.html", fills(content="", charts="<svg/>"))


@pytest.mark.parametrize("html", [MARKS.replace("@@head@@", ""), MARKS + "@@head@@", MARKS + "@@secret@@"])
def test_a_marker_that_is_not_there_exactly_as_often_as_expected_is_named(html: str) -> None:
    """A theme that changed under us must not publish pages without a title or with one too many."""
    with pytest.raises(GeneratorError, match=r"(head|secret)"):
        split("x/", html)


def test_a_slot_may_stand_only_once() -> None:
    """Twice the same table would be twice the same ids."""
    with pytest.raises(GeneratorError, match="content"):
        split("x/", MARKS + SLOT + SLOT)


def test_help_in_a_slot_may_hold_no_block() -> None:
    """The end of a nested block would be taken for the end of the slot."""
    with pytest.raises(GeneratorError, match="div"):
        split("x/", MARKS + '<div data-slot="content"><div>a</div> left over</div>')


def test_settled_gaps_are_closed_for_every_page_poured_later() -> None:
    """What is the same on all pages is filled in once."""
    mould = split("x/", MARKS + SLOT).settle({"site": "局", "head": ""})
    assert "site" not in mould.gaps
    page = mould.pour(
        "x/index.html", {"description": "", "notice": "", "provenance": "", "slot:content": "文"}
    ).content.decode()
    assert page.count("局") == MARKERS["site"]


def test_what_is_poured_is_not_read_again() -> None:
    """Text that looks like a marker or a slot is text."""
    page = (
        split("x/", MARKS + SLOT)
        .pour("x/index.html", fills(content='@@title@@ <div data-slot="content">'))
        .content.decode()
    )
    assert page.endswith('@@title@@ <div data-slot="content">')
