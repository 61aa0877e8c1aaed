"""Record pages beside mkdocs-material and Hugo: the same records with the same words.

Plain pages (an award: facts) are what the peers were tried with first; an inspection has 33 rows of items.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from generator.read.shell import build_shell
from generator.read.sources import WorkTree
from generator.render.plain import RECORD_SHELL

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


def compare(cities: Mapping[int, Path], peers: Path | None, folder: Path) -> None:
    """Print the table: pages a second of each builder. *cities*: by the number of pages to make of one."""
    rows = []
    for sort, markdown in (("plain", _awards), ("inspections", _inspections)):
        for count, root in cities.items():
            ours = _ours(root, count, folder / f"ours-{sort}-{count}", sort)
            written, seconds = ours["written"], ours["pages"]
            rows.append(_row(written, f"{sort}: generator, with links scanned", seconds, ours["MB"], seconds))
            rows.append(["", "generator: shell by MkDocs, once", f"{ours['shell']:.2f}", "–", "–", "–"])
            rows.append(["", "generator: search index by Pagefind", f"{ours['index']:.2f}", "–", "–", "–"])
            texts = markdown(root, written)
            for name, build in PEERS:
                other = build(texts, folder / f"{build.__name__}-{sort}-{count}", peers)
                if other:
                    rows.append(_row(written, f"{sort}: {name}", other.seconds, other.megabytes, seconds))
    head = ["pages", "builder", "s", "pages a second", "MB", "× our time"]
    table("record pages", head, rows)


def _ours(root: Path, count: int, out: Path, sort: str) -> dict[str, Any]:
    command = [PYTHON, "-m", "benchmarks.pouring", root, str(count), out, sort]
    done = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _row(pages: int, name: str, seconds: float, megabytes: float, ours: float) -> list[str]:
    rate = f"{pages / seconds:,.0f}"
    return [f"{pages:,}", name, f"{seconds:.1f}", rate, f"{megabytes:.0f}", f"{seconds / ours:.1f}"]


def _awards(root: Path, count: int) -> dict[str, str]:
    """The awards, as often as needed, as a table of facts and a paragraph."""
    records = [_load(path) for path in sorted((root / "records" / "awards").rglob("*.yml"))]
    return {
        f"p-{number}": "\n".join(_facts(records[number % len(records)])) + "\n" for number in range(count)
    }


def _inspections(root: Path, count: int) -> dict[str, str]:
    """The inspections with what our pages say: facts, findings, every item with evidence and basis."""
    items: dict[str, Mapping[str, Any]] = {}
    for path in (root / "records" / "checklists").rglob("*.yml"):
        for section in _load(path)["sections"]:
            items |= {item["id"]: item for item in section["items"]}
    texts = {}
    for path in sorted((root / "records" / "inspections").rglob("*.yml"))[:count]:
        record = _load(path)
        lines = [*_facts(record), ""]
        lines += [f"- {f['text']} {f['due']}" for f in record.get("findings", [])]
        lines += ["", "| 内容 | 分值 | 结果 | 佐证 | 依据 |", "|---|---|---|---|---|"]
        for result in record.get("results", []):
            item = items[result["item"]]
            cells = [f"{item['text']} {result['item']}", item["points"], result["result"]]
            cells += ["；".join(item.get("evidence", [])), "；".join(map(_words, item.get("basis", [])))]
            lines.append("| " + " | ".join(map(str, cells)) + " |")
        texts[record["id"]] = "\n".join(lines) + "\n"
    return texts


def _words(basis: Mapping[str, Any]) -> str:
    """A law and its articles, as many words as our page has of them."""
    return " ".join(map(str, (basis["law"], *basis.get("articles", ()))))


def _load(path: Path) -> Any:
    return yaml.load(path.read_text(), Loader=yaml.CSafeLoader)


def _facts(record: Mapping[str, Any]) -> list[str]:
    rows = [f"| {k} | {v} |" for k, v in record.items() if not isinstance(v, list | dict)]
    return [f"# {record['id']}", "", "| 项 | 值 |", "|---|---|", *rows]


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
    (layouts / "single.html").write_text(_layout())
    (layouts / "list.html").write_text(_layout())
    return run([peers / "bin" / "hugo", "--quiet"], folder=folder)


PEERS = (("mkdocs-material, no search", _mkdocs), ("Hugo, our shell as layout", _hugo))


def _layout() -> str:
    """The shell that our own plain pages are poured into, as a layout of Hugo."""
    shell = build_shell(WorkTree(Path(__file__).parents[1]).files("docs", "mkdocs.yml")).pages[RECORD_SHELL]
    marked = re.sub(r'<div data-slot="[^"]*">.*?</div>', "{{ .Content }}", shell, flags=re.DOTALL)
    return re.sub("@@[a-z]+@@", "{{ .Title }}", marked)


def _write(texts: dict[str, str], folder: Path, head: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "content").mkdir(parents=True)
    (folder / "content" / "index.md").write_text(f"{head}# bench\n")
    for name, text in texts.items():
        (folder / "content" / f"{name}.md").write_text(head + text)
