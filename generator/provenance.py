"""The conductor of history: what happened to each record, and whether a site can be made again.

Like in ``pipeline``, stages are imported where they are needed, and nothing prints.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from . import pipeline
from .model.history import History
from .model.text import Text

if TYPE_CHECKING:
    from .pipeline import Checked, Progress
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
    return pipeline.build(source, checked, out, root=root, site_url=site_url, progress=shown, history=history)
