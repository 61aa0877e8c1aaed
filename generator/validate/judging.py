"""Which files are records, and which say how records are judged."""

from __future__ import annotations

from collections.abc import Iterable

MIXED = "mixed-change"
"""The label by which reviewers say that a change is mixed on purpose."""

_JUDGING = ("schemas/", "records/methods/", "generator/", ".github/", ".gitea/", ".forgejo/", ".githooks/")
_JUDGING_FILES = ("Makefile", "pyproject.toml", "requirements.txt", "mkdocs.yml", ".pre-commit-config.yaml")


def judges(path: str) -> bool:
    """Does the file at *path* say how records are judged?"""
    return path.startswith(_JUDGING) or path in _JUDGING_FILES


def is_of_records(path: str) -> bool:
    """Is it a file of records, methods apart?"""
    return path.startswith("records/") and not judges(path)


def is_judged_by_base(paths: Iterable[str], labels: Iterable[str]) -> bool:
    """Must the schemas of the base judge a change of *paths*? Where it changes records and more."""
    found = tuple(paths)
    return MIXED not in set(labels) and any(map(is_of_records, found)) and any(map(judges, found))
