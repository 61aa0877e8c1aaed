"""The annual evaluation of 200 units, 40 items, 5 years with 1,000 draws, beside reading its files.

Every year's list weighs two items otherwise than the year before, so each year before is judged anew by it;
one item is scored by rank, so that the points of everybody hang on everybody.

Run as ``python -m benchmarks.evaluating ROOT``: prints seconds for reading and for evaluating.
"""

from __future__ import annotations

import gc
import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from .timing import table

UNITS, ITEMS, YEARS = 200, 40, (2021, 2022, 2023, 2024, 2025)
RANKED = ITEMS - 1  # the item that is scored by rank


def compare(folder: Path) -> None:
    """Print the table, for a city made below *folder*."""
    root = _city(folder / "evaluations")
    runs = [_run(root) for _ in range(3)]
    read, evaluated = sorted(runs)[1]
    rows = [
        [f"read {UNITS * len(YEARS):,} evaluations of {ITEMS} items", f"{read:.2f}", "1.0"],
        ["score, grade, rank, 1,000 draws a year, recast", f"{evaluated:.2f}", f"{evaluated / read:.2f}"],
    ]
    table("annual evaluation", ["work", "s", "× reading"], rows)


def _run(root: Path) -> tuple[float, float]:
    command = [sys.executable, "-m", "benchmarks.evaluating", str(root)]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(shown[0]), float(shown[1])


def main(root: Path) -> None:
    """Time both, each once, in a process of its own."""
    from generator.compute.evaluation import evaluated
    from generator.read.documents import read_records
    from generator.read.schemas import read_schemas
    from generator.read.sources import WorkTree
    from generator.validate.gate import admit

    gc.disable()  # as the command does
    source = WorkTree(root)
    schemas, _ = read_schemas(source)
    began = time.perf_counter()
    reading = read_records(source, schemas)
    read = time.perf_counter() - began
    snapshot, problems = admit(reading.documents, schemas, source.revision, _last_day(), ())
    if problems or reading.diagnostics:
        raise SystemExit(f"{len(problems) + len(reading.diagnostics)} problems in the made records")
    began = time.perf_counter()
    years = evaluated(snapshot, lambda _metric, _unit, _period: None)
    spent = time.perf_counter() - began
    if sum(len(year.evaluations) for year in years) != UNITS * len(YEARS):
        raise SystemExit("not every unit was evaluated")
    moved = [len(year.recast.movements) for year in years if year.recast and not year.recast.is_same]
    if moved != [UNITS] * (len(YEARS) - 1):
        raise SystemExit(f"not every year before was judged anew: {moved}")
    print(read, spent)


def _last_day() -> Any:
    from datetime import date

    return date(2026, 1, 31)


def _city(root: Path) -> Path:
    """A city of 200 counties with facts drawn anew for every item; YAML by way of JSON, which it contains."""
    chance = random.Random(1)
    made = [sys.executable, "-m", "generator", "init", str(root)]
    subprocess.run(made, check=True, capture_output=True)
    units = [f"unit-{n:03}" for n in range(UNITS)]
    for name in (root / "records").rglob("*.yml"):
        if name.name != "bureau.yml":
            name.unlink()
    _write(root, "organizations", {"id": "city", "name": "城市", "level": "city"})
    for n, unit in enumerate(units):
        _write(
            root, "organizations", {"id": unit, "name": unit, "level": "county", "parent": "city", "order": n}
        )
    for year in YEARS:
        _write(root, "methods", _method(year))
        _write(root, "checklists", _list(year))
        for unit in units:
            _write(root, f"evaluations/{year}", _evaluation(year, unit, chance))
    return root


def _write(root: Path, folder: str, data: dict[str, Any]) -> None:
    path = root / "records" / folder / f"{data['id']}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in data.items())
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _method(year: int) -> dict[str, Any]:
    robustness = {"weights_percent": 25, "distribution": "uniform", "draws": 1000, "seed": 7}
    return {
        "id": f"method-{year}",
        "title": f"{year}年评价办法",
        "version": 1,
        "valid": {"from": f"{year}-01-01", "to": f"{year}-12-31"},
        "grades": [
            {"grade": g, "from": b} for g, b in (("excellent", 90), ("good", 80), ("pass", 65), ("fail", 0))
        ],
        "red_failure": "fail",
        "rankings": [],
        "evaluation": {"decimals": 2, "minimum_coverage": 95, "robustness": robustness},
    }


def _list(year: int) -> dict[str, Any]:
    items = [_item(n, year - YEARS[0]) for n in range(ITEMS)]
    sections = [
        {"id": f"s{n}", "title": f"部分{n}", "items": items[n * 5 : n * 5 + 5]} for n in range(ITEMS // 5)
    ]
    return {
        "id": f"evaluation-{year}",
        "title": f"{year}年细则",
        "kind": "evaluation",
        "year": year,
        "valid": {"from": f"{year}-01-01", "to": f"{year}-12-31"},
        "not_applicable": "full_marks",
        "sections": sections,
    }


def _item(number: int, turn: int) -> dict[str, Any]:
    """Two neighbours trade a point in each year; the last item is scored by rank."""
    points = {2 * turn: 3.5, 2 * turn + 1: 1.5}.get(number, 2.5)
    item: dict[str, Any] = {"id": f"i{number}", "text": f"项目{number}", "points": points}
    if number == RANKED:
        by_rank = [2.5, 2.0, 1.5, 1.0, 0.5]
        return item | {"method": "rank", "scoring": {"by_rank": by_rank, "better": "higher"}}
    return item | {"method": "ratio"}


def _facts(number: int, chance: random.Random) -> dict[str, int]:
    found = chance.randint(60, 100)
    return {"value": found} if number == RANKED else {"numerator": found, "denominator": 100}


def _evaluation(year: int, unit: str, chance: random.Random) -> dict[str, Any]:
    rows = [
        {
            "item": f"i{n}",
            "state": "scored",
            "facts": _facts(n, chance),
            "self_score": 1.5,
            "evidence": [{"title": "材料"}],
        }
        for n in range(ITEMS)
    ]
    return {
        "id": f"ev-{year}-{unit}",
        "year": year,
        "unit": unit,
        "checklist": f"evaluation-{year}",
        "checklist_digest": "0" * 64,
        "status": "final",
        "dates": {
            "self": f"{year}-12-01",
            "verified": f"{year}-12-10",
            "feedback": f"{year}-12-15",
            "final": f"{year}-12-28",
        },
        "items": rows,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
