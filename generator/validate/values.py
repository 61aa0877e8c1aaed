"""Values of a record picked by what its schema says about the fields, without naming any field.

The choice of fields is made once per schema; walking a record then touches only what was chosen, because most
of a record is answers to items, and there are thousands of records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from generator.model.diagnostic import FieldPath
from generator.model.schema import Field, Schema

# One value: where it stands, the field that describes it, and the value itself.
Found = tuple[FieldPath, Field, Any]


class Picker:
    """Finds in a record's data the values of the fields that *wanted* says yes to, in the schema's order."""

    __slots__ = ("branches", "leaves")

    def __init__(self, fields: Iterable[Field], wanted: Callable[[Field], bool]) -> None:
        self.leaves: list[tuple[str, Field, bool]] = []
        self.branches: list[tuple[str, bool, Picker]] = []
        for field in fields:
            if wanted(field):
                self.leaves.append((field.name, field, field.type == "array" and not field.fields))
            elif field.fields:
                below = Picker(field.fields, wanted)
                if below.leaves or below.branches:
                    self.branches.append((field.name, field.type == "array", below))

    def __call__(self, data: Mapping[str, Any]) -> list[Found]:
        """The values that are there; a list of plain values is taken apart."""
        out: list[Found] = []
        self.collect(data, (), out)
        return out

    def collect(self, data: Mapping[str, Any], path: FieldPath, out: list[Found]) -> None:
        """Add to *out* the values of *data*, which stands at *path*."""
        for name, field, is_apart in self.leaves:
            value = data.get(name)
            if value is None:
                continue
            if is_apart and isinstance(value, list):
                out.extend(((*path, name, i), field, v) for i, v in enumerate(value))
            else:
                out.append(((*path, name), field, value))
        for name, is_list, below in self.branches:
            value = data.get(name)
            if value is None:
                continue
            if not is_list:
                below.collect(value, (*path, name), out)
            elif below.branches:
                for i, row in enumerate(value):
                    below.collect(row, (*path, name, i), out)
            else:
                # The long lists of a record end here, so no call is made for a row without such a value.
                for key, field, is_apart in below.leaves:
                    for i, row in enumerate(value):
                        one = row.get(key)
                        if one is None:
                            continue
                        if is_apart and isinstance(one, list):
                            out.extend(((*path, name, i, key, j), field, v) for j, v in enumerate(one))
                        else:
                            out.append(((*path, name, i, key), field, one))


_pickers: dict[tuple[str, str, Callable[[Field], bool]], Picker] = {}


def picker(schema: Schema, wanted: Callable[[Field], bool]) -> Picker:
    """The picker for the whole of *schema*, made once; *wanted* must be a function that lives on."""
    key = (schema.kind, schema.blob, wanted)
    if key not in _pickers:
        _pickers[key] = Picker(schema.fields, wanted)
    return _pickers[key]
