"""The conductor of history: what happened to each record, and whether a site can be made again.

Like in ``pipeline``, stages are imported where they are needed, and nothing prints.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import __version__, pipeline
from .model.archive import Archive, Versions
from .model.bulletin import SHORT, grounds_of, stamped
from .model.digest import digest
from .model.errors import GeneratorError
from .model.history import Change, History
from .model.issued import Issued, issued_bulletins
from .model.text import Text

if TYPE_CHECKING:
    from .compute.past import Lost
    from .pipeline import Checked, Progress
    from .publish.manifest import Claim
    from .publish.site import Published
    from .read.sources import Source


def history_of(root: Path, checked: Checked) -> History:
    """The history of the commit that *checked* stands on, of whatever may be told of it.

    A record that is still a draft has none yet, and its earlier versions are not told.
    """
    from .read.history import read_history, read_scores

    history = read_history(root, checked.snapshot.revision.commit)
    held_back = {record.key for record in checked.whole.drafts}
    told = {key: changes for key, changes in history.changes.items() if key not in held_back}
    history = replace(history, changes=told)
    present = [r.key for records in checked.snapshot.kinds.values() for r in records.values()]
    return replace(history, scores=read_scores(root, history, checked.snapshot.schemas, present))


def build(
    source: Source,
    checked: Checked,
    out: Path,
    *,
    root: Path,
    site_url: str | None = None,
    progress: Progress | None = None,
) -> Published:
    """The site of *checked* with the history of its records; see ``pipeline.build``."""
    shown = progress or pipeline.Silent()
    shown.step(Text("读取版本历史", "Reading the history"))
    history = history_of(root, checked)
    archives = archived(root, checked, history)
    return pipeline.build(
        source,
        checked,
        out,
        root=root,
        site_url=site_url,
        progress=shown,
        history=history,
        archives=archives,
    )


def archived(root: Path, checked: Checked, history: History) -> tuple[Archive, ...]:
    """For each issued bulletin the records that it rests on, as they were then.

    A record that is still as it was is taken from the present ones; of the others, the version with that
    digest is looked for in the history.
    """
    from .export.archive import archives

    snapshot = checked.snapshot
    stamps = {stamp for r in snapshot.of("bulletins") for stamp in grounds_of(r.document.data)}
    versions: dict[str, Mapping[str, Any]] = {}
    for stamp in sorted(stamps):
        record = snapshot.find(stamp.partition("@")[0])
        if record and stamped(snapshot, record.key) == stamp:
            versions[stamp] = record.document.data
    versions.update(_found_in_history(root, history, stamps - versions.keys()))
    return archives(snapshot, versions)


def _found_in_history(root: Path, history: History, stamps: Set[str]) -> Versions:
    from .read.history import read_versions

    keys = sorted({stamp.partition("@")[0] for stamp in stamps})
    blobs = {key: tuple(c.blob for c in history.of(key) if c.blob) for key in keys}
    data = read_versions(root, chain.from_iterable(blobs.values()))
    found = {}
    for key in keys:
        for blob in blobs[key]:
            stamp = f"{key}@{digest(data[blob])[:SHORT]}" if blob in data else ""
            if stamp in stamps:
                found[stamp] = data[blob]
    return found


@dataclass(frozen=True, slots=True)
class Release:
    """One issued bulletin in the repository's past.

    at: the change that issued it, None where it was never committed as issued. archive: what is kept of the
    records that it rests on.
    """

    issued: Issued
    at: Change | None
    archive: Archive


def releases(root: Path, checked: Checked) -> tuple[Release, ...]:
    """The revisions at which bulletins were issued, the oldest first; GeneratorError in a shallow clone."""
    from .read.history import read_versions, whole

    history = whole(history_of(root, checked))
    kept = {one.bulletin: one for one in archived(root, checked, history)}
    issued = checked.snapshot.once(issued_bulletins)
    changes = {one.id: history.of(f"bulletins/{one.id}") for one in issued}
    data = read_versions(root, (c.blob for each in changes.values() for c in each))
    found = []
    for one in issued:
        at = next((c for c in changes[one.id] if "issued" in data.get(c.blob, {})), None)
        found.append(Release(one, at, kept[one.id]))
    return tuple(sorted(found, key=lambda one: (one.issued.signed_on, one.issued.number)))


@dataclass(frozen=True, slots=True)
class Remade:
    """A site held against the one that its records give.

    commit: from which it was made again. files: how many there are. differences: one line for each that
    differs; () where all are equal byte for byte. notes: what else explains them.
    """

    commit: str
    files: int
    differences: tuple[Text, ...]
    notes: tuple[Text, ...]


def verify_site(root: Path, place: Path, revision: str | None, *, progress: Progress | None = None) -> Remade:
    """Make the site of *revision* (by default of the manifest's commit) again and compare every byte.

    place: a site's folder, or a manifest alone. GeneratorError where it cannot be made again.
    """
    from .publish.manifest import compare, read_claim
    from .read.history import require_whole
    from .read.sources import Commit

    claim = read_claim(place)
    if not (revision or claim.commit):
        raise GeneratorError(
            Text("清单没有写是从哪个提交生成的", "the manifest names no commit"),
            Text("用 --at 写明提交", "Name the commit with --at"),
        )
    source = Commit(root, revision or claim.commit)
    require_whole(root)
    checked = pipeline.check(source, as_of=claim.as_of, progress=progress)
    if checked.has_errors:
        raise GeneratorError(
            Text("这个提交里的记录有误，生成不了网站", "the records of that commit have errors"),
            Text("generator check --at 提交 列出全部问题", "See generator check --at REV"),
        )
    with tempfile.TemporaryDirectory(prefix="generator-") as folder:
        out = Path(folder).resolve() / "site"
        build(source, checked, out, root=root, site_url=claim.address or None, progress=progress)
        made = read_claim(out)
    differences = compare(claim.files, made.files)
    notes = tuple(_notes(claim, made)) if differences else ()
    return Remade(made.commit, len(made.files), differences, notes)


def _notes(claim: Claim, made: Claim) -> list[Text]:
    """Why two sites may differ, from what their manifests say."""
    notes = []
    if claim.is_dirty:
        zh = "这个网站是在有未提交改动时生成的，提交里没有这些改动"
        notes.append(Text(zh, "The site was built with changes that were not committed"))
    if claim.commit != made.commit:
        notes.append(
            Text(
                f"清单写的提交是 {claim.commit}，核对用的是 {made.commit}",
                f"The manifest names {claim.commit}, compared with {made.commit}",
            )
        )
    if claim.version != __version__:
        notes.append(
            Text(
                f"网站由 {claim.version} 版程序生成，现在是 {__version__} 版；换成那一版再核对",
                f"It was built by version {claim.version}; this is {__version__}. Compare with that one",
            )
        )
    return notes


@dataclass(frozen=True, slots=True)
class Past:
    """What an earlier manifest promised, looked for in today's repository.

    commit: of today. since: the manifest's. bulletins: how many it names. lost: what is not there any more,
    or not as it was. late: bulletins that came since and bear an earlier day than the manifest.
    """

    commit: str
    since: str
    bulletins: int
    lost: tuple[Lost, ...]
    late: tuple[Issued, ...]


def verify_history(root: Path, place: Path, revision: str | None = None) -> Past:
    """Is the issued past that a manifest names still contained in *revision* (by default HEAD)?

    GeneratorError in a shallow clone, and for a manifest that names no commit or no bulletins.
    """
    from .compute.past import backdated, lost_bulletins, lost_history
    from .publish.manifest import read_claim
    from .read import git
    from .read.history import read_history, whole

    claim = read_claim(place)
    if not claim.commit or claim.bulletins is None:
        raise GeneratorError(
            Text("这份清单不够用：没有提交号或没有通报", "the manifest names no commit or no bulletins"),
            Text("用在 Git 仓库里生成的网站的 manifest.json", "Take the manifest.json of a site from Git"),
        )
    head = git.resolve(root, revision or "HEAD")
    today = whole(read_history(root, head))
    is_there = git.has_commit(root, claim.commit)
    is_contained = is_there and git.is_ancestor(root, claim.commit, head)
    lost = list(lost_history(claim.commit, claim.roots, claim.commits, today, is_contained, is_there))
    if is_there:
        then = issued_bulletins(pipeline.snapshot_of(root, claim.commit, claim.as_of))
        lost += lost_bulletins(claim.bulletins, then, "manifest")
    now = issued_bulletins(pipeline.snapshot_of(root, head, claim.as_of))
    lost += lost_bulletins(claim.bulletins, now, "today")
    late = backdated(claim.bulletins, now, claim.as_of.isoformat())
    return Past(head, claim.commit, len(claim.bulletins), tuple(lost), late)
