"""What schools that keep hazardous chemicals do each term: review their risk points, and take stock.

Only the running term is asked about: a term that is over cannot be made up for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generator.compute.duty import Owed, duty
from generator.model.record import Record
from generator.model.risk import Term, due_in, is_open, is_reviewed, keepers, latest_stocktaking, term_on
from generator.model.snapshot import Snapshot
from generator.model.standing import exists_on, required_of
from generator.model.text import Text


@duty("risk-review", Text("风险点评估", "Review of risk points"), is_gathered=True)
def reviews_owed(snapshot: Snapshot) -> Iterator[Owed]:
    """The review of this term, from every school with a risk point that has none, or with no list at all."""
    term = term_on(snapshot, snapshot.as_of)
    due = due_in(snapshot, term, "review_days") if term else ""
    if not term or not due:
        return
    listed, unreviewed = _points(snapshot, term)
    for school in keepers(snapshot, snapshot.as_of):
        if school.id not in listed and _is_asked(snapshot, term, school):
            title = Text(
                f"建立风险点清单（{term.name}）", f"List the risk points ({term.first[:4]}, {term.id})"
            )
            yield Owed(school.id, due, title, school, ("keeps", "hazchem"))
    for name, points in unreviewed.items():
        unit = snapshot.get("organizations", name)
        if unit and exists_on(unit, snapshot.as_of) and _is_asked(snapshot, term, unit):
            title = Text(
                f"评估风险点 {len(points)} 个（{term.name}）",
                f"Review {len(points)} risk point{'' if len(points) == 1 else 's'} ({due[:4]}, {term.id})",
            )
            yield Owed(name, due, title, points[0], ("reviewed_on",))


@duty("stock-taking", Text("危化品盘点", "Stock-taking"), is_gathered=True)
def stocktakings_owed(snapshot: Snapshot) -> Iterator[Owed]:
    """The stock-taking of this term, from every school that keeps chemicals and has none on record."""
    term = term_on(snapshot, snapshot.as_of)
    due = due_in(snapshot, term, "stocktaking_days") if term else ""
    if not term or not due:
        return
    latest = latest_stocktaking(snapshot)
    for school in keepers(snapshot, snapshot.as_of):
        last = latest.get(school.id)
        is_done = last is not None and last.document.data.get("on", "") >= term.first
        if not is_done and _is_asked(snapshot, term, school):
            title = Text(f"盘点危险化学品（{term.name}）", f"Take stock of chemicals ({due[:4]}, {term.id})")
            yield Owed(school.id, due, title, school, ("keeps", "hazchem"))


def _points(snapshot: Snapshot, term: Term) -> tuple[set[str], dict[str, list[Record]]]:
    """The schools that have a risk point, and the points of each that were not reviewed this term."""
    listed, unreviewed = set(), defaultdict(list)
    for record in snapshot.active("risk-points"):
        school = record.document.data.get("school", "")
        if is_open(record, snapshot.as_of):
            listed.add(school)
            if not is_reviewed(record.document.data, term):
                unreviewed[school].append(record)
    return listed, unreviewed


def _is_asked(snapshot: Snapshot, term: Term, school: Record) -> bool:
    """Does the method ask it of this school? A sample method asks nothing of a real one."""
    return bool(required_of(snapshot, "risk", term.first, school))
