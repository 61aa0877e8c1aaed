"""The shell comes from a program of somebody else: what goes in and what comes out is pinned here."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.model.document import SourceFile
from generator.model.errors import GeneratorError
from generator.model.shell import Shell
from generator.read.shell import build_shell
from generator.read.sources import WorkTree
from tests.support.site import known_shell

ROOT = Path(__file__).resolve().parents[2]
# A written page with tables and headings, one with slots, one for records; all that nav names must be there.
FEW = ("guide/corrections.md", "index.md", "record.md")
NAV = "nav: [{首页: index.md}, {填报指南: guide/corrections.md}]\n"


@pytest.fixture(scope="module")
def shell() -> Shell:
    """The shell of the project's own pages."""
    return known_shell(WorkTree(ROOT).files("docs", "mkdocs.yml"))


def docs() -> list[SourceFile]:
    """A few of the project's pages, with its theme and settings."""
    files = (f for f in WorkTree(ROOT).files("docs") if not f.path.endswith(".md"))
    pages = (SourceFile(f"docs/{name}", content=(ROOT / "docs" / name).read_bytes()) for name in FEW)
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[0]
    return [*files, *pages, SourceFile("mkdocs.yml", content=f"{settings}\n{NAV}".encode())]


def test_the_same_files_give_the_same_shell() -> None:
    """Byte for byte, so that whole sites can be compared, as ``test_site.py`` does with all pages."""
    made = build_shell(docs())
    assert made.pages.keys() >= {"", "record/", "guide/corrections/"}
    assert build_shell(docs()) == made


def test_the_shell_asks_no_other_host_for_anything(shell: Shell) -> None:
    """Fonts, scripts and styles all come with the site."""
    for address, html in shell.pages.items():
        for attribute in ('src="http', "fonts.googleapis", 'stylesheet" href="http'):
            assert attribute not in html, address


def test_nothing_dated_or_unused_is_taken_over(shell: Shell) -> None:
    """No sitemap with dates, no search index, no source maps."""
    assert not [p for p in shell.assets if p.endswith((".map", ".gz", ".xml"))]


def test_a_broken_link_is_refused_in_the_words_of_mkdocs() -> None:
    """Strict: what MkDocs warns about stops the build."""
    files = [*docs(), SourceFile("docs/broken.md", content=b"# x\n\n[y](nowhere.md)\n")]
    with pytest.raises(GeneratorError, match="nowhere"):
        build_shell(files)


def test_a_link_in_docs_is_refused() -> None:
    """MkDocs would follow it out of the repository."""
    with pytest.raises(GeneratorError, match="docs/secret"):
        build_shell([*docs(), SourceFile("docs/secret.md", mode="link")])


def test_without_mkdocs_yml_the_message_says_what_is_missing() -> None:
    """A repository that was begun by hand."""
    with pytest.raises(GeneratorError, match=r"mkdocs\.yml"):
        build_shell([])
