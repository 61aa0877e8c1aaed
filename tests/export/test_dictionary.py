"""What is generated from the schemas for people and editors."""

from __future__ import annotations

import json
import re

import markdown

from generator.export.dictionary import data_dictionary
from generator.export.editor import editor_settings
from generator.model.schema import Choice, Field, Schema
from generator.model.text import Text
from tests.support.records import schemas


def dictionary_of(*fields: Field) -> str:
    schema = Schema(
        "things", "schemas/things.schema.json", Text("东西", "Thing"), Text("说明"), fields, {}, ""
    )
    return data_dictionary({"things": schema}).content.decode()


def test_every_field_of_every_kind_has_a_row() -> None:
    """Who looks a field up must find it."""
    artifact = data_dictionary(schemas())
    page = artifact.content.decode()
    assert artifact.path == "docs/reference/data-dictionary.md"
    for schema in schemas().values():
        assert f"## {schema.title.zh} {schema.kind}\n" in page
        for field in schema.walk():
            assert f"| `{field.path}` |" in page


def test_row_says_everything_about_a_field() -> None:
    """Chinese first, English beside, and whether the public sees it."""
    page = dictionary_of(
        Field(
            "a",
            "a",
            Text("甲", "A"),
            Text("写甲", "Write A"),
            "number",
            True,
            unit="分",
            decimals=2,
            internal=True,
        )
    )
    assert (
        "| `a` | 甲<br>A | 数字 number<br>单位 unit: 分<br>小数 decimals: 2 | 必填 required |  "
        "| 写甲<br>Write A | 内部 internal |"
    ) in page


def test_a_field_whose_description_gives_no_example_shows_that_of_its_schema() -> None:
    """People copy examples; one is enough."""
    plain = Field("a", "a", Text("甲"), Text("写甲", "Write A"), "string", example="x-1")
    told = Field("b", "b", Text("乙"), Text("写乙，如 y-2", "Write B"), "string", example="y-3")
    page = dictionary_of(plain, told)
    assert "写甲，如 x-1<br>Write A, such as x-1" in page
    assert "写乙，如 y-2<br>Write B |" in page
    assert "y-3" not in page


def test_every_single_value_of_the_dictionary_has_an_example() -> None:
    """The promise of the page: what a field is, and how a value looks."""
    without = [
        f"{schema.kind}.{field.path}"
        for schema in schemas().values()
        for field in schema.walk()
        if not (field.fields or field.choices or field.type == "boolean")
        and not (field.example or "如" in field.description.zh)
    ]
    assert not without


def test_links_between_kinds_lead_somewhere() -> None:
    """The anchors are made by MkDocs, from what is ASCII in a heading."""
    html = markdown.markdown(data_dictionary(schemas()).content.decode(), extensions=["tables", "toc"])
    targets = set(re.findall('href="#([^"]+)"', html))
    assert targets == {f.reference for s in schemas().values() for f in s.walk() if f.reference}
    assert {"organizations", "experts", "checklists"} <= targets
    assert targets <= set(re.findall('id="([^"]+)"', html))
    assert html.count("<table>") == len(schemas())


def test_choices_and_references_are_shown() -> None:
    """A choice by its value and label, a reference as a link to its kind."""
    choices = (Choice("x", Text("某", "X")),)
    page = dictionary_of(
        Field("a", "a", Text("甲"), Text("写甲"), "string", choices=choices),
        Field("b", "b", Text("乙"), Text("写乙"), "string", reference="things"),
    )
    assert "`x` 某 X" in page
    assert "[things](#things)" in page


def test_text_from_schemas_is_shown_literally() -> None:
    """A bar would split the cell, markup would act."""
    page = dictionary_of(Field("a", "a", Text("甲|乙\n丙"), Text("<b>*x*</b> [a](b) `c`"), "string"))
    row = next(line for line in page.splitlines() if line.startswith("| `a`"))
    assert "甲\\|乙 丙" in row
    assert "&lt;b&gt;\\*x\\*&lt;/b&gt; \\[a\\](b) \\`c\\`" in row


def test_editor_knows_the_schema_of_every_record() -> None:
    """Completion and hints while typing, without a comment in the file that form editors drop."""
    artifact = editor_settings(schemas())
    settings = json.loads(artifact.content)["yaml.schemas"]
    assert artifact.path == ".vscode/settings.json"
    assert settings["./schemas/bureau.schema.json"] == ["records/bureau.yml"]
    assert settings["./schemas/awards.schema.json"] == ["records/awards/*.yml", "records/awards/*/*.yml"]
    assert len(settings) == len(schemas())
