"""The command line as a person meets it: what is typed, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable

# What is typed behind ``generator`` -> exit code, standard output, standard error.
Run = Callable[..., tuple[int, str, str]]
