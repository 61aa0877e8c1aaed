"""``check`` beside check-jsonschema and beside the floor of parsing with places and validating."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from .timing import Run, median_of, run, table

PYTHON = sys.executable
CACHE_OFF = {"GENERATOR_CACHE": "off"}


def compare(cities: dict[int, Path], peers: Path | None) -> None:
    """Print the table for every city: number of inspections -> its repository."""
    rows = []
    for count, root in cities.items():
        records = sum(1 for _ in (root / "records").rglob("*.yml"))
        without = median_of(3, lambda root=root: run(_check(root), environment=CACHE_OFF))
        floor = median_of(3, lambda root=root: run([PYTHON, "-m", "benchmarks.floor", root]))
        cold = median_of(3, lambda root=root: _cold(root))
        found = {
            "generator check, all rules, cache turned off": without,
            "generator check, cold: the first run, which writes the cache": cold,
            "generator check, cache, nothing changed": median_of(5, lambda root=root: run(_check(root))),
            "generator check, cache, ten files changed": median_of(3, lambda root=root: _touched(root)),
            "floor: compose with positions + jsonschema-rs": floor,
        }
        peer = _check_jsonschema(root, peers)
        if peer:
            found["check-jsonschema, all kinds (no lines, no cross-record rules)"] = peer
        rows += [_row(count, name, one, records, cold, floor, peer) for name, one in found.items()]
    head = [
        "inspections", "files", "command", "s", "ms a file", "MB", "× our cold run", "× floor",
        "× check-jsonschema",
    ]  # fmt: skip
    table("check", head, rows)
    _rules(cities)


def _rules(cities: dict[int, Path]) -> None:
    """The ten slowest rules, and how their time a record grows from the small city to the large one."""
    found = {count: _timings(root) for count, root in cities.items()}
    small, large = min(found), max(found)
    slowest = sorted(found[large], key=lambda code: -found[large][code])[:10]
    rows = [
        [
            code,
            f"{found[small][code]:.2f}",
            f"{found[large][code]:.2f}",
            f"{_ratio(found, code, small, large):.2f}",
        ]
        for code in slowest
    ]
    worst = max(
        found[large], key=lambda code: _ratio(found, code, small, large) * (found[large][code] > 0.05)
    )
    rows.append([f"grows most: {worst}", f"{found[small][worst]:.2f}", f"{found[large][worst]:.2f}",
                 f"{_ratio(found, worst, small, large):.2f}"])  # fmt: skip
    table("rules, microseconds a record", ["rule", f"{small:,}", f"{large:,}", "×"], rows)


def _ratio(found: dict[int, dict[str, float]], code: str, small: int, large: int) -> float:
    return found[large][code] / max(found[small][code], 0.01)


def _timings(root: Path) -> dict[str, float]:
    """Code of a rule -> microseconds a record, as ``check --timings`` prints them."""
    command = [str(part) for part in (*_check(root), "--timings")]
    shown = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    lines = (line.split() for line in shown.splitlines())
    return {words[0]: float(words[2]) for words in lines if len(words) == 4 and words[3].endswith("%")}


def _check(root: Path) -> list[str | Path]:
    return [PYTHON, "-m", "generator", "--root", root, "check"]


def _cold(root: Path) -> Run:
    shutil.rmtree(root / ".git/records-cache", ignore_errors=True)
    return run(_check(root))


def _touched(root: Path) -> Run:
    for path in sorted((root / "records" / "inspections").rglob("*.yml"))[:1000:100]:
        path.write_text(path.read_text() + "# 核对\n")
    return run(_check(root))


PEER_FILES = 400


def _check_jsonschema(root: Path, peers: Path | None) -> Run | None:
    """What it takes for the files that we check, kind by kind.

    It is linear: of each kind its first files stand for all, and one file alone for its start, which is
    counted once.
    """
    if peers is None:
        return None
    seconds, megabytes, start = 0.0, 0.0, 0.0
    for schema in sorted((root / "schemas").glob("*.schema.json")):
        kind = schema.name.removesuffix(".schema.json")
        files = sorted((root / "records").glob(f"{kind}.yml")) or sorted(
            (root / "records" / kind).rglob("*.yml")
        )
        if not files:
            continue
        command = [peers / "bin" / "check-jsonschema", "--schemafile", schema]
        alone, some = run([*command, files[0]]), run([*command, *files[:PEER_FILES]])
        start = max(start, alone.seconds)
        more = max(0.0, some.seconds - alone.seconds) / max(1, min(len(files), PEER_FILES) - 1)
        seconds += more * len(files)
        megabytes = max(megabytes, some.megabytes)
    return Run(start + seconds, megabytes, 0)


def _row(count: int, name: str, one: Run, records: int, cold: Run, floor: Run, peer: Run | None) -> list[str]:
    return [
        f"{count:,}",
        f"{records:,}",
        name + ("" if one.code == 0 else f" (exit {one.code})"),
        f"{one.seconds:.2f}",
        f"{one.seconds / records * 1000:.3f}",
        f"{one.megabytes:.0f}",
        f"{one.seconds / cold.seconds:.2f}",
        f"{one.seconds / floor.seconds:.2f}",
        f"{one.seconds / peer.seconds:.3f}" if peer else "–",
    ]
