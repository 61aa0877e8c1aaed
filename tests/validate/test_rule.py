"""The engine: what it adds to a finding, what it leaves out, and what it does with a broken rule."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from generator.model.diagnostic import Severity
from generator.model.record import Record
from generator.model.schema import Schema
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from generator.validate.rule import Finding, Passage, passage_rule, record_rule, rule, run_rules
from tests.support.records import snapshot_of

SCHOOL = """\
--- records/organizations/no2-middle.yml
id: no2-middle
name: 东城第二中学
level: school
parent: dongcheng-north
school_code: "2199000102"
stage: junior
"""


@rule(
    "TST001",
    "school",
    Severity.WARNING,
    message=Text("{name}是学校", "{name} is a school"),
    hint=Text("看看"),
)
def schools(snapshot: Snapshot) -> Iterator[Finding]:
    """Schools are found.

    找出
    学校。
    """
    for record in snapshot.of("organizations"):
        if record["level"] == "school":
            yield Finding(record, ("name",), {"name": record["name"]}, related=((record, ("stage",)),))


@rule("TST002", "broken", Severity.WARNING, message=Text("不会出现"))
def broken(snapshot: Snapshot) -> Iterator[Finding]:
    """Finds one record, then fails."""
    yield Finding(snapshot.of("organizations")[0], ("name",))
    raise KeyError("stage")


@record_rule("TST003", "expert", Severity.INFO, message=Text("专家"), kinds=("experts",))
def experts(record: Record, schema: Schema) -> Iterator[Finding]:
    """Every expert is found, at the key of the name."""
    assert schema.kind == "experts"
    yield Finding(record, ("name",), at_key=True)


@record_rule("TST004", "broken-alone", Severity.ERROR, message=Text("不会出现"))
def broken_alone(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Fails at once."""
    raise RuntimeError("at fault")


@passage_rule(
    "TST005", "middle", Severity.WARNING, suspect=("第二",), message=Text("「{title}」里有「第二」")
)
def second(passage: Passage) -> Iterator[Mapping[str, object]]:
    """Says which field has the word."""
    yield {"title": passage.field.title}


def test_finding_becomes_diagnostic_with_place_words_and_related_places() -> None:
    """A rule says which record and field; the reader gets line, column, sentence, hint and other places."""
    first, found = run_rules(snapshot_of(SCHOOL), [schools])
    assert str(first.location) == "records/organizations/no1-middle.yml:2:7"
    assert str(found.location) == "records/organizations/no2-middle.yml:2:7"
    assert (found.code, found.name, found.severity) == ("TST001", "school", Severity.WARNING)
    assert found.message == Text("东城第二中学是学校", "东城第二中学 is a school")
    assert found.hint == Text("看看")
    assert (found.record, found.field) == ("organizations/no2-middle", ("name",))
    assert [str(place) for place in found.related] == ["records/organizations/no2-middle.yml:6:8"]


def test_reason_is_the_docstring_english_then_chinese() -> None:
    """Chinese lines are joined without a blank, since they are broken for the width of the code only."""
    assert schools.problem.reason == Text("找出学校。", "Schools are found.")


def test_broken_rule_is_reported_and_the_others_run() -> None:
    """A bug of ours must neither hide what the other rules find nor what this one had found before."""
    found = run_rules(snapshot_of(SCHOOL), [broken, schools])
    bug = next(d for d in found if d.code == "INT001")
    assert bug.severity is Severity.ERROR
    assert bug.params == {"rule": "TST002 broken", "error": "KeyError: 'stage'"}
    assert {d.code for d in found} == {"INT001", "TST001", "TST002"}


def test_broken_record_rule_is_reported_once_with_the_record_it_failed_on() -> None:
    """Ten thousand records must not give ten thousand reports of one bug."""
    bugs = run_rules(snapshot_of(""), [broken_alone])
    assert [d.code for d in bugs] == ["INT001"]
    assert bugs[0].related


def test_record_rule_looks_at_its_kinds_and_can_point_at_a_key() -> None:
    """An unknown or misplaced key is best shown at the key itself."""
    found = run_rules(snapshot_of(""), [experts])
    assert [str(d.location) for d in found] == [
        "records/experts/expert-01.yml:2:1",
        "records/experts/expert-02.yml:2:1",
    ]


def test_rules_of_one_record_skip_clean_documents_and_others_do_not() -> None:
    """A clean document passed them before; what depends on other records must be looked at every time."""
    snapshot = snapshot_of(SCHOOL)
    for kind in snapshot.kinds:
        for record in snapshot.of(kind):
            record.document.clean = True
    assert {d.code for d in run_rules(snapshot, [schools, experts, second])} == {"TST001"}


def test_passage_rule_sees_free_text_only() -> None:
    """Ids, dates, choices and references are not words; looking at them would cost time and false alarms."""
    found = run_rules(snapshot_of(SCHOOL), [second])
    assert [(d.field, d.message.zh) for d in found] == [(("name",), "「名称」里有「第二」")]


def test_order_is_by_place_and_does_not_depend_on_the_order_of_rules() -> None:
    """The same report on every machine."""
    snapshot = snapshot_of(SCHOOL)
    one, other = run_rules(snapshot, [schools, experts]), run_rules(snapshot, [experts, schools])
    assert one == other
    assert list(one) == sorted(one, key=lambda d: d.location)


def test_kind_without_schema_is_left_to_the_gate() -> None:
    """The gate has reported it; the rules must not fail over it."""
    snapshot = snapshot_of(SCHOOL)
    assert run_rules(dataclasses.replace(snapshot, schemas={}), [experts, second]) == ()
