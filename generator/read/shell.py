"""The shell of the site: what ``mkdocs build`` makes of ``docs/`` and ``mkdocs.yml``, as data.

MkDocs runs as a program of its own on a temporary copy of exactly the files that were given, so the shell of
a commit never sees the work tree, and the builder can be changed here alone.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from generator.model.document import SourceFile
from generator.model.errors import GeneratorError
from generator.model.shell import Shell
from generator.model.text import Text

# What Material brings for features that are off here, and what MkDocs dates by itself.
_UNUSED = ("assets/javascripts/lunr/", "assets/javascripts/workers/", "assets/images/favicon.png")
_UNUSED_NAMES = ("sitemap.xml", "sitemap.xml.gz", "404.html", "objects.inv")
# The markers of generator/render/pour.py: MkDocs writes them where a name or date would stand.
_SITE_NAME = "@@site@@"
_EPOCH = "315532800"  # 1980-01-01: no page may say when it was built


def build_shell(files: Iterable[SourceFile], site_url: str = "") -> Shell:
    """The shell made of ``docs/`` and ``mkdocs.yml`` among *files*; other files are left out.

    *site_url* is known to the pages through the bureau's record and changes no byte of the shell.
    GeneratorError with the words of MkDocs where it refuses (it is run strictly), or where a file is a link.
    """
    del site_url
    with tempfile.TemporaryDirectory(prefix="shell-") as folder:
        root = Path(folder).resolve()
        _write(files, root)
        _run_mkdocs(root)
        return _collect(root / "site")


def _write(files: Iterable[SourceFile], root: Path) -> None:
    for file in files:
        if file.path != "mkdocs.yml" and not file.path.startswith("docs/"):
            continue
        if file.mode == "folder":
            continue
        if file.mode != "file" or file.content is None:
            raise GeneratorError(
                Text(f"{file.path} 不是普通文件，或超过 1 MiB", f"{file.path}: no plain file, or over 1 MiB"),
                Text("docs/ 中不能有链接；图片请压缩", "docs/ may hold no links; compress images"),
            )
        target = root / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
    if not (root / "mkdocs.yml").is_file():
        raise GeneratorError(
            Text("缺少 mkdocs.yml，无法生成网站外壳", "mkdocs.yml is missing, so there is no shell"),
            Text("generator init 会写出一份", "generator init writes one"),
        )


def _run_mkdocs(root: Path) -> None:
    # Not --quiet: MkDocs counts for --strict only the warnings that it would print.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean"]
    done = subprocess.run(  # noqa: S603 - our own interpreter and fixed words
        [*command, "--config-file", str(root / "mkdocs.yml"), "--site-dir", str(root / "site")],
        cwd=root,
        env=os.environ
        | {
            "NO_MKDOCS_2_WARNING": "1",
            "SITE_NAME": _SITE_NAME,
            "SOURCE_DATE_EPOCH": _EPOCH,
            "PYTHONIOENCODING": "utf-8",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = "\n".join(
            line.replace(f"{root}/", "")
            for line in (done.stderr + done.stdout).splitlines()
            if line.strip() and not line.startswith(("  ", "INFO"))
        )
        raise GeneratorError(
            Text(f"MkDocs 拒绝了 docs/ 或 mkdocs.yml：\n{said}", f"MkDocs refused docs/:\n{said}"),
            Text("单独运行 mkdocs build --strict 可重现", "mkdocs build --strict alone shows the same"),
        )


def _collect(site: Path) -> Shell:
    pages: dict[str, str] = {}
    assets: dict[str, bytes] = {}
    for path in sorted(p for p in site.rglob("*") if p.is_file()):
        name = path.relative_to(site).as_posix()
        if name in _UNUSED_NAMES or name.startswith(_UNUSED) or name.endswith(".map"):
            continue
        if name == "index.html" or name.endswith("/index.html"):
            pages[name.removesuffix("index.html")] = _squeezed(path.read_text(encoding="utf-8"))
        else:
            assets[name] = path.read_bytes()
    return Shell(pages, assets)


def _squeezed(html: str) -> str:
    """*html* without the theme's blank lines and indents; the article is left as written."""
    before, opening, rest = html.partition("<article")
    article, closing, after = rest.rpartition("</article>")
    return f"{_BLANK.sub(_NEWLINE, before)}{opening}{article}{closing}{_BLANK.sub(_NEWLINE, after)}"


_BLANK = re.compile(r"\s*\n\s*")
_NEWLINE = "\n"
