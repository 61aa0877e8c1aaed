"""The conductor of a change that is put forward: what it may do, and what it makes worse.

Stages are imported where they are needed, and nothing prints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .changes import Sides, sides
from .model.diagnostic import Diagnostic, Severity
from .model.text import Text
from .pipeline import Checked, Progress

if TYPE_CHECKING:
    from .validate.change_rule import Circumstances


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is to be said of a change.

    new: what the change brings: problems that the base has not, and what is wrong with the change itself.
    standing: problems of the head that the base has already; they block nobody. gone: how many it mends.
    unchecked: what could not be judged, each a sentence that says why.
    """

    sides: Sides
    new: tuple[Diagnostic, ...]
    standing: tuple[Diagnostic, ...]
    gone: int
    unchecked: tuple[Text, ...] = ()


def judge(
    root: Path,
    base: str,
    head: str | None = None,
    *,
    circumstances: Circumstances,
    as_of: date | None = None,
    epoch: date | None = None,
    cache_folder: Path | None = None,
    progress: Progress | None = None,
) -> Judgement:
    """Judge the change from the merge base with *base* to *head*, or to the work tree.

    A change of schemas alone is judged by its own schemas; where it changes records too, by those of the
    base, unless it is labelled as mixed. Everything else is as in ``changes.sides``.
    """
    from .validate.change_rule import Proposal, run_change_rules
    from .validate.changes import CHANGE_RULES
    from .validate.judging import is_judged_by_base
    from .validate.owning import unchecked

    both = sides(
        root, base, head, as_of=as_of, epoch=epoch, cache_folder=cache_folder, progress=progress,
        by_base=lambda paths: is_judged_by_base(paths, circumstances.labels),
    )  # fmt: skip
    problems = _places(both.base), _places(both.head)
    proposal = Proposal(both.base.whole, both.head.whole, both.change, circumstances, problems)
    found = run_change_rules(proposal, CHANGE_RULES)
    before, after = _known(both), both.head.diagnostics
    standing = tuple(d for d in after if before.get(d.key, Severity.INFO - 1) >= d.severity)
    stood = {d.key for d in standing}
    new = [d for d in after if d.key not in stood]
    gone = len(before.keys() - {d.key for d in after})
    ordered = tuple(sorted((*found, *new), key=lambda d: d.order))
    return Judgement(both, ordered, standing, gone, tuple(unchecked(proposal)))


def _places(side: Checked) -> frozenset[tuple[str, str]]:
    return frozenset((d.code, d.record) for d in side.diagnostics if d.record)


def _known(both: Sides) -> Mapping[tuple[object, ...], int]:
    """Key -> severity of the problems of the base; those of a file that moved are known in its new place.

    What was tolerated there and is an error now is new.
    """
    moved = {r.before.path: r.after.path for r in both.change.records if r.before and r.after}
    found: dict[tuple[object, ...], int] = {}
    for one in both.base.diagnostics:
        key = _in_new_place(one, moved)
        found[key] = max(one.severity, found.get(key, 0))
    return found


def _in_new_place(found: Diagnostic, moved: Mapping[str, str]) -> tuple[object, ...]:
    code, path, *rest = found.key
    return (code, moved.get(str(path), path), *rest)
