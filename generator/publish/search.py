"""The search index, made by Pagefind over the finished pages.

Measured with Pagefind 1.5: the same pages give the same bytes, with ``data-pagefind-meta`` and ``-sort`` too,
but not with ``data-pagefind-filter``: filters are written in the order of a hash table, and so refused.
"""

from __future__ import annotations

import importlib
import os
import subprocess
from pathlib import Path

from generator.model.errors import GeneratorError
from generator.model.text import Language, Text

from .errors import PublishError

FOLDER = "pagefind"
ROOT = "article"
EXCLUDED = ("nav", ".headerlink", ".md-source-file", "[hidden]", "[data-nosearch]")
_TIMEOUT = 1800.0


def program() -> Path | None:
    """Pagefind's program as its wheel brings it, or None on a platform that has no such wheel."""
    for package in ("pagefind_bin_extended", "pagefind_bin"):
        try:
            return Path(importlib.import_module(package).get_executable())
        except (ImportError, FileNotFoundError):
            continue
    return None


def index(site: Path, language: Language) -> bool:
    """Write the index of the pages below *site* into ``pagefind/`` there; False where there is no Pagefind.

    Only what stands in the root element of ``index.html`` pages is indexed: no menus, not the 404 page.
    """
    executable = program()
    if executable is None:
        return False
    command = [
        str(executable),
        "--site=.",
        f"--output-subdir={FOLDER}",
        f"--root-selector={ROOT}",
        f"--exclude-selectors={', '.join(EXCLUDED)}",
        "--glob=**/index.html",
        f"--force-language={language}",
        "--silent",
    ]
    # Its options can also be set from outside, and then the same commit would give other bytes.
    surroundings = {k: v for k, v in os.environ.items() if not k.upper().startswith("PAGEFIND_")}
    try:
        done = subprocess.run(  # noqa: S603 the program of a pinned wheel, with constant arguments
            command, cwd=site, env=surroundings, capture_output=True, stdin=subprocess.DEVNULL,
            timeout=_TIMEOUT, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _failed(str(error)) from error
    if done.returncode:
        raise _failed((done.stderr or done.stdout).decode("utf-8", "replace"))
    if (site / FOLDER / "filter").exists():
        raise PublishError(
            Text(
                "页面使用了 data-pagefind-filter，检索索引将无法重现",
                "data-pagefind-filter makes the index unreproducible",
            )
        )
    return True


def _failed(detail: str) -> GeneratorError:
    lines = [line.strip() for line in detail.splitlines() if line.strip()]
    return GeneratorError(
        Text("无法建立检索索引：{why}", "cannot build the search index: {why}").format(
            why=lines[-1] if lines else "Pagefind"
        ),
        Text("重新安装依赖（make）后再试", "install the dependencies again (make) and retry"),
    )
