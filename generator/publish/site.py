"""A whole site beside the live one, checked, then exchanged: readers see the old or the new, never less."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.model.artifact import Artifact, Work
from generator.model.errors import GeneratorError
from generator.model.history import History
from generator.model.snapshot import Snapshot
from generator.model.text import Text

from . import search
from .conservation import Ledger
from .errors import explaining
from .exchange import exchange
from .links import Links
from .manifest import NAME, Origin, is_ours, manifest
from .scribe import Scribe, write_all
from .staging import Staging
from .workspace import workspace

_INPUTS = ("records", "schemas", "docs", ".git")


@dataclass(frozen=True, slots=True)
class Published:
    """What was published: *files* in all, of which *pages* are HTML; *bytes* together.

    search: False where this platform has no Pagefind and the site has no search.
    """

    out: Path
    files: int
    pages: int
    bytes: int
    search: bool


def publish(
    work: Work,
    out: Path,
    *,
    snapshot: Snapshot,
    version: str,
    root: Path | None = None,
    base_path: str = "/",
    address: str = "",
    history: History | None = None,
    with_search: bool = True,
    watch: Callable[[Iterator[None]], Iterable[None]] = iter,
) -> Published:
    """Make and write the files of *work* as the site *out*, replacing the one that is there.

    root: the repository, which *out* may lie in but not touch. base_path: the path of the site's address.
    address, history: go into the manifest.
    watch: passes steps through, one for each file written, and may show how far they are.
    GeneratorError where the disk, another build or a foreign folder stands in the way; PublishError where
    the pages are at fault. Whatever happens, and however it ends, *out* holds the whole old or new site.
    """
    out = Path(os.path.normpath(Path.cwd() / out))
    with explaining(out):
        refuse_unsafe(out, root)
    with explaining(out):
        out.parent.mkdir(parents=True, exist_ok=True)
    with workspace(out) as place:
        staging, links = Staging(place, out), Links(base_path)
        scribe = Scribe(staging, links, Ledger(snapshot))
        for _ in watch(write_all(work, scribe)):
            pass
        scribe.ledger.check()
        searched = with_search and search.index(place, snapshot.language)
        if searched:
            staging.adopt(search.FOLDER)
        assumed = () if searched else (f"{search.FOLDER}/",)
        links.check({*staging.stamps, NAME}, staging.read, assumed=assumed)
        origin = Origin.of(snapshot, version, address, history)
        staging.write(Artifact(NAME, manifest(origin, staging.stamps)))
        with explaining(out):
            _put(place, out)
    sizes = {path: stamp.size for path, stamp in staging.stamps.items()}
    pages = sum(path.endswith(".html") for path in sizes)
    return Published(out, len(sizes), pages, sum(sizes.values()), searched)


def refuse_unsafe(out: Path, root: Path | None = None) -> None:
    """GeneratorError where *out* must not be replaced, such as for holding what we did not write."""
    reason = _unsafe(out, root)
    if reason:
        raise GeneratorError(
            Text("不能把站点写到「{out}」：{reason}", "cannot write the site to “{out}”: {reason}").format(
                out=out, reason=reason
            ),
            Text("用 --out 另选一个空的或新的文件夹", "choose an empty or new folder with --out"),
        )


def _unsafe(out: Path, root: Path | None) -> Text | None:
    if out.parent == out:
        return Text("这是根目录", "it is the root of the disk")
    if out.is_symlink():
        return Text("这是一个链接", "it is a link")
    if os.path.lexists(out) and not out.is_dir():
        return Text("这不是文件夹", "it is not a folder")
    if ((out / "records").is_dir() and not is_ours(out)) or (out / ".git").exists():
        return Text("其中有记录或 Git 仓库", "it holds records or a Git repository")
    if root is not None:
        real, home = out.resolve(), root.resolve()
        if home.is_relative_to(real):
            return Text("它包含整个记录仓库", "it contains the whole repository")
        if any(real.is_relative_to(home / name) for name in _INPUTS):
            return Text("它在记录仓库的源文件之中", "it lies among the repository's sources")
    if out.is_dir() and any(out.iterdir()) and not is_ours(out):
        return Text("其中有不是本程序写入的内容", "it holds what this program did not write")
    return None


def _put(new: Path, out: Path) -> None:
    if os.path.lexists(out):
        exchange(new, out)
    else:
        new.rename(out)
