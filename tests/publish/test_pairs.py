"""Two built sites: which pages differ, and the page that lists them."""

from __future__ import annotations

from pathlib import Path

from generator.model.impact import PagePair
from generator.publish.pairs import differing
from generator.render.impact_site import index


def written(root: Path, pages: dict[str, str]) -> Path:
    for path, text in pages.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


def test_pages_differ_but_for_the_revision_at_their_foot(tmp_path: Path) -> None:
    """Every page names the revision, so without this all would differ."""
    before = {"a/index.html": "1 abc", "b/index.html": "x abc", "gone/index.html": "abc"}
    after = {"a/index.html": "2 abc+", "b/index.html": "x abc+", "new/index.html": "abc+"}
    old, new = written(tmp_path / "before", before), written(tmp_path / "after", after)
    assert differing(old, new, ("abc", "abc+")) == (
        PagePair("a/index.html", True, True),
        PagePair("gone/index.html", True, False),
        PagePair("new/index.html", False, True),
    )


def test_list_leads_to_both_forms_of_a_page() -> None:
    """Addresses are data too."""
    html = index([PagePair("a/<b>.html", True, True), PagePair("c.html", False, True)], "abc", "def", "zh")
    assert 'href="before/a/%3Cb%3E.html"' in html
    assert 'href="after/c.html"' in html
    assert 'href="before/c.html"' not in html
    assert "<b>" not in html
    assert "共 2 个页面不同" in html
    assert "没有不同的页面" in index([], "abc", "def", "zh")
