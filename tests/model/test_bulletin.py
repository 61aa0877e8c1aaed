"""An issued bulletin is covered by its digests, field by field: nothing of it can be changed silently."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

import pytest

from generator.model.bulletin import LATER, altered, digests, is_whole
from tests.support.records import ROOT, schemas
from tests.support.site import load

FULL = ROOT / "tests" / "cases" / "schemas" / "bulletins" / "good" / "full.yml"
Path = tuple[str | int, ...]


def issued() -> dict[str, Any]:
    """A bulletin with every field of its schema, as it stands after its issue."""
    data: dict[str, Any] = load(FULL)
    data["issued"]["sha256"] = digests(data)
    return data


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """The path of every single value."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from leaves(one, (*path, name))
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from leaves(one, (*path, at))
    else:
        yield path


def dotted(path: Path) -> str:
    """The path as schemas write it."""
    return "".join("[]" if isinstance(key, int) else f".{key}" for key in path).lstrip(".")


def changed(data: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """The same with another value there."""
    copy = deepcopy(dict(data))
    parent: Any = copy
    for key in path[:-1]:
        parent = parent[key]
    old = parent[path[-1]]
    parent[path[-1]] = (not old) if isinstance(old, bool) else f"{old}1"
    return copy


def without(data: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """The same with that value taken out."""
    copy = deepcopy(dict(data))
    parent: Any = copy
    for key in path[:-1]:
        parent = parent[key]
    del parent[path[-1]]
    return copy


def is_later(path: Path) -> bool:
    return path[0] in LATER


REQUIRED = {f.path for f in schemas()["bulletins"].walk() if f.required}
COVERED = [p for p in leaves(issued()) if not is_later(p) and p[:2] != ("issued", "sha256")]


def test_full_case_has_every_field_of_the_schema() -> None:
    """A new field must come into the case, and is then asked for below."""
    known = {dotted(path) for path in leaves(issued())}
    fields = {f.path for f in schemas()["bulletins"].walk() if not f.fields}
    assert {path.removesuffix("[]") for path in fields} == {path.removesuffix("[]") for path in known}


@pytest.mark.parametrize("path", COVERED, ids=dotted)
def test_no_field_can_be_changed_or_taken_out_silently(path: Path) -> None:
    """Whatever it is: the day of the figures, the commit, the mark of a sample, a title in the proof.

    What the schema requires cannot be taken out at all.
    """
    assert is_whole(issued())
    assert "whole" in altered(changed(issued(), path))
    if dotted(path) not in REQUIRED:
        assert "whole" in altered(without(issued(), path))


@pytest.mark.parametrize("name", ["figures", "text", "grounds", "whole"])
def test_digests_cannot_be_changed_either(name: str) -> None:
    """Each says itself that it does not fit."""
    data = issued()
    data["issued"]["sha256"][name] = "0" * 64
    assert altered(data) == (name,)


def test_what_comes_later_is_no_alteration() -> None:
    """A change of the past that was acknowledged, and a withdrawal, are entered after the issue."""
    data = issued()
    for name in LATER:
        assert is_whole({k: v for k, v in data.items() if k != name}), name
    assert {p[0] for p in leaves(data) if is_later(p)} == LATER
