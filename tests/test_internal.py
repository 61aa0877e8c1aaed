"""Internal fields: what only the bureau may read reaches no page, table, index, calendar, log or report.

A mark of its own is planted into every internal field of every kind, found by walking the schemas, and then
every byte that any command produces is searched for marks.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from generator.cli import reports
from generator.model.schema import Field
from generator.pipeline import check
from generator.read.sources import WorkTree
from tests.support.site import (
    build_here,
    contents,
    git,
    kind_of,
    load,
    record_files,
    save,
    schemas,
)

Run = Callable[..., tuple[int, str, str]]

# Fields that name a record or are a day or a choice cannot hold a mark; what stands there instead is searched
# for in the files about people. Interviews and nominations have tests of their own, beside their pages.
TIED = "tied-to-experts"
CLOSED: dict[str, dict[str, Any]] = {
    "experts.unit_since": {"unit_since": "1987-06-05"},
    "experts.former_units": {"former_units": [{"organization": TIED, "until": "1987-06-04"}]},
    "experts.declarations": {"declarations": [{"on": "1987-06-06", "units": [TIED]}]},
    "bureau.owners": {"owners": [{"unit": TIED, "teams": ["@zqcanary/zqcanary"], "logins": ["zqcanary"]}]},
    "experts.appraisals[].result": {"result": "unqualified"},
    "bureau.history.people": {"people": [{"name": "zqcanary-person", "unit": "jiahe"}]},
}
KEPT_FROM = "draws.pool.inspectors[].keeps_from"  # is part of what a draw's digest seals
ELSEWHERE = {
    KEPT_FROM,
    "nominations.unit",
    "nominations.vetting.outcome",
    "awards.nomination",
    "interviews.unit",
    *(f"interviews.grounds.{n}" for n in ("inspection", "problem", "document")),
}
OF_INDIVIDUALS = {"nominations.person", "nominations.office"}
NUMBER = Decimal("31415.926")
SHOWN = (b"zqcanary", b"31415.926", b"31,415.926", b"3.1415926")
OF_PEOPLE = re.compile(r"(data/)?(experts|engagements|inspections)[./]")


def internal_fields(kind: str) -> Iterator[Field]:
    """The outermost internal fields of a kind."""
    ahead = list(schemas()[kind].fields)
    while ahead:
        field = ahead.pop(0)
        if field.internal:
            yield field
        else:
            ahead.extend(field.fields)


def holders(data: dict[str, Any], path: str) -> Iterator[tuple[dict[str, Any], str]]:
    """The objects of a record that hold, or could hold, the field at *path*, and its name there."""
    name, _, below = path.partition(".")
    if not below:
        yield data, name
        return
    value = data.get(name.removesuffix("[]"))
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield from holders(one, below)


class Gardener:
    """Plants marks and remembers where each came from."""

    def __init__(self) -> None:
        self.planted: dict[str, int] = {}

    def plant(self, kind: str, data: dict[str, Any]) -> None:
        """Into every internal field of a record whose parent is there."""
        if kind == "awards":  # it would have to repeat its nomination's words
            data.pop("nomination", None)
        if kind == "interviews":  # a small city has none that was checked
            data.setdefault("check", {"on": data["date"], "result": "kept", "text": "已看过"})
        if kind == "bureau":  # none of its settings is needed, and the sample has none
            data.setdefault("history", {})
        for field in internal_fields(kind):
            place = f"{kind}.{field.path}"
            for box, name in holders(data, field.path):
                if place in OF_INDIVIDUALS and name not in box:
                    continue  # units have none
                self.planted[place] = self.planted.get(place, 0) + 1
                if place in CLOSED:
                    box |= CLOSED[place]
                elif place not in ELSEWHERE:
                    box[name.removesuffix("[]")] = self.value(field)

    def value(self, field: Field) -> Any:
        """A value that is right for a field and occurs nowhere else."""
        if field.type == "array":
            return [{below.name: self.value(below) for below in field.fields}]
        if field.type == "object":
            return {below.name: self.value(below) for below in field.fields}
        if field.type in ("number", "integer"):
            return NUMBER if field.type == "number" else int(NUMBER)
        assert field.type == "string", f"{field.path}: teach this test to mark it"
        is_closed = field.choices or field.reference or field.format
        assert not is_closed, f"{field.path}: add it to CLOSED"
        number = sum(self.planted.values())
        most = field_limit(field)
        return f"zqcanary{number:05d}x"[:most]


def field_limit(field: Field) -> int:
    """How many characters a field takes."""
    return limits().get((field.title.zh, field.description.zh), 100)


@cache
def limits() -> Mapping[tuple[str, str], int]:
    """Title and description of every field -> how many characters it takes."""
    return {
        (found["title"], found["description"]): int(found.get("maxLength", 100))
        for kind in reversed(schemas().values())  # of two that are called the same the first counts
        for found in reversed(tuple(raw_fields(kind.raw)))
        if isinstance(found.get("title"), str) and isinstance(found.get("description"), str)
    }


def raw_fields(schema: Any) -> Iterator[Mapping[str, Any]]:
    """Every subschema of a schema."""
    if isinstance(schema, Mapping):
        yield schema
        for value in schema.values():
            yield from raw_fields(value)
    elif isinstance(schema, list | tuple):
        for value in schema:
            yield from raw_fields(value)


@pytest.fixture(scope="module")
def city(town: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Gardener]:
    """A small city with a mark in every internal field, committed, so that each record's history has it."""
    root = tmp_path_factory.mktemp("internal") / "city"
    shutil.copytree(town, root, symlinks=True)
    gardener = planted(root, Gardener())
    git(root, "commit", "--quiet", "--all", "--message=records: change")
    return root, gardener


