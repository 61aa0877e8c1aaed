"""Record pages beside mkdocs-material and Hugo: the same inspections, as pages in the same layout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from .timing import run, table

PYTHON = sys.executable
MKDOCS = """
site_name: bench
docs_dir: content
site_dir: out
use_directory_urls: true
plugins: []
theme: {name: material, language: zh, font: false}
markdown_extensions: [tables]
nav: [index.md]
not_in_nav: "*"
"""


def compare(root: Path, counts: tuple[int, ...], peers: Path | None, folder: Path) -> None:
    """Print the table: pages a second of each builder for each number of pages."""
    rows = []
    for count in counts:
        ours = _ours(root, count, folder / f"ours-{count}")
        written, seconds = ours["written"], ours["pages"]
        rows.append(_row(written, "generator: render, pour, write, scan links", seconds, ours["MB"], seconds))
        rows.append(["", "generator: shell by MkDocs, once", f"{ours['shell']:.2f}", "–", "–", "–"])
        rows.append(["", "generator: search index by Pagefind", f"{ours['index']:.2f}", "–", "–", "–"])
        texts = _markdown(root, written)
        for name, build in (("mkdocs-material, no search", _mkdocs), ("Hugo, its own small layout", _hugo)):
            other = build(texts, folder / f"{build.__name__}-{count}", peers)
            if other:
                rows.append(_row(written, name, other.seconds, other.megabytes, seconds))
    head = ["pages", "builder", "s", "pages a second", "MB", "× our time"]
    table("record pages", head, rows)


def _ours(root: Path, count: int, out: Path) -> dict[str, Any]:
    command = [PYTHON, "-m", "benchmarks.pouring", root, str(count), out]
    process = subprocess.Popen([str(c) for c in command], stdout=subprocess.PIPE)
    assert process.stdout
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit("the page benchmark failed")
    found: dict[str, Any] = json.loads(text)
    found["MB"] = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
    return found


def _row(pages: int, name: str, seconds: float, megabytes: float, ours: float) -> list[str]:
    rate = f"{pages / seconds:,.0f}"
    return [f"{pages:,}", name, f"{seconds:.1f}", rate, f"{megabytes:.0f}", f"{seconds / ours:.1f}"]


def _markdown(root: Path, count: int) -> dict[str, str]:
    """The same inspections as Markdown: a table of facts and a table of items."""
    items: dict[str, Mapping[str, Any]] = {}
    for path in (root / "records" / "checklists").rglob("*.yml"):
        for section in yaml.load(path.read_text(), Loader=yaml.CSafeLoader)["sections"]:
            items |= {item["id"]: item for item in section["items"]}
    texts = {}
    for path in sorted((root / "records" / "inspections").rglob("*.yml"))[:count]:
        record = yaml.load(path.read_text(), Loader=yaml.CSafeLoader)
        lines = [f"# {record['organization']} {record['period']}", "", "| 项 | 值 |", "|---|---|"]
        lines += [f"| {k} | {v} |" for k, v in record.items() if not isinstance(v, list | dict)]
        lines += ["", "| 编号 | 内容 | 分值 | 结果 |", "|---|---|---|---|"]
        for result in record.get("results", []):
            item = items[result["item"]]
            lines.append(f"| {result['item']} | {item['text']} | {item['points']} | {result['result']} |")
        lines += ["", *(f"- {finding['text']}" for finding in record.get("findings", []))]
        texts[record["id"]] = "\n".join(lines) + "\n"
    return texts


def _mkdocs(texts: dict[str, str], folder: Path, _peers: Path | None) -> Any:
    _write(texts, folder, "")
    (folder / "mkdocs.yml").write_text(MKDOCS)
    return run([PYTHON, "-m", "mkdocs", "build", "--quiet"], folder=folder)


def _hugo(texts: dict[str, str], folder: Path, peers: Path | None) -> Any:
    if peers is None:
        return None
    _write(texts, folder, "---\ntitle: x\n---\n")
    (folder / "hugo.toml").write_text(
        'title = "bench"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap"]\n'
    )
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    frame = "<!doctype html><html lang=zh><head><title>{{ .Title }}</title></head><body>" + "<p>nav</p>" * 900
    (layouts / "single.html").write_text(frame + "{{ .Content }}</body></html>")
    (layouts / "list.html").write_text(frame + "</body></html>")
    return run([peers / "bin" / "hugo", "--quiet"], folder=folder)


def _write(texts: dict[str, str], folder: Path, head: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "content").mkdir(parents=True)
    (folder / "content" / "index.md").write_text(f"{head}# bench\n")
    for name, text in texts.items():
        (folder / "content" / f"{name}.md").write_text(head + text)
