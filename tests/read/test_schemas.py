"""Schema files to fields, and what a schema file must look like."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from generator.model.diagnostic import Severity
from generator.read.schema_rules import ID_PATTERN, PROBLEMS, pattern_fault
from generator.read.schemas import read_schemas
from generator.read.sources import Memory
from tests.support.records import ROOT, schemas

WORDS = {"title": "名称", "description": "写名称，如 甲", "x-en": {"title": "Name", "description": "A name"}}
ID = {**WORDS, "type": "string", "pattern": ID_PATTERN, "maxLength": 60}


def schema(**fields: Any) -> dict[str, Any]:
    """A kind with an id and these fields."""
    return {
        **WORDS,
        "type": "object",
        "properties": {"id": ID, **fields},
        "required": ["id"],
        "additionalProperties": False,
    }


def codes(raw: Any, name: str = "schemas/things.schema.json") -> list[str]:
    content = raw if isinstance(raw, str | bytes) else json.dumps(raw, ensure_ascii=False)
    return [d.code for d in read_schemas(Memory({name: content}))[1]]


def test_own_schemas_have_nothing_wrong() -> None:
    """They are the example that others follow."""
    files = (ROOT / "schemas").iterdir()
    assert sorted(schemas()) == sorted(path.name.removesuffix(".schema.json") for path in files)


def test_internal_fields_are_these() -> None:
    """No page, table or index may show them; adding or dropping one is a decision, not a slip."""
    internal = {f"{s.kind}.{f.path}" for s in schemas().values() for f in s.walk() if f.internal}
    assert internal == {
        "bureau.owners",
        "organizations.keeps.storage_place",
        "experts.title",
        "experts.unit_since",
        "experts.former_units",
        "experts.declarations",
        "experts.appraisals[].result",
        "experts.appraisals[].remark",
        "experts.interests[].reason",
        "inspections.findings[].place",
        "inspections.results[].evidence[].kept",
        "hazards.place",
        "interviews.unit",
        "interviews.office",
        "interviews.reason",
        "interviews.grounds.inspection",
        "interviews.grounds.problem",
        "interviews.grounds.document",
        "interviews.promises[].text",
        "interviews.check.text",
        "interviews.note",
        "risk-points.place",
        "bureau.history.people",
        "chemicals.stock",
        "waste-transfers.amount",
        "draws.pool.inspectors[].keeps_from",
        "publicity.objections[].matter",
        "nominations.unit",
        "nominations.person",
        "nominations.office",
        "nominations.merit",
        "nominations.act",
        "nominations.vetting.by",
        "nominations.vetting.outcome",
        "nominations.decision.reason",
        "nominations.note",
        "awards.nomination",
    }


def test_public_numbers_are_offices() -> None:
    """Only a field for an office may hold a phone number."""
    public = {f"{s.kind}.{f.path}" for s in schemas().values() for f in s.walk() if f.public_number}
    assert public == {
        "bureau.contact.phone",
        "organizations.teams[].office_phone",
        "publicity.contact.phone",
    }


def test_descriptions_say_what_to_write() -> None:
    """Who fills in a record may not know YAML; strings come with an example."""
    for found in schemas().values():
        for field in found.walk():
            assert field.title.en, field.path
            assert field.description.en, field.path
            is_plain = field.type == "string" and not field.choices
            assert not is_plain or "如 " in field.description.zh or "64 位" in field.description.zh, (
                field.path
            )


def test_schema_files_are_written_alike() -> None:
    """Two spaces, readable Chinese, one line break at the end: small differences when they change."""
    for path in sorted((ROOT / "schemas").glob("*.json")):
        text = path.read_text()
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n", path.name


def test_fields_follow_the_schema() -> None:
    """Columns, forms and messages take everything from here."""
    inspections = schemas()["inspections"]
    assert [f.name for f in inspections.fields][:3] == ["id", "period", "topic"]
    organization = inspections.field("organization")
    assert (organization.reference, organization.required, organization.title.zh) == (
        "organizations",
        True,
        "被查学校",
    )
    score = inspections.field("results[].score")
    assert (score.type, score.unit, score.decimals, score.required) == ("number", "分", 2, False)
    assert inspections.field("date").format == "date"
    assert [c.value for c in schemas()["methods"].field("grades[].grade").choices] == [
        "excellent",
        "good",
        "pass",
        "fail",
    ]
    assert [c.title.zh for c in schemas()["bureau"].field("languages").choices] == ["中文", "英文"]
    assert [k for k, s in schemas().items() if s.singleton] == ["bureau"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{\n  "title": "甲",,\n}', "2:16"),
        ("", "1:1"),
        ("[]", "1:1"),
        (b"\xb2\xe2\xca\xd4", "1:1"),
        ('{"a": NaN}', "1:1"),
        ("[" * 100_000, "1:1"),
    ],
)
def test_invalid_json_is_reported_with_its_place(text: str | bytes, place: str) -> None:
    """A comma too many is the most frequent slip."""
    found_schemas, (problem,) = read_schemas(Memory({"schemas/things.schema.json": text}))
    assert not found_schemas
    assert (problem.code, f"{problem.location.line}:{problem.location.column}") == ("SCH001", place)


def test_repeated_key_is_reported_at_the_second() -> None:
    """JSON parsers keep the last and lose the first."""
    text = '{"title": "甲",\n "x-en": {"title": "a",\n  "title": "b"}}'
    _, (problem,) = read_schemas(Memory({"schemas/things.schema.json": text}))
    assert (problem.code, str(problem.location)) == ("SCH002", "schemas/things.schema.json:3:3")


@pytest.mark.parametrize(
    "name", ["schemas/readme.md", "schemas/Things.schema.json", "schemas/old/things.schema.json"]
)
def test_file_of_another_name_is_reported(name: str) -> None:
    """A misnamed schema would have no effect without a word."""
    assert codes("{}", name) == ["SCH003"]


PLAIN = {**WORDS, "type": "string", "maxLength": 9}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"a": {**PLAIN, "maxLength": "9"}}, "SCH004"),
        ({"a": {k: v for k, v in PLAIN.items() if k != "title"}}, "SCH005"),
        ({"a": {k: v for k, v in PLAIN.items() if k != "description"}}, "SCH005"),
        ({"a": {**PLAIN, "maxlength": 9}}, "SCH006"),
        ({"a": {**PLAIN, "pattern": "^(a+)+$"}}, "SCH007"),
        ({"a": {**WORDS, "type": "number", "multipleOf": 0.01}}, "SCH008"),
        ({"a": {**WORDS, "type": "string"}}, "SCH009"),
        ({"a": {**WORDS, "type": "array", "items": PLAIN}}, "SCH009"),
        ({"a": {**WORDS, "type": "array", "maxItems": 9, "items": {"type": "string"}}}, "SCH009"),
        ({"a": {**WORDS, "type": "object", "properties": {}}}, "SCH010"),
        ({"a": {**PLAIN, "$ref": "https://example.org/a.json"}}, "SCH012"),
        ({"a": {**PLAIN, "$ref": "other.schema.json#/$defs/a"}}, "SCH012"),
        ({"a": {**ID, "x-reference": "nothings"}}, "SCH013"),
        ({"a": {**PLAIN, "x-reference": "things"}}, "SCH014"),
        ({"id": PLAIN}, "SCH014"),
        ({"a": {k: v for k, v in PLAIN.items() if k != "x-en"}}, "SCH015"),
        ({"a": {**WORDS, "$ref": "#/$defs/nowhere"}}, "SCH016"),
        ({"a": {**WORDS, "maxLength": 9}}, "SCH017"),
        ({"a": {**WORDS, "type": ["string", "null"], "maxLength": 9}}, "SCH017"),
        ({"a": {**WORDS, "type": "array", "maxItems": 9}}, "SCH017"),
        ({"a": {**PLAIN, "format": "email"}}, "SCH018"),
        ({"a": {**WORDS, "type": "string", "oneOf": [{"const": "a"}]}}, "SCH019"),
    ],
)
def test_what_leaves_the_subset_is_reported(fields: dict[str, Any], code: str) -> None:
    """Two validators, an editor and a form must read a schema alike."""
    assert set(codes(schema(**fields))) == {code}


def test_more_than_fields_is_looked_at() -> None:
    """Alternatives at the top, an optional id and references in a circle concern the whole file."""
    assert codes({**schema(), "oneOf": [{"const": "a", "title": "甲", "x-en": {"title": "A"}}]}) == ["SCH011"]
    assert codes({**schema(), "anyOf": [{}]}) == ["SCH011"]
    assert codes({**schema(), "required": []}) == ["SCH014"]
    assert codes({**schema(), "$schema": "http://json-schema.org/draft-07/schema#"}) == ["SCH004"]
    circle = {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}
    assert set(codes({**schema(), "$defs": circle})) == {"SCH016"}


def test_unusable_schema_is_left_out_and_others_stay() -> None:
    """One broken file must not keep the other kinds from being checked."""
    broken = schema(a={**WORDS, "$ref": "https://example.org/a.json"})
    warned = schema(a={k: v for k, v in PLAIN.items() if k != "x-en"})
    files = {"schemas/a.schema.json": json.dumps(broken), "schemas/b.schema.json": json.dumps(warned)}
    found, problems = read_schemas(Memory(files))
    assert list(found) == ["b"]
    assert [p.severity for p in problems if "b.schema" in p.location.path] == [Severity.WARNING] * 2


def test_fault_is_placed_at_its_line() -> None:
    """A schema has hundreds of lines."""
    raw = schema(a={**PLAIN, "maxlength": 9})
    text = json.dumps(raw, ensure_ascii=False, indent=2)
    _, (problem,) = read_schemas(Memory({"schemas/things.schema.json": text}))
    line = text.splitlines()[problem.location.line - 1]
    assert line[problem.location.column - 1 :].startswith('"maxlength"')


@pytest.mark.parametrize(
    "pattern", [ID_PATTERN, "^[0-9]{4}-Q[1-4]$", "^(a|b)$", "^(:[0-9]{1,5})?$", r"^a\.b$", "^([0-9]{2}-){3}$"]
)
def test_safe_pattern_is_accepted(pattern: str) -> None:
    """The subset must be enough for codes, quarters and addresses."""
    assert pattern_fault(pattern) is None


@pytest.mark.parametrize(
    "pattern",
    [
        "[a-z]+",
        "^[a-z]+",
        "^a|b$",
        r"^\d+$",
        r"^\w$",
        "^.*$",
        "^[^a]$",
        "^(a+)+$",
        "^((a?)b)*$",
        "^([a-z]{1,9}){2,}$",
        "^(?=a)a$",
        "^[一-龥]+$",
        "^a$b$",
        "^($",
        r"^a\$",
    ],
)
def test_unsafe_pattern_is_refused(pattern: str) -> None:
    """Unanchored, outside ASCII, or slow: each means something else to another engine."""
    assert pattern_fault(pattern) is not None


def test_every_problem_explains_itself() -> None:
    """The reference page shows message, way out and reason in both languages."""
    assert len({p.code for p in PROBLEMS}) == len(PROBLEMS)
    for problem in PROBLEMS:
        assert problem.message.en
        assert problem.hint is not None
        assert problem.hint.en
        assert problem.reason is not None
        assert problem.reason.en


def test_reading_does_not_import_the_slow_validator() -> None:
    """It costs a fifth of a second, which every check would pay."""
    code = (
        "import sys; from pathlib import Path; from generator.read.schemas import read_schemas;"
        "from generator.read.sources import WorkTree; import generator.validate.gate;"
        "assert read_schemas(WorkTree(Path('.')))[0]; sys.exit('jsonschema' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
