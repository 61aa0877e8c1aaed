"""The officers' page of nominations: every condition of each, in words; a file of its own, never published.

It names people and says what bars them, so it is no page of the site: a command writes it where it is asked
to, and nothing links to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.model.commendation import Eligibility, Standing
from generator.model.snapshot import Snapshot
from generator.model.standing import unit_name

from .environment import environment


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One condition in words. evidence: paths of the files behind it."""

    mark: str
    standing: str
    title: str
    reason: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NomineeCard:
    """One nomination: who, for what, what was decided and what every condition says."""

    id: str
    who: str
    kind: str
    year: int
    by: str
    status: str
    decision: str
    merit: str
    verdict: str
    day: str
    conditions: tuple[ConditionLine, ...]


def officers_page(snapshot: Snapshot, found: Iterable[Eligibility]) -> str:
    """The page, whole in itself: no address, no script, no font from elsewhere."""
    cards = tuple(_card(snapshot, one) for one in found)
    counts = [(s.value.zh, sum(c.verdict == s.value.zh for c in cards)) for s in Standing]
    template = environment("zh").get_template("officers.html.j2")
    return template.render(as_of=snapshot.as_of.isoformat(), cards=cards, counts=counts)


def _card(snapshot: Snapshot, one: Eligibility) -> NomineeCard:
    data = one.record.document.data
    kinds, states = (snapshot.labels("nominations", name) for name in ("kind", "status"))
    person = f"{data['person']}，{data['office']}" if "person" in data else ""
    decision = data.get("decision", {})
    return NomineeCard(
        id=one.record.id,
        who="，".join(word for word in (unit_name(snapshot, data["unit"]), person) if word),
        kind=kinds[data["kind"]].zh,
        year=data["year"],
        by=f"{unit_name(snapshot, data['recommended']['by'])}，第 {data['recommended']['order']}",
        status=states[data["status"]].zh,
        decision="：".join(word for word in (decision.get("on", ""), decision.get("reason", "")) if word),
        merit=data["merit"],
        verdict=one.standing.value.zh,
        day=one.day,
        conditions=tuple(
            ConditionLine(
                c.standing.mark,
                c.standing.value.zh,
                c.title.zh,
                c.reason.zh,
                tuple(snapshot.path_of(key) for key in c.evidence),
            )
            for c in one.conditions
        ),
    )
