"""Who may change what, as the rules on changes ask it.

Judged by the owners and the tree of units of the base, so that nobody lets themselves in. Without the login
of the author nothing is judged, which is said (``unchecked``).
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.change import RecordChange
from generator.model.diagnostic import FieldPath
from generator.model.ownership import Owner, owners_above, owners_of, unit_of
from generator.model.standing import own_city_id
from generator.model.text import Text

from .change_rule import Proposal


def unchecked(proposal: Proposal) -> Iterator[Text]:
    """Why it was not looked at who may; nothing where it was."""
    if not owners_of(proposal.base):
        yield Text(
            "未核对“谁可以改”：records/bureau.yml 没有登记负责人（owners）",
            "Who may change what was not checked: records/bureau.yml names no owners",
        )
    elif not proposal.circumstances.author:
        yield Text(
            "未核对“谁可以改”：没有给出作者（--author）",
            "Who may change what was not checked: no author was given (--author)",
        )
    elif not _is_known(proposal) and (teams := _teams_alone(proposal)):
        author = proposal.circumstances.author
        yield Text(
            f"未核对“谁可以改”：只登记了团队的单位（{'、'.join(teams)}），无法知道「{author}」是否在其中",
            f"Who may change what was not checked for {', '.join(teams)}: nobody says who is in their teams",
        )


def _teams_alone(proposal: Proposal) -> tuple[str, ...]:
    return tuple(o.unit for o in owners_of(proposal.base).values() if o.teams and not o.logins)


def is_checked(proposal: Proposal) -> bool:
    """Is it known who puts the change forward, and who may?"""
    return bool(proposal.circumstances.author and owners_of(proposal.base))


def owns(proposal: Proposal, unit: str) -> bool:
    """Is the author an owner of the unit, or of one above it, as far as can be told?"""
    return is_among_them(proposal, tuple(owners_above(proposal.base, unit)))


def is_among_them(proposal: Proposal, owners: tuple[Owner, ...]) -> bool:
    """Is the author one of *owners*? So where it cannot be told: who is in a team only the forge knows."""
    if any(owner.is_one(proposal.circumstances.author) for owner in owners):
        return True
    return not _is_known(proposal) and any(owner.teams and not owner.logins for owner in owners)


def _is_known(proposal: Proposal) -> bool:
    """Is the author named as an owner of any unit?"""
    return any(o.is_one(proposal.circumstances.author) for o in owners_of(proposal.base).values())


def units_of(proposal: Proposal, change: RecordChange) -> tuple[str, ...]:
    """Whose record it was and whose it comes to be, where that is another unit; never empty."""
    if unit := _of_exempted(proposal, change):
        return (unit,)
    sides = (
        (proposal.base, change.before, change.old_key),
        (proposal.head, change.after, change.key),
    )
    found = []
    for snapshot, document, key in sides:
        if document:
            name = key.partition("/")[2]
            unit = unit_of(snapshot, change.kind, name, document.data)
            if change.kind == "organizations" and not proposal.base.get("organizations", unit):
                unit = str(document.data.get("parent") or "")
            found.append(_known(proposal, unit))
    return tuple(dict.fromkeys(found))


def _of_exempted(proposal: Proposal, change: RecordChange) -> str:
    """Whoever mends a problem may withdraw its exemption; "" for every other change."""
    is_withdrawal = change.what == "withdrawn" and all(f.path == ("withdrawn",) for f in change.fields)
    if change.kind != "exemptions" or not is_withdrawal or not change.before:
        return ""
    record = proposal.base.find(str(change.before.data.get("record", "")))
    return unit_of(proposal.base, record.kind, record.id, record.document.data) if record else ""


def _known(proposal: Proposal, unit: str) -> str:
    """The unit itself, or the nearest one above it that the base knows: a new one comes below that."""
    seen: set[str] = set()
    while unit not in seen and not proposal.base.get("organizations", unit):
        seen.add(unit)
        record = proposal.head.get("organizations", unit)
        unit = str(record.document.data.get("parent") or "") if record else ""
    return unit or own_city_id(proposal.base)


def told(proposal: Proposal, unit: str) -> dict[str, object]:
    """What a message says of who may: the author, the unit and its owners, the nearest first."""
    handles = [handle for owner in owners_above(proposal.base, unit) for handle in owner.handles]
    return {"author": proposal.circumstances.author, "unit": unit, "owners": "、".join(handles) or "—"}


def touched(change: RecordChange) -> Iterator[FieldPath]:
    """Every value that changed; of a new record every value that it has."""
    if change.before is None and change.after:
        yield from _leaves(change.after.data, ())
    else:
        yield from (field.path for field in change.fields)


def _leaves(data: object, path: FieldPath) -> Iterator[FieldPath]:
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    found = False
    for key, value in entries:
        found = True
        yield from _leaves(value, (*path, key))
    if not found:
        yield path


def plain(path: FieldPath) -> str:
    """The field at *path* without the entries of lists: ``items.verified_score``."""
    return ".".join(step for step in path if isinstance(step, str))


def is_among(name: str, parts: tuple[str, ...]) -> bool:
    """Is the field one of *parts*, or within one, or does it hold one?"""
    return any(not p or name == p or name.startswith(f"{p}.") or p.startswith(f"{name}.") for p in parts)
