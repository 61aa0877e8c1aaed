"""Days that the list of key tasks sets: the last day of each task, and its steps on the way."""

from __future__ import annotations

from collections.abc import Iterator

from generator.compute.duty import Owed, duty
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.tasks import Data, is_settled
from generator.model.text import Text


@duty("task", Text("重点任务", "Key task"))
def tasks(snapshot: Snapshot) -> Iterator[Owed]:
    """Tasks that are neither done nor dropped, on their unit; one that nobody has is reported by TSK001."""
    for record, data in _open(snapshot):
        if "deadline" in data:
            title = data.get("title", "")
            words = Text(f"重点任务：{title}", f"Key task: {title}")
            yield Owed(data["unit"], data["deadline"], words, record, ("deadline",))


@duty("task-milestone", Text("任务节点", "Step of a task"))
def milestones(snapshot: Snapshot) -> Iterator[Owed]:
    """Steps that were not reached yet, of tasks that are still open."""
    for record, data in _open(snapshot):
        for i, step in enumerate(data.get("milestones") or ()):
            if "due" in step and "done_on" not in step:
                words = f"{data.get('title', '')}：{step.get('title', '')}"
                yield Owed(data["unit"], step["due"], Text(words, words), record, ("milestones", i, "due"))


def _open(snapshot: Snapshot) -> Iterator[tuple[Record, Data]]:
    for record in snapshot.active("tasks"):
        data = record.document.data
        if "unit" in data and not is_settled(data):
            yield record, data
