"""The impact of a change of ten records in a city of 10,000, beside one check: both sides, causes included.

Run alone as ``python -m benchmarks.comparing``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from .timing import median_of, run, table

RECORDS, CHANGED, ALLOWED = 10_000, 10, 2.2
SIZE = ("--schools", "330", "--inspections", "1320")  # with all that belongs to them a little over 10,000


def compare(folder: Path) -> None:
    """Print the table, for a city made below *folder* and changed."""
    root = _city(folder / "comparing")
    generator = [sys.executable, "-m", "generator", "--root", root]
    check, impact = [*generator, "check"], [*generator, "impact", "HEAD", "--format", "markdown"]
    off = {"GENERATOR_CACHE": "off"}
    cold = median_of(3, lambda: run(check, environment=off))
    both = median_of(3, lambda: run(impact, environment=off))
    run(check)
    warm = median_of(3, lambda: run(check))
    warm_both = median_of(3, lambda: run(impact))
    rows = [
        [name, f"{one.seconds:.2f}", f"{one.megabytes:.0f}", f"{one.seconds / beside.seconds:.2f}"]
        for name, one, beside in (
            ("check, no cache", cold, cold),
            (f"impact of {CHANGED} records, no cache (allowed: {ALLOWED})", both, cold),
            ("check, cache", warm, warm),
            ("the same impact, cache", warm_both, warm),
        )
    ]
    table(f"impact, a city of {_count(root):,} records", ["command", "s", "MB", "× check"], rows)


def _count(root: Path) -> int:
    return sum(1 for _ in (root / "records").rglob("*.yml"))


def _city(root: Path) -> Path:
    """A sample city, which the starter commits, with answers of ten visits changed in the work tree."""
    made = run([sys.executable, "-m", "generator", "init", root, "--sample", *SIZE])
    if made.code or _count(root) < RECORDS:
        raise SystemExit("the sample city could not be made")
    for path in sorted((root / "records" / "inspections" / "2025").glob("i-2025-q3-*.yml"))[:CHANGED]:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("result: met", "result: unmet", 2), encoding="utf-8")
    return root


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        compare(Path(name))
