"""100,000 events over 20,000 hazards judged, beside reading a tenth of their files.

Run as ``python -m benchmarks.looping ROOT``: prints seconds for reading the tenth and for judging all.
"""

from __future__ import annotations

import gc
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from .timing import table

HAZARDS, EVENTS, SCHOOLS = 20_000, 100_000, 400
AS_OF = date(2026, 1, 31)
# Five events each: three of the school, two of those who inspect.
COURSE = (
    ("rectifications", "started", 1),
    ("rectifications", "extension", 6),
    ("follow-ups", "extension_granted", 8),
    ("rectifications", "done", 25),
    ("follow-ups", "accepted", 30),
)


def compare(folder: Path) -> None:
    """Print the table, for a city made below *folder*."""
    root = _city(folder / "hazards")
    runs = [_run(root) for _ in range(3)]
    read, judged = sorted(runs)[1]
    tenth = (HAZARDS + EVENTS) // 10
    rows = [
        [f"read {tenth:,} files, a tenth", f"{read:.2f}", "1.0"],
        [f"judge {EVENTS:,} events over {HAZARDS:,} hazards", f"{judged:.2f}", f"{judged / read:.2f}"],
    ]
    table("closed loop", ["work", "s", "× reading a tenth"], rows)


def _run(root: Path) -> tuple[float, float]:
    command = [sys.executable, "-m", "benchmarks.looping", str(root)]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(shown[0]), float(shown[1])


def main(root: Path) -> None:
    """Time both, each once, in a process of its own: only a tenth is on disk, the rest is made alike."""
    from dataclasses import replace
    from types import MappingProxyType

    from generator.compute.loop import loop_of
    from generator.model.diagnostic import Severity
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
    snapshot, problems = admit(reading.documents, schemas, source.revision, AS_OF, ())
    at_fault = [d for d in (*problems, *reading.diagnostics) if d.severity is Severity.ERROR]
    if at_fault:
        raise SystemExit(f"{len(at_fault)} problems in the made records, the first: {at_fault[0].message}")
    kinds = {kind: dict(records) for kind, records in snapshot.kinds.items()} | _records()
    whole = replace(snapshot, kinds=MappingProxyType(kinds))
    began = time.perf_counter()
    loop = loop_of(whole)
    spent = time.perf_counter() - began
    if len(loop) != HAZARDS or sum(len(one.events) for one in loop) != EVENTS or loop.open:
        raise SystemExit("not every hazard was judged")
    print(read, spent)


def _records() -> dict[str, dict[str, Any]]:
    from generator.model.document import Document
    from generator.model.record import Record

    found: dict[str, dict[str, Any]] = {"hazards": {}, "rectifications": {}, "follow-ups": {}}
    for kind, data in _made():
        name = data["id"]
        found[kind][name] = Record(kind, name, Document(f"records/{kind}/{name}.yml", data))
    return found


def _made(share: int = 1) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every hazard (or one of *share*) with its events."""
    chance = random.Random(1)
    for number in range(HAZARDS):
        begun = date(2024, 1, 1) + timedelta(chance.randrange(700))
        if number % share:
            continue
        name = f"hz-{number:05}"
        yield "hazards", _hazard(name, number, begun)
        for place, (kind, what, after) in enumerate(COURSE):
            yield kind, _event(name, place, kind, what, begun + timedelta(after))


def _hazard(name: str, number: int, begun: date) -> dict[str, Any]:
    return {
        "id": name,
        "school": f"school-{number % SCHOOLS:03}",
        "registered_on": begun.isoformat(),
        "origin": "self_check",
        "topic": "hazchem",
        "item": f"hc-{number % 33 + 1:02}",
        "grade": "general",
        "text": "出入库登记缺用途一栏，有五笔未写班级和实验名称。",
        "due": (begun + timedelta(15)).isoformat(),
    }


def _event(hazard: str, place: int, kind: str, what: str, day: date) -> dict[str, Any]:
    data: dict[str, Any] = {"id": f"{hazard}-{place}", "hazard": hazard, "kind": what, "on": day.isoformat()}
    data["by"] = "化学实验员" if kind == "rectifications" else ["expert-001"]
    data |= {} if kind == "rectifications" else {"look": "site"}
    data["text"] = "已按要求补齐登记，逐笔核对班级和实验名称。"
    if what.startswith("extension"):
        data["until"] = (day + timedelta(30)).isoformat()
    if what in ("done", "accepted"):
        data["evidence"] = [{"title": "整改前后照片"}]
    return data


def _city(root: Path) -> Path:
    """The schools and a tenth of the files; YAML by way of JSON, which it contains."""
    made = [sys.executable, "-m", "generator", "init", str(root)]
    subprocess.run(made, check=True, capture_output=True)
    for name in (root / "records").rglob("*.yml"):
        if name.name != "bureau.yml":
            name.unlink()
    _write(root, "organizations", {"id": "city", "name": "城市", "level": "city"})
    for n in range(SCHOOLS):
        data = {"id": f"school-{n:03}", "name": f"学校{n}", "level": "school", "parent": "city"}
        _write(root, "organizations", data | {"stage": "primary", "school_code": f"3141{n:06}"})
    for kind, data in _made(share=10):
        _write(root, kind, data)
    return root


def _write(root: Path, folder: str, data: dict[str, Any]) -> None:
    path = root / "records" / folder / f"{data['id']}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in data.items())
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
