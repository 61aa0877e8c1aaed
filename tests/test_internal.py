"""What only the bureau may read, and names that may not be shown any more, reach no page, table or log.

A mark of its own is planted into every internal field of every kind, found by walking the schemas, and in
place of the name of every expert and praised person, all of whom may be named until one day. Then every byte
that any command produces is searched for marks, on that day and on the next.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import count, cycle
from pathlib import Path
from typing import Any

import pytest

from generator.cli import reports
from generator.model.consent import PERSONAL
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
LAST = date(2026, 3, 31)
AFTER = LAST + timedelta(days=1)
WHO = "甲乙丙"  # the mark of a name is a rare character and its number in these three

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


def marks() -> Iterator[str]:
    """Names that nothing else is called."""
    for number in count(1):
        yield "鿃" + "".join(WHO[number // 3**at % 3] for at in range(5))


def renamed(root: Path) -> dict[str, str]:
    """All people of *root* may be named until LAST; record -> the mark in place of the name."""
    people: dict[str, str] = {}
    names = marks()
    for path in record_files(root):
        kind = kind_of(path, root)
        data = load(path) if kind in PERSONAL else {}
        if (name := PERSONAL.get(kind, ("",))[0]) in data:
            people[f"{kind}/{data['id']}"] = data[name] = next(names)
            save(path, data | {"consent": True, "public_until": LAST.isoformat()})
    return people


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


@dataclass(frozen=True)
class Marked:
    """A small city full of marks: what was planted where, and record -> the mark of a name."""

    root: Path
    planted: Mapping[str, int]
    people: Mapping[str, str]


@pytest.fixture(scope="module")
def city(town: Path, tmp_path_factory: pytest.TempPathFactory) -> Marked:
    """With all marks, committed, so that each record's history has them."""
    root = tmp_path_factory.mktemp("internal") / "city"
    shutil.copytree(town, root, symlinks=True)
    people = renamed(root)
    gardener = planted(root, Gardener())
    git(root, "commit", "--quiet", "--all", "--message=records: change")
    return Marked(root, gardener.planted, people)


Files = tuple[tuple[str, bytes], ...]  # of a site: name and content, what is compressed unpacked


@pytest.fixture(scope="module")
def before(city: Marked, tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The site of the last day on which people may be named."""
    return tuple(
        contents(build_here(city.root, tmp_path_factory.mktemp("before") / "site", "--as-of", str(LAST)).site)
    )


@pytest.fixture(scope="module")
def after(city: Marked, tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The site of the next day, with the search: pages, tables, index, feed, calendars, manifest."""
    folder = tmp_path_factory.mktemp("after") / "site"
    return tuple(contents(build_here(city.root, folder, "--as-of", str(AFTER), with_search=True).site))


def test_every_internal_field_of_every_kind_has_a_mark(city: Marked) -> None:
    """A field that no record of the small city has would be searched for in vain."""
    wanted = {f"{kind}.{field.path}" for kind in schemas() for field in internal_fields(kind)}
    assert wanted - set(city.planted) == set()
    assert set(CLOSED) | ELSEWHERE <= wanted
    assert sum(city.planted.values()) > 80


@pytest.mark.parametrize("day", ["before", "after"])
def test_internal_fields_reach_no_file_of_the_site(day: str, request: pytest.FixtureRequest) -> None:
    """Pages, tables, search index, calendars, manifest: every byte, what is compressed unpacked."""
    files = [(name, content.lower()) for name, content in request.getfixturevalue(day)]
    assert [name for name, content in files if any(mark in content for mark in SHOWN)] == []
    drawn = [content for name, content in files if re.match(r"(data/)?draws[./-]", name)]
    assert drawn
    assert not any(b"keeps_from" in content for content in drawn)
    said = [(name, content) for name, content in files if OF_PEOPLE.match(name)]
    assert len(said) > 60
    for mark in (TIED, "无人服务县", "1987", "unqualified", "考核不合格"):
        assert [name for name, content in said if mark.encode() in content] == [], mark


def test_every_kind_with_a_consent_is_known_to_name_somebody() -> None:
    """A kind that gets the fields must say what is hidden, or nothing would be."""
    asked = {kind for kind, schema in schemas().items() if any(f.name == "consent" for f in schema.fields)}
    assert asked == set(PERSONAL)
    for kind, names in PERSONAL.items():
        fields = {f.name for f in schemas()[kind].fields}
        assert {"consent", "public_until", *names} <= fields, kind


def test_names_are_shown_until_the_day_and_nowhere_afterwards(
    city: Marked, before: Files, after: Files
) -> None:
    """Pages, tables, search index, feed, calendars, files of bulletins: every byte, unpacked."""
    people = city.people
    shown = {mark for _, content in before for mark in people.values() if mark.encode() in content}
    assert shown == set(people.values())
    left = [
        (name, key) for name, content in after for key, mark in people.items() if mark.encode() in content
    ]
    assert left == []
    files = dict(after)
    pages = {key: files[f"{key}/index.html"].decode() for key in people}
    words = {"experts": "专家（未公开）", "awards": "个人（未公开）"}
    assert [key for key, text in pages.items() if words[key.partition("/")[0]] not in text] == []


def test_figures_stay_when_names_go(city: Marked, run: Run) -> None:
    """Who may not be named any more still counts: ranks and their tables are the same."""
    asked = ("rank", "counties", "--format", "json", "--root", city.root, "--as-of")
    counted = [run(*asked, day)[1].replace(str(day), "") for day in (LAST, AFTER)]
    assert counted[0] == counted[1]


@pytest.mark.parametrize(
    "command", ["rank schools --format json", "due", "due --format json", "explain 甲禾县", "check"]
)
def test_no_mark_reaches_the_output_of_a_command(city: Marked, run: Run, command: str) -> None:
    """What is printed ends in the log of a forge and in comments on a pull request."""
    _, out, err = run(*command.split(), "--root", city.root, "--as-of", AFTER)
    assert out + err
    assert not any(mark in (out + err).lower().encode() for mark in SHOWN)
    assert [mark for mark in city.people.values() if mark in out + err] == []


def test_two_of_one_name_are_told_without_it(town: Path, tmp_path: Path) -> None:
    """A warning about a name stands on the site's page of quality too."""
    shutil.copytree(town, tmp_path / "city", symlinks=True)
    paths = sorted((tmp_path / "city" / "records" / "experts").glob("*.yml"))[:2]
    for path in paths:
        save(path, {**load(path), "name": "鿃甲甲甲", "consent": False})
    found = check(WorkTree(tmp_path / "city")).diagnostics
    assert any(d.code == "IDN004" for d in found)
    assert "鿃甲甲甲" not in reports.as_markdown(found, seen=1, records=1)


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
