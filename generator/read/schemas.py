"""Schema files to ``Schema`` values: the one place that knows how JSON Schema writes a field.

A schema that cannot be used is left out and reported; one that only leaves the agreed subset is reported and
still checks records. jsonschema itself is not imported: the meta-schema is checked by its faster sibling.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

from generator.model.diagnostic import Diagnostic, FieldPath
from generator.model.document import SourceFile
from generator.model.location import Location
from generator.model.schema import Choice, Field, Schema
from generator.model.text import Text

from .schema_rules import (
    DIALECT,
    INVALID_JSON,
    INVALID_SCHEMA,
    PROBLEMS,
    REPEATED_KEY,
    UNEXPECTED_FILE,
    UNUSABLE,
    Fault,
    faults,
    resolve,
    structural_faults,
)

if TYPE_CHECKING:
    import yaml

__all__ = ["FOLDER", "PROBLEMS", "read_schemas"]

FOLDER = "schemas"
_NAME = re.compile(r"schemas/([a-z][a-z0-9-]{0,39})\.schema\.json")


class Files(Protocol):
    """The part of a source that is needed here."""

    def files(self, *folders: str) -> Iterator[SourceFile]:
        """Files below *folders*, sorted by path."""


def read_schemas(source: Files) -> tuple[Mapping[str, Schema], tuple[Diagnostic, ...]]:
    """The usable schemas by kind, and what is wrong with any file below ``schemas/``.

    The same files give the same objects, whoever asks: a server reads them once for all its builds.
    """
    return schemas_in(tuple(source.files(FOLDER)))


@lru_cache(maxsize=8)
def schemas_in(
    files: tuple[SourceFile, ...], *, are_sound: bool = False
) -> tuple[Mapping[str, Schema], tuple[Diagnostic, ...]]:
    """The same for the files themselves. *are_sound*: nothing was found wrong with them before."""
    raws: dict[str, tuple[SourceFile, dict[str, Any]]] = {}
    found: list[Diagnostic] = []
    for file in files:
        named = _NAME.fullmatch(file.path)
        if not named or file.mode != "file" or file.content is None:
            name = file.path.removeprefix(f"{FOLDER}/")
            found.append(UNEXPECTED_FILE.at(Location(file.path), name=name))
            continue
        raw = _load(file)
        if isinstance(raw, Diagnostic):
            found.append(raw)
        else:
            raws[named[1]] = (file, raw)
    kinds = tuple(sorted(raws))
    schemas: dict[str, Schema] = {}
    for kind, (file, raw) in raws.items():
        problems = () if are_sound else tuple(_diagnose(file, _all_faults(kind, raw, kinds)))
        found.extend(problems)
        if not any(p.code in UNUSABLE for p in problems):
            schemas[kind] = _schema(kind, file, raw)
    return MappingProxyType(schemas), tuple(sorted(found, key=lambda d: d.order))


class _RepeatedKeyError(ValueError):
    """A key stands twice in one JSON object."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        keys = [k for k, _ in pairs]
        raise _RepeatedKeyError(next(k for k in keys if keys.count(k) > 1))
    return result


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _load(file: SourceFile) -> dict[str, Any] | Diagnostic:
    try:
        text = (file.content or b"").decode()
        raw = json.loads(text, object_pairs_hook=_pairs, parse_float=Decimal, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        return INVALID_JSON.at(Location(file.path, error.lineno, error.colno), detail=error.msg)
    except _RepeatedKeyError as error:
        return REPEATED_KEY.at(_repeated_at(file, str(error)), key=str(error))
    except UnicodeDecodeError:
        return INVALID_JSON.at(Location(file.path), detail=Text("不是 UTF-8 编码", "not UTF-8"))
    except RecursionError:
        return INVALID_JSON.at(Location(file.path), detail=Text("嵌套过深", "nested too deeply"))
    except ValueError as error:
        return INVALID_JSON.at(Location(file.path), detail=str(error))
    if isinstance(raw, dict):
        return raw
    return INVALID_JSON.at(
        Location(file.path), detail=Text("最外层应为 {…}", "the outermost value must be {…}")
    )


def _all_faults(kind: str, raw: dict[str, Any], kinds: tuple[str, ...]) -> Iterator[Fault]:
    """The faults of one schema; later checks rely on earlier ones having passed."""
    import jsonschema_rs

    if raw.get("$schema", DIALECT) != DIALECT:
        yield Fault(INVALID_SCHEMA, ("$schema",), MappingProxyType({"detail": raw["$schema"]}))
        return
    try:
        jsonschema_rs.meta.validate(raw)
    except jsonschema_rs.ValidationError as error:
        path: FieldPath = tuple(error.instance_path)
        yield Fault(INVALID_SCHEMA, path, MappingProxyType({"detail": error.message}))
        return
    structural = tuple(structural_faults(raw))
    yield from structural or faults(kind, raw, kinds)


def _diagnose(file: SourceFile, found: Iterator[Fault]) -> Iterator[Diagnostic]:
    tree: yaml.Node | None = None
    for fault in found:
        tree = tree or _tree(file)
        where = _position(file.path, tree, fault.path, fault.at_key)
        yield fault.problem.at(where, field=fault.path, **fault.params)


def _tree(file: SourceFile) -> yaml.Node | None:
    """The file with all places. JSON is YAML, whose parser keeps them; asked only on a fault."""
    import yaml

    try:
        tree: yaml.Node | None = yaml.compose((file.content or b"").decode(), Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return None
    return tree


def _position(path: str, tree: yaml.Node | None, keys: FieldPath, at_key: bool) -> Location:
    import yaml

    node, mark = tree, tree.start_mark if tree else None
    for depth, key in enumerate(keys):
        if isinstance(node, yaml.MappingNode):
            pair = next((p for p in node.value if p[0].value == key), None)
            if pair is None:
                break
            last = depth == len(keys) - 1
            node, mark = pair[1], (pair[0] if last and at_key else pair[1]).start_mark
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
            mark = node.start_mark
    return Location(path, mark.line + 1, mark.column + 1) if mark else Location(path)


def _repeated_at(file: SourceFile, key: str) -> Location:
    """The place of the second *key* of the first object that has it twice."""
    import yaml

    def search(node: Any) -> Any:
        if isinstance(node, yaml.MappingNode):
            twice = [k for k, _ in node.value if k.value == key]
            if len(twice) > 1:
                return twice[1]
        if isinstance(node, yaml.CollectionNode):
            children = [v for _, v in node.value] if isinstance(node, yaml.MappingNode) else node.value
            return next((f for f in map(search, children) if f is not None), None)
        return None

    found = search(_tree(file))
    if found is None:
        return Location(file.path)
    return Location(file.path, found.start_mark.line + 1, found.start_mark.column + 1)


def _schema(kind: str, file: SourceFile, raw: dict[str, Any]) -> Schema:
    return Schema(
        kind=kind,
        path=file.path,
        title=_text(raw, "title", kind),
        description=_text(raw, "description", kind),
        fields=_fields(raw, raw, ""),
        raw=MappingProxyType(raw),
        blob=file.blob,
        singleton=raw.get("x-singleton") is True,
    )


def _text(schema: Mapping[str, Any], word: str, fallback: str) -> Text:
    english = schema.get("x-en")
    return Text(
        schema.get(word) or fallback,
        str(english.get(word, "")) if isinstance(english, dict) else "",
    )


def _fields(root: Mapping[str, Any], schema: Mapping[str, Any], prefix: str) -> tuple[Field, ...]:
    required = schema.get("required", ())
    return tuple(
        _field(root, name, f"{prefix}{name}", resolve(root, child), name in required)
        for name, child in schema.get("properties", {}).items()
        if isinstance(child, dict)
    )


def _field(root: Mapping[str, Any], name: str, path: str, schema: Mapping[str, Any], required: bool) -> Field:
    is_list = schema["type"] == "array"
    value = resolve(root, schema["items"]) if is_list else schema
    return Field(
        name=name,
        path=path,
        title=_text(schema, "title", name),
        description=_text(schema, "description", name),
        type=schema["type"],
        required=required,
        choices=tuple(Choice(c["const"], _text(c, "title", c["const"])) for c in value.get("oneOf", ())),
        reference=value.get("x-reference"),
        unit=value.get("x-unit", ""),
        decimals=value.get("x-decimals"),
        format=value.get("format", ""),
        internal="internal" in (schema.get("x-visibility"), value.get("x-visibility")),
        public_number=value.get("x-public-number") is True,
        document_number=value.get("x-document-number") is True,
        example=_example(value) or _example(schema),
        fields=_fields(root, value, f"{path}[]." if is_list else f"{path}."),
    )


def _example(schema: Mapping[str, Any]) -> str:
    """The first example of a single value, or ""."""
    shown = next(iter(schema.get("examples", ())), "")
    return "" if isinstance(shown, list | dict | bool) else str(shown)
