"""The walls of the house that no linter keeps: pure rooms touch no files, registries list every module."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PURE = ("model", "validate", "compute", "export", "starter")
FILE_METHODS = {
    "chmod",
    "exists",
    "glob",
    "is_dir",
    "is_file",
    "iterdir",
    "mkdir",
    "open",
    "read_bytes",
    "read_text",
    "rename",
    "rglob",
    "stat",
    "touch",
    "unlink",
    "write_bytes",
    "write_text",
}
MODULES = sorted(path for room in PURE for path in (ROOT / "generator" / room).rglob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pure_rooms_touch_no_files(module: Path) -> None:
    """A function that needs a file takes its content; ruff cannot see methods of a Path, so this can."""
    tree = ast.parse(module.read_text())
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }
    assert not called & (FILE_METHODS | {"input", "print"})


@pytest.mark.parametrize(
    ("package", "registry"),
    [
        ("generator.validate.rules", "RULES"),
        ("generator.validate.changes", "CHANGE_RULES"),
        ("generator.compute.metrics", "METRICS"),
        ("generator.compute.duties", "DUTIES"),
        ("generator.compute.demands", "DEMANDS"),
        ("generator.render.pages", "PAGES"),
    ],
)
def test_registries_list_every_module(package: str, registry: str) -> None:
    """Nothing registers itself on import, so a forgotten line must show here."""
    listed = {entry.function.__module__ for entry in getattr(importlib.import_module(package), registry)}
    folder = ROOT / Path(*package.split("."))
    assert listed == {f"{package}.{path.stem}" for path in folder.glob("*.py") if path.stem != "__init__"}


def test_codes_and_names_are_unique() -> None:
    """A code is quoted in mails and pull requests for years, so it has one meaning."""
    from generator.pipeline import problems

    found = problems()
    assert len({p.code for p in found}) == len(found)
    assert len({p.name for p in found}) == len(found)
    assert all(p.reason and p.hint and p.message.en for p in found)


def test_sorts_of_duties_are_told_apart() -> None:
    """Lists are sifted by id and by label, and an event in a calendar is known by the id."""
    from generator.compute.duties import DUTIES

    assert len({d.kind for d in DUTIES}) == len({d.label.zh for d in DUTIES}) == len(DUTIES)
    assert all(d.label.en and (d.function.__doc__ or "").strip() for d in DUTIES)


def test_a_check_knows_every_metric() -> None:
    """It does without pandas, so their ids and their order stand in the model."""
    from generator.compute.metrics import METRICS
    from generator.model.metric_ids import METRIC_IDS, NOT_SCORED

    assert tuple(metric.id for metric in METRICS) == METRIC_IDS
    assert set(METRIC_IDS) > NOT_SCORED
