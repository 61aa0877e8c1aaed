"""Canonical JSON and SHA-256: how citations, results and manifests are compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def canonical(value: Any) -> bytes:
    """Canonical JSON: keys sorted, no blanks, UTF-8, a ``Decimal`` as its digits in a string.

    TypeError for what has no one writing (float, set, object).
    """
    return _ENCODER.encode(_plain(value)).encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_AS_IT_IS = frozenset({str, int, bool, type(None)})


def _plain(value: Any) -> Any:
    if value.__class__ in _AS_IT_IS:
        return value
    if value.__class__ is dict or isinstance(value, Mapping):
        return {str(k): v if v.__class__ in _AS_IT_IS else _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [v if v.__class__ in _AS_IT_IS else _plain(v) for v in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, str | int):
        return value
    raise TypeError(f"no canonical form for {type(value).__name__}")
