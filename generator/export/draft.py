"""A new record before anybody has written it: its id, its open questions, its text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from generator.model.schema import Field, Schema

if TYPE_CHECKING:
    from ruamel.yaml import YAML

_DAY = "tag:yaml.org,2002:timestamp"


def next_id(taken: Iterable[str], start: str, width: int = 3) -> str:
    """The id after the highest of *taken* that begin with *start*, counted on with the same width.

    ``expert-009`` gives ``expert-010``; without any, ``<start>001``, or as many digits as *width* says.
    """
    numbered = [
        (int(m[1]), len(m[1])) for i in taken if (m := re.fullmatch(re.escape(start) + r"([0-9]+)", i))
    ]
    highest, width = max(numbered, default=(0, width))
    return f"{start}{highest + 1:0{width}d}"


def common_start(taken: Iterable[str], kind: str) -> str:
    """What most ids of a kind begin with before their number; a word made from the kind without any."""
    starts = [m[1] for i in taken if (m := re.fullmatch(r"(.*?)[0-9]+", i))]
    return max(set(starts), key=lambda s: (starts.count(s), s)) if starts else f"{kind.removesuffix('s')}-"


def telling_id(others: Iterable[Mapping[str, Any]], data: Mapping[str, Any]) -> str | None:
    """The id that year and unit give, as with the *others*: ``ev-2024-east`` there, ``ev-2025-west`` here.

    None where an id of theirs is formed otherwise.
    """
    starts = {_start(other) for other in others}
    if len(starts) != 1 or not {"year", "unit"} <= data.keys():
        return None
    (start,) = starts
    return start and f"{start}{data['year']}-{data['unit']}"


def _start(data: Mapping[str, Any]) -> str | None:
    end = f"{data.get('year')}-{data.get('unit')}"
    return data["id"].removesuffix(end) if data["id"].endswith(f"-{end}") else None


def unit_start(others: Iterable[Mapping[str, Any]], data: Mapping[str, Any]) -> str | None:
    """What the ids of the units beside the new one begin with: below the same unit, else in the same county.

    ``west-s03`` there gives ``west-s``; a level of which there is none yet gives its name. None for what is
    no unit of the tree.
    """
    if "level" not in data:
        return None
    known = {other["id"]: other for other in others}
    alike = [other for other in known.values() if other["level"] == data["level"]]
    above = known.get(data.get("parent", ""), {}).get("parent")
    beside = [other["id"] for other in alike if other.get("parent") == data.get("parent")]
    if not beside and above:
        county = {other["id"] for other in known.values() if other.get("parent") == above}
        beside = [other["id"] for other in alike if other.get("parent") in county]
    return common_start(beside, data["level"])


def serial_start(others: Iterable[Mapping[str, Any]], data: Mapping[str, Any]) -> tuple[str, int] | None:
    """What comes before the number in the id of *data* by the habit of most *others*, and the digits of it.

    ``t-2025-east-3`` there gives ``t-2026-west-`` and 1 here. None where their ids name neither year nor
    unit before a number, or a year that is no field of theirs.
    """
    alike = [other for other in others if other.get("kind") == data.get("kind")]
    habits = [habit for other in alike if (habit := _habit(other))]
    if not habits:
        return None
    start, digits = max(set(habits), key=lambda habit: (habits.count(habit), habit))
    names = re.findall(r"{([a-z]+)}", start)
    if not names or re.search("-20[0-9]{2}-", start) or any(name not in data for name in names):
        return None
    return start.format_map(data), digits


def _habit(data: Mapping[str, Any]) -> tuple[str, int] | None:
    """The id up to its number, with the names of the fields whose values stand in it."""
    found = re.fullmatch(r"(.*-)([0-9]+)", data["id"])
    if found is None:
        return None
    start = found[1]
    for name in ("year", "unit", "county", "batch"):
        if name in data:
            start = start.replace(f"-{data[name]}-", f"-{{{name}}}-", 1)
    return start, len(found[2])


def entries_of(field: Field, checklist: Mapping[str, Any]) -> list[dict[str, str]] | None:
    """An entry for every item of a checklist, all still to be done; None where the field is no such list."""
    states = next((f.choices for f in field.fields if f.name == "state"), ())
    if field.type != "array" or "pending" not in {choice.value for choice in states}:
        return None
    rows = (item for section in checklist["sections"] for item in section["items"])
    return [{"item": row["id"], "state": "pending"} for row in rows]


def open_questions(fields: Iterable[Field], data: Mapping[str, Any]) -> Iterator[Field]:
    """Required fields that *data* does not answer yet, in the schema's order."""
    return (field for field in fields if field.required and field.name not in data)


def parse_answer(field: Field, answer: str) -> Any:
    """What is typed for a field, as a value; ValueError where it cannot be one.

    The label of a choice stands for the choice; several values of a list are separated by blanks.
    """
    text = answer.strip()
    if field.choices:
        for choice in field.choices:
            if text in (choice.value, choice.title.zh, choice.title.en):
                return choice.value
        raise ValueError(text)
    match field.type:
        case "integer":
            return int(text)
        case "number":
            return float(text) if "." in text else int(text)
        case "boolean":
            words = {"true": True, "是": True, "y": True, "false": False, "否": False, "n": False}
            if text.lower() not in words:
                raise ValueError(text)
            return words[text.lower()]
        case "array":
            return text.split()
        case _:
            if not text:
                raise ValueError(text)
            return text


def compose(schema: Schema, data: Mapping[str, Any]) -> str:
    """The record's text: keys in the schema's order, strings quoted only where they need to be."""
    out = io.StringIO()
    writer().dump(_ordered(schema.fields, data), out)
    return out.getvalue()


def writer() -> YAML:
    """A writer in the layout of records; days are text, as for whoever reads the records."""
    from ruamel.yaml import YAML
    from ruamel.yaml.resolver import VersionedResolver

    class Resolver(VersionedResolver):
        @property
        def versioned_resolver(self) -> Any:
            found = super().versioned_resolver
            return {first: [rule for rule in rules if rule[0] != _DAY] for first, rules in found.items()}

    made = YAML()
    made.Resolver = Resolver
    made.indent(mapping=2, sequence=4, offset=2)
    made.width = 110
    made.allow_unicode = True
    return made


def _ordered(fields: tuple[Field, ...], data: Mapping[str, Any]) -> dict[str, Any]:
    known = {field.name: field for field in fields}
    order = [name for name in known if name in data] + [name for name in data if name not in known]
    return {name: _nested(known.get(name), data[name]) for name in order}


def _nested(field: Field | None, value: Any) -> Any:
    if field and field.fields and isinstance(value, Mapping):
        return _ordered(field.fields, value)
    if isinstance(value, list | tuple):
        return [_nested(field, item) for item in value]
    return value
