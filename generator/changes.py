"""The conductor of a change: its two sides, read and checked once, what differs, and what that does.

Stages are imported where they are needed, and nothing prints.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .model.change import Change
from .model.errors import GeneratorError
from .model.impact import is_evaluation
from .model.record import key_of
from .model.text import Text
from .pipeline import Checked, Progress, Silent, assess, check

if TYPE_CHECKING:
    from .compute.impact import Variant
    from .model.document import Document
    from .model.impact import Impact, Side
    from .model.snapshot import Snapshot


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
    by_base: Callable[[Sequence[str]], bool] = lambda _: False,
) -> Sides:
    """Check both sides of the change from the merge base with *base* to *head*, or to the work tree.

    The newer side comes first: of the older one, Git is asked only for what is not alike.
    Both are looked at from one day, so that a day that passed is not taken for a change: *as_of*, else for
    each the day that its own ``records/bureau.yml`` pins, else *epoch*, else the date of the newer side's
    commit. *by_base* is asked, of the paths that differ, whether the schemas of the base judge the head.
    GeneratorError for a revision that is not there and for sides that share no history.
    """
    from .model.change import file_changes, record_changes
    from .read import git
    from .read.sources import Commit, WithSchemas, WorkTree

    begun = git.merge_base(root, base, head or "HEAD")
    new = Commit(root, head) if head else WorkTree(root)
    day = epoch or new.commit_date
    paths = git.changed_paths(root, begun, new.revision.commit if head else None, ("records", "schemas"))
    judged = WithSchemas(new, Commit(root, begun)) if by_base(paths) else new
    after = check(judged, as_of=as_of, epoch=day, cache_folder=cache_folder, progress=progress)
    old = Commit(root, begun, {d.blob: d.content for d in after.documents})
    before = check(old, as_of=as_of, epoch=day, progress=progress, known=after)
    files = tuple(file_changes(old.files(*paths), new.files(*paths)))
    records = record_changes(before.documents, after.documents, [f.path for f in files])
    return Sides(before, after, Change(files, tuple(records)))


def impact(found: Sides, progress: Progress | None = None) -> Impact:
    """Everything that the change makes otherwise, and because of which record."""
    from .compute.impact import impact_of

    shown = progress or Silent()
    shown.step(Text("计算改动前的结果", "Computing the state before"))
    before = _side(found.base)
    shown.step(Text("计算改动后的结果", "Computing the state after"))
    after = _side(found.head)
    shown.step(Text("比较两边，找出每处变动的原因", "Comparing both and finding causes"))
    return impact_of(before, after, found.change, variants(found))


def _side(checked: Checked) -> Side:
    from .compute.assess import with_states
    from .model.impact import Side

    snapshot = checked.snapshot
    return Side(snapshot, with_states(assess(checked), snapshot), checked.diagnostics)


def variants(found: Sides) -> Variant:
    """Makes states between the two, through the gate like any other: the older one with some records anew.

    They follow the newer schemas and, where the change pins another day, the day of the bureau's record that
    they hold.
    """
    from .compute.assess import VISITED, rests_on_visits
    from .validate.gate import admit

    base, head = found.base, found.head
    is_light = rests_on_visits(base.snapshot, head.snapshot)
    touched = {d.path for r in found.change.records for d in (r.before, r.after) if d}
    stays = [d for d in _passed(head) if d.path not in touched]
    visited = [d for d in stays if key_of(d.path).partition("/")[0] in VISITED]
    new = {d.path: _clean(d) for d in _passed(head) if d.path in touched}
    old = {d.path: d for d in base.documents if d.path in touched}
    if all(f.path.partition("/")[0] != "schemas" for f in found.change.files):
        old = {d.path: _clean(d) for d in _passed(base) if d.path in touched}

    @cache
    def around(boards: frozenset[str]) -> list[Document]:
        """The unchanged documents that these rankings rest on: of visits, those of their years."""
        if not is_light or any(map(is_evaluation, boards)):
            return list(map(_clean, stays))
        years = {name.split("-")[1] for name in boards}
        return [_clean(d) for d in visited if "period" not in d.data or str(d.data["period"])[:4] in years]

    def variant(keys: frozenset[str], boards: frozenset[str]) -> Snapshot:
        taken = [(new, r.after) if r.key in keys else (old, r.before) for r in found.change.records]
        documents = [*around(boards), *(s[d.path] for s, d in taken if d and d.path in s)]
        day = head.snapshot.as_of if "bureau/bureau" in keys else base.snapshot.as_of
        snapshot, _ = admit(documents, head.whole.schemas, head.whole.revision, day)
        return snapshot.published

    return variant


def _passed(checked: Checked) -> list[Document]:
    """The documents that passed their schema."""
    return [record.document for kind in checked.whole.kinds.values() for record in kind.values()]


def _clean(document: Document) -> Document:
    """A document that passed its schema, which the gate need not look at again under the same."""
    return replace(document, clean=True)


def write(path: Path, report: str) -> None:
    """Write a report, whole or not at all."""
    from .publish.files import write_file

    write_file(path, report.encode())


def sites(root: Path, found: Sides, folder: Path, progress: Progress | None = None) -> int:
    """The site before and after the change, in ``before/`` and ``after/``, and a page of what differs.

    How many pages that are. GeneratorError where either side has errors.
    """
    from .pipeline import build
    from .publish.pairs import differing
    from .publish.site import refuse_unsafe
    from .read.sources import Commit, WorkTree
    from .render.impact_site import index

    refuse_unsafe(folder / "after", root)
    both = ((found.base, "before"), (found.head, "after"))
    for checked, name in both:
        if checked.has_errors:
            raise GeneratorError(
                Text(
                    f"「{name}」一边的记录还有错误，不能生成网站",
                    f"The records {name} the change have errors",
                ),
                Text("先用 generator check 看错误", "See generator check"),
            )
    for checked, name in both:
        revision = checked.snapshot.revision
        is_tree = revision.dirty or not revision.commit
        source = WorkTree(root) if is_tree else Commit(root, revision.commit)
        build(source, checked, folder / name, root=root, progress=progress)
    old, new = (c.snapshot.revision.label for c in (found.base, found.head))
    pages = differing(folder / "before", folder / "after", (old, new))
    write(folder / "index.html", index(pages, old, new, found.head.snapshot.language))
    return len(pages)
