"""A method that remembers its answers, for programs of tests that are written to be plain and not fast."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

Answer = TypeVar("Answer")


def remembered(method: Callable[..., Answer]) -> Callable[..., Answer]:
    """The same method; for each object and arguments it is worked out once."""

    @wraps(method)
    def ask(self: Any, *arguments: Any) -> Answer:
        known = self.__dict__.setdefault(f"_{method.__name__}", {})
        if arguments not in known:
            known[arguments] = method(self, *arguments)
        return known[arguments]  # type: ignore[no-any-return]

    return ask
