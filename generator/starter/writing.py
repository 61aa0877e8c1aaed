"""Plain data as YAML in the canonical layout of records.

Ten thousand records are written in seconds, so lines are formatted directly instead of through a YAML
library. Only what the strict loader reads is written: block mappings and lists, one-line mappings for
tables, plain or double-quoted strings on one line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from generator.model.artifact import Artifact

# Tables: each of their rows fits a line and reads best as one.
ONE_LINE = frozenset(
    {
        "results", "team", "teams", "weights", "grades", "marks",
        "from", "composition", "schools", "inspectors", "solves", "rows", "figures", "quotas", "shares",
    }
)  # fmt: skip

WITH_LISTS = frozenset({"schools", "inspectors", "rows", "figures"})

# A string stays plain when no YAML reader, strict or lax, could take it for anything else. Dates may stand
# unquoted: the strict loader reads them as text, and so do people.
_LETTERS = r"A-Za-z0-9\u3400-\u9fff"
_MARKS = r" ._/()%+\-×÷·—…‘’“”\u3001-\u303f\uff01-\uff5e"
_PLAIN = re.compile(rf"[{_LETTERS}‘“（《〔][{_LETTERS}{_MARKS}]*")
_NUMBER = re.compile(r"[-+.]?[0-9][0-9_,.:]*(?:[eE][-+]?[0-9]+)?|0[xo][0-9A-Fa-f]+")
_FULL_WIDTH = re.compile(r"[\uff01-\uff5e]")
_SCALARS = (str, int, Decimal)  # asked first: is it a Mapping, or a Sequence, is a slow question
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf"})


@lru_cache(maxsize=4096)
def quoted(text: str) -> str:
    """*text* as a YAML string: plain where that is safe in every context, else in double quotes."""
    is_plain = (
        _PLAIN.fullmatch(text)
        and not text.endswith(" ")
        and not _NUMBER.fullmatch(text)
        and text.lower() not in _WORDS
    )
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def scalar(value: str | int | Decimal) -> str:
    """One value as it stands after a colon."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value)
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def one_line(row: Mapping[str, Any]) -> str:
    """A mapping of scalars and lists of scalars as ``{a: 1, b: [2, 3]}``."""
    return "{" + ", ".join(f"{key}: {_inline(value)}" for key, value in row.items()) + "}"


def _inline(value: Any) -> str:
    return f"[{', '.join(map(_in_flow, value))}]" if isinstance(value, list) else _in_flow(value)


def _in_flow(value: str | int | Decimal) -> str:
    """Within brackets a full-width comma looks like a slip of the keyboard: such text stands in quotes."""
    is_doubtful = isinstance(value, str) and _FULL_WIDTH.search(value)
    return json.dumps(value, ensure_ascii=False) if is_doubtful else scalar(value)


def yaml_text(data: Mapping[str, Any]) -> str:
    """A whole file: the mapping in its own order of keys, ended by a line break."""
    return "\n".join(_mapping(data, "")) + "\n"


def record_file(kind: str, data: Mapping[str, Any], year: int | None = None) -> Artifact:
    """The file of one record, below the folder of its year where one is given."""
    folder = f"records/{kind}/{year}" if year else f"records/{kind}"
    return Artifact(f"{folder}/{data['id']}.yml", yaml_text(data).encode(), (f"{kind}/{data['id']}",))


def _mapping(data: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in data.items():
        if isinstance(value, _SCALARS):
            yield f"{indent}{key}: {scalar(value)}"
        elif isinstance(value, Mapping):
            yield f"{indent}{key}:"
            yield from _mapping(value, indent + "  ")
        elif isinstance(value, Sequence):
            yield f"{indent}{key}:" if value else f"{indent}{key}: []"
            yield from _list(key, value, indent + "  ")
        else:
            yield f"{indent}{key}: {scalar(value)}"


def _list(key: str, items: Sequence[Any], indent: str) -> Iterator[str]:
    for item in items:
        if isinstance(item, _SCALARS) or not isinstance(item, Mapping):
            yield f"{indent}- {scalar(item)}"
        elif key in ONE_LINE and (key in WITH_LISTS or not any(isinstance(v, list) for v in item.values())):
            yield f"{indent}- {one_line(item)}"
        else:
            first, *rest = _mapping(item, indent + "  ")
            yield f"{indent}- {first.lstrip()}"
            yield from rest