def planted(root: Path, gardener: Gardener) -> Gardener:
    """The gardener, after its work on every record of *root*."""
    for path in record_files(root):
        kind = kind_of(path, root)
        if next(internal_fields(kind), None):
            data = load(path)
            gardener.plant(kind, data)
            save(path, data)
    tied = {"id": TIED, "name": "无人服务县", "level": "county", "parent": "ziyang", "sample": True}
    save(root / "records" / "organizations" / f"{TIED}.yml", tied)
    return gardener


def test_every_internal_field_of_every_kind_has_a_mark(city: tuple[Path, Gardener]) -> None:
    """A field that no record of the small city has would be searched for in vain."""
    wanted = {f"{kind}.{field.path}" for kind in schemas() for field in internal_fields(kind)}
    assert wanted - set(city[1].planted) == set()
    assert set(CLOSED) | ELSEWHERE <= wanted
    assert sum(city[1].planted.values()) > 80


def test_internal_fields_reach_no_file_of_the_site(city: tuple[Path, Gardener], tmp_path: Path) -> None:
    """Pages, tables, search index, calendars, manifest: every byte, what is compressed unpacked."""
    built = build_here(city[0], tmp_path / "site", with_search=True)
    files = [(name, content.lower()) for name, content in contents(built.site)]
    assert [name for name, content in files if any(mark in content for mark in SHOWN)] == []
    drawn = [content for name, content in files if re.match(r"(data/)?draws[./-]", name)]
    assert drawn
    assert not any(b"keeps_from" in content for content in drawn)
    said = [(name, content) for name, content in files if OF_PEOPLE.match(name)]
    assert len(said) > 60
    for mark in (TIED, "无人服务县", "1987", "unqualified", "考核不合格"):
        assert [name for name, content in said if mark.encode() in content] == [], mark


def test_internal_fields_reach_no_output_of_a_command(
    city: tuple[Path, Gardener], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is printed ends in the log of a forge and in comments on a pull request."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    root = city[0]
    for command in (
        ("rank", "schools", "--format", "json"),
        ("due", "--format", "json"),
        ("explain", "甲禾县"),
    ):
        _, out, err = run(*command, "--root", root)
        assert out + err
        assert not any(mark in (out + err).lower().encode() for mark in SHOWN), command


WRITERS = {
    "text": reports.as_text,
    "json": reports.as_json,
    "github": reports.as_github,
    "markdown": reports.as_markdown,
}


def said_of(root: Path) -> dict[str, str]:
    """The reports of a check in every form and in both languages."""
    checked = check(WorkTree(root))
    count = {"seen": checked.seen, "records": checked.records}
    zh = {name: write(checked.diagnostics, **count) for name, write in WRITERS.items()}
    return zh | {f"{name} en": write(checked.diagnostics, "en", **count) for name, write in WRITERS.items()}


# Slips in a text (rules quote what they find), and values that no schema lets through.
SLIPS: dict[str, tuple[Any, ...]] = {
    "rules": ("zqcanary  TODO，见附件,待补充：http://a.example/zqcanary ",),
    "schema": ("zqcanary" + "长" * 2000, ["zqcanary"], {"zqcanary": "zqcanary"}),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_what_is_wrong_with_an_internal_field_is_said_without_it(
    slip: str, village: Path, tmp_path: Path
) -> None:
    """A diagnostic names the field and the way out; the value stays in the file."""
    root = tmp_path / "city"
    shutil.copytree(village, root, symlinks=True)
    values = cycle(SLIPS[slip])
    for path in record_files(root):
        kind = kind_of(path, root)
        data = load(path)
        for field in internal_fields(kind):
            if f"{kind}.{field.path}" in {*CLOSED, *ELSEWHERE} or field.type == "number":
                continue
            for box, name in holders(data, field.path):
                value = next(values)
                rows = [{below.name: value for below in field.fields}]
                box[name] = rows if field.type == "array" else value
        save(path, data)
    found = said_of(root)
    count = json.loads(found["json"])
    assert count["errors"] + count["warnings"] > 10
    assert [form for form, text in found.items() if "zqcanary" in text.lower()] == []
