"""Days that money and projects set: what is to be budgeted, reported and finished."""

from __future__ import annotations

from collections.abc import Iterator

from generator.compute.duty import Owed, duty
from generator.model.snapshot import Snapshot
from generator.model.standing import last_day
from generator.model.text import Text
from generator.model.yearly import batches_missing, budgets_missing

OPEN = ("planned", "running")


@duty("budget", Text("年初预算", "Budget of the year's start"), warns=False)  # BUD009 says it once it is late
def budgets_owed(snapshot: Snapshot) -> Iterator[Owed]:
    """The budget of the running year, from every unit that must have one and has none on record."""
    year = snapshot.as_of.year
    for unit in budgets_missing(snapshot, year):
        title = Text(f"登记 {year} 年年初预算", f"Enter the budget of {year}")
        yield Owed(unit.id, last_day(snapshot, "budgets", year), title, unit, ("name",))


@duty("batches", Text("六个一批", "Six batches"), warns=False)  # PRJ001 says it once it is late
def batches_owed(snapshot: Snapshot) -> Iterator[Owed]:
    """The batches of the running year of which a unit has neither a project nor said that there is none."""
    year = snapshot.as_of.year
    for unit, missing in batches_missing(snapshot, year):
        zh, en = "、".join(b.title.zh for b in missing), ", ".join(b.title.en or b.value for b in missing)
        title = Text(f"报 {year} 年六个一批：{zh}", f"Six batches of {year}, still missing: {en}")
        yield Owed(unit.id, last_day(snapshot, "projects", year), title, unit, ("name",))


@duty("project", Text("项目期限", "Deadline of a project"))
def projects_due(snapshot: Snapshot) -> Iterator[Owed]:
    """The deadline of every project that is neither done nor dropped."""
    for record in snapshot.active("projects"):
        data = record.document.data
        if data.get("status") in OPEN and "deadline" in data and "unit" in data:
            title = Text(f"完成项目：{data.get('title', '')}", f"Finish: {data.get('title', '')}")
            yield Owed(data["unit"], data["deadline"], title, record, ("deadline",))


@duty("project-milestone", Text("项目节点", "Milestone"))
def milestones_due(snapshot: Snapshot) -> Iterator[Owed]:
    """The milestones of open projects that are not done; one on the deadline is the deadline's own."""
    for record in snapshot.active("projects"):
        data = record.document.data
        if data.get("status") not in OPEN or "unit" not in data:
            continue
        for i, step in enumerate(data.get("milestones", ())):
            due = step.get("due", "")
            if due and "done_on" not in step and due != data.get("deadline"):
                title = Text(
                    f"{data.get('title', '')}：{step.get('title', '')}",
                    f"{data.get('title', '')}: {step.get('title', '')}",
                )
                yield Owed(data["unit"], due, title, record, ("milestones", i, "due"))
