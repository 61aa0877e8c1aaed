"""Our side of the page benchmark: pour the first COUNT inspection pages of ROOT into OUT, print the phases.

Run as ``python -m benchmarks.pouring ROOT COUNT OUT``; prints JSON with seconds for each phase.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from itertools import islice
from pathlib import Path

from generator import __version__, pipeline
from generator.publish import search
from generator.publish.links import Links
from generator.publish.scribe import write_all
from generator.publish.staging import Staging
from generator.read.shell import build_shell
from generator.read.sources import WorkTree
from generator.render.page import Renderer
from generator.render.pages import inspections
from generator.render.site import Site


def main(root: Path, count: int, out: Path) -> None:
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
    pages = islice(inspections.inspection_pages(site), count)
    template = inspections.inspection_pages.template
    files = (renderer.render(page, template) for page in pages)
    staging, _ = write_all(files, Staging(out, out), Links("/"))
    written = len(staging.stamps)
    seconds["pages"] = time.perf_counter() - began

    began = time.perf_counter()
    search.index(out, "zh")
    seconds["index"] = time.perf_counter() - began
    print(json.dumps({"written": written, **seconds}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
