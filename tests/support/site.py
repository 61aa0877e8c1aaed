"""A whole repository and its site for tests: copying, building, and looking at pages with eyes of our own."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import pickle
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from generator.cli import main
from generator.model.document import Document, SourceFile
from generator.model.schema import Schema
from generator.model.shell import Shell
from generator.publish import scribe
from generator.publish import search as searching
from generator.read import shell
from generator.read.parsing import read_document
from generator.read.schemas import read_schemas
from generator.read.sources import WorkTree

ROOT = Path(__file__).resolve().parents[2]
INPUTS = ("records", "schemas", "docs", "mkdocs.yml")
_DAY = "2026-01-05T08:00:00+08:00"
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass(frozen=True)
class Built:
    """A repository and the site that was made from it."""

    root: Path
    site: Path


# --- what the processes of a run share ------------------------------------------------------------

SHARED = "TESTS_SHARED"  # variable with the folder that all processes of one run of tests have
_PATIENCE = 300.0  # seconds; only what hangs takes so long


def once(name: str, make: Callable[[Path], object]) -> Path:
    """A folder that the processes of one run share: the first that asks for it makes it, others wait."""
    shared = Path(os.environ[SHARED]) / name
    with suppress(FileExistsError):
        shared.mkdir()
        try:
            make(shared)
        except BaseException:
            (shared / "failed").touch()
            raise
        (shared / "done").touch()
        return shared
    patience = time.monotonic() + _PATIENCE
    while not (shared / "done").exists():
        assert not (shared / "failed").exists(), f"another worker could not make the {name}; see its error"
        assert time.monotonic() < patience, f"another worker has not finished the {name}"
        time.sleep(0.1)
    return shared


# --- repositories ---------------------------------------------------------------------------------


def copy_city(folder: Path) -> None:
    """The project's own records, schemas and pages, as a repository with one commit."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in INPUTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
        else:
            shutil.copy(ROOT / name, folder / name)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=records: begin")


def git(folder: Path, *arguments: str) -> str:
    """Run git as nobody in particular, on a fixed day."""
    person = {f"GIT_{who}_{what}": "test" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    days = {"GIT_AUTHOR_DATE": _DAY, "GIT_COMMITTER_DATE": _DAY, "GIT_CONFIG_GLOBAL": os.devnull}
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(command, env=kept | person | days, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def generator(
    *arguments: str | Path, within: Sequence[str] = (), **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command of ours as a person does, in a process of its own; *within* starts before it."""
    kept = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"}
    kept |= {"GENERATOR_CACHE": "off", "PYTHONPATH": str(ROOT), **environment}
    command = [*within, sys.executable, "-m", "generator", *map(str, arguments)]
    return subprocess.run(command, env=kept, capture_output=True, text=True, check=False, cwd=ROOT)


def build(root: Path, site: Path, *options: str, within: Sequence[str] = (), **environment: str) -> Built:
    """Build a site; the test fails with what the command said where it cannot be built."""
    done = generator("--root", root, "build", "--out", site, *options, within=within, **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return Built(root, site)


def command_here(*arguments: str | Path) -> None:
    """Run a command of ours in this process; the test fails with what it said where it does not succeed."""
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GENERATOR_CACHE", "off")
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        patch.setattr(sys, "stdout", said)
        patch.setattr(sys, "stderr", said)
        with pytest.raises(SystemExit) as stopped:
            main([str(a) for a in arguments])
    assert not stopped.value.code, said.getvalue()


def build_here(root: Path, site: Path, *options: str, with_search: bool = False) -> Built:
    """The same site as `build` makes, in a quarter of the time, for tests that make several.

    One process writes it, MkDocs runs once for all cities with the same ``docs/``, and the index of the
    search is made for those who ask, once for the same pages.
    """
    with cheaply(with_search=with_search):
        command_here("--root", root, "build", "--out", site, *options)
    return Built(root, site)


@contextmanager
def cheaply(*, with_search: bool = False) -> Iterator[None]:
    """What is built meanwhile is built as ``build_here`` does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scribe, "can_fork", lambda: False)
        patch.setattr(shell, "build_shell", known_shell)
        patch.setattr(searching, "index", _index_of if with_search else lambda *_: False)
        yield


_build_shell = shell.build_shell


def known_shell(files: Iterable[SourceFile], site_url: str = "") -> Shell:
    """The shell, for which MkDocs runs once for all builds of a run of tests with the same files."""
    kept = tuple(files)
    made_of = repr([(f.path, f.mode, f.content) for f in kept])
    name = f"shell-{hashlib.sha256(made_of.encode()).hexdigest()[:32]}"

    def make(folder: Path) -> None:
        made = _build_shell(kept, site_url)
        (folder / "shell").write_bytes(pickle.dumps((dict(made.pages), dict(made.assets))))

    return Shell(*pickle.loads((once(name, make) / "shell").read_bytes()))


_index = searching.index
_indices: dict[tuple[Any, ...], Mapping[str, bytes]] = {}


def _index_of(site: Path, language: str) -> bool:
    """The index of a site's pages, made once for all sites with the same pages."""
    made = {path: digest for path, (_, digest) in tree(site).items() if path.endswith(".html")}
    folder, pages = site / searching.FOLDER, (language, *sorted(made.items()))
    if pages not in _indices:
        if not _index(site, language):
            return False
        files = (path for path in sorted(folder.rglob("*")) if path.is_file())
        _indices[pages] = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    for name, content in _indices[pages].items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return True


BULLETINS = frozenset(
    {
        "annual-evaluation-2024",
        "quarterly-digital-2025-q1",
        "quarterly-digital-2025-q1-1",
        "quarterly-hazchem-2025-q3",
        "situation-2025-q2",
        "situation-2025-q2-1",
    }
)


def small_city(root: Path, *, schools: int, inspections: int) -> None:
    """A sample of that size as a repository with one commit; of its bulletins one of each sort.

    Each bulletin is a Word file and a PDF too, so many of them cost more than all pages of a small city.
    """
    size = ("--schools", str(schools), "--inspections", str(inspections))
    command_here("init", root, "--sample", *size)
    gone = [p for p in (root / "records" / "bulletins").rglob("*.yml") if p.stem not in BULLETINS]
    for path in gone:
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--amend", "--no-edit")


@cache
def schemas() -> Mapping[str, Schema]:
    """The project's own schemas."""
    return read_schemas(WorkTree(ROOT))[0]


def record_files(root: Path) -> list[Path]:
    """All files below ``records/``, sorted."""
    return sorted(path for path in (root / "records").rglob("*") if path.is_file())


def published_files(root: Path) -> list[Path]:
    """The same without drafts, which no page and no table may show."""
    return [p for p in record_files(root) if not re.search(r"status\"?: \"?draft\b", p.read_text("utf-8"))]


def kind_of(path: Path, root: Path) -> str:
    """The kind of a record by its path."""
    return path.relative_to(root / "records").parts[0].removesuffix(".yml")


def load(path: Path) -> dict[str, Any]:
    """A record as plain data that may be changed."""
    content = path.read_bytes()
    found = read_document(SourceFile("records/experts/x.yml", "file", content, len(content)))
    assert isinstance(found, Document), found
    return json.loads(json.dumps(found.data, default=_number), parse_float=Decimal)


def save(path: Path, data: Mapping[str, Any]) -> None:
    """Write a record as JSON, which is YAML too and quotes everything."""
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1, default=_number) + "\n", encoding="utf-8")


