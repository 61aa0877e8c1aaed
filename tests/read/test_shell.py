"""The shell comes from a program of somebody else: what goes in and what comes out is pinned here."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.model.document import SourceFile
from generator.model.errors import GeneratorError
from generator.read.shell import build_shell

ROOT = Path(__file__).resolve().parents[2]


def docs() -> list[SourceFile]:
    paths = [ROOT / "mkdocs.yml", *(p for p in sorted((ROOT / "docs").rglob("*")) if p.is_file())]
    return [SourceFile(p.relative_to(ROOT).as_posix(), content=p.read_bytes()) for p in paths]


@pytest.fixture(scope="module")
def shell() -> object:
    return build_shell(docs())


def test_the_same_files_give_the_same_shell(shell: object) -> None:
    """Byte for byte, so that the whole site can be compared by digest."""
    assert build_shell(docs()) == shell


def test_the_shell_asks_no_other_host_for_anything(shell: object) -> None:
    """Fonts, scripts and styles all come with the site."""
    for address, html in shell.pages.items():  # type: ignore[attr-defined]
        for attribute in ('src="http', "fonts.googleapis", 'stylesheet" href="http'):
            assert attribute not in html, address


def test_nothing_dated_or_unused_is_taken_over(shell: object) -> None:
    """No sitemap with dates, no search index, no source maps."""
    assert not [p for p in shell.assets if p.endswith((".map", ".gz", ".xml"))]  # type: ignore[attr-defined]


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
