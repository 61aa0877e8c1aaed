"""Who may: a county's records by that county's owners, the city's by the city's."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.diagnostic import Severity
from generator.model.ownership import unit_of
from generator.model.record import key_of
from generator.model.standing import own_city_id
from generator.model.text import Text
from generator.validate.change_rule import ChangeFinding, Proposal, change_rule, on_file, on_record
from generator.validate.judging import judges
from generator.validate.owning import is_checked, owns, told, units_of


@change_rule(
    "CHG041",
    "not-the-owner",
    Severity.ERROR,
    message=Text(
        "「{author}」不能改这里：它归「{unit}」（{owners}）",
        "{author} may not change this: it belongs to {unit} ({owners})",
    ),
    hint=Text(
        "请「{unit}」的负责人提交；负责人有变动的，由市级先改 records/bureau.yml 的 owners",
        "Let the owners of {unit} put it forward; the city's change owners in records/bureau.yml first",
    ),
)
def not_the_owner(proposal: Proposal) -> Iterator[ChangeFinding]:
    """A county answers for its records, and the city for inspections, draws, follow-ups, bulletins and rules.

    谁的记录谁负责：县（区）的由县（区）改，督查、抽签、复查、通报、办法和设置由市级改；上级可以改下级的。
    被查的一方不能碰复查和抽签。
    """
    if not is_checked(proposal):
        return
    for change in proposal.change.records:
        foreign = next((u for u in units_of(proposal, change) if not owns(proposal, u)), None)
        if foreign is not None:
            yield on_record(change, params=told(proposal, foreign))
    known = {d.path for r in proposal.change.records for d in (r.before, r.after) if d}
    for file in proposal.change.files:
        if file.path not in known and (judges(file.path) or file.path.startswith("records/")):
            unit = _unit_of_file(proposal, file.path)
            if not owns(proposal, unit):
                yield on_file(file.path, told(proposal, unit))


def _unit_of_file(proposal: Proposal, path: str) -> str:
    """Whose a file is that says the same as before, or holds no record: then the city's."""
    record = proposal.base.find(key_of(path)) if path.startswith("records/") else None
    if record is None:
        return own_city_id(proposal.base)
    return unit_of(proposal.base, record.kind, record.id, record.document.data)
