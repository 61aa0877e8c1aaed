"""Each side writes its own part: nobody verifies their own score, nobody writes the other side's reply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from generator.model.change import RecordChange
from generator.model.correction import field_name
from generator.model.diagnostic import FieldPath, Severity
from generator.model.ownership import owners_above
from generator.model.standing import own_city_id
from generator.model.text import Text
from generator.validate.change_rule import ChangeFinding, Proposal, change_rule, on_record
from generator.validate.owning import is_among, is_among_them, is_checked, owns, plain, touched, units_of

# Kind -> what only those who inspect write in it, as names of fields without their entries.
INSPECTORS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "evaluations": (
            "status", "dates.verified", "dates.feedback", "dates.final", "items.verified_score",
            "items.reason", "items.scorer", "deductions", "vetoes",
        ),
        "statements": ("answer",),
        "appeals": ("decision",),
        "demonstrations": ("survey", "survey_by", "designation", "checks", "withdrawal"),
        "nominations": ("vetting", "status", "decision"),
        "organizations": ("level", "parent", "division_code"),
    }
)  # fmt: skip
# Kind -> what only the unit itself writes, "" for all that is not the inspectors'.
OWN_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "evaluations": ("items.self_score", "dates.self"),
        "statements": ("",),
        "appeals": ("",),
        "rectifications": ("",),
    }
)
_AT_FIRST = ("status", "level", "parent", "division_code")  # whoever enters a record begins with these


@change_rule(
    "CHG042",
    "inspected-side-writes-findings",
    Severity.ERROR,
    message=Text(
        "「{name}」由核查的一方填写，「{author}」不能改", "{name} is for those who inspect, not for {author}"
    ),
    hint=Text(
        "恢复这一项；对核查结果有意见的，登记申辩（statements）或申请复核（appeals）",
        "Restore it; who disagrees files a statement or an appeal",
    ),
)
def inspected_side_writes_findings(proposal: Proposal) -> Iterator[ChangeFinding]:
    """Nobody verifies their own score, answers their own statement or designates their own school.

    自己不能核查自己的分、答复自己的申辩、认定自己的示范校；自评交出以后，整份评价也不再由被考评的一方改。
    """
    if not is_checked(proposal) or owns(proposal, own_city_id(proposal.base)):
        return
    for change in proposal.change.records:
        parts = INSPECTORS.get(change.kind, ())
        handed_in = (
            change.kind == "evaluations" and change.before and change.before.data.get("status") != "self"
        )
        for path in touched(change):
            name = plain(path)
            is_first = change.before is None and name in _AT_FIRST
            if handed_in or (is_among(name, parts) and not is_first):
                yield on_record(change, path, _named(proposal, change, path))


@change_rule(
    "CHG043",
    "words-of-the-other-side",
    Severity.ERROR,
    message=Text(
        "「{name}」是「{unit}」自己的话，「{author}」不能代写", "{name} is {unit}'s own word, not {author}'s"
    ),
    hint=Text(
        "请「{unit}」的负责人提交；核查的意见写在核查的字段里",
        "Let the owners of {unit} write it; what those who inspect say has fields of its own",
    ),
)
def words_of_the_other_side(proposal: Proposal) -> Iterator[ChangeFinding]:
    """The right of reply is worth nothing where the other side can write the reply.

    自评、整改报告、申辩和复核申请是被查一方的话，查的一方替它写，就等于没有申辩。单位没有登记负责人的，市级可以代录。
    """
    if not is_checked(proposal):
        return
    city = own_city_id(proposal.base)
    for change in proposal.change.records:
        if change.kind not in OWN_WORDS:
            continue
        unit = units_of(proposal, change)[0]
        owners = tuple(owner for owner in owners_above(proposal.base, unit) if owner.unit != city)
        if not owners or is_among_them(proposal, owners):
            continue
        theirs = INSPECTORS.get(change.kind, ())
        own = (p for p in touched(change) if is_among(plain(p), OWN_WORDS[change.kind]))
        path = next((p for p in own if not is_among(plain(p), theirs)), None)
        if path is not None:
            yield on_record(change, path, {**_named(proposal, change, path), "unit": unit})


def _named(proposal: Proposal, change: RecordChange, path: FieldPath) -> dict[str, object]:
    document = change.after or change.before
    name = field_name(path, document.data) if document else ""
    return {"author": proposal.circumstances.author, "name": name}
