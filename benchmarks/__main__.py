"""``python -m benchmarks [PEERS]``: every table. PEERS is a virtual environment with the peers in it."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from pathlib import Path

from . import checking, comparing, evaluating, grouping, looping, publishing, typesetting, verifying
from .timing import median_of, run, table

PYTHON = sys.executable


def main() -> None:
    """Make the cities, run every comparison, print as it goes."""
    peers = Path(sys.argv[1]).absolute() if len(sys.argv) > 1 else None
    # Compiled modules are kept between runs, as on any machine where a person works.
    for name in ("SOURCE_DATE_EPOCH", "PYTHONDONTWRITEBYTECODE"):
        os.environ.pop(name, None)
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        starts()
        typesetting.compare()
        # With all other kinds these are about 1,000, 10,000 and 75,000 records.
        cities = {count: _city(folder / f"city-{count}", count) for count in (125, 1_250, 10_000)}
        checking.compare(cities, peers)
        grouping.compare(cities[10_000])
        evaluating.compare(folder)
        looping.compare(folder)
        comparing.compare(folder)
        verifying.compare(cities[1_250], folder)
        large = _city(folder / "city-22000", 22_000)
        publishing.compare({5_000: cities[10_000], 20_000: large}, peers, folder)


def starts() -> None:
    """How long a command takes that has nothing to do."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "empty"
        run([PYTHON, "-m", "generator", "init", root])
        bare = median_of(5, lambda: run([PYTHON, "-c", "pass"]))
        check = median_of(5, lambda: run([PYTHON, "-m", "generator", "--root", root, "check"]))
    rows = [
        ["python -c pass", f"{bare.seconds:.3f}", f"{bare.megabytes:.0f}"],
        ["generator check, empty bureau", f"{check.seconds:.3f}", f"{check.megabytes:.0f}"],
    ]
    table("start", ["command", "s", "MB"], rows)


def _city(root: Path, inspections: int) -> Path:
    size = ["--schools", str(inspections // 4), "--inspections", str(inspections)]
    made = run([PYTHON, "-m", "generator", "init", root, "--sample", *size])
    if made.code:
        raise SystemExit(f"the sample city of {inspections} inspections could not be made")
    return root


if __name__ == "__main__":
    main()
