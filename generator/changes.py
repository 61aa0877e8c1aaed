"""The conductor of a change: both of its sides, read and checked once, and what differs between them.

Stages are imported where they are needed, and nothing prints.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .model.change import Change
from .pipeline import Checked, Progress, check


@dataclass(frozen=True, slots=True)
class Sides:
    """Two states of a repository and what differs between them.

    base: where the change began, the merge base. head: what it comes to.
    """

    base: Checked
    head: Checked
    change: Change


def sides(
    root: Path,
    base: str,
    head: str | None = None,
    *,
    as_of: date | None = None,
    epoch: date | None = None,
    cache_folder: Path | None = None,
    progress: Progress | None = None,
) -> Sides:
    """Check both sides of the change from the merge base with *base* to *head*, or to the work tree.

    Both are looked at from one day, so that a day that passed is not taken for a change: *as_of*, else for
    each the day that its own ``records/bureau.yml`` pins, else *epoch*, else the date of the newer side's
    commit. GeneratorError for a revision that is not there and for sides that share no history.
    """
    from .model.change import file_changes, record_changes
    from .read import git
    from .read.sources import Commit, WorkTree

    begun = git.merge_base(root, base, head or "HEAD")
    old, new = Commit(root, begun), Commit(root, head) if head else WorkTree(root)
    day = epoch or new.commit_date
    before = check(old, as_of=as_of, epoch=day, cache_folder=cache_folder, progress=progress)
    after = check(new, as_of=as_of, epoch=day, progress=progress, known=before)
    paths = git.changed_paths(root, begun, new.revision.commit if head else None, ("records", "schemas"))
    files = tuple(file_changes(old.files(*paths), new.files(*paths)))
    records = record_changes(before.documents, after.documents, [f.path for f in files])
    return Sides(before, after, Change(files, tuple(records)))
