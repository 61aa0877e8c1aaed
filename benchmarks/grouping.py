"""Rankings of scored items beside bare pandas doing only the grouping; each in a process of its own.

Run as ``python -m benchmarks.grouping bare|rankings|all ROOT``.
"""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from pathlib import Path

from .timing import table

SIDES = {
    "bare": "bare pandas: import, group, mean, rank",
    "rankings": "generator: import, frames, conclusions, every ranking with the metrics that it weighs",
    "all": "generator: import, all metrics with evidence, conclusions, rankings, evaluations, closed loop",
}


def compare(root: Path) -> None:
    """Print the table for the city at ROOT."""
    found = {side: statistics.median_low(_timed(side, root) for _ in range(3)) for side in SIDES}
    bare = found["bare"][0]
    rows = [
        [f"{items:,}", SIDES[side], f"{seconds:.2f}", f"{seconds / bare:.1f}"]
        for side, (seconds, items) in found.items()
    ]
    table("ranking of scored items", ["items", "program", "s with import", "× bare pandas"], rows)


def _timed(side: str, root: Path) -> tuple[float, int]:
    """Seconds and items of one process."""
    command = [sys.executable, "-m", "benchmarks.grouping", side, str(root)]
    seconds, items = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), int(items)


def main(side: str, root: Path) -> None:
    """Load the city, then time one side from the import of pandas to the result; print seconds and items."""
    from generator import pipeline
    from generator.read.sources import WorkTree

    gc.disable()
    snapshot = pipeline.check(WorkTree(root)).snapshot
    rows = [
        (r.document.data["organization"], r.document.data["period"], result["result"] == "met")
        for r in snapshot.of("inspections")
        for result in r.document.data.get("results", ())
    ]
    began = time.perf_counter()
    if side == "bare":
        _grouped(rows)
    else:
        from generator.compute.assess import assess, ranked_only
        from generator.compute.rankings import RANKINGS

        quarters = {period for _, period, _ in rows}
        periods = quarters | {period[:4] for period in quarters}
        boards = {f"{kind.name}-{period.lower()}" for kind in RANKINGS for period in periods}
        ranked_only(snapshot, boards) if side == "rankings" else assess(snapshot)
    print(time.perf_counter() - began, len(rows))


def _grouped(rows: list[tuple[str, str, bool]]) -> None:
    import pandas as pd

    frame = pd.DataFrame(rows, columns=["unit", "period", "met"])
    means = frame.groupby(["unit", "period"], sort=True)["met"].mean()
    means.groupby("period").rank(method="min", ascending=False)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
