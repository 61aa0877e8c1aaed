"""Our side of the page benchmark: pour COUNT pages of ROOT into OUT, print the phases.

Run as ``python -m benchmarks.pouring ROOT COUNT OUT inspections|plain``; prints JSON with seconds for each
phase. Plain pages are facts and a list, those of a record without a page function.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import cast

from generator import __version__, pipeline
from generator.model.artifact import Work
from generator.model.record import Record
from generator.publish import search
from generator.publish.conservation import Ledger
from generator.publish.links import Links
from generator.publish.scribe import Scribe, write_all
from generator.publish.staging import Staging
from generator.read.shell import build_shell
from generator.read.sources import WorkTree
from generator.render.page import Page, PageMaker, page
from generator.render.pages import inspections
from generator.render.plain import record_page
from generator.render.renderer import Renderer
from generator.render.site import Site

# Peak memory is counted in kilobytes, on macOS in bytes.
UNIT = 1 if sys.platform == "darwin" else 1024


def main(root: Path, count: int, out: Path, sort: str) -> None:
    """Time shell, rendering with writing, and the search index."""
    source = WorkTree(root)
    gc.disable()  # as the command does
    checked = pipeline.check(source)
    results = pipeline.assess(checked)
    seconds = {}
    began = time.perf_counter()
    shell = build_shell(source.files("docs", "mkdocs.yml"))
    seconds["shell"] = time.perf_counter() - began

    began = time.perf_counter()
    site = Site(checked.snapshot, results, checked.diagnostics, __version__)
    renderer = Renderer(site, shell)

    @page(template="inspection", many=True)
    def chosen(site: Site) -> Iterable[PageMaker]:
        makers = plain(site, count) if sort == "plain" else inspections.inspection_pages.function(site)
        return cast("Iterable[PageMaker]", islice(makers, count))

    work = Work(tuple(renderer.share(portion, chosen.template) for portion in chosen.slices(site)))
    scribe = Scribe(Staging(out, out), Links("/"), Ledger(checked.snapshot))
    for _ in write_all(work, scribe):
        pass
    written = len(scribe.staging.stamps)
    seconds["pages"] = time.perf_counter() - began

    own = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    began = time.perf_counter()
    search.index(out, "zh")
    seconds["index"] = time.perf_counter() - began
    print(json.dumps({"written": written, "MB": own * UNIT / 1e6, **seconds}))


def plain(site: Site, count: int) -> Iterator[PageMaker]:
    """The plain pages of the awards, as often as needed, each at an address of its own."""
    awards = site.snapshot.of("awards")
    for number in range(count):
        yield partial(_moved, site, awards[number % len(awards)], f"awards/p-{number}/")


def _moved(site: Site, record: Record, path: str) -> Page:
    return replace(record_page(site, record), path=path)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
