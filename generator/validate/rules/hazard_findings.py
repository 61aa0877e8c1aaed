"""Findings: none is lost: each has one hazard, or says why it has none.

Which findings need a hazard, and from which day on, stands in the method of the day
(``requirements.hazards``); without that requirement nothing is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from generator.model.diagnostic import Severity
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from generator.validate.questions import Data, failed, hazards_asked, in_force, visits
from generator.validate.rule import Finding, rule


@rule(
    "HAZ005",
    "finding-registered-twice",
    Severity.ERROR,
    message=Text(
        "督查「{inspection}」的问题「{finding}」已经登记为「{other}」",
        "Finding {finding} of {inspection} is registered as {other} already",
    ),
    hint=Text("保留一条，另一条撤回并写明原因", "Keep one and withdraw the other with a reason"),
)
def finding_registered_twice(snapshot: Snapshot) -> Iterator[Finding]:
    """One fault with two records has two deadlines and two states, and is counted twice.

    一处隐患登记两次，就有两个期限、两种状态，统计也多算一处。
    """
    for group in _registered(snapshot).values():
        for record in group[1:]:
            data = record.document.data
            params = {
                "inspection": data["inspection"],
                "finding": data["finding"],
                "other": group[0].id,
            }
            yield Finding(record, ("finding",), params, related=((group[0], ("finding",)),))


@rule(
    "HAZ006",
    "finding-without-hazard",
    Severity.ERROR,
    message=Text(
        "问题「{finding}」没有登记为隐患，也没有写明原因",
        "The finding {finding} has neither a hazard nor a reason why not",
    ),
    hint=Text(
        "在 records/hazards/ 登记隐患，或者在这个问题里写 no_hazard（如 当场改正）",
        "Register a hazard, or write no_hazard in the finding, such as: put right on the spot",
    ),
    whole=("hazards",),  # which finding it is about cannot be read yet
)
def finding_without_hazard(snapshot: Snapshot) -> Iterator[Finding]:
    """What is found and not registered is lost: nobody puts it right, and nobody asks.

    查出来的问题不登记，就没有人整改，也没有人追问。从办法写明的日期起，每个问题都要有着落。
    """
    registered = _registered(snapshot)
    for record, i, finding, _ in _findings(snapshot):
        if "no_hazard" not in finding and (record.id, finding["id"]) not in registered:
            yield Finding(record, ("findings", i, "id"), {"finding": finding["id"]})


@rule(
    "HAZ015",
    "failed-item-lost",
    Severity.ERROR,
    message=Text(
        "「{item}」没有达标，却没有写成问题", "The item {item} is not met, but there is no finding for it"
    ),
    hint=Text(
        "在 findings 里写明问题和整改期限，再登记隐患；不登记的写 no_hazard（如 当场改正）",
        "Add a finding and register its hazard, or say in no_hazard why not, such as: put right on the spot",
    ),
)
def failed_item_lost(snapshot: Snapshot) -> Iterator[Finding]:
    """Every item that fails leads to a hazard or to a reason why not; what leads nowhere is lost.

    不符合和部分符合的项目都要有下文：写成问题，登记隐患或者说明不登记的原因。从办法写明的日期起，定稿的督查记录一项也不能漏；
    草稿不问，更早的只提醒（CHK010），重大隐患的项目另有规则（CHK008）。
    """
    for visit in visits(snapshot):
        known = {finding["item"] for finding in visit.data.get("findings") or ()}
        lost = [(i, row["item"], row["result"]) for i, row in failed(visit) if row["item"] not in known]
        for i, item, result in lost if lost and hazards_asked(snapshot, visit) else ():
            is_major = visit.sheet.items.get(item, {}).get("hazard_grade") == "major"
            if not (is_major and result == "unmet"):
                yield Finding(visit.record, ("results", i), {"item": item})


@rule(
    "HAZ007",
    "reason-not-enough",
    Severity.ERROR,
    message=Text(
        "问题「{finding}」必须登记为隐患，不能只写原因",
        "The finding {finding} needs a hazard; a reason is not enough",
    ),
    hint=Text("登记隐患，删去 no_hazard", "Register a hazard and remove no_hazard"),
)
def reason_not_enough(snapshot: Snapshot) -> Iterator[Finding]:
    """Grave findings are followed to their end, also where they are put right at once.

    重大隐患和不符合的项目，当场改正了也要登记、验收、销号；哪些必须登记写在办法里。
    """
    for record, i, finding, is_needed in _findings(snapshot):
        if is_needed and "no_hazard" in finding:
            yield Finding(record, ("findings", i, "no_hazard"), {"finding": finding["id"]})


@rule(
    "HAZ008",
    "hazard-and-reason",
    Severity.ERROR,
    message=Text(
        "问题「{finding}」已经登记为「{hazard}」，又写了不登记的原因",
        "The finding {finding} is registered as {hazard} and says why it is not",
    ),
    hint=Text("登记了的删去 no_hazard", "Remove no_hazard where a hazard is registered"),
)
def hazard_and_reason(snapshot: Snapshot) -> Iterator[Finding]:
    """Either somebody has to put it right or nobody; both cannot be true.

    要么登记整改，要么说明不登记，不能两样都写。
    """
    for (inspection, name), group in _registered(snapshot).items():
        found = snapshot.get("inspections", inspection)
        for i, finding in enumerate((found.document.data.get("findings") or ()) if found else ()):
            if found and finding["id"] == name and "no_hazard" in finding:
                params = {"finding": name, "hazard": group[0].id}
                related = ((group[0], ("finding",)),)
                yield Finding(found, ("findings", i, "no_hazard"), params, related=related)


def _registered(snapshot: Snapshot) -> Mapping[tuple[str, str], list[Record]]:
    """(inspection, finding) -> the hazards that say so, by id."""
    return snapshot.once(_by_finding)


def _by_finding(snapshot: Snapshot) -> Mapping[tuple[str, str], list[Record]]:
    found: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record, data in sorted(in_force(snapshot, "hazards"), key=lambda pair: pair[0].id):
        if "finding" in data:
            found[data["inspection"], data["finding"]].append(record)
    return found


def _findings(snapshot: Snapshot) -> Iterator[tuple[Record, int, Data, bool]]:
    """Findings that the method of their day asks about: inspection, index, finding, must it be a hazard."""
    for visit in visits(snapshot):
        findings = visit.data.get("findings") or ()
        asked = hazards_asked(snapshot, visit) if findings else {}
        if not asked:
            continue
        needed = asked.get("needed") or ()
        unmet = {row["item"] for _, row in visit.unmet} if "unmet" in needed else ()
        for i, finding in enumerate(findings):
            is_major = "major" in needed and finding["grade"] == "major"
            yield visit.record, i, finding, is_major or finding["item"] in unmet
