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
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from generator import __version__, pipeline
from generator.publish import search
from generator.publish.links import Links
from generator.publish.scribe import write_all
from generator.publish.staging import Staging
from generator.read.shell import build_shell
from generator.read.sources import WorkTree
from generator.render.page import Page, Renderer
from generator.render.pages import inspections
from generator.render.plain import record_page
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
    pages = plain_pages(site, count) if sort == "plain" else inspections.inspection_pages(site)
    files = (renderer.render(page, page.template or "inspection") for page in islice(pages, count))
    staging, _ = write_all(files, Staging(out, out), Links("/"))
    written = len(staging.stamps)
    seconds["pages"] = time.perf_counter() - began

    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    search.index(out, "zh")
    seconds["index"] = time.perf_counter() - began
    print(json.dumps({"written": written, "MB": own * UNIT / 1e6, **seconds}))


def plain_pages(site: Site, count: int) -> Iterator[Page]:
    """The plain pages of the awards, as often as needed, each at an address of its own."""
    awards = site.snapshot.of("awards")
    for number in range(count):
        page = record_page(site, awards[number % len(awards)])
        yield replace(page, path=f"awards/p-{number}/")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
