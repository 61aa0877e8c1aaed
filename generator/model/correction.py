"""How a correction names a value of a record, and what it says that the value was.

A correction is read by people, so an entry of a list is named by what names it in the record
(``items[3.2].verified_score``), by its place counted from 1 where nothing does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from .change import names_entry
from .diagnostic import FieldPath
from .schema import Schema


def field_name(path: FieldPath, data: Any) -> str:
    """The name of the value at *path* of plain data, such as ``results[hc-02].score``."""
    said = ""
    for step in path:
        if isinstance(step, int):
            said += f"[{_entry_name(data, step)}]"
            data = data[step] if isinstance(data, Sequence) and step < len(data) else None
        else:
            said += f".{step}" if said else step
            data = data.get(step) if isinstance(data, Mapping) else None
    return said


def value_text(value: Any) -> str | None:
    """A value as a correction writes it: words as they are, lists and groups as JSON; None for no value."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def is_hidden(schema: Schema, name: str) -> bool:
    """Is the field that a correction names internal, or does it hold something that is?"""
    plain = re.sub(r"\[[^\]]*\]", "", name)
    inner = (f.path.replace("[]", "") for f in schema.walk() if f.internal)
    return schema.hides(plain.split(".")) or any(i.startswith(f"{plain}.") for i in inner)


def _entry_name(entries: Any, index: int) -> str:
    name = names_entry(entries) if isinstance(entries, list) else None
    return str(entries[index][name]) if name and index < len(entries) else str(index + 1)
