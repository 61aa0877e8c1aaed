"""A ranking of scored items beside bare pandas doing only the grouping; each in a process of its own.

Run as ``python -m benchmarks.grouping bare|ours ROOT``.
"""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path

from .timing import table


def compare(root: Path) -> None:
    """Print the table for the city at ROOT."""
    import subprocess

    found = {}
    for side in ("bare", "ours"):
        runs = [
            subprocess.run(
                [sys.executable, "-m", "benchmarks.grouping", side, str(root)],
                check=True,
                capture_output=True,
                text=True,
            ).stdout.split()
            for _ in range(3)
        ]
        found[side] = sorted((float(seconds), int(items)) for seconds, items in runs)[1]
    bare, items = found["bare"]
    rows = [
        [f"{items:,}", "bare pandas: import, group, mean, rank", f"{bare:.2f}", "1.0"],
        [
            f"{found['ours'][1]:,}",
            "generator: all metrics with evidence, conclusions, all rankings",
            f"{found['ours'][0]:.2f}",
            f"{found['ours'][0] / bare:.1f}",
        ],
    ]
    table("ranking of scored items", ["items", "program", "s with import", "× bare pandas"], rows)


def main(side: str, root: Path) -> None:
    """Load the city, then time one side from the import of pandas to the result; print seconds and items."""
    from generator import pipeline
    from generator.read.sources import WorkTree

    gc.disable()
    checked = pipeline.check(WorkTree(root))
    rows = [
        (r.document.data["organization"], r.document.data["period"], result["result"] == "met")
        for r in checked.snapshot.of("inspections")
        for result in r.document.data.get("results", ())
    ]
    began = time.perf_counter()
    if side == "ours":
        pipeline.assess(checked)
    else:
        import pandas as pd

        frame = pd.DataFrame(rows, columns=["unit", "period", "met"])
        means = frame.groupby(["unit", "period"], sort=True)["met"].mean()
        means.groupby("period").rank(method="min", ascending=False)
    print(time.perf_counter() - began, len(rows))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