def _number(value: Decimal) -> float:
    return float(value)


# --- sites ----------------------------------------------------------------------------------------


def tree(folder: Path) -> dict[str, tuple[int, str]]:
    """Path -> mode and digest of every file and folder, for comparing two sites."""
    found = {}
    for path in sorted(folder.rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        name = path.relative_to(folder).as_posix()
        found[name] = (path.stat().st_mode & 0o777, hashlib.sha256(content).hexdigest())
    return found


def contents(site: Path) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every file; what is compressed comes unpacked too."""
    for path in sorted(site.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            name = path.relative_to(site).as_posix()
            yield name, content
            if content[:2] == b"\x1f\x8b":
                yield f"{name} (unpacked)", gzip.decompress(content)


def page_files(site: Path) -> list[Path]:
    """Every page, sorted."""
    return [p for p in sorted(site.rglob("*.html")) if "pagefind" not in p.relative_to(site).parts]


@dataclass
class Page(HTMLParser):
    """One page: its tokens in order, and what tests ask for.

    tokens: ("<", tag, attributes), (">", tag), ("text", …), ("comment", …) as a browser would see them.
    """

    tokens: list[tuple[Any, ...]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)  # (attribute, address)
    ids: set[str] = field(default_factory=set)
    texts: dict[str, list[str]] = field(default_factory=dict)  # tag -> texts of its elements
    attributes: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    _open: list[tuple[str, list[str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    @classmethod
    def of(cls, path: Path) -> Page:
        """The page in a file."""
        page = cls()
        page.feed(path.read_text(encoding="utf-8"))
        page.close()
        return page

    @property
    def text(self) -> str:
        """Everything that is no markup, scripts and styles left out."""
        return "".join(token[1] for token in self.tokens if token[0] == "text")

    def having(self, name: str) -> list[str]:
        """The values of an attribute, over all elements."""
        return [values[name] for _, values in self.attributes if name in values]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        values = {name: value or "" for name, value in attrs}
        assert len(values) == len(attrs), f"an attribute twice in <{tag}>"
        self.tokens.append(("<", tag, values))
        self.attributes.append((tag, values))
        self.links.extend((name, values[name]) for name in ("href", "src", "action") if name in values)
        if "id" in values:
            self.ids.add(values["id"])
        if tag not in _VOID:
            self._open.append((tag, []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element without content."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element and those left open in it."""
        self.tokens.append((">", tag))
        while self._open:
            name, texts = self._open.pop()
            self.texts.setdefault(name, []).append("".join(texts).strip())
            if self._open:
                self._open[-1][1].extend(texts)
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        """Note text; neighbouring pieces are one."""
        if self._open:
            self._open[-1][1].append(data)
        kind = "code" if self._open and self._open[-1][0] in ("script", "style") else "text"
        if self.tokens and self.tokens[-1][0] == kind:
            self.tokens[-1] = (kind, self.tokens[-1][1] + data)
        else:
            self.tokens.append((kind, data))

    def handle_comment(self, data: str) -> None:
        """Note a comment."""
        self.tokens.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        """Note a declaration such as the doctype."""
        self.tokens.append(("declaration", decl))

    def unknown_decl(self, data: str) -> None:
        """Note what only looks like a declaration, such as CDATA."""
        self.tokens.append(("declaration", data))

    def handle_pi(self, data: str) -> None:
        """Note an instruction."""
        self.tokens.append(("instruction", data))
