"""The search index is made offline, from the pages' own text."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from generator.model.errors import GeneratorError
from generator.publish import search
from generator.publish.errors import PublishError
from generator.publish.manifest import verify
from generator.publish.site import publish

from .support import page, schools, site_of

CITY = schools(2)
needs_pagefind = pytest.mark.skipif(search.program() is None, reason="no Pagefind on this platform")


@needs_pagefind
def test_index_is_part_of_the_site(tmp_path: Path) -> None:
    """Its files are in the manifest, and pages may link to its program."""
    extra = [page("x/index.html", '<script src="../pagefind/pagefind.js"></script>')]
    published = publish(site_of(CITY, extra=extra), tmp_path / "site", snapshot=CITY, version="1")
    assert published.search is True
    assert verify(tmp_path / "site") == ()


@needs_pagefind
def test_order_of_the_files_on_the_disk_does_not_count(tmp_path: Path) -> None:
    """Several processes write pages as they come, and a disk lists them as it likes."""
    found = []
    for number, names in enumerate((range(40), reversed(range(40)))):
        site = tmp_path / str(number)
        for name in names:
            (site / f"{name}").mkdir(parents=True)
            text = (
                f"<html><body><article><h1>第{name}页</h1>{'同一段话' * (name % 3)}</article></body></html>"
            )
            (site / f"{name}" / "index.html").write_text(text, encoding="utf-8")
        assert search.index(site, "zh")
        index = sorted(p for p in (site / "pagefind").rglob("*") if p.is_file())
        found.append({p.relative_to(site): p.read_bytes() for p in index})
    assert found[0] == found[1]


@needs_pagefind
def test_index_is_that_of_the_whole_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pagefind is handed a part of each page, and its index may not be another for it."""
    menu, word = "<nav>菜单</nav><p>页脚</p>", '<p data-nosearch="">不检索</p>'
    pages = {
        "a": f"<article class='x'><h1>第一页</h1><p id='p'>锁管理 &lt;b&gt;</p>{word}<p>末尾</p></article>",
        "b": f"<article><p>没有标题</p><article>套着的</article><p>{word}又一段</p></article>",
        "c": "<p>没有正文</p>",
    }
    found = []
    for number, part in enumerate((search._indexed, str)):
        monkeypatch.setattr(search, "_indexed", part)
        site = tmp_path / str(number)
        for name, body in pages.items():
            (site / name).mkdir(parents=True)
            head = f"<!doctype html><html lang='zh'><head><title>题：{name}</title></head>"
            text = f"{head}<body>{menu}{body}{menu}</body></html>"
            (site / name / "index.html").write_text(text, encoding="utf-8")
        assert search.index(site, "zh")
        index = sorted(p for p in (site / "pagefind").rglob("*") if p.is_file())
        found.append({p.relative_to(site): p.read_bytes() for p in index})
    assert found[0] == found[1]
    assert sum(path.suffix == ".pf_fragment" for path in found[0]) == 2


@needs_pagefind
def test_settings_from_outside_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pagefind also reads the environment; the same commit must give the same index."""
    monkeypatch.setenv("PAGEFIND_OUTPUT_SUBDIR", "elsewhere")
    monkeypatch.setenv("PAGEFIND_SITE", "/nowhere")
    publish(site_of(CITY), tmp_path / "site", snapshot=CITY, version="1")
    assert (tmp_path / "site/pagefind/pagefind.js").exists()


@needs_pagefind
def test_filters_are_refused(tmp_path: Path) -> None:
    """Pagefind writes them in the order of a hash table, so the site would not be reproducible."""
    extra = [page("x/index.html", '<p data-pagefind-filter="kind:school,year:2025">x</p>')]
    with pytest.raises(PublishError, match="data-pagefind-filter"):
        publish(site_of(CITY, extra=extra), tmp_path / "site", snapshot=CITY, version="1")


def test_platform_without_pagefind_gets_a_site_without_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The records are worth publishing without an index; links to it are no fault then."""
    monkeypatch.setitem(sys.modules, "pagefind_bin_extended", None)
    monkeypatch.setitem(sys.modules, "pagefind_bin", None)
    extra = [page("x/index.html", '<script src="../pagefind/pagefind.js"></script>')]
    published = publish(site_of(CITY, extra=extra), tmp_path / "site", snapshot=CITY, version="1")
    assert published.search is False


def test_failing_program_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it says, its last line is the reason, and there is a way out."""
    program = tmp_path / "pagefind"
    program.write_text("#!/bin/sh\necho noise\necho broken wheel >&2\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setattr(search, "program", lambda: program)
    with pytest.raises(GeneratorError, match="无法建立检索索引：broken wheel"):
        publish(site_of(CITY), tmp_path / "site", snapshot=CITY, version="1")
    assert not (tmp_path / "site").exists()
