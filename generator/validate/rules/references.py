"""References: what a record names exists, is of the right sort, and is still what it was."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from generator.model.diagnostic import FieldPath, Severity
from generator.model.digest import digest
from generator.model.record import Record
from generator.model.schema import Field
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from generator.validate.questions import in_force, near
from generator.validate.rule import Finding, rule
from generator.validate.values import Picker

# After so many suggestions in one run the rest go without: looking for near ids is slow among thousands.
_SUGGESTIONS = 20


@rule(
    "REF001",
    "unknown-reference",
    Severity.ERROR,
    message=Text("引用了不存在的{kind}「{target}」", "There is no {kind} with the id {target}"),
    hint=Text("{kind}的编号见 {folder}{near}", "For ids see {folder}{near}"),
)
def unknown_reference(snapshot: Snapshot) -> Iterator[Finding]:
    """A name that leads nowhere drops out of every figure without a word.

    指向不存在的记录，相关的数字就会悄悄漏算。目标记录本身有错而暂不采用的，不在这里重复报告。
    """
    suggestions: dict[tuple[str, str], Text] = {}
    for record, path, field, target in _references(snapshot):
        kind = field.reference or ""
        if snapshot.get(kind, target) or f"{kind}/{target}" in snapshot.set_aside:
            continue
        if snapshot.heir(kind, target):
            continue  # REF007 says it better
        if (kind, target) not in suggestions:
            few = len(suggestions) < _SUGGESTIONS
            suggestions[kind, target] = _suggestion(snapshot, kind, target) if few else near("", ())
        yield Finding(
            record,
            path,
            {
                "kind": _title(snapshot, kind),
                "target": target,
                "folder": f"records/{kind}/",
                "near": suggestions[kind, target],
            },
        )


@rule(
    "REF002",
    "withdrawn-reference",
    Severity.WARNING,
    message=Text("引用了已撤回的{kind}「{target}」", "The {kind} {target} has been withdrawn"),
    hint=Text(
        "改为引用现行的记录；历史记录无误的可以保留", "Name a record that is in force; history may stay"
    ),
)
def withdrawn_reference(snapshot: Snapshot) -> Iterator[Finding]:
    """A withdrawn record counts nowhere, so what rests on it deserves a second look.

    已撤回的记录不再计入任何统计，引用它的记录应当再看一眼。（上级单位和检查组专家另有专门的规则。）
    """
    withdrawn = {r.key: r for kind in snapshot.kinds for r in snapshot.of(kind) if r.is_withdrawn}
    concerned = {r.kind for r in withdrawn.values()}
    for record, path, field, target in _references(snapshot, concerned):
        if field.path in _OWN_RULES or record.is_withdrawn:
            continue
        found = withdrawn.get(f"{field.reference}/{target}")
        if found:
            yield Finding(
                record,
                path,
                {"kind": _title(snapshot, found.kind), "target": target},
                related=((found, ("withdrawn",)),),
            )


# Fields (by kind-independent path) whose withdrawn targets have a stricter rule of their own.
_OWN_RULES = frozenset(
    {
        "parent", "expert", "team[].expert", "survey.team[].expert",
        "pool.schools[].school", "pool.inspectors[].expert",
        "opened.schools[].school", "opened.schools[].team",
        "items[].scorer", "decision.decider",
        "hazard", "by", "withdraws.bulletin",
    }
)  # fmt: skip


@rule(
    "REF003",
    "inspected-unit-no-school",
    Severity.ERROR,
    message=Text("「{target}」是{level}，不是学校", "{target} is a {level}, not a school"),
    hint=Text("一校一条，请填写学校的编号", "One record per school: give the id of a school"),
)
def inspected_unit_no_school(snapshot: Snapshot) -> Iterator[Finding]:
    """Figures are rolled up from schools; an inspection or a risk of a county would be counted at no school.

    所有数字都从学校逐级汇总；写的若是县区或学区，就不会算到任何一所学校。
    """
    for kind, field in _OF_SCHOOLS.items():
        for record, data in in_force(snapshot, kind):
            unit = snapshot.get("organizations", data[field])
            if unit and unit.document.data["level"] != "school":
                params = {"target": unit.id, "level": _choice(snapshot, "level", unit.document.data["level"])}
                yield Finding(record, (field,), params, related=((unit, ("level",)),))


# The kinds whose records each concern one school, and the field that names it.
_OF_SCHOOLS = {
    "inspections": "organization",
    "risk-points": "school",
    "chemicals": "school",
    "waste-transfers": "school",
    "hazards": "school",
}


@rule(
    "REF004",
    "changed-checklist",
    Severity.WARNING,
    message=Text(
        "{sort}「{target}」在{work}之后改动过（摘要不符）",
        "The {sort} {target} changed after the {work}",
    ),
    hint=Text(
        "核对结果是否仍与它一致，再把 checklist_digest 改为 {digest}",
        "See whether the results still fit it, then set checklist_digest to {digest}",
    ),
)
def changed_checklist(snapshot: Snapshot) -> Iterator[Finding]:
    """An answer is worth what was asked; when the question changes, the answers must be looked at again.

    回答的价值取决于当时问的是什么；检查表（细则）改了，依据旧表的结果就要重新核对。
    """
    for kind, (sort, work) in _ANSWERS.items():
        for record, data in in_force(snapshot, kind):
            cited = data.get("checklist_digest")
            checklist = snapshot.get("checklists", data["checklist"])
            if cited and checklist and cited != checklist.document.once(digest):
                digest_ = checklist.document.once(digest)
                params = {"sort": sort, "target": checklist.id, "work": work, "digest": digest_}
                yield Finding(record, ("checklist_digest",), params, related=((checklist, ()),))


# Kinds that answer a checklist: what it is called there, and what is done by it.
_ANSWERS = {
    "inspections": (Text("检查表", "checklist"), Text("检查", "inspection")),
    "evaluations": (Text("细则", "list"), Text("评价", "evaluation")),
}


@rule(
    "REF005",
    "self-reference",
    Severity.ERROR,
    message=Text("「{title}」指向了记录自己", "{title} names the record itself"),
    hint=Text("填写另一条记录的编号，或删去这一项", "Name another record, or leave the field out"),
)
def self_reference(snapshot: Snapshot) -> Iterator[Finding]:
    """Nothing can stand above or beside itself.

    任何单位都不能是自己的上级。
    """
    for kind in snapshot.kinds:
        for record, path, field, target in _references(snapshot, {kind}, of=kind):
            if target == record.id:
                yield Finding(record, path, {"title": field.title})


@rule(
    "REF006",
    "draft-reference",
    Severity.ERROR,
    message=Text("引用了还没有定稿的{kind}「{target}」", "The {kind} {target} is still a draft"),
    hint=Text(
        "先用 generator inspection finalize {target} 定稿，或改为引用已完成的记录",
        "Finalize it first (generator inspection finalize {target}), or name a record that is done",
    ),
)
def draft_reference(snapshot: Snapshot) -> Iterator[Finding]:
    """A draft is neither published nor counted, so nothing that is published may rest on it.

    草稿不公布、不计入统计，公布的记录就不能以它为依据。
    """
    drafts = {record.key: record for record in snapshot.drafts}
    concerned = {record.kind for record in drafts.values()}
    for record, path, field, target in _references(snapshot, concerned) if drafts else ():
        found = drafts.get(f"{field.reference}/{target}")
        if found and not record.is_draft:
            params = {"kind": _title(snapshot, found.kind), "target": target}
            yield Finding(record, path, params, related=((found, ("status",)),))


@rule(
    "REF007",
    "reference-by-former-id",
    Severity.ERROR,
    message=Text(
        "{kind}「{target}」换了编号，现在是「{new}」", "The {kind} {target} has another id now: {new}"
    ),
    hint=Text("改为 {new}", "Write {new}"),
)
def reference_by_former_id(snapshot: Snapshot) -> Iterator[Finding]:
    """Old addresses lead on by themselves, but figures are counted by one id alone.

    旧网址会自动转到新的，但统计只认一个编号；记录里写旧编号的，数字就会漏算。
    """
    renamed = {key.partition("/")[0] for key in snapshot.heirs}
    for record, path, field, target in _references(snapshot, renamed) if renamed else ():
        kind = field.reference or ""
        if snapshot.get(kind, target):
            continue
        if heir := snapshot.heir(kind, target):
            params = {"kind": _title(snapshot, kind), "target": target, "new": heir.id}
            yield Finding(record, path, params, related=((heir, ("aliases",)),))


def _references(
    snapshot: Snapshot, to: Collection[str] | None = None, of: str | None = None
) -> Iterator[tuple[Record, FieldPath, Field, str]]:
    """The references that the schemas declare, of all records or those of one kind.

    to: the kinds that are referred to, all where it is None.
    """
    for kind in snapshot.kinds if of is None else (of,):
        schema, records = snapshot.schemas.get(kind), snapshot.of(kind)
        if schema is None or not records:
            continue
        targets = {field.reference for field in schema.walk() if field.reference}
        if not targets or (to is not None and targets.isdisjoint(to)):
            continue
        pick = Picker(schema.fields, lambda f: f.reference is not None and (to is None or f.reference in to))
        for record in records:
            for path, field, target in pick(record.document.data):
                yield record, path, field, target


def _suggestion(snapshot: Snapshot, kind: str, target: str) -> Text:
    elsewhere = next((k for k in snapshot.kinds if k != kind and snapshot.get(k, target)), None)
    if elsewhere is None:
        return near(target, snapshot.kinds.get(kind, {}))
    title = _title(snapshot, elsewhere)
    return Text(
        f"；「{target}」是{title.zh}的编号", f"; {target} is the id of another kind: {title.to('en')}"
    )


def _title(snapshot: Snapshot, kind: str) -> Text:
    """The kind's title as it stands within a sentence."""
    schema = snapshot.schemas.get(kind)
    return Text(schema.title.zh, schema.title.to("en").lower()) if schema else Text(kind)


def _choice(snapshot: Snapshot, field: str, value: str) -> Text:
    choices = snapshot.schemas["organizations"].field(field).choices
    return next(
        (Text(c.title.zh, c.title.to("en").lower()) for c in choices if c.value == value), Text(value)
    )
