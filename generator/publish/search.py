"""The search index, made by Pagefind over the finished pages.

Measured with Pagefind 1.5: the same pages in the same order give the same bytes, with ``data-pagefind-meta``
and ``-sort`` too, but not with ``data-pagefind-filter``: filters are written in the order of a hash table,
and so refused.
"""

from __future__ import annotations

import base64
import contextlib
import importlib
import json
import mmap
import os
import re
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

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
    # Its options can also be set from outside, and then the same commit would give other bytes.
    surroundings = {k: v for k, v in os.environ.items() if not k.upper().startswith("PAGEFIND_")}
    try:
        with tempfile.TemporaryFile() as answers, tempfile.TemporaryFile() as said:
            _ask_all(executable, site, language, surroundings, answers, said)
            reason = _write_files(site / FOLDER, answers)
            if reason is not None:
                said.seek(0)
                raise _failed(said.read().decode("utf-8", "replace") or reason)
    except OSError as error:
        raise _failed(str(error)) from error
    if (site / FOLDER / "filter").exists():
        raise PublishError(
            Text(
                "页面使用了 data-pagefind-filter，检索索引将无法重现",
                "data-pagefind-filter makes the index unreproducible",
            )
        )
    return True


def _ask_all(
    executable: Path,
    site: Path,
    language: Language,
    surroundings: Mapping[str, str],
    answers: IO[bytes],
    said: IO[bytes],
) -> None:
    """Hand all pages to Pagefind and keep its answers, of which each ends in a comma; the last is the index.

    Left to look for pages itself it takes them as the disk lists them and numbers them by that; left to write
    the index it answers, and ends, before its files are whole.
    """
    pages = sorted(page.relative_to(site).as_posix() for page in site.rglob("index.html"))
    with subprocess.Popen(  # noqa: S603 the program of a pinned wheel, with constant arguments
        [str(executable), "--service"],
        env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said,
    ) as service:  # fmt: skip
        impatience = threading.Timer(_TIMEOUT, service.kill)
        hand = threading.Thread(target=_hand_over, args=(service.stdin, site, pages, language), daemon=True)
        impatience.start()
        hand.start()
        try:
            wanted = len(pages) + 2
            while wanted > 0 and service.stdout and (chunk := os.read(service.stdout.fileno(), 1 << 16)):
                answers.write(chunk)
                wanted -= chunk.count(b",")
        finally:
            service.kill()
            impatience.cancel()
            hand.join()


def _hand_over(service: IO[bytes], site: Path, pages: Iterable[str], language: Language) -> None:
    """Everything that Pagefind is asked for, in order."""
    config = {"root_selector": ROOT, "exclude_selectors": EXCLUDED, "force_language": str(language)}
    try:
        _ask(service, type="NewIndex", config=config)
        for page in pages:
            text = _indexed((site / page).read_text(encoding="utf-8"))
            _ask(service, type="AddFile", index_id=0, file_path=page, file_contents=text)
        _ask(service, type="GetFiles", index_id=0)
        service.flush()
    except OSError:  # it has ended and said why
        with contextlib.suppress(OSError):
            service.close()


def _indexed(html: str) -> str:
    """What Pagefind looks at of a page: its title and its root element, a third of the whole."""
    title, root = _TITLE.search(html), _ROOT.search(html)
    if title is None or root is None:
        return html
    return f"<html><head>{title[0]}</head><body>{root[0]}</body></html>"


_TITLE = re.compile("<title>[^<]*</title>")
_ROOT = re.compile(f"<{ROOT}[ >].*</{ROOT}>", re.DOTALL)


def _ask(service: IO[bytes], **payload: Any) -> None:
    service.write(
        base64.b64encode(json.dumps({"message_id": 0, "payload": payload}, ensure_ascii=False).encode())
        + b","
    )


def _write_files(folder: Path, answers: IO[bytes]) -> str | None:
    """Write the index that the last answer holds; the reason where there is none, or a page was refused."""
    size = answers.seek(0, os.SEEK_END)
    if not size:
        return "Pagefind"
    with mmap.mmap(answers.fileno(), size, access=mmap.ACCESS_READ) as found:
        start = found.rfind(b",", 0, size - 1) + 1
        try:
            reason = _refusal(found[:start].split(b",")[:-1])
            answer = base64.b64decode(found[start : size - 1])
        except (ValueError, KeyError):
            return "Pagefind"
    if reason is None and b'"GetFiles"' not in answer[:200]:
        return "Pagefind"
    for match in _FILE.finditer(answer) if reason is None else ():
        file = json.loads(match[0])
        path = folder / file["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(file["content"]))
    return reason


_FILE = re.compile(rb'\{"path":"[^"]*","content":"[^"]*"\}')


def _refusal(answers: Iterable[bytes]) -> str | None:
    """Why a page is not in the index, from the answers to what came before it was asked for."""
    for answer in answers:
        payload = json.loads(base64.b64decode(answer))["payload"]
        if payload["type"] == "Error":
            return str(payload.get("message", "Pagefind"))
    return None


def _failed(detail: str) -> GeneratorError:
    lines = [line.strip() for line in detail.splitlines() if line.strip()]
    return GeneratorError(
        Text("无法建立检索索引：{why}", "cannot build the search index: {why}").format(
            why=lines[-1] if lines else "Pagefind"
        ),
        Text("重新安装依赖（make）后再试", "install the dependencies again (make) and retry"),
    )
